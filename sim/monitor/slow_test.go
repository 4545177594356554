package monitor

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"emrproof/model"
	"emrproof/sim/trace"
)

// The six claims about agreement a second time, from their definitions: for each
// commit, look at every earlier event. Nothing is indexed, and injective agreement is
// a matching, found by augmenting paths.

// slowly gives the Seqs of the commits judged and of those that violate a claim.
func slowly(c model.Claim, head trace.Head, events []*trace.Event) (judged, breached []int) {
	var commits []*trace.Event
	for _, e := range events {
		if e.Event == model.EventCommit && e.Label == c.Label && e.Party == c.By &&
			!corruptBefore(events, e, e.Who) && !corruptBefore(events, e, e.Peer) {
			commits = append(commits, e)
		}
	}
	var matched []*trace.Event
	for _, e := range commits {
		about, ok := true, false
		switch c.Kind {
		case model.Aliveness:
			ok = exists(events, e, func(r *trace.Event) bool {
				return r.Who == e.Peer && (r.Event == model.EventRunning ||
					r.Kind == trace.KindStart && r.Phase == "visit")
			})
		case model.WeakAgreement:
			ok = exists(events, e, func(r *trace.Event) bool {
				return r.Event == model.EventRunning && r.Who == e.Peer && r.Peer == e.Who
			})
		case model.Agreement:
			ok = exists(events, e, func(r *trace.Event) bool { return matches(c, r, e) })
		case model.Injective:
			if ok = augments(c, events, append(slices.Clone(matched), e)); ok {
				matched = append(matched, e)
			}
		case model.IntendedPeer:
			about = exists(events, e, func(r *trace.Event) bool { return resembles(c, r, e) })
			ok = exists(events, e, func(r *trace.Event) bool {
				return resembles(c, r, e) && r.Peer == e.Who
			})
		case model.Freshness:
			about = exists(events, e, func(r *trace.Event) bool { return resembles(c, r, e) })
			ok = exists(events, e, func(r *trace.Event) bool {
				return resembles(c, r, e) && young(head, r, e)
			})
		}
		if about {
			judged = append(judged, e.Seq)
		}
		if about && !ok {
			breached = append(breached, e.Seq)
		}
	}
	return judged, breached
}

func exists(events []*trace.Event, before *trace.Event, is func(*trace.Event) bool) bool {
	for _, e := range events {
		if e.Seq < before.Seq && is(e) {
			return true
		}
	}
	return false
}

func corruptBefore(events []*trace.Event, e *trace.Event, name string) bool {
	return exists(events, e, func(r *trace.Event) bool {
		return r.Kind == trace.KindReveal && r.Label == trace.RevealAll && r.Who == name
	})
}

// matches: the peer ran the part, with a, on the data.
func matches(c model.Claim, r, commit *trace.Event) bool {
	return r.Event == model.EventRunning && r.Label == c.Label && r.Party == c.About &&
		r.Who == commit.Peer && r.Peer == commit.Who && equalData(r.Data, commit.Data)
}

// resembles: the peer ran the part on the data, whoever it took a for.
func resembles(c model.Claim, r, commit *trace.Event) bool {
	return r.Event == model.EventRunning && r.Label == c.Label && r.Party == c.About &&
		r.Who == commit.Peer && equalData(butD(r.Data), butD(commit.Data))
}

func butD(data []trace.Datum) []trace.Datum {
	isD := func(d trace.Datum) bool { return d.Name == "ID_D" }
	return slices.DeleteFunc(slices.Clone(data), isD)
}

func equalData(a, b []trace.Datum) bool {
	return slices.EqualFunc(a, b, func(x, y trace.Datum) bool {
		return x.Name == y.Name && bytes.Equal(x.Value.Bytes(), y.Value.Bytes())
	})
}

// young: the age is at most ΔT and what the two clocks are apart.
func young(head trace.Head, run, commit *trace.Event) bool {
	off := func(e *trace.Event) trace.Time {
		for _, p := range head.Principals {
			if p.Name == e.Who {
				return p.Now(e.At) - e.At
			}
		}
		return 0
	}
	apart := off(commit) - off(run)
	return commit.At-run.At <= trace.Time(head.DeltaT)+max(apart, -apart)
}

// augments: each commit can be given an earlier matching run of its own.
func augments(c model.Claim, events, commits []*trace.Event) bool {
	owner := map[*trace.Event]*trace.Event{}
	var seek func(e *trace.Event, tried map[*trace.Event]bool) bool
	seek = func(e *trace.Event, tried map[*trace.Event]bool) bool {
		for _, r := range events {
			if r.Seq < e.Seq && matches(c, r, e) && !tried[r] {
				tried[r] = true
				if owner[r] == nil || seek(owner[r], tried) {
					owner[r] = e
					return true
				}
			}
		}
		return false
	}
	for _, e := range commits {
		if !seek(e, map[*trace.Event]bool{}) {
			return false
		}
	}
	return true
}

// A tape of bytes decides what a random trace is.
type tape []byte

func (p *tape) next(n int) int {
	if len(*p) == 0 {
		return 0
	}
	b := int((*p)[0]) % n
	*p = (*p)[1:]
	return b
}

