// Package need makes the world that a script needs: principals, sessions, clocks, and who is
// corrupt in it.
package need

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"emrproof/attacks/script/convert"
	"emrproof/model"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// A World is what a script needs: the Config of the run, and who is corrupt in it.
type World struct {
	Config  sim.Config
	Corrupt []string
}

// Overrides replace what a script says it needs. A field that is empty, or nil, replaces
// nothing.
type Overrides struct {
	Profile string
	Options []string // nil: those of the script; empty: none
	Suite   string
	Seed    *sim.Seed
	Bound   sim.Bound
}

// Value returns the world in the form in which need gives it to a script.
func (w *World) Value() starlark.Value {
	return starlarkstruct.FromStringDict(starlark.String("world"), starlark.StringDict{
		"profile":    starlark.String(w.Config.Profile),
		"options":    convert.List(w.Config.Options),
		"suite":      starlark.String(w.Config.Suite),
		"seed":       starlark.MakeUint64(uint64(w.Config.Seed)),
		"delta_t":    starlark.MakeInt64(int64(w.Config.DeltaT)),
		"principals": convert.List(w.names()),
		"corrupt":    convert.List(w.Corrupt),
	})
}

func (w *World) names() []string {
	var names []string
	for _, p := range w.Config.Principals {
		names = append(names, p.Name)
	}
	return names
}

// needs are the arguments of need; nil stands for a missing one.
type needs struct {
	profile, suite, link                           string
	options, seed, deltaT, sessions, corrupt, skew starlark.Value
	members                                        map[model.Party][]sim.Principal
	bound                                          sim.Bound
}

// Read reads the arguments of need, replaces them by what was given from outside, and makes the
// world.
func Read(o Overrides, args starlark.Tuple, kwargs []starlark.Tuple) (*World, error) {
	n := needs{profile: library.Profiles()[0], members: map[model.Party][]sim.Principal{}}
	parties, named, err := split(o.Profile, kwargs)
	if err != nil {
		return nil, err
	}
	if len(args) > 0 {
		return nil, fmt.Errorf("want a name before each value, such as profile = %q", n.profile)
	}
	err = starlark.UnpackArgs("need", nil, named, "profile?", &n.profile, "options?", &n.options,
		"suite?", &n.suite, "seed?", &n.seed, "delta_t?", &n.deltaT, "link?", &n.link,
		"sessions?", &n.sessions, "corrupt?", &n.corrupt, "skew?", &n.skew,
		"max_principals?", &n.bound.MaxPrincipals, "max_sessions?", &n.bound.MaxSessions)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "need: "))
	}
	if o.Profile != "" {
		n.profile = o.Profile
	}
	if o.Suite != "" {
		n.suite = o.Suite
	}
	if o.Bound.MaxPrincipals != 0 {
		n.bound.MaxPrincipals = o.Bound.MaxPrincipals
	}
	if o.Bound.MaxSessions != 0 {
		n.bound.MaxSessions = o.Bound.MaxSessions
	}
	protocol, err := library.Profile(n.profile)
	if err != nil {
		return nil, err
	}
	for _, kv := range parties {
		party := model.Party(kv[0].(starlark.String))
		if n.members[party], err = members(protocol, party, kv[1]); err != nil {
			return nil, err
		}
	}
	w := &World{}
	if err := w.build(n, o, protocol); err != nil {
		return nil, err
	}
	return w, w.Config.Check()
}

// split tells the arguments that name the principals of a party from the others. The profile is
// the one that was given from outside; empty: that of the script.
func split(profile string, kwargs []starlark.Tuple) (parties, named []starlark.Tuple, err error) {
	for _, kv := range kwargs {
		if name, ok := starlark.AsString(kv[1]); ok && profile == "" &&
			kv[0] == starlark.String("profile") {
			profile = name
		}
	}
	if _, err := library.Profile(profile); err != nil && strings.HasSuffix(profile, emr.Extension) {
		return nil, nil, fmt.Errorf("profile %q: is a description of your own: want --profile "+
			"and the file", profile)
	}
	for _, kv := range kwargs {
		if isParty(string(kv[0].(starlark.String)), profile) {
			parties = append(parties, kv)
		} else {
			named = append(named, kv)
		}
	}
	return parties, named, nil
}

