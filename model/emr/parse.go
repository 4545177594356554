package emr

import (
	"maps"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/input"
)

// Extension ends the name of a file with a description.
const Extension = ".emr"

// A File is a description as a text has it, with its options.
type File struct {
	*reader
	draft
	options []option
}

// A draft is a description in which no name has a sort yet. Options are edits of it.
type draft struct {
	name, source string
	equations    int
	mark         string
	applied      []string // options that are switched on in the text
	parties      []party
	sorts        map[string]model.Sort
	lets         []let
	all          model.Mode // readings of all operations of a kind
	phases       []phase
	claims       []claim
	world        *model.World
	worldAt      span
	edited       int // where an option took a line out last
}

type party struct {
	span
	model.Member
	id string
}

type let struct {
	span
	name string
	is   *formula
}

type phase struct {
	span
	model.Phase
	roles []role
}

type role struct {
	span
	model.Role
	lines []line
}

type claim struct {
	span
	model.Claim
}

// clone copies a draft as deep as options change it.
func (d *draft) clone() *draft {
	c := *d
	c.applied = slices.Clone(d.applied)
	c.parties = slices.Clone(d.parties)
	c.sorts = maps.Clone(d.sorts)
	c.lets = slices.Clone(d.lets)
	c.phases = slices.Clone(d.phases)
	for i := range c.phases {
		c.phases[i].roles = slices.Clone(c.phases[i].roles)
		for j := range c.phases[i].roles {
			r := &c.phases[i].roles[j]
			r.lines = slices.Clone(r.lines)
		}
	}
	return &c
}

// Parse reads a description from the text of a file. Its error has all that is wrong with the
// text, line by line; what is wrong with the description, File.Protocol sees.
func Parse(file string, data []byte) (*File, error) {
	if len(data) > mostBytes {
		return nil, &input.Error{File: file, Reason: "is too long: want at most 1 MiB"}
	}
	data, err := input.Text(file, data)
	if err != nil {
		return nil, err
	}
	f := &File{reader: &reader{file: file, text: string(data)}}
	f.sorts = map[string]model.Sort{}
	in := &section{File: f, draft: &f.draft}
	lines := f.lines()
	if len(lines) == 0 || !lines[0][0].is("protocol") {
		f.faults = nil // another kind of text has no faults of its own
		f.fail(span{}, "is no description: want it to begin with: protocol NAME \"source\"")
		return nil, f.err()
	}
	for _, toks := range lines {
		p := &parser{reader: f.reader, toks: toks}
		in.read(p)
	}
	if len(f.faults) == 0 {
		return f, nil
	}
	// Names may be wrong in the other lines: a reader wants to hear of all at once.
	s := &resolver{reader: f.reader, draft: f.clone(), places: newPlaces(f.reader)}
	s.protocol()
	return nil, f.err()
}

// A section is the place in a text that has been read up to: the phase and the role, the
// world, or the option to which the next lines belong.
type section struct {
	*File
	draft  *draft
	phase  *phase
	role   *role
	world  *model.World
	option *option
}

// statements are the lines that begin anew, by their first word.
var statements = map[string]func(*section, *parser, token){
	"protocol": (*section).protocol, "equations": (*section).numbers, "applied": (*section).switched,
	"party": (*section).party, "let": (*section).let, "phase": (*section).begin,
	"role": (*section).play, "claim": (*section).claim, "world": (*section).people,
	"option": (*section).choice,
}

// read reads one line.
func (in *section) read(p *parser) {
	t := p.peek()
	if len(p.toks) > 1 && p.toks[1].is("=") && in.option == nil {
		in.step(p)
		return
	}
	if in.option != nil && in.edit(p) || in.reading(p) || in.declare(p) {
		return
	}
	if f := statements[t.text]; f != nil && t.kind == word {
		p.next()
		f(in, p, t)
		return
	}
	switch {
	case in.world != nil:
		in.person(p)
	case in.option != nil:
		p.wrong(t.span(), "%s: want a change, such as (20) open …, drop (25), leave ID_D out of (19)", t)
	case in.role != nil && in.phase != nil:
		in.step(p)
	default:
		p.wrong(t.span(), "%s %s", t, in.unknown(t.text))
	}
}

func (in *section) unknown(name string) string {
	words := slices.Sorted(maps.Keys(statements))
	near := input.Nearest(name, append(words, sortWords...))
	switch {
	case near != "":
		return "is no statement: did you mean " + near + "?"
	case verbNamed(name) != nil:
		return "is a step: want it below a role"
	}
	return "is no statement: want one of " + strings.Join(words, ", ") +
		", or a sort: " + strings.Join(sortWords, ", ")
}

// step reads a line of a role.
func (in *section) step(p *parser) {
	if in.role == nil {
		t := p.peek()
		p.wrong(t.span(), "%s is computed in a step: want it below a role", t)
		return
	}
	if lines := p.steps(); !p.bad {
		in.role.lines = append(in.role.lines, lines...)
	}
}

func (in *section) protocol(p *parser, t token) {
	if in.name != "" {
		p.wrong(t.span(), "the protocol has a name already: %s", in.name)
		return
	}
	in.name = p.name("the name of the protocol").text
	in.source = p.string("where it is described").text
	p.end()
}

// numbers reads how many equations steps carry, and what comes before a number.
func (in *section) numbers(p *parser, t token) {
	in.equations = p.number(p.next())
	if p.peek().kind == text {
		in.mark = p.next().text
	}
	p.end()
}

