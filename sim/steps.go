package sim

import (
	"bytes"
	"crypto/subtle"
	"encoding/hex"
	"io"
	"math"

	"emrproof/model"
	"emrproof/model/wire"
	"emrproof/sim/record"
	"emrproof/sim/trace"
)

// fresh draws a random scalar, or a nonce of 32 bytes, into the value v.
func (s *session) fresh(v *trace.Value) error {
	var err error
	if v.Sort == model.Scalar {
		v.Scalar, err = s.world.suite.RandomScalar(s.who.rnd)
		return err
	}
	v.Raw = make([]byte, s.world.suite.Sizes().Hash)
	_, err = io.ReadFull(s.who.rnd, v.Raw)
	return err
}

// input takes a value from outside the protocol, such as the name of a peer or a record.
func (s *session) input(step *model.Step, v *trace.Value) (*trace.Value, error) {
	var err error
	switch step.Input {
	case model.InputPeer:
		if s.start == nil || s.start.With == "" {
			return nil, refuse("%s was not told with whom", s.who.Name)
		}
		return identity(s.start.With), nil
	case model.InputDepartment:
		department := s.who.Department
		if s.start != nil && s.start.Department != "" {
			department = s.start.Department
		}
		if department == "" {
			return nil, refuse("%s was not told which department", s.who.Name)
		}
		return identity(department), nil
	case model.InputData:
		return s.data(step, v)
	case model.InputBiometric:
		if v.Term != nil {
			v.Term = model.Atom(step.Var.Name, s.who.Name, v.Sort)
		}
		v.Raw, err = s.who.biometric(s.world.seed)
		s.who.typed = v
	default:
		v.Raw = s.record(step)
	}
	return v, err
}

// data returns a value of the principal's own, of the sort of the variable. It is drawn from a
// stream of its own, so that it is the same in each session, and in each role that asks for it.
func (s *session) data(step *model.Step, v *trace.Value) (*trace.Value, error) {
	stream := s.world.seed.Stream("data/" + s.who.Name + "/" + step.Var.Name)
	if v.Term != nil {
		v.Term = model.Atom(step.Var.Name, s.who.Name, v.Sort)
	}
	if v.Sort == model.Scalar {
		var err error
		v.Scalar, err = s.world.suite.RandomScalar(stream)
		return v, err
	}
	v.Raw = make([]byte, s.world.suite.Sizes().Hash)
	if _, err := io.ReadFull(stream, v.Raw); err != nil {
		return nil, err
	}
	if v.Sort == model.Identity {
		return identity(step.Var.Name + "-" + hex.EncodeToString(v.Raw[:4])), nil
	}
	return v, nil
}

// record returns the medical record that an input step takes: the user's own of that kind, or
// the one that comes with the harness, made out to the patient.
func (s *session) record(step *model.Step) []byte {
	if data, ok := s.world.config.Records[string(step.Input)]; ok {
		return data
	}
	patient := s.held(step.Key)
	key := string(step.Input) + "/" + string(patient.Bytes())
	data, ok := s.world.records[key]
	if !ok {
		data = record.For(record.Kind(step.Input), string(patient.Bytes()))
		s.world.records[key] = data
	}
	return data
}

// check does a step that can refuse: a check, or the opening of a ciphertext.
func (s *session) check(step *model.Step) error {
	var err error
	switch step.Kind {
	case model.StepAge:
		err = s.age(step)
	case model.StepWithin:
		err = s.within(step)
	case model.StepNear:
		err = s.near(step)
	case model.StepOnce:
		err = s.once(step)
	case model.StepOpen:
		err = s.open(step)
	case model.StepVerify:
		err = s.verify(step)
	case model.StepEqual:
		err = s.equal(step)
	case model.StepCert:
		err = s.certificate(step)
	default:
		panic("sim: internal error: no way to do step " + step.Kind.String())
	}
	if err == nil && s.world.watched() {
		s.checked(step)
	}
	return err
}

