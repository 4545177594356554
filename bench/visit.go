package bench

import (
	"runtime"
	"runtime/debug"

	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
)

// Whole is the name of the measurement of all phases of a visit together.
const Whole = "total"

// A Visit is the measured time of one visit, from the first message to the diagnosis,
// and the floor under it: the same primitives, called in a straight line with nothing
// between them. Both by phase, and the whole under the name Whole.
type Visit struct {
	Phases     []string
	Run, Floor map[string]*Series
}

// Visits times visits of a standard world, and interleaved with them their floor, in
// rounds of a batch of visits each. With cache, what is public and repeated is
// remembered, as a party would; without, every operation that is counted is done.
func Visits(c sim.Config, batch int, e Effort, step func()) (*Visit, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	tapes, err := tapesOf(c)
	if err != nil {
		return nil, err
	}
	// The collector's setting is the command's, for both.
	defer debug.SetGCPercent(debug.SetGCPercent(sim.GCPercent))
	v := &Visit{Phases: MessageGroups(protocol), Run: map[string]*Series{},
		Floor: map[string]*Series{}}
	for _, name := range append([]string{Whole}, v.Phases...) {
		v.Run[name] = &Series{Name: c.Profile + "/" + c.Suite + cached(c) + "/" + name}
		v.Floor[name] = &Series{Name: c.Profile + "/" + c.Suite + cached(c) + "/" + name + " floor"}
	}
	for range e.Rounds {
		run, err := visitRound(c, batch)
		if err != nil {
			return nil, err
		}
		note(v.Run, run, batch)
		note(v.Floor, floorRound(v.Phases, tapes, batch), batch)
		step()
	}
	return v, nil
}

func cached(c sim.Config) string {
	if c.Cache {
		return "/cached"
	}
	return ""
}

// tapesOf are the primitives of one visit, by phase; what the suite remembers was
// filled by a visit before.
func tapesOf(c sim.Config) (map[string][]*suite.Tape, error) {
	taped, err := sim.NewTapedStand(c)
	if err != nil {
		return nil, err
	}
	if err := taped.Visit(); err != nil {
		return nil, err
	}
	return taped.Tapes()
}

// visitRound does a batch of visits in a world of its own, after one that is not timed.
func visitRound(c sim.Config, batch int) (map[string]Spent, error) {
	stand, err := sim.NewStand(c, nil, nil)
	if err != nil {
		return nil, err
	}
	if err := stand.Visit(); err != nil {
		return nil, err
	}
	var s split
	stand.Phases(s.to)
	runtime.GC()
	for range batch {
		if err := stand.Visit(); err != nil {
			return nil, err
		}
	}
	s.to("")
	return s.spent, nil
}

func floorRound(phases []string, tapes map[string][]*suite.Tape, batch int) map[string]Spent {
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

// note adds a round to the series of its phases, and to that of the whole.
func note(series map[string]*Series, spent map[string]Spent, batch int) {
	var whole Spent
	for phase, took := range spent {
		series[phase].add(took, batch)
		whole.CPU += took.CPU
		whole.Wall += took.Wall
	}
	series[Whole].add(whole, batch)
}

// Ratio is run ÷ floor of a phase, by CPU time: the median of the rounds' ratios, so
// that what slows the machine for a round slows both sides of one.
func (v *Visit) Ratio(phase string) Quantity {
	run, floor := v.Run[phase], v.Floor[phase]
	ratios := make([]float64, len(run.CPU))
	for i := range ratios {
		ratios[i] = run.CPU[i] / floor.CPU[i]
	}
	return QuantityOf(run.Name+" ratio", ratios)
}
