package input

import (
	"bytes"
	"errors"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// TOML reads a TOML file into what v points to, a struct with tags. What the file does not
// give keeps its value.
func TOML(name string, data []byte, v any) (*Fields, error) {
	data, err := Text(name, data)
	if err != nil {
		return nil, err
	}
	t := &tables{Source: Source{name, 1, data, "file"}, at: map[string]int{},
		lists: map[string]int{}, root: shapeOf(reflect.TypeOf(v), "toml")}
	t.p.Reset(data)
	t.in, t.path = t.root, ""
	for t.p.NextExpression() {
		if err := t.expression(t.p.Expression()); err != nil {
			return nil, err
		}
	}
	// Syntax, and keys that are given twice, are go-toml's to find.
	var bad *toml.DecodeError
	switch err := toml.NewDecoder(bytes.NewReader(data)).Decode(v); {
	case errors.As(err, &bad):
		line, column := bad.Position()
		return nil, &Error{File: name, Line: line, Column: column,
			Reason: strings.TrimPrefix(bad.Error(), "toml: ")}
	case err != nil:
		return nil, &Error{File: name, Reason: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	return &Fields{t.Source, func() map[string]int { return t.at }}, nil
}

// tables follows a TOML file from table to table, and checks each key and value against the
// type that is to have it.
type tables struct {
	Source
	at    map[string]int // where each field begins
	p     unstable.Parser
	root  shape
	lists map[string]int // how many tables each [[list]] has so far

	in   shape // of the table whose keys come next
	path string
}

func (t *tables) expression(e *unstable.Node) error {
	switch e.Kind {
	case unstable.KeyValue:
		return t.keyValue(e, t.in, t.path)
	case unstable.Table, unstable.ArrayTable:
		return t.header(e)
	}
	return nil
}

// header begins the table that a header names, from the top of the file.
func (t *tables) header(e *unstable.Node) error {
	t.in, t.path = t.root, ""
	key := e.Key()
	for key.Next() {
		k := key.Node()
		if err := t.enter(k, &t.in, &t.path); err != nil {
			return err
		}
		begins := e.Kind == unstable.ArrayTable && key.IsLast()
		switch is := t.in.is(); {
		case begins && is != list:
			return t.Fail(int(k.Raw.Offset), "", "field %q: want [%s], once", t.path, t.path)
		case !begins && is == list && (key.IsLast() || t.lists[t.path] == 0):
			return t.Fail(int(k.Raw.Offset), "", "field %q: want a header [[%s]]", t.path, t.path)
		case is == list:
			if begins {
				t.lists[t.path]++
			}
			t.path, t.in = index(t.path, t.lists[t.path]-1), t.in.elem()
			if begins {
				t.at[t.path] = int(k.Raw.Offset)
			}
		}
		if is := t.in.is(); is != fields && is != keys {
			return t.Fail(int(k.Raw.Offset), "", "field %q: a table: want %s", t.path, t.in.want())
		}
	}
	return nil
}

// enter goes from a table to the value under one of its keys.
func (t *tables) enter(k *unstable.Node, in *shape, path *string) error {
	name := string(k.Data)
	if is := in.is(); is != fields && is != keys {
		return t.Fail(int(k.Raw.Offset), "", "field %q: want %s", *path, in.want())
	}
	inner, ok := in.field(name)
	if !ok {
		return t.Fail(int(k.Raw.Offset), "", "field %q %s", join(*path, name),
			unknown(name, in.known()))
	}
	*in, *path = shapeOf(inner, "toml"), join(*path, name)
	if _, ok := t.at[*path]; !ok {
		t.at[*path] = int(k.Raw.Offset)
	}
	return nil
}

func (t *tables) keyValue(e *unstable.Node, in shape, path string) error {
	var last *unstable.Node
	for key := e.Key(); key.Next(); {
		last = key.Node()
		if err := t.enter(last, &in, &path); err != nil {
			return err
		}
	}
	return t.value(e.Value(), in, path, int(last.Raw.Offset))
}

// value checks a value against its type; at is where the value stands if it does not say
// itself.
func (t *tables) value(v *unstable.Node, in shape, path string, at int) error {
	if v.Raw.Length > 0 {
		at = int(v.Raw.Offset)
	}
	if _, ok := t.at[path]; !ok {
		t.at[path] = at
	}
	is := in.is()
	if is == anything {
		return nil
	}
	if formOf(v) != is && !(is == keys && formOf(v) == fields) || wholeAndIsNot(v, in) {
		return t.Fail(at, "", "field %q: %s: want %s", path, t.said(v), in.want())
	}
	switch is {
	case list:
		return t.items(v, in, path, at)
	case fields, keys:
		for c := v.Children(); c.Next(); {
			if err := t.keyValue(c.Node(), in, path); err != nil {
				return err
			}
		}
	case text, number:
		if wrong := in.check(string(v.Data)); wrong != "" {
			return t.Fail(at, "", "field %q: %s", path, wrong)
		}
	}
	return nil
}

func (t *tables) items(v *unstable.Node, in shape, path string, at int) error {
	n := 0
	for c := v.Children(); c.Next(); n++ {
		if err := t.value(c.Node(), in.elem(), index(path, n), at); err != nil {
			return err
		}
	}
	if in.Kind() == reflect.Array && n != in.Len() {
		return t.Fail(at, "", "field %q: a list of %d: want %s", path, n, in.want())
	}
	return nil
}

func formOf(v *unstable.Node) form {
	switch v.Kind {
	case unstable.Array:
		return list
	case unstable.InlineTable:
		return fields
	case unstable.String:
		return text
	case unstable.Bool:
		return truth
	case unstable.Integer, unstable.Float:
		return number
	}
	return anything // a date or a time, which nothing wants
}

func wholeAndIsNot(v *unstable.Node, in shape) bool {
	return in.is() == number && v.Kind == unstable.Float && !in.CanFloat()
}

// said is a value of the file in the words of an error.
func (t *tables) said(v *unstable.Node) string {
	switch v.Kind {
	case unstable.Array:
		return "a list"
	case unstable.InlineTable:
		return "a table"
	case unstable.String:
		return Quote(string(v.Data))
	}
	return string(v.Data)
}
