package attacks

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A world is what a script needs: what the run is of, and who is corrupt in it.
type world struct {
	config  sim.Config
	corrupt []string
	given   bool // it was read before, and need only has to be called
}

// worldFuncs are for the top of a script.
var worldFuncs = []scriptFunc{
	{"need", "…", 0, true, (*host).need},
	{"session", "phase, by, with_, at, department", 0, true, (*host).session},
	{"principal", "name, department, drift_ppm, biometric, cert_from, cert_until, cert_revoked",
		0, true, (*host).principalSpec},
}

func (h *host) need(c call) (starlark.Value, error) {
	switch {
	case h.world == nil:
		w, err := h.readNeeds(c)
		if err != nil {
			return nil, fmt.Errorf("need: %w", err)
		}
		h.world = w
	case !h.world.given:
		return nil, fmt.Errorf("need: the script has said what it needs already")
	}
	h.world.given = false
	return h.world.value(), nil
}

// value is what need returns.
func (w *world) value() starlark.Value {
	return starlarkstruct.FromStringDict(starlark.String("world"), starlark.StringDict{
		"profile":    starlark.String(w.config.Profile),
		"options":    listOf(w.config.Options),
		"suite":      starlark.String(w.config.Suite),
		"seed":       starlark.MakeUint64(uint64(w.config.Seed)),
		"delta_t":    starlark.MakeInt64(int64(w.config.DeltaT)),
		"principals": listOf(w.names()),
		"corrupt":    listOf(w.corrupt),
	})
}

func listOf(names []string) *starlark.List {
	var all []starlark.Value
	for _, n := range names {
		all = append(all, starlark.String(n))
	}
	return frozen(starlark.NewList(all))
}

func (w *world) names() []string {
	var names []string
	for _, p := range w.config.Principals {
		names = append(names, p.Name)
	}
	return names
}

// needs are the arguments of need; nil where there is none.
type needs struct {
	profile, suite, link                           string
	options, seed, deltaT, sessions, corrupt, skew starlark.Value
	members                                        map[model.Party][]sim.Principal
	bound                                          sim.Bound
}

// readNeeds reads the arguments, puts what was given from outside in their place,
// and makes the world.
func (h *host) readNeeds(c call) (*world, error) {
	n := needs{profile: library.Profiles()[0], members: map[model.Party][]sim.Principal{}}
	named := c.kwargs[:0:0]
	var parties []starlark.Tuple
	for _, kv := range c.kwargs {
		if isParty(string(kv[0].(starlark.String))) {
			parties = append(parties, kv)
		} else {
			named = append(named, kv)
		}
	}
	if len(c.args) > 0 {
		return nil, fmt.Errorf("want a name before each value, such as profile = %q", n.profile)
	}
	err := starlark.UnpackArgs("need", nil, named, "profile?", &n.profile, "options?", &n.options,
		"suite?", &n.suite, "seed?", &n.seed, "delta_t?", &n.deltaT, "link?", &n.link,
		"sessions?", &n.sessions, "corrupt?", &n.corrupt, "skew?", &n.skew,
		"max_principals?", &n.bound.MaxPrincipals, "max_sessions?", &n.bound.MaxSessions)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "need: "))
	}
	o := h.overrides
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
	w := &world{}
	if err := w.build(n, o, protocol); err != nil {
		return nil, err
	}
	return w, w.config.Check()
}

// isParty says whether a name is the symbol of a party in any description.
func isParty(name string) bool {
	for _, profile := range library.Profiles() {
		p, err := library.Profile(profile)
		if err == nil && p.Member(model.Party(name)) != nil {
			return true
		}
	}
	return false
}

// members reads the principals of a party: names, or what principal() made.
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
				aType(v))
		}
	}
	return all, nil
}

func (w *world) build(n needs, o Overrides, protocol *model.Protocol) error {
	if err := w.populate(n, protocol); err != nil {
		return err
	}
	c := &w.config
	var err error
	if c.Options, err = texts("options", n.options); err != nil {
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
		if c.Link, err = sim.LinkNamed(n.link); err != nil {
			return err
		}
	}
	if w.corrupt, err = texts("corrupt", n.corrupt); err != nil {
		return err
	}
	for _, who := range w.corrupt {
		if w.find(who) == nil {
			return fmt.Errorf("corrupt: principal %q: want one of %s", who, wantOneOf(w.names()))
		}
	}
	return w.clocks(n.skew)
}

// numbers sets the seed and ΔT.
func (w *world) numbers(n needs, o Overrides) error {
	if n.seed != nil {
		i, ok := n.seed.(starlark.Int)
		seed, fits := i.Uint64()
		if !ok || !fits {
			return fmt.Errorf("seed %s: want an integer from 0 to 2^64 - 1", n.seed)
		}
		w.config.Seed = sim.Seed(seed)
	}
	if o.Seed != nil {
		w.config.Seed = *o.Seed
	}
	if n.deltaT != nil {
		d, err := duration(n.deltaT)
		if err != nil {
			return fmt.Errorf("delta_t: %w", err)
		}
		w.config.DeltaT = d
	}
	return nil
}

