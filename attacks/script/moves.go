package script

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/attacks/script/convert"
	"emrproof/sim/trace"
)

// moveFuncs are the functions that make moves.
var moveFuncs = []scriptFunc{
	{"drop", "m", 10, false, (*host).doDrop},
	{"deliver", "m, to, delay", 10, false, (*host).doDeliver},
	{"replay", "m, to, delay", 10, false, (*host).doReplay},
	{"inject", "name, to, sender, fields", 100, false, (*host).doInject},
	{"reveal", "who, what", 100, false, (*host).doReveal},
	{"steal", "who", 100, false, (*host).doSteal},
	{"skew", "who, by", 10, false, (*host).doSkew},
	{"start", "phase, by, with_, department", 10, false, (*host).doStart},
	{"exhibit", "secret, v", 10, false, (*host).doExhibit},
	{"after", "d, function", 10, false, (*host).doAfter},
}

// actWords are the moves that the acts of a header can name.
const actWords = "drop, deliver, inject, reveal, skew, start, exhibit"

// seen returns the message that a move is about.
func (h *host) seen(v starlark.Value) (*message, error) {
	switch v := v.(type) {
	case *message:
		return v, nil
	case starlark.String:
		if m := h.messages[string(v)]; m != nil {
			return m, nil
		}
		return nil, fmt.Errorf("no message %q has been seen", string(v))
	}
	return nil, fmt.Errorf("%s is no message: want what on_message got, or its label",
		convert.TypeName(v))
}

func (h *host) doDrop(c call) (starlark.Value, error) {
	var v starlark.Value
	if err := c.unpack("m", &v); err != nil {
		return nil, err
	}
	m, err := h.seen(v)
	if err != nil {
		return nil, fmt.Errorf("drop: %w", err)
	}
	if m != h.now {
		return nil, fmt.Errorf("drop: %s is not the message at hand: it has been delivered or lost",
			m.is.Label)
	}
	return starlark.None, h.make(attacks.Move{Do: attacks.DoDrop})
}

// delivery reads the arguments of deliver and replay.
func (h *host) delivery(c call) (attacks.Move, *message, error) {
	var v, to starlark.Value
	var delay starlark.Value = starlark.String("0s")
	if err := c.unpack("m", &v, "to?", &to, "delay?", &delay); err != nil {
		return attacks.Move{}, nil, err
	}
	fail := func(err error) (attacks.Move, *message, error) {
		return attacks.Move{}, nil, fmt.Errorf("%s: %w", c.name, err)
	}
	m, err := h.seen(v)
	if err != nil {
		return fail(err)
	}
	move := attacks.Move{Do: attacks.DoDeliver, Message: m.is.Label, To: m.is.To}
	if to != nil {
		if move.To, err = h.address(to); err != nil {
			return fail(err)
		}
	}
	if move.Delay, err = convert.Duration(delay); err == nil && move.Delay < 0 {
		err = errNegative
	}
	if err != nil {
		return fail(fmt.Errorf("delay: %w", err))
	}
	return move, m, h.meter.Allocate(m.is.Size())
}

func (h *host) doDeliver(c call) (starlark.Value, error) {
	move, _, err := h.delivery(c)
	if err != nil {
		return nil, err
	}
	return starlark.None, h.make(move)
}

// doReplay delivers a message once more. If the message is the present one and has not been
// dropped or delivered, it is delivered to its receiver too.
func (h *host) doReplay(c call) (starlark.Value, error) {
	move, m, err := h.delivery(c)
	if err != nil {
		return nil, err
	}
	if m == h.now && !h.x.Settled[m.is.Label] {
		if err := h.make(attacks.Move{Do: attacks.DoDeliver, Message: m.is.Label,
			To: m.is.To}); err != nil {
			return nil, err
		}
	}
	return starlark.None, h.make(move)
}

func (h *host) doInject(c call) (starlark.Value, error) {
	move := attacks.Move{Do: attacks.DoInject}
	var to, sender starlark.Value
	var fields starlark.Indexable
	var list starlark.Value
	if err := c.unpack("name", &move.Name, "to", &to,
		"sender", &sender, "fields", &list); err != nil {
		return nil, err
	}
	if _, ok := h.phases[move.Name]; !ok {
		return nil, fmt.Errorf("inject: message %q: want one of %s", move.Name,
			convert.OneOf(slices.Sorted(maps.Keys(h.phases))))
	}
	var err error
	if move.To, err = h.address(to); err != nil {
		return nil, fmt.Errorf("inject: to: %w", err)
	}
	if move.From, err = h.address(sender); err != nil {
		return nil, fmt.Errorf("inject: sender: %w", err)
	}
	fields, ok := list.(starlark.Indexable)
	if _, isText := list.(starlark.String); !ok || isText {
		return nil, fmt.Errorf("inject: fields: %s: want a list of values", convert.TypeName(list))
	}
	size := 0
	for i := range fields.Len() {
		v, err := asValue(fields.Index(i))
		if err != nil {
			return nil, fmt.Errorf("inject: field %d: %w", i+1, err)
		}
		move.Fields = append(move.Fields, v.recipe)
		size += len(v.is.Bytes()) + len(v.how)
	}
	if err := h.meter.Allocate(size); err != nil {
		return nil, err
	}
	return starlark.None, h.make(move)
}

func (h *host) doReveal(c call) (starlark.Value, error) {
	var who, what string
	if err := c.unpack("who", &who, "what", &what); err != nil {
		return nil, err
	}
	names, err := h.reveal(who, what)
	if err != nil {
		return nil, fmt.Errorf("reveal: %w", err)
	}
	return h.held(who, names)
}

