package monitor

import (
	"strings"

	"emrproof/model"
	"emrproof/sim/trace"
)

func aliveness(t *index, v *Verdict) {
	for _, e := range t.between(model.EventCommit, v.Claim) {
		v.Checked++
		if seq := t.alive[e.Peer]; seq == 0 || seq > e.Seq {
			v.breach(e, nil, "%s, but %s has run nothing", commits(e), e.Peer)
		}
	}
}

func weakAgreement(t *index, v *Verdict) {
	for _, e := range t.between(model.EventCommit, v.Claim) {
		v.Checked++
		if seq := t.met[[2]string{e.Peer, e.Who}]; seq == 0 || seq > e.Seq {
			v.breach(e, nil, "%s, but %s has run nothing with %s", commits(e), e.Peer, e.Who)
		}
	}
}

func agreement(t *index, v *Verdict) {
	p := t.part(v.Claim)
	for _, e := range t.between(model.EventCommit, v.Claim) {
		v.Checked++
		if latest(p.runs[matching(e)], e.Seq) == nil {
			p.unmatched(v, e)
		}
	}
}

// injective is the monitor of injective agreement. It gives each commit a run of its own, in
// the order of the commits. Nothing is lost by that order: runs that match one commit match
// every commit with the same principals and data, and the runs earlier than one commit are
// earlier than the next.
func injective(t *index, v *Verdict) {
	p := t.part(v.Claim)
	taken := map[runKey][]int{} // the commits that have a run
	for _, e := range t.between(model.EventCommit, v.Claim) {
		v.Checked++
		k := matching(e)
		runs := before(p.runs[k], e.Seq)
		switch {
		case len(runs) > len(taken[k]):
			taken[k] = append(taken[k], e.Seq)
		case len(runs) == 0:
			p.unmatched(v, e)
		default:
			evidence := append([]int(nil), taken[k]...)
			for _, r := range runs {
				evidence = append(evidence, r.Seq)
			}
			v.breach(e, evidence, "%s, but every run of this by %s with %s answers to an "+
				"earlier commit", commits(e), e.Peer, e.Who)
		}
	}
}

func intendedPeer(t *index, v *Verdict) {
	p := t.part(v.Claim)
	for _, e := range t.between(model.EventCommit, v.Claim) {
		k := p.loosely(e)
		run := latest(p.loose[k.anyPeer()], e.Seq)
		if run == nil {
			continue
		}
		v.Checked++
		if latest(p.loose[k], e.Seq) == nil {
			v.breach(e, []int{run.Seq}, "%s, but %s ran this part for %s",
				commits(e), e.Peer, run.Peer)
		}
	}
}

// freshness is the monitor of freshness. It looks at b's last run, which is the most
// favourable one: clocks never run backwards, so an older run is not explained by more skew.
func freshness(t *index, v *Verdict) {
	p := t.part(v.Claim)
	for _, e := range t.between(model.EventCommit, v.Claim) {
		run := latest(p.loose[p.loosely(e).anyPeer()], e.Seq)
		if run == nil {
			continue
		}
		v.Checked++
		age, skew := trace.Duration(e.At-run.At), t.skew(run, e)
		if age > t.deltaT+skew {
			v.breach(e, []int{run.Seq}, "%s, but %s ran this part %s before: "+
				"more than ΔT = %s and a known skew of %s",
				commits(e), e.Peer, age, t.deltaT, skew)
		}
	}
}

// skew is by how much the configured clocks of two principals misjudge the time from one event
// to another. What the adversary does to clocks is known to nobody, and excuses nothing.
func (t *index) skew(from, to *trace.Event) trace.Duration {
	shown := t.clocks[to.Who].Now(to.At) - t.clocks[from.Who].Now(from.At)
	d := trace.Duration(shown - (to.At - from.At))
	return max(d, -d)
}

// A part holds the runs of one party's principals under one claim label, each list in the
// order of the trace.
type part struct {
	own   string                    // the variable of the identity of the party that commits
	runs  map[runKey][]*trace.Event // by the whole data; with all data under anyData
	loose map[runKey][]*trace.Event // by the data but for own; of all peers under anyPeer
}

type runKey struct{ who, peer, data string }

func (k runKey) anyPeer() runKey { k.peer = ""; return k }

// anyData is the key that stands for all data. It is no encoding of data: that of no data is
// empty, all others are longer.
const anyData = "*"

type partKey struct {
	label     string
	by, about model.Party
}

func (t *index) part(c model.Claim) *part {
	k := partKey{c.Label, c.By, c.About}
	if p := t.parts[k]; p != nil {
		return p
	}
	p := &part{runs: map[runKey][]*trace.Event{}, loose: map[runKey][]*trace.Event{}}
	if m := t.protocol.Member(c.By); m != nil {
		p.own = m.ID.Name
	}
	enter := func(m map[runKey][]*trace.Event, k runKey, e *trace.Event) { m[k] = append(m[k], e) }
	for _, e := range t.said(model.EventRunning, c.Label, c.About) {
		loose := dataKey(e.Data, p.own)
		enter(p.runs, runKey{e.Who, e.Peer, dataKey(e.Data, "")}, e)
		enter(p.runs, runKey{e.Who, e.Peer, anyData}, e)
		enter(p.loose, runKey{e.Who, e.Peer, loose}, e)
		enter(p.loose, runKey{e.Who, "", loose}, e)
	}
	t.parts[k] = p
	return p
}

// matching is the key of the runs that match a commit.
func matching(e *trace.Event) runKey { return runKey{e.Peer, e.Who, dataKey(e.Data, "")} }

func (p *part) loosely(e *trace.Event) runKey {
	return runKey{e.Peer, e.Who, dataKey(e.Data, p.own)}
}

// unmatched reports a commit that no run matches, and names the run that comes closest.
func (p *part) unmatched(v *Verdict, e *trace.Event) {
	what := commits(e)
	if r := latest(p.loose[p.loosely(e).anyPeer()], e.Seq); r != nil && r.Peer != e.Who {
		v.breach(e, []int{r.Seq}, "%s, but %s ran this part for %s", what, e.Peer, r.Peer)
	} else if r := latest(p.runs[runKey{e.Peer, e.Who, anyData}], e.Seq); r != nil {
		v.breach(e, []int{r.Seq}, "%s, but %s ran this part with %s on other data",
			what, e.Peer, e.Who)
	} else {
		v.breach(e, nil, "%s, but %s did not run this part with %s", what, e.Peer, e.Who)
	}
}

// commits says who commits to whom and on what data, with the paper's symbols.
func commits(e *trace.Event) string {
	var names []string
	for _, d := range e.Data {
		names = append(names, d.Name)
	}
	return e.Who + " commits to " + e.Peer + " on (" + strings.Join(names, ", ") + ")"
}
