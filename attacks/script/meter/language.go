package meter

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"
)

// starlarkNames are the functions of Starlark that scripts have.
var starlarkNames = []string{"abs", "all", "any", "bool", "chr", "dict", "dir", "enumerate",
	"fail", "getattr", "hasattr", "int", "len", "list", "max", "min", "ord", "print", "range",
	"repr", "reversed", "sorted", "str", "tuple", "type", "zip"}

// withheld are the functions of Starlark that scripts do not have, with the reasons.
var withheld = map[string]string{
	"float": "a script has no floats",
	"bytes": "a script has no bytes: want hexdata(…) or data(…)",
	"set":   "a script has no sets: want a dict",
	"hash":  "a script has no hash: want H, hs or hk",
}

// Language returns the names that every script can use, metered: Starlark's own functions, and
// the guards that stand for its operators.
func (m *Meter) Language() starlark.StringDict {
	d := starlark.StringDict{}
	for _, name := range starlarkNames {
		d[name] = m.metered(starlark.Universe[name].(*starlark.Builtin))
	}
	for name, why := range withheld {
		d[name] = starlark.NewBuiltin(name, func(*starlark.Thread, *starlark.Builtin, starlark.Tuple,
			[]starlark.Tuple) (starlark.Value, error) {
			return nil, errors.New(why)
		})
	}
	d["getattr"] = starlark.NewBuiltin("getattr", m.getattr)
	for name, f := range map[string]func(args starlark.Tuple) (starlark.Value, error){
		guardOp: func(a starlark.Tuple) (starlark.Value, error) {
			return m.operate(a[0], string(a[1].(starlark.String)), a[2])
		},
		guardAugment: m.augment,
		guardAttr: func(a starlark.Tuple) (starlark.Value, error) {
			return m.attribute(a[0], string(a[1].(starlark.String)))
		},
		guardWeigh: func(a starlark.Tuple) (starlark.Value, error) { return a[0], m.spread(a[0]) },
		guardSlice: func(a starlark.Tuple) (starlark.Value, error) {
			return a[0], m.Allocate(weightOfCell * max(starlark.Len(a[0]), 0))
		},
		guardDict: func(a starlark.Tuple) (starlark.Value, error) {
			return a[0], m.Allocate(weightOfDict)
		},
		guardEnter: func(a starlark.Tuple) (starlark.Value, error) {
			nodes, _ := starlark.AsInt32(a[0])
			m.Spend(nodes / 8)
			return starlark.None, nil
		},
	} {
		d[name] = starlark.NewBuiltin(name, func(_ *starlark.Thread, _ *starlark.Builtin,
			args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return f(args)
		})
	}
	return d
}

// spread checks a value that is a key, or that is spread into the arguments of a call.
func (m *Meter) spread(v starlark.Value) error {
	switch v.(type) {
	case *starlark.List, *starlark.Dict:
		weight, err := m.weigh(v)
		if err != nil {
			return err
		}
		return m.Allocate(weight)
	}
	return m.key(v)
}

// light are the functions that do not look at the whole of their arguments.
var light = map[string]bool{"bool": true, "dir": true, "hasattr": true, "len": true,
	"range": true, "type": true}

// copies says how many times heavier than its arguments the result of a function can be.
var copies = map[string]int{"dict": 4, "enumerate": 4, "fail": 2, "list": 1, "print": 2, "repr": 2,
	"reversed": 1, "sorted": 1, "str": 2, "tuple": 1, "zip": 4}

// metered returns a function that first charges for the arguments and the result of another.
func (m *Meter) metered(b *starlark.Builtin) *starlark.Builtin {
	name := b.Name()
	return starlark.NewBuiltin(name, func(t *starlark.Thread, _ *starlark.Builtin,
		args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if !light[name] {
			weight, err := m.Look(args, kwargs)
			if err != nil {
				return nil, err
			}
			if err := m.Allocate(copies[name] * weight); err != nil {
				return nil, err
			}
		}
		if name == "int" && len(args) > 0 && starlark.Len(args[0]) > maxBits/3 {
			return nil, fmt.Errorf("int: a text of %d digits is too long", starlark.Len(args[0]))
		}
		return b.CallInternal(t, args, kwargs)
	})
}

func (m *Meter) Look(args starlark.Tuple, kwargs []starlark.Tuple) (int, error) {
	weight, err := m.weigh(args...)
	for _, kv := range kwargs {
		if err != nil {
			return 0, err
		}
		var more int
		more, err = m.weigh(kv[1])
		weight += more
	}
	return weight, err
}

