package simtest

import (
	"math/bits"
	"testing"
)

// Race says whether the race detector is on.
const Race = race

// Long skips a test under the race detector, and where an int has 32 bits: ristretto255 is
// eight times as slow there. It is for a test that makes thousands of runs, and whose code
// is run in shorter tests too, side by side and with golden files.
func Long(t testing.TB) {
	t.Helper()
	if race {
		t.Skip("thousands of runs: not under the race detector, which shorter tests of the same code are")
	}
	if bits.UintSize == 32 {
		t.Skip("thousands of runs: not on 32 bits, where shorter tests of the same code are")
	}
}
