package emr

import (
	"slices"

	"emrproof/model"
)

// An option is a list of edits.
type option struct {
	span
	Option
	edits []edit
	sorts map[string]model.Sort // of variables that are declared anew
	// where lines without a number are changed, while the option is read
	phase string
	party model.Party
}

// An edit changes a draft. What is wrong it notes in the reader.
type edit func(r *reader, d *draft)

// edit reads a line of an option, and says whether the line is one.
func (in *section) edit(p *parser) bool {
	t, o := p.peek(), in.option
	add := func(e edit) { o.edits = append(o.edits, e) }
	switch {
	case t.is("(") && p.numbered():
		p.next()
		n := p.number(p.next())
		p.want(")")
		in.replacement(p, t, n, add)
	case t.is("drop"):
		p.next()
		for _, n := range p.equations() {
			add(func(r *reader, d *draft) {
				d.line(r, t, n, "", func(l *line) {
					*l = line{span: l.span, Step: model.Step{Kind: model.StepPublish, Eqn: n}, changed: "drop"}
				})
			})
		}
	case t.is("leave"):
		p.next()
		fields := p.terms()
		p.want("out")
		p.want("of")
		for _, n := range p.equations() {
			add(func(r *reader, d *draft) {
				d.line(r, t, n, "", func(l *line) { l.leave(r, fields) })
			})
		}
	case t.is("add"):
		p.next()
		fields := p.terms()
		p.want("to")
		for _, n := range p.equations() {
			add(func(r *reader, d *draft) {
				d.line(r, t, n, "", func(l *line) { l.add(fields) })
			})
		}
	case t.is("move"):
		p.next()
		moved := p.equations()
		p.want("behind")
		to := p.equations()[0]
		add(func(r *reader, d *draft) { d.move(r, t, moved, to) })
	case t.is("write"):
		p.next()
		to := p.term()
		p.want("for")
		for _, from := range p.terms() {
			add(func(r *reader, d *draft) { d.write(r, from, to) })
		}
	case t.is("in"):
		p.next()
		o.phase = p.string("a phase").text
		o.party = model.Party(p.name("a party").text)
	case t.is("-"), t.is("+"):
		in.difference(p, t)
	case t.is("party"):
		p.next()
		in.member(p, t, add)
	default:
		return in.unread(p, add) || in.redeclare(p)
	}
	p.end()
	return true
}

// equations reads the numbers of lines.
func (p *parser) equations() []int {
	var all []int
	for {
		p.want("(")
		all = append(all, p.number(p.next()))
		p.want(")")
		if !p.takes(",") {
			return all
		}
	}
}

// replacement reads the line that takes the place of the one with a number.
func (in *section) replacement(p *parser, t token, n int, add func(edit)) {
	lines := p.steps()
	if p.bad || len(lines) != 1 {
		return
	}
	l, id := lines[0], in.option.ID
	l.Eqn, l.changed = n, id
	add(func(r *reader, d *draft) {
		d.line(r, t, n, id, func(had *line) { *had = l })
	})
}

// line finds the line with a number and changes it. A line that another option took out stays
// out; a line that another option wrote anew is not written again.
func (d *draft) line(r *reader, t token, n int, id string, change func(*line)) {
	for i := range d.phases {
		for j := range d.phases[i].roles {
			lines := d.phases[i].roles[j].lines
			for k := range lines {
				l := &lines[k]
				switch {
				case l.Eqn != n:
					continue
				case l.changed == "drop":
				case l.changed != "" && id != "" && l.changed != id:
					r.fail(t.span(), "options %s and %s both write (%d) anew", l.changed, id, n)
				default:
					change(l)
				}
				return
			}
		}
	}
	r.fail(t.span(), "no line has the number (%d)", n)
}

// move puts lines of a role, by their numbers, behind another of it.
func (d *draft) move(r *reader, t token, moved []int, to int) {
	for i := range d.phases {
		for j := range d.phases[i].roles {
			ro := &d.phases[i].roles[j]
			target := func(l line) bool { return l.Eqn == to }
			if !slices.ContainsFunc(ro.lines, target) {
				continue
			}
			var kept, gone []line
			for _, l := range ro.lines {
				if slices.Contains(moved, l.Eqn) {
					gone = append(gone, l)
				} else {
					kept = append(kept, l)
				}
			}
			if len(gone) != len(moved) || slices.Contains(moved, to) {
				r.fail(t.span(), "the lines that move are not in the role of (%d)", to)
				return
			}
			ro.lines = slices.Insert(kept, 1+slices.IndexFunc(kept, target), gone...)
			return
		}
	}
	r.fail(t.span(), "no line has the number (%d)", to)
}

// texts returns where a step's fields are: in the term that it computes, or its own.
func (l *line) texts() (fields []*formula, put func([]*formula)) {
	if l.Kind == model.StepLet && l.with != nil {
		return l.with.args, func(args []*formula) {
			f := *l.with
			f.args = args
			l.with = &f
		}
	}
	return l.fields, func(fields []*formula) { l.fields = fields }
}

func (l *line) leave(r *reader, out []*formula) {
	fields, put := l.texts()
	var left []*formula
	var anew []bool
	for i, f := range fields {
		if slices.ContainsFunc(out, f.same) {
			continue
		}
		left = append(left, f)
		if l.Kind == model.StepOpen {
			anew = append(anew, l.Anew[i])
		}
	}
	if len(left) == len(fields) {
		r.fail(out[0].span, "line (%d) has no such field", l.Eqn)
	}
	put(left)
	l.Anew = anew
}

