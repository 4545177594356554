package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An edit is one piece of text that is inserted into a file.
type edit struct {
	at, cut int
	text    string
	// rank orders the edits at one place: text that closes comes before text that opens, and
	// the text of an inner mutant closes first and opens last.
	rank [3]int
}

// instrument inserts the mutants of a file into its text. No line gets another number.
func instrument(text string, all []*mutant) string {
	var edits []edit
	for _, m := range all {
		w := m.wrap
		edits = append(edits,
			edit{at: w.from, text: w.open, rank: [3]int{1, -w.to, w.registeredAs}},
			edit{at: w.to, text: w.close, rank: [3]int{0, -w.from, -w.registeredAs}})
		if w.cut > 0 {
			edits = append(edits, edit{at: w.at, cut: w.cut, text: w.replaced, rank: [3]int{2, 0, 0}})
		}
	}
	slices.SortStableFunc(edits, func(a, b edit) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		return slices.Compare(a.rank[:], b.rank[:])
	})
	var b strings.Builder
	done := 0
	for _, e := range edits {
		b.WriteString(text[done:e.at])
		b.WriteString(e.text)
		done = e.at + e.cut
	}
	b.WriteString(text[done:])
	return b.String()
}

// switchboard is the source of the functions that instrumented code calls, one more file of its
// package. Environment variables say which mutant is awake, and to which file the mutants that
// a test meets are written.
const switchboard = `package %s

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
)

var (
	mutantAwake, _ = strconv.Atoi(os.Getenv("` + awakeVariable + `"))
	mutantsMetFile = os.Getenv("` + metVariable + `")
	mutantsMet     [%d]atomic.Bool
)

func mutantIs(n int) bool {
	if mutantsMetFile != "" && mutantsMet[n].CompareAndSwap(false, true) {
		f, err := os.OpenFile(mutantsMetFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(f, n)
		f.Close()
	}
	return n == mutantAwake
}

func mutantAnd(n int, a bool, b func() bool) bool {
	if mutantIs(n) {
		return a || b()
	}
	return a && b()
}

func mutantOr(n int, a bool, b func() bool) bool {
	if mutantIs(n) {
		return a && b()
	}
	return a || b()
}

func mutantLess[T cmp.Ordered](n int, a, b T) bool {
	return a < b || mutantIs(n) && a == b
}

func mutantAtMost[T cmp.Ordered](n int, a, b T) bool {
	return a <= b && !(mutantIs(n) && a == b)
}

func mutantMore[T cmp.Ordered](n int, a, b T) bool    { return mutantLess(n, b, a) }
func mutantAtLeast[T cmp.Ordered](n int, a, b T) bool { return mutantAtMost(n, b, a) }

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 |
		~float32 | ~float64
}

func mutantMinus[T mutantNumber](n int, a, b T) T {
	if mutantIs(n) {
		return b - a
	}
	return a - b
}

func mutantSum[T mutantNumber](n int, a, b T) T {
	if mutantIs(n) {
		return a
	}
	return a + b
}

func mutantPlus[T mutantNumber](n int, a T) T {
	if mutantIs(n) {
		return a + 1
	}
	return a
}

func mutantSwap[T any](n int, a, b T) (T, T) {
	if mutantIs(n) {
		return b, a
	}
	return a, b
}
`

const (
	awakeVariable = "EMRPROOF_MUTANT"
	metVariable   = "EMRPROOF_MUTANTS_MET"
)

// overlay writes the instrumented files into a folder, together with the list by which the go
// command uses them in the place of the package's own. The package's own folder is not touched.
func overlay(t *target, all []*mutant, dir string) (string, error) {
	replace := map[string]string{}
	write := func(path, text string) error {
		to := filepath.Join(dir, filepath.Base(path))
		replace[path] = to
		return os.WriteFile(to, []byte(text), 0o666)
	}
	for _, f := range t.files {
		var here []*mutant
		for _, m := range all {
			if m.file == f {
				here = append(here, m)
			}
		}
		if err := write(f.path, instrument(f.text, here)); err != nil {
			return "", err
		}
	}
	text := fmt.Sprintf(switchboard, t.name, len(all)+1)
	if err := write(filepath.Join(t.dir, "mutants_switchboard.go"), text); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, list, 0o666)
}
