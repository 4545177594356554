package table

import (
	"bytes"
)

// Ink says whether text is coloured, as it is on a terminal.
type Ink bool

func (i Ink) in(code, text string) string {
	if !i || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// inkCodes are the escape codes for colours that Ink writes.
var inkCodes = []string{"1;4", "1", "2", "32", "1;31", "0"}

// Colour looks for the escape sequence of a colour, as Ink writes it, at the beginning of a
// text. The result n is its length in bytes, 0 where there is none; cut says that the whole
// text may be the beginning of a longer sequence.
func Colour(text []byte) (n int, cut bool) {
	for _, code := range inkCodes {
		colour := []byte("\x1b[" + code + "m")
		if bytes.HasPrefix(text, colour) {
			return len(colour), false
		}
		cut = cut || bytes.HasPrefix(colour, text)
	}
	return 0, cut
}

// Heading formats a text that stands above a table or a section.
func (i Ink) Heading(text string) string { return i.in("1;4", text) }

// Strong formats a text that is to stand out.
func (i Ink) Strong(text string) string { return i.in("1", text) }

// Faint formats a text that matters less than what stands beside it.
func (i Ink) Faint(text string) string { return i.in("2", text) }

// Good formats a text which says that something is as it should be.
func (i Ink) Good(text string) string { return i.in("32", text) }

// Bad formats a text which says that something is not as it should be.
func (i Ink) Bad(text string) string { return i.in("1;31", text) }
