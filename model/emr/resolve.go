package emr

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/input"
)

// Protocol returns the description with options switched on, checked. Its error has all that
// is wrong with the description, with the lines that are wrong.
func (f *File) Protocol(options ...string) (*model.Protocol, error) {
	p, places, err := f.resolve(options)
	if err != nil {
		return nil, err
	}
	built, err := build.Protocol(p)
	if err != nil {
		return nil, places.show(p, err)
	}
	return built, nil
}

// At returns an error about a place of the description, which is a step of a role, a phase or a
// claim: with the line of the text that has it.
func (f *File) At(where build.Refusal, reason string) error {
	p, places, err := f.resolve(nil)
	if err != nil {
		return err
	}
	return places.at(places.of(p, &where), reason)
}

// resolve switches options on, and gives each name its sort.
func (f *File) resolve(options []string) (*model.Protocol, *places, error) {
	d := f.clone()
	r := &reader{file: f.file, text: f.text}
	for _, o := range f.options {
		if !slices.Contains(options, o.ID) {
			continue
		}
		maps.Copy(d.sorts, o.sorts)
		for _, e := range o.edits {
			e(r, d)
		}
		d.applied = append(d.applied, o.ID)
	}
	for i, id := range options {
		if slices.Contains(options[:i], id) {
			return nil, nil, fmt.Errorf("option %q is given twice", id)
		}
		if !slices.Contains(d.applied, id) {
			return nil, nil, f.unknownOption(id)
		}
	}
	slices.Sort(d.applied)
	s := &resolver{reader: r, draft: d, places: newPlaces(r)}
	p := s.protocol()
	return p, s.places, r.err()
}

func (f *File) unknownOption(id string) error {
	var ids []string
	for _, o := range f.options {
		ids = append(ids, o.ID)
	}
	if len(ids) == 0 {
		return fmt.Errorf("option %q: profile %q has none", id, f.name)
	}
	return fmt.Errorf("option %q: want one of %s", id, strings.Join(ids, ", "))
}

// A resolver makes a description of a draft.
type resolver struct {
	*reader
	*draft
	places *places
	let    int // how many lets may be used: those above the one at hand
}

func (r *resolver) protocol() *model.Protocol {
	p := &model.Protocol{Name: r.name, Source: r.source, Equations: r.equations, Mark: r.mark,
		Options: r.applied}
	r.let = len(r.lets)
	for _, m := range r.parties {
		m.ID = model.Var(m.id, model.Identity)
		p.Parties = append(p.Parties, m.Member)
	}
	r.implyKeys()
	r.places.phases, r.places.claims, r.places.world = r.phases, r.claims, r.worldAt
	for _, ph := range r.phases {
		q := ph.Phase
		for _, ro := range ph.roles {
			role := ro.Role
			r.member(ro.span, ro.Party)
			for i := range ro.lines {
				role.Steps = append(role.Steps, r.step(&ro.lines[i]))
			}
			q.Roles = append(q.Roles, role)
		}
		p.Phases = append(p.Phases, q)
	}
	for _, c := range r.claims {
		for _, party := range []model.Party{c.By, c.About} {
			if party != "" {
				r.member(c.span, party)
			}
		}
		c.Claim = r.worded(c.Claim)
		r.places.ids = append(r.places.ids, c.ID)
		p.Claims = append(p.Claims, c.Claim)
	}
	if r.world != nil {
		p.World = *r.world
	}
	return p
}

// implyKeys adds phases in which the parties make their keys, to a description that has none.
func (r *resolver) implyKeys() {
	for _, ph := range r.phases {
		for _, ro := range ph.roles {
			if slices.ContainsFunc(ro.lines, func(l line) bool { return l.Kind == model.StepEnrol }) {
				return
			}
		}
	}
	var keys []phase
	for _, m := range r.parties {
		ph := keysOf(m.Party)
		keys = append(keys, phase{span: m.span, Phase: ph, roles: []role{{span: m.span, Role: ph.Roles[0],
			lines: []line{{span: m.span, Step: ph.Roles[0].Steps[0]}}}}})
		keys[len(keys)-1].Roles, keys[len(keys)-1].roles[0].Steps = nil, nil
	}
	r.phases = append(keys, r.phases...)
}

// keysOf is the phase in which a party makes its keys, where a description has none that does.
func keysOf(party model.Party) model.Phase {
	return model.Phase{Name: "keys of " + string(party), Group: "keys", Secure: true, Once: true,
		Roles: []model.Role{{Party: party, Steps: []model.Step{{Kind: model.StepEnrol,
			Errata: []string{"E10"}}}}}}
}

// member complains of a party that is not declared.
func (r *resolver) member(at span, party model.Party) {
	var names []string
	for _, m := range r.parties {
		if m.Party == party {
			return
		}
		names = append(names, string(m.Party))
	}
	if party != "" {
		r.fail(at, "%s is no party: want one of %s", party, strings.Join(names, ", "))
	}
}

