package sim

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/delay"
	"emrproof/sim/record"
	"emrproof/sim/trace"
)

// schema is the version of the text forms of Config.
const schema = 1

// A Config says everything that a run depends on. Its text form is TOML in a file, JSON at the
// head of a trace.
type Config struct {
	Schema  int      `json:"schema" toml:"schema"`
	Profile string   `json:"profile" toml:"profile"`           // a name of library.Names
	Options []string `json:"options,omitempty" toml:"options"` // ids of library.Options
	// Description is the text of a description that does not come with the harness. The profile is
	// the base name of its file then, such as "otway.emr".
	Description string `json:"description,omitempty" toml:"description"`
	Suite       string `json:"suite" toml:"suite"` // a name of suite.Names
	// Cache lets the suite remember what is public and repeated: multiples of PK and verified
	// certificates. It changes no byte of a run.
	Cache bool `json:"cache,omitempty" toml:"cache"`
	Seed  Seed `json:"seed" toml:"seed"`
	// DeltaT is ΔT, the longest accepted age of a message.
	DeltaT trace.Duration `json:"delta_t" toml:"delta_t"`
	Link   delay.Link     `json:"link" toml:"link"`               // between any two principals
	Routes []route        `json:"routes,omitempty" toml:"routes"` // where it is another link
	// Computation says how long cryptographic operations take; when empty, they take no time.
	Computation delay.Computation `json:"computation,omitzero" toml:"computation"`
	// StretchKiB is the memory of argon2id in KiB, where a description stretches B_P; 0 means
	// DefaultStretchKiB. It changes no verdict.
	StretchKiB int `json:"stretch_kib,omitempty" toml:"stretch_kib"`
	Bound
	Principals []Principal `json:"principals" toml:"principals"`
	Starts     []Start     `json:"starts" toml:"starts"`
	// Moves are the adversary's moves, each in the text form of package attacks. With none,
	// the adversary delivers everything.
	Moves []string `json:"moves,omitempty" toml:"moves"`
	// Records are contents of records that replace those that come with the harness, by kind:
	// "emr", "signal", "diagnosis".
	Records map[string][]byte `json:"records,omitempty" toml:"records"`
}

// A route is the link between two principals, in both directions.
type route struct {
	Between [2]string  `json:"between" toml:"between"`
	Link    delay.Link `json:"link" toml:"link"`
}

// A Principal is one participant of a run, such as alice, who plays a party.
type Principal struct {
	Name  string      `json:"name" toml:"name"`
	Party model.Party `json:"party" toml:"party"`
	trace.Clock
	// Department is what the principal chooses where a role asks for ID_DE.
	Department string `json:"department,omitempty" toml:"department"`
	// Biometric is B_P; when empty, it is drawn from the seed.
	Biometric string `json:"biometric,omitempty" toml:"biometric"`
	// The certificate's validity and revocation, as time since the run began. With both bounds
	// 0 the certificate is valid from a year before that to a year after.
	CertFrom    trace.Duration `json:"cert_from,omitempty" toml:"cert_from"`
	CertUntil   trace.Duration `json:"cert_until,omitempty" toml:"cert_until"`
	CertRevoked trace.Duration `json:"cert_revoked,omitempty" toml:"cert_revoked"` // 0: never
}

// A Start is an entry of the schedule: when a principal opens a phase, such as a visit or the
// filing of a record.
type Start struct {
	Phase string         `json:"phase" toml:"phase"`
	At    trace.Duration `json:"at" toml:"at"` // after the last registration
	By    string         `json:"by" toml:"by"`
	With  string         `json:"with,omitempty" toml:"with"`
	// Department is ID_DE, in place of the principal's own choice.
	Department string `json:"department,omitempty" toml:"department"`
}

// DefaultDeltaT is ΔT where the user gives none; the paper gives no value.
const DefaultDeltaT = trace.Duration(60e9)

// DefaultStretchKiB is the memory of argon2id where the user gives none. It is little, so that
// thousands of runs do not take minutes. RFC 9106, section 4, recommends 65536 (64 MiB) and
// three passes where memory is scarce.
const DefaultStretchKiB = 64

