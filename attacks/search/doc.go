// Package search goes through all runs of a description within a bound, with messages of any
// size, for runs that violate a claim.
//
// The question is this: given n instances of roles, played by named principals of whom some are
// corrupt, is there a run, of whatever the adversary sends, in which a claim is violated? Search
// answers with such a run, carried out on real cryptography and judged by the monitors; or it
// says that there is none.
//
// # The algorithm
//
// It is the lazy intruder of constraint solving. A state has how far each instance has come, what
// the adversary knows, and which claims were made. A move gives an instance a message of which
// nothing is settled but what the instance checks: a receive, with the opens, verifications and
// equalities up to the next receive, is a pattern. The constraint is that the adversary can make
// the pattern from what it knows then, from(T, n) for the knowledge of level n. What the instance
// sends in turn is the knowledge of the next level.
//
// Package symbolic runs the instances, and package lazy solves the constraints.
//
// Two moves whose order does not matter are tried in one order only (constraint differentiation):
// a move of an instance after one of a later instance has to use what that one sent. Instances
// that are alike begin in their order. Variables are bound on a trail and unbound again: nothing
// is remembered of states that were left.
//
// Several workers search one tree: each walks through its top, down to a number of moves, and
// takes the subtrees that no other has taken. What they find, and the states that they visit, count
// in the order of a search by one, so that they are the same for any number of workers. Package
// threats asks a question under one threat after another.
//
// # What no means
//
// The search is complete for the runs of at most so many instances of honest principals, under
// these assumptions. Constructors are free, and each encryption differs from each other one.
// Values of different sorts are different: a message of one sort is never taken for one of another
// (it is typed), which loses nothing where no two texts of a description could be taken for each
// other; see symbolic.Flaw.
//
// For each party there is an honest principal and, where the description has several, another: who
// is corrupt from the beginning on if the question says that one of the party is, and else honest
// too. If somebody is corrupt and nobody stores anything, that one stands for the others of all
// parties. Mostly that is enough: no claim is about more than two honest principals, and who is
// corrupt can do what others would. It is not where a run needs more names to be different, as a
// session may that takes a name once, looks up a row by a name, or refuses because two names
// differ: runs that need one more principal are not searched. The scope names those there are.
//
// Who begins a session chooses one of these for its peer, and a claim is judged where the peer
// plays the party that the claim names. Everybody has registered, once, and has done what sessions
// need before them, and nobody cheated there.
//
// Clocks are exact. For freshness, and for consents that carry a time, the checks of age restrict
// the moments of the moves, and shortest paths say whether there are such moments; for all other
// claims the adversary is so fast that no check of age refuses. A description is refused where it
// would matter that one does: where a session sends or stores something before the check, and
// claims or stores something after it, with no receive in between. No table forgets what it takes
// once, which sim does after 2·ΔT. The adversary does not guess time stamps or passwords.
//
// A claim is judged as package monitor judges it. What the question says that the adversary steals,
// it has from the beginning on, and its victim, the first honest principal of the party, stays
// honest. For forward secrecy it steals, after all sessions, the keys and the store of both who
// share the secret.
//
// Sessions keep rows in tables, and a row is found by its key. While that is open, it is the key
// of one row or of another, and not that of a later row. Where principals choose departments there
// are two.
//
// The group is generic: the adversary makes points from points by sums and multiples, with scalars
// that it knows. Hashes are random oracles: no point depends on a hash of itself. Where the search
// cannot say whether the adversary can do something, it counts that, and a claim that it then finds
// no violation of is undecided. That may be so where a role sends multiples of points that it
// received, or where scalars are sent or received over the open network.
//
// A description that has what the search would get wrong is refused: one with exclusive or; with
// texts that are raw or have no tag; with a signature that shows what is computed; with public keys
// in messages, or private keys or masked texts in those of the open network; with a session on both
// channels; with enrolment, or with something published, on the open network; or with a claim of
// what comes before on the secure channel. Function supported in package symbolic has the list.
//
// # Sources
//
// Millen and Shmatikov, Constraint solving for bounded-process cryptographic protocol analysis,
// CCS 2001. Basin, Mödersheim and Viganò, OFMC: a symbolic model checker for security protocols,
// Int. J. Inf. Secur. 4 (2005), 181–208 (the lazy intruder, constraint differentiation).
// Barthe et al., Automated analysis of cryptographic assumptions in generic group models, CRYPTO
// 2014. Comon-Lundh and Cortier, Security properties: two agents are sufficient, ESOP 2003. Lowe, A
// hierarchy of authentication specifications, CSFW 1997.
package search
