// Package symbolic runs the roles of a description on terms that are still open in part: what
// sim does with bytes, a search does with it.
//
// A Machine has the principals, what they keep and what the adversary knows. An instance is a
// session of a principal. Run takes it from one receive to the next: what the instance asks of
// the message in between is unified with it, and what it would refuse has no way on.
package symbolic
