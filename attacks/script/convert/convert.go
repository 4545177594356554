// Package convert makes Go values of Starlark's values. Its errors say what was wanted.
package convert

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/sim/trace"
)

// Duration reads a duration: a string such as "1.5s", or an integer of nanoseconds.
func Duration(v starlark.Value) (trace.Duration, error) {
	var d trace.Duration
	switch v := v.(type) {
	case starlark.String:
		err := d.UnmarshalText([]byte(v))
		return d, err
	case starlark.Int:
		n, ok := v.Int64()
		if !ok {
			return d, fmt.Errorf("duration %s: out of range", v)
		}
		return trace.Duration(n), nil
	}
	return d, fmt.Errorf("%s is no duration: want one such as \"1.5s\", or nanoseconds", TypeName(v))
}

// Texts reads a list of strings. It takes nil for no list.
func Texts(name string, v starlark.Value) ([]string, error) {
	if v == nil {
		return nil, nil
	}
	list, ok := v.(starlark.Indexable)
	if _, isText := v.(starlark.String); !ok || isText {
		return nil, fmt.Errorf("%s: %s: want a list of strings", name, TypeName(v))
	}
	var out []string
	for i := range list.Len() {
		s, ok := starlark.AsString(list.Index(i))
		if !ok {
			return nil, fmt.Errorf("%s: element %d is %s: want a string", name, i+1, TypeName(list.Index(i)))
		}
		out = append(out, s)
	}
	return out, nil
}

// List returns a list of strings as a value for scripts.
func List(names []string) *starlark.List {
	var all []starlark.Value
	for _, n := range names {
		all = append(all, starlark.String(n))
	}
	list := starlark.NewList(all)
	list.Freeze()
	return list
}

// OneOf lists names for an error, at most a dozen of them.
func OneOf(names []string) string {
	const most = 12
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// TypeName returns the name of a value's type with its article.
func TypeName(v starlark.Value) string {
	if t := v.Type(); strings.ContainsRune("aeiou", rune(t[0])) {
		return "an " + t
	}
	return "a " + v.Type()
}
