// Package reports shows what the verbs run, attack, games, judge and replay found, the verdict on
// each claim above all, as text for people and as JSON for programs. What a report is made of lies
// in folders of its own: tables, the timeline of a run, costs, proofs, the page, and what verify
// asks and expects.
//
// What it writes is the same bytes on every machine.
package reports
