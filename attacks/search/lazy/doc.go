// Package lazy decides what an adversary can make from what it knows, where messages have parts
// that are still open.
//
// A constraint whose term is no variable is solved in one of three ways: the term is unified with
// a known one; or composed, so that its arguments have to be made; or something known is taken
// apart, so that its key has to be made, and the rest goes on with more knowledge. Which operations
// compose and what undoes them, the table in package model says. A variable waits: that is why
// messages need no bound. What can be made already, without any binding and without any new
// variable, is dropped, and nothing else is tried: each run that another way leads to is among
// those that are left.
//
// Scalars and points are polynomials, so that two ways to compute a value give one term. What is
// asked of points is not tried in several ways but collected, as linear equations in the
// coefficients of what the adversary chose; a state in which they have no solution is left.
//
// The sources are those of package search.
package lazy
