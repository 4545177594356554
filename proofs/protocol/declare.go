package protocol

import (
	"maps"
	"slices"
	"strings"

	"emrproof/model/library"
	"emrproof/proofs/ban"
)

func (r *reader) protocol(w words) error {
	if err := r.form(w, 1, true, `"protocol NAME: TITLE"`); err != nil {
		return err
	}
	if r.p.Name != "" {
		return r.wrong("a second protocol: want one in a file")
	}
	r.p.Name, r.p.Title = w.head[0], w.text
	return nil
}

func (r *reader) source(w words) error {
	if w.text == "" {
		return r.wrong(`want "source TEXT"`)
	}
	r.p.Source = strings.TrimSpace(r.p.Source + " " + w.text)
	return nil
}

func (r *reader) model(w words) error {
	if err := r.form(w, 1, false, `"model PROFILE"`); err != nil {
		return err
	}
	if !slices.Contains(library.Names(), w.head[0]) && library.Added(w.head[0]) == "" {
		return r.wrong("profile %q: want one of %s", w.head[0], strings.Join(library.Names(), ", "))
	}
	r.p.Model = w.head[0]
	return nil
}

func (r *reader) extension(w words) error {
	if len(w.head) == 0 || w.colon {
		return r.wrong(`want "extension NAME …"`)
	}
	for _, e := range w.head {
		switch {
		case !slices.Contains(ban.Extensions(), e):
			return r.wrong("extension %q: want one of %s", e, strings.Join(ban.Extensions(), ", "))
		case slices.Contains(r.p.Extensions, e):
			return r.wrong("extension %q is on already", e)
		}
		r.p.Extensions = append(r.p.Extensions, e)
	}
	return nil
}

func (r *reader) omits(w words) error {
	const form = `"omits MESSAGE, …: TEXT"`
	if err := r.form(w, -1, true, form); err != nil {
		return err
	}
	var messages []string
	for _, m := range strings.Split(w.rest, ",") {
		m = strings.TrimSpace(m)
		if m == "" {
			return r.wrong("want %s", form)
		}
		messages = append(messages, m)
	}
	r.p.Omissions = append(r.p.Omissions, struct {
		Messages []string
		Why      string
		At       ban.Position
	}{messages, w.text, r.line})
	return nil
}

func (r *reader) principals(w words) error {
	if err := r.names(w); err != nil {
		return err
	}
	r.p.Principals = append(r.p.Principals, w.head...)
	return nil
}

// names declares names; the first word of the line is their sort.
func (r *reader) names(w words) error {
	if len(w.head) == 0 || w.colon {
		return r.wrong(`want "%s NAME …"`, w.first)
	}
	for _, name := range w.head {
		if err := r.declare(name, w.first, nil); err != nil {
			return err
		}
		switch w.first {
		case "nonce", "stamp":
			r.p.Nonces = append(r.p.Nonces, name)
		case "secret":
			r.p.Secrets = append(r.p.Secrets, name)
		}
	}
	return nil
}

// owned splits a line of the form "NAME … of PRINCIPAL …".
func (r *reader) owned(w words, names, owners int, form string) error {
	if len(w.head) != names+1+owners || w.head[names] != "of" || w.colon {
		return r.wrong("want %s", form)
	}
	for i, who := range w.head[names+1:] {
		if r.p.scope[who].Sort != "principal" {
			return r.wrong("%q: want a principal, one of %s", who, strings.Join(r.p.Principals, ", "))
		}
		if slices.Contains(w.head[names+1:][:i], who) {
			return r.wrong("%q twice: want two principals", who)
		}
	}
	return nil
}

func (r *reader) pair(w words) error {
	if err := r.owned(w, 2, 1, `"pair PUBLIC PRIVATE of PRINCIPAL"`); err != nil {
		return err
	}
	public, owner := w.head[0], w.head[3]
	private := ban.New(ban.OpInverse, "", ban.Name(public))
	private.Alias = w.head[1]
	r.p.Pairs = append(r.p.Pairs, struct {
		Public, Owner string
		Private       *ban.Formula
	}{public, owner, private})
	if err := r.declare(public, "public key", nil); err != nil {
		return err
	}
	return r.declare(private.Alias, "private key", private)
}

