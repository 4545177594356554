package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/attacks/script/convert"
	"emrproof/attacks/script/meter"
	"emrproof/attacks/script/need"
	"emrproof/model"
	"emrproof/sim/trace"
)

// A host runs one script. It is the decider that makes the moves of the script.
type host struct {
	script    *Script
	overrides need.Overrides
	thread    *starlark.Thread
	meter     *meter.Meter
	globals   starlark.StringDict
	world     *need.World // nil until the script says what it needs
	given     bool        // the world was read before, and need only has to be called
	log       []string

	x        *attacks.Executor // nil while the script is loaded
	now      *message          // the one that on_message is about
	messages map[string]*message
	phases   map[string]string // by the name of a message
	corrupt  []string          // whom the adversary has whole
	sealed   int               // ciphertexts made
	moments  map[trace.Duration]int
	due      [][]starlark.Callable // by moment
	moves    int
}

// maxMoves is how many moves a script can make.
const maxMoves = 2000

func newHost(s *Script, o need.Overrides) *host {
	h := &host{script: s, overrides: o, messages: map[string]*message{}, phases: map[string]string{},
		moments: map[trace.Duration]int{}}
	h.thread = &starlark.Thread{Name: s.File}
	h.thread.Print = func(_ *starlark.Thread, msg string) { h.log = append(h.log, msg) }
	h.meter = meter.New(h.thread)
	return h
}

// A scriptFunc is a function that scripts can call.
type scriptFunc struct {
	name, params string // as SCRIPTING.md lists them
	steps        int    // what a call costs beyond its own
	early        bool   // for the top of the script; the others are for while it runs
	do           func(h *host, c call) (starlark.Value, error)
}

// A call is a script's call of a function.
type call struct {
	name   string
	args   starlark.Tuple
	kwargs []starlark.Tuple
}

// unpack reads the arguments of a call. The pairs are names and where to put the values; a "?"
// at the end of a name says that this argument, and those after it, may be missing.
func (c call) unpack(pairs ...any) error {
	return starlark.UnpackArgs(c.name, c.args, c.kwargs, pairs...)
}

// positional reads arguments that have no names.
func (c call) positional(least int, to ...any) error {
	return starlark.UnpackPositionalArgs(c.name, c.args, c.kwargs, least, to...)
}

// scriptFuncs returns all functions that scripts have beside Starlark's own.
func scriptFuncs() []scriptFunc {
	return slices.Concat(worldFuncs, moveFuncs, valueFuncs, lookFuncs)
}

// worldFuncs are the functions for the top of a script.
var worldFuncs = []scriptFunc{
	{"need", "…", 0, true, (*host).need},
	{"session", "phase, by, with_, at, department", 0, true,
		func(_ *host, c call) (starlark.Value, error) { return need.Session(c.args, c.kwargs) }},
	{"principal", "name, department, drift_ppm, biometric, cert_from, cert_until, cert_revoked",
		0, true, func(_ *host, c call) (starlark.Value, error) {
			return need.Principal(c.args, c.kwargs)
		}},
}

func (h *host) need(c call) (starlark.Value, error) {
	switch {
	case h.world == nil:
		w, err := need.Read(h.overrides, c.args, c.kwargs)
		if err != nil {
			return nil, fmt.Errorf("need: %w", err)
		}
		h.world = w
	case !h.given:
		return nil, fmt.Errorf("need: the script has said what it needs already")
	}
	h.given = false
	return h.world.Value(), nil
}

// known says whether a name that a script does not define is predeclared.
var known = func() func(string) bool {
	h := newHost(&Script{}, need.Overrides{})
	return h.predeclared().Has
}()

// predeclared returns the names that a script can use without defining them.
func (h *host) predeclared() starlark.StringDict {
	d := h.meter.Language()
	for _, f := range scriptFuncs() {
		d[f.name] = starlark.NewBuiltin(f.name, func(_ *starlark.Thread, _ *starlark.Builtin,
			args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			h.meter.Spend(f.steps)
			if _, err := h.meter.Look(args, kwargs); err != nil {
				return nil, err
			}
			switch {
			case f.early && h.x != nil:
				return nil, fmt.Errorf("%s: it is too late: want it at the top of the script", f.name)
			case !f.early && h.x == nil:
				return nil, fmt.Errorf("%s: the run has not begun: want it in on_begin, in on_message, "+
					"or in a function that after() calls", f.name)
			}
			return f.do(h, call{f.name, args, kwargs})
		})
	}
	return d
}