// attribute returns the attribute x.name of a value in a script. If x is one of Starlark's
// values, its methods are metered.
func (m *Meter) attribute(x starlark.Value, name string) (starlark.Value, error) {
	if h, ok := x.(starlark.HasAttrs); ok {
		v, err := h.Attr(name)
		var missing starlark.NoSuchAttrError
		if err != nil && !errors.As(err, &missing) {
			return nil, err
		}
		if b, ok := v.(*starlark.Builtin); ok {
			return m.method(x, b), nil
		}
		if v != nil {
			return v, nil
		}
		return nil, fmt.Errorf("%s has no attribute %q: want one of %s", x.Type(), name,
			strings.Join(h.AttrNames(), ", "))
	}
	return nil, fmt.Errorf("%s has no attribute %q", x.Type(), name)
}

func (m *Meter) getattr(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple,
	kwargs []starlark.Tuple) (starlark.Value, error) {
	var x, other starlark.Value
	var name string
	err := starlark.UnpackPositionalArgs(b.Name(), args, kwargs, 2, &x, &name, &other)
	if err != nil {
		return nil, err
	}
	v, err := m.attribute(x, name)
	if err != nil && other != nil {
		return other, nil
	}
	return v, err
}

// method returns a metered method of a string, a list or a dict.
func (m *Meter) method(x starlark.Value, b *starlark.Builtin) *starlark.Builtin {
	return starlark.NewBuiltin(b.Name(), func(t *starlark.Thread, _ *starlark.Builtin,
		args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := m.before(x, b.Name(), args, kwargs); err != nil {
			return nil, err
		}
		v, err := b.CallInternal(t, args, kwargs)
		if err != nil {
			return nil, err
		}
		return v, m.made(v)
	})
}

// before charges for a call of a method by what the method looks at.
func (m *Meter) before(x starlark.Value, name string, args starlark.Tuple,
	kwargs []starlark.Tuple) error {
	switch x := x.(type) {
	case *starlark.List:
		switch name {
		case "append":
			return nil
		case "index", "remove":
			if _, err := m.weigh(x); err != nil {
				return err
			}
		}
		m.Spend(x.Len() / 16)
		weight, err := m.Look(args, kwargs)
		if err == nil && name == "extend" {
			err = m.Allocate(weight)
		}
		return err
	case *starlark.Dict:
		switch name {
		case "get", "pop", "setdefault":
			if len(args) > 0 {
				return m.key(args[0])
			}
		case "items", "keys", "values":
			return m.Allocate(4 * weightOfCell * x.Len())
		}
		_, err := m.Look(args, kwargs)
		return err
	case starlark.String:
		return m.beforeText(string(x), name, args, kwargs)
	}
	_, err := m.Look(args, kwargs)
	return err
}

func (m *Meter) beforeText(s, name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	own, err := m.weigh(starlark.String(s))
	if err != nil {
		return err
	}
	weight, err := m.Look(args, kwargs)
	if err != nil {
		return err
	}
	switch name {
	case "join": // no more marks than cells
		if len(s)*(weight/weightOfCell)+weight > maxWeight {
			return fmt.Errorf("join: the text may have more than %d KiB", maxWeight>>10)
		}
	case "replace":
		if len(args) < 2 {
			return nil
		}
		from, _ := starlark.AsString(args[0])
		to, _ := starlark.AsString(args[1])
		if len(s)+strings.Count(s, from)*len(to) > maxWeight {
			return fmt.Errorf("replace: the text may have more than %d KiB", maxWeight>>10)
		}
	case "format":
		values := append(starlark.Tuple(nil), args...)
		for _, kv := range kwargs {
			values = append(values, kv[1])
		}
		return m.format(s, "{", values...)
	case "split", "rsplit", "splitlines":
		return m.Allocate(2 * weightOfCell * own)
	}
	return m.Allocate(own) // such as lower()
}

// augment does the assignment x[i] op= y of a script.
func (m *Meter) augment(a starlark.Tuple) (starlark.Value, error) {
	x, i, op, y := a[0], a[1], string(a[2].(starlark.String)), a[3]
	switch x := x.(type) {
	case *starlark.Dict:
		if err := m.key(i); err != nil {
			return nil, err
		}
		old, found, err := x.Get(i)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, fmt.Errorf("key %v not in dict", i)
		}
		v, err := m.operate(old, op, y)
		if err != nil {
			return nil, err
		}
		return starlark.None, x.SetKey(i, v)
	case *starlark.List:
		n, err := starlark.AsInt32(i)
		if err != nil {
			return nil, fmt.Errorf("list index: %w", err)
		}
		if n < 0 {
			n += x.Len()
		}
		if n < 0 || n >= x.Len() {
			return nil, fmt.Errorf("list index %s out of range: the list has %d elements", i, x.Len())
		}
		v, err := m.operate(x.Index(n), op, y)
		if err != nil {
			return nil, err
		}
		return starlark.None, x.SetIndex(n, v)
	}
	return nil, fmt.Errorf("%s does not support item assignment", x.Type())
}
