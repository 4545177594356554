package model

import (
	"crypto/sha512"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
)

// groupOrder is that of ristretto255, 2^252 + 27742317777372353535851937790883648493.
var groupOrder, _ = new(big.Int).SetString(
	"7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)

// valueAt is the slow, plain second version of PolyOf: the number that a scalar
// is, or the logarithm that a point has, when every atom stands for a random
// number. By Schwartz and Zippel two polynomials that are not equal agree at a
// random point with a chance of about their degree in the group order.
func valueAt(point int, t *Term) *big.Int {
	v := new(big.Int)
	switch t.Op {
	case OpGen:
		v.SetInt64(1)
	case OpConst:
		v.SetString(t.Name, 10)
	case OpSum:
		for _, a := range t.Args {
			v.Add(v, valueAt(point, a))
		}
	case OpMul:
		v.Mul(valueAt(point, t.Args[0]), valueAt(point, t.Args[1]))
	default:
		digest := sha512.Sum512([]byte(textAt(point, t)))
		v.SetBytes(digest[:])
	}
	return v.Mod(v, groupOrder)
}

// textAt says how a term is made, with numbers for its sums and products.
func textAt(point int, t *Term) string {
	args := []string{}
	for _, a := range t.Args {
		if a.Sort == Scalar || a.Sort == Point {
			args = append(args, fmt.Sprint(a.Sort, valueAt(point, a)))
		} else {
			args = append(args, textAt(point, a))
		}
	}
	return fmt.Sprintf("%d %d %d %d %q %q %q", point, t.Op, t.Sort, t.Mode, t.Name, t.At, args)
}

func equalValues(x, y *Term) bool {
	for point := range 3 {
		if x.Sort != y.Sort || valueAt(point, x).Cmp(valueAt(point, y)) != 0 {
			return false
		}
	}
	return true
}

// A tape makes the choices in a random term; where it ends, the term does. To
// shrink the tape is to shrink the term.
type tape []byte

func (p *tape) next(n int) int {
	if len(*p) == 0 {
		return 0
	}
	b := (*p)[0]
	*p = (*p)[1:]
	return int(b) % n
}

func (p *tape) scalar(depth int) *Term {
	switch choice := p.next(9); {
	case choice == 0 || choice < 3 && depth < 3 || depth == 0:
		leaves := []*Term{aa, bb, cc, constant("0"), constant("1"), constant("-1"), constant("2")}
		return leaves[p.next(len(leaves))]
	case choice < 6:
		return sum(p.scalar(depth-1), p.scalar(depth-1))
	case choice < 8:
		return mul(p.scalar(depth-1), p.scalar(depth-1))
	}
	return hashScalar(p.point(depth-1), p.scalar(depth-1))
}

func (p *tape) point(depth int) *Term {
	switch choice := p.next(7); {
	case choice == 0 || choice < 2 && depth < 3 || depth == 0:
		return []*Term{G, rr}[p.next(2)]
	case choice < 4:
		return sum(p.point(depth-1), p.point(depth-1))
	}
	return mul(p.scalar(depth-1), p.point(depth-1))
}

// rewritten is the same value written in another way, by the laws of a ring and
// of a module over it.
func (p *tape) rewritten(t *Term) *Term {
	return t.Map(func(u *Term) *Term {
		if u.Sort != Scalar && u.Sort != Point {
			return u
		}
		switch p.next(6) {
		case 1:
			return mul(constant("1"), u)
		case 2:
			return sum(u, minus(u), u)
		case 3:
			return commuted(u)
		case 4, 5:
			return distributed(u)
		}
		return u
	})
}

func commuted(u *Term) *Term {
	switch {
	case u.Op == OpSum:
		args := slices.Clone(u.Args)
		slices.Reverse(args)
		return sum(args...)
	case u.Op == OpMul && u.Sort == Scalar:
		return mul(u.Args[1], u.Args[0])
	case u.Op == OpMul && u.Args[1].Op == OpMul: // x·(y·Z) is y·(x·Z)
		return mul(u.Args[1].Args[0], mul(u.Args[0], u.Args[1].Args[1]))
	}
	return u
}

func distributed(u *Term) *Term {
	if u.Op != OpMul {
		return u
	}
	k, x := u.Args[0], u.Args[1]
	var parts []*Term
	switch {
	case k.Op == OpSum:
		for _, a := range k.Args {
			parts = append(parts, mul(a, x))
		}
	case x.Op == OpSum:
		for _, a := range x.Args {
			parts = append(parts, mul(k, a))
		}
	default:
		return u
	}
	return sum(parts...)
}

// slip writes one atom for another in one place, and mostly changes the value.
func (p *tape) slip(t *Term) *Term {
	slips := map[*Term]*Term{aa: bb, bb: cc, cc: aa, rr: G, G: rr}
	at := p.next(3)
	return t.Map(func(u *Term) *Term {
		if slips[u] == nil {
			return u
		}
		if at--; at == -1 {
			return slips[u]
		}
		return u
	})
}

func (p *tape) twoTerms() (x, y *Term) {
	how := p.next(4)
	if p.next(2) == 0 {
		x, y = p.scalar(4), p.scalar(4)
	} else {
		x, y = p.point(4), p.point(4)
	}
	switch how {
	case 0:
		y = p.rewritten(x)
	case 1, 2:
		y = p.rewritten(p.slip(x))
	}
	return x, y
}

func TestPolynomialsAgreeWithValues(t *testing.T) {
	params := gopter.DefaultTestParametersWithSeed(1722)
	params.MinSuccessfulTests, params.Workers = 400, 1
	params.MinSize, params.MaxSize = 40, 160
	properties := gopter.NewProperties(params)
	count := map[bool]int{}
	properties.Property("terms are Equal exactly when their values are equal", prop.ForAll(
		func(bytes []byte) string {
			p := tape(bytes)
			x, y := p.twoTerms()
			got, want := Equal(x, y), equalValues(x, y)
			count[want]++
			if got != want {
				return fmt.Sprintf("Equal(%s, %s): got %v, want %v", x, y, got, want)
			}
			return ""
		}, gen.SliceOf(gen.UInt8())))
	properties.TestingRun(t)
	if count[true] < 100 || count[false] < 100 {
		t.Errorf("%d pairs equal, %d not: want 100 of each", count[true], count[false])
	}
}

func TestRewrittenTermsAreEqual(t *testing.T) {
	params := gopter.DefaultTestParametersWithSeed(3944)
	params.MinSuccessfulTests, params.Workers = 300, 1
	params.MinSize, params.MaxSize = 40, 160
	properties := gopter.NewProperties(params)
	properties.Property("a term written in another way is Equal", prop.ForAll(
		func(bytes []byte) string {
			p := tape(bytes)
			x := p.point(5)
			if y := p.rewritten(x); !Equal(x, y) || !Equal(hashKey(x), hashKey(y)) {
				return fmt.Sprintf("%s is not %s", x, y)
			}
			return ""
		}, gen.SliceOf(gen.UInt8())))
	properties.TestingRun(t)
}
