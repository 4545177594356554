package input

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// JSON reads a JSON text into what v points to, a struct with tags.
func JSON(name string, data []byte, v any) (*Fields, error) {
	data, err := Text(name, data)
	if err != nil {
		return nil, err
	}
	return strict(&Source{name, 1, data, "file"}, v)
}

// JSON reads a line that Next gave last as JSON.
func (l *Lines) JSON(line []byte, v any) (*Fields, error) {
	return strict(&Source{l.name, l.n, bytes.TrimSuffix(line, []byte("\n")), "line"}, v)
}

func strict(s *Source, v any) (*Fields, error) {
	root, err := s.json()
	if err != nil {
		return nil, err
	}
	f := &Fields{*s, map[string]int{}}
	if err := f.value(root, reflect.TypeOf(v), ""); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(s.text, v); err != nil {
		panic("input: internal error: " + err.Error())
	}
	return f, nil
}

// value holds a value against its type.
func (f *Fields) value(v *Value, t reflect.Type, path string) error {
	in := shapeOf(t, "json")
	f.at[path] = v.At
	if v.Is == Null && path != "" && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice ||
		t.Kind() == reflect.Map) {
		return nil
	}
	is := in.is()
	if is == anything {
		return nil
	}
	if isForm := v.form(); isForm != is && !(is == keys && isForm == fields) {
		return f.Fail(v.At, path, "%s: want %s", v, in.want())
	}
	switch is {
	case fields, keys:
		return f.members(v, in, path)
	case list:
		for i, item := range v.Items {
			if err := f.value(item, in.Elem(), index(path, i)); err != nil {
				return err
			}
		}
		if in.Kind() == reflect.Array && len(v.Items) != in.Len() {
			return f.Fail(v.At, path, "a list of %d: want %s", len(v.Items), in.want())
		}
	case text, number:
		if wrong := in.check(v.Text); wrong != "" {
			return f.Fail(v.At, path, "%s", wrong)
		}
	}
	return nil
}

func (f *Fields) members(v *Value, in shape, path string) error {
	for _, m := range v.Members {
		inner, ok := in.field(m.Key)
		if !ok {
			return f.Fail(m.at, "", "field %q %s", join(path, m.Key), unknown(m.Key, in.known()))
		}
		if err := f.value(m.Value, inner, join(path, m.Key)); err != nil {
			return err
		}
	}
	return nil
}

func (v *Value) form() form {
	switch v.Is {
	case Object:
		return fields
	case List:
		return list
	case String:
		return text
	case Number:
		return number
	case Boolean:
		return truth
	}
	return anything
}

// String says what stands in the file, as an error would: text quoted, the rest by its type.
func (v *Value) String() string {
	switch v.Is {
	case Object:
		return "an object"
	case List:
		return "a list"
	case String:
		return Quote(v.Text)
	}
	return clip(v.Text)
}
