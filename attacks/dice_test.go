package attacks

import (
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/sim/simtest"
)

// dice draw random recipes.
type dice struct{ simtest.Dice }

func pick[T any](p *dice, from ...T) T { return from[p.Next(len(from))] }

// rolls runs a property on dice.
func rolls(t *testing.T, seed int64, draws int, name string, f func(p *dice) string) {
	t.Helper()
	simtest.Roll(t, seed, draws, name, func(d simtest.Dice) string { return f(&dice{d}) })
}

// text draws a text, of those at the edges of what can be written.
func (p *dice) text() string {
	if p.Next(3) == 0 {
		return string([]rune{rune(p.Next(256)), rune(p.Next(256)) << 4})
	}
	return pick(p, "", "alice.1#1", "a\"b\\c", "\x00\a\b\f\n\r\t\v\x7f", "é‖⊕", "\u2028\ufeff",
		"\U0010ffff", "'''", `"""`, "#", "(", strings.Repeat("x", 300))
}

// recipe draws a recipe that need not make sense.
func (p *dice) recipe(depth int) deduce.Recipe {
	if depth == 0 {
		return pick(p, deduce.Apply("G"), deduce.Apply("id", deduce.Text(p.text())),
			deduce.Apply("field", deduce.Text(p.text()), deduce.Number(p.Next(9)-4)))
	}
	return pick(p, deduce.Apply("hk", p.recipe(depth-1), p.recipe(depth-1)),
		deduce.Apply("cast", deduce.Text(p.text()), p.recipe(depth-1)))
}
