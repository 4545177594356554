package sim

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// The interpreter knows nothing of the paper's protocol: it runs Needham–Schroeder
// from its description, with sessions that overlap.

// interleaved are three exchanges at once: of alice with bob, of carol with dan, and
// of alice with dan. The second starts while the first is under way.
func interleaved(t *testing.T, profile string) Config {
	t.Helper()
	c := standard(t, profile, Size{Each: 2, Sessions: 2})
	c.Starts = append(c.Starts, Start{Phase: "exchange", At: 0, By: "alice", With: "dan"})
	c.Link = delay.Link{Delay: 100e6, Jitter: 100e6}
	return c
}

// agreements are the data of the claims of one kind and label, by session.
func agreements(events []*trace.Event, kind model.Event, label string) map[string]string {
	data := map[string]string{}
	for _, e := range events {
		if e.Kind != trace.KindClaim || e.Event != kind || e.Label != label {
			continue
		}
		var parts []string
		for _, d := range e.Data {
			parts = append(parts, d.Name+"="+d.Value.String())
		}
		data[e.Session] = strings.Join(parts, " ")
	}
	return data
}

func TestExchangesInterleaved(t *testing.T) {
	for _, profile := range []string{"ns", "nsl"} {
		r, events := eventsOf(t, interleaved(t, profile), nil)
		wantComplete(t, r, 3)
		commits := agreements(events, model.EventCommit, "B-A")
		want := map[string]string{
			"alice.2": "ID_A=alice ID_B=bob N_A=N_A[alice.2] N_B=N_B[bob.2]",
			"alice.3": "ID_A=alice ID_B=dan N_A=N_A[alice.3] N_B=N_B[dan.2]",
			"carol.2": "ID_A=carol ID_B=dan N_A=N_A[carol.2] N_B=N_B[dan.3]",
		}
		for session, data := range want {
			if commits[session] != data {
				t.Errorf("%s: %s commits to %q, want %q", profile, session, commits[session], data)
			}
		}
		// Each commitment is to what the peer ran, and the other way round.
		for _, label := range []string{"B-A", "A-B confirmed"} {
			ran := values(agreements(events, model.EventRunning, label))
			committed := values(agreements(events, model.EventCommit, label))
			if !slices.Equal(ran, committed) || len(ran) != 3 {
				t.Errorf("%s: %s: ran %q, committed to %q", profile, label, ran, committed)
			}
		}
	}
}

func values(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	slices.Sort(all)
	return all
}

// The sessions do overlap: between two events of one there are events of another.
func TestExchangesOverlap(t *testing.T) {
	_, events := eventsOf(t, interleaved(t, "ns"), nil)
	var order []string
	for _, e := range events {
		if e.Phase == "exchange" && (len(order) == 0 || order[len(order)-1] != e.Session) {
			order = append(order, e.Session)
		}
	}
	if switches := len(order); switches < 12 {
		t.Errorf("the sessions take turns %d times, want more: %v", switches, order)
	}
}

// A session takes only what is meant for it: exchanged answers are refused.
func TestExchangesDoNotMix(t *testing.T) {
	c := interleaved(t, "ns")
	cross := on("exchange 2", func(n *Network, m *trace.Message) {
		to := m.To
		if to.Principal == "alice" {
			to.Session = 5 - to.Session // alice.2 and alice.3
		}
		n.Deliver(m, to, 0)
	})
	_, got := refusals(t, c, cross)
	slices.Sort(got)
	want := []string{
		"alice.2: exchange: open: N_A is not the one that alice holds",
		"alice.3: exchange: open: N_A is not the one that alice holds",
	}
	if !slices.Equal(got, want) {
		t.Errorf("refused %q, want %q", got, want)
	}
}

// Lowe's repair makes B name itself: an answer in another's name is refused.
func TestNameInTheSecondMessage(t *testing.T) {
	p := library.Must("nsl")
	var at place
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if s.Kind == model.StepLet && s.Var.Name == "M2" {
			at = place{ph.Name, r.Party, i}
		}
	})
	q := changeStep(p, at, func(s *model.Step) {
		s.Term = model.Apply(model.OpAEnc, s.Term.Key(), model.Var("N_A", model.Key),
			model.Var("N_B", model.Key), another(model.Var("ID_B", model.Identity)))
	})
	o, err := runBroken(q, brokenConfig("nsl", 1), nil, baseSuite(t))
	if err != nil {
		t.Fatal(err)
	}
	const want = "alice.2: exchange: open: ID_B is not the one that alice holds"
	if len(o.refused) != 1 || refusalText(o.refused[0]) != want {
		t.Errorf("refused %+v, want %s", o.refused, want)
	}
}
