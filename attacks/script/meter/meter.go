// Package meter runs Starlark within limits. It compiles scripts so that whatever can cost more
// than a constant is charged for before it is done, and it stops the scripts that cost too
// much.
package meter

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"emrproof/attacks/script/convert"
)

// The limits on what a script does in one run, from its first line to the last event that it
// reacts to.
const (
	maxSteps  = 3_000_000 // of Starlark's, and what the meter adds to them
	maxMemory = 32 << 20  // bytes of values made, whether they are still in use or not
	maxWeight = 1 << 20   // of one value that is looked at as a whole
	maxDeep   = 64        // lists in lists
)

// The weights of values, in bytes: about the memory that a value takes.
const (
	weightOfCell = 16
	weightOfDict = 512
)

// The interfaces of values that are not Starlark's own.
type (
	// heavy is a value that holds more than a cell, in bytes.
	heavy interface{ Weight() int }
	// named is a value that equals each of two texts, such as the address of a session.
	named interface{ Names() []string }
)

// A Meter counts what a script costs beyond a constant for each step.
type Meter struct {
	thread *starlark.Thread
	Used   int // bytes of memory
}

// New returns the meter of a thread, and limits the steps of the thread.
func New(t *starlark.Thread) *Meter {
	t.SetMaxExecutionSteps(maxSteps)
	t.OnMaxSteps = func(t *starlark.Thread) {
		t.Cancel(fmt.Sprintf("the script takes more than %d steps: does it end?", maxSteps))
	}
	return &Meter{thread: t}
}

// Allocate charges for memory.
func (m *Meter) Allocate(bytes int) error {
	if bytes > maxMemory-m.Used {
		return fmt.Errorf("the script needs more than %d MiB of memory", maxMemory>>20)
	}
	m.Used += bytes
	m.Spend(bytes / 64)
	return nil
}

// Spend charges for time. The interpreter stops the script at its next step if that is too
// much.
func (m *Meter) Spend(steps int) { m.thread.Steps += uint64(steps) }

// weigh charges for looking at the whole of values, and returns their weight.
func (m *Meter) weigh(values ...starlark.Value) (int, error) {
	s := scale{left: maxWeight}
	for _, v := range values {
		s.put(v, 0)
	}
	m.Spend((maxWeight - max(s.left, 0)) / 64)
	switch {
	case s.deep:
		return 0, fmt.Errorf("a value is nested more than %d deep", maxDeep)
	case s.left < 0:
		return 0, fmt.Errorf("a value has more than %d KiB", maxWeight>>10)
	}
	return maxWeight - s.left, nil
}

// A scale weighs a value as the tree that it prints as: what is in it twice counts twice. It
// stops when the weight that it may find is used up.
type scale struct {
	left int
	deep bool
}

func (s *scale) put(v starlark.Value, depth int) {
	s.left -= weightOfCell
	if s.left < 0 || s.deep {
		return
	}
	if s.deep = depth > maxDeep; s.deep {
		return
	}
	switch v := v.(type) {
	case starlark.String:
		s.left -= len(v)
	case starlark.Int:
		s.left -= bits(v) / 8
	case heavy:
		s.left -= 64 + v.Weight()
	case *starlark.List:
		for i := 0; i < v.Len() && s.left >= 0; i++ {
			s.put(v.Index(i), depth+1)
		}
	case starlark.Tuple:
		for i := 0; i < len(v) && s.left >= 0; i++ {
			s.put(v[i], depth+1)
		}
	case *starlark.Dict:
		if s.left -= 64 * v.Len(); s.left < 0 {
			return
		}
		for k, e := range v.Entries() {
			s.put(k, depth+1)
			s.put(e, depth+1)
		}
	case starlark.NoneType, starlark.Bool:
	default:
		s.left -= 64
		if n := starlark.Len(v); n > 0 { // such as a range
			s.left -= min(n, maxWeight) * weightOfCell
		}
	}
}

func bits(i starlark.Int) int {
	if n, ok := i.Int64(); ok && n > math.MinInt32 && n < math.MaxInt32 {
		return 32
	}
	return i.BigInt().BitLen()
}

// key checks a value that is to be hashed. The hashes of integers can be predicted, so that a
// script could choose keys with equal hashes.
func (m *Meter) key(v starlark.Value) error {
	all := starlark.Tuple{v}
	if t, ok := v.(starlark.Tuple); ok {
		all = t
		for _, e := range t {
			switch e.(type) {
			case starlark.Int, starlark.Tuple:
				return fmt.Errorf("a tuple with %s in it is no key: want strings", convert.TypeName(e))
			}
		}
	}
	for _, e := range all {
		if i, ok := e.(starlark.Int); ok && bits(i) > 32 {
			return fmt.Errorf("an integer of %d bits is no key", bits(i))
		}
		if n, ok := e.(named); ok { // it equals strings, which a dict would not find
			names := n.Names()
			return fmt.Errorf("%s is no key: want %q or %q", convert.TypeName(e), names[0], names[1])
		}
	}
	_, err := m.weigh(v)
	return err
}