func (l *line) add(more []*formula) {
	fields, put := l.texts()
	put(append(slices.Clone(fields), more...))
	if l.Kind == model.StepOpen {
		l.Anew = append(slices.Clone(l.Anew), make([]bool, len(more))...)
	}
}

// same says whether two terms are written alike.
func (f *formula) same(g *formula) bool {
	return f.op == g.op && f.name == g.name && f.modes == g.modes &&
		slices.EqualFunc(f.args, g.args, (*formula).same)
}

// write puts one term in the place of another, everywhere.
func (d *draft) write(r *reader, from, to *formula) {
	found := false
	var in func(*formula) *formula
	in = func(f *formula) *formula {
		switch {
		case f == nil:
			return nil
		case f.same(from):
			found = true
			return to
		}
		g := *f
		g.args = make([]*formula, len(f.args))
		for i, a := range f.args {
			g.args[i] = in(a)
		}
		return &g
	}
	for i, l := range d.lets {
		d.lets[i].is = in(l.is)
	}
	for i := range d.phases {
		for j := range d.phases[i].roles {
			lines := d.phases[i].roles[j].lines
			for k := range lines {
				l := &lines[k]
				l.of, l.by, l.with = in(l.of), in(l.by), in(l.with)
				l.fields = slices.Clone(l.fields)
				for m, f := range l.fields {
					l.fields[m] = in(f)
				}
			}
		}
	}
	if !found {
		r.fail(from.span, "no line has this term")
	}
}

// difference reads a line that goes, or one that comes where the last one went.
func (in *section) difference(p *parser, t token) {
	o := in.option
	if o.phase == "" {
		p.wrong(t.span(), `want the role first, such as: in "visit" P`)
		return
	}
	p.next()
	phase, party, id := o.phase, o.party, o.ID
	lines := p.steps()
	if p.bad || len(lines) != 1 {
		return
	}
	l := lines[0]
	o.edits = append(o.edits, func(r *reader, d *draft) {
		role := d.role(phase, party)
		if role == nil {
			r.fail(t.span(), "there is no role %s in phase %q", party, phase)
			return
		}
		if t.text == "+" {
			l := l
			l.changed = id
			role.lines = slices.Insert(role.lines, min(d.edited, len(role.lines)), l)
			d.edited++
			return
		}
		at := slices.IndexFunc(role.lines, l.same)
		if at < 0 {
			r.fail(l.span, "role %s has no such line in phase %q, or another option changed it",
				party, phase)
			return
		}
		role.lines = slices.Delete(role.lines, at, at+1)
		d.edited = at
	})
}

func (d *draft) role(phase string, party model.Party) *role {
	for i := range d.phases {
		for j := range d.phases[i].roles {
			if r := &d.phases[i].roles[j]; d.phases[i].Name == phase && r.Party == party {
				return r
			}
		}
	}
	return nil
}

// same says whether two lines are written alike, errata apart.
func (l line) same(m line) bool {
	equal := func(f, g *formula) bool {
		return f == nil && g == nil || f != nil && g != nil && f.same(g)
	}
	return l.Kind == m.Kind && l.Eqn == m.Eqn && l.modes == m.modes && equal(l.of, m.of) &&
		equal(l.by, m.by) && equal(l.with, m.with) &&
		slices.EqualFunc(l.fields, m.fields, (*formula).same) && slices.Equal(l.Anew, m.Anew) &&
		l.Peer == m.Peer && l.Table == m.Table && l.Limit == m.Limit && l.Event == m.Event &&
		l.Label == m.Label && l.Input == m.Input
}

// member reads a party that is declared anew.
func (in *section) member(p *parser, t token, add func(edit)) {
	alone := section{File: in.File, draft: &draft{sorts: map[string]model.Sort{}}}
	alone.party(p, t)
	for _, m := range alone.draft.parties {
		add(func(r *reader, d *draft) {
			same := func(had party) bool { return had.Party == m.Party }
			i := slices.IndexFunc(d.parties, same)
			if i < 0 {
				r.fail(m.span, "there is no party %s to declare anew", m.Party)
				return
			}
			d.parties[i] = m
		})
	}
}

// unread reads a statement on all operations of a kind, such as "encryption is not padded".
func (in *section) unread(p *parser, add func(edit)) bool {
	all := &draft{}
	is := section{File: in.File, draft: all}
	if is.reading(p) {
		add(func(_ *reader, d *draft) { d.all |= all.all })
		return true
	}
	for i, t := range p.toks {
		if !t.is("not") {
			continue
		}
		rest := *p
		rest.toks = slices.Delete(slices.Clone(p.toks), i, i+1)
		if is.reading(&rest) {
			p.toks = p.toks[len(p.toks)-1:]
			add(func(_ *reader, d *draft) { d.all &^= all.all })
			return true
		}
	}
	return false
}

// redeclare reads variables that are of another sort under the option, or that only it has.
func (in *section) redeclare(p *parser) bool {
	o := in.option
	alone := section{File: in.File, draft: &draft{sorts: map[string]model.Sort{}}}
	if !alone.declare(p) {
		return false
	}
	for name, sort := range alone.draft.sorts {
		o.sorts[name] = sort
	}
	return true
}
