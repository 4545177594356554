package suite

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
)

// residues draws big-endian integers that name scalars once reduced, half of them
// at the edges of the group order.
func residues(s Suite) gopter.Gen {
	order := s.Order()
	edge := func(shift uint, plus int64) interface{} {
		n := new(big.Int).Rsh(order, shift)
		return n.Add(n, big.NewInt(plus)).Bytes()
	}
	return gen.Weighted([]gen.WeightedGen{
		{Weight: 1, Gen: gen.OneConstOf(
			edge(0, 0), edge(0, 1), edge(0, 2), edge(0, -1), edge(0, -2),
			edge(1, 0), edge(1, 1), edge(126, 0), edge(126, -1))},
		{Weight: 1, Gen: gen.SliceOfN(40, gen.UInt8())},
	})
}

func TestAlgebra(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		params := gopter.DefaultTestParametersWithSeed(1)
		params.MinSuccessfulTests = 50
		params.Workers = 1
		properties := gopter.NewProperties(params)
		scalar := func(b []byte) *Scalar { return s.ScalarFromInt(new(big.Int).SetBytes(b)) }

		properties.Property("(a+b)·G = a·G + b·G", prop.ForAll(func(a, b []byte) bool {
			sum := s.BaseMul(s.AddScalars(scalar(a), scalar(b)))
			return sum.Equal(s.AddPoints(s.BaseMul(scalar(a)), s.BaseMul(scalar(b))))
		}, residues(s), residues(s)))

		properties.Property("(ab)·G = a·(b·G)", prop.ForAll(func(a, b []byte) bool {
			product := s.BaseMul(s.MulScalars(scalar(a), scalar(b)))
			return product.Equal(s.Mul(scalar(a), s.BaseMul(scalar(b))))
		}, residues(s), residues(s)))

		properties.Property("equal points have equal encodings", prop.ForAll(func(a, b []byte) bool {
			p, q := s.Mul(scalar(a), s.BaseMul(scalar(b))), s.Mul(scalar(b), s.BaseMul(scalar(a)))
			return p.Equal(q) && bytes.Equal(p.Bytes(), q.Bytes())
		}, residues(s), residues(s)))

		properties.Property("a + b and a·b are those of integers", prop.ForAll(func(a, b []byte) bool {
			x, y := new(big.Int).SetBytes(a), new(big.Int).SetBytes(b)
			sum, product := new(big.Int).Add(x, y), new(big.Int).Mul(x, y)
			return s.AddScalars(scalar(a), scalar(b)).equal(s.ScalarFromInt(sum)) &&
				s.MulScalars(scalar(a), scalar(b)).equal(s.ScalarFromInt(product))
		}, residues(s), residues(s)))

		properties.Property("a·(1/a) = 1 unless a = 0", prop.ForAll(func(a []byte) bool {
			inverse, err := s.InvertScalar(scalar(a))
			if err != nil {
				return scalar(a).equal(s.ScalarFromInt(new(big.Int)))
			}
			return s.MulScalars(scalar(a), inverse).equal(s.ScalarFromInt(big.NewInt(1)))
		}, residues(s)))

		properties.Property("an encoded scalar decodes to itself", prop.ForAll(func(a []byte) bool {
			k, err := s.DecodeScalar(scalar(a).Bytes())
			return err == nil && k.equal(scalar(a)) && bytes.Equal(k.Bytes(), scalar(a).Bytes())
		}, residues(s)))

		properties.Property("an encoded point, but for the identity, decodes to itself",
			prop.ForAll(func(a []byte) bool {
				p := s.BaseMul(scalar(a))
				q, err := s.DecodePoint(p.Bytes())
				if p.isIdentity() {
					return err != nil
				}
				// The sum is encoded afresh, where q remembers what it came from.
				again := s.AddPoints(q, s.BaseMul(s.ScalarFromInt(new(big.Int))))
				return err == nil && q.Equal(p) && bytes.Equal(again.Bytes(), p.Bytes())
			}, residues(s)))

		properties.TestingRun(t)
	})
}
