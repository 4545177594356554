package sim

import (
	"errors"
	"fmt"
	"io"
	"math/big"

	"emrproof/model"
	"emrproof/model/suite/compute"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// An adversary computes with the code that the parties use, on values that it holds.
// Randomness comes from streams that the caller names, so that a value that is made again is
// the same value.

// Apply computes an operation on values. The key comes first, where the operation has one.
func (n *Network) Apply(
	op model.Op, mode model.Mode, stream string, args ...*trace.Value,
) (*trace.Value, error) {
	if err := fits(op, args); err != nil {
		return nil, err
	}
	t := &model.Term{Op: op, Mode: mode, Sort: op.Row().Makes(sortsOf(args)...)}
	held := map[string]*trace.Value{}
	for i, a := range args {
		if a.Term != nil && a.Term.Op == model.OpGen {
			t.Args = append(t.Args, model.G)
			continue
		}
		name := fmt.Sprint(i)
		held[name] = a
		t.Args = append(t.Args, model.Var(name, a.Sort))
	}
	w := n.w
	e := evaluator{Machine: w.machine(w.adversarySuite, w.stream(stream)), symbolic: true,
		made:   &w.made,
		lookup: func(t *model.Term) (*trace.Value, error) { return held[t.Name], nil },
		certify: func(prk *trace.Value, fields []*trace.Value) ([]byte, error) {
			return w.public.authority.issue(w.adversarySuite, prk.Secret, string(fields[0].Bytes())), nil
		}}
	v, err := e.eval(t)
	if err != nil {
		return nil, err
	}
	w.lexicon.enter(v)
	return v, nil
}

// stream returns the adversary's stream of randomness with that name.
func (w *world) stream(name string) io.Reader { return w.seed.Stream("adversary/" + name) }

func sortsOf(values []*trace.Value) []model.Sort {
	sorts := make([]model.Sort, len(values))
	for i, v := range values {
		sorts[i] = v.Sort
	}
	return sorts
}

// fits says what is wrong with the arguments of an operation; nil when nothing is.
func fits(op model.Op, args []*trace.Value) error {
	if wrong := op.Row().Misfit(sortsOf(args)); wrong != "" {
		return errors.New(wrong)
	}
	for i, a := range args {
		if op == model.OpSum && a.Term != nil && a.Term.Op == model.OpGen {
			return fmt.Errorf("argument %d is G: want a multiple of it", i+1)
		}
	}
	return nil
}

// Open decrypts or unmasks c with a key, and takes the text apart into fields. A field whose
// bytes are known in the run is the known value; any other field is data.
func (n *Network) Open(c, key *trace.Value, mode model.Mode, fields int) ([]*trace.Value, error) {
	switch {
	case c.Sort != model.Ciphertext && c.Sort != model.Masked:
		return nil, fmt.Errorf("a %s does not open", c.Sort)
	case key.Sort != model.PrivateKey && key.Sort != model.Key:
		return nil, fmt.Errorf("a %s opens nothing", key.Sort)
	}
	e := evaluator{Machine: compute.Machine{Suite: n.w.adversarySuite}}
	raw, err := e.open(c, key, mode, fields)
	if err != nil {
		return nil, err
	}
	return n.recognizeAll(raw), nil
}

// Recover takes apart the text inside a signature with message recovery (E12). It does not
// check whether the signature is good.
func (n *Network) Recover(sig *trace.Value, fields int) ([]*trace.Value, error) {
	parts, err := wire.Decode(sig.Bytes(), 2)
	if err != nil {
		return nil, err
	}
	raw, err := wire.Decode(parts[1], fields)
	if err != nil {
		return nil, err
	}
	return n.recognizeAll(raw), nil
}

func (n *Network) recognizeAll(raw [][]byte) []*trace.Value {
	values := make([]*trace.Value, len(raw))
	for i, r := range raw {
		values[i] = n.Recognize(r)
	}
	return values
}

// Recognize returns the value that bytes encode, if the run knows one, and otherwise data.
func (n *Network) Recognize(raw []byte) *trace.Value {
	for sort := model.Identity; sort <= model.Text; sort++ {
		if t := n.w.lexicon.terms[sort][string(raw)]; t != nil {
			if v, err := decode(n.w.suite, sort, raw); err == nil {
				v.Term = t
				return v
			}
		}
	}
	return &trace.Value{Sort: model.Data, Term: n.w.lexicon.lookup(model.Data, raw), Raw: raw}
}

// Literal reads bytes as the encoding of a value of the given sort.
func (n *Network) Literal(sort model.Sort, raw []byte) (*trace.Value, error) {
	v, err := decode(n.w.suite, sort, raw)
	if err != nil {
		return nil, err
	}
	if sort == model.Identity {
		return identity(string(raw)), nil
	}
	v.Term = n.w.lexicon.lookup(sort, raw)
	return v, nil
}

// Fresh draws a new scalar, key or byte string for the adversary. The same name gives the same
// value again.
func (n *Network) Fresh(sort model.Sort, name string, size int) (*trace.Value, error) {
	at := "adversary"
	if sort != model.Scalar && sort != model.Key { // of another length it is another value
		at = fmt.Sprintf("adversary, %d bytes", size)
	}
	v := &trace.Value{Sort: sort, Term: model.Atom(name, at, sort)}
	rnd := n.w.stream("fresh/" + name)
	switch sort {
	case model.Scalar:
		k, err := n.w.adversarySuite.RandomScalar(rnd)
		if err != nil {
			return nil, err
		}
		v.Scalar = k
	case model.Key, model.Data, model.Ciphertext, model.Signature:
		if sort == model.Key {
			size = n.w.suite.Sizes().Hash
		}
		v.Raw = make([]byte, size)
		if _, err := io.ReadFull(rnd, v.Raw); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("a fresh %s cannot be drawn", sort)
	}
	n.w.lexicon.enter(v)
	return v, nil
}

// Constant is the value of a term that needs no secret and no randomness: G (for Apply: it has
// no bytes of its own), a label, or an integer as a scalar.
func (n *Network) Constant(t *model.Term) *trace.Value {
	v := &trace.Value{Sort: t.Sort, Term: t}
	switch t.Op {
	case model.OpLabel:
		v.Raw = []byte(t.Name)
	case model.OpConst:
		i, _ := new(big.Int).SetString(t.Name, 10)
		v.Scalar = n.w.suite.ScalarFromInt(i)
	}
	return v
}

// TimeValue is a moment of virtual time as a value of sort Time.
func (n *Network) TimeValue(t trace.Time) (*trace.Value, error) {
	v := timeValue(t, model.Atom(t.String(), "adversary", model.Time))
	if _, err := decode(n.w.suite, model.Time, v.Raw); err != nil {
		return nil, err
	}
	n.w.lexicon.enter(v)
	return v, nil
}
