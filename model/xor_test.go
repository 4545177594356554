package model

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
)

// The texts of the tests: two keys, and data.
var (
	xa, xb, xc = Var("a", Data), Var("b", Data), Var("c", Data)
	xk, xl     = Var("k", Key), Var("l", Key)
)

func TestExclusiveOrsPrintAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		term *Term
		want string
		sort Sort
	}{
		{xor2(xb, xa), "b ⊕ a", Data},
		{xor2(xor2(xc, xb), xa), "c ⊕ b ⊕ a", Data},
		{xor2(xc, xor2(xb, xa)), "c ⊕ b ⊕ a", Data},
		{xor2(xor2(xa, xb), xb), "a", Data},
		{xor2(xor2(xa, xb), xa), "b", Data},
		{xor2(xor2(xa, xb), xor2(xb, xc)), "a ⊕ c", Data},
		{xor2(xa), "a", Data},
		{xor2(xb, xb), "b ⊕ b", Data},
		{xor2(xor2(xb, xa), xor2(xa, xb)), "a ⊕ a", Data},
		{xor2(xor2(xb, xb), xa), "a", Data},
		{xor2(xa, Label("\x00\x00")), "a", Data},
		{xor2(xa, Label("\x00\x00"), xa), `"\x00\x00"`, Data},
		{xor2(xa, Label("\x00\x01")), `a ⊕ "\x00\x01"`, Data},
		{xor2(xk, xl), "k ⊕ l", Data},
		{xor2(xk, xa), "k ⊕ a", Key},
		{xor2(xa, xb, xk), "a ⊕ b ⊕ k", Key},
		{xor2(xor2(xk, xa), xa), "k", Key},
		{xor2(xor2(xk, xa), xk), "a", Data},
		{xor2(xk, xk), "k ⊕ k", Data},
		{tuple(xor2(xa, xb), xc), "(a ⊕ b)‖c", Text},
		{hashKey(xor2(xa, xb)), "h(a ⊕ b)", Key},
		{hashKey(xor2(xa, xb), xc), "h((a ⊕ b)‖c)", Key},
		{senc(xor2(xk, xa), xor2(xa, xb)), "E_(k ⊕ a)(a ⊕ b)", Ciphertext},
		{mask(xor2(xk, xa), xb), "(b) ⊕ (k ⊕ a)", Masked},
	} {
		if got := c.term.String(); got != c.want || c.term.Sort != c.sort {
			t.Errorf("got %s, a %s; want %s, a %s", got, c.term.Sort, c.want, c.sort)
		}
	}
}

func TestZero(t *testing.T) {
	for _, c := range []struct {
		term *Term
		want bool
	}{
		{xor2(xa, xa), true}, {xor2(xor2(xa, xb), xor2(xb, xa)), true}, {xor2(xa, xb), false},
		{xor2(xa, xa, xa), false}, {xa, false}, {Label("\x00"), false},
	} {
		if got := c.term.Zero(); got != c.want {
			t.Errorf("%s is zero: got %v", c.term, got)
		}
	}
	// Of what length a text of zeros is depends on what it was made of.
	if Equal(xor2(xa, xa), xor2(xb, xb)) || !Equal(xor2(xa, xb, xa, xb), xor2(xb, xa, xb, xa)) {
		t.Error("the wrong texts of zeros are equal")
	}
}

// A term that is put in for another can cancel what stands beside it, and is not put in twice.
func TestMapKeepsExclusiveOrsInNormalForm(t *testing.T) {
	swap := func(u *Term) *Term {
		switch u {
		case xa:
			return xor2(xb, xc)
		case xb:
			return xa
		}
		return u
	}
	for _, c := range []struct {
		term *Term
		want string
	}{
		{xor2(xa, xk), "b ⊕ c ⊕ k"}, {xor2(xa, xc), "b"}, {hashKey(xor2(xc, xa)), "h(b)"},
		{xor2(xk, xl), "k ⊕ l"}, {xor2(xa, xb, xc), "b ⊕ a"},
	} {
		if got := c.term.Map(swap).String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.term, got, c.want)
		}
	}
}

