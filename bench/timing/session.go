package timing

import (
	"runtime"
	"runtime/debug"

	"emrproof/bench"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
)

// A sessionSeries holds the measured times of one session, from the first message to the
// diagnosis, and of the floor under it: the same primitives, called in a straight line with
// nothing between them. Both are kept by phase, and for the whole session under the name Whole.
type sessionSeries struct {
	phases     []string // Whole is the last
	run, floor map[string]*series
}

// timeSessions times sessions of a standard world, and interleaved with them their floor, in
// rounds of a batch of sessions each. With the cache of c, what is public and repeated is
// remembered, as a party would; without, every operation that is counted is done.
func timeSessions(c sim.Config, batch, rounds int, step func()) (*sessionSeries, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	tapes, err := sim.Tapes(c)
	if err != nil {
		return nil, err
	}
	// The collector's setting is the command's, for both.
	defer debug.SetGCPercent(debug.SetGCPercent(sim.GCPercent))
	name := c.Profile + "/" + c.Suite + "/"
	if c.Cache {
		name += "cached/"
	}
	groups := bench.MessageGroups(protocol)
	v := &sessionSeries{append(groups, bench.Whole), map[string]*series{}, map[string]*series{}}
	for _, phase := range v.phases {
		v.run[phase] = &series{name: name + phase}
		v.floor[phase] = &series{name: name + phase + " floor"}
	}
	for range rounds {
		run, err := sessionRound(c, batch)
		if err != nil {
			return nil, err
		}
		note(v.run, run, batch)
		note(v.floor, floorRound(groups, tapes, batch), batch)
		step()
	}
	return v, nil
}

// sessionRound times a batch of sessions in a world of its own, after one that is not timed.
func sessionRound(c sim.Config, batch int) (map[string]spent, error) {
	stand, err := sim.NewStand(c, nil, nil)
	if err != nil {
		return nil, err
	}
	if err := stand.Next(); err != nil {
		return nil, err
	}
	var s split
	stand.Enter = s.to
	runtime.GC()
	for range batch {
		if err := stand.Next(); err != nil {
			return nil, err
		}
	}
	s.to("")
	return s.spent, nil
}

func floorRound(phases []string, tapes map[string][]*suite.Tape, batch int) map[string]spent {
	var s split
	runtime.GC()
	for range batch {
		for _, phase := range phases {
			s.to(phase)
			for _, tape := range tapes[phase] {
				tape.Run()
			}
		}
	}
	s.to("")
	return s.spent
}

// note adds a round to the series of its phases, and to that of the whole session.
func note(all map[string]*series, round map[string]spent, batch int) {
	var whole spent
	for phase, took := range round {
		all[phase].add(took, batch)
		whole.cpu += took.cpu
		whole.wall += took.wall
	}
	all[bench.Whole].add(whole, batch)
}

// ratio is run ÷ floor of a phase, by CPU time. It is the median of the rounds' ratios, so
// that what slows the machine for a round slows both sides of one ratio.
func (v *sessionSeries) ratio(phase string) estimate {
	run, floor := v.run[phase], v.floor[phase]
	ratios := make([]float64, len(run.cpu))
	for i := range ratios {
		ratios[i] = run.cpu[i] / floor.cpu[i]
	}
	return estimateOf(run.name+" ratio", ratios)
}

// times returns the times of the session by phase; counted is what the calls of a phase take.
func (v *sessionSeries) times(counted map[string]estimate) map[string]SessionTime {
	all := map[string]SessionTime{}
	for _, phase := range v.phases {
		run := v.run[phase].estimate()
		all[phase] = SessionTime{Counted: counted[phase].quantity(),
			Floor: v.floor[phase].estimate().quantity(), Run: run.quantity(),
			OverFloor: v.ratio(phase).quantity(), OverCounted: run.over(counted[phase]).quantity()}
	}
	return all
}

// series lists the measurements of a session, run and floor, by phase.
func (v *sessionSeries) series() []series {
	var all []series
	for _, phase := range v.phases {
		all = append(all, *v.run[phase], *v.floor[phase])
	}
	return all
}
