package deduce_test

import (
	"maps"
	"slices"

	"emrproof/model"
)

// worlds are ways for the unknown atoms to be, each consistent with all known
// scalars, and drawn at random among those. A scalar can be made when it is the
// same in all of them. A point can be made when one linear combination of the known
// points gives it in all of them. No polynomial is compared with another.
//
// They calculate modulo a prime of their own.
type worlds struct {
	known []*model.Term // points
	all   []oneWorld
	hard  bool // no world was found but the one that there is
}

// oneWorld says what each atom is, by canonical form.
type oneWorld map[string]uint64

const prime = 1<<31 - 1

func power64(b, e uint64) uint64 {
	r := uint64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = r * b % prime
		}
		b = b * b % prime
	}
	return r
}

// value is what a scalar, or the logarithm of a point, is in a world.
func (w oneWorld) value(t *model.Term) uint64 {
	switch t.Op {
	case model.OpGen:
		return 1
	case model.OpConst:
		n := bigInt(t.Name).Int64() % prime
		return uint64(n+prime) % prime
	case model.OpSum:
		var sum uint64
		for _, a := range t.Args {
			sum += w.value(a)
		}
		return sum % prime
	case model.OpMul:
		return w.value(t.Args[0]) * w.value(t.Args[1]) % prime
	}
	return w[model.Canon(t)]
}

// worlds draws some more worlds than there are known points.
func (p *plain) worlds() *worlds {
	w := &worlds{}
	atoms := map[string]bool{}
	var scalars []*model.Term
	for _, t := range p.all {
		if t.Sort == model.Scalar || t.Sort == model.Point {
			for m := range expand(t) {
				for _, a := range atomsOf(m) {
					atoms[a] = true
				}
			}
		}
	}
	for _, c := range slices.Sorted(maps.Keys(p.known)) {
		switch t := p.known[c]; t.Sort {
		case model.Scalar:
			scalars = append(scalars, t)
		case model.Point:
			w.known = append(w.known, t)
		}
	}
	names := slices.Sorted(maps.Keys(atoms))
	truth := oneWorld{}
	for _, a := range names {
		truth[a] = 1 + p.rnd.Uint64N(prime-1)
	}
	var equations []equation
	for _, t := range scalars {
		e := expand(t)
		e[""] = (e[""] + prime - truth.value(t)) % prime
		equations = append(equations, e)
	}
	for tries := 0; len(w.all) < len(w.known)+6 && tries < 200; tries++ {
		if one, ok := p.another(names, equations); ok {
			w.all = append(w.all, one)
		}
	}
	w.hard = len(w.all) < len(w.known)+6
	return w
}

// determine says whether all worlds agree on how a term is made.
func (w *worlds) determine(t *model.Term) bool {
	if w.hard {
		return false
	}
	known := w.known
	if t.Sort == model.Scalar {
		known = nil
	}
	var rows [][]uint64
	for _, one := range w.all {
		row := []uint64{1}
		for _, k := range known {
			row = append(row, one.value(k))
		}
		rows = append(rows, append(row, one.value(t)))
	}
	_, ok := solve(rows)
	return ok
}

// An equation is a polynomial that is 0: coefficients by monomial, the canonical
// forms of atoms one after another, each after a zero byte.
type equation map[string]uint64

func expand(t *model.Term) equation {
	e := equation{}
	switch t.Op {
	case model.OpGen, model.OpConst:
		e[""] = oneWorld{}.value(t)
	case model.OpSum:
		for _, a := range t.Args {
			for m, c := range expand(a) {
				e[m] = (e[m] + c) % prime
			}
		}
	case model.OpMul:
		for m, c := range expand(t.Args[0]) {
			for n, d := range expand(t.Args[1]) {
				both := append(atomsOf(m), atomsOf(n)...)
				slices.Sort(both)
				key := ""
				for _, a := range both {
					key += "\x00" + a
				}
				e[key] = (e[key] + c*d) % prime
			}
		}
	default:
		e["\x00"+model.Canon(t)] = 1
	}
	return e
}