// maxStretchKiB is the most memory for argon2id: 1 GiB.
const maxStretchKiB = 1 << 20

// memory is how much memory argon2id takes in this run, in KiB.
func (c Config) memory() int {
	if c.StretchKiB == 0 {
		return DefaultStretchKiB
	}
	return c.StretchKiB
}

// defaultLink is the link between principals where the user gives none.
func defaultLink() delay.Link {
	l, err := delay.LinkNamed("lan")
	if err != nil {
		panic("sim: internal error: " + err.Error())
	}
	return l
}

// ParseConfig reads a Config from the text of a TOML file. What the file leaves out has the
// defaults of the flags of run: the first profile and suite, seed 1, DefaultDeltaT, the link
// "lan". The principals have no default.
func ParseConfig(file string, data []byte) (Config, error) {
	c := Config{Profile: library.Profiles()[0], Suite: suite.Names()[0], Cache: true, Seed: 1,
		DeltaT: DefaultDeltaT}
	fields, err := input.TOML(file, data, &c)
	if err != nil {
		return c, err
	}
	if !fields.Has("schema") {
		return c, fields.Place("", fmt.Errorf("schema: is missing: want schema = %d", schema))
	}
	if !fields.Has("link") {
		c.Link = defaultLink()
	} else if c.Link == (delay.Link{}) {
		return c, fields.Place("", input.Wrong("link", "link: %v", delay.ErrEmpty))
	}
	for i, r := range c.Routes {
		if r.Link == (delay.Link{}) {
			return c, fields.Place("", input.Wrong(fmt.Sprintf("routes[%d]", i),
				"routes[%d]: link: %v", i, delay.ErrEmpty))
		}
	}
	return c, fields.Place("", c.Check())
}

// Check reports the first mistake in c that keeps it from being run.
func (c Config) Check() error {
	_, _, err := c.prepare()
	return err
}

// prepare checks c, and finds the description and the suite that it names.
func (c Config) prepare() (*model.Protocol, suite.Suite, error) {
	if c.Schema != schema {
		return nil, nil, input.Wrong("schema", "schema %d: this version reads schema %d",
			c.Schema, schema)
	}
	if c.Description != "" {
		name, err := library.Add(c.Profile, c.Description)
		if err != nil {
			return nil, nil, input.Wrong("description", "%v", err)
		}
		if name != c.Profile {
			return nil, nil, input.Wrong("profile", "profile %q: want the base name of a file, %q",
				c.Profile, name)
		}
	}
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		field := "options"
		if _, bad := library.Profile(c.Profile); bad != nil {
			field = "profile"
		}
		return nil, nil, input.Wrong(field, "%v", err)
	}
	s, err := suite.New(c.Suite)
	if err != nil {
		return nil, nil, input.Wrong("suite", "%v", err)
	}
	if c.DeltaT <= 0 {
		return nil, nil, input.Wrong("delta_t", "delta_t %s: want more than 0s", c.DeltaT)
	}
	if c.StretchKiB < 0 || c.StretchKiB > maxStretchKiB {
		return nil, nil, input.Wrong("stretch_kib", "stretch_kib %d: want 0 (the default, %d) to %d",
			c.StretchKiB, DefaultStretchKiB, maxStretchKiB)
	}
	if err := c.Link.Check("link"); err != nil {
		return nil, nil, err
	}
	if err := c.Computation.Check(); err != nil {
		return nil, nil, err
	}
	if err := c.Bound.check(); err != nil {
		return nil, nil, err
	}
	if err := c.Bound.principals("principals", len(c.Principals)); err != nil {
		return nil, nil, err
	}
	if err := c.Bound.sessions("starts", len(c.Starts)); err != nil {
		return nil, nil, err
	}
	if err := c.checkPrincipals(protocol); err != nil {
		return nil, nil, err
	}
	if err := c.checkStarts(protocol); err != nil {
		return nil, nil, err
	}
	for kind := range c.Records {
		if kind != string(model.InputEMR) && kind != string(model.InputSignal) &&
			kind != string(model.InputDiagnosis) {
			return nil, nil, input.Wrong("records."+kind,
				"records: kind %q: want emr, signal or diagnosis", kind)
		}
	}
	return protocol, s, nil
}

