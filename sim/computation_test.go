package sim

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// One round on a link that takes no time lasts as long as its operations, one after
// the other: no two parties of it compute at the same time.
func TestComputationTakesTime(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	c.Link = delay.Link{}
	without := mustRun(t, c, nil, nil)
	c.Computation = delay.Computation{"sign": 3, "verify": 5, "cert": 7, "aenc": 11, "adec": 13,
		"senc": 17,
		"sdec": 19, "hash": 23, "base_mul": 29, "mul": 31, "add": 37}
	with := mustRun(t, c, nil, nil)
	var want trace.Duration
	for _, group := range []string{"visit", "search", "diagnosis"} {
		want += c.Computation.Takes(without.Total(group))
	}
	// Reference: crypto-notes.md, "Operations by equation": 2+4 signatures and so on.
	byHand := trace.Duration(6*3 + 6*5 + 5*7 + 6*11 + 6*13 + 4*17 + 4*19 + 10*23 + 4*29 + 16*31 + 8*37)
	if want != byHand {
		t.Errorf("the operations take %d, want %d", want, byHand)
	}
	if got := with.Duration - without.Duration; got != want {
		t.Errorf("the visit takes %d longer, want %d", got, want)
	}
	if !reflect.DeepEqual(with.Operations, without.Operations) {
		t.Error("the operations are others")
	}
}

// A run whose operations take time is written and run again like any other.
func TestComputationInATrace(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	c.Computation = delay.Computation{"sign": 17e3, "mul": 45e3}
	var b bytes.Buffer
	w := trace.NewWriter(&b, c)
	mustRun(t, c, nil, w.Event)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if want := `"computation":{"sign":"17µs","mul":"45µs"}`; !strings.Contains(b.String(), want) {
		t.Errorf("the head has no %s", want)
	}
	trace, err := ReadTrace("trace", &b)
	if err != nil {
		t.Fatal(err)
	}
	if err := trace.Replay(nil); err != nil {
		t.Error(err)
	}
}

// Without a computation a trace's head says nothing of it.
func TestNoComputationInATrace(t *testing.T) {
	var b bytes.Buffer
	w := trace.NewWriter(&b, standard(t, "published", DefaultSize))
	if err := w.Close(); err != nil || strings.Contains(b.String(), "computation") {
		t.Errorf("error %v, head %s", err, b.String())
	}
}

func TestComputationIsRefused(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	c.Computation = delay.Computation{"mul": -1}
	if err := c.Check(); err == nil || err.Error() != "computation: mul -1ns: want 0s or more" {
		t.Errorf("error %v", err)
	}
	for text, want := range map[string]string{
		"[computation]\nsign = 5": `c.toml:2:8: field "computation.sign": 5: ` +
			`want a duration in quotes, with its unit, such as "5ms"`,
		"[computation]\npairing = '5us'": `c.toml:2:1: field "computation.pairing" is not known: ` +
			`want one of `,
	} {
		if _, err := ParseConfig("c.toml", []byte(text)); err == nil ||
			!strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// The primitives of a round, by phase. What is remembered of the round before saves some.
func TestTapes(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	var calls [2]int
	for i, cache := range []bool{false, true} {
		c.Cache = cache
		tapes, err := Tapes(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range []string{"visit", "search", "diagnosis"} {
			n := 0
			for _, tape := range tapes[group] {
				n += tape.Len()
			}
			if n == 0 {
				t.Errorf("%s calls nothing", group)
			}
			calls[i] += n
		}
		if len(tapes) != 3 {
			t.Errorf("%d groups of phases, want 3", len(tapes))
		}
	}
	if calls[1] == 0 || calls[1] >= calls[0] {
		t.Errorf("%d calls with a cache, and %d without", calls[1], calls[0])
	}
}
