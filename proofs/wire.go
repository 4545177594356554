package proofs

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
)

// A WireFinding is a difference between an idealised message and what the description
// puts on the wire.
type WireFinding struct {
	Message string // empty: it is about the description as a whole
	Part    int    // from 1; 0: about the message as a whole
	Kind    WireKind
	Text    string
	// Lacks is the component of the part that the wire does not have there; nil when it
	// is about something else.
	Lacks *ban.Formula
}

// A WireKind says what is different.
type WireKind string

// The kinds of differences.
const (
	WireJoined    WireKind = "joined"      // one idealised message, several on the wire
	WireUnlinked  WireKind = "unlinked"    // a part stands for nothing that the file names
	WireKey       WireKind = "other key"   // protected under another key, or not at all
	WireAbsent    WireKind = "absent"      // a component is nowhere in the wire message
	WireOutside   WireKind = "unprotected" // a component is there, but not under that key
	WireUnsaid    WireKind = "unsaid"      // a statement that no field stands for
	WireTooSoon   WireKind = "too soon"    // a statement about a key that is not there yet
	WireLeftOut   WireKind = "left out"    // a field that the idealised part does not have
	WireNameless  WireKind = "nameless"    // a signature that does not name who it is from, for
	WireExposed   WireKind = "exposed"     // a secret that the idealised part lets everyone read
	WireOther     WireKind = "not in it"   // wire messages that no idealised one stands for
	WireNotAgreed WireKind = "not agreed"  // a key that is not made from the halves it is said to be
)

// Wire compares the idealised messages with the description that the file names:
// every component has to be a field of what the linked step makes, under that key.
// The error is about a link that leads nowhere. Without a description there is
// nothing to compare, and nothing is found.
func (v *Variant) Wire() ([]WireFinding, error) {
	if v.Model == "" {
		return nil, nil
	}
	p, err := library.Profile(v.Model)
	if err != nil {
		return nil, err
	}
	w := &wire{variant: v, description: p}
	linked := map[string]bool{}
	for i := range v.Messages {
		if err := w.message(&v.Messages[i], linked); err != nil {
			return nil, err
		}
	}
	for _, k := range v.Shared {
		if k.OfP != "" {
			w.agreed(k)
		}
	}
	return w.found, w.others(linked)
}

type wire struct {
	variant     *Variant
	description *model.Protocol
	found       []WireFinding
}

func (w *wire) find(m *Message, part int, kind WireKind, format string, args ...any) {
	f := WireFinding{Part: part, Kind: kind, Text: fmt.Sprintf(format, args...)}
	if m != nil {
		f.Message = m.ID
	}
	w.found = append(w.found, f)
}

// lack is find for a component that the wire does not have.
func (w *wire) lack(m *Message, part int, c *ban.Formula, kind WireKind, text string) {
	w.found = append(w.found, WireFinding{Message: m.ID, Part: part, Kind: kind, Text: text,
		Lacks: c})
}

// Backed are the goals that follow, by their ids, when every component that the wire lacks is
// taken out of the idealised messages, and without key agreement when a key is not made
// as the file says: whether what is derived is what the wire bears.
func (v *Variant) Backed(found []WireFinding, extensions ...string) (
	map[string]*checker.Derivation, error) {
	w := *v
	w.Messages = slices.Clone(v.Messages)
	agreed := true
	for _, f := range found {
		agreed = agreed && f.Kind != WireNotAgreed
		if f.Lacks != nil {
			m := w.message(f.Message)
			parts := slices.Clone(m.Content.Parts())
			parts[f.Part-1] = lacking(parts[f.Part-1], f.Lacks)
			m.Content = ban.Tuple(parts...)
		}
	}
	t := w.Theory(extensions...)
	if !agreed { // the rule speaks of another key
		t.Extensions = slices.DeleteFunc(t.Extensions, func(e string) bool {
			return e == ban.KeyAgreement
		})
	}
	all, err := w.proved(t)
	if err != nil {
		return nil, err
	}
	backed := map[string]*checker.Derivation{}
	for _, p := range all {
		backed[p.Goal] = p.Proof
	}
	return backed, nil
}

