package input

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// string reads a string from its opening quote to its closing one.
func (p *parser) string() (string, error) {
	p.at++
	start := p.at
	var b strings.Builder
	for {
		switch c := p.peek(); {
		case c == '"':
			p.at++
			if b.Len() == 0 { // no escape: one copy
				return string(p.text[start : p.at-1]), nil
			}
			b.Write(p.text[start : p.at-1])
			return b.String(), nil
		case p.at == len(p.text):
			return "", p.Fail(p.at, "", "end of %s in a string: want '\"'", p.end)
		case c < ' ':
			return "", p.Fail(p.at, "", "control character %s in a string: want it escaped",
				p.here())
		case c == '\\':
			b.Write(p.text[start:p.at])
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			start = p.at
		default:
			p.at++
		}
	}
}

// escapes pairs the letter of each short escape with the character that it stands for.
const escapes = `""\\//` + "b\bf\fn\nr\rt\t"

// escape reads one escape, or two that are the halves of a surrogate pair.
func (p *parser) escape() (rune, error) {
	start := p.at
	p.at++
	if p.at == len(p.text) {
		return 0, p.Fail(p.at, "", "end of %s in a string: want '\"'", p.end)
	}
	letter := p.text[p.at]
	p.at++
	for i := 0; i < len(escapes); i += 2 {
		if escapes[i] == letter {
			return rune(escapes[i+1]), nil
		}
	}
	r, ok := p.hex()
	if letter != 'u' || !ok {
		_, size := utf8.DecodeRune(p.text[start+1:])
		return 0, p.Fail(start, "", "escape %s: want one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t "+
			"or \\u and four hexadecimal digits", Quote(string(p.text[start:start+1+size])))
	}
	if !utf16.IsSurrogate(r) {
		return r, nil
	}
	if p.peek() == '\\' && p.at+1 < len(p.text) && p.text[p.at+1] == 'u' {
		p.at += 2
		if low, ok := p.hex(); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, nil
			}
		}
	}
	return 0, p.Fail(start, "", "half of a surrogate pair: want both halves")
}

// hex reads four hexadecimal digits.
func (p *parser) hex() (rune, bool) {
	if len(p.text)-p.at < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.text[p.at:p.at+4]), 16, 16)
	if err != nil {
		return 0, false
	}
	p.at += 4
	return rune(n), true
}
