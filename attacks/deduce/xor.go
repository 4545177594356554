package deduce

import (
	"maps"
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
// A text that stands in a known exclusive or is a goal. When it can be made by itself, it
// becomes known, and does away with its coordinate; when it is in the span, it becomes known as
// well, and may open a ciphertext, which in its turn makes more known.
type sums struct {
	knowledge *Knowledge
	rows      []*item // the exclusive ors that are known
	basis     []vector
	at        int // as many items were known when the basis was made
}

// A vector is a sum of texts, as far as they are not known, and the rows that it is the sum of.
type vector struct {
	texts, rows *big.Int // sets: bit n is text number n, or row n
}

func (v vector) plus(w vector) vector {
	return vector{new(big.Int).Xor(v.texts, w.texts), new(big.Int).Xor(v.rows, w.rows)}
}

// add takes in an exclusive or that is known. Each text in it becomes a goal.
func (s *sums) add(it *item) {
	s.rows = append(s.rows, it)
	for _, a := range it.Term.Args {
		s.knowledge.await(a, func(r Recipe) { s.knowledge.Add(a, r) })
	}
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
	all := func(*item) bool { return true }
	var made []Recipe
	rest := vector{new(big.Int), new(big.Int)}
	for _, a := range textsOf(t) {
		if a != t {
			if r, ok := s.knowledge.derive(a); ok {
				made = append(made, r)
				continue
			}
		}
		flip(rest.texts, s.knowledge.numbers.Number(a))
	}
	if n := len(s.knowledge.order); n != s.at {
		s.basis, s.at = s.eliminate(all), n
	}
	rest, ok := reduce(rest, s.basis)
	if !ok {
		return Recipe{}, false
	}
	return s.how(rest, made, all), true
}

// how returns the recipe for the sum of some rows, of what is known of the texts in them, and
// of what else was made.
func (s *sums) how(v vector, made []Recipe, known func(*item) bool) Recipe {
	var parts []Recipe
	clear := map[int]bool{} // texts that are taken out of the rows, by their number
	for i, it := range s.rows {
		if v.rows.Bit(i) == 0 {
			continue
		}
		parts = append(parts, it.Recipe)
		for _, a := range it.Term.Args {
			n := s.knowledge.numbers.Number(a)
			if own := s.knowledge.items[n]; own != nil && known(own) {
				clear[n] = !clear[n]
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(clear)) {
		if clear[n] {
			parts = append(parts, s.knowledge.items[n].Recipe)
		}
	}
	return xorOf(append(parts, made...))
}

// eliminate returns vectors that span what the rows do. The last text of each, the one with the
// highest number, is in none of those after it. Texts that are known do not count.
func (s *sums) eliminate(known func(*item) bool) []vector {
	var basis []vector
	for i, it := range s.rows {
		v := vector{new(big.Int), new(big.Int).SetBit(new(big.Int), i, 1)}
		for _, a := range it.Term.Args {
			n := s.knowledge.numbers.Number(a)
			if own := s.knowledge.items[n]; own == nil || !known(own) {
				flip(v.texts, n)
			}
		}
		if v, zero := reduce(v, basis); !zero {
			basis = append(basis, v)
		}
	}
	return basis
}

// reduce adds to a vector those of the basis whose last text it has, in order, and says whether
// no text is left.
func reduce(v vector, basis []vector) (vector, bool) {
	for _, b := range basis {
		if v.texts.Bit(b.texts.BitLen()-1) == 1 {
			v = v.plus(b)
		}
	}
	return v, v.texts.Sign() == 0
}

func flip(set *big.Int, n int) { set.SetBit(set, n, set.Bit(n)^1) }

// confirm looks for texts in the rows that are known by a guess only, and follow without one.
func (s *sums) confirm() {
	certain := func(it *item) bool { return !it.Recipe.Guess() && !it.Recipe.guessed() }
	var guesses []*item
	for _, row := range s.rows {
		for _, a := range row.Term.Args {
			it := s.knowledge.items[s.knowledge.numbers.Number(a)]
			if it != nil && !certain(it) && !slices.Contains(guesses, it) {
				guesses = append(guesses, it)
			}
		}
	}
	if len(guesses) == 0 {
		return
	}
	basis := s.eliminate(certain)
	for _, it := range guesses {
		v := vector{new(big.Int), new(big.Int)}
		flip(v.texts, s.knowledge.numbers.Number(it.Term))
		if v, ok := reduce(v, basis); ok {
			s.knowledge.Add(it.Term, s.how(v, nil, certain))
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
	for _, r := range parts {
		inner := []Recipe{r}
		if r.Op == opXOR {
			inner = odd(r.Args)
		}
		for _, r := range inner {
			text := r.String()
			same := func(o Recipe) bool { return o.String() == text }
			if i := slices.IndexFunc(list, same); i >= 0 {
				list = slices.Delete(list, i, i+1)
			} else {
				list = append(list, r)
			}
		}
	}
	return list
}
