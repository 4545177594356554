package simtest

import "testing"

// Long skips a test under -short: one that makes thousands of runs, and whose code is run in
// shorter tests too, side by side and with golden files. The race detector and 32 bits, where
// ristretto255 is eight times as slow, are tried with the short ones.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("thousands of runs: not with -short, which runs shorter tests of the same code")
	}
}
