package linear

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	p := big.NewInt(P)
	edges := []Element{0, 1, 2, P - 1, P - 2, 1 << 60}
	draw := func() Element {
		if r.IntN(3) == 0 {
			return edges[r.IntN(len(edges))]
		}
		return Element(r.Uint64N(P))
	}
	of := func(a Element) *big.Int { return new(big.Int).SetUint64(uint64(a)) }
	for range 2000 {
		a, b := draw(), draw()
		sum, product := new(big.Int).Add(of(a), of(b)), new(big.Int).Mul(of(a), of(b))
		if got := a.Plus(b); of(got).Cmp(sum.Mod(sum, p)) != 0 {
			t.Fatalf("%d + %d: got %d, want %d", a, b, got, sum)
		}
		if got := a.Times(b); of(got).Cmp(product.Mod(product, p)) != 0 {
			t.Fatalf("%d · %d: got %d, want %d", a, b, got, product)
		}
		if got := a.Plus(a.Negative()); got != 0 {
			t.Fatalf("%d − %d: got %d", a, a, got)
		}
		if a == 0 {
			continue
		}
		n := r.IntN(9) - 4
		want := new(big.Int).Exp(of(a), big.NewInt(int64(n)), p)
		if got := a.Power(n); of(got).Cmp(want) != 0 {
			t.Fatalf("%d to the power %d: got %d, want %d", a, n, got, want)
		}
	}
	if got := Of(-3).Plus(3); got != 0 {
		t.Errorf("−3 + 3: got %d", got)
	}
}

func TestArbitraryElementsDiffer(t *testing.T) {
	seen := map[Element]bool{0: true}
	for i := range 50 {
		for j := range 50 {
			e := Arbitrary(i, j)
			if seen[e] || e >= P {
				t.Fatalf("element %d, %d: %d is 0, there already, or too large", i, j, e)
			}
			seen[e] = true
		}
	}
}

// determinant goes by the first row. Its entries are so small that it is the same in the
// integers.
func determinant(m [][]int) int {
	if len(m) == 0 {
		return 1
	}
	d, sign := 0, 1
	for j, a := range m[0] {
		var rest [][]int
		for _, row := range m[1:] {
			rest = append(rest, slices.Delete(slices.Clone(row), j, j+1))
		}
		d, sign = d+sign*a*determinant(rest), -sign
	}
	return d
}

// rank is the size of the largest square part whose determinant is not 0.
func rank(m [][]int) int {
	if len(m) == 0 {
		return 0
	}
	for k := min(len(m), len(m[0])); k > 0; k-- {
		for rows := range 1 << len(m) {
			for columns := range 1 << len(m[0]) {
				if part := pick(m, rows, columns); len(part) == k && len(part[0]) == k &&
					determinant(part) != 0 {
					return k
				}
			}
		}
	}
	return 0
}

func pick(m [][]int, rows, columns int) (part [][]int) {
	for i, row := range m {
		if rows>>i&1 == 0 {
			continue
		}
		var some []int
		for j, a := range row {
			if columns>>j&1 == 1 {
				some = append(some, a)
			}
		}
		part = append(part, some)
	}
	return part
}

func elements(row []int) (c []Element) {
	for _, a := range row {
		c = append(c, Of(a))
	}
	return c
}

func equations(rows [][]int) (all []Equation) {
	for _, row := range rows {
		var e Equation
		for i, a := range row {
			e = e.Plus(i, Of(a-1)).Plus(i, 1)
		}
		all = append(all, e)
	}
	return all
}

// Elimination agrees with ranks by determinants on random systems: a system has a solution when
// the right side does not raise the rank; an equation follows when it does not raise it either;
// and an unknown has one value when the equation that sets it to that value follows.
func TestSystemsAgreeWithDeterminants(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	count := map[string]int{}
	for range 400 {
		n := 1 + r.IntN(3)
		s := New(n)
		var all, tried [][]int
		allSolvable := true
		for range 1 + r.IntN(3) {
			row := make([]int, n+1)
			for i := range row {
				row[i] = r.IntN(4) - 1
			}
			with := append(slices.Clone(all), row)
			solvable := rank(with) == rank(pick(with, -1, 1<<n-1))
			follows := rank(with) == rank(all)
			if got := s.Clone().Follows(elements(row)); got != follows {
				t.Fatalf("%v follows from %v: got %v", row, all, got)
			}
			if got := s.Add(elements(row)); got != solvable {
				t.Fatalf("%v solvable: got %v", with, got)
			}
			tried, allSolvable = append(tried, row), allSolvable && solvable
			if solvable {
				all = with
				count["solvable"]++
			} else {
				count["not solvable"]++
			}
			if follows {
				count["follows"]++
			}
		}
		batch := New(n)
		if got := batch.AddAll(equations(tried)); got != allSolvable {
			t.Fatalf("%v all at once: got %v", tried, got)
		}
		for _, row := range all {
			if allSolvable && !batch.Follows(elements(row)) {
				t.Fatalf("%v all at once: %v does not follow", tried, row)
			}
		}
		for i := range n {
			unit := make([]int, n+1)
			unit[i] = 1
			v, ok := s.Value(i)
			if one := rank(pick(append(slices.Clone(all), unit), -1, 1<<n-1)) ==
				rank(pick(all, -1, 1<<n-1)); one != ok {
				t.Fatalf("%v, unknown %d: one value: got %v, want %v", all, i, ok, one)
			}
			c := make([]Element, n+1)
			if c[i], c[n] = 1, v; ok && !s.Follows(c) {
				t.Fatalf("%v, unknown %d: got %d", all, i, v)
			}
			if ok {
				count["one value"]++
			}
		}
	}
	for _, what := range []string{"solvable", "not solvable", "follows", "one value"} {
		if count[what] < 50 {
			t.Errorf("%s: %d, want 50", what, count[what])
		}
	}
}
