package main

import (
	"bytes"
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

// FuzzScreen: however a text is cut up, the same is shown, and only our own colours pass.
func FuzzScreen(f *testing.F) {
	f.Add("\x1b[32mgreen\x1b[0m \x1b[2J \u009b31m\xff ΔT\n", uint8(3), true)
	f.Add("\x1b[1;4mtitle\x1b[0m\x1b[1", uint8(1), false)
	f.Fuzz(func(t *testing.T, text string, size uint8, coloured bool) {
		whole, _ := visible([]byte(text), coloured, true)
		var got, left []byte
		for rest := text; rest != ""; {
			n := min(int(size)+1, len(rest))
			var shown []byte
			shown, left = visible(append(left, rest[:n]...), coloured, false)
			got, rest = append(got, shown...), rest[n:]
		}
		last, _ := visible(left, coloured, true)
		if got = append(got, last...); !bytes.Equal(got, whole) {
			t.Errorf("%q, %d at a time: got %q, want %q", text, size, got, whole)
		}
		for _, code := range []string{"1;4", "1", "2", "32", "1;31", "0"} {
			whole = bytes.ReplaceAll(whole, []byte("\x1b["+code+"m"), nil)
		}
		if coloured && bytes.ContainsRune(whole, '\x1b') || !coloured && bytes.ContainsRune(got, '\x1b') {
			t.Errorf("%q: got %q", text, got)
		}
	})
}
