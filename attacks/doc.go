// Package attacks puts a Dolev–Yao adversary on the simulated network.
//
// What the adversary does is a list of moves, and a Move is data. A Decider chooses the moves:
// a script, chance, or a saved list. An Executor makes them in a run: see Decide. The moves and
// the run's Config together are the attack. It can be saved, run again byte for byte, shrunk
// (Find) and told in sentences (Finding.Narrate). What came of it is an Outcome: the verdicts,
// what the messages that the adversary made itself led to, and which checks refused.
//
// The adversary uses only what it may know: what crossed the insecure network, what is public,
// what was revealed to it (each reveal is an event on the trace), and what it can compute from
// these with the suite. It deduces on terms: see the package deduce. Every deduction ends in a
// recipe, and an Evaluator turns the recipe into bytes.
package attacks