func (w *world) clocks(skew starlark.Value) error {
	if skew == nil {
		return nil
	}
	clocks, ok := skew.(*starlark.Dict)
	if !ok {
		return fmt.Errorf("skew: %s: want a dict such as {\"bob\": \"2s\"}", aType(skew))
	}
	for k, v := range clocks.Entries() {
		name, _ := starlark.AsString(k)
		who := w.find(name)
		if who == nil {
			return fmt.Errorf("skew: principal %s: want one of %s", k, wantOneOf(w.names()))
		}
		d, err := duration(v)
		if err != nil {
			return fmt.Errorf("skew: %w", err)
		}
		who.Skew = d
	}
	return nil
}

func (w *world) find(name string) *sim.Principal {
	i := slices.IndexFunc(w.config.Principals, func(p sim.Principal) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &w.config.Principals[i]
}

// populate makes a standard world with the script's principals in the place of its
// own, and the script's sessions.
func (w *world) populate(n needs, protocol *model.Protocol) error {
	size := sim.DefaultSize
	size.Bound = n.bound
	for party, count := range map[model.Party]*int{"P": &size.Patients, "A": &size.Patients,
		"D": &size.Doctors, "B": &size.Doctors, "HPC": &size.Hospitals} {
		if m := n.members[party]; m != nil {
			*count = len(m)
		}
	}
	if n.sessions != nil {
		size.Visits = 0
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
	w.config = c
	return w.sessions(n.sessions, protocol)
}

// sessions adds the script's sessions, and files what they will ask for.
func (w *world) sessions(v starlark.Value, protocol *model.Protocol) error {
	if v == nil {
		return nil
	}
	list, ok := v.(*starlark.List)
	if !ok {
		return fmt.Errorf("sessions: %s: want a list of session(…)", aType(v))
	}
	var starts []sim.Start
	for i := range list.Len() {
		s, ok := list.Index(i).(*spec[sim.Start])
		if !ok {
			return fmt.Errorf("sessions: element %d is %s: want session(…)", i+1, aType(list.Index(i)))
		}
		for _, name := range []string{s.is.By, s.is.With} {
			if w.find(name) == nil {
				return fmt.Errorf("sessions: principal %q: want one of %s", name, wantOneOf(w.names()))
			}
		}
		starts = append(starts, s.is)
	}
	w.config.Starts = append(w.filings(starts, protocol), starts...)
	return nil
}

// filings are what the patients of visits have filed beforehand: a record for each
// department that will ask for one, as in a standard world, unless the script files
// it itself.
func (w *world) filings(starts []sim.Start, protocol *model.Protocol) []sim.Start {
	const visit, filing = "visit", "filing"
	if protocol.PhaseNamed(filing) == nil {
		return nil
	}
	filed := map[[2]string]bool{}
	for _, s := range starts {
		if s.Phase == filing {
			filed[[2]string{s.With, s.Department}] = true
		}
	}
	hospitals, patients := w.of("HPC"), w.of("P")
	var out []sim.Start
	for _, s := range starts {
		if s.Phase != visit {
			continue
		}
		department := w.find(s.With).Department
		k := [2]string{s.By, department}
		if filed[k] || department == "" {
			continue
		}
		filed[k] = true
		at := slices.Index(patients, s.By) + slices.Index(w.of("D"), s.With)
		out = append(out, sim.Start{Phase: filing, By: hospitals[max(at, 0)%len(hospitals)], With: s.By,
			Department: department})
	}
	return out
}

// of are the principals who play a party.
func (w *world) of(party model.Party) []string {
	var names []string
	for _, p := range w.config.Principals {
		if p.Party == party {
			names = append(names, p.Name)
		}
	}
	return names
}

// session is a session that opens a phase at a moment of the schedule.
func (h *host) session(c call) (starlark.Value, error) {
	var s sim.Start
	var at starlark.Value = starlark.String("0s")
	err := c.unpack("phase", &s.Phase, "by", &s.By, "with_", &s.With,
		"at?", &at, "department?", &s.Department)
	if err != nil {
		return nil, err
	}
	if s.At, err = duration(at); err != nil {
		return nil, fmt.Errorf("session: at: %w", err)
	}
	return &spec[sim.Start]{"session", s}, nil
}

func (h *host) principalSpec(c call) (starlark.Value, error) {
	var p sim.Principal
	var from, until, revoked starlark.Value
	err := c.unpack("name", &p.Name, "department?", &p.Department, "drift_ppm?", &p.Drift,
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
		if *t.to, err = duration(t.given); err != nil {
			return nil, fmt.Errorf("principal: %w", err)
		}
	}
	return &spec[sim.Principal]{"principal", p}, nil
}
