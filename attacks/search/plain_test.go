package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/model"
)

// A plainSearch is a second search, without variables. It tries each message that the adversary
// can make up to a size, in each order. It is for descriptions of two parties with nonces, names,
// encryption with public keys, signatures, hashes and tables.
type plainSearch struct {
	p      *model.Protocol
	shapes []*model.Term // what is made in the description
	n      int           // instances at most
	roles  []*plainRole
	events []plainEvent
	known  map[string]*value
	drawn  int
	found  map[string]bool
	runs   int                 // left
	opens  map[string]bool     // whose private keys the adversary has
	tables map[string][]*value // rows, by who keeps them, the table and the key
}

// A value is a term without variables.
type value struct {
	op   model.Op
	sort model.Sort
	name string
	args []*value
	text string // how it prints, once it has
}

func (v *value) String() string {
	if v.text != "" {
		return v.text
	}
	var args []string
	for _, a := range v.args {
		args = append(args, a.String())
	}
	v.text = fmt.Sprintf("%d:%s(%s)", v.op, v.name, strings.Join(args, ","))
	return v.text
}

func identityValue(name string) *value {
	return &value{op: model.OpAtom, sort: model.Identity, name: name}
}

// The principals: an initiator, a responder and a corrupt one.
const (
	alice   = "initiator"
	bob     = "responder"
	mallory = "mallory"
)

type plainRole struct {
	role  *model.Role
	who   string
	with  string
	copy  int
	pc    int
	begun bool
	holds map[string]*value
}

type plainEvent struct {
	step *model.Step
	who  string
	peer string
	data []*value
}

// stolen are whose private keys the adversary has from the beginning on, beside mallory's.
func newPlainSearch(p *model.Protocol, n, runs int, stolen ...string) *plainSearch {
	s := &plainSearch{p: p, n: n, known: map[string]*value{}, found: map[string]bool{}, runs: runs,
		opens: map[string]bool{}, tables: map[string][]*value{}}
	for _, name := range append(stolen, mallory) {
		s.opens[name] = true
	}
	for _, name := range []string{"exchange", "again"} {
		ph := p.PhaseNamed(name)
		if ph == nil {
			continue
		}
		for _, with := range []string{bob, mallory} {
			for i := range n {
				s.roles = append(s.roles, &plainRole{role: ph.Role("A"), who: alice, with: with, copy: i})
			}
		}
		for i := range n {
			s.roles = append(s.roles, &plainRole{role: ph.Role("B"), who: bob, copy: i})
		}
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, st *model.Step) {
		if st.Kind == model.StepLet {
			s.shapes = append(s.shapes, st.Term)
		}
	})
	for _, name := range []string{alice, bob, mallory} {
		s.hear(identityValue(name))
		s.hear(&value{op: model.OpPUK, sort: model.PublicKey, name: name})
	}
	for name := range s.opens {
		s.hear(&value{op: model.OpPRK, sort: model.PrivateKey, name: name})
	}
	s.hear(&value{op: model.OpAtom, sort: model.Key, name: "his own"})
	return s
}

func (s *plainSearch) hear(v *value) {
	s.known[v.String()] = v
	if v.op == model.OpAEnc && s.opens[v.args[0].name] {
		for _, a := range v.args[1:] {
			s.hear(a)
		}
	}
}

// make lists the values of a sort that the adversary can make, with so many operations nested;
// but in what it makes all keys are nonces, and all ciphertexts are for one principal.
func (s *plainSearch) make(sort model.Sort, depth int, to string) []*value {
	all := map[string]*value{}
	for k, v := range s.known {
		if v.sort == sort && (v.op != model.OpPUK || v.name == to) {
			all[k] = v
		}
	}
	for _, t := range s.shapes {
		if t.Sort != sort || depth == 0 {
			continue
		}
		lists := [][]*value{{}}
		for _, a := range t.Args {
			deep := depth - 1
			if a.Sort == model.Key {
				deep = 0
			}
			lists = product(lists, s.make(a.Sort, deep, to))
		}
		for _, l := range lists {
			v := &value{op: t.Op, sort: sort, args: l}
			all[v.String()] = v
		}
	}
	var list []*value
	for _, k := range sortedKeys(all) {
		list = append(list, all[k])
	}
	return list
}

// product adds each value to each list.
func product(lists [][]*value, values []*value) [][]*value {
	var longer [][]*value
	for _, l := range lists {
		for _, v := range values {
			longer = append(longer, append(l[:len(l):len(l)], v))
		}
	}
	return longer
}

func sortedKeys(m map[string]*value) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// makes says whether the adversary can make a value.
func (s *plainSearch) makes(v *value) bool {
	if s.known[v.String()] != nil {
		return true
	}
	if len(v.args) == 0 || v.op == model.OpAEnc && v.name != "" { // another's draw
		return false
	}
	return !slices.ContainsFunc(v.args, func(a *value) bool { return !s.makes(a) })
}

