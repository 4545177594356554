package deduce

import (
	"math/big"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/sim/trace"
)

// A form describes an operation of recipes: the arguments that it takes, and what it makes.
type form struct{ args, doc string }

// recipeOps are the operations of recipes by name. Those that are also operations of terms come
// from the table in package model.
var recipeOps = withTerms(map[string]form{
	"field":     {"si", "field i, from 1, of the message with this label"},
	"own":       {"ss", "a principal's secret of this name, once it is revealed"},
	"puk":       {"s", "a principal's public key"},
	"public":    {"s", "a published value, such as PK"},
	"entry":     {"si", "value i of a principal's row in the directory"},
	"G":         {"", "the generator"},
	"id":        {"s", "an identity"},
	"data":      {"s", "bytes, as text"},
	"hexdata":   {"s", "bytes, in hexadecimal"},
	"time":      {"i", "a time stamp, in nanoseconds since the run began"},
	"const":     {"i", "an integer as a scalar"},
	"fresh":     {"s", "a random scalar of this name"},
	"freshkey":  {"s", "32 random bytes of this name"},
	"junk":      {"si", "so many random bytes of this name"},
	"part":      {"iivv", "field i of the n fields that a ciphertext opens to under a key"},
	"recovered": {"iiv", "field i of the n fields of a signature with message recovery"},
	"split":     {"iiv", "field i of the n fields of a tuple"},
	"label":     {"s", "a constant text of the description, such as \"D sends\""},
	"flip":      {"vis", "a value with bytes xored from an offset on, the mask in hexadecimal"},
	"cast":      {"sv", "the bytes of a value read as another sort, such as \"key\""},
})

// withTerms adds the operations of terms to the operations of recipes. What is random in one is
// drawn from the stream that a number names.
func withTerms(ops map[string]form) map[string]form {
	for o := range model.Op(model.Ops) {
		row := o.Row()
		if row.Name == "" {
			continue
		}
		args, doc := "", row.Doc
		if row.Random {
			args, doc = "i", doc+", with the number of its randomness"
		}
		for _, p := range row.Params {
			if strings.HasPrefix(p.Name, "*") {
				args += string(argMore)
			} else {
				args += string(argValue)
			}
		}
		ops[row.Name] = form{args, doc}
		if row.Bare != "" {
			ops[row.Bare] = form{args, row.Doc + " where others are padded, and it is not"}
		}
	}
	return ops
}

// termOps are the names that recipes have for operations of terms, where the same parts always
// give the same bytes. E_PUK(…), E_SEK(…) and certificates are not among them: encrypting again
// gives another ciphertext, and each certificate has a number of its own.
var termOps = func() map[model.Op]string {
	names := map[model.Op]string{}
	for o := range model.Op(model.Ops) {
		if row := o.Row(); row.Name != "" && !row.Random && !row.Numbered {
			names[o] = row.Name
		}
	}
	return names
}()

// Begin returns the recipe that makes a term, still without the recipes of the term's parts. The
// recipe has no operation if none makes the term from its parts. An encryption takes the next
// number after sealed.
func (m Modes) Begin(t *model.Term, sealed *int) Recipe {
	if r, ok := constant(t); ok {
		return r
	}
	row := t.Op.Row()
	switch {
	case !row.Random:
		return Recipe{Op: termOps[t.Op]}
	case row.Name == "":
		return Recipe{}
	}
	*sealed++
	op := row.Name
	if row.Bare != "" && t.Mode&model.Padded == 0 && m[t.Op]&model.Padded != 0 {
		op = row.Bare
	}
	return Apply(op, Number(*sealed))
}

// constant returns the recipe of a term that is the same in every run: the generator, an
// integer or a label.
func constant(t *model.Term) (r Recipe, ok bool) {
	switch t.Op {
	case model.OpGen:
		return Apply("G"), true
	case model.OpConst:
		n, ok := new(big.Int).SetString(t.Name, 10)
		if !ok {
			panic("deduce: internal error: constant " + t.Name)
		}
		return Apply("const", Integer(n)), true
	case model.OpLabel:
		return Apply("label", Text(t.Name)), true
	}
	return Recipe{}, false
}

