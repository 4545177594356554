package meter

import (
	"sort"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// Every function of Starlark's is metered, or withheld: a new one must not come in
// by itself.
func TestEveryStarlarkFunctionIsMetered(t *testing.T) {
	have := map[string]bool{"None": true, "True": true, "False": true}
	for _, name := range starlarkNames {
		have[name] = true
	}
	for name := range withheld {
		have[name] = true
	}
	for name := range starlark.Universe {
		if !have[name] {
			t.Errorf("Starlark's %s is neither metered nor withheld", name)
		}
	}
	if !sort.StringsAreSorted(starlarkNames) {
		t.Errorf("not in order: %v", starlarkNames)
	}
}

// Every method of Starlark's values is one that the meter was written for.
func TestEveryMethodIsKnown(t *testing.T) {
	want := map[string]string{
		"list": "append clear extend index insert pop remove",
		"dict": "clear get items keys pop popitem setdefault update values",
		"string": "capitalize codepoint_ords codepoints count elem_ords elems endswith find format " +
			"index isalnum isalpha isdigit islower isspace istitle isupper join lower lstrip partition " +
			"removeprefix removesuffix replace rfind rindex rpartition rsplit rstrip split splitlines " +
			"startswith strip title upper",
	}
	for _, v := range []starlark.HasAttrs{starlark.NewList(nil), starlark.NewDict(0),
		starlark.String("")} {
		if got := strings.Join(v.AttrNames(), " "); got != want[v.(starlark.Value).Type()] {
			t.Errorf("%s has %s", v.(starlark.Value).Type(), got)
		}
	}
}
