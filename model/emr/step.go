package emr

import (
	"slices"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/input"
)

// A line is a step of a role as it is written.
type line struct {
	span
	modes // of open and verify
	model.Step
	of, by, with *formula // Step.Var, Step.Key, Step.Term
	fields       []*formula
	changed      string // the option that put it there, or changed it
}

// A verb is how the steps of a kind are written. The form says what stands behind the word: a
// variable, a list of fields; %v is Step.Var, %t Step.Term, %k Step.Key, %p the party, %f the
// fields, %m words that switch a reading, %l a label, %s a table, %n a limit, %i where an input
// comes from; [%t] is a key in brackets, or none.
type verb struct {
	word  string
	kind  model.StepKind
	form  string
	event model.Event
}

var verbs = func() []verb {
	all := []verb{
		{"enrol", model.StepEnrol, "", ""},
		{"fresh", model.StepFresh, "%v", ""},
		{"stamp", model.StepStamp, "%v", ""},
		{"tick", model.StepTick, "%v", ""},
		{"input", model.StepInput, "%v from %i", ""},
		{"send", model.StepSend, "%p: %f", ""},
		{"receive", model.StepRecv, "%p: %f", ""},
		{"age", model.StepAge, "%v", ""},
		{"within", model.StepWithin, "%v", ""},
		{"near", model.StepNear, "%v", ""},
		{"open", model.StepOpen, "%m%t by %k: %f", ""},
		{"verify", model.StepVerify, "%m%t by %k: %f", ""},
		{"check", model.StepEqual, "%v = %t", ""},
		{"certificate", model.StepCert, "%v of %k", ""},
		{"lookup", model.StepLookup, "%s: %f", ""},
		{"store", model.StepStore, "%s: %f", ""},
		{"once", model.StepOnce, "%t in %s of %n", ""},
		{"publish", model.StepPublish, "%f", ""},
		{"nothing", model.StepPublish, "", ""},
	}
	for _, e := range []model.Event{model.EventRunning, model.EventCommit, model.EventSecret,
		model.EventMade, model.EventAccept, model.EventConsent, model.EventReleased} {
		all = append(all, verb{string(e), model.StepClaim, "%l to %p: %f", e})
	}
	return all
}()

// verbNamed returns the verb of a line.
func verbNamed(word string) *verb {
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.word == word })
	if i < 0 {
		return nil
	}
	return &verbs[i]
}

// steps reads a line of a role: mostly one step, but several values may be drawn in one line.
func (p *parser) steps() []line {
	t := p.peek()
	if len(p.toks) > 1 && p.toks[1].is("=") {
		return p.finish(p.let(), t)
	}
	v := verbNamed(t.text)
	if t.kind != word || v == nil {
		p.wrong(t.span(), "%s %s", t, unknownStep(t.text))
		return nil
	}
	p.next()
	l := line{Step: model.Step{Kind: v.kind, Event: v.event}}
	p.form(&l, v.form)
	all := []line{l}
	for v.form == "%v" && p.takes(",") {
		p.form(&l, v.form)
		all = append(all, l)
	}
	for i := range all {
		all[i].span = span{t.at, p.peek().at}
	}
	return p.finish(all, t)
}

// let reads a step that computes.
func (p *parser) let() []line {
	l := line{Step: model.Step{Kind: model.StepLet}, of: p.variable()}
	p.want("=")
	l.with = p.term()
	return []line{l}
}

// finish reads what may stand at the end of a line: the number of an equation, and errata.
func (p *parser) finish(all []line, first token) []line {
	last := &all[len(all)-1]
	if p.peek().is("(") && p.numbered() {
		p.next()
		last.Eqn = p.number(p.next())
		p.want(")")
	}
	for t := p.peek(); t.kind == word && isErratum(t.text); t = p.peek() {
		last.Errata = append(last.Errata, p.next().text)
	}
	p.end()
	for i := range all {
		all[i].span = span{first.at, p.peek().at}
	}
	return all
}

