// Package attacks puts a Dolev–Yao adversary on the simulated network.
//
// A Move is data. Whatever decides the moves (a script, chance, a saved list), an Executor makes
// them in a run: see Decide. The moves and the run's Config together are the attack, which can be
// saved, run again byte for byte, shrunk (Find) and told (Finding.Narrate).
//
// The adversary plays fair. It knows what crossed the insecure network, what is public, what was
// revealed to it (each reveal is an event on the trace), and what it can compute from these with
// the suite. It deduces on terms: see the package deduce. Every deduction ends in a recipe, and an
// Evaluator turns the recipe into bytes.
package attacks