func (s *plainSearch) explore(begun int) {
	if s.runs--; s.runs < 0 {
		return
	}
	for i, r := range s.roles {
		if r.pc == len(r.role.Steps) || r.pc < 0 ||
			!r.begun && (begun == s.n || r.copy > 0 && !s.roles[i-1].begun) {
			continue
		}
		for _, m := range s.messages(r) {
			s.try(r, m, begun)
		}
	}
}

// messages are the messages that a role may get next; one without fields where it begins.
func (s *plainSearch) messages(r *plainRole) [][]*value {
	if !r.begun && r.role.Party == "A" {
		return [][]*value{nil}
	}
	i := r.pc
	for r.role.Steps[i].Kind != model.StepRecv {
		i++
	}
	lists := [][]*value{{}}
	for _, f := range r.role.Steps[i].Fields {
		depth := 1
		if f.Sort == model.Ciphertext {
			depth = 2
		}
		lists = product(lists, s.make(f.Sort, depth, r.who))
	}
	return lists
}

// try gives a message to a role, and goes on if the role takes it or says something first.
func (s *plainSearch) try(r *plainRole, m []*value, begun int) {
	before, known, events, tables := *r, s.known, len(s.events), s.tables
	s.known, s.tables = maps.Clone(known), maps.Clone(tables)
	holds := map[string]*value{}
	for k, v := range r.holds {
		holds[k] = v
	}
	if !r.begun {
		begun++
		r.begun = true
		holds["ID_"+string(r.role.Party)] = identityValue(r.who)
	}
	r.holds = holds
	passed := s.goOn(r, m)
	if passed || len(s.events) > events || !maps.EqualFunc(s.tables, tables, slices.Equal) {
		for _, c := range s.p.Claims {
			s.judge(c, events)
		}
		s.explore(begun)
	}
	*r, s.known, s.events, s.tables = before, known, s.events[:events], tables
}

// goOn does the steps of a role to the next receive. Where it refuses, it is over.
func (s *plainSearch) goOn(r *plainRole, m []*value) bool {
	got := m == nil
	for ; r.pc < len(r.role.Steps); r.pc++ {
		st := &r.role.Steps[r.pc]
		if st.Kind == model.StepRecv {
			if got {
				return true
			}
			got = true
		}
		if !s.step(r, st, m) {
			r.pc = -1
			return false
		}
	}
	return true
}

func (s *plainSearch) step(r *plainRole, st *model.Step, m []*value) bool {
	switch st.Kind {
	case model.StepInput:
		r.holds[st.Var.Name] = identityValue(r.with)
	case model.StepFresh:
		s.drawn++
		r.holds[st.Var.Name] = &value{op: model.OpAtom, sort: st.Var.Sort, name: fmt.Sprint(s.drawn)}
	case model.StepLet:
		v := s.eval(r, st.Term)
		if v == nil {
			return false
		}
		if v.op == model.OpAEnc {
			s.drawn++
			v.name = fmt.Sprint(s.drawn)
		}
		r.holds[st.Var.Name] = v
	case model.StepSend:
		for _, f := range st.Fields {
			s.hear(r.holds[f.Name])
		}
	case model.StepRecv:
		return match(r, st.Fields, m)
	case model.StepOpen:
		c := r.holds[st.Term.Name]
		return c.op == model.OpAEnc && c.args[0].name == r.who && match(r, st.Fields, c.args[1:])
	case model.StepVerify:
		sig := r.holds[st.Term.Name]
		signer := r.holds["ID_"+st.Key.Name]
		if sig.op != model.OpSign || signer == nil || sig.args[0].name != signer.name {
			return false
		}
		var text []string
		for _, f := range st.Fields {
			text = append(text, s.eval(r, f).String())
		}
		var signed []string
		for _, a := range sig.args[1:] {
			signed = append(signed, a.String())
		}
		if !slices.Equal(text, signed) {
			return false
		}
		s.events = append(s.events, plainEvent{step: st, who: r.who, peer: signer.name,
			data: sig.args[1:]})
	case model.StepEqual:
		return r.holds[st.Var.Name].String() == s.eval(r, st.Term).String()
	case model.StepStore:
		s.tables[r.who+st.Table+s.eval(r, st.Term).String()] = []*value{r.holds[st.Fields[0].Name]}
	case model.StepLookup:
		row := s.tables[r.who+st.Table+s.eval(r, st.Term).String()]
		return row != nil && match(r, st.Fields, row)
	case model.StepClaim:
		peer := r.holds["ID_"+string(st.Peer)]
		if peer == nil {
			return false
		}
		e := plainEvent{step: st, who: r.who, peer: peer.name}
		for _, f := range st.Fields {
			e.data = append(e.data, r.holds[f.Name])
		}
		s.events = append(s.events, e)
	}
	return true
}

