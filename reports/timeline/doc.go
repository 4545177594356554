// Package timeline reads a run as the steps of a message chart: who sends what to whom, what
// the adversary does to it, what the receiver checks and then computes. It draws these steps
// as text while the run goes on, and as a picture for a page. It also puts into words at which
// step a claim broke.
//
// All of it is read off the description of the protocol and the events of a run; nothing here
// knows more of a protocol than those say.
package timeline
