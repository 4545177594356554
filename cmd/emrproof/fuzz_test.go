package main

import (
	"strings"
	"testing"

	"emrproof/sim"
)

// FuzzSkew: no panic, and a clock that was set is of a principal.
func FuzzSkew(f *testing.F) {
	for _, text := range []string{"alice=2s", "bob=-500ms", "alice=2s,alice=3s", "=", "eve=1s",
		"bob", "bob=99999999h", "bob=1s=2s"} {
		f.Add(text)
	}
	c, err := sim.Standard("ns", sim.DefaultSize)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set := c
		set.Principals = append([]sim.Principal(nil), c.Principals...)
		err := skew(&set, strings.Split(text, ","))
		switch {
		case err != nil && (!strings.HasPrefix(err.Error(), "--skew") ||
			strings.Contains(err.Error(), "\n")):
			t.Errorf("%q: %v", text, err)
		case err == nil && set.Check() != nil:
			t.Errorf("%q: %v", text, set.Check())
		}
	})
}
