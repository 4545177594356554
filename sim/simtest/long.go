package simtest

import "testing"

// Race says whether the race detector is on.
const Race = race

// Long skips a test under the race detector, where ristretto255 is eight times as
// slow: one that makes thousands of runs, and whose code is run side by side in
// shorter tests too.
func Long(t testing.TB) {
	t.Helper()
	if race {
		t.Skip("thousands of runs: not under the race detector, which shorter tests of the same code are")
	}
}
