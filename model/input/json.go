package input

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// depthMax bounds how deep objects and lists may nest. FHIR sets no bound; published records
// stay below thirty.
const depthMax = 200

// The types of JSON, as Value.Is has them.
const (
	object  = "object"
	array   = "list"
	literal = "string"
	numeral = "number"
	boolean = "boolean"
	null    = "null"
)

// A Value is a JSON value and the place where it starts. encoding/json keeps neither the
// place nor the second of two equal keys, and whoever checks a file has to tell of both.
type Value struct {
	Is      string   // its type: object, list, string, number, boolean or null
	At      int      // offset in the text, in bytes
	Text    string   // a string's characters; otherwise a scalar as it is written
	Members []Member // of an object, in order
	Items   []*Value // of a list
}

// A Member is one key of an object, with its value.
type Member struct {
	Key   string
	Value *Value

	at int // where the key begins
}

// Get returns the member of this name, or nil: also if the value is nil or no object.
func (v *Value) Get(key string) *Value {
	if v == nil {
		return nil
	}
	for _, m := range v.Members {
		if m.Key == key {
			return m.Value
		}
	}
	return nil
}

// Parse reads the one JSON value that a text has to be. No key may stand twice in an object.
// The source makes errors about what it holds.
func Parse(name string, data []byte) (*Value, *Source, error) {
	data, err := Text(name, data)
	if err != nil {
		return nil, nil, err
	}
	s := &Source{name, 1, data, "file"}
	v, err := s.json()
	return v, s, err
}

func (s *Source) json() (*Value, error) {
	p := &parser{Source: s}
	root, err := p.value(1)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(s.text) {
		return nil, p.Fail(p.at, "", "%s after the value: want one JSON value", p.here())
	}
	return root, nil
}

// parser is a reader of JSON at some place in a file.
type parser struct {
	*Source
	at int
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// peek returns the next byte, or 0 at the end of the text; a zero byte is no JSON either.
func (p *parser) peek() byte {
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// here describes what stands at the parser's place, for an error.
func (p *parser) here() string {
	if p.at == len(p.text) {
		return "end of " + p.end
	}
	r, _ := utf8.DecodeRune(p.text[p.at:])
	return fmt.Sprintf("%q", r)
}

func (p *parser) value(depth int) (*Value, error) {
	p.space()
	if depth > depthMax && (p.peek() == '{' || p.peek() == '[') {
		return nil, p.Fail(p.at, "", "more than %d levels deep: want a flatter record", depthMax)
	}
	n := &Value{Is: object, At: p.at}
	var err error
	switch c := p.peek(); {
	case c == '{':
		n.Members, err = p.object(depth)
	case c == '[':
		n.Is = array
		n.Items, err = p.list(depth)
	case c == '"':
		n.Is = literal
		n.Text, err = p.string()
	case c == '-' || '0' <= c && c <= '9':
		n.Is = numeral
		n.Text, err = p.number()
	default:
		n.Is, n.Text, err = p.word()
	}
	if err != nil {
		return nil, err
	}
	return n, nil
}

func (p *parser) object(depth int) ([]Member, error) {
	var members []Member
	var seen seenKeys
	p.at++
	for p.space(); p.peek() != '}' || members != nil; p.at++ {
		p.space()
		start := p.at
		if p.peek() != '"' {
			return nil, p.Fail(start, "", `%s: want a key in double quotes`, p.here())
		}
		key, err := p.string()
		if err != nil {
			return nil, err
		}
		if seen.has(members, key) {
			return nil, p.Fail(start, "", "key %s twice: want it once in an object", Quote(key))
		}
		if p.space(); p.peek() != ':' {
			return nil, p.Fail(p.at, "", "%s after key %s: want ':'", p.here(), Quote(key))
		}
		p.at++
		value, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		members = append(members, Member{key, value, start})
		if p.space(); p.peek() == '}' {
			break
		}
		if p.peek() != ',' {
			return nil, p.Fail(p.at, "", "%s in an object: want ',' or '}'", p.here())
		}
	}
	p.at++
	return members, nil
}

func (p *parser) list(depth int) ([]*Value, error) {
	var items []*Value
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
			return nil, p.Fail(p.at, "", "%s in a list: want ',' or ']'", p.here())
		}
	}
	p.at++
	return items, nil
}

// word reads true, false or null.
func (p *parser) word() (is, text string, err error) {
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(p.text[p.at:], []byte(word)) {
			p.at += len(word)
			if word == "null" {
				return null, word, nil
			}
			return boolean, word, nil
		}
	}
	return null, "", p.Fail(p.at, "", "%s: want a JSON value", p.here())
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
		return "", p.Fail(start, "", "number %s: want one such as 0, -1.5 or 2e3",
			Quote(string(p.text[start:p.at])))
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

// seenKeys are the keys of an object that has many members. In an object with few, the members
// themselves are searched.
type seenKeys map[string]bool

// has says whether one of the members has this key. It is asked once for each member.
func (s *seenKeys) has(members []Member, key string) bool {
	const few = 32
	switch {
	case len(members) < few:
		return slices.ContainsFunc(members, func(m Member) bool { return m.Key == key })
	case *s == nil:
		*s = seenKeys{}
		for _, m := range members {
			(*s)[m.Key] = true
		}
	}
	twice := (*s)[key]
	(*s)[key] = true
	return twice
}
