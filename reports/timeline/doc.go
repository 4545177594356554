// Package timeline reads a run as the steps of a message chart: who sends what to whom, what
// the adversary does to it, what the receiver checks and then computes. The text chart, which
// is drawn here, and the page's chart draw the same steps. It also puts into words at which
// step a claim broke.
//
// All of it is read off the description of the protocol and the events of a run; nothing here
// knows more of a protocol than those say.
package timeline
