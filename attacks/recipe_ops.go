package attacks

import (
	"slices"
	"strings"

	"emrproof/model"
)

// A form is what an operation of recipes takes, and what it makes.
type form struct{ args, doc string }

// recipeOps are the operations by name: those of terms are in the table that model has.
var recipeOps = withTerms(map[string]form{
	"field":     {"si", "field i, from 1, of the message with this label"},
	"own":       {"ss", "a principal's secret of this name, once it is revealed"},
	"puk":       {"s", "a principal's public key"},
	"public":    {"s", "a published value, such as PK"},
	"entry":     {"si", "value i of a principal's row in the directory, such as R_HPC1"},
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

// withTerms adds the operations of terms. What is random in one is drawn from the stream
// that a number names.
func withTerms(ops map[string]form) map[string]form {
	for o := range model.Op(model.Ops) {
		row := o.Row()
		if row.Name == "" {
			continue
		}
		args, doc := "", row.Doc
		if row.Varies == model.Random {
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

// termOps are the recipes' names for the operations of terms that anybody who has
// the parts gives the same bytes. E_PUK(…), E_SEK(…) and certificates are not among
// them: what is encrypted again is another ciphertext, and a certificate has a
// number of its own.
var termOps = func() map[model.Op]string {
	names := map[model.Op]string{}
	for o := range model.Op(model.Ops) {
		if row := o.Row(); row.Name != "" && row.Varies == model.Repeats {
			names[o] = row.Name
		}
	}
	return names
}()

// sealOp is the recipes' name for an encryption; empty for what is none.
func (m modes) sealOp(t *model.Term) string {
	row := t.Op.Row()
	switch {
	case row.Varies != model.Random:
		return ""
	case row.Bare != "" && t.Mode&model.Padded == 0 && m[t.Op]&model.Padded != 0:
		return row.Bare
	}
	return row.Name
}

// row is the operation of terms that the recipe does; nil when it does none.
func (r Recipe) row() *model.Operation {
	if op, ok := model.OpNamed(r.Op); ok {
		return op.Row()
	}
	return nil
}

// random says whether the recipe's first argument is the number of its randomness.
func (r Recipe) random() bool {
	row := r.row()
	return row != nil && row.Varies == model.Random
}

// fields are the parts of the text that the recipe's operation works on.
func (r Recipe) fields() []Recipe {
	first := 0
	if r.random() {
		first++
	}
	if row := r.row(); row != nil && row.Keyed {
		first++
	}
	return r.Args[min(first, len(r.Args)):]
}

// joins says whether a recipe puts together what can be read off again without a key.
func (r Recipe) joins() bool {
	row := r.row()
	return row != nil && slices.ContainsFunc(row.Undo, func(u model.Undo) bool { return u.Key == nil })
}

// undoing takes field i of n out of a term, with a key where that takes one.
func undoing(u model.Undo, i, n int, t, key Recipe) Recipe {
	r := Recipe{Op: u.Recipe}
	for _, a := range u.Args {
		switch a {
		case 'i':
			r.Args = append(r.Args, number(i))
		case 'n':
			r.Args = append(r.Args, number(n))
		case 't':
			r.Args = append(r.Args, t)
		case 'k':
			r.Args = append(r.Args, key)
		}
	}
	return r
}