// operate does the operation x op y of a script. The operators that end in = change a list or a
// dict in place.
func (m *Meter) operate(x starlark.Value, op string, y starlark.Value) (starlark.Value, error) {
	if op == "in" || op == "not in" {
		found, err := m.contains(y, x)
		return starlark.Bool(found == (op == "in")), err
	}
	if _, err := m.weigh(x, y); err != nil {
		return nil, err
	}
	name := op
	if strings.HasSuffix(op, "=") && !comparisons[op] {
		if done, err := m.inPlace(x, op, y); done {
			return x, err
		}
		name = strings.TrimSuffix(op, "=")
	}
	if comparisons[op] {
		equal, err := compare(op, x, y)
		return starlark.Bool(equal), err
	}
	if err := m.foresee(name, x, y); err != nil {
		return nil, err
	}
	v, err := starlark.Binary(tokens[name], x, y)
	if err != nil {
		return nil, err
	}
	return v, m.made(v)
}

// tokens are the operators by their text.
var tokens = func() map[string]syntax.Token {
	m := map[string]syntax.Token{}
	for _, t := range []syntax.Token{syntax.PLUS, syntax.MINUS, syntax.STAR, syntax.SLASHSLASH,
		syntax.PERCENT, syntax.AMP, syntax.PIPE, syntax.CIRCUMFLEX, syntax.LTLT, syntax.GTGT,
		syntax.EQL, syntax.NEQ, syntax.LT, syntax.LE, syntax.GT, syntax.GE} {
		m[t.String()] = t
	}
	return m
}()

var comparisons = map[string]bool{"==": true, "!=": true, "<": true, "<=": true, ">": true,
	">=": true}

// compare compares two values of a script. A value that has names equals each of them.
func compare(op string, x, y starlark.Value) (bool, error) {
	n, ok := x.(named)
	text := y
	if !ok {
		n, ok = y.(named)
		text = x
	}
	if s, isText := text.(starlark.String); ok && isText && (op == "==" || op == "!=") {
		return slices.Contains(n.Names(), string(s)) == (op == "=="), nil
	}
	return starlark.Compare(tokens[op], x, y)
}

func (m *Meter) contains(y, x starlark.Value) (bool, error) {
	switch y := y.(type) {
	case *starlark.Dict:
		if err := m.key(x); err != nil {
			return false, err
		}
	case *starlark.List, starlark.Tuple:
		if _, err := m.weigh(x, y); err != nil {
			return false, err
		}
		list := y.(starlark.Indexable)
		for i := range list.Len() {
			if same, err := compare("==", list.Index(i), x); same || err != nil {
				return same, err
			}
		}
		return false, nil
	default:
		if _, err := m.weigh(x); err != nil {
			return false, err
		}
	}
	v, err := starlark.Binary(syntax.IN, x, y)
	if err != nil {
		return false, err
	}
	return bool(v.Truth()), nil
}

// inPlace changes a list by +=, or a dict by |=.
func (m *Meter) inPlace(x starlark.Value, op string, y starlark.Value) (done bool, err error) {
	switch x := x.(type) {
	case *starlark.List:
		more, ok := y.(starlark.Iterable)
		if !ok || op != "+=" {
			return false, nil
		}
		var all []starlark.Value
		for v := range starlark.Elements(more) {
			all = append(all, v)
		}
		for _, v := range all {
			if err := x.Append(v); err != nil {
				return true, err
			}
		}
		return true, m.Allocate(len(all) * weightOfCell)
	case *starlark.Dict:
		more, ok := y.(*starlark.Dict)
		if !ok || op != "|=" {
			return false, nil
		}
		for _, kv := range more.Items() {
			if err := x.SetKey(kv[0], kv[1]); err != nil {
				return true, err
			}
		}
		return true, m.Allocate(more.Len() * 64)
	}
	return false, nil
}

// foresee refuses an operation whose result would be too large to be made first and weighed
// after.
func (m *Meter) foresee(op string, x, y starlark.Value) error {
	size := 0.0
	switch s, isText := x.(starlark.String); {
	case op == "*":
		if _, ok := x.(starlark.Int); ok {
			x, y = y, x
		}
		n, ok := y.(starlark.Int)
		length := starlark.Len(x)
		if !ok || length < 0 {
			return nil
		}
		if _, ok := x.(starlark.String); !ok {
			length *= weightOfCell
		}
		size = float64(length) * max(float64(n.Float()), 0)
	case op == "%" && isText:
		return m.format(string(s), "%", y)
	}
	if size > maxWeight {
		return fmt.Errorf("%s times %s has more than %d KiB", x.Type(), y, maxWeight>>10)
	}
	return nil
}

// format refuses a text that would be too long when it is filled in. A value may stand in it as
// often as there are marks.
func (m *Meter) format(s, mark string, values ...starlark.Value) error {
	weight, err := m.weigh(values...)
	if err != nil {
		return err
	}
	if strings.Count(s, mark)*weight > 4*maxWeight {
		return fmt.Errorf("the text may have more than %d KiB when it is filled in", 4*maxWeight>>10)
	}
	return nil
}

// made charges for the memory of a new value.
func (m *Meter) made(v starlark.Value) error {
	switch v := v.(type) {
	case starlark.Int:
		if n := bits(v); n > maxBits {
			return fmt.Errorf("an integer of %d bits, more than %d", n, maxBits)
		}
		return m.Allocate(bits(v) / 8)
	case starlark.String:
		return m.Allocate(len(v))
	case *starlark.Dict:
		return m.Allocate(weightOfDict + 64*v.Len())
	case *starlark.List, starlark.Tuple:
		return m.Allocate(weightOfCell * (1 + starlark.Len(v)))
	}
	return nil
}
