package emr_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emrproof/model/emr"
)

// A block is an example of the manual, with the line at which it begins.
type block struct {
	kind, text string
	line       int
}

// blocks reads the examples of the manual.
func blocks(t *testing.T) []block {
	t.Helper()
	manual, err := os.ReadFile("../LANGUAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []block
	var b *block
	for i, line := range strings.Split(string(manual), "\n") {
		kind, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && b == nil:
			b = &block{kind: kind, line: i + 2}
		case fence:
			all, b = append(all, *b), nil
		case b != nil:
			b.text += line + "\n"
		}
	}
	return all
}

// complaints are what is wrong with a text; empty: nothing.
func complaints(file, text string) string {
	f, err := emr.Parse(file, []byte(text))
	if err == nil {
		_, err = f.Protocol()
	}
	if err != nil {
		return err.Error() + "\n"
	}
	return ""
}

// Every example of the manual is what the manual says: a description that builds, lines of the
// library, or a description with these complaints.
func TestManual(t *testing.T) {
	lines := map[string]bool{}
	files, err := filepath.Glob("../library/*.emr")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			lines[plain(line)] = true
		}
	}
	all := blocks(t)
	count := map[string]int{}
	for i, b := range all {
		count[b.kind]++
		switch b.kind {
		case "emr":
			if got := complaints("manual.emr", b.text); got != "" {
				t.Errorf("line %d: %s", b.line, got)
			}
		case "lines":
			for line := range strings.Lines(b.text) {
				if !lines[plain(line)] {
					t.Errorf("line %d: the library has no line %s", b.line, line)
				}
			}
		case "wrong":
			if got, want := complaints("toy.emr", b.text), all[i+1].text; got != want {
				t.Errorf("line %d: got\n%swant\n%s", b.line, got, want)
			}
		case "complaints":
		default:
			t.Errorf("line %d: an example of kind %q", b.line, b.kind)
		}
	}
	if count["emr"] < 1 || count["lines"] < 8 || count["wrong"] < 2 {
		t.Errorf("the manual has %v", count)
	}
}

// plain is a line as a reader sees it, however it is laid out.
func plain(line string) string { return strings.Join(strings.Fields(line), " ") }
