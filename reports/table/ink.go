package table

import (
	"bytes"
	"slices"
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

// ColourLen is how many bytes a text's first colour has, as Ink writes it; 0 when the text
// begins with something else.
func ColourLen(text []byte) int {
	for _, code := range inkCodes {
		if c := "\x1b[" + code + "m"; bytes.HasPrefix(text, []byte(c)) {
			return len(c)
		}
	}
	return 0
}

// ColourBegins says whether a text is the beginning of a colour.
func ColourBegins(text []byte) bool {
	return slices.ContainsFunc(inkCodes, func(code string) bool {
		return bytes.HasPrefix([]byte("\x1b["+code+"m"), text)
	})
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