func match(r *plainRole, fields []*model.Term, values []*value) bool {
	if len(fields) != len(values) {
		return false
	}
	for i, f := range fields {
		if values[i].sort != f.Sort {
			return false
		}
		if held := r.holds[f.Name]; held != nil && held.String() != values[i].String() {
			return false
		}
		r.holds[f.Name] = values[i]
	}
	return true
}

// eval computes a term; nil where it needs somebody who is not known.
func (s *plainSearch) eval(r *plainRole, t *model.Term) *value {
	switch t.Op {
	case model.OpVar:
		return r.holds[t.Name]
	case model.OpPRK:
		return &value{op: t.Op, sort: t.Sort, name: r.who}
	case model.OpPUK:
		if id := r.holds["ID_"+t.Name]; id != nil {
			return &value{op: t.Op, sort: t.Sort, name: id.name}
		}
		return nil
	}
	v := &value{op: t.Op, sort: t.Sort}
	for _, a := range t.Args {
		arg := s.eval(r, a)
		if arg == nil {
			return nil
		}
		v.args = append(v.args, arg)
	}
	return v
}

// judge judges the events from a number on, and all secrets.
func (s *plainSearch) judge(c model.Claim, from int) {
	for i, e := range s.events {
		party := map[string]model.Party{alice: "A", bob: "B"}
		if e.step.Event == model.EventReleased && c.Kind == model.Authorization {
			if i >= from && party[e.data[0].name] != "" && !s.consented(i) {
				s.found[c.ID] = true
			}
			continue
		}
		proof := c.Kind == model.NonRepudiation // of whomever
		if party[e.who] != c.By || e.step.Label != c.Label || !proof && party[e.peer] != e.step.Peer {
			continue
		}
		switch {
		case e.step.Event == model.EventSecret && c.Kind == model.Secrecy:
			if s.makes(e.data[0]) {
				s.found[c.ID] = true
			}
		case e.step.Event == model.EventSecret && c.Kind == model.ForwardSecrecy:
			if !s.makes(e.data[0]) && s.makesLater(e.data[0]) {
				s.found[c.ID] = true
			}
		case e.step.Event == model.EventAccept && i >= from && s.unfounded(c, i):
			s.found[c.ID] = true
		case e.step.Event == model.EventCommit && i >= from && s.unanswered(c, i):
			s.found[c.ID] = true
		}
	}
}

// unanswered says whether the commit with a number violates one of Lowe's four claims.
func (s *plainSearch) unanswered(c model.Claim, i int) bool {
	e := s.events[i]
	if c.Kind == model.Aliveness {
		return !slices.ContainsFunc(s.roles, func(r *plainRole) bool {
			return r.begun && r.who == e.peer
		})
	}
	weak, same, used := 0, 0, 0
	for _, o := range s.events[:i] {
		data := fmt.Sprint(o.data) == fmt.Sprint(e.data)
		switch {
		case o.step.Event == model.EventRunning && o.who == e.peer && o.peer == e.who:
			weak++
			if o.step.Label == e.step.Label && data {
				same++
			}
		case o.step.Event == model.EventCommit && o.step.Label == e.step.Label &&
			o.who == e.who && o.peer == e.peer && data:
			used++
		}
	}
	switch c.Kind {
	case model.WeakAgreement:
		return weak == 0
	case model.Agreement:
		return same == 0
	case model.Injective:
		return same <= used
	}
	return false
}

// makesLater says whether the adversary can make a value when it has stolen the keys of both.
func (s *plainSearch) makesLater(v *value) bool {
	t := &plainSearch{known: map[string]*value{},
		opens: map[string]bool{alice: true, bob: true, mallory: true}}
	for _, known := range s.known {
		t.hear(known)
	}
	return t.makes(v)
}

// unfounded says whether nobody has made, or signed, what is accepted at the event with a number.
func (s *plainSearch) unfounded(c model.Claim, i int) bool {
	e := s.events[i]
	same := func(o plainEvent) bool { return o.data[0].String() == e.data[0].String() }
	return !slices.ContainsFunc(s.events[:i], func(o plainEvent) bool {
		switch c.Kind {
		case model.Integrity:
			return o.step.Event == model.EventMade && o.step.Label == e.step.Label && o.who == e.peer &&
				same(o)
		case model.NonRepudiation:
			return o.step.Kind == model.StepVerify && o.who == e.who && o.peer == e.peer &&
				slices.ContainsFunc(o.data, func(v *value) bool { return v.String() == e.data[0].String() })
		}
		return true
	})
}

// consented says whether the patient of a release has consented to its receiver.
func (s *plainSearch) consented(i int) bool {
	e := s.events[i]
	return slices.ContainsFunc(s.events[:i], func(o plainEvent) bool {
		return o.step.Event == model.EventConsent && o.who == e.data[0].name && o.peer == e.peer
	})
}