// wrongIn makes a function that reports a wrong field in the i-th entry of a list, such as
// "principals[%d]".
func wrongIn(list string, i int) func(field, format string, args ...any) error {
	at := fmt.Sprintf(list, i)
	return func(field, format string, args ...any) error {
		return input.Wrong(at+"."+field, "%s: %s", at, fmt.Sprintf(format, args...))
	}
}

func (c Config) checkPrincipals(p *model.Protocol) error {
	names := map[string]bool{}
	count := map[model.Party]int{}
	for i, who := range c.Principals {
		wrong := wrongIn("principals[%d]", i)
		m := p.Member(who.Party)
		switch {
		case record.CheckName(who.Name) != nil:
			return wrong("name", "%v", record.CheckName(who.Name))
		case names[who.Name]:
			return wrong("name", "name %q is taken", who.Name)
		case m == nil:
			return wrong("party", "party %q: want one of %s", who.Party, partyNames(p))
		case m.One && count[who.Party] == 1:
			return wrong("party", "party %s: %q is a second one, want one", who.Party, who.Name)
		case who.CertUntil < who.CertFrom:
			return wrong("cert_until", "cert_until %s is before cert_from %s", who.CertUntil, who.CertFrom)
		case who.Drift <= -1e6 || who.Drift >= 1e6:
			return wrong("drift_ppm", "drift_ppm %d: want -999999 to 999999", who.Drift)
		case who.CertRevoked < 0:
			return wrong("cert_revoked", "cert_revoked %s: want 0s (never) or more", who.CertRevoked)
		case !isDepartment(who.Department):
			return wrong("department", "department: want at most 255 bytes of UTF-8")
		case !utf8.ValidString(who.Biometric): // else it would not survive the trace's JSON
			return wrong("biometric", "biometric: want UTF-8")
		}
		names[who.Name] = true
		count[who.Party]++
	}
	for _, m := range p.Parties {
		if m.One && count[m.Party] == 0 {
			return input.Wrong("principals", "principals: nobody plays %s, the %s", m.Party, m.Name)
		}
	}
	for i, r := range c.Routes {
		at := fmt.Sprintf("routes[%d]", i)
		if !names[r.Between[0]] || !names[r.Between[1]] {
			return input.Wrong(at+".between", "routes[%d]: between %q and %q: want two principals",
				i, r.Between[0], r.Between[1])
		}
		if err := r.Link.Check(at + ".link"); err != nil {
			return err
		}
	}
	return nil
}

func isDepartment(s string) bool { return len(s) <= 255 && utf8.ValidString(s) }

func partyNames(p *model.Protocol) string {
	var names []string
	for _, m := range p.Parties {
		names = append(names, string(m.Party))
	}
	return strings.Join(names, ", ")
}

func (c Config) checkStarts(p *model.Protocol) error {
	party := map[string]model.Party{}
	for _, who := range c.Principals {
		party[who.Name] = who.Party
	}
	var phases []string
	for i := range p.Phases {
		if ph, _ := p.Opening(p.Phases[i].Name); ph != nil && !ph.Once {
			phases = append(phases, p.Phases[i].Name)
		}
	}
	for i, s := range c.Starts {
		wrong := wrongIn("starts[%d]", i)
		ph, role := p.Opening(s.Phase)
		if ph == nil || ph.Once {
			return wrong("phase", "phase %q: want one of %s", s.Phase, strings.Join(phases, ", "))
		}
		if want := role.Party; party[s.By] != want {
			return wrong("by", "by %q: want a principal who plays %s", s.By, want)
		}
		if _, ok := party[s.With]; s.With != "" && !ok {
			return wrong("with", "with %q: want a principal", s.With)
		}
		if s.At < 0 {
			return wrong("at", "at %s: want 0s or more", s.At)
		}
		if !isDepartment(s.Department) {
			return wrong("department", "department: want at most 255 bytes of UTF-8")
		}
	}
	return nil
}
