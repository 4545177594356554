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

// A value is a value that the adversary holds: how it makes it, and the bytes. In print it
// shows only how it was made. A script may not see the term that the bytes stand for.
type value struct {
	recipe deduce.Recipe
	is     *trace.Value
	how    string // the recipe's text
	deep   int    // of the recipe
}

func (v *value) String() string {
	return fmt.Sprintf("<%s of %d bytes: %s>", v.sort(), len(v.is.Bytes()), v.how)
}

// sort returns what the adversary can tell of a value's sort. What comes out of a text that it
// took apart is only bytes to it. It cannot know that these bytes have a meaning elsewhere in
// the run.
func (v *value) sort() model.Sort {
	switch v.recipe.Op {
	case "part", "recovered", "split", "flip", "data", "hexdata":
		return model.Data
	}
	return v.is.Sort
}

// Type returns the same name for all values: the sort is an attribute.
func (v *value) Type() string { return "value" }

// Freeze does nothing, because a value does not change.
func (v *value) Freeze() {}

// Truth says that a value is true.
func (v *value) Truth() starlark.Bool { return true }

// Hash returns the hash of the bytes, so that equal values have the same hash.
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

// Weight returns the length of the value's recipe.
func (v *value) Weight() int { return len(v.how) }

// AttrNames lists the attributes of a value.
func (v *value) AttrNames() []string { return []string{"recipe", "size", "sort"} }

// Attr returns an attribute of a value, or nil if there is none of that name.
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

// text returns an identity or data as text.
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

// An address is where a message comes from or goes to: a session of a principal, or a new one.
// It equals its text, such as "bob.2", and its principal's name.
type address trace.Address

func (a address) String() string {
	return trace.Address(a).String()
}

// Names returns the texts that the address equals.
func (a address) Names() []string { return []string{a.Principal, a.String()} }

// Type returns "address".
func (a address) Type() string { return "address" }

// Freeze does nothing, because an address does not change.
func (a address) Freeze() {}

// Truth says that an address is true.
func (a address) Truth() starlark.Bool { return true }

// Hash returns the hash of the address's text.
func (a address) Hash() (uint32, error) { return starlark.String(a.String()).Hash() }

// AttrNames lists the attributes of an address.
func (a address) AttrNames() []string { return []string{"principal", "session"} }

// Attr returns an attribute of an address, or nil if there is none of that name.
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

// Type returns "message".
func (m *message) Type() string { return "message" }

// Freeze does nothing, because a message does not change.
func (m *message) Freeze() {}

// Truth says that a message is true.
func (m *message) Truth() starlark.Bool { return true }

// Hash returns the hash of the message's label.
func (m *message) Hash() (uint32, error) { return starlark.String(m.is.Label).Hash() }

// AttrNames lists the attributes of a message.
func (m *message) AttrNames() []string {
	return []string{"fields", "label", "name", "names", "phase", "sender", "size", "time", "to"}
}

// Attr returns an attribute of a message, or nil if there is none of that name.
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

// Get returns a field of a message by its number or its name: m[1], or m["C_P1"].
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

// frozen freezes a list or a dict that a script gets. It is a copy, and changing it would
// change nothing in the run.
func frozen[V starlark.Value](v V) V {
	v.Freeze()
	return v
}
