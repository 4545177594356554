package input

import (
	"encoding"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// A shape is a Go type as a file writes its values: the fields go by the names in one kind of
// tag.
type shape struct {
	reflect.Type
	tag string // "toml" or "json"
}

// A form is how the values of a shape are written in a file.
type form int

const (
	anything form = iota // whoever wants it decodes it
	fields               // known keys
	keys                 // any keys
	list
	text
	number
	truth
)

var (
	unmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	// keyed is a map or an array of which a file gives the values under known keys.
	keyed = reflect.TypeFor[interface{ Keys() []string }]()
)

// is returns the form in which a file writes values of the shape.
func (s shape) is() form {
	switch {
	case s.fromText():
		return text
	case s.Type == reflect.TypeFor[[]byte]() && s.tag == "json":
		return text // in base64
	}
	if s.Implements(keyed) {
		return fields
	}
	switch s.Kind() {
	case reflect.Struct:
		return fields
	case reflect.Map:
		return keys
	case reflect.Slice, reflect.Array:
		if s.Name() == "RawMessage" {
			return anything
		}
		return list
	case reflect.String:
		return text
	case reflect.Bool:
		return truth
	case reflect.Interface:
		return anything
	}
	return number
}

// fromText says whether the type reads its values from a text by itself, as durations do.
func (s shape) fromText() bool { return reflect.PointerTo(s.Type).Implements(unmarshaler) }

// shapeOf returns the shape of a type, or, for a pointer, of the type that it points to.
func shapeOf(t reflect.Type, tag string) shape {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return shape{t, tag}
}

func (s shape) elem() shape { return shapeOf(s.Elem(), s.tag) }

// field returns the type of the value under a key, which must be written exactly so; ok says
// whether there is such a key.
func (s shape) field(key string) (t reflect.Type, ok bool) {
	if s.is() == keys {
		return s.Elem(), true
	}
	t, ok = s.keys().types[key]
	return t, ok
}

func (s shape) known() []string { return s.keys().names }

// keysOf are the keys of a shape, in order, and the types under them.
type keysOf struct {
	names []string
	types map[string]reflect.Type
}

// allKeys remembers the keys of each shape: a trace asks for those of its lines thousands of
// times.
var allKeys sync.Map

func (s shape) keys() *keysOf {
	if k, ok := allKeys.Load(s); ok {
		return k.(*keysOf)
	}
	k := &keysOf{types: map[string]reflect.Type{}}
	if s.Implements(keyed) {
		k.names = reflect.Zero(s.Type).Interface().(interface{ Keys() []string }).Keys()
		for _, name := range k.names {
			k.types[name] = s.Elem()
		}
		allKeys.Store(s, k)
		return k
	}
	for _, f := range reflect.VisibleFields(s.Type) {
		if name := s.name(f); name != "" {
			k.names, k.types[name] = append(k.names, name), f.Type
		}
	}
	allKeys.Store(s, k)
	return k
}

// name is the name that a struct's field has in a file; empty: the file does not have it.
func (s shape) name(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get(s.tag), ",")
	switch {
	case !f.IsExported() || f.Anonymous && name == "" || name == "-":
		return ""
	case name == "":
		return f.Name
	}
	return name
}

// want says, for an error, what a value of the shape has to be.
func (s shape) want() string {
	switch s.is() {
	case fields, keys:
		if s.tag == "json" {
			return "an object"
		}
		return "a table"
	case list:
		if s.Kind() == reflect.Array {
			return fmt.Sprintf("a list of %d", s.Len())
		}
		return "a list"
	case truth:
		return "true or false"
	case number:
		return s.wantNumber()
	}
	if s.fromText() && s.Kind() == reflect.Int64 {
		return `a duration in quotes, with its unit, such as "5ms"`
	}
	return "a text in quotes"
}

func (s shape) wantNumber() string {
	switch {
	case s.CanFloat():
		return "a number"
	case s.CanUint():
		return "a whole number, 0 or more"
	}
	return "a whole number"
}

// bounds says, for an error, which are the least and the greatest whole number of the type.
func (s shape) bounds() string {
	greatest := uint64(1)<<(s.Bits()-1) - 1
	if !s.CanUint() {
		return fmt.Sprintf("%d to %d", -int64(greatest)-1, greatest)
	}
	if s.tag == "json" || s.Bits() < 64 { // TOML has none greater than an int64
		greatest = greatest<<1 + 1
	}
	return fmt.Sprintf("0 to %d", greatest)
}

// CanFloat and CanUint say what numbers the type has.
func (s shape) CanFloat() bool { return s.Kind() == reflect.Float64 || s.Kind() == reflect.Float32 }
func (s shape) CanUint() bool  { return reflect.Zero(s.Type).CanUint() }

// check says what is wrong with a scalar's text for this shape; empty: nothing.
func (s shape) check(value string) string {
	switch s.is() {
	case text:
		if s.fromText() {
			v := reflect.New(s.Type).Interface().(encoding.TextUnmarshaler)
			if err := v.UnmarshalText([]byte(value)); err != nil {
				return err.Error()
			}
		} else if s.Kind() == reflect.Slice {
			if _, err := base64.StdEncoding.DecodeString(value); err != nil {
				return Quote(value) + ": want base64"
			}
		}
	case number:
		switch err := s.parse(strings.ReplaceAll(value, "_", "")); {
		case errors.Is(err, strconv.ErrRange) && !s.CanFloat():
			return value + ": is out of range: want " + s.bounds()
		case err != nil:
			return value + ": want " + s.want()
		}
	}
	return ""
}

func (s shape) parse(digits string) error {
	var err error
	switch {
	case s.CanFloat():
		_, err = strconv.ParseFloat(digits, s.Bits())
	case s.CanUint():
		var n uint64
		n, err = strconv.ParseUint(strings.TrimPrefix(digits, "+"), s.base(), s.Bits())
		if err == nil && n > math.MaxInt64 && s.tag == "toml" {
			err = strconv.ErrRange
		}
	default:
		_, err = strconv.ParseInt(digits, s.base(), s.Bits())
	}
	return err
}

// base is the base for ParseInt: TOML has numbers such as 0x10, JSON has not.
func (s shape) base() int {
	if s.tag == "toml" {
		return 0
	}
	return 10
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
