package idealised

import (
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// called returns the name that the description gives to a value of the logic.
func (w *comparison) called(f *ban.Formula) string {
	name := f.String()
	if other, ok := w.variant.Stands[name]; ok {
		return other
	}
	return name
}

// An envelope is a part of an idealised message, or an encryption inside it, together with the
// term of the description for which it stands.
type envelope struct {
	*comparison
	message *protocol.Message
	part    int // from 1
	place   *place
	name    string // of the term, in the role
	term    *model.Term
	used    map[string]bool // fields that a component stands for
}

func (e *envelope) differ(kind, format string, args ...any) {
	e.comparison.differ(e.message, e.part, kind, format, args...)
}

// lack notes a difference about a component that the wire lacks.
func (e *envelope) lack(c *ban.Formula, kind, format string, args ...any) {
	e.differ(kind, format, args...)
	e.all[len(e.all)-1].Lacks = c
}

// compare compares a part of an idealised message with the term.
func (e *envelope) compare(f *ban.Formula) {
	t := e.term
	made := t.Op.Row()
	if f.Op != ban.OpEncrypted && f.Op != ban.OpCombined || made.Protects == "" {
		e.differ(otherKey, "%s stands for %s, which protects nothing under a key that it names", f, t)
		return
	}
	// A key that is expanded from another one, for one use, counts as that other key.
	if want := e.called(f.Args[1]); !e.place.stands(t.Key(), want) {
		a := "a"
		if strings.HasPrefix(made.Protects, "e") {
			a = "an"
		}
		e.differ(otherKey, "%s is %s %s under %s, not under %s", t, a, made.Protects, t.Key(), want)
	}
	for _, c := range f.Args[0].Parts() {
		e.component(c)
	}
	for _, field := range t.Fields() {
		if !e.used[field.String()] && field.Op != model.OpLabel {
			e.differ(leftOut, "%s holds %s, which the idealised part does not say", e.name, field)
		}
	}
	if made.Signs() && f.Args[1].Op == ban.OpInverse {
		e.exposed()
	}
	if made.Signs() {
		e.named()
	}
}

// component looks for one component of a part among the fields of the term, and notes how they
// differ.
func (e *envelope) component(c *ban.Formula) {
	if c.Statement() {
		e.statement(c)
		return
	}
	if f := e.place.binds(e.term, e.called(c)); f != nil {
		e.used[f.String()] = true
		return
	}
	if c.Op == ban.OpEncrypted || c.Op == ban.OpCombined {
		for _, f := range e.term.Fields() {
			made := f
			if d := e.place.definition(f); d != nil {
				made = d
			}
			if made.Op.Row().Protects != "" && !e.used[f.String()] &&
				e.place.stands(made.Key(), e.called(c.Args[1])) {
				e.used[f.String()] = true
				inner := *e
				inner.name, inner.term, inner.used = f.String(), made, map[string]bool{}
				inner.compare(c)
				return
			}
		}
	}
	for _, f := range e.place.send.Fields {
		if e.place.carries(f, e.called(c)) {
			e.lack(c, unprotected, "%s is in %s of %s, not in %s", c, f, e.place.send.Msg, e.name)
			return
		}
	}
	e.lack(c, absent, "%s is nowhere in %s", c, e.place.send.Msg)
}

// statement looks for the fields for which a statement in a message stands. Each key and value
// in the statement has to be a field, or the key that protects the term.
func (e *envelope) statement(c *ban.Formula) {
	var missing []string
	for _, name := range names(c) {
		if slices.Contains(e.variant.Principals, name) {
			continue
		}
		called := e.called(ban.Name(name))
		if f := e.place.binds(e.term, called); f != nil {
			e.used[f.String()] = true
		} else if !e.place.stands(e.term.Key(), called) {
			missing = append(missing, called)
		}
	}
	if len(missing) == 0 {
		return
	}
	e.lack(c, unsaid, "%s is to say %s, and holds no %s", e.name, c, strings.Join(missing, ", "))
	for _, name := range missing {
		if later := e.place.later(name); later != "" {
			e.differ(tooSoon, "%s cannot mean %s: %s makes it before it has %s, which comes with %s",
				e.name, c, e.message.From, name, later)
		}
	}
}

// named finds the principals that a signature does not name, of its maker and the one for whom
// it is.
func (e *envelope) named() {
	var missing []string
	for _, member := range e.description.Parties {
		role := map[string]string{e.message.From: "whoever made it",
			e.message.To: "whom it is for"}[string(member.Party)]
		if role != "" && member.ID != nil && e.place.binds(e.term, member.ID.String()) == nil {
			missing = append(missing, role+" ("+member.ID.String()+")")
		}
	}
	if len(missing) > 0 {
		e.differ(nameless, "%s does not name %s", e.name, strings.Join(missing, " or "))
	}
}

// exposed finds the secrets of the description in an idealised signature. In the logic,
// everybody who knows the public key can read what is signed. A signature that travels only
// inside an encryption exposes nothing.
func (e *envelope) exposed() {
	p := e.place
	if !slices.ContainsFunc(p.send.Fields, func(f *model.Term) bool { return p.stands(f, e.name) }) {
		return
	}
	for _, f := range e.term.Fields() {
		if !e.secret(f) {
			continue
		}
		how := "no encryption beside it carries it"
		for _, c := range p.send.Fields {
			made := p.definition(c)
			if made != nil && !made.Op.Row().Signs() && p.carries(c, f.String()) {
				how = "on the wire it travels in " + c.String() + " as well, which the idealised " +
					"message leaves out"
				break
			}
		}
		e.differ(exposed, "%s is a secret, and in the logic whoever knows the public key "+
			"reads it off %s; %s", f, e.name, how)
	}
}

// secret says whether the description claims that a value is secret.
func (w *comparison) secret(t *model.Term) bool {
	found := false
	w.description.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		found = found || s.Kind == model.StepClaim && s.Event == model.EventSecret &&
			slices.ContainsFunc(s.Fields, func(f *model.Term) bool { return f.Name == t.Name })
	})
	return found
}

// names returns the names in a formula, those of principals too, each once and in order. An
// agreed key is named by its alias.
func names(f *ban.Formula) []string {
	var all []string
	add := func(name string) {
		if name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	var walk func(*ban.Formula)
	walk = func(g *ban.Formula) {
		if g.Op == ban.OpAgreed && g.Alias != "" {
			add(g.Alias)
			return
		}
		add(g.Name)
		add(g.Peer)
		for _, a := range g.Args {
			walk(a)
		}
	}
	walk(f)
	return all
}
