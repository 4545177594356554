package deduce

import (
	"encoding/binary"
	"maps"
	"math/big"
	"slices"

	"emrproof/model"
)

// powers finds recipes for scalars and points from the scalars and points that are known.
//
// Each known scalar gives a relation: its polynomial, less its value, is 0. A relation in which
// some unknown atom stands once and alone is solved for that atom, and the solution is put in
// everywhere: S_P = r1 + H(…)·s makes r1 a polynomial in s. A relation without such an atom,
// such as that of a product of two unknowns, stays as it is. A scalar can be made when nothing
// unknown is left of its polynomial. A point can be made when its polynomial is a linear
// combination of those of the known points, modulo the relations; Gaussian elimination modulo
// the group order decides whether it is.
//
// Coefficients are numbers together with the recipes that make them. What is found is therefore
// a computation on what the adversary was given, and never a number that it could not have.
//
// The search is not complete. Of an unsolved relation it uses the multiples that the target
// calls for, but no combination of multiples. From a·b, a·c and b·G follows c·G =
// (a·c)/(a·b)·b·G, which is not found. Nor does it take roots, as of a·a.
type powers struct {
	knowledge *Knowledge
	field     field
	symbols   map[string]string  // atoms by the keys that model gives them
	scalars   []*item            // whose relations are not in use yet
	fresh     []*item            // points that have no row yet
	solved    map[string]numeric // by the symbol of the atom
	unsolved  []numeric          // the relations that have no solution
	rows      []row
	index     map[string][]int // rows by monomial
}

// A row is a polynomial that is known to be 0, or the polynomial of a known point.
type row struct {
	poly numeric
	how  Recipe // no operation: of what is 0
}

func newPowers(k *Knowledge) powers {
	p := powers{knowledge: k, field: field{k.oracle.Order()}, symbols: map[string]string{},
		solved: map[string]numeric{}, index: map[string][]int{}}
	p.enter(row{numeric{"": p.field.integer(1)}, Apply("G")})
	return p
}

// derive finds a recipe for a scalar or a point, if there is one.
func (p *powers) derive(t *model.Term) (Recipe, bool) {
	p.update()
	target := p.target(t)
	if t.Sort == model.Scalar {
		one := row{poly: numeric{"": p.field.integer(1)}}
		c, ok := p.express(target, p.relevant(target, []row{one}, nil))
		if !ok {
			return Recipe{}, false
		}
		return p.field.how(c[0]), true
	}
	return p.combine(target)
}

// combine finds a recipe for a point as a sum of multiples of known points.
func (p *powers) combine(target numeric) (Recipe, bool) {
	rows := p.relevant(target, nil, p.index)
	coefficients, ok := p.express(target, rows)
	if !ok {
		return Recipe{}, false
	}
	var parts []Recipe
	for i, c := range coefficients {
		switch {
		case c.zero() || rows[i].how.Op == "":
		case c.literal() && c.n.Cmp(big.NewInt(1)) == 0 && rows[i].how.Op != "G":
			parts = append(parts, rows[i].how)
		default:
			parts = append(parts, Apply("mul", p.field.how(c), rows[i].how))
		}
	}
	switch len(parts) {
	case 0:
		return Apply("mul", p.field.how(p.field.integer(0)), Apply("G")), true
	case 1:
		return parts[0], true
	}
	return Recipe{Op: "add", Args: parts}, true
}

// update adds the relations and rows of the scalars and points that became known since its last
// call.
func (p *powers) update() {
	before := len(p.solved)
	for len(p.scalars) > 0 {
		it := p.scalars[0]
		p.scalars = p.scalars[1:]
		v, err := p.knowledge.oracle.Evaluate(it.Recipe)
		if err != nil || v.Sort != model.Scalar {
			continue
		}
		value := p.field.made(v.Scalar.Int(), it.Recipe)
		p.relate(p.poly(it.Term).plus(numeric{"": value}, p.field.integer(-1), p.field))
	}
	if len(p.solved) != before {
		old := p.rows
		p.rows, p.index = nil, map[string][]int{}
		for _, r := range old {
			p.enter(row{p.reduce(r.poly), r.how})
		}
	}
	for _, it := range p.fresh {
		p.enter(row{p.reduce(p.poly(it.Term)), it.Recipe})
	}
	p.fresh = nil
}

func (p *powers) enter(r row) {
	for m := range r.poly {
		p.index[m] = append(p.index[m], len(p.rows))
	}
	p.rows = append(p.rows, r)
}

// relate adds the relation that a polynomial is 0. It solves every relation that can now be
// solved.
func (p *powers) relate(zero numeric) {
	for work := []numeric{zero}; len(work) > 0; work = work[1:] {
		zero := p.reduce(work[0])
		atom, ok := zero.lone()
		if !ok {
			if zero.degree() > 0 {
				p.unsolved = append(p.unsolved, zero)
			}
			continue
		}
		// c·x + others = 0, so x = −others/c.
		c := p.field.inverse(p.field.times(p.field.integer(-1), zero[atom]))
		others := maps.Clone(zero)
		delete(others, atom)
		is := numeric{}.plus(others, c, p.field)
		for a, old := range p.solved {
			p.solved[a] = old.put(map[string]numeric{atom: is}, p.field)
		}
		p.solved[atom] = is
		work, p.unsolved = append(work, p.unsolved...), nil
	}
}

