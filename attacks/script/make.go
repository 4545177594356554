package script

import (
	"bytes"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/attacks/deduce"
	"emrproof/attacks/script/convert"
	"emrproof/model"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// The numbers of steps that computations cost.
const (
	cheap  = 20
	costly = 300 // with keys of a pair, or points
)

// valueFuncs are the functions that make values. Those that are operations of recipes have the
// operations' names.
var valueFuncs = append([]scriptFunc{
	{"own", "who, name", cheap, false, (*host).doOwn},
	{"prk", "who", cheap, false, (*host).doPRK},
	{"puk", "who", cheap, false, (*host).doPUK},
	{"public", "name", cheap, false, (*host).doPublic},
	{"entry", "who, i", cheap, false, (*host).doEntry},
	{"identity", "name", cheap, false, (*host).doText},
	{"data", "text", cheap, false, (*host).doText},
	{"hexdata", "text", cheap, false, (*host).doText},
	{"stamp", "ahead", cheap, false, (*host).doStamp},
	{"const", "n", cheap, false, (*host).doConst},
	{"G", "", cheap, false, (*host).doG},
	{"fresh", "name", cheap, false, (*host).doText},
	{"freshkey", "name", cheap, false, (*host).doText},
	{"junk", "name, n", cheap, false, (*host).doJunk},
	{"open", "c, key, n", costly, false, (*host).doOpen},
	{"can_open", "c, key, n", costly, false, (*host).doCanOpen},
	{"recovered", "sig, n", cheap, false, (*host).doRecovered},
	{"verify", "sig, key, *fields", costly, false, (*host).doVerify},
	{"label", "text", cheap, false, (*host).doText},
	{"flip", "v, at, mask", cheap, false, (*host).doFlip},
	{"cast", "sort, v", cheap, false, (*host).doCast},
}, termFuncs()...)

// termFuncs returns the functions for the operations of terms. It has none for tuple, because
// Starlark has a function of that name.
func termFuncs() []scriptFunc {
	var all []scriptFunc
	for o := range model.Op(model.Ops) {
		row := o.Row()
		var params []string
		for _, p := range row.Params {
			params = append(params, p.Name)
		}
		steps := cheap
		if row.Costly {
			steps = costly
		}
		for _, name := range []string{row.Name, row.Bare} {
			if name != "" && !starlark.Universe.Has(name) {
				all = append(all, scriptFunc{name, strings.Join(params, ", "), steps, false,
					(*host).doCompute})
			}
		}
	}
	return all
}

func asValue(v starlark.Value) (*value, error) {
	if v, ok := v.(*value); ok {
		return v, nil
	}
	if _, ok := v.(starlark.String); ok {
		return nil, fmt.Errorf("a string is no value: want identity(%s) or data(%s)", v, v)
	}
	return nil, fmt.Errorf("%s is no value", convert.TypeName(v))
}

// made returns the value of a recipe as the result of a function, or an error that says what is
// missing.
func (h *host) made(name string, r deduce.Recipe) (starlark.Value, error) {
	v, err := h.evaluate(r)
	if err != nil {
		if s := err.Error(); !strings.HasPrefix(s, name+":") {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return nil, err
	}
	return v, nil
}

func (h *host) doOwn(c call) (starlark.Value, error) {
	var who, name string
	if err := c.unpack("who", &who, "name", &name); err != nil {
		return nil, err
	}
	return h.own(who, name)
}

func (h *host) doPRK(c call) (starlark.Value, error) {
	var who string
	if err := c.unpack("who", &who); err != nil {
		return nil, err
	}
	return h.own(who, "PRK")
}

// own returns a secret of a principal's that was revealed.
func (h *host) own(who, name string) (starlark.Value, error) {
	if err := h.principal(who); err != nil {
		return nil, err
	}
	if h.x.Evaluator.Revealed[who][name] == nil {
		return nil, h.lacks(who, name)
	}
	return h.evaluate(deduce.Apply("own", deduce.Text(who), deduce.Text(name)))
}

// lacks returns the error that the adversary does not hold a secret, with how it could come by
// it.
func (h *host) lacks(who, name string) error {
	subject := "the adversary does"
	if len(h.corrupt) == 1 {
		subject = h.corrupt[0] + " does"
	} else if len(h.corrupt) > 1 {
		subject = strings.Join(h.corrupt, " and ") + " do"
	}
	hint := fmt.Sprintf("reveal it first (%q or %q), or corrupt %s", h.holder(name), trace.RevealAll,
		who)
	if slices.Contains(h.corrupt, who) || h.holder(name) == "" {
		held := slices.Sorted(maps.Keys(h.x.Evaluator.Revealed[who]))
		hint = "of " + who + " it holds " + strings.Join(held, ", ")
		if len(held) == 0 {
			hint = "of " + who + " it holds nothing"
		}
	}
	return fmt.Errorf("%s not hold %s of %s: %s; %s", subject, name, who, hint, h.corrupted())
}

// holder returns the kind of reveal that gives a secret of this name, or "" if none does.
func (h *host) holder(name string) string {
	kind := ""
	h.x.Net.Protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		switch {
		case s.Kind == model.StepInput && s.Input == model.InputBiometric && s.Var.Name == name:
			kind = trace.RevealBiometric
		case s.Kind == model.StepStore && s.Term == nil && kind == "":
			for _, f := range s.Fields {
				if f.Name == name {
					kind = trace.RevealStore
				}
			}
		}
	})
	switch table, _, _ := strings.Cut(name, " "); {
	case name == "PRK":
		return trace.RevealKeys
	case kind == "" && table != name:
		return trace.RevealTables
	}
	return kind
}

