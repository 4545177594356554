package suite

import (
	"math/big"
	"testing"
)

// Int undoes ScalarFromInt, whichever end comes first in the encoding.
func TestInt(t *testing.T) {
	for _, name := range Names() {
		s, err := New(name)
		if err != nil {
			t.Fatal(err)
		}
		minusOne := new(big.Int).Sub(s.Order(), big.NewInt(1))
		for _, n := range []*big.Int{big.NewInt(0), big.NewInt(1), big.NewInt(258), minusOne} {
			if got := s.ScalarFromInt(n).Int(); got.Cmp(n) != 0 {
				t.Errorf("%s: got %s, want %s", name, got, n)
			}
		}
		if got := s.ScalarFromInt(big.NewInt(-1)).Int(); got.Cmp(minusOne) != 0 {
			t.Errorf("%s: got %s for -1, want order − 1", name, got)
		}
	}
}
