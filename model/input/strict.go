package input

import (
	"bytes"
	"encoding/json"
	"reflect"
	"sync"
)

// JSON reads as JSON the line that Next returned last.
func (l *Lines) JSON(line []byte, v any) (*Fields, error) {
	return strict(&Source{l.name, l.Number, bytes.TrimSuffix(line, []byte("\n")), "line"}, v)
}

func strict(s *Source, v any) (*Fields, error) {
	root, err := s.json()
	if err != nil {
		return nil, err
	}
	c := &checker{s}
	if err := c.value(root, reflect.TypeOf(v), nil); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(s.text, v); err != nil {
		panic("input: internal error: " + err.Error())
	}
	return &Fields{Source: *s, places: sync.OnceValue(func() map[string]int {
		at := map[string]int{}
		root.places("", at)
		return at
	})}, nil
}

// places records where each field of the value begins.
func (v *Value) places(path string, at map[string]int) {
	at[path] = v.At
	for _, m := range v.Members {
		m.Value.places(join(path, m.Key), at)
	}
	for i, item := range v.Items {
		item.places(index(path, i), at)
	}
}

// A checker checks the values of a file against Go types.
type checker struct{ *Source }

// A step says how a value is reached in a file: under a key, or as one of a list.
type step struct {
	from *step // nil: from the top
	key  string
	i    int
}

func (s *step) String() string {
	switch {
	case s == nil:
		return ""
	case s.key == "":
		return index(s.from.String(), s.i)
	}
	return join(s.from.String(), s.key)
}

func (c *checker) value(v *Value, t reflect.Type, path *step) error {
	in := shapeOf(t, "json")
	if v.Is == null && path != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice ||
		in.is() == keys) {
		return nil
	}
	is := in.is()
	if is == anything {
		return nil
	}
	if isForm := v.form(); isForm != is && !(is == keys && isForm == fields) {
		return c.Fail(v.At, path.String(), "%s: want %s", v, in.want())
	}
	switch is {
	case fields, keys:
		return c.members(v, in, path)
	case list:
		for i, item := range v.Items {
			if err := c.value(item, in.Elem(), &step{path, "", i}); err != nil {
				return err
			}
		}
		if in.Kind() == reflect.Array && len(v.Items) != in.Len() {
			return c.Fail(v.At, path.String(), "a list of %d: want %s", len(v.Items), in.want())
		}
	case text, number:
		if wrong := in.check(v.Text); wrong != "" {
			return c.Fail(v.At, path.String(), "%s", wrong)
		}
	}
	return nil
}

func (c *checker) members(v *Value, in shape, path *step) error {
	for _, m := range v.Members {
		inner, ok := in.field(m.Key)
		at := &step{path, m.Key, 0}
		if !ok {
			return c.Fail(m.at, "", "field %q %s", at, unknown(m.Key, in.known()))
		}
		if err := c.value(m.Value, inner, at); err != nil {
			return err
		}
	}
	return nil
}

func (v *Value) form() form {
	switch v.Is {
	case object:
		return fields
	case array:
		return list
	case literal:
		return text
	case numeral:
		return number
	case boolean:
		return truth
	}
	return anything
}

// String says what stands in the file, as an error would: text quoted, the rest by its type.
func (v *Value) String() string {
	switch v.Is {
	case object:
		return "an object"
	case array:
		return "a list"
	case literal:
		return Quote(v.Text)
	}
	return clip(v.Text)
}
