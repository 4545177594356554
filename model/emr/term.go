package emr

import (
	"slices"
	"strings"

	"emrproof/model"
)

// A reading is a mode that operations of some kinds may be in: for all of a description by a
// statement, or for one term by a word before it.
type reading struct {
	mode    model.Mode
	all     string // the statement
	with    string // the word before a term, or behind open and verify, that puts it into the mode
	without string // and out of it
	ops     []model.Op
}

var readings = []reading{
	{model.Recovery, "signatures show their text", "recovery", "appendix", []model.Op{model.OpSign}},
	{model.Raw, "texts are raw", "raw", "encoded",
		[]model.Op{model.OpHashB, model.OpHashS, model.OpHashK, model.OpSign}},
	{model.NoTag, "symmetric encryption has no tag", "untagged", "tagged",
		[]model.Op{model.OpSEnc}},
	{model.Padded, "encryption is padded", "padded", "bare",
		[]model.Op{model.OpAEnc, model.OpSEnc}},
}

// modes are the readings that words before a term switch on and off.
type modes struct{ on, off model.Mode }

// reads takes a word that switches a reading, and says whether it is one.
func (m *modes) reads(t token) bool {
	for _, r := range readings {
		switch {
		case t.is(r.with):
			m.on |= r.mode
			return true
		case t.is(r.without):
			m.off |= r.mode
			return true
		}
	}
	return false
}

// among is the mode of an operation: what is read of all, and what the words say.
func (m modes) among(all model.Mode, op model.Op) model.Mode {
	var can model.Mode
	for _, r := range readings {
		if slices.Contains(r.ops, op) {
			can |= r.mode
		}
	}
	return (all&^m.off | m.on) & can
}

// A formula is a term as it is written: no name has a sort yet, and h(…) is no operation yet.
type formula struct {
	span
	modes
	op   model.Op // of h(…), and of E[…](…): that of one reading, until the sorts are known
	name string   // of a name, a label
	args []*formula
}

// symbols are the names under which operations are written, where they do not have the name
// that they have in scripts. Two are not told apart by theirs.
var symbols = func() map[string]model.Op {
	all := map[string]model.Op{"h": model.OpHashK, "E": model.OpAEnc}
	for op := range model.Op(model.Ops) {
		row := op.Row()
		if row.RunOnly || len(row.Params) == 0 {
			continue
		}
		if s := symbolOf(op); s != "" && all[s] == 0 {
			all[s] = op
		}
	}
	all["hs"], all["hk"] = model.OpHashS, model.OpHashK
	return all
}()

// symbolOf is the name under which an operation is written before its brackets: that which it
// prints with, or else its name in scripts. It is empty for what stands between its arguments.
func symbolOf(op model.Op) string {
	row := op.Row()
	symbol, _, _ := strings.Cut(strings.ReplaceAll(row.Form, "_%k", ""), "(")
	switch {
	case strings.Contains(symbol, "%"):
		return ""
	case symbol == "":
		return row.Name
	}
	return symbol
}

// An infixed operation stands between its arguments.
type infixed struct {
	sign string
	op   model.Op
}

// infix are the operations that stand between their arguments, the loosest first.
var infix = func() []infixed {
	var all []infixed
	for _, sign := range []string{"‖", "⊕", "+"} {
		for op := range model.Op(model.Ops) {
			row := op.Row()
			if row.Form == "%f" && strings.TrimSpace(row.Sep) == strings.TrimPrefix(sign, "‖") {
				all = append(all, infixed{sign, op})
			}
		}
	}
	return append(all, infixed{"·", model.OpMul})
}()

// unread is the name that stands for a term that could not be read.
const unread = "?"

// A parser reads the tokens of one line.
type parser struct {
	*reader
	toks  []token
	depth int
	bad   bool // something is wrong in the line, and has been said
}

func (p *parser) peek() token { return p.toks[0] }

func (p *parser) next() token {
	t := p.toks[0]
	if t.kind != ending {
		p.toks = p.toks[1:]
	}
	return t
}

// takes reads the next token if it is this word or sign.
func (p *parser) takes(text string) bool {
	if p.peek().is(text) {
		p.next()
		return true
	}
	return false
}

// wrong notes a complaint; there is one for each line, and the rest of the line is not read.
func (p *parser) wrong(s span, format string, args ...any) {
	if !p.bad {
		p.fail(s, format, args...)
		p.bad = true
	}
	p.toks = p.toks[len(p.toks)-1:]
}