// Heard returns the recipes of the fields of a message that the adversary has seen.
func Heard(m *trace.Message) []Recipe {
	var list []Recipe
	for i := range m.Fields {
		list = append(list, Apply("field", Text(m.Label), Number(i+1)))
	}
	return list
}

// PartSize returns the size of a value that the adversary makes up for a part of a message. In
// a description with exclusive ors it is that of nonces, keys and hashes, so that the value can
// stand in one with them.
func (m Modes) PartSize() int {
	if _, xors := m[model.OpXOR]; xors {
		return 32
	}
	return 64
}

// Invent returns the recipe of a value that the adversary makes up: random bytes where nothing
// else will do. For a time it is the recipe now(), which the caller replaces by the time at
// which the value is used.
func Invent(sort model.Sort, name string, size int) Recipe {
	switch sort {
	case model.Scalar:
		return Apply("fresh", Text(name))
	case model.Point:
		return Apply("mul", Apply("fresh", Text(name)), Apply("G"))
	case model.Key:
		return Apply("freshkey", Text(name))
	case model.Time:
		return Apply("now")
	case model.Identity:
		return Apply("id", Text("nobody"))
	}
	return Apply("junk", Text(name), Number(size))
}

// row returns the operation of terms that the recipe applies, or nil if it applies none.
func (r Recipe) row() *model.Operation {
	if op, ok := model.OpNamed(r.Op); ok {
		return op.Row()
	}
	return nil
}

// Random says whether the recipe's first argument is the number of its randomness.
func (r Recipe) Random() bool {
	row := r.row()
	return row != nil && row.Random
}

// fields returns the recipes of the text that the recipe's operation works on.
func (r Recipe) fields() []Recipe {
	first := 0
	if r.Random() {
		first++
	}
	if row := r.row(); row != nil && row.Keyed {
		first++
	}
	return r.Args[min(first, len(r.Args)):]
}

// joins says whether the recipe puts parts together that can be read off again without a key.
func (r Recipe) joins() bool {
	row := r.row()
	return row != nil && slices.ContainsFunc(row.Undo, func(u model.Undo) bool { return u.Key == nil })
}

// undoing returns the recipe that takes field i of n out of a term, with a key where one is
// needed.
func undoing(u model.Undo, i, n int, t, key Recipe) Recipe {
	r := Recipe{Op: u.Recipe}
	for _, a := range u.Args {
		switch a {
		case 'i':
			r.Args = append(r.Args, Number(i))
		case 'n':
			r.Args = append(r.Args, Number(n))
		case 't':
			r.Args = append(r.Args, t)
		case 'k':
			r.Args = append(r.Args, key)
		}
	}
	return r
}

// guessBytes is the length from which on a text counts as one that nobody guesses.
const guessBytes = 16

// Guess says whether a recipe only gives back a text that the adversary wrote down itself, and
// that is so short that it may have been guessed. If one of ten thousand numbers is the right
// one, that does not tell the adversary which. What a right guess opens is no guess, nor is
// what is computed from it; and a script can exhibit a guess.
func (r Recipe) Guess() bool {
	switch r.Op {
	case "data":
		return len(r.Args[0].Text) < guessBytes
	case "hexdata":
		return len(r.Args[0].Text) < 2*guessBytes
	case "id", "time": // names are public: the adversary may write any of them down
		return true
	case "flip":
		return r.Args[0].Guess()
	case "cast":
		return r.Args[1].Guess()
	case opXOR: // of such texts alone, or where all else cancels out
		return !slices.ContainsFunc(odd(r.Args), func(a Recipe) bool { return !a.Guess() })
	}
	in, ok := r.putIn()
	return ok && in.Guess()
}

// putIn returns the recipe of a part that the adversary put into a term itself, where the
// recipe takes just that part out again.
func (r Recipe) putIn() (Recipe, bool) {
	switch r.Op {
	case "split", "recovered", "part":
		from := r.Args[2]
		if row := from.row(); row == nil || row.Undo == nil {
			return Recipe{}, false
		}
		i := int(r.Args[0].Int.Int64()) - 1
		if fields := from.fields(); i >= 0 && i < len(fields) {
			return fields[i], true
		}
	}
	return Recipe{}, false
}