// isParty says whether a name is the symbol of a party in the script's description, or in one
// that comes with the harness.
func isParty(name, profile string) bool {
	for _, profile := range append(library.Profiles(), profile) {
		p, err := library.Profile(profile)
		if err == nil && p.Member(model.Party(name)) != nil {
			return true
		}
	}
	return false
}

// members reads the principals of a party: names, or results of principal().
func members(p *model.Protocol, party model.Party, v starlark.Value) ([]sim.Principal, error) {
	m := p.Member(party)
	if m == nil {
		return nil, fmt.Errorf("%s: not a party of %s", party, p.Name)
	}
	list, ok := v.(*starlark.List)
	if !ok || list.Len() == 0 {
		return nil, fmt.Errorf("%s: want a list of names", party)
	}
	if m.One && list.Len() > 1 {
		return nil, fmt.Errorf("%s: %d principals: want one", party, list.Len())
	}
	var all []sim.Principal
	for i := range list.Len() {
		switch v := list.Index(i).(type) {
		case starlark.String:
			all = append(all, sim.Principal{Name: string(v), Party: party})
		case *spec[sim.Principal]:
			who := v.is
			who.Party = party
			all = append(all, who)
		default:
			return nil, fmt.Errorf("%s: element %d is %s: want a name, or principal(…)", party, i+1,
				convert.TypeName(v))
		}
	}
	return all, nil
}

func (w *World) build(n needs, o Overrides, protocol *model.Protocol) error {
	if err := w.populate(n, protocol); err != nil {
		return err
	}
	c := &w.Config
	var err error
	if c.Options, err = convert.Texts("options", n.options); err != nil {
		return err
	}
	if o.Options != nil {
		c.Options = o.Options
	}
	if n.suite != "" {
		c.Suite = n.suite
	}
	if err := w.numbers(n, o); err != nil {
		return err
	}
	if n.link != "" {
		if c.Link, err = delay.LinkNamed(n.link); err != nil {
			return err
		}
	}
	if w.Corrupt, err = convert.Texts("corrupt", n.corrupt); err != nil {
		return err
	}
	for _, who := range w.Corrupt {
		if w.find(who) == nil {
			return fmt.Errorf("corrupt: principal %q: want one of %s", who, convert.OneOf(w.names()))
		}
	}
	return w.clocks(n.skew)
}

// numbers sets the seed and ΔT.
func (w *World) numbers(n needs, o Overrides) error {
	if n.seed != nil {
		i, ok := n.seed.(starlark.Int)
		seed, fits := i.Uint64()
		if !ok || !fits {
			return fmt.Errorf("seed %s: want an integer from 0 to 2^64 - 1", n.seed)
		}
		w.Config.Seed = sim.Seed(seed)
	}
	if o.Seed != nil {
		w.Config.Seed = *o.Seed
	}
	if n.deltaT != nil {
		d, err := convert.Duration(n.deltaT)
		if err != nil {
			return fmt.Errorf("delta_t: %w", err)
		}
		w.Config.DeltaT = d
	}
	return nil
}

func (w *World) clocks(skew starlark.Value) error {
	if skew == nil {
		return nil
	}
	clocks, ok := skew.(*starlark.Dict)
	if !ok {
		return fmt.Errorf("skew: %s: want a dict such as {\"bob\": \"2s\"}", convert.TypeName(skew))
	}
	for k, v := range clocks.Entries() {
		name, _ := starlark.AsString(k)
		who := w.find(name)
		if who == nil {
			return fmt.Errorf("skew: principal %s: want one of %s", k, convert.OneOf(w.names()))
		}
		d, err := convert.Duration(v)
		if err != nil {
			return fmt.Errorf("skew: %w", err)
		}
		who.Skew = d
	}
	return nil
}

