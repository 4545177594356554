package cli

import (
	"bytes"
	"testing"
)

func TestControlCharactersAreShown(t *testing.T) {
	for _, c := range []struct {
		coloured   bool
		text, want string
	}{
		{false, "plain\n\ttext ΔT ⊨", "plain\n\ttext ΔT ⊨"},
		{false, "\x1b[2J\x1b]0;title\x07", `\x1b[2J\x1b]0;title\x07`},
		{false, "\x1b[32mgreen\x1b[0m", `\x1b[32mgreen\x1b[0m`},
		{true, "\x1b[32mgreen\x1b[0m", "\x1b[32mgreen\x1b[0m"},
		{true, "\x1b[32;5mgreen", `\x1b[32;5mgreen`},
		{true, "\x1b", `\x1b`},
		{true, "\x1b[1", `\x1b[1`},
		{false, "over\rwritten\x7f\x00", `over\x0dwritten\u007f\x00`},
		{false, "\u009b31m\u202ertl\u2066", `\u009b31m\u202ertl\u2066`},
		{false, "\xff\xc3", `\xff\xc3`},
	} {
		for size := 1; size <= len(c.text); size++ { // however the text is cut up
			var got []byte
			s := []byte(nil)
			for rest := c.text; rest != ""; rest = rest[min(size, len(rest)):] {
				shown, left := visible(append(s, rest[:min(size, len(rest))]...), c.coloured, false)
				got, s = append(got, shown...), left
			}
			shown, _ := visible(s, c.coloured, true)
			if got = append(got, shown...); string(got) != c.want {
				t.Errorf("%q, %d bytes at a time: got %q, want %q", c.text, size, got, c.want)
			}
		}
	}
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