func (r *reader) shared(w words) error {
	if err := r.owned(w, 1, 2, `"shared KEY of PRINCIPAL, PRINCIPAL"`); err != nil {
		return err
	}
	r.p.Shared = append(r.p.Shared, Shared{Key: ban.Name(w.head[0]), P: w.head[2], Q: w.head[3]})
	return r.declare(w.head[0], "shared key", nil)
}

// agreed reads a line such as "agreed SEK1 of D, P from R_D2, R_P2".
func (r *reader) agreed(w words) error {
	const form = `"agreed KEY of PRINCIPAL, PRINCIPAL from PUBLIC, PUBLIC"`
	if len(w.head) != 7 || w.head[4] != "from" {
		return r.wrong("want %s", form)
	}
	halves := w.head[5:]
	w.head = w.head[:4]
	if err := r.owned(w, 1, 2, form); err != nil {
		return err
	}
	for i, half := range halves {
		owned := false
		for _, k := range r.p.Pairs {
			owned = owned || k.Public == half && k.Owner == w.head[2+i]
		}
		if !owned {
			return r.wrong("%q: want the public key of a pair of %s", half, w.head[2+i])
		}
	}
	k := ban.New(ban.OpAgreed, "", ban.Name(halves[0]), ban.Name(halves[1]))
	k.Alias = w.head[0]
	r.p.Shared = append(r.p.Shared, Shared{k, w.head[2], w.head[3], halves[0], halves[1]})
	return r.declare(k.Alias, "shared key", k)
}

func (r *reader) identity(w words) error {
	if err := r.owned(w, 1, 1, `"identity NAME of PRINCIPAL"`); err != nil {
		return err
	}
	r.p.Identities = append(r.p.Identities, w.head[0])
	return r.declare(w.head[0], "identity", nil)
}

func (r *reader) stands(w words) error {
	if err := r.form(w, 1, true, `"stands NAME: TERM"`); err != nil {
		return err
	}
	if r.p.scope[w.head[0]].Sort == "" {
		return r.wrong("%q is not declared: want a name that is", w.head[0])
	}
	r.p.Stands[w.head[0]] = w.text
	return nil
}

func (r *reader) message(w words) error {
	const form = `"message ID from PRINCIPAL to PRINCIPAL: FORMULA"`
	if err := r.form(w, 5, true, form); err != nil {
		return err
	}
	if w.head[1] != "from" || w.head[3] != "to" {
		return r.wrong("want %s", form)
	}
	for _, who := range []string{w.head[2], w.head[4]} {
		if r.p.scope[who].Sort != "principal" {
			return r.wrong("%q: want a principal, one of %s", who, strings.Join(r.p.Principals, ", "))
		}
	}
	if maps.Clone(r.p.scope).Declare(w.head[0], "message", nil) != nil {
		return r.wrong("%q: want a name that is new", w.head[0])
	}
	if err := r.fresh(w.head[0]); err != nil {
		return err
	}
	r.p.draft.messages = append(r.p.draft.messages, draftMessage{id: w.head[0], from: w.head[2],
		to: w.head[4], content: written{w.text, w.at}, at: r.line})
	return nil
}

// part reads a line such as "part 1 is visit/P/let Sig_P1".
func (r *reader) part(w words) error {
	const form = `"part N is PHASE/PARTY/let VARIABLE"`
	if len(w.head) < 3 || w.head[1] != "is" || w.colon {
		return r.wrong("want %s", form)
	}
	n, ok := number(w.head[0])
	path := strings.SplitN(strings.Join(w.head[2:], " "), "/", 3)
	if !ok || len(path) != 3 {
		return r.wrong("want %s", form)
	}
	m := &r.p.draft.messages[len(r.p.draft.messages)-1]
	m.links = append(m.links, Link{Part: n, Phase: path[0], Party: path[1], Step: path[2], At: r.line})
	return nil
}

func (r *reader) assume(w words) error { return r.named(w, &r.p.draft.assumptions) }

func (r *reader) goal(w words) error { return r.named(w, &r.p.draft.goals) }

// named reads a line of the form "assume ID: FORMULA" or "goal ID: FORMULA".
func (r *reader) named(w words, all *[]draftNamed) error {
	if err := r.form(w, 1, true, `"`+w.first+` ID: FORMULA"`); err != nil {
		return err
	}
	if _, digits := number(w.head[0]); digits {
		return r.wrong("%q: want an id that begins with a letter; statements are numbered", w.head[0])
	}
	*all = append(*all, draftNamed{w.head[0], written{w.text, w.at}})
	return r.fresh(w.head[0])
}