func atomsOf(m string) []string {
	var atoms []string
	for i := 0; i < len(m); {
		end := i + 1
		for end < len(m) && m[end] != 0 {
			end++
		}
		atoms = append(atoms, m[i+1:end])
		i = end
	}
	return atoms
}

// in puts in what is known of a world; what has no value yet stays.
func (e equation) in(w oneWorld) equation {
	out := equation{}
	for m, c := range e {
		rest := ""
		for _, a := range atomsOf(m) {
			if v, ok := w[a]; ok {
				c = c * v % prime
			} else {
				rest += "\x00" + a
			}
		}
		out[rest] = (out[rest] + c) % prime
	}
	return out
}

// another draws a world: as long as the equations leave something open, an atom
// that stands in a product, if there is one, gets a value; then the linear ones say
// what follows.
func (p *plain) another(names []string, equations []equation) (oneWorld, bool) {
	w := oneWorld{}
	names = slices.Clone(names)
	p.rnd.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for {
		if !w.follow(names, equations) {
			return nil, false
		}
		next := ""
		for _, e := range equations {
			e = e.in(w)
			for _, m := range slices.Sorted(maps.Keys(e)) {
				if open := atomsOf(m); len(open) > 1 && e[m] != 0 {
					next = open[p.rnd.IntN(len(open))]
				}
			}
		}
		for _, a := range names {
			if _, ok := w[a]; !ok && next == "" {
				next = a
			}
		}
		if next == "" {
			return w, true
		}
		w[next] = 1 + p.rnd.Uint64N(prime-1)
	}
}

// follow gives a value to each atom that the linear equations leave no choice, and
// says whether they can be met.
func (w oneWorld) follow(names []string, equations []equation) bool {
	for {
		var open []string
		for _, a := range names {
			if _, ok := w[a]; !ok {
				open = append(open, a)
			}
		}
		var rows [][]uint64
		for _, e := range equations {
			row, linear := make([]uint64, len(open)+1), true
			for m, c := range e.in(w) {
				switch at := atomsOf(m); {
				case c == 0:
				case len(at) == 0:
					row[len(open)] = (prime - c) % prime
				case len(at) == 1:
					row[slices.Index(open, at[0])] = c
				default:
					linear = false
				}
			}
			if linear {
				rows = append(rows, row)
			}
		}
		values, ok := solve(rows)
		if !ok {
			return false
		}
		if len(values) == 0 {
			return true
		}
		for i, v := range values {
			w[open[i]] = v
		}
	}
}

// solve brings rows of coefficients, the right side last, into reduced form. It
// gives the unknowns that have one value only, and says whether there is a solution.
func solve(rows [][]uint64) (map[int]uint64, bool) {
	if len(rows) == 0 {
		return nil, true
	}
	last, top := len(rows[0])-1, 0
	for col := 0; col < last && top < len(rows); col++ {
		at := slices.IndexFunc(rows[top:], func(r []uint64) bool { return r[col] != 0 })
		if at < 0 {
			continue
		}
		rows[top], rows[top+at] = rows[top+at], rows[top]
		inverse := power64(rows[top][col], prime-2)
		for j := range rows[top] {
			rows[top][j] = rows[top][j] * inverse % prime
		}
		for i := range rows {
			if f := rows[i][col]; i != top && f != 0 {
				for j := range rows[i] {
					rows[i][j] = (rows[i][j] + (prime-f)*rows[top][j]) % prime
				}
			}
		}
		top++
	}
	values := map[int]uint64{}
	for i, r := range rows {
		nonzero := 0
		at := -1
		for j, c := range r[:last] {
			if c != 0 {
				nonzero, at = nonzero+1, j
			}
		}
		if nonzero == 0 && r[last] != 0 {
			return nil, false
		}
		if nonzero == 1 && i < top {
			values[at] = r[last]
		}
	}
	return values, true
}