// load runs the top of the script.
func (h *host) load() error {
	var err error
	h.globals, err = h.script.program.Init(h.thread, h.predeclared())
	if err == nil {
		return nil
	}
	err = located(h.script.File, err)
	if own := (*Error)(nil); errors.As(err, &own) {
		own.Printed = h.log
	}
	return err
}

func (h *host) Begin(x *attacks.Executor) error {
	h.x = x
	p := x.Net.Protocol
	p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepSend && !ph.Secure {
			h.phases[s.Msg] = ph.Name
		}
	})
	for _, who := range h.world.Corrupt {
		if _, err := h.reveal(who, trace.RevealAll); err != nil {
			return fmt.Errorf("%s: corrupt: %w", h.script.File, err)
		}
	}
	return h.react("on_begin")
}

func (h *host) Message(_ *attacks.Executor, m *trace.Message) error {
	h.now = &message{host: h, is: m, phase: h.phases[m.Name], at: h.since()}
	h.messages[m.Label] = h.now
	err := h.react("on_message", h.now)
	h.now = nil
	return err
}

func (h *host) Timer(_ *attacks.Executor, id int) error {
	for _, f := range h.due[id] {
		if err := h.call(f); err != nil {
			return err
		}
	}
	return nil
}

// react calls a function of the script's by its name, if the script has one of that name.
func (h *host) react(name string, args ...starlark.Value) error {
	f, ok := h.globals[name].(starlark.Callable)
	if !ok {
		return nil
	}
	return h.call(f, args...)
}

func (h *host) call(f starlark.Callable, args ...starlark.Value) error {
	if _, err := starlark.Call(h.thread, f, args, nil); err != nil {
		return located(h.script.File, err)
	}
	return nil
}

// since returns the time since the schedule began.
func (h *host) since() trace.Duration { return trace.Duration(h.x.Net.Now() - h.x.Net.Opening) }

// make makes a move of the script.
func (h *host) make(m attacks.Move) error {
	if h.moves++; h.moves > maxMoves {
		return fmt.Errorf("the script makes more than %d moves", maxMoves)
	}
	if err := h.meter.Allocate(1024); err != nil {
		return err
	}
	return h.x.Make(m)
}

// maxRecipe is how long the text of a recipe can be, in bytes.
const maxRecipe = 64 << 10

// evaluate returns the value of a recipe, for the script.
func (h *host) evaluate(r deduce.Recipe) (*value, error) {
	v := &value{recipe: r, deep: depth(r)}
	if v.deep > deduce.MaxDepth {
		return nil, fmt.Errorf("%s: the value is made in more than %d steps one upon another",
			r.Op, deduce.MaxDepth)
	}
	v.how = r.String()
	if len(v.how) > maxRecipe {
		return nil, fmt.Errorf("%s: what the value is made of takes more than %d KiB to say",
			r.Op, maxRecipe>>10)
	}
	if err := h.meter.Allocate(len(v.how) + 512); err != nil {
		return nil, err
	}
	is, err := h.x.Evaluator.Evaluate(r)
	if err != nil {
		return nil, err
	}
	v.is = is
	return v, h.meter.Allocate(len(is.Bytes()))
}

// depth returns how deep calls are nested in a recipe.
func depth(r deduce.Recipe) int {
	deep := 0
	for _, a := range r.Args {
		deep = max(deep, depth(a))
	}
	return deep + 1
}

// The arguments that several functions of scripts take.

// principal checks that a name is that of a principal.
func (h *host) principal(name string) error {
	var names []string
	for _, p := range h.x.Net.Principals {
		if p.Name == name {
			return nil
		}
		names = append(names, p.Name)
	}
	return fmt.Errorf("principal %q: want one of %s", name, convert.OneOf(names))
}

// address reads the sender or receiver of a message: an address, the name of a principal for a
// new session, or a session such as "bob.2".
func (h *host) address(v starlark.Value) (trace.Address, error) {
	switch v := v.(type) {
	case address:
		return trace.Address(v), nil
	case starlark.String:
		s := string(v)
		if h.principal(s) == nil {
			return trace.Address{Principal: s}, nil
		}
		if i := strings.LastIndexByte(s, '.'); i > 0 && h.principal(s[:i]) == nil {
			var n int
			if _, err := fmt.Sscanf(s[i+1:], "%d", &n); err == nil && n > 0 && n <= 1e9 &&
				s[i+1:] == fmt.Sprint(n) {
				return trace.Address{Principal: s[:i], Session: n}, nil
			}
		}
		return trace.Address{}, h.principal(s)
	}
	return trace.Address{}, fmt.Errorf("%s is no address: want a principal such as \"bob\", "+
		"a session such as \"bob.2\", or m.sender", convert.TypeName(v))
}

var errNegative = errors.New("want 0s or more")
