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

// inkCodes are the codes that Ink writes.
var inkCodes = []string{"1;4", "1", "2", "32", "1;31", "0"}

// Colour looks for a colour at the beginning of a text, as Ink writes it: n is how many bytes
// it has, 0 where there is none; cut says that the whole text may be the beginning of one.
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

// Heading is text that stands above a table or a section.
func (i Ink) Heading(text string) string { return i.in("1;4", text) }

// Strong is text that stands out.
func (i Ink) Strong(text string) string { return i.in("1", text) }

// Faint is text that matters less than what stands beside it.
func (i Ink) Faint(text string) string { return i.in("2", text) }

// Good is text that says that something is as it should be.
func (i Ink) Good(text string) string { return i.in("32", text) }

// Bad is text that says that something is not as it should be.
func (i Ink) Bad(text string) string { return i.in("1;31", text) }
