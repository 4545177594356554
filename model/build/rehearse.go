package build

import (
	"errors"
	"fmt"
	"slices"

	"emrproof/model"
)

// rehearse runs a description once between honest parties, on terms instead of
// bytes, one principal a party, and numbers the messages on the way. What cannot
// be computed, opened or ever be equal there cannot be in any run. It returns the first
// reason why it cannot go on, and after that each value that is missing.
func rehearse(p *model.Protocol) error {
	st := &stage{protocol: p, public: env{}, inputs: env{}, tables: map[string]*model.Term{},
		drawn: map[string]int{}, extents: map[*model.Term]extent{}}
	for _, m := range p.Parties {
		st.drawn[m.ID.Name] = 1
		st.parties = append(st.parties, &actor{stage: st, member: m})
	}
	for i := range p.Phases {
		st.play(&p.Phases[i])
	}
	return errors.Join(st.wrong...)
}

type env map[string]*model.Term

// A stage is the state of one rehearsal.
type stage struct {
	protocol *model.Protocol
	parties  []*actor
	public   env                    // published values
	inputs   env                    // the one value that each input has
	tables   map[string]*model.Term // rows as tuples, by table, owner and key
	drawn    map[string]int         // how many atoms there are of a name
	wrong    []error
	extents  map[*model.Term]extent
}

// An actor is a party in a rehearsal, with its place in its current role.
type actor struct {
	stage  *stage
	member model.Member
	holds  env
	phase  *model.Phase
	role   *model.Role
	next   int
	inbox  []mail
	// missing is the value for want of which the step at hand cannot be done; nil: it fails for
	// another reason
	missing *model.Term
	madeUp  map[string]bool // what it holds because it was missing
}

type mail struct {
	name   string
	from   model.Party
	fields []*model.Term
}

// play runs the roles of a phase until none can go on.
func (st *stage) play(ph *model.Phase) {
	for _, a := range st.parties {
		a.enter(ph)
	}
	sent := 0
	for moved := true; moved; {
		moved = false
		for _, a := range st.parties {
			for a.role != nil && a.next < len(a.role.Steps) {
				s := &a.role.Steps[a.next]
				if s.Kind == model.StepRecv && len(a.inbox) == 0 {
					break
				}
				if s.Kind == model.StepSend {
					sent++
					s.Msg = fmt.Sprintf("%s %d", ph.Name, sent)
				}
				a.try(s)
				a.next++
				moved = true
			}
		}
	}
	for _, a := range st.parties {
		waits := a.role != nil && a.next < len(a.role.Steps)
		switch {
		case len(st.wrong) > 0: // the messages may well be there when the rest is right
		case waits:
			s := &a.role.Steps[a.next]
			st.wrong = append(st.wrong, a.fail(s, model.Apply(model.OpTuple, s.Fields...),
				"nobody sends this message"))
		case len(a.inbox) > 0:
			st.wrong = append(st.wrong, &Refusal{Phase: ph.Name, Party: a.member.Party,
				text: fmt.Sprintf("%s: %s: role %s: nothing receives message %q",
					st.protocol.Name, ph.Name, a.member.Party, a.inbox[0].name)})
		}
		a.inbox = nil
	}
}

// try does a step. When a value is missing, it says so, makes the value up, and does the step
// again; when the step is wrong in another way, it makes up what the step would have bound.
func (a *actor) try(s *model.Step) {
	for {
		err := a.do(s)
		if err == nil {
			return
		}
		missing := a.missing
		if a.missing = nil; len(a.stage.wrong) == 0 || missing != nil {
			a.stage.wrong = append(a.stage.wrong, err)
		}
		if missing != nil {
			a.holds[missing.Symbol()], a.madeUp[missing.Symbol()] = a.stage.fresh(missing), true
			continue
		}
		for _, v := range bound(s) {
			if a.holds[v.Symbol()] == nil {
				a.holds[v.Symbol()] = a.stage.fresh(v)
			}
		}
		return
	}
}

func (a *actor) enter(ph *model.Phase) {
	a.phase, a.role, a.next = ph, ph.Role(a.member.Party), 0
	if a.role != nil && !a.role.Continues {
		a.holds, a.madeUp = env{}, map[string]bool{}
		a.holds[a.member.ID.Name] = a.stage.identity(a.member.Party)
	}
	for _, m := range a.stage.protocol.Parties {
		if m.One && a.holds != nil {
			a.holds[m.ID.Name] = a.stage.identity(m.Party)
		}
	}
	for name, v := range a.stage.public {
		if a.holds != nil {
			a.holds[name] = v
		}
	}
}

// identity makes a party's identity: an atom that prints as the variable it is held in.
func (st *stage) identity(p model.Party) *model.Term {
	return model.Atom(st.protocol.Member(p).ID.Name, "", model.Identity)
}

// fresh makes a new atom. The first of a name prints as the paper's symbol, r5, the next as
// r5[2].
func (st *stage) fresh(v *model.Term) *model.Term {
	st.drawn[v.Name]++
	if n := st.drawn[v.Name]; n > 1 {
		return model.Atom(v.Name, fmt.Sprint(n), v.Sort)
	}
	return model.Atom(v.Name, "", v.Sort)
}

