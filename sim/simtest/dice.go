package simtest

import (
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
)

// Dice make random choices; where they end, each choice is the first. To shrink the bytes is to
// shrink what is made of them.
type Dice []byte

// Next draws a number from 0 to n-1.
func (d *Dice) Next(n int) int {
	if len(*d) == 0 {
		return 0
	}
	b := (*d)[0]
	*d = (*d)[1:]
	return int(b) % n
}

// Roll runs a property on so many dice of a seed. f returns what is wrong, or nothing.
func Roll(t *testing.T, seed int64, draws int, name string, f func(d Dice) string) {
	t.Helper()
	params := gopter.DefaultTestParametersWithSeed(seed)
	params.MinSuccessfulTests, params.Workers = draws, 1
	params.MinSize, params.MaxSize = 20, 200
	properties := gopter.NewProperties(params)
	properties.Property(name, prop.ForAll(func(bytes []byte) string { return f(bytes) },
		gen.SliceOf(gen.UInt8())))
	properties.TestingRun(t)
}