func (h *host) doPUK(c call) (starlark.Value, error) {
	var who string
	if err := c.unpack("who", &who); err != nil {
		return nil, err
	}
	if err := h.principal(who); err != nil {
		return nil, err
	}
	return h.made(c.name, deduce.Apply("puk", deduce.Text(who)))
}

func (h *host) doPublic(c call) (starlark.Value, error) {
	var name string
	if err := c.unpack("name", &name); err != nil {
		return nil, err
	}
	if values := h.x.Net.Public; values[name] == nil {
		return nil, fmt.Errorf("public: value %q: want one of %s", name,
			convert.OneOf(slices.Sorted(maps.Keys(values))))
	}
	return h.made(c.name, deduce.Apply("public", deduce.Text(name)))
}

func (h *host) doEntry(c call) (starlark.Value, error) {
	var who string
	var i int
	if err := c.unpack("who", &who, "i", &i); err != nil {
		return nil, err
	}
	if err := h.principal(who); err != nil {
		return nil, err
	}
	return h.made(c.name, deduce.Apply("entry", deduce.Text(who), deduce.Number(i)))
}

// textOps are the operations of recipes for the functions that take one string.
var textOps = map[string]string{"identity": "id", "data": "data", "hexdata": "hexdata",
	"fresh": "fresh", "freshkey": "freshkey", "label": "label"}

func (h *host) doText(c call) (starlark.Value, error) {
	var s string
	if err := c.positional(1, &s); err != nil {
		return nil, err
	}
	return h.made(c.name, deduce.Apply(textOps[c.name], deduce.Text(s)))
}

// doStamp makes a time stamp of the true time, or of a time ahead of it.
func (h *host) doStamp(c call) (starlark.Value, error) {
	var ahead starlark.Value = starlark.String("0s")
	if err := c.unpack("ahead?", &ahead); err != nil {
		return nil, err
	}
	d, err := convert.Duration(ahead)
	if err != nil {
		return nil, fmt.Errorf("stamp: %w", err)
	}
	at := new(big.Int).Add(big.NewInt(int64(h.x.Net.Now().Since())), big.NewInt(int64(d)))
	return h.made(c.name, deduce.Apply("time", deduce.Integer(at)))
}

func (h *host) doConst(c call) (starlark.Value, error) {
	var n starlark.Int
	if err := c.positional(1, &n); err != nil {
		return nil, err
	}
	return h.made(c.name, deduce.Apply("const", deduce.Integer(n.BigInt())))
}

// doG makes the generator, as 1·G: a value that is sent or hashed needs bytes.
func (h *host) doG(c call) (starlark.Value, error) {
	if err := c.positional(0); err != nil {
		return nil, err
	}
	return h.made(c.name, deduce.Apply("mul", deduce.Apply("const", deduce.Number(1)),
		deduce.Apply("G")))
}

func (h *host) doJunk(c call) (starlark.Value, error) {
	var name string
	var n int
	if err := c.unpack("name", &name, "n", &n); err != nil {
		return nil, err
	}
	if err := h.meter.Allocate(max(n, 0)); err != nil {
		return nil, err
	}
	return h.made(c.name, deduce.Apply("junk", deduce.Text(name), deduce.Number(n)))
}

// An opening has the arguments of open: a ciphertext, a key, and the number of fields.
type opening struct {
	c, key *value
	n      int
}

func opens(c call) (o opening, err error) {
	var what, key starlark.Value
	if err := c.unpack("c", &what, "key", &key, "n", &o.n); err != nil {
		return o, err
	}
	if o.c, err = asValue(what); err == nil {
		o.key, err = asValue(key)
	}
	if err == nil {
		err = checkFields(o.n)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", c.name, err)
	}
	return o, err
}

func checkFields(n int) error {
	if n < 1 || n > 64 {
		return fmt.Errorf("%d fields: want 1 to 64", n)
	}
	return nil
}

