package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// stepText prints a step in the paper's notation, with the literal readings that
// it works in after it.
func stepText(s Step) string {
	text := s.Kind.String() + " "
	switch s.Kind {
	case StepFresh, StepStamp, StepInput, StepAge, StepTick, StepWithin, StepNear:
		text += s.Var.String()
		if s.Kind == StepInput {
			text += " from " + string(s.Input)
		}
	case StepLet:
		text = s.Var.String() + " = " + s.Term.String()
	case StepOnce:
		text += s.Term.String() + " in " + s.Table
	case StepSend, StepRecv:
		text += string(s.Peer) + ": " + listText(s.Fields)
	case StepOpen:
		text = openText(s)
	case StepVerify:
		text = fmt.Sprintf("V_%s(%s) ≟ (%s)", s.Key, s.Term, Tuple(s.Fields...))
	case StepEqual:
		text = s.Var.String() + " ≟ " + s.Term.String()
	case StepCert:
		text += s.Var.String() + " on " + s.Key.String()
	case StepLookup, StepStore:
		text += rowText(s)
	case StepClaim:
		text = fmt.Sprintf("%s %q %s: %s", s.Event, s.Label, s.Peer, listText(s.Fields))
	case StepPublish:
		text += listText(s.Fields)
	}
	if modes := modesText(s); modes != "" {
		text += " {" + modes + "}"
	}
	return strings.TrimSpace(text)
}

func openText(s Step) string {
	var fields []string
	for i, f := range s.Fields {
		if s.Anew[i] {
			fields = append(fields, "anew "+f.String())
		} else {
			fields = append(fields, f.String())
		}
	}
	left := "(" + strings.Join(fields, "‖") + ") = "
	if s.Term.Sort == Masked {
		return left + s.Term.String() + " ⊕ " + s.Key.String()
	}
	return left + "D_" + s.Key.String() + "(" + s.Term.String() + ")"
}

func rowText(s Step) string {
	if s.Term == nil {
		return s.Table + ": " + listText(s.Fields)
	}
	return s.Table + "[" + s.Term.String() + "]: " + listText(s.Fields)
}

func listText(ts []*Term) string {
	var list []string
	for _, t := range ts {
		list = append(list, t.String())
	}
	return strings.Join(list, ", ")
}

// modesText lists the readings of a step and of the operations in its terms.
func modesText(s Step) string {
	letters := map[Op]string{OpHashB: "H", OpHashS: "h", OpHashK: "h", OpSEnc: "E", OpAEnc: "E",
		OpSign: "S"}
	var list []string
	add := func(who string, m Mode) {
		for _, name := range []struct {
			mode Mode
			text string
		}{{Raw, "raw"}, {Recovery, "recovery"}, {NoTag, "no tag"}, {Padded, "padded"}} {
			if m&name.mode != 0 {
				list = append(list, name.text+" "+who)
			}
		}
	}
	add(s.Kind.String(), s.Mode)
	for _, t := range slices.Concat([]*Term{s.Var, s.Term, s.Key}, s.Fields) {
		if t != nil {
			t.Walk(func(u *Term) { add(letters[u.Op], u.Mode) })
		}
	}
	return strings.Join(list, ", ")
}

// placeText says where a step stands, in the words of Build's errors.
func placeText(ph *Phase, r *Role, i int, s *Step) string {
	place := fmt.Sprintf("%s: role %s: step %d", ph.Name, r.Party, i+1)
	if s.Eqn > 0 {
		place += " (" + s.Equation() + ")"
	}
	return place
}

// protocolText prints every step of a description, all of it: what two equal
// texts describe is the same.
func protocolText(p *Protocol) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: options %v\n", p.Name, p.Options)
	p.EachStep(func(ph *Phase, r *Role, i int, s *Step) {
		fmt.Fprintf(&b, "%s: %s %v %q\n", placeText(ph, r, i, s), stepText(*s), s.Errata, s.Msg)
	})
	for _, c := range p.Claims {
		fmt.Fprintf(&b, "%+v\n", c)
	}
	return b.String()
}

// equation returns the step that carries a number, which exactly one does.
func equation(t *testing.T, p *Protocol, n int) (ph *Phase, r *Role, step Step) {
	t.Helper()
	found := 0
	p.EachStep(func(inPhase *Phase, inRole *Role, _ int, s *Step) {
		if s.Eqn == n {
			ph, r, step = inPhase, inRole, *s
			found++
		}
	})
	if found != 1 {
		t.Fatalf("%s: %d steps carry Eq. %d, want 1", p.Name, found, n)
	}
	return ph, r, step
}
