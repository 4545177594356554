package emr

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"emrproof/model/input"
)

// The limits on a text. No protocol comes near them; they keep a hostile file from taking
// memory or time.
const (
	mostBytes  = 1 << 20
	mostFaults = 20 // complaints about one text
	mostDepth  = 50 // terms in terms
	mostTerms  = 100_000
)

// A kind says what a token is.
type kind uint8

const (
	ending kind = iota // of a line
	word               // a name, or a word of the language
	text               // "in quotes"
	number
	sign // a bracket, a comma, an operator
)

// A token is a word of a line, from byte at to byte end of the text.
type token struct {
	kind    kind
	text    string // of a name in backquotes, and of a text: what the quotes hold
	at, end int
}

// is says whether a token is this word, or this sign.
func (t token) is(text string) bool {
	return (t.kind == word || t.kind == sign) && t.text == text
}

// String shows a token in a complaint.
func (t token) String() string {
	switch t.kind {
	case ending:
		return "the end of the line"
	case text:
		return "the text " + input.Quote(t.text)
	}
	return input.Quote(t.text)
}

// A span is a stretch of the text, in bytes.
type span struct{ at, end int }

func (t token) span() span { return span{t.at, t.end} }

// A reader holds a text that is read, and what is wrong with it.
type reader struct {
	file   string
	text   string
	faults []fault
	more   bool // there were more faults than are kept
}

// A fault is one complaint about a text.
type fault struct {
	span
	reason string
}

// fail notes a complaint about a stretch of the text.
func (r *reader) fail(s span, format string, args ...any) {
	if r.said(s) {
		return
	}
	r.faults = append(r.faults, fault{s, fmt.Sprintf(format, args...)})
}

// said says whether there is a complaint about a place already, which is the cause of the
// others, or whether there are as many as are kept.
func (r *reader) said(s span) bool {
	for _, f := range r.faults {
		if f.at == s.at {
			return true
		}
	}
	r.more = r.more || len(r.faults) == mostFaults
	return r.more
}

// err is all that is wrong with the text, in its order; nil when nothing is.
func (r *reader) err() error {
	slices.SortStableFunc(r.faults, func(a, b fault) int { return a.at - b.at })
	var all []error
	for _, f := range r.faults {
		all = append(all, r.show(f))
	}
	if r.more {
		all = append(all, &input.Error{File: r.file,
			Reason: fmt.Sprintf("has more than %d faults: these are the first", mostFaults)})
	}
	return errors.Join(all...)
}

// show makes the error of a complaint: with its place, the line, and marks under the words.
func (r *reader) show(f fault) error {
	at := min(f.at, len(r.text))
	start := strings.LastIndexByte(r.text[:at], '\n') + 1
	rest, _, _ := strings.Cut(r.text[start:], "\n")
	before := r.text[start:at]
	e := &input.Error{File: r.file, Line: 1 + strings.Count(r.text[:at], "\n"),
		Column: 1 + utf8.RuneCountInString(before), Reason: f.reason}
	if strings.TrimSpace(rest) != "" && len(rest) <= 200 {
		width := utf8.RuneCountInString(r.text[at:min(max(f.end, at), start+len(rest))])
		line := strings.TrimLeft(strings.ReplaceAll(rest, "\t", " "), " ")
		indent := utf8.RuneCountInString(before) + utf8.RuneCountInString(line) -
			utf8.RuneCountInString(rest)
		e.Reason += "\n    " + input.Visible(line) + "\n    " +
			strings.Repeat(" ", max(indent, 0)) + strings.Repeat("^", max(width, 1))
	}
	return e
}

// lineOf numbers a place in the text, from 1.
func (r *reader) lineOf(at int) int { return 1 + strings.Count(r.text[:at], "\n") }

// lines splits the text into lines of tokens. A line goes on while a bracket is open, and
// after a comma or an operator.
func (r *reader) lines() [][]token {
	var all [][]token
	var line, open []token
	finish := func() {
		if len(line) > 0 {
			end := line[len(line)-1].end
			all = append(all, append(line, token{kind: ending, at: end, end: end}))
		}
		line, open = nil, nil
	}
	for at := 0; at < len(r.text); {
		if r.text[at] == '\n' {
			if len(open) == 0 && !goesOn(line) {
				finish()
			}
			at++
			continue
		}
		t, next := r.token(at, len(line) == 0)
		at = next
		if t.kind == ending { // a blank, a comment, or what is no token
			continue
		}
		line = append(line, t)
		if t.kind != sign {
			continue
		}
		switch t.text {
		case "(", "[":
			open = append(open, t)
		case ")", "]":
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	if len(open) > 0 {
		r.fail(open[0].span(), "the bracket is not closed")
	}
	finish()
	return all
}

// goesOn says whether a line cannot end where it stands.
func goesOn(line []token) bool {
	if len(line) == 0 {
		return false
	}
	last := line[len(line)-1]
	return last.kind == sign && strings.Contains(", = + · ⊕ ‖", last.text) && len(line) > 1
}

// token reads the token at a place, and says where the next begins. A token of the kind ending
// is none.
func (r *reader) token(at int, first bool) (token, int) {
	c, size := utf8.DecodeRuneInString(r.text[at:])
	end := at + size
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		return token{}, end
	case c == '#' && (at == 0 || strings.IndexByte(" \t\n", r.text[at-1]) >= 0):
		return token{}, r.endOfLine(at)
	case c == '"' || c == '`':
		return r.quoted(at)
	case strings.ContainsRune("()[],:=+·⊕‖/", c):
		return token{sign, string(c), at, end}, end
	case c == '*':
		return token{sign, "·", at, end}, end
	case c == '^':
		return token{sign, "⊕", at, end}, end
	case strings.HasPrefix(r.text[at:], "||"):
		return token{sign, "‖", at, at + 2}, at + 2
	case first && c == '-':
		return token{sign, "-", at, end}, end
	case !inName(c):
		r.fail(span{at, end}, "%s means nothing here", input.Quote(string(c)))
		return token{}, end
	}
	for end < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[end:])
		joins := c == '-' || c == '#' || c == '.'
		if !inName(c) && !joins {
			break
		}
		end += size
	}
	t := token{word, r.text[at:end], at, end}
	if unicode.IsDigit(c) && strings.Trim(t.text, "0123456789") == "" {
		t.kind = number
	}
	return t, end
}

func inName(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }

func (r *reader) endOfLine(at int) int {
	if i := strings.IndexByte(r.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(r.text)
}

// quoted reads a text in quotes, or a name in backquotes.
func (r *reader) quoted(at int) (token, int) {
	quote := r.text[at]
	stop := r.endOfLine(at)
	end := at + 1
	for end < stop && r.text[end] != quote {
		if r.text[end] == '\\' && quote == '"' {
			end++
		}
		end++
	}
	if end >= stop {
		r.fail(span{at, stop}, "the quote is not closed in this line")
		return token{}, stop
	}
	end++
	if quote == '`' {
		name := r.text[at+1 : end-1]
		if name == "" || strings.ContainsFunc(name, func(c rune) bool { return !inName(c) && c != ' ' }) {
			r.fail(span{at, end}, "a name in backquotes: want letters, digits, _ and blanks")
		}
		return token{word, name, at, end}, end
	}
	s, err := strconv.Unquote(r.text[at:end])
	if err != nil {
		r.fail(span{at, end}, "%s is no text: want one such as \"D sends\"", r.text[at:end])
	}
	return token{text, s, at, end}, end
}