// A sum of texts, as it is written: a leaf, a hash of one, or sums of sums.
type written struct {
	leaf *Term
	hash *written
	sum  []written
}

func (p *tape) written(depth int) written {
	switch choice := p.next(7); {
	case choice < 2 || depth == 0:
		return written{leaf: []*Term{xa, xb, xc, xk, xl}[p.next(5)]}
	case choice == 2:
		inner := p.written(depth - 1)
		return written{hash: &inner}
	default:
		w := written{}
		for range 1 + p.next(4) {
			w.sum = append(w.sum, p.written(depth-1))
		}
		return w
	}
}

// term makes the term of a text by the constructors.
func (w written) term() *Term {
	switch {
	case w.leaf != nil:
		return w.leaf
	case w.hash != nil:
		return hashKey(w.hash.term())
	}
	var args []*Term
	for _, x := range w.sum {
		args = append(args, x.term())
	}
	return xor2(args...)
}

// bytes is the slow, plain second version of the normal form: what a text comes to when every
// leaf stands for a digest. Texts of zeros would be told apart by it only by their length, so it
// says as well whether there is one inside.
func (w written) bytes() (sum [32]byte, zero bool) {
	switch {
	case w.leaf != nil:
		return sha256.Sum256([]byte(w.leaf.Name)), false
	case w.hash != nil:
		inner, zero := w.hash.bytes()
		return sha256.Sum256(append([]byte("hash of "), inner[:]...)), zero
	}
	for _, x := range w.sum {
		b, inner := x.bytes()
		subtle.XORBytes(sum[:], sum[:], b[:])
		zero = zero || inner
	}
	return sum, zero || sum == [32]byte{}
}

// rearranged is the same text, written in another way.
func (p *tape) rearranged(w written) written {
	switch {
	case w.hash != nil:
		inner := p.rearranged(*w.hash)
		return written{hash: &inner}
	case w.leaf != nil:
		return w
	}
	var sum []written
	for _, x := range w.sum {
		at := p.next(len(sum) + 1)
		sum = append(sum[:at], append([]written{p.rearranged(x)}, sum[at:]...)...)
	}
	if twice := p.written(1); p.next(2) == 0 {
		sum = append([]written{twice}, append(sum, twice)...)
	}
	if len(sum) > 2 && p.next(2) == 0 {
		sum = []written{{sum: sum[:2]}, {sum: sum[2:]}}
	}
	return written{sum: sum}
}

func TestExclusiveOrsAgreeWithBytes(t *testing.T) {
	params := gopter.DefaultTestParametersWithSeed(1917)
	params.MinSuccessfulTests, params.Workers = 3000, 1
	params.MinSize, params.MaxSize = 40, 160
	properties := gopter.NewProperties(params)
	count := map[bool]int{}
	var numbers Numbering
	properties.Property("texts are Equal exactly when their bytes are", prop.ForAll(
		func(bytes []byte) string {
			p := tape(bytes)
			how, x := p.next(2), p.written(3)
			y := p.written(2)
			if how == 0 {
				y = p.rearranged(x)
			}
			one, zero := x.bytes()
			two, zero2 := y.bytes()
			if zero || zero2 {
				return ""
			}
			s, u := x.term(), y.term()
			count[one == two]++
			if got := Equal(s, u); got != (one == two) {
				return fmt.Sprintf("Equal(%s, %s): got %v", s, u, got)
			}
			if got := numbers.Number(s) == numbers.Number(u); got != (one == two) {
				return fmt.Sprintf("numbers of %s and %s are equal: %v", s, u, got)
			}
			if one == two && s.Sort != u.Sort {
				return fmt.Sprintf("%s is a %s, and %s a %s", s, s.Sort, u, u.Sort)
			}
			return ""
		}, gen.SliceOf(gen.UInt8())))
	properties.TestingRun(t)
	if count[true] < 200 || count[false] < 200 {
		t.Errorf("%d pairs equal, %d not: want 200 of each", count[true], count[false])
	}
}
