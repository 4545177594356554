package record

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// depthMax bounds how deep objects and lists may nest. FHIR sets no bound; published records
// stay below thirty.
const depthMax = 200

// jsonType is the type of a JSON value.
type jsonType byte

const (
	jsonObject jsonType = iota
	jsonList
	jsonString
	jsonNumber
	jsonBoolean
	jsonNull
)

// node is a JSON value and the place where it starts. encoding/json keeps neither the place
// nor the second of two equal keys, and Check has to tell of both.
type node struct {
	is      jsonType
	at      int      // offset in the file, in bytes
	text    string   // a string's characters; otherwise a scalar as it is written
	members []member // of an object, in order
	items   []*node  // of a list
}

type member struct {
	key   string
	value *node
}

// get returns the member of this name, or nil: also if the node is nil or no object.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// file is the text under check; it makes the errors, since it knows their places.
type file struct {
	name string
	text []byte
}

func (f *file) fail(at int, path, format string, args ...any) error {
	before := f.text[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &Error{
		File:   f.name,
		Line:   1 + bytes.Count(before, []byte{'\n'}),
		Column: 1 + utf8.RuneCount(before[start:]),
		Path:   path,
		Reason: fmt.Sprintf(format, args...),
	}
}

// parse reads the one JSON value that the file has to be.
func (f *file) parse() (*node, error) {
	if bytes.HasPrefix(f.text, []byte("\uFEFF")) {
		return nil, f.fail(0, "", "byte order mark: want plain UTF-8")
	}
	if at := firstInvalid(f.text); at >= 0 {
		return nil, f.fail(at, "", "byte 0x%02x: want UTF-8", f.text[at])
	}
	p := &parser{file: f}
	root, err := p.value(1)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(f.text) {
		return nil, f.fail(p.at, "", "%s after the record: want one JSON object", p.here())
	}
	return root, nil
}

// firstInvalid returns the offset of the first byte that is no UTF-8, or -1.
func firstInvalid(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// parser is a place in a file.
type parser struct {
	*file
	at int
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// peek returns the next byte, or 0 at the end; a zero byte is no JSON either.
func (p *parser) peek() byte {
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// here names what stands at this place, for an error.
func (p *parser) here() string {
	if p.at == len(p.text) {
		return "end of file"
	}
	r, _ := utf8.DecodeRune(p.text[p.at:])
	return fmt.Sprintf("%q", r)
}

func (p *parser) value(depth int) (*node, error) {
	p.space()
	if depth > depthMax && (p.peek() == '{' || p.peek() == '[') {
		return nil, p.fail(p.at, "", "more than %d levels deep: want a flatter record", depthMax)
	}
	n := &node{at: p.at}
	var err error
	switch c := p.peek(); {
	case c == '{':
		n.members, err = p.object(depth)
	case c == '[':
		n.is = jsonList
		n.items, err = p.list(depth)
	case c == '"':
		n.is = jsonString
		n.text, err = p.string()
	case c == '-' || '0' <= c && c <= '9':
		n.is = jsonNumber
		n.text, err = p.number()
	default:
		n.is, n.text, err = p.word()
	}
	if err != nil {
		return nil, err
	}
	return n, nil
}

func (p *parser) object(depth int) ([]member, error) {
	var members []member
	seen := map[string]bool{}
	p.at++
	for p.space(); p.peek() != '}' || members != nil; p.at++ {
		p.space()
		start := p.at
		if p.peek() != '"' {
			return nil, p.fail(start, "", `%s: want a key in double quotes`, p.here())
		}
		key, err := p.string()
		if err != nil {
			return nil, err
		}
		if seen[key] {
			return nil, p.fail(start, "", "key %s twice: want it once in an object", quote(key))
		}
		seen[key] = true
		if p.space(); p.peek() != ':' {
			return nil, p.fail(p.at, "", "%s after key %s: want ':'", p.here(), quote(key))
		}
		p.at++
		value, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		members = append(members, member{key, value})
		if p.space(); p.peek() == '}' {
			break
		}
		if p.peek() != ',' {
			return nil, p.fail(p.at, "", "%s in an object: want ',' or '}'", p.here())
		}
	}
	p.at++
	return members, nil
}

func (p *parser) list(depth int) ([]*node, error) {
	var items []*node
	p.at++
	for p.space(); p.peek() != ']' || items != nil; p.at++ {
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if p.space(); p.peek() == ']' {
			break
		}
		if p.peek() != ',' {
			return nil, p.fail(p.at, "", "%s in a list: want ',' or ']'", p.here())
		}
	}
	p.at++
	return items, nil
}

// word reads true, false or null.
func (p *parser) word() (jsonType, string, error) {
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(p.text[p.at:], []byte(word)) {
			p.at += len(word)
			if word == "null" {
				return jsonNull, word, nil
			}
			return jsonBoolean, word, nil
		}
	}
	return jsonNull, "", p.fail(p.at, "", "%s: want a JSON value", p.here())
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (p *parser) number() (string, error) {
	start := p.at
	if p.peek() == '-' {
		p.at++
	}
	zero := p.peek() == '0'
	whole := p.digits()
	ok := whole == 1 || whole > 1 && !zero
	if ok && p.peek() == '.' {
		p.at++
		ok = p.digits() > 0
	}
	if ok && (p.peek() == 'e' || p.peek() == 'E') {
		p.at++
		if p.peek() == '+' || p.peek() == '-' {
			p.at++
		}
		ok = p.digits() > 0
	}
	if !ok {
		return "", p.fail(start, "", "number %s: want one such as 0, -1.5 or 2e3",
			quote(string(p.text[start:p.at])))
	}
	return string(p.text[start:p.at]), nil
}

func (p *parser) digits() int {
	start := p.at
	for '0' <= p.peek() && p.peek() <= '9' {
		p.at++
	}
	return p.at - start
}
