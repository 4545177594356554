package deduce

import (
	"math/big"
	"slices"

	"emrproof/model"
)

// opXOR is the exclusive or, in recipes.
const opXOR = "xor"

// sums finds recipes for texts from the exclusive ors that are known.
//
// A text stands for a vector over the field of two elements, and the exclusive or is the sum.
// The coordinates are the texts that are no exclusive or themselves. Of the texts that are
// known the adversary can make the sums, and no others. So a text can be made when its vector
// is in the span of what is known, which Gaussian elimination decides.
//
// A text that stands in a known exclusive or is a goal. When it can be made by itself, it is one
// of the vectors that span; when it is in the span, it becomes known as well, and may open a
// ciphertext, which in its turn makes more known.
type sums struct {
	knowledge *Knowledge
	rows      []*item  // the exclusive ors that are known, and the known texts in them
	basis     []vector // spans what the rows do; see reduce
}

// A vector is a sum of texts, and the rows that it is the sum of.
type vector struct {
	texts, rows *big.Int // sets: bit n is text number n, or row n
}

func (v vector) plus(w vector) vector {
	return vector{new(big.Int).Xor(v.texts, w.texts), new(big.Int).Xor(v.rows, w.rows)}
}

// add takes in an exclusive or that is known. Each text in it becomes a goal.
func (s *sums) add(it *item) {
	s.enter(it)
	k := s.knowledge
	for _, a := range it.Term.Args {
		k.await(a, func(r Recipe) {
			k.Add(a, r)
			s.enter(k.items[k.numbers.Number(a)])
		})
	}
}

// enter makes a row of a text that is known. What could not be made may follow now; and even
// where the row is in the span already, it may confirm a guess.
func (s *sums) enter(it *item) {
	s.rows = append(s.rows, it)
	s.knowledge.dirty = true
	if v, old := reduce(s.row(len(s.rows)-1), s.basis); !old {
		s.basis = append(s.basis, v)
		s.knowledge.failed = map[int]bool{}
	}
}

// row returns the vector of row number i.
func (s *sums) row(i int) vector {
	return vector{s.set(textsOf(s.rows[i].Term)), new(big.Int).SetBit(new(big.Int), i, 1)}
}

// set returns the set of some texts, of which two that are equal cancel each other.
func (s *sums) set(texts []*model.Term) *big.Int {
	set := new(big.Int)
	for _, a := range texts {
		n := s.knowledge.numbers.Number(a)
		set.SetBit(set, n, set.Bit(n)^1)
	}
	return set
}

// textsOf returns the texts that a text is the sum of.
func textsOf(t *model.Term) []*model.Term {
	if t.Op == model.OpXOR {
		return t.Args
	}
	return []*model.Term{t}
}

// derive finds a recipe for a text, if there is one. Of a text that is no exclusive or it is
// known that it cannot be made by itself.
func (s *sums) derive(t *model.Term) (Recipe, bool) {
	if t.Zero() {
		r, ok := s.knowledge.derive(t.Args[0])
		return Apply(opXOR, r, r), ok
	}
	if len(s.rows) == 0 && t.Op != model.OpXOR {
		return Recipe{}, false
	}
	var made []Recipe
	var rest []*model.Term
	for _, a := range textsOf(t) {
		if a != t {
			if r, ok := s.knowledge.derive(a); ok {
				made = append(made, r)
				continue
			}
		}
		rest = append(rest, a)
	}
	v, ok := reduce(vector{s.set(rest), new(big.Int)}, s.basis)
	if !ok {
		return Recipe{}, false
	}
	return xorOf(append(s.how(v), made...)), true
}

// how returns the recipes of the rows that a vector is the sum of.
func (s *sums) how(v vector) []Recipe {
	var parts []Recipe
	for i, it := range s.rows {
		if v.rows.Bit(i) == 1 {
			parts = append(parts, it.Recipe)
		}
	}
	return parts
}

// reduce adds to a vector those of a basis whose last text it has, the one with the highest
// number, and says whether no text is left. That text is in no later vector of the basis,
// because each was reduced by those before it.
func reduce(v vector, basis []vector) (vector, bool) {
	for _, b := range basis {
		if v.texts.Bit(b.texts.BitLen()-1) == 1 {
			v = v.plus(b)
		}
	}
	return v, v.texts.Sign() == 0
}

// confirm looks for texts in the rows that are known by a guess only, and follow without one.
func (s *sums) confirm() {
	var guesses []*item
	var basis []vector
	for i, it := range s.rows {
		if it.Recipe.Guess() {
			guesses = append(guesses, it)
		}
		if it.Recipe.Guess() || it.Recipe.guessed() {
			continue
		}
		if v, old := reduce(s.row(i), basis); !old {
			basis = append(basis, v)
		}
	}
	for _, it := range guesses {
		if v, ok := reduce(vector{s.set(textsOf(it.Term)), new(big.Int)}, basis); ok {
			s.knowledge.Add(it.Term, xorOf(s.how(v)))
		}
	}
}

// guessed says whether the recipe is an exclusive or with a guess in it. What it gives is known,
// but what follows from it and the guess may be no more than the guess.
func (r Recipe) guessed() bool {
	return r.Op == opXOR && slices.ContainsFunc(r.Args, Recipe.Guess)
}

// xorOf returns the recipe for the exclusive or of others. What stands in it twice is left out.
func xorOf(parts []Recipe) Recipe {
	list := odd(parts)
	if len(list) == 1 {
		return list[0]
	}
	return Recipe{Op: opXOR, Args: list}
}

// odd returns the recipes that stand in a list an odd number of times, with the arguments of
// each exclusive or in its place.
func odd(parts []Recipe) []Recipe {
	var list []Recipe
	var texts []string
	times := map[string]int{}
	var collect func(parts []Recipe)
	collect = func(parts []Recipe) {
		for _, r := range parts {
			if r.Op == opXOR {
				collect(r.Args)
				continue
			}
			text := r.String()
			if times[text]++; times[text] == 1 {
				list, texts = append(list, r), append(texts, text)
			}
		}
	}
	collect(parts)
	var out []Recipe
	for i, r := range list {
		if times[texts[i]]%2 == 1 {
			out = append(out, r)
		}
	}
	return out
}
