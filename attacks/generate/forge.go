package generate

import (
	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// forge returns the recipe that comes closest to a term which the adversary may not know. What
// cannot be derived is made from its parts, as in the description; and what has no parts is
// made up. If the whole term is made up, it has size bytes.
func forge(x *attacks.Executor, t *model.Term, size int) deduce.Recipe {
	f := forger{knows: x.Knowledge, modes: x.Evaluator.Readings}
	return f.make(t, size)
}

type forger struct {
	modes  deduce.Modes
	knows  *deduce.Knowledge
	sealed int
}

func (f *forger) make(t *model.Term, size int) deduce.Recipe {
	if r, ok := f.knows.Derive(t); ok {
		return r
	}
	r := f.modes.Begin(t, &f.sealed)
	if r.Op == "" || t.Op.Row().Signs() { // nobody signs without a key
		return deduce.Invent(t.Sort, symbolOf(t), size)
	}
	for _, a := range t.Args {
		r.Args = append(r.Args, f.make(a, f.modes.PartSize()))
	}
	return r
}

// symbolOf returns the paper's symbol for a term, or else the term's sort.
func symbolOf(t *model.Term) string {
	if t.Name != "" {
		return t.Name
	}
	return t.Sort.String()
}

// stamped replaces now() in a recipe by a time.
func stamped(r deduce.Recipe, now trace.Duration) deduce.Recipe {
	if r.Op == "now" {
		return deduce.Apply("time", deduce.Number(now))
	}
	return mapArgs(r, func(a deduce.Recipe) deduce.Recipe { return stamped(a, now) })
}

// inTheNameOf replaces the name of one principal by that of another in a recipe: in identities,
// public keys and rows of the directory. What was sealed stays sealed under the key that it was.
func inTheNameOf(r deduce.Recipe, from, to string) deduce.Recipe {
	switch r.Op {
	case "part":
		return r
	case "id", "puk", "entry":
		return mapArgs(r, func(a deduce.Recipe) deduce.Recipe {
			if a.Text == from {
				return deduce.Text(to)
			}
			return a
		})
	}
	return mapArgs(r, func(a deduce.Recipe) deduce.Recipe { return inTheNameOf(a, from, to) })
}

func mapArgs(r deduce.Recipe, f func(deduce.Recipe) deduce.Recipe) deduce.Recipe {
	args := make([]deduce.Recipe, len(r.Args))
	for i, a := range r.Args {
		args[i] = f(a)
	}
	r.Args = args
	return r
}
