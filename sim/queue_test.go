package sim

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"emrproof/model/library"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// Happenings come in the order of their times, at equal times in the order in which
// they were put there, and the adversary's timers last.
func TestQueueOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		w := &world{}
		var want []*happening
		for range rnd.IntN(30) {
			h := w.at(trace.Time(rnd.IntN(4)), &happening{timed: rnd.IntN(3) == 0})
			want = append(want, h)
			heap.Push(&w.queue, h)
		}
		slices.SortStableFunc(want, func(a, b *happening) int {
			if a.at != b.at || a.timed == b.timed {
				return int(a.at - b.at)
			}
			if b.timed {
				return -1
			}
			return 1
		})
		for i := range want {
			if got := heap.Pop(&w.queue).(*happening); got != want[i] {
				t.Fatalf("%d. of %d: got %+v, want %+v", i+1, len(want), got, want[i])
			}
		}
	}
}

// Messages that arrive at the same moment are delivered in the order in which they
// were sent.
func TestEqualTimesInSendOrder(t *testing.T) {
	c := standard(t, "ns", SizeOf(library.Must("ns"), 5, 5, 1))
	c.Link = delay.Link{}
	for i := range c.Starts {
		c.Starts[i].At = 0
	}
	var sent, got []string
	mustRun(t, c, nil, func(e *trace.Event) {
		if e.At != trace.Epoch {
			t.Fatalf("event %d is at %s", e.Seq, e.At)
		}
		switch e.Kind {
		case trace.KindSend:
			sent = append(sent, fmt.Sprint(e.Msg.From, e.Msg.Name))
		case trace.KindDeliver:
			got = append(got, fmt.Sprint(e.Msg.From, e.Msg.Name))
		}
	})
	if !slices.Equal(sent, got) || len(sent) != 15 {
		t.Errorf("sent      %v\ndelivered %v", sent, got)
	}
}
