package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
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
		if !strings.Contains(string(script), "\nexec emrproof "+args+"\n") {
			t.Errorf("no script runs %q", args)
		}
	}
	if commands < 10 {
		t.Errorf("got %d commands in the README, want those of every task", commands)
	}
	var printed bytes.Buffer
	root := newRoot()
	root.SetOut(&printed)
	if got := status(root, []string{"run"}); got != statusExpected {
		t.Fatalf("run: exit status %d", got)
	}
	_, shown, _ := strings.Cut(string(readme), "$ go run ./cmd/emrproof run\n")
	shown, _, _ = strings.Cut(shown, "```")
	for _, line := range strings.Split(strings.TrimSpace(shown), "\n") {
		if line != "…" && !strings.Contains(printed.String(), line+"\n") {
			t.Errorf("the README shows a line that run does not print: %q", line)
		}
	}
}