// lacking is a part without a component. One that has no other keeps its name, which
// says nothing.
func lacking(part, component *ban.Formula) *ban.Formula {
	return part.Map(func(f *ban.Formula) *ban.Formula {
		if f.Op != ban.OpEncrypted && f.Op != ban.OpCombined {
			return f
		}
		rest := slices.DeleteFunc(slices.Clone(f.Args[0].Parts()), component.Equal)
		if len(rest) == 0 {
			rest = []*ban.Formula{ban.Name("nothing")}
		}
		if f.Op == ban.OpCombined {
			return ban.Combined(ban.Tuple(rest...), f.Args[1])
		}
		return ban.Encrypted(ban.Tuple(rest...), f.Args[1], f.Name)
	})
}

// Mistaken are the messages from which their receiver concludes that it said something
// of them itself, with the derivation of that: the sign of a key with the wrong owner.
func (v *Variant) Mistaken(extensions ...string) (map[string]*checker.Derivation, error) {
	c, err := closed(v.Theory(extensions...))
	if err != nil {
		return nil, err
	}
	mistaken := map[string]*checker.Derivation{}
	for _, m := range v.Messages {
		for _, part := range m.Content.Parts() {
			if part.Op != ban.OpEncrypted && part.Op != ban.OpCombined || m.From == m.To {
				continue
			}
			d, err := c.derive(ban.Believes(m.To, ban.Said(m.To, part.Args[0])))
			if err != nil {
				return nil, err
			}
			if mistaken[m.ID] == nil && d != nil {
				mistaken[m.ID] = d
			}
		}
	}
	return mistaken, nil
}

// A place is a step of a description, with the role that it is in.
type place struct {
	phase *model.Phase
	role  *model.Role
	index int
	prior []model.Step // of the party's roles that this one continues
	send  *model.Step  // the first message of the role that carries what the step makes
}

func (p *place) step() *model.Step { return &p.role.Steps[p.index] }

// message compares one idealised message.
func (w *wire) message(m *Message, linked map[string]bool) error {
	var sent, names []string
	for i, part := range m.Content.Parts() {
		links := slices.DeleteFunc(slices.Clone(m.Links), func(l Link) bool { return l.Part != i+1 })
		if len(links) == 0 {
			w.find(m, i+1, WireUnlinked, "%s stands for no step of %s that the file names", part,
				w.description.Name)
		}
		for _, l := range links {
			p, err := w.resolve(l)
			if err != nil {
				return err
			}
			linked[p.send.Msg] = true
			if !slices.Contains(sent, p.send.Msg) {
				sent = append(sent, p.send.Msg)
				names = append(names, fmt.Sprintf("%s (%s)", p.send.Msg, p.step().Var))
			}
			if got, want := p.send.Peer, m.To; string(got) != want {
				w.find(m, i+1, WireKey, "%s goes to %s, not to %s", p.step().Var, got, want)
			}
			e := &envelope{wire: w, message: m, part: i + 1, place: p, name: p.step().Var.Name,
				term: p.step().Term, used: map[string]bool{}}
			e.compare(part)
		}
	}
	if len(sent) > 1 {
		w.find(m, 0, WireJoined, "it joins %s: who sees one need not see the other, and no rule "+
			"joins what was said in two", strings.Join(names, " and "))
	}
	return nil
}

// resolve finds the step that a link names, and the message that carries it.
func (w *wire) resolve(l Link) (*place, error) {
	wrong := func(format string, args ...any) (*place, error) {
		return nil, &ban.SyntaxError{At: l.At, Msg: fmt.Sprintf("link %q: ", l) +
			fmt.Sprintf(format, args...)}
	}
	variable, let := strings.CutPrefix(l.Step, model.StepLet.String()+" ")
	if !let {
		return wrong("want a step such as %q", "visit/P/let Sig_P1")
	}
	var phases []string
	for i := range w.description.Phases {
		ph := &w.description.Phases[i]
		phases = append(phases, ph.Name)
		if ph.Name != l.Phase {
			continue
		}
		r := ph.Role(model.Party(l.Party))
		if r == nil {
			return wrong("%s has no part in %s of %s", l.Party, l.Phase, w.description.Name)
		}
		p := &place{phase: ph, role: r}
		p.index = slices.IndexFunc(r.Steps, func(s model.Step) bool {
			return s.Kind == model.StepLet && s.Var.Name == variable
		})
		if p.index < 0 {
			return wrong("%s computes no %q in %s of %s", l.Party, variable, l.Phase,
				w.description.Name)
		}
		if r.Continues {
			p.prior = w.prior(ph, r.Party)
		}
		if p.send = p.carrier(); p.send == nil {
			return wrong("%s sends no %q in %s", l.Party, variable, l.Phase)
		}
		return p, nil
	}
	return wrong("phase %q: want one of %s", l.Phase, strings.Join(phases, ", "))
}

