package deduce

import (
	"maps"
	"math/big"
	"slices"
)

// A field is the field of the integers modulo the group order.
type field struct{ q *big.Int }

// A scalar is a number below the group order, with how the adversary computes it: as a sum of
// multiples of what it was given, or has computed from that. A literal is a scalar that anybody
// can write down.
type scalar struct {
	n   *big.Int
	sum []part
}

// A part is a summand of a scalar: c times what a recipe makes, or c itself when there is no
// recipe.
type part struct {
	c    *big.Int
	how  Recipe
	text string // of the recipe
}

// maxText is the length up to which the recipe of a product is kept as text, since the text can
// double with each step. Beyond it the number is written out, which is as good in this run.
const maxText = 4000

// literal returns an integer as a scalar that needs no recipe.
func (f field) literal(n *big.Int) scalar {
	n = new(big.Int).Mod(n, f.q)
	return scalar{n, []part{{c: n}}}
}

func (f field) integer(n int64) scalar { return f.literal(big.NewInt(n)) }

// made returns a number as a scalar that a recipe makes.
func (f field) made(n *big.Int, r Recipe) scalar {
	return scalar{n, []part{{big.NewInt(1), r, r.String()}}}
}

func (a scalar) literal() bool { return len(a.sum) == 0 || len(a.sum) == 1 && a.sum[0].text == "" }

func (a scalar) zero() bool { return a.n.Sign() == 0 }

// signed returns a number modulo the group order, as a negative one where it is above half the
// order.
func (f field) signed(n *big.Int) *big.Int {
	if n.Cmp(new(big.Int).Rsh(f.q, 1)) > 0 {
		return new(big.Int).Sub(n, f.q)
	}
	return n
}

// how returns the recipe that makes a scalar.
func (f field) how(a scalar) Recipe {
	var sum []Recipe
	for _, p := range a.sum {
		c := f.signed(p.c)
		factor := Apply("const", Integer(c))
		switch {
		case p.text == "":
			sum = append(sum, factor)
		case c.IsInt64() && c.Int64() == 1:
			sum = append(sum, p.how)
		default:
			sum = append(sum, Apply("mul", factor, p.how))
		}
	}
	switch len(sum) {
	case 0:
		return Apply("const", Number(0))
	case 1:
		return sum[0]
	}
	return Recipe{Op: "add", Args: sum}
}

func (f field) plus(a, b scalar) scalar {
	n := new(big.Int).Add(a.n, b.n)
	sum := slices.Clone(a.sum)
	for _, p := range b.sum {
		i := slices.IndexFunc(sum, func(q part) bool { return q.text == p.text })
		if i < 0 {
			sum = append(sum, p)
			continue
		}
		c := new(big.Int).Add(sum[i].c, p.c)
		sum[i].c = c.Mod(c, f.q)
	}
	sum = slices.DeleteFunc(sum, func(p part) bool { return p.c.Sign() == 0 })
	return scalar{n.Mod(n, f.q), sum}
}

func (f field) times(a, b scalar) scalar {
	if a.literal() {
		a, b = b, a
	}
	n := new(big.Int).Mul(a.n, b.n)
	n.Mod(n, f.q)
	if b.literal() {
		sum := make([]part, 0, len(a.sum))
		for _, p := range a.sum {
			if c := new(big.Int).Mul(p.c, b.n); c.Mod(c, f.q).Sign() != 0 {
				sum = append(sum, part{c, p.how, p.text})
			}
		}
		return scalar{n, sum}
	}
	x, one := f.factor(a)
	y, two := f.factor(b)
	return f.product(n, x.Mul(x, y), Apply("mul", one, two))
}

// factor splits a scalar into a literal factor and a recipe for the rest.
func (f field) factor(a scalar) (*big.Int, Recipe) {
	if len(a.sum) == 1 {
		return new(big.Int).Set(a.sum[0].c), a.sum[0].how
	}
	return big.NewInt(1), f.how(a)
}

// product returns the scalar n, which is c times what a recipe makes. Where secrets cancel each
// other out it is a literal: nothing is left to be computed.
func (f field) product(n, c *big.Int, r Recipe) scalar {
	text := r.String()
	if f.signed(n).IsInt64() || len(text) > maxText {
		return f.literal(n)
	}
	return scalar{n, []part{{c.Mod(c, f.q), r, text}}}
}