func (a *actor) fail(s *model.Step, t *model.Term, format string, args ...any) error {
	return refusal(a.stage.protocol, a.phase, a.member.Party, a.next+1, s.Eqn, t.String(),
		fmt.Sprintf(format, args...))
}

// lacks refuses a step for want of a variable in a term that the step builds.
func (a *actor) lacks(s *model.Step, u, whole *model.Term) error {
	r := refusal(a.stage.protocol, a.phase, a.member.Party, a.next+1, s.Eqn, u.String(),
		fmt.Sprintf("%s does not hold it here, so it cannot build %s", a.member.Party, whole))
	r.Held = a.stage.protocol.InOrder(func(yield func(string) bool) {
		for name, v := range a.holds {
			if v.Sort == u.Sort && !a.madeUp[name] && !yield(name) {
				return
			}
		}
	})
	return r
}

func (a *actor) do(s *model.Step) error {
	switch s.Kind {
	case model.StepFresh, model.StepStamp, model.StepInput, model.StepTick:
		return a.make(s)
	case model.StepLet:
		if a.holds[s.Var.Name] != nil {
			return a.fail(s, s.Var, "is bound already")
		}
		return a.into(s, s.Term, func(t *model.Term) { a.holds[s.Var.Name] = t })
	case model.StepSend:
		return a.send(s)
	case model.StepRecv:
		m := a.inbox[0]
		a.inbox, s.Msg = a.inbox[1:], m.name
		if m.from != s.Peer {
			return a.fail(s, model.Apply(model.OpTuple, s.Fields...), "message %q is from %s, want %s",
				m.name, m.from, s.Peer)
		}
		return a.match(s, model.Apply(model.OpTuple, s.Fields...), m.fields, nil)
	case model.StepAge, model.StepWithin, model.StepNear:
		return a.into(s, s.Var, func(*model.Term) {})
	case model.StepOnce:
		return a.into(s, s.Term, func(*model.Term) {})
	case model.StepOpen:
		return a.open(s)
	case model.StepVerify:
		return a.verify(s)
	case model.StepEqual:
		return a.equal(s, s.Var, s.Term)
	case model.StepCert:
		return a.cert(s)
	case model.StepLookup, model.StepStore:
		return a.table(s)
	case model.StepPublish, model.StepClaim:
		return a.each(s, func(v, t *model.Term) {
			if s.Kind == model.StepPublish {
				a.stage.public[v.Name] = t
			}
		})
	}
	// Enrol: the keys of a party are terms from the start.
	a.holds[model.PRK(a.member.Party).String()] = model.PRK(a.member.Party)
	return nil
}

// make does a step that binds a value which comes from nowhere in the protocol.
func (a *actor) make(s *model.Step) error {
	if a.holds[s.Var.Name] != nil {
		return a.fail(s, s.Var, "is bound already")
	}
	if s.Key != nil {
		if _, err := a.eval(s, s.Key); err != nil {
			return err
		}
	}
	if s.Kind == model.StepInput {
		a.holds[s.Var.Name] = a.input(s)
	} else {
		a.holds[s.Var.Name] = a.stage.fresh(s.Var)
	}
	return nil
}

// input returns the value of an input, which has one value in the whole rehearsal: the
// patient's biometric does not change, and a peer is the party whose identity it is. Only data
// is each party's own.
func (a *actor) input(s *model.Step) *model.Term {
	st, name := a.stage, s.Var.Name
	if s.Input == model.InputData {
		name = string(a.member.Party) + "\x00" + name
	}
	for _, m := range st.protocol.Parties {
		if m.ID.Name == name {
			return st.identity(m.Party)
		}
	}
	if st.inputs[name] == nil {
		st.inputs[name] = st.fresh(s.Var)
	}
	return st.inputs[name]
}

// into evaluates a term and hands the result to use.
func (a *actor) into(s *model.Step, t *model.Term, use func(*model.Term)) error {
	v, err := a.eval(s, t)
	if err == nil {
		use(v)
	}
	return err
}

func (a *actor) each(s *model.Step, use func(v, t *model.Term)) error {
	for _, v := range s.Fields {
		if err := a.into(s, v, func(t *model.Term) { use(v, t) }); err != nil {
			return err
		}
	}
	return nil
}