// want reads a word or sign that has to come next.
func (p *parser) want(texts ...string) token {
	t := p.peek()
	for _, w := range texts {
		if t.is(w) {
			return p.next()
		}
	}
	p.wrong(t.span(), "%s: want %s", t, quoted(texts))
	return token{}
}

// quoted lists words for a complaint.
func quoted(words []string) string {
	var all []string
	for _, w := range words {
		all = append(all, `"`+w+`"`)
	}
	return strings.Join(all, " or ")
}

// name reads a name.
func (p *parser) name(what string) token {
	t := p.peek()
	if t.kind != word {
		p.wrong(t.span(), "%s: want %s", t, what)
		return token{}
	}
	return p.next()
}

// text reads a text in quotes.
func (p *parser) string(what string) token {
	t := p.peek()
	if t.kind != text {
		p.wrong(t.span(), "%s: want %s, in quotes", t, what)
		return token{}
	}
	return p.next()
}

// term reads a term.
func (p *parser) term() *formula { return p.infix(0) }

func (p *parser) infix(level int) *formula {
	if level == len(infix) {
		return p.factor()
	}
	first := p.infix(level + 1)
	if !p.peek().is(infix[level].sign) {
		return first
	}
	all := []*formula{first}
	for p.takes(infix[level].sign) {
		all = append(all, p.infix(level+1))
	}
	op := infix[level].op
	if op != model.OpMul {
		return &formula{span: span{first.at, all[len(all)-1].end}, op: op, args: all}
	}
	// A product is of two factors: a·b·G is a·(b·G).
	last := all[len(all)-1]
	for i := len(all) - 2; i >= 0; i-- {
		last = &formula{span: span{all[i].at, last.end}, op: op, args: []*formula{all[i], last}}
	}
	return last
}

// factor reads a name, a label, an operation on arguments, or a term in brackets.
func (p *parser) factor() *formula {
	t := p.peek()
	p.depth++
	defer func() { p.depth-- }()
	switch {
	case p.depth > mostDepth:
		p.wrong(t.span(), "is more than %d terms deep", mostDepth)
	case t.kind == text:
		p.next()
		return &formula{span: t.span(), op: model.OpLabel, name: t.text}
	case p.takes("("):
		f := *p.term()
		p.want(")")
		return &f
	case t.kind == word:
		return p.applied()
	default:
		p.wrong(t.span(), "%s: want a term, such as R_P2, r5·G or E[PUK_D](ID_P, T_P1)", t)
	}
	return &formula{span: t.span(), op: model.OpVar, name: unread}
}

// applied reads a name, or an operation on arguments.
func (p *parser) applied() *formula {
	t := p.next()
	var m modes
	at := t.at
	for p.peek().kind == word && m.reads(t) {
		t = p.next()
	}
	opens := p.peek()
	op, known := symbols[t.text]
	switch {
	case opens.is("[") && !known, opens.is("(") && !known && !p.numbered(),
		m != modes{} && !known:
		p.wrong(t.span(), "%s is no operation: want %s", t, operations())
		fallthrough
	case !known || !opens.is("[") && !opens.is("("):
		return &formula{span: t.span(), op: model.OpVar, name: t.text}
	}
	f := &formula{modes: m, op: op, name: t.text}
	keyed := op.Row().Keyed
	if keyed {
		if !opens.is("[") {
			p.wrong(opens.span(), "%s wants its key first: %s[key](…)", t, t.text)
		}
		p.want("[")
		f.args = append(f.args, p.term())
		p.want("]")
	}
	p.want("(")
	f.args = append(f.args, p.term())
	for p.takes(",") {
		f.args = append(f.args, p.term())
	}
	f.span = span{at, p.want(")").end}
	return f
}

// numbered says whether what comes next is the number of an equation.
func (p *parser) numbered() bool {
	return len(p.toks) > 2 && p.toks[1].kind == number && p.toks[2].is(")")
}

// operations says what would be right in place of an unknown operation.
func operations() string {
	var all []string
	for s := range symbols {
		all = append(all, s)
	}
	slices.Sort(all)
	return "one of " + strings.Join(all, ", ")
}

// terms reads a list of terms.
func (p *parser) terms() []*formula {
	all := []*formula{p.term()}
	for p.takes(",") {
		all = append(all, p.term())
	}
	return all
}
