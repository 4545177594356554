package checker

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// sources are the files of a folder that are no tests.
func sources(t *testing.T, folder string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range all {
		if !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Fatalf("no source in %s", folder)
	}
	return names
}

// The prover and its checker do not know each other: what one gets wrong the other is to
// notice.
func TestNoCodeShared(t *testing.T) {
	for folder, other := range map[string]string{".": "ban/prover", "../prover": "ban/checker"} {
		for _, name := range sources(t, folder) {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range f.Imports {
				if strings.Contains(i.Path.Value, other) {
					t.Errorf("%s imports %s", name, i.Path.Value)
				}
			}
		}
	}
}
