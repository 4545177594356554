// Package expect holds what came out against what is expected, and tells continuous
// integration how they differ, as JUnit XML and as SARIF.
package expect