func (w *World) find(name string) *sim.Principal {
	i := slices.IndexFunc(w.Config.Principals, func(p sim.Principal) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &w.Config.Principals[i]
}

// populate makes a standard world, with the script's principals in the place of the standard
// ones, and with the script's sessions.
func (w *World) populate(n needs, protocol *model.Protocol) error {
	size := sim.Size{Of: map[model.Party]int{}, Sessions: 1, Bound: n.bound}
	for party, m := range n.members {
		size.Of[party] = len(m)
	}
	if n.sessions != nil {
		size.Sessions = 0
	}
	c, err := sim.Standard(n.profile, size)
	if err != nil {
		return err
	}
	names := map[string]string{} // of a standard principal: the script's
	seen := map[model.Party]int{}
	for i, p := range c.Principals {
		if m := n.members[p.Party]; m != nil {
			who := m[seen[p.Party]]
			seen[p.Party]++
			if who.Department == "" {
				who.Department = p.Department
			}
			c.Principals[i] = who
		}
		names[p.Name] = c.Principals[i].Name
	}
	for i, s := range c.Starts {
		c.Starts[i].By, c.Starts[i].With = names[s.By], names[s.With]
	}
	w.Config = c
	return w.sessions(n.sessions, protocol)
}

// sessions adds the script's sessions to the world, and what they need before them.
func (w *World) sessions(v starlark.Value, protocol *model.Protocol) error {
	if v == nil {
		return nil
	}
	list, ok := v.(*starlark.List)
	if !ok {
		return fmt.Errorf("sessions: %s: want a list of session(…)", convert.TypeName(v))
	}
	var starts []sim.Start
	for i := range list.Len() {
		s, ok := list.Index(i).(*spec[sim.Start])
		if !ok {
			return fmt.Errorf("sessions: element %d is %s: want session(…)", i+1,
				convert.TypeName(list.Index(i)))
		}
		for _, name := range []string{s.is.By, s.is.With} {
			if w.find(name) == nil {
				return fmt.Errorf("sessions: principal %q: want one of %s", name, convert.OneOf(w.names()))
			}
		}
		starts = append(starts, s.is)
	}
	w.Config.Starts = append(w.Config.Before(protocol, starts), starts...)
	return nil
}

// Session returns a session, as session() gives it to a script: it opens a phase at a moment of
// the schedule.
func Session(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var s sim.Start
	var at starlark.Value = starlark.String("0s")
	err := starlark.UnpackArgs("session", args, kwargs, "phase", &s.Phase, "by", &s.By, "with_",
		&s.With,
		"at?", &at, "department?", &s.Department)
	if err != nil {
		return nil, err
	}
	if s.At, err = convert.Duration(at); err != nil {
		return nil, fmt.Errorf("session: at: %w", err)
	}
	return &spec[sim.Start]{"session", s}, nil
}

// Principal returns a principal, as principal() gives it to a script, to take the place of one
// of a standard world.
func Principal(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var p sim.Principal
	var from, until, revoked starlark.Value
	err := starlark.UnpackArgs("principal", args, kwargs, "name", &p.Name, "department?",
		&p.Department, "drift_ppm?", &p.Drift,
		"biometric?", &p.Biometric, "cert_from?", &from, "cert_until?", &until,
		"cert_revoked?", &revoked)
	if err != nil {
		return nil, err
	}
	for _, t := range []struct {
		given starlark.Value
		to    *trace.Duration
	}{{from, &p.CertFrom}, {until, &p.CertUntil}, {revoked, &p.CertRevoked}} {
		if t.given == nil {
			continue
		}
		if *t.to, err = convert.Duration(t.given); err != nil {
			return nil, fmt.Errorf("principal: %w", err)
		}
	}
	return &spec[sim.Principal]{"principal", p}, nil
}

// A spec is one thing that a script needs: a principal, or a session.
type spec[T any] struct {
	kind string
	is   T
}

func (s *spec[T]) String() string { return fmt.Sprintf("<%s %+v>", s.kind, s.is) }

// Type returns the kind of thing that a spec is.
func (s *spec[T]) Type() string { return s.kind }

// Freeze does nothing, because a spec does not change.
func (s *spec[T]) Freeze() {}

// Truth says that a spec is true.
func (s *spec[T]) Truth() starlark.Bool { return true }

// Hash fails, because nobody uses a spec as a key.
func (s *spec[T]) Hash() (uint32, error) { return 0, fmt.Errorf("a %s is no key", s.kind) }