// step gives the names of a line their sorts.
func (r *resolver) step(l *line) model.Step {
	s := l.Step
	if s.Peer != "" {
		r.member(l.span, s.Peer)
	}
	var same model.Sort
	switch s.Kind {
	case model.StepEqual:
		if same = r.sort(l.of); same == 0 {
			same = r.sort(l.with)
		}
	case model.StepLet:
		same = r.sort(l.of)
	case model.StepLookup, model.StepStore:
		same = model.Key // h(…) as the key of a row
	}
	s.Var = r.term(l.of, same)
	s.Term = r.term(l.with, same)
	s.Key = r.term(l.by, model.Key)
	for _, f := range l.fields {
		s.Fields = append(s.Fields, r.term(f, 0))
	}
	switch {
	case s.Kind == model.StepVerify:
		s.Mode = l.among(r.all, model.OpSign)
	case s.Kind != model.StepOpen || s.Term.Sort != model.Ciphertext:
	case s.Key.Sort == model.Key:
		s.Mode = l.among(r.all, model.OpSEnc)
	default:
		s.Mode = l.among(r.all, model.OpAEnc)
	}
	return s
}

// term gives the names of a term their sorts. Where its place wants a sort, that says which h
// an h(…) is.
func (r *resolver) term(f *formula, want model.Sort) *model.Term {
	if f == nil {
		return nil
	}
	if r.places.made++; r.places.made > mostTerms {
		r.fail(f.span, "the description is too large written out: want at most %d terms", mostTerms)
		return model.Var(unread, model.Data)
	}
	t := r.made(f, want)
	if _, ok := r.places.terms[t]; !ok {
		r.places.terms[t] = f.span
	}
	return t
}

func (r *resolver) made(f *formula, want model.Sort) *model.Term {
	op := f.op
	switch op {
	case model.OpVar:
		return r.named(f, want)
	case model.OpLabel:
		return model.Label(f.name)
	case model.OpSum, model.OpMul:
		return r.arithmetic(f, want)
	case model.OpHashK:
		if f.name != "hk" && want == model.Scalar {
			op = model.OpHashS
		}
	}
	row := op.Row()
	args := make([]*model.Term, len(f.args))
	for i, a := range f.args {
		var sort model.Sort
		if sorts := row.Param(i).Sorts; len(sorts) > 0 {
			sort = sorts[0]
		}
		if i == 0 && row.Keyed && op != model.OpSign && op != model.OpCert {
			sort = model.Key
		}
		args[i] = r.term(a, sort)
	}
	if op == model.OpAEnc && args[0].Sort != model.PublicKey {
		op = model.OpSEnc
	}
	if least := len(row.Params); len(args) < least {
		r.fail(f.span, "%s(…) wants %d arguments", f.name, least)
		return model.Label(unread)
	}
	t := model.Apply(op, args...)
	t.Mode = f.among(r.all, op)
	return t
}

// arithmetic makes a sum or a product.
func (r *resolver) arithmetic(f *formula, want model.Sort) *model.Term {
	if want != model.Scalar && want != model.Point {
		want = r.sort(f)
	}
	args := make([]*model.Term, len(f.args))
	for i, a := range f.args {
		sort := want
		if f.op == model.OpMul && i == 0 {
			sort = model.Scalar
		}
		args[i] = r.term(a, sort)
	}
	return model.Apply(f.op, args...)
}

// sort is the sort of a term as far as its own names say it; nothing for h(…) and unknown names.
func (r *resolver) sort(f *formula) model.Sort {
	if f == nil {
		return 0
	}
	switch f.op {
	case model.OpVar:
		if s := r.sorts[f.name]; s != 0 {
			return s
		}
		if i := r.letNamed(f.name); i >= 0 {
			return r.sort(r.lets[i].is)
		}
		if f.name == model.G.Name {
			return model.Point
		}
	case model.OpSum:
		for _, a := range f.args {
			if s := r.sort(a); s != 0 {
				return s
			}
		}
	case model.OpMul:
		return r.sort(f.args[1])
	case model.OpHashK:
		if f.name == "hk" {
			return model.Key
		}
	default:
		return f.op.Row().Sort
	}
	return 0
}

// letNamed finds a let; a let may use those above it only, so that none goes round in circles.
func (r *resolver) letNamed(name string) int {
	for i := range r.lets[:r.let] {
		if r.lets[i].name == name {
			return i
		}
	}
	return -1
}

// named finds what a name stands for: a variable, a key pair, the generator, or a let.
func (r *resolver) named(f *formula, want model.Sort) *model.Term {
	if sort := r.sorts[f.name]; sort != 0 {
		return model.Var(f.name, sort)
	}
	for _, half := range []struct {
		prefix string
		of     func(model.Party) *model.Term
	}{{"PUK_", model.PUK}, {"PRK_", model.PRK}} {
		if party, ok := strings.CutPrefix(f.name, half.prefix); ok {
			r.member(f.span, model.Party(party))
			return half.of(model.Party(party))
		}
	}
	if f.name == model.G.Name {
		return &model.Term{Op: model.G.Op, Name: model.G.Name, Sort: model.G.Sort}
	}
	if i := r.letNamed(f.name); i >= 0 {
		above := *r
		above.let = i
		return above.term(r.lets[i].is, want)
	}
	if f.name != unread && !r.said(f.span) {
		r.fail(f.span, "%s is not declared: %s", input.Quote(f.name), r.meant(f.name))
	}
	sort := want
	if sort == 0 {
		sort = model.Data
	}
	return model.Var(f.name, sort)
}

// meant says what an unknown name may be meant to be.
func (r *resolver) meant(name string) string {
	names := slices.Sorted(maps.Keys(r.sorts))
	for _, l := range r.lets {
		names = append(names, l.name)
	}
	if near := input.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "want a line such as: key " + name
}
