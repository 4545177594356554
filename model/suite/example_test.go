package suite

import (
	"testing"

	"emrproof/model"
)

// An example call of a kind is counted as one of that kind, and of no other.
func TestExampleCalls(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		counted, n := Counted(s)
		x := must[*Example](t)(NewExample(counted, stream(1), 256, 8))
		for c := range model.Call(model.Calls) {
			*n = Counts{}
			x.Call(c)
			var want Counts
			want[c] = 1
			if *n != want {
				t.Errorf("%s: counted %v, want %v", c.Kind().Name, *n, want)
			}
		}
	})
}
