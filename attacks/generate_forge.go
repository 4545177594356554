package attacks

import (
	"emrproof/model"
	"emrproof/sim/trace"
)

// opNow stands in a forged recipe for the time at which it is used.
const opNow = "now"

// forge makes a term as well as can be, as the description makes it: what cannot
// be derived is made from its parts, and what has none is made up. What it makes up
// in the place of the whole has as many bytes as that.
func forge(k *Knowledge, t *model.Term, size int) Recipe {
	f := forger{knows: k}
	return f.make(t, size)
}

type forger struct {
	knows  *Knowledge
	sealed int
}

// partSize is how many bytes are made up for a part of a term.
const partSize = 64

func (f *forger) make(t *model.Term, size int) Recipe {
	if r, ok := f.knows.Derive(t); ok {
		return r
	}
	r := Recipe{Op: termOps[t.Op]}
	if seal := f.knows.modes.sealOp(t); seal != "" {
		f.sealed++
		r = recipe(seal, number(f.sealed))
	}
	if r.Op == "" || t.Op.Row().Signs() { // nobody signs without a key
		return inventValue(t.Sort, symbolOf(t), size)
	}
	for _, a := range t.Args {
		r.Args = append(r.Args, f.make(a, partSize))
	}
	return r
}

// symbolOf is the paper's symbol, where there is one.
func symbolOf(t *model.Term) string {
	if t.Name != "" {
		return t.Name
	}
	return t.Sort.String()
}

// inventValue makes a value up; where nothing else will do, of random bytes.
func inventValue(sort model.Sort, name string, size int) Recipe {
	switch sort {
	case model.Scalar:
		return recipe("fresh", text(name))
	case model.Point:
		return recipe("mul", recipe("fresh", text(name)), recipe("G"))
	case model.Key:
		return recipe("freshkey", text(name))
	case model.Time:
		return recipe(opNow)
	case model.Identity:
		return recipe("id", text("nobody"))
	}
	return recipe("junk", text(name), number(size))
}

// stamped puts a time in the place of opNow.
func stamped(r Recipe, now trace.Duration) Recipe {
	if r.Op == opNow {
		return recipe("time", number(int(now)))
	}
	return r.mapArgs(func(a Recipe) Recipe { return stamped(a, now) })
}

// inTheNameOf speaks of another principal.
func inTheNameOf(r Recipe, from, to string) Recipe {
	switch r.Op {
	case "id", "puk", "entry":
		return r.mapArgs(func(a Recipe) Recipe {
			if a.Op == opText && a.Text == from {
				return text(to)
			}
			return a
		})
	}
	return r.mapArgs(func(a Recipe) Recipe { return inTheNameOf(a, from, to) })
}

func (r Recipe) mapArgs(f func(Recipe) Recipe) Recipe {
	args := make([]Recipe, len(r.Args))
	for i, a := range r.Args {
		args[i] = f(a)
	}
	r.Args = args
	return r
}
