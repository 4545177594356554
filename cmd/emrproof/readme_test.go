package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emrproof/sim/simtest"
)

// Every command that the README shows is run by testdata/script/readme.txt, and what
// it says that the first one prints is printed.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/script/readme.txt")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, line := range strings.Split(string(readme), "\n") {
		args, ok := strings.CutPrefix(line, "$ go run ./cmd/emrproof ")
		if !ok {
			continue
		}
		commands++
		if args == "verify" || args == "verify --quick" {
			continue // shownByVerify
		}
		if !strings.Contains(string(script), "\nexec emrproof "+args+"\n") {
			t.Errorf("no script runs %q", args)
		}
	}
	if commands < 10 {
		t.Errorf("got %d commands in the README, want those of every task", commands)
	}
	shownByVerify(t, string(readme))
}

// shownByVerify has a quick verification print what the README says that a whole one does:
// what it shows does not depend on how much is asked. .ci/run runs the whole one.
func shownByVerify(t *testing.T, readme string) {
	t.Helper()
	simtest.Long(t)
	var printed bytes.Buffer
	root := newRoot()
	root.SetOut(&printed)
	out := filepath.Join(t.TempDir(), "out")
	if got := status(root, []string{"verify", "--quick", "--out", out}); got != statusExpected {
		t.Fatalf("verify: exit status %d:\n%s", got, printed.String())
	}
	_, shown, found := strings.Cut(readme, "$ go run ./cmd/emrproof verify\n")
	shown, _, _ = strings.Cut(shown, "```")
	text := strings.ReplaceAll(printed.String(), out, "out")
	for _, line := range strings.Split(strings.TrimSpace(shown), "\n") {
		if !found || line != "…" && !strings.Contains(text, line+"\n") {
			t.Errorf("the README shows a line that verify does not print: %q", line)
		}
	}
}