// doSteal takes a device: what it stores, and the keys in it unless they are sealed. It does
// not take the biometric, which is typed in at each use.
func (h *host) doSteal(c call) (starlark.Value, error) {
	var who string
	if err := c.unpack("who", &who); err != nil {
		return nil, err
	}
	var keys []string
	if !h.keepsSealed(who) {
		var err error
		if keys, err = h.reveal(who, trace.RevealKeys); err != nil {
			return nil, fmt.Errorf("steal: %w", err)
		}
	}
	store, err := h.reveal(who, trace.RevealStore)
	if err != nil {
		return nil, fmt.Errorf("steal: %w", err)
	}
	return h.held(who, append(keys, store...))
}

// keepsSealed says whether a principal keeps its private keys only inside a ciphertext.
func (h *host) keepsSealed(who string) bool {
	for _, p := range h.x.Net.Principals {
		if p.Name == who {
			return h.x.Net.Protocol.Member(p.Party).Sealed
		}
	}
	return false
}

// reveal makes a move that reveals secrets, and returns the names of the new ones.
func (h *host) reveal(who, what string) ([]string, error) {
	if err := h.principal(who); err != nil {
		return nil, err
	}
	kinds := []string{trace.RevealKeys, trace.RevealStore, trace.RevealBiometric, trace.RevealTables,
		trace.RevealAll}
	if !slices.Contains(kinds, what) && !strings.HasPrefix(what, trace.RevealTable) {
		return nil, fmt.Errorf("%q: want one of %s, or such as \"table index\"", what,
			strings.Join(kinds, ", "))
	}
	before := slices.Sorted(maps.Keys(h.x.Evaluator.Revealed[who]))
	if err := h.make(attacks.Move{Do: attacks.DoReveal, Who: who, What: what}); err != nil {
		return nil, err
	}
	if what == trace.RevealAll && !slices.Contains(h.corrupt, who) {
		h.corrupt = append(h.corrupt, who)
	}
	var names []string
	for _, n := range slices.Sorted(maps.Keys(h.x.Evaluator.Revealed[who])) {
		if !slices.Contains(before, n) {
			names = append(names, n)
		}
	}
	return names, nil
}

// held returns a dict of a principal's secrets by name.
func (h *host) held(who string, names []string) (starlark.Value, error) {
	d := starlark.NewDict(len(names))
	for _, n := range names {
		v, err := h.evaluate(deduce.Apply("own", deduce.Text(who), deduce.Text(n)))
		if err != nil {
			return nil, err
		}
		if err := d.SetKey(starlark.String(n), v); err != nil {
			return nil, err
		}
	}
	return frozen(d), nil
}

func (h *host) doSkew(c call) (starlark.Value, error) {
	move := attacks.Move{Do: attacks.DoSkew}
	var by starlark.Value
	if err := c.unpack("who", &move.Who, "by", &by); err != nil {
		return nil, err
	}
	err := h.principal(move.Who)
	if err == nil {
		move.Delay, err = convert.Duration(by)
	}
	if err != nil {
		return nil, fmt.Errorf("skew: %w", err)
	}
	return starlark.None, h.make(move)
}

// doStart opens a phase as a corrupt principal, who has been revealed in full.
func (h *host) doStart(c call) (starlark.Value, error) {
	move := attacks.Move{Do: attacks.DoStart}
	s := &move.Start
	if err := c.unpack("phase", &s.Phase, "by", &s.By, "with_", &s.With,
		"department?", &s.Department); err != nil {
		return nil, err
	}
	for _, name := range []string{s.By, s.With} {
		if err := h.principal(name); err != nil {
			return nil, fmt.Errorf("start: %w", err)
		}
	}
	if !slices.Contains(h.corrupt, s.By) {
		return nil, fmt.Errorf("start: %s is honest, and starts what it wants: want a "+
			"corrupted principal; %s", s.By, h.corrupted())
	}
	return starlark.None, h.make(move)
}

// doExhibit shows a value as one that a principal has called secret.
func (h *host) doExhibit(c call) (starlark.Value, error) {
	move := attacks.Move{Do: attacks.DoExhibit}
	var v starlark.Value
	if err := c.unpack("secret", &move.What, "v", &v); err != nil {
		return nil, err
	}
	x, err := asValue(v)
	if err != nil {
		return nil, fmt.Errorf("exhibit: %w", err)
	}
	if !slices.ContainsFunc(h.x.Secrets,
		func(s attacks.Secret) bool { return s.Label == move.What }) {
		return nil, fmt.Errorf("exhibit: secret %q: %s", move.What, h.secretsSoFar())
	}
	move.Fields = []deduce.Recipe{x.recipe}
	return starlark.None, h.make(move)
}

// doAfter calls a function later. All functions for the same moment are called together, after
// everything else that happens then.
func (h *host) doAfter(c call) (starlark.Value, error) {
	var v starlark.Value
	var f starlark.Callable
	if err := c.unpack("d", &v, "function", &f); err != nil {
		return nil, err
	}
	d, err := convert.Duration(v)
	if err == nil && d <= 0 {
		err = errors.New("want more than 0s")
	}
	if err != nil {
		return nil, fmt.Errorf("after: %w", err)
	}
	if err := h.meter.Allocate(512); err != nil {
		return nil, err
	}
	at := h.since() + d
	id, ok := h.moments[at]
	if !ok {
		id = len(h.due)
		h.moments[at] = id
		h.due = append(h.due, nil)
		h.x.Net.After(d, id)
	}
	h.due[id] = append(h.due[id], f)
	return starlark.None, nil
}

// corrupted says, for an error, which principals are corrupt.
func (h *host) corrupted() string {
	if len(h.corrupt) == 0 {
		return "nobody is corrupted"
	}
	return "corrupted: " + strings.Join(h.corrupt, ", ")
}