// end complains of what is left of a line.
func (p *parser) end() {
	if t := p.peek(); t.kind != ending {
		p.wrong(span{t.at, p.toks[len(p.toks)-1].at}, "%s: the line should end before it", t)
	}
}

// isErratum says whether a word is the id of an erratum: a letter and a number.
func isErratum(word string) bool {
	_, err := strconv.Atoi(word[1:])
	return word[0] >= 'A' && word[0] <= 'Z' && err == nil
}

func (p *parser) number(t token) int {
	n, err := strconv.Atoi(t.text)
	if t.kind != number || err != nil || n < 1 {
		p.wrong(t.span(), "%s: want a number of 1 or more", t)
	}
	return n
}

func (p *parser) variable() *formula {
	t := p.name("a variable")
	return &formula{span: t.span(), op: model.OpVar, name: t.text}
}

// form reads a line by the form of its verb.
func (p *parser) form(l *line, form string) {
	for form != "" {
		literal, rest, more := strings.Cut(form, "%")
		for _, w := range strings.Fields(literal) {
			if n := strings.TrimSuffix(w, ":"); n != w && n != "" {
				p.want(n)
				w = ":"
			}
			p.want(w)
		}
		if !more {
			return
		}
		p.place(l, rest[0])
		form = rest[1:]
	}
}

// place reads what a form has in one place.
func (p *parser) place(l *line, what byte) {
	switch what {
	case 'v':
		if l.Kind == model.StepEqual {
			l.of = p.term()
		} else {
			l.of = p.variable()
		}
	case 't':
		l.with = p.term()
	case 'k':
		l.by = p.term()
	case 'p':
		l.Peer = model.Party(p.name("a party").text)
	case 'l':
		l.Label = p.string("what the event is about").text
	case 'n':
		l.Limit = p.number(p.next())
	case 'm':
		for len(p.toks) > 1 && p.toks[1].kind == word && l.reads(p.peek()) {
			p.next()
		}
	case 'f':
		p.fields(l)
	case 'i':
		p.source(l)
	case 's':
		p.table(l)
	}
}

// fields reads the fields of a step; those of an open may be marked anew.
func (p *parser) fields(l *line) {
	for {
		if l.Kind == model.StepOpen {
			l.Anew = append(l.Anew, len(p.toks) > 1 && p.toks[1].kind == word && p.takes("anew"))
		}
		l.fields = append(l.fields, p.term())
		if !p.takes(",") {
			return
		}
	}
}

// sources are where inputs come from.
var sources = []model.Input{model.InputPeer, model.InputBiometric, model.InputDepartment,
	model.InputSignal, model.InputEMR, model.InputDiagnosis, model.InputData}

// source reads where an input comes from, and whom it is about.
func (p *parser) source(l *line) {
	t := p.name("where the input comes from")
	l.Input = model.Input(t.text)
	if !p.bad && !slices.Contains(sources, l.Input) {
		var names []string
		for _, s := range sources {
			names = append(names, string(s))
		}
		p.wrong(t.span(), "%s: want one of %s", t, strings.Join(names, ", "))
	}
	if p.takes("of") {
		l.by = p.variable()
	}
}

// table reads a table, and the key of a row.
func (p *parser) table(l *line) {
	t := p.next()
	if t.kind != word && t.kind != text {
		p.wrong(t.span(), "%s: want the name of a table, such as own, directory or records", t)
	}
	l.Table = t.text
	if l.Kind == model.StepOnce {
		return
	}
	if p.takes("[") {
		l.with = p.term()
		p.want("]")
	}
	if l.with == nil && l.Table != model.OwnTable && !p.bad {
		p.wrong(t.span(), "table %s: want a key, such as %s[ID_P]; only own values need none",
			t, t.text)
	}
}

// unknownStep says what would be right in place of an unknown step.
func unknownStep(name string) string {
	var all []string
	for _, v := range verbs {
		all = append(all, v.word)
	}
	if near := input.Nearest(name, all); near != "" {
		return "is no step: did you mean " + near + "?"
	}
	return "is no step: want X = term, or one of " + strings.Join(all, ", ")
}
