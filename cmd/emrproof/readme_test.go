package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
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
			continue // verify.txt
		}
		if args == "games --equal-lengths" {
			args += " --resolution 900" // with fewer trials
		}
		if !strings.Contains(string(script), "\nexec emrproof "+args+"\n") {
			t.Errorf("no script runs %q", args)
		}
	}
	if commands < 10 {
		t.Errorf("got %d commands in the README, want those of every task", commands)
	}
}

// shows has the last command of a script print what the README says that a whole
// verification does: what it shows does not depend on how much is asked. .ci/run runs the
// whole one.
func shows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: shows")
	}
	_, shown, found := strings.Cut(ts.Getenv("README"), "$ go run ./cmd/emrproof verify\n")
	shown, _, _ = strings.Cut(shown, "```")
	printed := ts.ReadFile("stdout")
	for _, line := range strings.Split(strings.TrimSpace(shown), "\n") {
		if !found || line != "…" && !strings.Contains(printed, line+"\n") {
			ts.Fatalf("the README shows a line that verify does not print: %q", line)
		}
	}
}
