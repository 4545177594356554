// Package goals says what the goals of a proof mean on runs of the protocol, and tries them on
// random runs, both honest and attacked ones.
//
// A goal of the logic is a belief. Its Meaning is a list of claims of the description, which
// monitors decide from the trace of a run:
//
//	Meanings      the claims that each goal of a protocol stands for
//	Question      in how many random worlds is each goal violated by one of Adversaries?
//	NewBelief     sets what the logic derives beside what attacks and random worlds violate
//	NewBehaviour  makes these attacks and worlds, and shrinks the first violation of each goal
//
// That each goal holds on the hardened profile, whatever a random adversary does, is a
// property that gopter tries in the tests of this package.
package goals
