package table

import (
	"fmt"
	"strings"
	"unicode"
)

// TextWidth is the width in columns of all text that is written for people.
const TextWidth = 100

// Few joins the first names of a list, and says how many more there are.
func Few(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// Wrap breaks a list of phrases into lines of at most the given width, with a mark between the
// phrases.
func Wrap(phrases []string, mark string, width int) []string {
	var lines []string
	line := ""
	for i, p := range phrases {
		if i < len(phrases)-1 {
			p += mark
		}
		switch {
		case line == "":
			line = p
		case Columns(line)+1+Columns(p) <= width:
			line += " " + p
		default:
			lines = append(lines, line)
			line = p
		}
	}
	return append(lines, line)
}

// Columns is the width of a text on a terminal. Every character counts as one column, for
// emrproof prints no wide ones of its own.
func Columns(s string) int { return len([]rune(s)) }

// Pad fills up a text with spaces to a width.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-Columns(s)))
}

// Fold breaks a text into lines of at most the given width. A word that is longer than a line
// is broken after a ‖ or a comma, where it has one.
func Fold(words string, width int) []string {
	var parts []string
	for _, word := range strings.Fields(words) {
		parts = append(parts, chunks(word, width)...)
	}
	if len(parts) == 0 {
		return []string{""}
	}
	return Wrap(parts, "", width)
}

// chunks breaks a word that is longer than the given width.
func chunks(word string, width int) []string {
	var parts []string
	runes := []rune(word)
	for len(runes) > width {
		at := width
		for i := width - 1; i > width/2; i-- {
			if strings.ContainsRune("‖,-", runes[i]) {
				at = i + 1
				break
			}
		}
		parts = append(parts, string(runes[:at]))
		runes = runes[at:]
	}
	return append(parts, string(runes))
}

// Words returns a row of cells with words that are written in the harness itself.
func Words(words ...string) []Cell {
	var row []Cell
	for _, w := range words {
		row = append(row, Cell{Value: w, Source: Declared})
	}
	return row
}

// Slug returns a text as part of a file name or an anchor: small letters and digits stay, and
// everything else becomes a dash.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