func (r *reader) statement(w words) error {
	if err := r.form(w, 1, true, `"statement N: FORMULA"`); err != nil {
		return err
	}
	n, ok := number(w.head[0])
	if !ok {
		return r.wrong("%q: want the number of the statement", w.head[0])
	}
	r.p.draft.statements = append(r.p.draft.statements,
		draftStatement{n: n, formula: written{w.text, w.at}})
	return r.fresh(w.head[0])
}

func (r *reader) cites(w words) error {
	if len(w.head) == 0 || w.colon {
		return r.wrong(`want "cites ID, …"`)
	}
	s := &r.p.draft.statements[len(r.p.draft.statements)-1]
	s.cites, s.citesAt = append(s.cites, w.head...), r.line
	return nil
}

func (r *reader) by(w words) error {
	rule := strings.Join(w.head, " ")
	r.p.draft.statements[len(r.p.draft.statements)-1].rule = rule
	return r.family(rule)
}

func (r *reader) family(rule string) error {
	var families []string
	for _, known := range ban.Rules() {
		if known.Extension == "" && !slices.Contains(families, known.Family) {
			families = append(families, known.Family)
		}
	}
	if !slices.Contains(families, rule) {
		return r.wrong("rule %q: want one of %s", rule, strings.Join(families, ", "))
	}
	return nil
}

func (r *reader) erratum(w words) error {
	if err := r.form(w, 1, true, `"erratum ID: TEXT"`); err != nil {
		return err
	}
	if len(r.p.Errata) == mostErrata {
		return r.wrong("more than %d errata: want fewer", mostErrata)
	}
	if w.head[0] == "none" {
		return r.wrong(`"none" means that no erratum is applied: want another id`)
	}
	r.p.Errata = append(r.p.Errata, Erratum{ID: w.head[0], Text: w.text})
	return r.fresh("erratum-" + w.head[0])
}

// edit reads a line of an erratum that names what it edits.
func (r *reader) edit(w words) error {
	form := `"` + w.first + ` ID: …"`
	if w.first == "drop" {
		form = `"drop ID"`
	}
	if err := r.form(w, 1, w.first != "drop", form); err != nil {
		return err
	}
	if w.first == "by" {
		if err := r.family(w.text); err != nil {
			return err
		}
	}
	return r.note(edit{kind: w.first, id: w.head[0], text: written{w.text, w.at}, at: r.line})
}

// add reads a line such as "add to M1 part 1: FORMULA".
func (r *reader) add(w words) error {
	const form = `"add to MESSAGE part N: FORMULA"`
	if err := r.form(w, 4, true, form); err != nil {
		return err
	}
	n, ok := number(w.head[3])
	if w.head[0] != "to" || w.head[2] != "part" || !ok {
		return r.wrong("want %s", form)
	}
	return r.note(edit{kind: "add", id: w.head[1], part: n, text: written{w.text, w.at}, at: r.line})
}

func (r *reader) note(x edit) error {
	e := &r.p.Errata[len(r.p.Errata)-1]
	e.edits = append(e.edits, x)
	e.Goals = e.Goals || x.kind == "assume" || x.kind == "drop" || x.kind == "add"
	return nil
}

// expect reads a line such as "expect B1, B5: G1, G2".
func (r *reader) expect(w words) error {
	if err := r.form(w, -1, true, `"expect ERRATA: GOALS"`); err != nil {
		return err
	}
	e := struct{ Errata, Goals []string }{w.head, ids(w.text)}
	if slices.Equal(w.head, []string{"none"}) {
		e.Errata = nil
	}
	var all []string
	for _, g := range r.p.draft.goals {
		all = append(all, g.id)
	}
	switch {
	case slices.Equal(e.Goals, []string{"all"}):
		e.Goals = all
	case slices.Equal(e.Goals, []string{"nothing"}):
		e.Goals = nil
	}
	for _, g := range e.Goals {
		if !slices.Contains(all, g) {
			return r.wrong("goal %q: want one above this line, of %s", g, strings.Join(all, ", "))
		}
	}
	for _, id := range e.Errata {
		if !slices.Contains(r.p.errataIDs(), id) {
			return r.wrong("erratum %q: want one above this line, of %s, or none", id,
				strings.Join(r.p.errataIDs(), ", "))
		}
	}
	r.p.Expected = append(r.p.Expected, e)
	return nil
}