// poly returns the polynomial of a term, with symbols for its atoms.
func (p *powers) poly(t *model.Term) numeric {
	n := numeric{}
	poly := p.knowledge.numbers.Poly(t)
	for _, m := range slices.Sorted(maps.Keys(poly)) { // for symbols are given in order
		var symbols []string
		for _, a := range model.Atoms(m) {
			symbols = append(symbols, p.symbol(a))
		}
		n.add(monomial(symbols), p.field.literal(poly[m]), p.field)
	}
	return n
}

func (p *powers) symbol(atom string) string {
	s, ok := p.symbols[atom]
	if !ok {
		s = string(binary.BigEndian.AppendUint32(nil, uint32(len(p.symbols))))
		p.symbols[atom] = s
	}
	return s
}

// reduce replaces the solved atoms of a polynomial by their solutions.
func (p *powers) reduce(n numeric) numeric { return n.put(p.solved, p.field) }

// target returns the polynomial of a term, with all that is known put in: the solutions, and
// the hashes and inverses that can be made.
func (p *powers) target(t *model.Term) numeric {
	n := p.reduce(p.poly(t))
	factors(t, func(u *model.Term) {
		atom := p.poly(u).monomials()[0]
		if u.Op == model.OpAtom || n.uses(atom) == 0 {
			return
		}
		if r, ok := p.knowledge.call(u); ok {
			if v, err := p.knowledge.oracle.Evaluate(r); err == nil {
				n = n.put(map[string]numeric{atom: {"": p.field.made(v.Scalar.Int(), r)}}, p.field)
			}
		}
	})
	return n
}

// factors calls f on each term that the polynomial of a scalar or point is made of, apart from
// constants and the generator.
func factors(t *model.Term, f func(*model.Term)) {
	switch t.Op {
	case model.OpSum, model.OpMul:
		for _, a := range t.Args {
			factors(a, f)
		}
	case model.OpGen, model.OpConst:
	default:
		f(t)
	}
}

// relevant returns the rows that share monomials with the target, directly or through one
// another; no other row can help. They are the rows of first, then rows found by index, and
// multiples of the unsolved relations.
func (p *powers) relevant(target numeric, first []row, index map[string][]int) []row {
	found := slices.Clone(first)
	wanted := target.monomials()
	seen := map[string]bool{}
	used := map[int]bool{}
	multiples := map[string]bool{}
	add := func(r row) {
		found = append(found, r)
		wanted = append(wanted, r.poly.monomials()...)
	}
	for ; len(wanted) > 0; wanted = wanted[1:] {
		m := wanted[0]
		if seen[m] {
			continue
		}
		seen[m] = true
		for _, i := range index[m] {
			if !used[i] {
				used[i] = true
				add(p.rows[i])
			}
		}
		for i, zero := range p.unsolved {
			for _, top := range zero.tops() {
				rest, ok := divide(m, top)
				name := string(binary.BigEndian.AppendUint32(nil, uint32(i))) + rest
				if ok && !multiples[name] {
					multiples[name] = true
					one := numeric{rest: p.field.integer(1)}
					add(row{poly: zero.times(one, p.field)})
				}
			}
		}
	}
	return found
}

// express finds the coefficients c with target = Σ c[i]·rows[i], by elimination.
func (p *powers) express(target numeric, rows []row) ([]scalar, bool) {
	seen := map[string]bool{}
	var pivots []pivot
	equation := func(m string) bool {
		if seen[m] {
			return true
		}
		seen[m] = true
		// Σ c[i]·rows[i][m] = target[m].
		eq := pivot{at: -1, side: p.coefficient(target, m), row: make([]scalar, len(rows))}
		for i, r := range rows {
			eq.row[i] = p.coefficient(r.poly, m)
		}
		for _, old := range pivots {
			eq.reduce(old, p.field)
		}
		if !eq.normalise(p.field) {
			return eq.side.zero()
		}
		for i := range pivots {
			pivots[i].reduce(eq, p.field)
		}
		pivots = append(pivots, eq)
		return true
	}
	for _, r := range append([]row{{poly: target}}, rows...) {
		for _, m := range r.poly.monomials() {
			if !equation(m) {
				return nil, false
			}
		}
	}
	out := make([]scalar, len(rows))
	for i := range out {
		out[i] = p.field.integer(0)
	}
	for _, e := range pivots {
		out[e.at] = e.side
	}
	return out, true
}

func (p *powers) coefficient(n numeric, m string) scalar {
	if c, ok := n[m]; ok {
		return c
	}
	return p.field.integer(0)
}

// A pivot is an equation whose leading coefficient, in column at, is 1.
type pivot struct {
	at   int
	row  []scalar
	side scalar
}

func (e *pivot) reduce(p pivot, f field) {
	c := e.row[p.at]
	if c.zero() {
		return
	}
	c = f.times(f.integer(-1), c)
	for i := range e.row {
		e.row[i] = f.plus(e.row[i], f.times(c, p.row[i]))
	}
	e.side = f.plus(e.side, f.times(c, p.side))
}

func (e *pivot) normalise(f field) bool {
	e.at = slices.IndexFunc(e.row, func(c scalar) bool { return !c.zero() })
	if e.at < 0 {
		return false
	}
	inverse := f.inverse(e.row[e.at])
	for i := range e.row {
		e.row[i] = f.times(inverse, e.row[i])
	}
	e.side = f.times(inverse, e.side)
	return true
}
