package page_test

import (
	"os"
	"runtime/debug"
	"testing"

	"emrproof/sim"
)

// The tests do little but run worlds.
func TestMain(m *testing.M) {
	debug.SetGCPercent(sim.GCPercent)
	os.Exit(m.Run())
}
