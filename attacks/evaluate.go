package attacks

import (
	"bytes"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/model/wire"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// An Evaluator computes the values of recipes from what the adversary was given, and from
// nothing else.
type Evaluator struct {
	net      *sim.Network
	Readings deduce.Modes // of the description
	// Heard are the fields of messages, by label.
	Heard map[string][]trace.Datum
	// Revealed are the secrets of principals, by principal and name.
	Revealed map[string]map[string]*trace.Value
	done     map[string]*trace.Value // by the text of the recipe
	made     []computed              // what the adversary evaluated, in order
	noted    map[string]bool         // the recipes in made, by their text
	deducing bool                    // it is deduction that evaluates
}

// A computed value is the value of a recipe that was evaluated: the adversary has its bytes.
type computed struct {
	recipe deduce.Recipe
	is     *trace.Value
}

// NewEvaluator returns an evaluator of an adversary that was given nothing yet.
func NewEvaluator(n *sim.Network) *Evaluator {
	return &Evaluator{net: n, Readings: deduce.ModesOf(n.Protocol),
		Heard:    map[string][]trace.Datum{},
		Revealed: map[string]map[string]*trace.Value{}, done: map[string]*trace.Value{},
		noted: map[string]bool{}}
}

// A deducer is an Evaluator that works for deduction: what it computes is not noted as made by
// the adversary.
type deducer struct{ *Evaluator }

func (d deducer) PublicKey(name string) bool { return d.net.PublicKeys[name] != nil }
func (d deducer) Modes() deduce.Modes        { return d.Readings }
func (d deducer) Order() *big.Int            { return d.net.Suite.Order() }

func (d deducer) Evaluate(r deduce.Recipe) (*trace.Value, error) {
	before := d.deducing
	d.deducing = true
	defer func() { d.deducing = before }()
	return d.Evaluator.Evaluate(r)
}

// Evaluate computes the value of a recipe, once for each recipe. Its errors name what the
// adversary lacks. Only here does the adversary come by values of its own. So each value is
// noted here, with all the values that it is made from.
func (e *Evaluator) Evaluate(r deduce.Recipe) (*trace.Value, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	key := r.String()
	v := e.done[key]
	if v == nil {
		var err error
		if v, err = e.make(r); err != nil {
			return nil, err
		}
		e.done[key] = v
	}
	if e.deducing || e.noted[key] {
		return v, nil
	}
	// Where deduction made it before, what it is made from has still to be noted.
	if _, err := e.values(r); err != nil {
		return nil, err
	}
	e.noted[key] = true
	e.made = append(e.made, computed{r, v})
	return v, nil
}

func (e *Evaluator) make(r deduce.Recipe) (*trace.Value, error) {
	if v, given, err := e.given(r); given || err != nil {
		return v, err
	}
	args, err := e.values(r)
	if err != nil {
		return nil, err
	}
	var v *trace.Value
	switch r.Op {
	case "part":
		return e.part(r, func(n int) ([]*trace.Value, error) {
			return e.Open(args[0], args[1], n)
		})
	case "recovered":
		return e.part(r, func(n int) ([]*trace.Value, error) { return e.net.Recover(args[0], n) })
	case "split":
		return e.part(r, func(n int) ([]*trace.Value, error) { return e.parts(args[0], n) })
	case "flip":
		return e.flip(args[0], r.Args[1], r.Args[2].Text)
	case "cast":
		return e.cast(r.Args[0].Text, args[0])
	case "G":
		return e.net.Apply(model.OpMul, 0, "", e.net.Constant(integer(big.NewInt(1))),
			e.net.Constant(model.G))
	case "mul":
		if args[0].Sort == model.Point { // either order will do
			args[0], args[1] = args[1], args[0]
		}
	}
	op, _ := model.OpNamed(r.Op)
	stream := ""
	if r.Random() {
		stream = fmt.Sprintf("encryption/%s", r.Args[0].Int)
	}
	mode := e.Readings[op]
	if r.Op == op.Row().Bare {
		mode &^= model.Padded
	}
	v, err = e.net.Apply(op, mode, stream, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Op, err)
	}
	return v, nil
}

