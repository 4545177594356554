package script

import (
	"slices"
	"testing"

	"go.starlark.net/starlark"

	"emrproof/attacks"
	"emrproof/attacks/script/need"
	"emrproof/sim/simtest"
)

// An address that a script can write is read back as itself.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"bob", "bob.2", "bob.0", "bob.02", "bob.1000000001", ".2", "bob.",
		"alice.2.3"} {
		f.Add(s)
	}
	h := newHost(&Script{}, need.Overrides{})
	h.world = &need.World{}
	f.Fuzz(func(t *testing.T, s string) {
		if h.x == nil {
			if _, err := attacks.Decide(nil, simtest.World(t, "published"), h); err != nil {
				t.Fatal(err)
			}
		}
		a, err := h.address(starlark.String(s))
		if err == nil && (a.String() != s || !slices.Contains(address(a).Names(), s)) {
			t.Errorf("%q is read as %q", s, address(a))
		}
	})
}
