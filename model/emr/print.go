package emr

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"emrproof/model"
)

// Print writes a description as the text of a file, in the form that all files have when
// nobody has laid them out: Parse of it is the same description.
func Print(p *model.Protocol) string {
	w := &printer{Protocol: p}
	w.head()
	w.declarations()
	w.phases()
	w.claims()
	w.world()
	return w.b.String()
}

type printer struct {
	*model.Protocol
	b   strings.Builder
	all model.Mode // readings of all operations of a kind
}

func (w *printer) line(parts ...string) {
	for _, p := range parts {
		w.b.WriteString(p)
	}
	w.b.WriteString("\n")
}

func (w *printer) head() {
	w.line("protocol ", nameText(w.Name), " ", strconv.Quote(w.Source))
	if w.Equations > 0 {
		mark := ""
		if w.Mark != "" {
			mark = " " + strconv.Quote(w.Mark)
		}
		w.line("equations ", strconv.Itoa(w.Equations), mark)
	}
	var applied []string
	for _, o := range w.Options {
		applied = append(applied, strconv.Quote(o))
	}
	if len(applied) > 0 {
		w.list("applied ", applied)
	}
	w.line()
	for _, m := range w.Parties {
		text := "party " + string(m.Party) + " " + strconv.Quote(m.Name) + " is " + nameText(m.ID.Name)
		for _, a := range []struct {
			is   bool
			word string
		}{{m.One, " one"}, {m.Trusted, " trusted"}, {m.Sealed, " sealed"}} {
			if a.is {
				text += a.word
			}
		}
		w.line(text)
	}
}

// nameText writes a name, in backquotes where it has blanks.
func nameText(name string) string {
	if strings.Contains(name, " ") {
		return "`" + name + "`"
	}
	return name
}

// declarations writes the variables by their sorts, in the order in which they come first, and
// the readings of all operations.
func (w *printer) declarations() {
	seen := map[string]bool{}
	var names [model.Text + 1][]string
	count := map[model.Mode][2]int{}
	mode := func(is model.Mode, can model.Op) {
		for _, r := range readings {
			if slices.Contains(r.ops, can) {
				c := count[r.mode]
				c[min(is&r.mode, 1)]++
				count[r.mode] = c
			}
		}
	}
	for _, m := range w.Parties {
		seen[m.ID.Name] = true
	}
	w.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if op, ok := stepOp(s); ok {
			mode(s.Mode, op)
		}
		for _, t := range s.Terms() {
			t.Walk(func(u *model.Term) {
				mode(u.Mode, u.Op)
				if u.Op == model.OpVar && !seen[u.Name] {
					seen[u.Name] = true
					names[u.Sort] = append(names[u.Sort], nameText(u.Name))
				}
			})
		}
	})
	for sort, list := range names {
		if len(list) > 0 {
			w.list(model.Sort(sort).String()+" ", list)
		}
	}
	for _, r := range readings {
		if c := count[r.mode]; c[1] > c[0] {
			w.all |= r.mode
			w.line(r.all)
		}
	}
}

// stepOp is the operation whose readings a step has too; false: it has none.
func stepOp(s *model.Step) (model.Op, bool) {
	switch {
	case s.Kind == model.StepVerify:
		return model.OpSign, true
	case s.Kind != model.StepOpen || s.Term.Sort != model.Ciphertext:
		return 0, false
	case s.Key.Sort == model.Key:
		return model.OpSEnc, true
	}
	return model.OpAEnc, true
}

// list writes a list, folded.
func (w *printer) list(head string, items []string) {
	line := head
	for i, item := range items {
		if i < len(items)-1 {
			item += ","
		}
		if i > 0 && len(line)+len(item) > 98 {
			w.line(strings.TrimRight(line, " "))
			line = strings.Repeat(" ", len(head))
		}
		line += item + " "
	}
	w.line(strings.TrimRight(line, " "))
}

func (w *printer) phases() {
	phases := w.Phases
	if n := len(w.Parties); len(phases) >= n && w.impliesKeys(phases) {
		phases = phases[n:]
	}
	for _, ph := range phases {
		w.line()
		text := "phase " + strconv.Quote(ph.Name)
		if ph.Group != ph.Name {
			text += " in " + strconv.Quote(ph.Group)
		}
		if ph.Secure {
			text += " secure"
		}
		if ph.Once {
			text += " once"
		}
		w.line(text)
		for _, r := range ph.Roles {
			text := "  role " + string(r.Party)
			if r.Continues {
				text += " continues"
			}
			w.line(text)
			for i := range r.Steps {
				w.step(&r.Steps[i])
			}
		}
	}
}

// impliesKeys says whether the first phases are those that a text without any has.
func (w *printer) impliesKeys(phases []model.Phase) bool {
	for i, m := range w.Parties {
		want := keysOf(m.Party)
		ph := phases[i]
		if ph.Name != want.Name || ph.Group != want.Group || ph.Secure != want.Secure ||
			ph.Once != want.Once || len(ph.Roles) != 1 || ph.Roles[0].Party != m.Party ||
			len(ph.Roles[0].Steps) != 1 || ph.Roles[0].Steps[0].Kind != model.StepEnrol ||
			!slices.Equal(ph.Roles[0].Steps[0].Errata, want.Roles[0].Steps[0].Errata) {
			return false
		}
	}
	for _, ph := range phases[len(w.Parties):] {
		for _, r := range ph.Roles {
			if slices.ContainsFunc(r.Steps, func(s model.Step) bool { return s.Kind == model.StepEnrol }) {
				return false
			}
		}
	}
	return true
}