func (h *host) doOpen(c call) (starlark.Value, error) {
	o, err := opens(c)
	if err != nil {
		return nil, err
	}
	h.meter.Spend((o.n - 1) * costly)
	return h.parts(c.name, o.n, func(i int) deduce.Recipe {
		return deduce.Apply("part", deduce.Number(i), deduce.Number(o.n), o.c.recipe, o.key.recipe)
	})
}

// parts returns the list of the n fields of a text.
func (h *host) parts(name string, n int, part func(i int) deduce.Recipe) (starlark.Value, error) {
	var all []starlark.Value
	for i := 1; i <= n; i++ {
		v, err := h.evaluate(part(i))
		if err != nil {
			return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), part(i).Op+": "))
		}
		all = append(all, v)
	}
	return frozen(starlark.NewList(all)), nil
}

func (h *host) doCanOpen(c call) (starlark.Value, error) {
	o, err := opens(c)
	if err != nil {
		return nil, err
	}
	_, err = h.x.Evaluator.Open(o.c.is, o.key.is, o.n)
	return starlark.Bool(err == nil), nil
}

func (h *host) doRecovered(c call) (starlark.Value, error) {
	var v starlark.Value
	var n int
	if err := c.unpack("sig", &v, "n", &n); err != nil {
		return nil, err
	}
	sig, err := asValue(v)
	if err == nil {
		err = checkFields(n)
	}
	if err == nil && h.x.Evaluator.Readings[model.OpSign]&model.Recovery == 0 {
		err = fmt.Errorf("signatures carry no text here: want option E12")
	}
	if err != nil {
		return nil, fmt.Errorf("recovered: %w", err)
	}
	return h.parts(c.name, n, func(i int) deduce.Recipe {
		return deduce.Apply("recovered", deduce.Number(i), deduce.Number(n), sig.recipe)
	})
}

// doCompute makes a value by the operation that has the function's name. If the operation is
// random, it takes the next number.
func (h *host) doCompute(c call) (starlark.Value, error) {
	name := c.name
	if len(c.kwargs) > 0 {
		return nil, fmt.Errorf("%s: want values without names before them", name)
	}
	r := deduce.Recipe{Op: name}
	if r.Random() {
		h.sealed++
		r.Args = append(r.Args, deduce.Number(h.sealed))
	}
	for i, a := range c.args {
		v, err := asValue(a)
		if err != nil {
			return nil, fmt.Errorf("%s: argument %d: %w", name, i+1, err)
		}
		r.Args = append(r.Args, v.recipe)
	}
	return h.made(name, r)
}

func (h *host) doFlip(c call) (starlark.Value, error) {
	var v starlark.Value
	var at int
	var mask string
	if err := c.unpack("v", &v, "at", &at, "mask", &mask); err != nil {
		return nil, err
	}
	x, err := asValue(v)
	if err != nil {
		return nil, fmt.Errorf("flip: %w", err)
	}
	return h.made(c.name, deduce.Apply("flip", x.recipe, deduce.Number(at), deduce.Text(mask)))
}

func (h *host) doCast(c call) (starlark.Value, error) {
	var sort string
	var v starlark.Value
	if err := c.unpack("sort", &sort, "v", &v); err != nil {
		return nil, err
	}
	x, err := asValue(v)
	if err != nil {
		return nil, fmt.Errorf("cast: %w", err)
	}
	return h.made(c.name, deduce.Apply("cast", deduce.Text(sort), x.recipe))
}

// doVerify says whether a signature on fields is valid under a public key.
func (h *host) doVerify(c call) (starlark.Value, error) {
	if len(c.kwargs) > 0 || len(c.args) < 3 {
		return nil, fmt.Errorf("verify: want a signature, a public key, and the fields that are signed")
	}
	var all []*value
	for i, a := range c.args {
		v, err := asValue(a)
		if err != nil {
			return nil, fmt.Errorf("verify: argument %d: %w", i+1, err)
		}
		all = append(all, v)
	}
	by, err := h.x.Net.Suite.DecodePublicKeys(all[1].is.Bytes())
	if err != nil {
		return nil, fmt.Errorf("verify: argument 2 is of sort %s, want public key", all[1].is.Sort)
	}
	var fields [][]byte
	for _, v := range all[2:] {
		fields = append(fields, v.is.Bytes())
	}
	mode := h.x.Evaluator.Readings[model.OpSign]
	sig, body := all[0].is.Bytes(), wire.Encode(fields...)
	if mode&model.Raw != 0 {
		body = bytes.Join(fields, nil)
	}
	if mode&model.Recovery != 0 {
		parts, err := wire.Decode(sig, 2)
		if err != nil {
			return starlark.False, nil
		}
		sig = parts[0]
	}
	return starlark.Bool(h.x.Net.Suite.Verify(by, body, sig)), nil
}
