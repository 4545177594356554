package generate

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/model/library"
	"emrproof/sim/simtest"
)

const withoutRepairs = "generated/hardened-options.txt"

// What an outsider's generated attacks find once a repair is taken out: a line for each
// option, and one for each kind of case, message and claim. In full, all cases are tried
// without each repair; else those that a line of the golden file is about.
func TestGeneratedWithoutRepairs(t *testing.T) {
	simtest.Long(t)
	if !*attacktest.Everything {
		checkWithoutRepairs(t)
		return
	}
	var b strings.Builder
	for _, o := range library.Options("hardened") {
		fmt.Fprintf(&b, "without %s: %s\n", o.ID, o.Text)
		found := unexplained(tried(t, generated(t, "hardened", o.ID)))
		for _, line := range slices.Sorted(maps.Keys(found)) {
			fmt.Fprintf(&b, "  %s: %d cases\n", line, found[line])
		}
		if len(found) == 0 {
			b.WriteString("  nothing\n")
		}
	}
	simtest.Golden(t, withoutRepairs, b.String())
}

// unexplained counts what is violated, but for what refusals cost, which is out of the whole
// description's scope.
func unexplained(r *Result) map[string]int {
	found := map[string]int{}
	for _, x := range r.Cases {
		for _, c := range x.Broken {
			if c.ID != "availability" {
				found[x.Kind+" | "+x.Message+" | "+c.ID]++
			}
		}
	}
	return found
}

// checkWithoutRepairs tries the cases again that found something.
func checkWithoutRepairs(t *testing.T) {
	t.Helper()
	golden, err := os.ReadFile(filepath.Join("testdata", withoutRepairs))
	if err != nil {
		t.Fatalf("%v; go test -everything -update writes it", err)
	}
	option, seen := "", []string{}
	want := map[string]map[string]string{} // by option: cases by line
	for line := range strings.Lines(string(golden)) {
		line = strings.TrimSuffix(line, "\n")
		if rest, ok := strings.CutPrefix(line, "without "); ok {
			option, _, _ = strings.Cut(rest, ":")
			seen, want[option] = append(seen, option), map[string]string{}
		} else if i := strings.LastIndex(line, ": "); i > 0 {
			want[option][line[2:i]] = line[i+2:]
		}
	}
	if ids := library.OptionIDs("hardened"); !slices.Equal(seen, ids) {
		t.Fatalf("%s is about %q, want %q", withoutRepairs, seen, ids)
	}
	for option, lines := range want {
		if len(lines) == 0 {
			continue
		}
		cases := slices.DeleteFunc(generated(t, "hardened", option), func(c Case) bool {
			for line := range lines {
				if strings.HasPrefix(line, c.Kind+" | "+c.Message+" | ") {
					return false
				}
			}
			return true
		})
		found := unexplained(tried(t, cases))
		for line, n := range lines {
			if got := fmt.Sprintf("%d cases", found[line]); got != n {
				t.Errorf("without %s: %s: %s, want %s", option, line, got, n)
			}
		}
	}
}
