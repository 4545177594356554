// Package attacks puts a Dolev–Yao adversary on the simulated network.
//
// A Move is data: whatever decides the moves, a script or a list, an Executor
// makes them in a run, and they with the run's Config are the attack. An attack
// can be saved, run again byte for byte, and shrunk.
//
// The adversary plays fair. It knows what crossed the insecure network, what is
// public, what was revealed to it, each reveal an event on the trace, and what
// it can compute from these with the suite. It deduces on terms, every deduction
// ends in a Recipe, and a recipe ends in bytes.
package attacks