// eval replaces the variables of a term by what the party holds. It refuses a private key that
// is not the party's own, a public key of nobody it knows, and an exclusive or that is zero.
func (a *actor) eval(s *model.Step, t *model.Term) (*model.Term, error) {
	var err error
	v := t.Map(func(u *model.Term) *model.Term {
		if err != nil {
			return u
		}
		switch u.Op {
		case model.OpVar:
			switch w := a.holds[u.Name]; {
			case w == nil:
				a.missing = u
				err = a.lacks(s, u, t)
			case w.Sort != u.Sort:
				err = a.fail(s, u, "is of sort %s here, and %s holds it as %s",
					u.Sort, a.member.Party, w.Sort)
			default:
				return w
			}
		case model.OpPRK:
			if u.Name != string(a.member.Party) {
				err = a.fail(s, u, "only %s holds this private key", u.Name)
			} else if a.member.Sealed && a.holds[u.Symbol()] == nil {
				err = a.fail(s, u, "%s has not opened what it is sealed in", a.member.Party)
			}
		case model.OpPUK:
			m := a.stage.protocol.Member(model.Party(u.Name))
			if m == nil || a.holds[m.ID.Name] == nil {
				if m != nil {
					a.missing = m.ID
				}
				err = a.fail(s, u, "%s does not know whose key to look up", a.member.Party)
			}
		case model.OpXOR:
			if u.Zero() {
				err = a.fail(s, t, "is always zero: its texts cancel each other")
			}
		}
		return u
	})
	if err == nil && a.stage.extent(v).tooLarge() {
		err = a.fail(s, t, "is too large written out: want at most %d terms in it", mostTerms)
	}
	return v, err
}

func (a *actor) send(s *model.Step) error {
	m := mail{name: s.Msg, from: a.member.Party}
	if err := a.each(s, func(_, t *model.Term) { m.fields = append(m.fields, t) }); err != nil {
		return err
	}
	for _, b := range a.stage.parties {
		if b.member.Party == s.Peer {
			b.inbox = append(b.inbox, m)
		}
	}
	return nil
}

// match binds the step's fields to values, or compares them where they are bound already.
func (a *actor) match(s *model.Step, whole *model.Term, values []*model.Term, anew []bool) error {
	if len(values) != len(s.Fields) {
		return a.fail(s, whole, "has %d fields, want %d", len(values), len(s.Fields))
	}
	for i, f := range s.Fields {
		if f.Sort != values[i].Sort {
			return a.fail(s, f, "can never be of sort %s: %s gets %s, of sort %s",
				f.Sort, a.member.Party, values[i], values[i].Sort)
		}
		if a.holds[f.Symbol()] == nil || anew != nil && anew[i] {
			a.holds[f.Symbol()] = values[i]
			continue
		}
		if held := a.holds[f.Symbol()]; !model.Equal(held, values[i]) {
			return a.fail(s, f, "can never be equal: %s holds %s, and gets %s",
				a.member.Party, held, values[i])
		}
	}
	return nil
}

func (a *actor) equal(s *model.Step, x, y *model.Term) error {
	u, err := a.eval(s, x)
	if err != nil {
		return err
	}
	v, err := a.eval(s, y)
	if err != nil || model.Equal(u, v) {
		return err
	}
	return a.fail(s, y, "can never be equal to %s: it is %s, and %s is %s", x, v, x, u)
}

// open does a step that decrypts: it finds the ciphertext made for the key, and matches its
// fields.
func (a *actor) open(s *model.Step) error {
	c, err := a.eval(s, s.Term)
	if err != nil {
		return err
	}
	key, err := a.eval(s, s.Key)
	if err != nil {
		return err
	}
	opens := func(u model.Undo) bool {
		return u.Key != nil && u.Key(c) != nil && model.Equal(key, u.Key(c))
	}
	if !slices.ContainsFunc(c.Op.Row().Undo, opens) {
		return a.fail(s, s.Term, "%s does not open %s", key, c)
	}
	if s.Mode != c.Mode {
		return a.fail(s, s.Term, "can never be opened in mode %q: it is made in mode %q",
			s.Mode, c.Mode)
	}
	return a.match(s, s.Term, c.Fields(), s.Anew)
}

func (a *actor) verify(s *model.Step) error {
	sig, err := a.eval(s, s.Term)
	if err != nil {
		return err
	}
	if _, err := a.eval(s, s.Key); err != nil {
		return err
	}
	if sig.Op != model.OpSign || sig.Key().Op != model.OpPRK || sig.Key().Name != s.Key.Name {
		return a.fail(s, s.Term, "can never be verified with %s: it is %s", s.Key, sig)
	}
	if s.Mode != sig.Mode {
		return a.fail(s, s.Term, "can never be verified in mode %q: it is made in mode %q",
			s.Mode, sig.Mode)
	}
	if s.Mode&model.Recovery != 0 {
		return a.match(s, s.Term, sig.Fields(), nil)
	}
	want := model.Apply(model.OpTuple, s.Fields...)
	text, err := a.eval(s, want)
	if err != nil || model.Equal(text, model.Apply(model.OpTuple, sig.Fields()...)) {
		return err
	}
	return a.fail(s, s.Term, "can never be a signature of %s: it signs %s, and that is %s",
		want, model.Apply(model.OpTuple, sig.Fields()...), text)
}

func (a *actor) cert(s *model.Step) error {
	cert, err := a.eval(s, s.Var)
	if err != nil {
		return err
	}
	subject, err := a.eval(s, s.Key)
	if err != nil {
		return err
	}
	if cert.Op != model.OpCert || len(cert.Fields()) == 0 || !model.Equal(cert.Fields()[0], subject) {
		return a.fail(s, s.Var, "is not a certificate on %s", s.Key)
	}
	return nil
}