// checked puts on the trace a check that succeeded: what was opened, or the signature and the
// text that it is on.
func (s *session) checked(step *model.Step) {
	e := s.world.newEvent(s, trace.KindCompute, step)
	switch step.Kind {
	case model.StepVerify:
		e.Peer, _ = s.peer(model.Party(step.Key.Name))
		e.Data = append(e.Data, trace.Datum{Name: step.Term.Name, Value: s.knows(step.Term.Name)})
		for i, f := range step.Fields {
			e.Data = append(e.Data, trace.Datum{Name: f.String(), Value: s.text[i]})
		}
	case model.StepOpen:
		for _, f := range step.Fields {
			e.Data = append(e.Data, trace.Datum{Name: f.Symbol(), Value: s.knows(f.Symbol())})
		}
	}
	s.world.emit(e)
}

// age is the check T' − T ≤ ΔT, as printed: a time stamp from the future passes (E11).
func (s *session) age(step *model.Step) error {
	t := s.held(step.Var)
	if age := trace.Duration(s.received - timeOf(t)); age > s.world.config.DeltaT {
		return refuse("%s is %s old, more than ΔT = %s", step.Var.Name, age, s.world.config.DeltaT)
	}
	return nil
}

// within is the check that at most ΔT has passed since a tick of the principal's own steady
// clock. A tick that lies in the future means that the clock was started again.
func (s *session) within(step *model.Step) error {
	t := s.held(step.Var)
	passed := trace.Duration(s.who.Steady(s.now) - timeOf(t))
	if passed < 0 || passed > s.world.config.DeltaT {
		return refuse("%s passed since %s, want at most ΔT = %s", passed, step.Var.Name,
			s.world.config.DeltaT)
	}
	return nil
}

// near is the check |T' − T| ≤ ΔT.
func (s *session) near(step *model.Step) error {
	t := s.held(step.Var)
	age := trace.Duration(s.who.Now(s.now) - timeOf(t))
	if max(age, -age) > s.world.config.DeltaT {
		return refuse("%s is %s old, want at most ΔT = %s to either side", step.Var.Name, age,
			s.world.config.DeltaT)
	}
	return nil
}

// once is the check that the principal has not seen a value before.
func (s *session) once(step *model.Step) error {
	v, err := s.eval.eval(step.Term)
	if err != nil {
		return err
	}
	if s.who.seen[step.Table] == nil {
		s.who.seen[step.Table] = newSeen(step.Limit)
	}
	now, keep := s.who.Steady(s.now), 2*min(s.world.config.DeltaT, math.MaxInt64/2)
	switch s.who.seen[step.Table].enter(string(v.Bytes()), now, keep) {
	case seenBefore:
		return refuse("%s was seen before", step.Term)
	case seenTooMany:
		return refuse("%s: %d others are remembered, which is as many as there is room for",
			step.Term, step.Limit)
	}
	return nil
}

func (s *session) open(step *model.Step) error {
	c, err := s.eval.eval(step.Term)
	if err != nil {
		return err
	}
	key, err := s.eval.eval(step.Key)
	if err != nil {
		return err
	}
	raw, err := s.eval.open(c, key, step.Mode, len(step.Fields))
	if err != nil {
		return err
	}
	return s.match(step, raw)
}

func (s *session) verify(step *model.Step) error {
	sig, err := s.eval.eval(step.Term)
	if err != nil {
		return err
	}
	puk, err := s.eval.eval(step.Key)
	if err != nil {
		return err
	}
	raw := sig.Bytes()
	if step.Mode&model.Recovery != 0 { // E12: the signature brings its text along
		parts, err := wire.Decode(raw, 2)
		if err != nil {
			return refuse("%s: not a signature with message recovery: %v", step.Term.Name, err)
		}
		fields, err := wire.Decode(parts[1], len(step.Fields))
		if err != nil {
			return refuse("%s: not this text: %v", step.Term.Name, err)
		}
		if err := s.match(step, fields); err != nil {
			return err
		}
		raw = parts[0]
	}
	s.text, err = s.eval.evalAll(step.Fields)
	if err != nil {
		return err
	}
	if !s.world.suite.Verify(puk.Public, s.eval.Signed(step.Mode, forms(s.text)...), raw) {
		return refuse("%s is not %s's signature on this text", step.Term.Name, puk)
	}
	return nil
}

