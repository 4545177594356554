package monitor

import (
	"slices"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// run gives the events of a run.
func run(t testing.TB, c sim.Config, a sim.Adversary) []*trace.Event {
	t.Helper()
	var events []*trace.Event
	if _, err := sim.Run(c, a, func(e *trace.Event) { events = append(events, e) }); err != nil {
		t.Fatalf("seed %d: %v", c.Seed, err)
	}
	return events
}

func world(t testing.TB, profile string, size sim.Size) (sim.Config, *model.Protocol) {
	t.Helper()
	c, err := sim.Standard(profile, size)
	if err != nil {
		t.Fatal(err)
	}
	p, err := library.Profile(profile)
	if err != nil {
		t.Fatal(err)
	}
	return c, p
}

// Ten sessions that overlap: some patients see two doctors, and some twice the same.
var busy = sim.Size{Of: map[model.Party]int{"P": 4, "D": 2, "HPC": 2}, Sessions: 10}

// unexercised are the kinds that an honest run says nothing about.
var unexercised = []model.ClaimKind{model.ForwardSecrecy, model.Anonymity, model.Unlinkability,
	model.Availability}

func TestHonestRunsOfThePaper(t *testing.T) {
	for _, options := range [][]string{nil, {"E12"}, {"E13"}, {"E14"}, {"E17"}, {"E20"}} {
		c, _ := world(t, "published", busy)
		p, err := library.Profile("published", options...)
		if err != nil {
			t.Fatal(err)
		}
		c.Options = options
		for _, v := range Decide(p, c.Head(), run(t, c, nil)) {
			want := Holds
			switch {
			case v.Claim.Kind == model.NonRepudiation:
				// W8: the keys are shared, and nobody signs M_SD, M_EMR or M_DINF.
				want = Violated
			case slices.Contains(unexercised, v.Claim.Kind):
				want = Vacuous
			}
			if v.Status != want {
				t.Errorf("%v: %s: got %s, want %s", options, v.Claim.ID, summary(v), want)
			}
			said := max(1, timesSecret(p, v.Claim))
			if want != Vacuous && v.Checked != said*busy.Sessions {
				t.Errorf("%v: %s: %d judged, want %d a visit", options, v.Claim.ID, v.Checked, said)
			}
		}
	}
}

func TestHonestRunsOfNeedhamSchroeder(t *testing.T) {
	for _, profile := range []string{"ns", "nsl"} {
		c, p := world(t, profile, sim.SizeOf(library.Must(profile), busy.Sessions, 4, 2, 2))
		for _, v := range Decide(p, c.Head(), run(t, c, nil)) {
			if v.Status != Holds || v.Checked != busy.Sessions {
				t.Errorf("%s: %s: got %s", profile, v.Claim.ID, summary(v))
			}
		}
	}
}

// counterparts are the events without which a claim cannot hold.
var counterparts = map[model.ClaimKind]model.Event{
	model.WeakAgreement: model.EventRunning,
	model.Agreement:     model.EventRunning,
	model.Injective:     model.EventRunning,
	model.Integrity:     model.EventMade,
	model.Authorization: model.EventConsent,
}

// occasion is the event that a claim of a kind is judged at.
func occasion(kind model.ClaimKind) model.Event {
	switch kind {
	case model.Secrecy:
		return model.EventSecret
	case model.Integrity, model.NonRepudiation:
		return model.EventAccept
	case model.Authorization:
		return model.EventReleased
	}
	return model.EventCommit
}

// What a claim of the paper is about is what its monitor looks at: without the
// peer's part it is violated, and without its own it is not exercised.
func TestEachClaimOfThePaperNeedsItsEvents(t *testing.T) {
	c, p := world(t, "published", sim.DefaultSize)
	events := run(t, c, nil)
	flagged := 0
	for i, claim := range p.Claims {
		if slices.Contains(unexercised, claim.Kind) {
			continue
		}
		own := without(events, func(e *trace.Event) bool {
			return e.Event == occasion(claim.Kind) && e.Label == claim.Label && e.Party == claim.By
		})
		if v := Decide(p, c.Head(), own)[i]; v.Status != Vacuous {
			t.Errorf("%s: without what it is about: got %s", claim.ID, summary(v))
		}
		needs := counterparts[claim.Kind]
		if needs == "" {
			continue
		}
		flagged++
		// Weak agreement takes any run of the two.
		whatever := claim.Kind == model.WeakAgreement
		peers := without(events, func(e *trace.Event) bool {
			return e.Event == needs && e.Party == claim.About &&
				(whatever || e.Label == claim.Label)
		})
		if v := Decide(p, c.Head(), peers)[i]; v.Status != Violated || len(v.Breaches) != v.Checked {
			t.Errorf("%s: without %s of %s: got %s", claim.ID, needs, claim.About, summary(v))
		}
	}
	if flagged != 3*10+3+1 {
		t.Errorf("%d claims lost their counterpart, want 34", flagged)
	}
}

func without(events []*trace.Event, drop func(*trace.Event) bool) []*trace.Event {
	return slices.DeleteFunc(slices.Clone(events), drop)
}

func TestDecideChangesNothing(t *testing.T) {
	c, p := world(t, "published", busy)
	events := run(t, c, nil)
	var before []trace.Event
	for _, e := range events {
		before = append(before, *e)
	}
	first := Decide(p, c.Head(), events)
	for i, v := range Decide(p, c.Head(), events) {
		if summary(v) != summary(first[i]) {
			t.Errorf("%s: got %s, and then %s", v.Claim.ID, summary(first[i]), summary(v))
		}
	}
	for i, e := range events {
		if w := before[i]; e.Seq != w.Seq || e.Label != w.Label || len(e.Data) != len(w.Data) {
			t.Errorf("event %d was changed", i+1)
		}
	}
}

// timesSecret is how often a session of the party to whom a claim is promised calls its value
// secret.
func timesSecret(p *model.Protocol, c model.Claim) int {
	n := 0
	p.EachStep(func(_ *model.Phase, r *model.Role, _ int, s *model.Step) {
		if c.Kind == model.Secrecy && r.Party == c.By && s.Event == model.EventSecret &&
			s.Label == c.Label {
			n++
		}
	})
	return n
}
