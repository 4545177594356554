package input

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// size writes a number of bytes in words.
func size(n int64) string {
	for _, unit := range []struct {
		shift int
		name  string
	}{{30, "GiB"}, {20, "MiB"}, {10, "KiB"}} {
		if one := int64(1) << unit.shift; n >= one && n%one == 0 {
			return fmt.Sprintf("%d %s", n/one, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// Quote puts a text that the user wrote in quotes, and shortens it.
func Quote(text string) string { return strconv.Quote(clip(text)) }

// clip keeps the first forty characters: an error does not repeat a whole ECG.
func clip(text string) string {
	const most = 40
	count := 0
	for at := range text {
		if count == most {
			return text[:at] + "…"
		}
		count++
	}
	return text
}

// unknown says, for an error, what would be right in place of an unknown key.
func unknown(key string, known []string) string {
	for _, k := range known {
		if plain(k) == plain(key) {
			return fmt.Sprintf("is not known: want %s", k)
		}
	}
	if best := Nearest(key, known); best != "" {
		return fmt.Sprintf("is not known: did you mean %s?", best)
	}
	return "is not known: want one of " + strings.Join(known, ", ")
}

// Nearest returns the one of the known names that a misspelt name may be meant to be; empty:
// none is near.
func Nearest(name string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := distance(plain(k), plain(name)); d < least && d < len(k) {
			best, least = k, d
		}
	}
	return best
}

// plain is a key in lower case, without the characters that join its words.
func plain(key string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(key))
}

// distance is the number of letters to change, add or take out between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, corner+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// Visible makes a text safe to show a person on a terminal. Whatever a terminal would obey is
// made visible: control characters but for the tab and the newline, what turns the direction
// of the text, and what is no UTF-8.
func Visible(text string) string {
	var b []byte
	for at := 0; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		b = appendVisible(b, text[at:at+size])
		at += size
	}
	return string(b)
}

// appendVisible appends one character, made visible. Those that JSON has unescaped, in a
// text, are shown as JSON escapes them.
func appendVisible(b []byte, char string) []byte {
	switch r, size := utf8.DecodeRuneInString(char); {
	case r == utf8.RuneError && size == 1, r < ' ' && r != '\n' && r != '\t':
		return fmt.Appendf(b, `\x%02x`, char[0])
	case r >= ' ' && unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
		return fmt.Appendf(b, `\u%04x`, r)
	}
	return append(b, char...)
}
