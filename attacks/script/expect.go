package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/attacks"
	"emrproof/attacks/script/convert"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// The results that an attack can be expected to have on a profile.
const (
	expectViolated = "violated"       // each of the claims that it is meant to violate
	ExpectRefused  = "refused by "    // none of them, and this check refused: "Eq. 15", "age T_P1"
	ExpectNot      = "not violated: " // none of them, and why
)

// expectations reads the expect of a script's header.
func (s *Script) expectations(v starlark.Value) error {
	s.Expect = map[string]string{}
	if v == nil {
		return nil
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return fmt.Errorf("expect: %s: want a dict of profiles", convert.TypeName(v))
	}
	for k, e := range d.Entries() {
		profile, _ := starlark.AsString(k)
		if !slices.Contains(library.Names(), profile) && !strings.HasSuffix(profile, emr.Extension) {
			return fmt.Errorf("expect: profile %s: want a file that ends in %s, or one of %s", k,
				emr.Extension, strings.Join(library.Names(), ", "))
		}
		text, _ := starlark.AsString(e)
		if text != expectViolated && !longer(text, ExpectRefused) && !longer(text, ExpectNot) {
			return fmt.Errorf("expect: %s: %s: want %q, %q and a check, or %q and a reason", profile, e,
				expectViolated, ExpectRefused, ExpectNot)
		}
		s.Expect[profile] = text
	}
	return nil
}

func longer(s, prefix string) bool { return strings.HasPrefix(s, prefix) && len(s) > len(prefix) }

// Differs says how an outcome differs from what the script expects of the profile. It is nil if
// it does not differ, or if the script expects nothing.
func (s *Script) Differs(o *attacks.Outcome) error {
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
	if want == expectViolated {
		if len(whole) > 0 {
			return fmt.Errorf("not violated: %s", strings.Join(whole, "; "))
		}
		return nil
	}
	if len(broken) > 0 {
		return fmt.Errorf("violated: %s", strings.Join(broken, "; "))
	}
	if check, ok := strings.CutPrefix(want, ExpectRefused); ok {
		checks := attacks.Refusals(o)
		if len(checks) == 0 {
			return fmt.Errorf("nothing was refused: want a refusal by %s", check)
		}
		if !slices.Contains(checks, check) {
			return fmt.Errorf("refused by %s: want %s", strings.Join(checks, ", "), check)
		}
	}
	return nil
}

// acted returns an error that names the acts of the header that never took effect, or nil if
// all did.
func (s *Script) acted(o *attacks.Outcome) error {
	moves, err := attacks.ParseMoves(o.Config.Moves)
	if err != nil {
		return err
	}
	f := effectsOf(o)
	var missing []string
	for _, act := range s.Acts {
		do, about, _ := strings.Cut(act, " ")
		if !slices.ContainsFunc(moves, func(m attacks.Move) bool {
			return m.Do == do && (about == "" || f.about(m) == about) && f.took(m, moves)
		}) {
			missing = append(missing, act)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: no %s took effect", attacks.ErrNeverActed, strings.Join(missing,
			", no "))
	}
	return nil
}

// effects are the effects of moves that the trace shows.
type effects struct {
	names     map[string]string // of messages, by label
	delivered map[string]int    // by label and address; of injected messages, by name
	happened  map[string]bool   // kinds of events, and about whom
}

func effectsOf(o *attacks.Outcome) effects {
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
				f.delivered[e.Msg.Label+" "+e.Msg.To.String()]++
			}
		case trace.KindReveal:
			if len(e.Data) > 0 {
				f.happened["reveal "+e.Who+" "+e.Label] = true
			}
		case trace.KindSkew:
			f.happened["skew "+e.Who] = true
		case trace.KindStart:
			f.happened["start "+e.Who+" "+e.Phase] = true
		}
	}
	return f
}

// about returns what a move is about, in the words that a header can use.
func (f effects) about(m attacks.Move) string {
	switch m.Do {
	case attacks.DoDrop:
		label, _, _ := m.Trigger()
		return f.names[label]
	case attacks.DoDeliver:
		return f.names[m.Message]
	case attacks.DoInject:
		return m.Name
	case attacks.DoReveal, attacks.DoSkew:
		return m.Who
	case attacks.DoStart:
		return m.Start.Phase
	}
	return m.What
}

// took says whether a move took effect. A message that is delivered more than once must have
// come more often than it would have without the moves.
func (f effects) took(m attacks.Move, all []attacks.Move) bool {
	switch m.Do {
	case attacks.DoDeliver:
		same := 0
		for _, n := range all {
			if n.Do == attacks.DoDeliver && n.Message == m.Message && n.To == m.To {
				same++
			}
		}
		return f.delivered[m.Message+" "+m.To.String()] >= min(same, 2)
	case attacks.DoInject:
		return f.delivered[m.Name] > 0
	case attacks.DoReveal:
		return f.happened["reveal "+m.Who+" "+m.What]
	case attacks.DoSkew:
		return f.happened["skew "+m.Who]
	case attacks.DoStart:
		return f.happened["start "+m.Start.By+" "+m.Start.Phase]
	}
	return true
}