// prior are the steps of a party in the phases before one.
func (w *wire) prior(until *model.Phase, party model.Party) []model.Step {
	var steps []model.Step
	for i := range w.description.Phases {
		ph := &w.description.Phases[i]
		if ph == until {
			break
		}
		if r := ph.Role(party); r != nil {
			steps = append(steps, r.Steps...)
		}
	}
	return steps
}

// carrier is the first message after a step that carries what the step makes.
func (p *place) carrier() *model.Step {
	for i := p.index + 1; i < len(p.role.Steps); i++ {
		s := &p.role.Steps[i]
		if s.Kind == model.StepSend && slices.ContainsFunc(s.Fields, func(f *model.Term) bool {
			return p.carries(f, p.step().Var.Name)
		}) {
			return s
		}
	}
	return nil
}

// carries says whether a value is, or has inside it for whoever can open it, the variable:
// a hash does not, and a ciphertext does not carry its key.
func (p *place) carries(t *model.Term, variable string) bool {
	if t.String() == variable {
		return true
	}
	if made := p.definition(t); made != nil {
		return p.carries(made, variable)
	}
	if t.Op.Row().Protects == "" && t.Op != model.OpTuple {
		return false
	}
	return slices.ContainsFunc(t.Fields(), func(f *model.Term) bool {
		return p.carries(f, variable)
	})
}

// definition is what the role computes a variable from; nil when it does not.
func (p *place) definition(t *model.Term) *model.Term {
	if t.Op != model.OpVar {
		return nil
	}
	for _, steps := range [][]model.Step{p.role.Steps, p.prior} {
		for i := range steps {
			if s := &steps[i]; s.Kind == model.StepLet && s.Var.Name == t.Name && !mentions(s.Term, t) {
				return s.Term
			}
		}
	}
	return nil
}

// mentions says whether a variable occurs in a term: what a role computes anew from its
// old value is no definition to follow.
func mentions(t, variable *model.Term) bool {
	found := false
	t.Walk(func(u *model.Term) { found = found || u.Op == model.OpVar && u.Name == variable.Name })
	return found
}

// others are the messages on the insecure network that nothing is linked to, and that
// the file does not give a reason for. It is an error to give one for what is linked, or
// is no such message.
func (w *wire) others(linked map[string]bool) error {
	var all, left []string
	omitted := map[string]bool{}
	for _, o := range w.variant.Omissions {
		for _, m := range o.Messages {
			omitted[m] = true
		}
	}
	w.description.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if ph.Secure || s.Kind != model.StepSend {
			return
		}
		all = append(all, s.Msg)
		if !linked[s.Msg] && !omitted[s.Msg] {
			left = append(left, fmt.Sprintf("%s (%s → %s)", s.Msg, r.Party, s.Peer))
		}
	})
	for _, o := range w.variant.Omissions {
		for _, m := range o.Messages {
			switch {
			case !slices.Contains(all, m):
				return &ban.SyntaxError{At: o.At, Msg: fmt.Sprintf("message %q: want one of %s", m,
					strings.Join(all, ", "))}
			case linked[m]:
				return &ban.SyntaxError{At: o.At, Msg: fmt.Sprintf("%s is not omitted: a part is linked "+
					"to it", m)}
			}
		}
	}
	if len(left) > 0 {
		w.find(nil, 0, WireOther, "no idealised message stands for %s", strings.Join(left, ", "))
	}
	return nil
}