// Open decrypts a ciphertext with a key and returns its n fields. Where the description has
// padded and unpadded ciphertexts, it opens either.
func (e *Evaluator) Open(c, key *trace.Value, n int) ([]*trace.Value, error) {
	mode := e.Readings[model.OpSEnc]
	fields, err := e.net.Open(c, key, mode, n)
	if err != nil && mode&model.Padded != 0 {
		if bare, errBare := e.net.Open(c, key, mode&^model.Padded, n); errBare == nil {
			return bare, nil
		}
	}
	return fields, err
}

// values evaluates those arguments of a recipe that are recipes. A multiple of G takes the
// generator as it is, which saves one multiplication.
func (e *Evaluator) values(r deduce.Recipe) ([]*trace.Value, error) {
	var values []*trace.Value
	for _, a := range r.Values() {
		if r.Op == "mul" && a.Op == "G" {
			values = append(values, e.net.Constant(model.G))
			continue
		}
		v, err := e.Evaluate(a)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// given computes the value of a recipe that is no operation on other values: a field of a
// message, a secret that was revealed, or what is public.
func (e *Evaluator) given(r deduce.Recipe) (v *trace.Value, given bool, err error) {
	switch r.Op {
	case "field":
		v, err = e.field(r.Args[0].Text, r.Args[1])
	case "own":
		v, err = e.own(r.Args[0].Text, r.Args[1].Text)
	case "puk":
		if v = e.net.PublicKeys[r.Args[0].Text]; v == nil {
			err = fmt.Errorf("the directory has no key of %q", r.Args[0].Text)
		}
	case "public":
		if v = e.net.Public[r.Args[0].Text]; v == nil {
			err = fmt.Errorf("no value %q is published", r.Args[0].Text)
		}
	case "entry":
		row := e.net.Directory[r.Args[0].Text]
		var i int
		if i, err = index(r.Args[1], len(row), "values", r.Args[0].Text); err == nil {
			v = row[i]
		}
	case "id":
		v, err = e.net.Literal(model.Identity, []byte(r.Args[0].Text))
	case "label":
		v = e.net.Constant(model.Label(r.Args[0].Text))
	case "data":
		v, err = e.net.Literal(model.Data, []byte(r.Args[0].Text))
	case "hexdata":
		var raw []byte
		if raw, err = hex.DecodeString(r.Args[0].Text); err == nil {
			v, err = e.net.Literal(model.Data, raw)
		}
	default:
		return e.drawn(r)
	}
	return v, true, err
}

// integer returns a number as a term.
func integer(n *big.Int) *model.Term {
	return &model.Term{Op: model.OpConst, Sort: model.Scalar, Name: n.String()}
}

// drawn computes the value of a recipe for a time, a number or a random value.
func (e *Evaluator) drawn(r deduce.Recipe) (v *trace.Value, given bool, err error) {
	switch r.Op {
	case "time":
		if !r.Args[0].Int.IsInt64() {
			return nil, true, fmt.Errorf("time(%s): out of range", r.Args[0].Int)
		}
		v, err = e.net.TimeValue(trace.Epoch.Add(trace.Duration(r.Args[0].Int.Int64())))
	case "const":
		v = e.net.Constant(integer(r.Args[0].Int))
	case "fresh":
		v, err = e.net.Fresh(model.Scalar, r.Args[0].Text, 0)
	case "freshkey":
		v, err = e.net.Fresh(model.Key, r.Args[0].Text, 0)
	case "junk":
		n := r.Args[1].Int
		if !n.IsInt64() || n.Int64() < 0 || n.Int64() > maxJunk {
			return nil, true, fmt.Errorf("junk: %s bytes: want 0 to %d", n, maxJunk)
		}
		v, err = e.net.Fresh(model.Data, r.Args[0].Text, int(n.Int64()))
	default:
		return nil, false, nil
	}
	return v, true, err
}

// maxJunk is the largest size of a random value in bytes: 16 MiB.
const maxJunk = 1 << 24

func (e *Evaluator) field(label string, i deduce.Recipe) (*trace.Value, error) {
	fields, ok := e.Heard[label]
	if !ok {
		return nil, fmt.Errorf("no message %q has been seen", label)
	}
	n, err := index(i, len(fields), "fields", label)
	if err != nil {
		return nil, err
	}
	return fields[n].Value, nil
}

func (e *Evaluator) own(principal, name string) (*trace.Value, error) {
	if v := e.Revealed[principal][name]; v != nil {
		return v, nil
	}
	return nil, fmt.Errorf("the adversary does not hold %s of %s", name, principal)
}

// index reads a number from 1 to n out of a recipe, and returns it less 1.
func index(r deduce.Recipe, n int, what, of string) (int, error) {
	if !r.Int.IsInt64() || r.Int.Int64() < 1 || r.Int.Int64() > int64(n) {
		return 0, fmt.Errorf("number %s: %s has %d %s", r.Int, of, n, what)
	}
	return int(r.Int.Int64()) - 1, nil
}

// part returns one field of a text, which open takes apart into fields.
func (e *Evaluator) part(r deduce.Recipe, open func(n int) ([]*trace.Value,
	error)) (*trace.Value, error) {
	n := r.Args[1].Int
	if !n.IsInt64() || n.Int64() < 1 || n.Int64() > 64 {
		return nil, fmt.Errorf("%s: %s fields: want 1 to 64", r.Op, n)
	}
	values, err := open(int(n.Int64()))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Op, err)
	}
	i, err := index(r.Args[0], len(values), "fields", "the text")
	if err != nil {
		return nil, err
	}
	return values[i], nil
}

