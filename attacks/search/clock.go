package search

import (
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// slack is by how much a moment stays clear of a limit, and how far apart moves are at least. A
// limit is a multiple of ΔT, so what is possible at all is possible with some slack, as long as
// there are fewer than a hundred moves.
const slack = trace.Duration(200e6)

// moments are the moments of the moves that come so far, with those that times show which the
// adversary chose, as far as clocks restrict them.
type moments struct {
	start int // when all that comes before the moves is done
	at    map[*lazy.Term]int
	all   []lazy.Difference
}

// between says that one moment is at most so long after another.
func between(from, to int, most trace.Duration) lazy.Difference {
	return lazy.Difference{From: from, To: to, Most: int64(most)}
}

// momentsOf gathers what the checks of a run ask of the moments of its moves.
func momentsOf(run []*symbolic.Segment) *moments {
	m := &moments{start: len(run), at: map[*lazy.Term]int{}}
	m.all = append(m.all, between(0, m.start, -slack))
	for i, seg := range run {
		if i > 0 { // moves come one after another
			m.all = append(m.all, between(i, i-1, -slack))
		}
		for _, s := range seg.Times {
			if s.Kind == model.StepStamp || s.Kind == model.StepTick {
				m.at[s.T] = i
			}
		}
	}
	next := m.start + 1
	for i, seg := range run {
		for _, s := range seg.Times {
			t := s.T.Walk()
			shown, ok := m.at[t]
			switch {
			case !ok && !t.Open(): // it was read before the moves
				shown = m.start
			case !ok:
				shown, next = next, next+1
				m.at[t] = shown
			}
			switch s.Kind {
			case model.StepAge: // what comes from the future passes
				m.all = append(m.all, between(shown, i, sim.DefaultDeltaT-slack))
			case model.StepNear:
				m.all = append(m.all, between(shown, i, sim.DefaultDeltaT-slack),
					between(i, shown, sim.DefaultDeltaT-slack))
			case model.StepWithin: // what comes from the future does not pass
				m.all = append(m.all, between(shown, i, sim.DefaultDeltaT-slack), between(i, shown, 0))
			}
		}
	}
	return m
}

// stale looks for a way in which a commit comes more than ΔT after the last run of the peer's on
// the same data, for whomever.
func (x *searcher) stale(
	c model.Claim, e *symbolic.Event, runs []*symbolic.Event, seg *symbolic.Segment,
) bool {
	own := x.Protocol.Member(c.By).ID.Name
	return x.onData(c, e, runs, func() bool {
		var last *symbolic.Event
		for _, r := range runs {
			if x.answers(c, r, e) && sameData(r, e, own) {
				last = r
			}
		}
		return x.keepAt(c, seg, []limit{{len(x.path), last.Move, -sim.DefaultDeltaT - slack}})
	})
}

// A limit says that one move is at most so long after another; −1 stands for what came before all
// moves.
type limit struct {
	from, to int
	most     trace.Duration
}

// keepAt keeps a run whose moves are made within some limits, if clocks allow it.
func (x *searcher) keepAt(c model.Claim, seg *symbolic.Segment, limits []limit) bool {
	m := momentsOf(x.run(seg))
	for _, l := range limits {
		if l.from < 0 {
			l.from = m.start
		}
		if l.to < 0 {
			l.to = m.start
		}
		m.all = append(m.all, between(l.from, l.to, l.most))
	}
	at := lazy.Moments(m.start+1+len(m.at), m.all)
	if at == nil {
		return false
	}
	p := &plan{claim: c, shows: map[*lazy.Term]trace.Duration{}}
	for i := range m.start {
		p.at = append(p.at, trace.Duration(at[i]-at[m.start]))
	}
	for t, i := range m.at {
		p.shows[t] = trace.Duration(at[i] - at[m.start])
	}
	return x.keep(p, seg)
}

// tells says whether the moment of a segment may matter to a claim that asks for moments.
func tells(seg *symbolic.Segment, c model.Claim) bool {
	return len(seg.Times) > 0 || slices.ContainsFunc(seg.Events, func(e *symbolic.Event) bool {
		return e.Label == c.Label
	})
}