// inverse returns the scalar 1/a, where a is not 0.
func (f field) inverse(a scalar) scalar {
	n := new(big.Int).ModInverse(a.n, f.q)
	if a.literal() {
		return f.literal(n)
	}
	c, of := f.factor(a)
	inverse := Apply("inv", of)
	if of.Op == "inv" {
		inverse = of.Args[0]
	}
	return f.product(n, c.ModInverse(c, f.q), inverse)
}

// A numeric is a polynomial in unknown atoms, modulo the group order, without terms that are 0.
// The key is a monomial: the symbols of its atoms in order. Code that adds up the terms goes
// through the keys in order, so that recipes come out the same.
type numeric map[string]scalar

func (n numeric) monomials() []string { return slices.Sorted(maps.Keys(n)) }

// plus returns the polynomial n + c·o.
func (n numeric) plus(o numeric, c scalar, f field) numeric {
	out := maps.Clone(n)
	for m, d := range o {
		out.add(m, f.times(c, d), f)
	}
	return out
}

func (n numeric) add(m string, c scalar, f field) {
	if old, ok := n[m]; ok {
		c = f.plus(old, c)
	}
	if n[m] = c; c.zero() {
		delete(n, m)
	}
}

func (n numeric) times(o numeric, f field) numeric {
	out := numeric{}
	for _, m := range n.monomials() {
		for _, k := range o.monomials() {
			out.add(monomial(append(split(m), split(k)...)), f.times(n[m], o[k]), f)
		}
	}
	return out
}

// put replaces atoms by polynomials in which none of these atoms stands.
func (n numeric) put(is map[string]numeric, f field) numeric {
	if !n.usesAny(is) {
		return n
	}
	out := numeric{}
	for _, m := range n.monomials() {
		part := numeric{"": n[m]}
		rest := ""
		for _, a := range split(m) {
			if x, ok := is[a]; ok {
				part = part.times(x, f)
			} else {
				rest += a
			}
		}
		for _, k := range part.monomials() {
			out.add(monomial(append(split(rest), split(k)...)), part[k], f)
		}
	}
	return out
}

func (n numeric) usesAny(atoms map[string]numeric) bool {
	for m := range n {
		for ; m != ""; m = m[symbolSize:] {
			if _, ok := atoms[m[:symbolSize]]; ok {
				return true
			}
		}
	}
	return false
}

// uses counts how often an atom stands in a polynomial.
func (n numeric) uses(atom string) int {
	count := 0
	for m := range n {
		for ; m != ""; m = m[symbolSize:] {
			if m[:symbolSize] == atom {
				count++
			}
		}
	}
	return count
}

// lone finds an atom that stands in a polynomial once, and alone. It prefers one whose
// coefficient is a literal.
func (n numeric) lone() (atom string, ok bool) {
	for _, m := range n.monomials() {
		if len(m) == symbolSize && n.uses(m) == 1 && (!ok || n[m].literal()) {
			atom, ok = m, true
			if n[m].literal() {
				break
			}
		}
	}
	return atom, ok
}

func (n numeric) degree() int {
	degree := 0
	for m := range n {
		degree = max(degree, len(m)/symbolSize)
	}
	return degree
}

// tops returns the monomials of the highest degree.
func (n numeric) tops() []string {
	size := n.degree() * symbolSize
	return slices.DeleteFunc(n.monomials(), func(m string) bool { return len(m) < size })
}

// symbolSize is the length of the symbol that stands for an atom, in bytes.
const symbolSize = 4

func split(monomial string) []string {
	var symbols []string
	for ; monomial != ""; monomial = monomial[symbolSize:] {
		symbols = append(symbols, monomial[:symbolSize])
	}
	return symbols
}

func monomial(symbols []string) string {
	slices.Sort(symbols)
	m := make([]byte, 0, symbolSize*len(symbols))
	for _, s := range symbols {
		m = append(m, s...)
	}
	return string(m)
}

// divide returns the quotient m/by of two monomials, if it is a monomial.
func divide(m, by string) (string, bool) {
	symbols := split(m)
	for _, s := range split(by) {
		i := slices.Index(symbols, s)
		if i < 0 {
			return "", false
		}
		symbols = slices.Delete(symbols, i, i+1)
	}
	return monomial(symbols), true
}
