package timing

import (
	"math/rand/v2"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
)

// An example call of a kind is counted as one of that kind, and of no other.
func TestExampleCalls(t *testing.T) {
	for _, name := range suite.Names() {
		s, err := suite.New(name)
		if err != nil {
			t.Fatal(err)
		}
		counted, n := suite.Counted(s)
		x, err := newExample(counted, rand.NewChaCha8([32]byte{1}), 256, 8)
		if err != nil {
			t.Fatal(err)
		}
		for c := range model.Call(model.Calls) {
			*n = suite.Counts{}
			x.call(c)
			var want suite.Counts
			want[c] = 1
			if *n != want {
				t.Errorf("%s: %s: counted %v, want %v", name, c.Kind().Name, *n, want)
			}
		}
	}
}
