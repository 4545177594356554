package ban

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Position is a place in a text. Lines and columns count from 1; a column is a character.
type Position struct {
	File string // may be empty
	Line int
	Col  int
}

// A SyntaxError says what is wrong at a position, and what would be right there.
type SyntaxError struct {
	At  Position
	Msg string
}

func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("%d:%d: %s", e.At.Line, e.At.Col, e.Msg)
	if e.At.File != "" {
		s = e.At.File + ":" + s
	}
	return s
}

// The kinds of tokens that are not a sign.
const (
	tokenEnd  = "end"
	tokenName = "name"
)

// A token is a sign, identified by its Unicode form, or a name.
type token struct {
	kind string
	text string
	at   Position
}

// shown is the token as an error message names it.
func (t token) shown() string {
	if t.kind == tokenEnd {
		return "the end"
	}
	return fmt.Sprintf("%q", t.text)
}

// signs are the spellings of each sign. Where one spelling begins with another, the longer one
// comes first.
var signs = []struct{ text, kind string }{
	{"|=>", "⇒"}, {"|⇒", "⇒"}, {"⇒", "⇒"},
	{"|=", "⊨"}, {"|≡", "⊨"}, {"⊨", "⊨"},
	{"|~", "∼"}, {"|∼", "∼"}, {"∼", "∼"}, {"~", "∼"},
	{"||", "‖"}, {"‖", "‖"}, {",", "‖"},
	{"<|", "⊲"}, {"⊲", "⊲"}, {"◁", "⊲"}, {"⊳", "⊲"},
	{"∋", "∋"},
	{"<-", "<-"}, {"<=", "<="}, {"->", "→"}, {"→", "→"}, {"=>", "=>"},
	{"↔", "↔"}, {"⇌", "⇌"},
	{"^-1", "⁻¹"}, {"⁻¹", "⁻¹"},
	{"⟨", "⟨"}, {"<", "⟨"}, {"⟩", "⟩"}, {">", "⟩"},
	{"(", "("}, {")", ")"}, {"{", "{"}, {"}", "}"}, {"#", "#"},
}

// words are the spellings of signs as words; no name may be one of these.
var words = map[string]string{"believes": "⊨", "sees": "⊲", "said": "∼", "controls": "⇒",
	"has": "∋", "fresh": "#", "from": "from", "agreed": "agreed"}

// scan splits a text into tokens; the last token marks the end.
func scan(text string, at Position) ([]token, error) {
	var tokens []token
	for text != "" {
		r, width := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && width == 1:
			return nil, &SyntaxError{at, "not UTF-8: want text in UTF-8"}
		case r == ' ' || r == '\t':
		case nameRune(r, true):
			width = nameLength(text)
			name := text[:width]
			kind, sign := words[name]
			if !sign {
				kind = tokenName
			}
			tokens = append(tokens, token{kind, name, at})
		default:
			s, ok := signAt(text)
			if !ok {
				return nil, &SyntaxError{at, fmt.Sprintf("%q: want a formula such as %q or %q",
					string(r), "D believes fresh(T)", "D ⊨ #(T)")}
			}
			width = len(s.text)
			tokens = append(tokens, token{s.kind, s.text, at})
		}
		at.Col += utf8.RuneCountInString(text[:width])
		text = text[width:]
	}
	return append(tokens, token{kind: tokenEnd, at: at}), nil
}

func signAt(text string) (sign struct{ text, kind string }, ok bool) {
	for _, s := range signs {
		if strings.HasPrefix(text, s.text) {
			return s, true
		}
	}
	return sign, false
}

// nameRune says whether a character may stand in a name or, with first, may begin one.
func nameRune(r rune, first bool) bool {
	letter := r <= unicode.MaxASCII && unicode.IsLetter(r)
	return letter || !first && (r == '_' || r == '\'' || r >= '0' && r <= '9')
}

func nameLength(text string) int {
	for i, r := range text {
		if !nameRune(r, i == 0) {
			return i
		}
	}
	return len(text)
}

// isName says whether a text may be a name in a formula.
func isName(text string) bool {
	return text != "" && nameLength(text) == len(text) && words[text] == ""
}