func (p *tape) of(words ...string) string { return words[p.next(len(words))] }

// part is a run or a commit. A commit mostly is to something that was run before,
// perhaps with one word changed: there are two patients, two doctors, and few data.
func (p *tape) part(lines []string) string {
	patient, doctor := p.of("alice", "alice", "carol"), p.of("bob", "bob", "dan")
	data := p.of("n=1", "n=2", "n=1 m=1", "ID_D=bob n=1", "ID_D=dan n=1")
	switch p.next(12) {
	case 0:
		return fmt.Sprintf("%s.1 running other %s %s", patient, doctor, data)
	case 1:
		return fmt.Sprintf("%s.1 running part %s %s", doctor, patient, data)
	case 2, 3, 4:
		return fmt.Sprintf("%s.1 running part %s %s", patient, doctor, data)
	}
	if ran := p.ran(lines); ran != nil && p.next(8) != 0 {
		patient, doctor, data = ran[0], ran[1], ran[2]
		switch p.next(10) {
		case 0:
			patient = p.of("alice", "carol")
		case 1, 2:
			doctor = p.of("bob", "dan")
		case 3:
			data += " m=2"
		}
	}
	return fmt.Sprintf("%s.1 commit part %s %s", doctor, patient, data)
}

// ran is an earlier run of a patient's: who, with whom, on what; nil without one.
func (p *tape) ran(lines []string) []string {
	var runs [][]string
	for _, l := range lines {
		if patient, rest, ok := strings.Cut(l, ".1 running part "); ok {
			doctor, data, _ := strings.Cut(rest, " ")
			if cast[patient] == "P" {
				runs = append(runs, []string{patient, doctor, data})
			}
		}
	}
	if len(runs) == 0 {
		return nil
	}
	return runs[p.next(len(runs))]
}

// line is a line of a random trace.
func (p *tape) line(lines []string) string {
	who := p.of("alice", "carol", "bob", "dan")
	switch p.next(28) {
	case 0:
		return who + ".1 start " + p.of("visit", "filing")
	case 1, 13, 14:
		return "wait " + p.of("10s", "61s", "66s")
	case 2:
		return "reveal " + who + " " + p.of("all", "keys", "store", "tables")
	case 3:
		return "exhibit " + p.of("k", "l")
	case 4, 5:
		return "bob.1 secret K " + p.of("alice", "carol", "mallory") + " K=" + p.of("k", "l")
	case 6:
		return p.of("bob.1", "alice.1") + " end"
	case 7:
		return "alice.1 made M bob M=" + p.of("k", "l")
	case 8, 9:
		return "bob.1 accept M alice M=" + p.of("k", "l")
	case 10:
		return "bob.1 verify alice Sig=s M=" + p.of("k", "l")
	case 11:
		return p.of("alice.1", "carol.1") + " consent E bob"
	case 12:
		return "hospital.1 released E bob ID_P=" + p.of("alice", "carol") + " ID_D=bob"
	}
	return p.part(lines)
}

func (p *tape) trace() []string {
	var lines []string
	for len(*p) > 0 && len(lines) < 40 {
		lines = append(lines, p.line(lines))
	}
	return lines
}

// randomly checks a property of random traces, 600 of up to 40 events.
func randomly(t *testing.T, seed int64, sentence string, check func(p *tape) string) {
	t.Helper()
	params := gopter.DefaultTestParametersWithSeed(seed)
	params.MinSuccessfulTests, params.Workers = 600, 1
	params.MinSize, params.MaxSize = 20, 160
	properties := gopter.NewProperties(params)
	properties.Property(sentence, prop.ForAll(func(bytes []byte) string {
		p := tape(bytes)
		return check(&p)
	}, gen.SliceOf(gen.UInt8())))
	properties.TestingRun(t)
}

func decideLines(t *testing.T, lines []string) []Verdict {
	return Decide(handProtocol(), handHead(), handTrace(t, strings.Join(lines, "\n")))
}

func TestMonitorsAgreeWithTheDefinitions(t *testing.T) {
	count := map[model.ClaimKind]map[Status]int{}
	randomly(t, 1997, "a commit violates a claim exactly when its definition says so",
		func(p *tape) string {
			lines := p.trace()
			events := handTrace(t, strings.Join(lines, "\n"))
			for _, v := range Decide(handProtocol(), handHead(), events)[:6] {
				judged, want := slowly(v.Claim, handHead(), events)
				var got []int
				for _, b := range v.Breaches {
					got = append(got, b.Commit)
				}
				if !slices.Equal(got, want) || v.Checked != len(judged) {
					return fmt.Sprintf("%s: got %v of %d, want %v of %v, on\n%s", v.Claim.Kind,
						got, v.Checked, want, judged, strings.Join(lines, "\n"))
				}
				if count[v.Claim.Kind] == nil {
					count[v.Claim.Kind] = map[Status]int{}
				}
				count[v.Claim.Kind][v.Status]++
			}
			return ""
		})
	for kind, c := range count {
		if c[Violated] < 30 || c[Holds] < 30 {
			t.Errorf("%s: %v, want 30 of each", kind, c)
		}
	}
}
