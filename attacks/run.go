package attacks

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// The errors of an attack, apart from faults in its text.
var (
	// ErrNeverActed says that a move which the attack needs took no effect: the attack shows
	// nothing.
	ErrNeverActed = errors.New("the attack never got to act")
	// ErrDoesNotRepeat says that one Config gave two different runs: the harness is at fault.
	ErrDoesNotRepeat = errors.New("the attack does not repeat")
)

// An Outcome is the result of running an attack.
type Outcome struct {
	// Config is the whole attack: running it again gives the same bytes.
	Config   sim.Config
	Result   *sim.Result
	Events   []*trace.Event
	Verdicts []monitor.Verdict
	// Made is how many of the moves had their moment.
	Made int

	memory *suite.Memory // of what it computed, for runs like it; nil: none
	by     *Executor     // that made its moves, where these were decided as it ran
	trials trials        // of some of its moves

	confirmed sync.Once
	differs   error // what confirming it came to
}

// Run runs a Config with the moves in it, and judges the trace.
func Run(c sim.Config) (*Outcome, error) {
	o, err := Decide(nil, c, nil)
	if err != nil {
		return nil, err
	}
	return o, nil
}

// Decide runs a Config, has d decide the moves as the run goes on, and judges the trace. Where
// d is nil, the moves are those of the Config. The memory holds the results of operations in
// other runs of the same seed, and may be nil. The outcome's Config has the moves that were
// made. After an error the outcome has what happened before it, without verdicts; it is nil if
// nothing did.
func Decide(m *suite.Memory, c sim.Config, d Decider) (*Outcome, error) {
	var saved *fixed
	if d == nil {
		var err error
		if saved, err = newFixed(c.Moves); err != nil {
			return nil, err
		}
		d = saved
	}
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	o := &Outcome{Config: c, memory: m, by: newExecutor(d)}
	o.Result, err = sim.RunRemembering(m, c, adversary{o.by}, func(e *trace.Event) {
		o.by.watch(e)
		o.Events = append(o.Events, e)
	})
	if saved == nil {
		o.Config.Moves, o.Made = o.by.lines(), len(o.by.Made)
	} else {
		o.Made, o.by = saved.done, nil
	}
	if err == nil {
		o.Verdicts = monitor.Decide(protocol, c.Head(), o.Events)
	}
	return o, err
}

// Repeat makes the moves of an outcome of Decide once more, without the decider. The decider
// may have found a secret by computing what is in no move, such as by opening what it had
// recorded; a move of its own then shows the secret. It is an error if a claim is violated in
// the outcome and not in the repetition. Availability is exempt, because the adversary now
// computes less.
func (o *Outcome) Repeat() (*Outcome, error) {
	again, err := o.repeat()
	if err != nil {
		return nil, err
	}
	for _, v := range o.Violated() {
		same := func(w monitor.Verdict) bool { return w.Claim.ID == v.Claim.ID }
		if v.Claim.Kind != model.Availability && !slices.ContainsFunc(again.Violated(), same) {
			return nil, fmt.Errorf("%w: its moves alone do not violate %s", ErrDoesNotRepeat, v.Claim.ID)
		}
	}
	return again, nil
}

func (o *Outcome) repeat() (*Outcome, error) {
	m, c := o.memory, o.Config
	if m == nil {
		m = new(suite.Memory)
	}
	again, err := Decide(m, c, nil)
	if err != nil {
		return nil, err
	}
	shown := map[string]bool{}
	for _, e := range again.Events {
		if e.Kind == trace.KindExhibit {
			shown[e.Label] = true
		}
	}
	c.Moves = slices.Clone(c.Moves)
	more := 0
	for _, f := range o.by.showed {
		if !shown[f.label] {
			m := Move{When: f.when, Do: DoExhibit, What: f.label, Fields: []deduce.Recipe{f.recipe}}
			c.Moves = slices.Insert(c.Moves, f.before+more, m.String())
			more++
		}
	}
	if more == 0 {
		return again, nil
	}
	return Decide(m, c, nil)
}

// ViolatedAnyway returns the claims that are violated without an adversary: in the world of c,
// or in the standard world of its profile, in which there certainly is a session.
func ViolatedAnyway(c sim.Config) (map[string]bool, error) {
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	standard, err := sim.Standard(c.Profile, sim.DefaultSize)
	if err != nil {
		return nil, err
	}
	standard.Options, standard.Suite, standard.Seed = c.Options, c.Suite, c.Seed
	anyway := map[string]bool{}
	for _, world := range []sim.Config{c, standard} {
		world.Moves = nil
		var events []*trace.Event
		keep := func(e *trace.Event) { events = append(events, e) }
		if _, err := sim.Run(world, sim.Passive{}, keep); err != nil {
			return nil, err
		}
		for _, v := range monitor.Decide(p, world.Head(), events) {
			if v.Status == monitor.Violated {
				anyway[v.Claim.ID] = true
			}
		}
	}
	return anyway, nil
}

// Violated returns the verdicts on the claims that are violated.
func (o *Outcome) Violated() []monitor.Verdict {
	var out []monitor.Verdict
	for _, v := range o.Verdicts {
		if v.Status == monitor.Violated {
			out = append(out, v)
		}
	}
	return out
}

// Trace returns the trace file of the attack.
func (o *Outcome) Trace() ([]byte, error) {
	var b bytes.Buffer
	w := trace.NewWriter(&b, o.Config)
	for _, e := range o.Events {
		w.Event(e)
	}
	err := w.Close()
	return b.Bytes(), err
}

// confirm runs the attack again from its Config alone, the first time that it is asked. It is an
// error if the trace differs in a single byte.
func (o *Outcome) confirm() error {
	o.confirmed.Do(func() { o.differs = o.compare() })
	return o.differs
}

func (o *Outcome) compare() error {
	again, err := Run(o.Config)
	if err != nil {
		return err
	}
	one, err := o.Trace()
	if err != nil {
		return err
	}
	two, err := again.Trace()
	if err != nil {
		return err
	}
	a, b := bytes.Split(one, []byte("\n")), bytes.Split(two, []byte("\n"))
	for i := range a {
		if i >= len(b) || !bytes.Equal(a[i], b[i]) {
			return fmt.Errorf("%w: line %d of its trace differs", ErrDoesNotRepeat, i+1)
		}
	}
	return nil
}

// Threat says in words what the adversary was given: who was corrupt, and what was stolen.
func (o *Outcome) Threat() []string {
	var all []string
	for _, e := range o.Events {
		if e.Kind == trace.KindReveal {
			all = append(all, Revealed(e))
		}
	}
	return all
}
