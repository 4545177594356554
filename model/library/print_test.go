package library

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/model"
)

// stepText prints a step in the paper's notation, with the literal readings that
// it works in after it.
func stepText(s model.Step) string {
	text := s.Kind.String() + " "
	switch s.Kind {
	case model.StepFresh, model.StepStamp, model.StepInput, model.StepAge, model.StepTick,
		model.StepWithin, model.StepNear:
		text += s.Var.String()
		if s.Kind == model.StepInput {
			text += " from " + string(s.Input)
		}
	case model.StepLet:
		text = s.Var.String() + " = " + s.Term.String()
	case model.StepOnce:
		text += s.Term.String() + " in " + s.Table
	case model.StepSend, model.StepRecv:
		text += string(s.Peer) + ": " + ListText(s.Fields)
	case model.StepOpen:
		text = openText(s)
	case model.StepVerify:
		text = fmt.Sprintf("V_%s(%s) ≟ (%s)", s.Key, s.Term, model.Apply(model.OpTuple, s.Fields...))
	case model.StepEqual:
		text = s.Var.String() + " ≟ " + s.Term.String()
	case model.StepCert:
		text += s.Var.String() + " on " + s.Key.String()
	case model.StepLookup, model.StepStore:
		text += rowText(s)
	case model.StepClaim:
		text = fmt.Sprintf("%s %q %s: %s", s.Event, s.Label, s.Peer, ListText(s.Fields))
	case model.StepPublish:
		text += ListText(s.Fields)
	}
	if modes := modesText(s); modes != "" {
		text += " {" + modes + "}"
	}
	return strings.TrimSpace(text)
}

func openText(s model.Step) string {
	var fields []string
	for i, f := range s.Fields {
		if s.Anew[i] {
			fields = append(fields, "anew "+f.String())
		} else {
			fields = append(fields, f.String())
		}
	}
	left := "(" + strings.Join(fields, "‖") + ") = "
	if s.Term.Sort == model.Masked {
		return left + s.Term.String() + " ⊕ " + s.Key.String()
	}
	return left + "D_" + s.Key.String() + "(" + s.Term.String() + ")"
}

func rowText(s model.Step) string {
	if s.Term == nil {
		return s.Table + ": " + ListText(s.Fields)
	}
	return s.Table + "[" + s.Term.String() + "]: " + ListText(s.Fields)
}

func ListText(ts []*model.Term) string {
	var list []string
	for _, t := range ts {
		list = append(list, t.String())
	}
	return strings.Join(list, ", ")
}

// modesText lists the readings of a step and of the operations in its terms.
func modesText(s model.Step) string {
	letters := map[model.Op]string{model.OpHashB: "H", model.OpHashS: "h", model.OpHashK: "h",
		model.OpSEnc: "E", model.OpAEnc: "E",
		model.OpSign: "S"}
	var list []string
	add := func(who string, m model.Mode) {
		for _, name := range []struct {
			mode model.Mode
			text string
		}{{model.Raw, "raw"}, {model.Recovery, "recovery"}, {model.NoTag, "no tag"},
			{model.Padded, "padded"}} {
			if m&name.mode != 0 {
				list = append(list, name.text+" "+who)
			}
		}
	}
	add(s.Kind.String(), s.Mode)
	for _, t := range s.Terms() {
		t.Walk(func(u *model.Term) { add(letters[u.Op], u.Mode) })
	}
	return strings.Join(list, ", ")
}

// placeText says where a step stands, in the words of Build's errors.
func placeText(ph *model.Phase, r *model.Role, i int, s *model.Step) string {
	place := fmt.Sprintf("%s: role %s: step %d", ph.Name, r.Party, i+1)
	if s.Eqn > 0 {
		place += " (" + s.Equation() + ")"
	}
	return place
}

// protocolText prints every step of a description, all of it: what two equal
// texts describe is the same.
func protocolText(p *model.Protocol) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: options %v\n", p.Name, p.Options)
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		fmt.Fprintf(&b, "%s: %s %v %q\n", placeText(ph, r, i, s), stepText(*s), s.Errata, s.Msg)
	})
	for _, c := range p.Claims {
		fmt.Fprintf(&b, "%+v\n", c)
	}
	return b.String()
}

// equation returns the step that carries a number, which exactly one does.
func equation(t *testing.T, p *model.Protocol, n int) (ph *model.Phase, r *model.Role,
	step model.Step) {
	t.Helper()
	found := 0
	p.EachStep(func(inPhase *model.Phase, inRole *model.Role, _ int, s *model.Step) {
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
