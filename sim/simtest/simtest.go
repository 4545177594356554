// Package simtest is for tests: golden files, and a small world that is ready to run. Nothing
// but tests imports it.
package simtest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"emrproof/sim"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// init sets the garbage collector for tests, which do little but run worlds.
func init() { debug.SetGCPercent(sim.GCPercent) }

// Updating says whether golden files are to be rewritten.
func Updating() bool { return *update }

// Golden compares got with the file of that name under testdata. With -update it
// rewrites the file instead: commit a changed one only if you know why it changed.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	if d := Difference(got, string(want)); d != "" {
		t.Errorf("differs from %s, which go test -update rewrites:\n%s", path, d)
	}
}

// Difference shows where two texts differ: the first line of each that the other does not have
// there; "" when they are the same.
func Difference(got, want string) string {
	if got == want {
		return ""
	}
	a, b := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	line := func(lines []string) string {
		if i < len(lines) && lines[i] != "" {
			return fmt.Sprintf("%q", lines[i])
		}
		return "nothing more"
	}
	return fmt.Sprintf("line %d: got  %s\nline %d: want %s", i+1, line(a), i+1, line(b))
}

// World is the Config of the default standard world of a profile: one session at one
// doctor, of one patient, with two hospitals.
func World(t testing.TB, profile string) sim.Config {
	t.Helper()
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
