package script

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"emrproof/attacks/script/convert"
	"emrproof/model"
)

// lookFuncs are the functions by which scripts look at what the adversary knows.
var lookFuncs = []scriptFunc{
	{"knows", "x, of", cheap, false, (*host).doKnows},
	{"why", "x, of", cheap, false, (*host).doWhy},
	{"text", "v", cheap, false, (*host).doShow},
	{"hex", "v", cheap, false, (*host).doShow},
	{"now", "", cheap, false, (*host).doNow},
	{"principals", "party", cheap, false, (*host).doPrincipals},
}

// question reads the arguments of knows and why: a value, or the name of a secret and the
// principal whose secret it is.
func (h *host) question(c call) (v *value, name, of string, err error) {
	var x, whose starlark.Value
	if err := c.unpack("x", &x, "of?", &whose); err != nil {
		return nil, "", "", err
	}
	if v, ok := x.(*value); ok {
		return v, "", "", nil
	}
	name, ok := starlark.AsString(x)
	if !ok {
		return nil, "", "", fmt.Errorf("%s: %s: want a value, or the name of a secret", c.name,
			convert.TypeName(x))
	}
	if names := h.secretNames(); !slices.Contains(names, name) {
		return nil, "", "", fmt.Errorf("%s: secret %q: want one of %s", c.name, name,
			convert.OneOf(names))
	}
	if whose != nil {
		a, err := h.address(whose)
		if err != nil {
			return nil, "", "", fmt.Errorf("%s: %w", c.name, err)
		}
		of = a.String()
	}
	return nil, name, of, nil
}

// secretNames returns the names of the values that the description calls secret.
func (h *host) secretNames() []string {
	names := map[string]bool{}
	h.x.Net.Protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepClaim && s.Event == model.EventSecret {
			for _, f := range s.Fields {
				names[f.Name] = true
			}
		}
	})
	return slices.Sorted(maps.Keys(names))
}

// secretsSoFar says, for an error, which values principals have called secret so far.
func (h *host) secretsSoFar() string {
	if len(h.x.Secrets) == 0 {
		return "nobody has called anything secret yet"
	}
	var labels []string
	for _, s := range h.x.Secrets {
		labels = append(labels, s.Label)
	}
	return "want one of " + convert.OneOf(labels)
}

// derivation is how many steps it costs to derive one secret.
const derivation = 500

// find derives the first of the named secrets that can be derived. It also returns how many
// secrets of that name it tried.
func (h *host) find(name, of string) (v *value, asked int, err error) {
	for _, s := range h.x.Secrets {
		what, session, _ := strings.Cut(s.Label, " of ")
		if what != name || of != "" && session != of &&
			session[:max(strings.LastIndexByte(session, '.'), 0)] != of {
			continue
		}
		asked++
		h.meter.Spend(derivation)
		r, ok := h.x.Knows(s)
		if !ok {
			continue
		}
		if v, err := h.evaluate(r); err == nil { // else it is no knowledge
			return v, asked, nil
		}
	}
	return nil, asked, nil
}

func (h *host) doKnows(c call) (starlark.Value, error) {
	v, name, of, err := h.question(c)
	if err != nil {
		return nil, err
	}
	if v == nil {
		v, _, err = h.find(name, of)
	}
	if v == nil || err != nil {
		return starlark.None, err
	}
	return v, nil
}

func (h *host) doWhy(c call) (starlark.Value, error) {
	v, name, of, err := h.question(c)
	if err != nil {
		return nil, err
	}
	if v != nil {
		return starlark.String(v.how), nil
	}
	v, asked, err := h.find(name, of)
	switch {
	case err != nil:
		return nil, err
	case v != nil:
		return starlark.String(v.how), nil
	}
	if of != "" {
		name += " of " + of
	}
	if asked == 0 {
		return starlark.String("nobody has called " + name + " secret yet"), nil
	}
	return starlark.String(fmt.Sprintf("%s does not follow from the %d values that the adversary "+
		"holds", name, len(h.x.Knowledge.Items()))), nil
}

func (h *host) doShow(c call) (starlark.Value, error) {
	var x starlark.Value
	if err := c.positional(1, &x); err != nil {
		return nil, err
	}
	v, err := asValue(x)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	raw := v.is.Bytes()
	if err := h.meter.Allocate(2 * len(raw)); err != nil {
		return nil, err
	}
	if c.name == "hex" {
		return starlark.String(hex.EncodeToString(raw)), nil
	}
	s, err := v.text()
	return starlark.String(s), err
}

func (h *host) doNow(c call) (starlark.Value, error) {
	if err := c.positional(0); err != nil {
		return nil, err
	}
	return starlark.MakeInt64(int64(h.since())), nil
}

func (h *host) doPrincipals(c call) (starlark.Value, error) {
	var party string
	if err := c.unpack("party?", &party); err != nil {
		return nil, err
	}
	p := h.x.Net.Protocol
	if party != "" && p.Member(model.Party(party)) == nil {
		var want []string
		for _, m := range p.Parties {
			want = append(want, string(m.Party))
		}
		return nil, fmt.Errorf("principals: party %q: want one of %s", party, strings.Join(want, ", "))
	}
	var names []string
	for _, who := range h.x.Net.Principals {
		if party == "" || string(who.Party) == party {
			names = append(names, who.Name)
		}
	}
	return convert.List(names), nil
}
