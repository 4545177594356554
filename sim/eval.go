package sim

import (
	"errors"
	"fmt"
	"strconv"

	"emrproof/model"
	"emrproof/model/suite/compute"
	"emrproof/sim/trace"
)

// A refusal is the error with which a party stops: its check failed, or it cannot find what it
// needs. It is no fault of the harness.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

func refuse(format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...)}
}

// An evaluator computes terms on real cryptography. Sessions and the adversary compute with
// the same code, each on the values that it holds.
type evaluator struct {
	compute.Machine
	symbolic bool // build terms beside the bytes
	made     *int // ciphertexts made so far, to tell them apart
	// lookup finds the value of a variable or of a key pair; its error is a refusal.
	lookup  func(t *model.Term) (*trace.Value, error)
	certify func(prk *trace.Value, fields []*trace.Value) ([]byte, error)
}

// eval computes the value of a term.
func (e *evaluator) eval(t *model.Term) (*trace.Value, error) {
	switch t.Op {
	case model.OpVar, model.OpAtom, model.OpPUK, model.OpPRK:
		return e.lookup(t)
	case model.OpGen:
		return nil, refuse("G stands alone")
	}
	args := make([]*trace.Value, len(t.Args))
	for i, a := range t.Args {
		if a.Op == model.OpGen && t.Op == model.OpMul && i == 1 {
			args[i] = &trace.Value{Term: model.G} // it has no bytes of its own to compute with
			continue
		}
		v, err := e.eval(a)
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	v := &trace.Value{Sort: t.Sort, Term: e.term(t, args...)}
	return v, e.compute(v, t, args)
}

// compute computes the bytes of a value from the values of its arguments.
func (e *evaluator) compute(v *trace.Value, t *model.Term, args []*trace.Value) (err error) {
	row := t.Op.Row()
	if row.Numbered {
		v.Raw, err = e.certify(args[0], args[1:])
		return err
	}
	if row.Random {
		e.tell(v)
	}
	made, err := e.Compute(t, forms(args)...)
	if errors.Is(err, compute.ErrLengths) {
		return refuse("%v", err)
	}
	if v.Term != nil && v.Term.Zero() { // now its length is known
		v.Term = model.Label(string(made.Raw))
	}
	v.Raw, v.Scalar, v.Point = made.Raw, made.Scalar, made.Point
	return err
}

// forms converts values to the form with which a suite computes.
func forms(values []*trace.Value) []compute.Value {
	list := make([]compute.Value, len(values))
	for i, v := range values {
		list[i] = compute.Value{Raw: v.Raw, Scalar: v.Scalar, Point: v.Point, Public: v.Public,
			Secret: v.Secret}
	}
	return list
}

func (e *evaluator) evalAll(ts []*model.Term) ([]*trace.Value, error) {
	values := make([]*trace.Value, len(ts))
	for i, t := range ts {
		v, err := e.eval(t)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// tell gives the term of a randomised ciphertext a number of its own, to tell it from others.
func (e *evaluator) tell(v *trace.Value) {
	*e.made++
	if v.Term != nil {
		v.Term.At = strconv.Itoa(*e.made)
	}
}

// term builds the term of a value from the terms of its arguments.
func (e *evaluator) term(t *model.Term, args ...*trace.Value) *model.Term {
	if !e.symbolic {
		return nil
	}
	terms := make([]*model.Term, len(args))
	for i, a := range args {
		terms[i] = a.Term
	}
	return t.With(terms...)
}

// open decrypts or unmasks c, and takes its text apart into n raw fields.
func (e *evaluator) open(c, key *trace.Value, mode model.Mode, n int) ([][]byte, error) {
	list := forms([]*trace.Value{c, key})
	fields, err := e.Unseal(c.Sort, list[0], list[1], mode, n)
	if err != nil {
		return nil, refuse("%v", err)
	}
	return fields, nil
}

// encodings are the encoded bytes of values.
func encodings(values []*trace.Value) [][]byte {
	raw := make([][]byte, len(values))
	for i, v := range values {
		raw[i] = v.Bytes()
	}
	return raw
}
