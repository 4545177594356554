package attacks

import "emrproof/sim/trace"

// Done are the values that were made so far, by the texts of their recipes.
func (e *Evaluator) Done() map[string]*trace.Value { return e.done }

// Bytes are those of the secret.
func (s Secret) Bytes() []byte { return s.is.Bytes() }

// List decides moves that are known from the start.
func List(moves []string) (Decider, error) { return newFixed(moves) }

// A Dice is what the tests of this package draw with.
type Dice = dice

// Rolls runs a property on dice.
var Rolls = rolls
