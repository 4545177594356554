package simtest

import "testing"

// Long skips, under -short, a test that makes thousands of runs and whose code shorter tests
// run too, side by side and with golden files. The race detector and 32 bits, where
// ristretto255 is eight times as slow, are tried with the short tests.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("thousands of runs: not with -short, which runs shorter tests of the same code")
	}
}
