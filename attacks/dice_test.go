package attacks

import (
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"emrproof/attacks/deduce"
)

// Dice make random choices; where they end, each is the first. To shrink the bytes is to
// shrink what is made of them.
type dice []byte

func (p *dice) next(n int) int {
	if len(*p) == 0 {
		return 0
	}
	b := (*p)[0]
	*p = (*p)[1:]
	return int(b) % n
}

func pick[T any](p *dice, from ...T) T { return from[p.next(len(from))] }

// rolls runs a property on dice.
func rolls(t *testing.T, seed int64, draws int, name string, f func(p *dice) string) {
	t.Helper()
	params := gopter.DefaultTestParametersWithSeed(seed)
	params.MinSuccessfulTests, params.Workers = draws, 1
	params.MinSize, params.MaxSize = 20, 200
	properties := gopter.NewProperties(params)
	properties.Property(name, prop.ForAll(func(bytes []byte) string {
		p := dice(bytes)
		return f(&p)
	}, gen.SliceOf(gen.UInt8())))
	properties.TestingRun(t)
}

// text draws a text, of those at the edges of what can be written.
func (p *dice) text() string {
	if p.next(3) == 0 {
		return string([]rune{rune(p.next(256)), rune(p.next(256)) << 4})
	}
	return pick(p, "", "alice.1#1", "a\"b\\c", "\x00\a\b\f\n\r\t\v\x7f", "é‖⊕", "\u2028\ufeff",
		"\U0010ffff", "'''", `"""`, "#", "(", strings.Repeat("x", 300))
}

// recipe draws a recipe that need not make sense.
func (p *dice) recipe(depth int) deduce.Recipe {
	if depth == 0 {
		return pick(p, deduce.Apply("G"), deduce.Apply("id", deduce.Text(p.text())),
			deduce.Apply("field", deduce.Text(p.text()), deduce.Number(p.next(9)-4)))
	}
	return pick(p, deduce.Apply("hk", p.recipe(depth-1), p.recipe(depth-1)),
		deduce.Apply("cast", deduce.Text(p.text()), p.recipe(depth-1)))
}
