package attacks

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// What an attack is expected to come to, on a profile.
const (
	ExpectViolated = "violated"       // each of the claims that it is meant to violate
	ExpectRefused  = "refused by "    // none of them, and this check refused: "Eq. 15", "age T_P1"
	ExpectNot      = "not violated: " // none of them, and why
)

// expectations reads the header's expect.
func (s *Script) expectations(v starlark.Value) error {
	s.Expect = map[string]string{}
	if v == nil {
		return nil
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return fmt.Errorf("expect: %s: want a dict of profiles", aType(v))
	}
	for k, e := range d.Entries() {
		profile, _ := starlark.AsString(k)
		if !slices.Contains(library.Profiles(), profile) {
			return fmt.Errorf("expect: profile %s: want one of %s", k,
				strings.Join(library.Profiles(), ", "))
		}
		text, _ := starlark.AsString(e)
		if text != ExpectViolated && !longer(text, ExpectRefused) && !longer(text, ExpectNot) {
			return fmt.Errorf("expect: %s: %s: want %q, %q and a check, or %q and a reason", profile, e,
				ExpectViolated, ExpectRefused, ExpectNot)
		}
		s.Expect[profile] = text
	}
	return nil
}

func longer(s, prefix string) bool { return strings.HasPrefix(s, prefix) && len(s) > len(prefix) }

// Differs says how an outcome differs from what the script expects of the profile;
// nil when it does not, or when it expects nothing.
func (s *Script) Differs(o *Outcome) error {
	want, ok := s.Expect[o.Config.Profile]
	if !ok {
		return nil
	}
	var broken, whole []string
	for _, v := range o.Verdicts {
		if !slices.Contains(s.Violates, v.Claim.ID) {
			continue
		}
		if v.Status == monitor.Violated {
			broken = append(broken, v.Claim.ID)
		} else {
			whole = append(whole, v.Claim.ID)
		}
	}
	if want == ExpectViolated {
		if len(whole) > 0 {
			return fmt.Errorf("not violated: %s", strings.Join(whole, "; "))
		}
		return nil
	}
	if len(broken) > 0 {
		return fmt.Errorf("violated: %s", strings.Join(broken, "; "))
	}
	if check, ok := strings.CutPrefix(want, ExpectRefused); ok {
		checks := Refusals(o)
		if len(checks) == 0 {
			return fmt.Errorf("nothing was refused: want a refusal by %s", check)
		}
		if !slices.Contains(checks, check) {
			return fmt.Errorf("refused by %s: want %s", strings.Join(checks, ", "), check)
		}
	}
	return nil
}

// Refusals are the checks that refused something in a run, in order: "Eq. 15", or,
// where the step stands for no equation, what it does and on what: "age T_P1".
func Refusals(o *Outcome) []string {
	p, err := library.Profile(o.Config.Profile, o.Config.Options...)
	if err != nil {
		return nil
	}
	var checks []string
	for _, e := range o.Events {
		if e.Kind == trace.KindRefuse {
			checks = append(checks, checkName(p, e))
		}
	}
	return checks
}

func checkName(p *model.Protocol, e *trace.Event) string {
	if e.Eq > 0 {
		return p.Equation(e.Eq)
	}
	ph := p.PhaseNamed(e.Phase)
	if ph == nil || ph.Role(e.Party) == nil || e.Step > len(ph.Role(e.Party).Steps) {
		return e.Do
	}
	s := ph.Role(e.Party).Steps[e.Step-1]
	switch {
	case s.Kind == model.StepRecv:
		return e.Do + " " + s.Msg
	case s.Kind == model.StepLookup:
		return e.Do + " " + s.Table
	case s.Kind == model.StepOpen, s.Kind == model.StepOnce:
		return e.Do + " " + s.Term.String()
	case s.Var != nil:
		return e.Do + " " + s.Var.Name
	}
	return e.Do
}

// acted says which of the header's acts never took effect; nil when all did.
func (s *Script) acted(o *Outcome) error {
	moves, err := ParseMoves(o.Config.Moves)
	if err != nil {
		return err
	}
	f := effectsOf(o)
	var missing []string
	for _, act := range s.Acts {
		do, about, _ := strings.Cut(act, " ")
		if !slices.ContainsFunc(moves, func(m Move) bool {
			return m.Do == do && (about == "" || f.about(m) == about) && f.took(m, moves)
		}) {
			missing = append(missing, act)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: no %s took effect", ErrNeverActed, strings.Join(missing, ", no "))
	}
	return nil
}

// effects are what the trace says of moves.
type effects struct {
	names     map[string]string // of messages, by label
	delivered map[string]int    // by label and address; of injected messages, by name
	happened  map[string]bool   // kinds of events, and about whom
}

func effectsOf(o *Outcome) effects {
	f := effects{map[string]string{}, map[string]int{}, map[string]bool{}}
	injected := map[int]bool{}
	for _, e := range o.Events {
		switch e.Kind {
		case trace.KindSend:
			f.names[e.Msg.Label] = e.Msg.Name
		case trace.KindInject:
			injected[e.Msg.ID] = true
		case trace.KindDeliver:
			if injected[e.Msg.ID] {
				f.delivered[e.Msg.Name]++
			} else {
				f.delivered[e.Msg.Label+" "+address(e.Msg.To).String()]++
			}
		case trace.KindReveal:
			if len(e.Data) > 0 {
				f.happened[DoReveal+" "+e.Who+" "+e.Label] = true
			}
		case trace.KindSkew:
			f.happened[DoSkew+" "+e.Who] = true
		case trace.KindStart:
			f.happened[DoStart+" "+e.Who+" "+e.Phase] = true
		}
	}
	return f
}

// about is what a header can say that a move is about.
func (f effects) about(m Move) string {
	switch m.Do {
	case DoDrop:
		label, _, _ := m.trigger()
		return f.names[label]
	case DoDeliver:
		return f.names[m.Message]
	case DoInject:
		return m.Name
	case DoReveal, DoSkew:
		return m.Who
	case DoStart:
		return m.Start.Phase
	}
	return m.What
}

// took says whether a move took effect. A message that is delivered more than once
// must have come more often than it would have by itself.
func (f effects) took(m Move, all []Move) bool {
	switch m.Do {
	case DoDeliver:
		same := 0
		for _, n := range all {
			if n.Do == DoDeliver && n.Message == m.Message && n.To == m.To {
				same++
			}
		}
		return f.delivered[m.Message+" "+address(m.To).String()] >= min(same, 2)
	case DoInject:
		return f.delivered[m.Name] > 0
	case DoReveal:
		return f.happened[DoReveal+" "+m.Who+" "+m.What]
	case DoSkew:
		return f.happened[DoSkew+" "+m.Who]
	case DoStart:
		return f.happened[DoStart+" "+m.Start.By+" "+m.Start.Phase]
	}
	return true
}
