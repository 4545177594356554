// Package page writes everything that a verification found as one HTML file, which loads
// nothing and needs no script to be read: the verdicts, the paper's Table 3, each attack as a
// chart and a narration that can be stepped through, the logic beside runs, and the costs.
package page