// parts takes the bytes of a tuple apart into its n fields.
func (e *Evaluator) parts(v *trace.Value, n int) ([]*trace.Value, error) {
	if v.Sort != model.Text {
		return nil, fmt.Errorf("a %s is no tuple", v.Sort)
	}
	raw, err := wire.Decode(v.Bytes(), n)
	if err != nil {
		return nil, err
	}
	var values []*trace.Value
	for _, f := range raw {
		values = append(values, e.net.Recognize(f))
	}
	return values, nil
}

// flip changes bytes in the encoding of a value. The result has the value's sort; but a half of
// a key pair becomes data, since it is no key any more.
func (e *Evaluator) flip(v *trace.Value, from deduce.Recipe, mask string) (*trace.Value, error) {
	m, err := hex.DecodeString(mask)
	if err != nil {
		return nil, fmt.Errorf("flip: mask %q: want hexadecimal", mask)
	}
	raw := bytes.Clone(v.Bytes())
	last := len(raw) - len(m)
	if !from.Int.IsInt64() || from.Int.Int64() < 0 || from.Int.Int64() > int64(last) {
		return nil, fmt.Errorf("flip: %d bytes from %s on: the value has %d", len(m), from.Int,
			len(raw))
	}
	subtle.XORBytes(raw[from.Int.Int64():], raw[from.Int.Int64():], m)
	sort := v.Sort
	if sort == model.PublicKey || sort == model.PrivateKey {
		sort = model.Data
	}
	return e.net.Literal(sort, raw)
}

// castSorts are the sorts that bytes can be read as. A half of a key pair is not among them.
var castSorts = []model.Sort{model.Identity, model.Scalar, model.Point, model.Key, model.Time,
	model.Data, model.Certificate, model.Ciphertext, model.Signature, model.Masked, model.Text}

// cast reads the bytes of a value as another sort, as a receiver of the bytes may do.
func (e *Evaluator) cast(sort string, v *trace.Value) (*trace.Value, error) {
	var names []string
	for _, s := range castSorts {
		if s.String() == sort {
			return e.net.Literal(s, v.Bytes())
		}
		names = append(names, s.String())
	}
	return nil, fmt.Errorf("cast: sort %q: want one of %s", sort, strings.Join(names, ", "))
}