func (s *session) equal(step *model.Step) error {
	a, err := s.eval.eval(step.Var)
	if err != nil {
		return err
	}
	b, err := s.eval.eval(step.Term)
	if err != nil {
		return err
	}
	if !same(a, b) {
		return refuse("%s is not what %s computes", step.Var, s.who.Name)
	}
	return nil
}

// same says whether two values are equal. It compares points without encoding them.
func same(a, b *trace.Value) bool {
	if a.Point != nil && b.Point != nil {
		return a.Point.Equal(b.Point)
	}
	return a.Sort == b.Sort && subtle.ConstantTimeCompare(a.Bytes(), b.Bytes()) == 1
}

func (s *session) certificate(step *model.Step) error {
	cert, subject := s.held(step.Var), s.held(step.Key)
	by, err := s.world.issuer(step.Var)
	if err != nil {
		return err
	}
	return s.world.public.authority.check(s.world.suite, by, cert.Bytes(),
		string(subject.Bytes()), s.who.Now(s.now))
}

// table does a step that reads or writes rows of a table, or publishes values.
func (s *session) table(step *model.Step) error {
	if step.Kind == model.StepLookup {
		return s.lookup(step)
	}
	values, err := s.eval.evalAll(step.Fields)
	if err != nil {
		return err
	}
	switch {
	case step.Kind == model.StepPublish:
		for i, f := range step.Fields {
			s.world.publish(f.Name, values[i])
		}
	case step.Term == nil:
		for i, f := range step.Fields {
			s.who.own[f.Name] = values[i]
		}
	default:
		key, err := s.eval.eval(step.Term)
		if err != nil {
			return err
		}
		s.put(step.Table, string(key.Bytes()), values)
	}
	s.world.event(s, trace.KindCompute, step, nil)
	return nil
}

// put stores values under a key of the principal's table, or of the directory.
func (s *session) put(name, key string, values []*trace.Value) {
	if name == model.Directory {
		s.world.public.directory[key] = values
		return
	}
	t := s.who.tables[name]
	if t == nil {
		t = &table{rows: rows{}}
		s.who.tables[name], s.who.filed = t, append(s.who.filed, name)
	}
	if _, has := t.rows[key]; !has {
		t.keys = append(t.keys, key)
	}
	t.rows[key] = values
}

// row returns the values under a key of the principal's table, or of the directory.
func (s *session) row(name, key string) []*trace.Value {
	if name == model.Directory {
		return s.world.public.directory[key]
	}
	if t := s.who.tables[name]; t != nil {
		return t.rows[key]
	}
	return nil
}

func (s *session) lookup(step *model.Step) error {
	if step.Term == nil {
		for _, f := range step.Fields {
			v := s.who.own[f.Name]
			if v == nil {
				return refuse("%s has no %s of its own", s.who.Name, f.Name)
			}
			s.holds[f.Name] = v
		}
		s.world.event(s, trace.KindCompute, step, nil)
		return nil
	}
	key, err := s.eval.eval(step.Term)
	if err != nil {
		return err
	}
	row := s.row(step.Table, string(key.Bytes()))
	if len(row) < len(step.Fields) { // none, or that of a principal of another party
		return refuse("table %q has no row for %s", step.Table, step.Term)
	}
	for i, f := range step.Fields {
		held := s.holds[f.Name]
		if held != nil && !bytes.Equal(held.Bytes(), row[i].Bytes()) {
			return refuse("%s is not the one in table %q", f.Name, step.Table)
		}
		s.holds[f.Name] = row[i]
	}
	s.world.event(s, trace.KindCompute, step, nil)
	return nil
}