// numbersAt is the column in which the numbers of equations stand, where lines are not longer.
const numbersAt = 80

func (w *printer) step(s *model.Step) {
	line := "    " + w.stepText(s)
	if s.Eqn > 0 {
		gap := numbersAt - utf8.RuneCountInString(line)
		line += strings.Repeat(" ", max(gap, 1)) + "(" + strconv.Itoa(s.Eqn) + ")"
	}
	for _, e := range s.Errata {
		line += " " + e
	}
	w.line(line)
}

// StepText writes a step as a line of a role, without its number and errata.
func (w *printer) stepText(s *model.Step) string {
	if s.Kind == model.StepLet {
		return nameText(s.Var.Name) + " = " + w.term(s.Term, s.Var.Sort)
	}
	i := slices.IndexFunc(verbs, func(v verb) bool {
		return v.kind == s.Kind && v.event == s.Event && (v.word != "publish" || len(s.Fields) > 0)
	})
	v := verbs[i]
	text := v.word
	if v.form != "" {
		text += " "
	}
	before, form, more := strings.Cut(v.form, "%")
	for ; more; before, form, more = strings.Cut(form, "%") {
		text += before + w.place(s, form[0])
		form = form[1:]
	}
	return text + before
}

// place writes what the form of a step has in one place.
func (w *printer) place(s *model.Step, what byte) string {
	var same model.Sort
	switch s.Kind {
	case model.StepEqual:
		same = s.Var.Sort
	case model.StepLookup, model.StepStore:
		same = model.Key
	}
	switch what {
	case 'v':
		return w.term(s.Var, same)
	case 't':
		return w.term(s.Term, same)
	case 'k':
		return w.term(s.Key, model.Key)
	case 'p':
		return string(s.Peer)
	case 'l':
		return strconv.Quote(s.Label)
	case 'n':
		return strconv.Itoa(s.Limit)
	case 'm':
		op, ok := stepOp(s)
		if !ok {
			return ""
		}
		return w.words(s.Mode, op)
	case 'f':
		return w.fields(s)
	case 'i':
		text := string(s.Input)
		if s.Key != nil {
			text += " of " + w.term(s.Key, 0)
		}
		return text
	}
	text := s.Table
	if strings.Contains(text, " ") {
		text = strconv.Quote(text)
	}
	if s.Term != nil && s.Kind != model.StepOnce {
		text += "[" + w.term(s.Term, model.Key) + "]"
	}
	return text
}

func (w *printer) fields(s *model.Step) string {
	var all []string
	for i, f := range s.Fields {
		text := w.term(f, 0)
		if s.Kind == model.StepOpen && s.Anew[i] {
			text = "anew " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// words are those that take an operation out of the readings of all, or put it in.
func (w *printer) words(mode model.Mode, op model.Op) string {
	text := ""
	for _, r := range readings {
		if !slices.Contains(r.ops, op) || mode&r.mode == w.all&r.mode {
			continue
		}
		if mode&r.mode != 0 {
			text += r.with + " "
		} else {
			text += r.without + " "
		}
	}
	return text
}

// term writes a term in a place that wants a sort.
func (w *printer) term(t *model.Term, want model.Sort) string {
	switch t.Op {
	case model.OpVar, model.OpGen:
		return nameText(t.Name)
	case model.OpPUK, model.OpPRK:
		return t.String()
	case model.OpLabel:
		return strconv.Quote(t.Name)
	}
	for level, in := range infix {
		if t.Op == in.op {
			return w.infix(t, level)
		}
	}
	text := w.words(t.Mode, t.Op) + w.symbol(t.Op, want)
	args := t.Args
	row := t.Op.Row()
	first := 0
	if row.Keyed {
		key := model.Key
		if row.Signs() {
			key = model.PrivateKey
		}
		text += "[" + w.term(args[0], key) + "]"
		first = 1
	}
	var all []string
	for i := first; i < len(args); i++ {
		var sort model.Sort
		if sorts := row.Param(i).Sorts; len(sorts) > 0 {
			sort = sorts[0]
		}
		all = append(all, w.term(args[i], sort))
	}
	return text + "(" + strings.Join(all, ", ") + ")"
}

// symbol is how an operation is written in a place: of two hashes that are both written h, the
// one that the place does not want has a name of its own.
func (w *printer) symbol(op model.Op, want model.Sort) string {
	switch {
	case op == model.OpHashS && want != model.Scalar:
		return "hs"
	case op == model.OpHashK && want == model.Scalar:
		return "hk"
	case op == model.OpSEnc:
		return symbolOf(model.OpAEnc)
	}
	return symbolOf(op)
}

func (w *printer) infix(t *model.Term, level int) string {
	var all []string
	for i, a := range t.Args {
		want := t.Sort
		if t.Op == model.OpMul && i == 0 {
			want = model.Scalar
		}
		text := w.term(a, want)
		for l, in := range infix {
			if a.Op == in.op && (l < level || l == level && !(t.Op == model.OpMul && i == 1)) {
				text = "(" + text + ")"
			}
		}
		all = append(all, text)
	}
	sign := infix[level].sign
	if t.Op != model.OpMul {
		sign = " " + sign + " "
	}
	return strings.Join(all, sign)
}
