// Package expect compares the verdicts of a verification with the verdicts that are expected,
// and reports the differences to continuous integration, as JUnit XML and as SARIF.
package expect