// switched reads which options are switched on already: Print writes it.
func (in *section) switched(p *parser, t token) {
	for {
		if w := p.next(); w.kind == word || w.kind == text {
			in.applied = append(in.applied, w.text)
		} else {
			p.wrong(w.span(), "%s: want the id of an option", w)
		}
		if !p.takes(",") {
			break
		}
	}
	p.end()
}

func (in *section) party(p *parser, t token) {
	m := party{Member: model.Member{Party: model.Party(p.name("a party").text)}}
	m.Name = p.string("what the party is").text
	p.want("is")
	m.id = p.name("the variable of its identity").text
	for p.peek().kind == word {
		switch a := p.next(); a.text {
		case "one":
			m.One = true
		case "trusted":
			m.Trusted = true
		case "sealed":
			m.Sealed = true
		default:
			p.wrong(a.span(), "%s: want one, trusted or sealed", a)
		}
	}
	p.end()
	m.span = span{t.at, p.peek().at}
	same := func(o party) bool { return o.Party == m.Party }
	if i := slices.IndexFunc(in.draft.parties, same); i >= 0 {
		p.wrong(m.span, "party %s is there already, in line %d", m.Party,
			in.lineOf(in.draft.parties[i].at))
		return
	}
	in.draft.parties = append(in.draft.parties, m)
	if m.id != "" {
		in.draft.sorts[m.id] = model.Identity
	}
}

// sortWords are the words that declare variables, each the name of a sort.
var sortWords = func() []string {
	var all []string
	for s := model.Identity; s <= model.Text; s++ {
		if !strings.Contains(s.String(), " ") {
			all = append(all, s.String())
		}
	}
	return all
}()

// declare reads a declaration of variables, and says whether the line is one.
func (in *section) declare(p *parser) bool {
	t := p.peek()
	i := slices.Index(sortWords, t.text)
	if t.kind != word || i < 0 || in.world != nil || in.role != nil {
		return false
	}
	p.next()
	sort := model.Identity
	for sort.String() != t.text {
		sort++
	}
	for {
		v := p.name("a variable")
		if had := in.draft.sorts[v.text]; had != 0 && !p.bad {
			p.wrong(v.span(), "%s is declared already, as of sort %s", v, had)
		}
		in.set(v.text, sort)
		if !p.takes(",") {
			break
		}
	}
	p.end()
	return true
}

func (in *section) set(name string, sort model.Sort) {
	if name != "" {
		in.draft.sorts[name] = sort
	}
}

// reading reads a statement on all operations of a kind, and says whether the line is one.
func (in *section) reading(p *parser) bool {
	var words []string
	for _, t := range p.toks {
		if t.kind != word {
			break
		}
		words = append(words, t.text)
	}
	said := strings.Join(words, " ")
	for _, r := range readings {
		if said == r.all {
			p.toks = p.toks[len(words):]
			p.end()
			in.draft.all |= r.mode
			return true
		}
	}
	return false
}

func (in *section) let(p *parser, t token) {
	name := p.name("a name")
	p.want("=")
	is := p.term()
	p.end()
	in.lets = append(in.lets, let{span{t.at, p.peek().at}, name.text, is})
}

func (in *section) begin(p *parser, t token) {
	ph := phase{span: t.span()}
	ph.Name = p.string("the name of the phase").text
	ph.Group = ph.Name
	if p.takes("in") {
		ph.Group = p.string("the row of the cost tables").text
	}
	for p.peek().kind == word {
		switch a := p.next(); a.text {
		case "secure":
			ph.Secure = true
		case "once":
			ph.Once = true
		default:
			p.wrong(a.span(), "%s: want secure or once", a)
		}
	}
	p.end()
	ph.span = span{t.at, p.peek().at}
	in.phases = append(in.phases, ph)
	*in = section{File: in.File, draft: in.draft, phase: &in.phases[len(in.phases)-1]}
}

func (in *section) play(p *parser, t token) {
	if in.phase == nil {
		p.wrong(t.span(), "a role: want it below a phase")
		return
	}
	r := role{}
	r.Party = model.Party(p.name("a party").text)
	r.Continues = p.takes("continues")
	p.end()
	r.span = span{t.at, p.peek().at}
	in.phase.roles = append(in.phase.roles, r)
	in.role = &in.phase.roles[len(in.phase.roles)-1]
}

// choice begins an option.
func (in *section) choice(p *parser, t token) {
	o := option{}
	if id := p.next(); id.kind == word || id.kind == text {
		o.ID = id.text
	} else {
		p.wrong(id.span(), "%s: want the id of the option", id)
	}
	o.Text = p.string("what the option changes").text
	p.end()
	o.span = span{t.at, p.peek().at}
	if slices.ContainsFunc(in.options, func(other option) bool { return other.ID == o.ID }) {
		p.wrong(o.span, "option %s is there twice", o.ID)
	}
	in.options = append(in.options, o)
	*in = section{File: in.File, draft: in.draft, option: &in.options[len(in.options)-1]}
	in.option.sorts = map[string]model.Sort{}
}

// leave ends what lines belonged to before a statement that stands alone.
func (in *section) leave() { *in = section{File: in.File, draft: in.draft} }

// An Option is a change of a description that its file offers.
type Option struct{ ID, Text string }

// Options lists the options of a file, in its order.
func (f *File) Options() []Option {
	var all []Option
	for _, o := range f.options {
		all = append(all, o.Option)
	}
	return all
}
