package script

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"emrproof/attacks/deduce"
	"emrproof/attacks/script/convert"
	"emrproof/model"
	"emrproof/sim/trace"
)

// A value is what the adversary holds: how it makes it, and the bytes. What it
// prints as is only how it was made: the term that the bytes stand for is not the
// script's to see.
type value struct {
	recipe deduce.Recipe
	is     *trace.Value
	how    string // the recipe's text
	deep   int    // of the recipe
}

func (v *value) String() string {
	return fmt.Sprintf("<%s of %d bytes: %s>", v.sort(), len(v.is.Bytes()), v.how)
}

// sort is what the adversary can tell of a value's sort. What comes out of a text
// that it took apart is bytes to it: that they stand for something elsewhere in the
// run is not its to know.
func (v *value) sort() model.Sort {
	switch v.recipe.Op {
	case "part", "recovered", "split", "flip", "data", "hexdata":
		return model.Data
	}
	return v.is.Sort
}

// Type is the same for all: the sort is an attribute.
func (v *value) Type() string { return "value" }

// Freeze does nothing: a value does not change.
func (v *value) Freeze() {}

// Truth is true.
func (v *value) Truth() starlark.Bool { return true }

// Hash is that of the bytes, for values that are equal have the same.
func (v *value) Hash() (uint32, error) { return starlark.String(v.is.Bytes()).Hash() }

// CompareSameType says whether two values have the same bytes.
func (v *value) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	same := bytes.Equal(v.is.Bytes(), y.(*value).is.Bytes())
	switch op.String() {
	case "==":
		return same, nil
	case "!=":
		return !same, nil
	}
	return false, fmt.Errorf("values have no order: %s", op)
}

// Weight is that of its recipe.
func (v *value) Weight() int { return len(v.how) }

// AttrNames lists the attributes.
func (v *value) AttrNames() []string { return []string{"recipe", "size", "sort"} }

// Attr is an attribute; nil when there is none of that name.
func (v *value) Attr(name string) (starlark.Value, error) {
	switch name {
	case "recipe":
		return starlark.String(v.how), nil
	case "size":
		return starlark.MakeInt(len(v.is.Bytes())), nil
	case "sort":
		return starlark.String(v.sort().String()), nil
	}
	return nil, nil
}

// text is an identity or data as text.
func (v *value) text() (string, error) {
	raw := v.is.Bytes()
	switch {
	case v.is.Sort != model.Identity && v.is.Sort != model.Data:
		return "", fmt.Errorf("text: the value is of sort %s: want hex(…)", v.is.Sort)
	case !utf8.Valid(raw):
		return "", fmt.Errorf("text: the %d bytes are no UTF-8: want hex(…)", len(raw))
	}
	return string(raw), nil
}

// An address is where a message comes from or goes to: a session of a principal, or
// a new one. It equals its text, such as "bob.2", and its principal's name.
type address trace.Address

func (a address) String() string {
	return trace.Address(a).String()
}

// Names are the texts that the address equals.
func (a address) Names() []string { return []string{a.Principal, a.String()} }

// Type is "address".
func (a address) Type() string { return "address" }

// Freeze does nothing: an address does not change.
func (a address) Freeze() {}

// Truth is true.
func (a address) Truth() starlark.Bool { return true }

// Hash is that of the text.
func (a address) Hash() (uint32, error) { return starlark.String(a.String()).Hash() }

// AttrNames lists the attributes.
func (a address) AttrNames() []string { return []string{"principal", "session"} }

// Attr is an attribute; nil when there is none of that name.
func (a address) Attr(name string) (starlark.Value, error) {
	switch name {
	case "principal":
		return starlark.String(a.Principal), nil
	case "session":
		return starlark.MakeInt(a.Session), nil
	}
	return nil, nil
}

// A message is what the adversary sees of a message.
type message struct {
	host   *host
	is     *trace.Message
	phase  string
	at     trace.Duration // since the schedule began
	fields []*value       // made when they are asked for
}

func (m *message) String() string {
	return fmt.Sprintf("<%s, %s, from %s to %s, %d bytes>", m.is.Name, m.is.Label,
		m.is.From, m.is.To, m.is.Size())
}

// Type is "message".
func (m *message) Type() string { return "message" }

// Freeze does nothing: a message does not change.
func (m *message) Freeze() {}

// Truth is true.
func (m *message) Truth() starlark.Bool { return true }

// Hash is that of the label.
func (m *message) Hash() (uint32, error) { return starlark.String(m.is.Label).Hash() }

// AttrNames lists the attributes.
func (m *message) AttrNames() []string {
	return []string{"fields", "label", "name", "names", "phase", "sender", "size", "time", "to"}
}

// Attr is an attribute; nil when there is none of that name.
func (m *message) Attr(name string) (starlark.Value, error) {
	switch name {
	case "fields":
		var all []starlark.Value
		for i := range m.is.Fields {
			v, err := m.field(i)
			if err != nil {
				return nil, err
			}
			all = append(all, v)
		}
		return frozen(starlark.NewList(all)), nil
	case "label":
		return starlark.String(m.is.Label), nil
	case "name":
		return starlark.String(m.is.Name), nil
	case "names":
		return convert.List(m.names()), nil
	case "phase":
		return starlark.String(m.phase), nil
	case "sender":
		return address(m.is.From), nil
	case "size":
		return starlark.MakeInt(m.is.Size()), nil
	case "time":
		return starlark.MakeInt64(int64(m.at)), nil
	case "to":
		return address(m.is.To), nil
	}
	return nil, nil
}

func (m *message) names() []string {
	var names []string
	for _, f := range m.is.Fields {
		names = append(names, f.Name)
	}
	return names
}

// Get is m[1], or m["C_P1"].
func (m *message) Get(key starlark.Value) (starlark.Value, bool, error) {
	names := m.names()
	switch key := key.(type) {
	case starlark.Int:
		i, ok := key.Int64()
		if !ok || i < 1 || i > int64(len(names)) {
			return nil, false, fmt.Errorf("field %s: %s has fields 1 to %d", key, m.is.Name, len(names))
		}
		v, err := m.field(int(i) - 1)
		return v, true, err
	case starlark.String:
		for i, n := range names {
			if n == string(key) {
				v, err := m.field(i)
				return v, true, err
			}
		}
		return nil, false, fmt.Errorf("field %q: %s has %s", string(key), m.is.Name,
			strings.Join(names, ", "))
	}
	return nil, false, fmt.Errorf("field %s: want a number or a name", key.Type())
}

func (m *message) field(i int) (*value, error) {
	if m.fields == nil {
		m.fields = make([]*value, len(m.is.Fields))
	}
	if m.fields[i] == nil {
		v, err := m.host.evaluate(deduce.Apply("field", deduce.Text(m.is.Label), deduce.Number(i+1)))
		if err != nil {
			return nil, err
		}
		m.fields[i] = v
	}
	return m.fields[i], nil
}

// frozen is a list or a dict of the run's, which a script gets and cannot change: what it
// changed would be a copy.
func frozen[V starlark.Value](v V) V {
	v.Freeze()
	return v
}
