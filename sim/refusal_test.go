package sim

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// A refusedCase is a Config, and an adversary, under which a party refuses once.
type refusedCase struct {
	name   string
	change func(c *Config)
	a      Adversary
	want   string // session: phase: kind of step (Eq): reason
}

// refusalText is a refuse event in the form of refusedCase.want.
func refusalText(e *trace.Event) string {
	s := e.Session + ": " + e.Phase + ": " + e.Do
	if e.Eq > 0 {
		s += fmt.Sprintf(" (%d)", e.Eq)
	}
	return s + ": " + e.Reason
}

// refusals runs c and returns what was refused.
func refusals(t *testing.T, c Config, a Adversary) (*Result, []string) {
	t.Helper()
	var all []string
	r := mustRun(t, c, a, func(e *trace.Event) {
		if e.Kind == trace.KindRefuse {
			all = append(all, refusalText(e))
		}
	})
	return r, all
}

// checkRefused runs the cases on the default world: alice rounds bob, whose
// sessions of the round are alice.2 and bob.3, and her record is at hospital-a.
func checkRefused(t *testing.T, cases []refusedCase) {
	t.Helper()
	for _, r := range cases {
		t.Run(r.name, func(t *testing.T) {
			c := standard(t, "published", DefaultSize)
			if r.change != nil {
				r.change(&c)
			}
			result, got := refusals(t, c, r.a)
			if text := strings.Join(got, "\n"); text != r.want {
				t.Errorf("refused:\n%s\nwant:\n%s", text, r.want)
			}
			if v := result.Sessions; v.Completed != 0 {
				t.Errorf("sessions: %+v, want none completed", v)
			}
		})
	}
}

// between puts a link between two principals.
func between(a, b string, l delay.Link) func(c *Config) {
	return func(c *Config) { c.Routes = []route{{[2]string{a, b}, l}} }
}

// skewed sets a clock.
func skewed(name string, clock trace.Clock) func(c *Config) {
	return func(c *Config) {
		for i := range c.Principals {
			if c.Principals[i].Name == name {
				c.Principals[i].Clock = clock
			}
		}
	}
}

// certified sets the bounds of bob's certificate.
func certified(from, until, revoked trace.Duration) func(c *Config) {
	return func(c *Config) {
		bob := &c.Principals[4]
		bob.CertFrom, bob.CertUntil, bob.CertRevoked = from, until, revoked
	}
}

func TestTooOldIsRefused(t *testing.T) {
	checkRefused(t, []refusedCase{
		{"the sender's clock is behind", skewed("alice", trace.Clock{Skew: -2 * minute}), nil,
			"bob.3: visit: age: T_P1 is 2m0.000202088s old, more than ΔT = 1m0s"},
		// E11: bob takes a time stamp of the future, and alice then his for an old one.
		{"the sender's clock is ahead", skewed("alice", trace.Clock{Skew: 2 * minute}), nil,
			"alice.2: visit: age: T_D1 is 2m0.000203024s old, more than ΔT = 1m0s"},
		{"the receiver's clock is ahead", skewed("bob", trace.Clock{Skew: 61 * second}), nil,
			"bob.3: visit: age: T_P1 is 1m1.000202088s old, more than ΔT = 1m0s"},
		{"the clock runs fast", func(c *Config) {
			skewed("bob", trace.Clock{Drift: 100})(c)
			c.Starts[1].At = 8 * 24 * hour
		}, nil, "bob.3: visit: age: T_P1 is 1m9.120202308s old, more than ΔT = 1m0s"},
		{"the cloud's clock is ahead", skewed("cloud", trace.Clock{Skew: hour}), nil,
			"cloud.7: search: age: T_D2 is 1h0m0.000202344s old, more than ΔT = 1m0s"},
		{"a slow way", between("alice", "bob", delay.Link{Delay: 61 * second}), nil,
			"bob.3: visit: age: T_P1 is 1m1s old, more than ΔT = 1m0s"},
		// The first message has 261 bytes, the signal 7996.
		{"a narrow way", between("alice", "bob", delay.Link{BitsPerSecond: 1000}), nil,
			"bob.3: visit: age: T_P2 is 1m3.968s old, more than ΔT = 1m0s"},
		{"a lossy way", between("bob", "cloud", delay.Link{LossPPM: 999999, Resend: second}), nil,
			"cloud.7: search: age: T_D2 is 352h48m25s old, more than ΔT = 1m0s"},
		{"kept back", nil, delaying("search 6", minute),
			"bob.3: search: age: T_HPC2 is 1m0.000671344s old, more than ΔT = 1m0s"},
	})
}

// ΔT itself is still accepted; a nanosecond more is not.
func TestAgeOfExactlyDeltaT(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	between("alice", "bob", delay.Link{Delay: minute})(&c)
	wantComplete(t, mustRun(t, c, nil, nil), 1)
	between("alice", "bob", delay.Link{Delay: minute + 1})(&c)
	checkOne(t, c, nil, "bob.3: visit: age: T_P1 is 1m0.000000001s old, more than ΔT = 1m0s")
	c.DeltaT++
	wantComplete(t, mustRun(t, c, nil, nil), 1)
	c = standard(t, "published", DefaultSize)
	c.DeltaT, c.Link = 1, delay.Link{}
	wantComplete(t, mustRun(t, c, nil, nil), 1)
}

// checkOne wants one refusal in the run of c.
func checkOne(t *testing.T, c Config, a Adversary, want string) {
	t.Helper()
	if _, got := refusals(t, c, a); strings.Join(got, "\n") != want {
		t.Errorf("refused:\n%s\nwant:\n%s", strings.Join(got, "\n"), want)
	}
}

// E11: a time stamp of the future always passes. alice's clock is two hours ahead
// when she stamps her first message, and is then put right.
func TestTimeStampOfTheFuturePasses(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	principalOf(t, &c, "alice").Skew = 2 * hour
	a := on("visit 1", func(n *Network, m *trace.Message) {
		if err := n.Skew("alice", -2*hour); err != nil {
			t.Error(err)
		}
		n.Deliver(m, m.To, 0)
	})
	wantComplete(t, mustRun(t, c, a, nil), 1)
}

func TestCertificateIsRefused(t *testing.T) {
	const (
		expired  = "the certificate expired on 2020-05-01 "
		early    = "the certificate does not hold before 2020-05-01 "
		revoked  = "the certificate is revoked since "
		noDoctor = "\nbob.2: registration of D: lookup: bob has no Cert_D of its own" +
			"\nalice.2: visit: let (12): the directory has no key of \"bob\""
	)
	checkRefused(t, []refusedCase{
		{"expired when issued", certified(-hour, -minute, 0), nil,
			"bob.1: certification: certificate: " + expired + "07:59:00" + noDoctor},
		{"not valid yet", certified(hour, 2*hour, 0), nil,
			"bob.1: certification: certificate: " + early + "09:00:00" + noDoctor},
		{"revoked at once", certified(0, 0, 1), nil,
			"bob.1: certification: certificate: " + revoked + "2020-05-01 08:00:00" + noDoctor},
		// PC's own clock decides: bob's shows another time.
		{"expired at the registration", func(c *Config) {
			certified(-hour, hour, 0)(c)
			skewed("cloud", trace.Clock{Skew: 2 * hour})(c)
		}, nil, "cloud.5: registration of D: certificate: " + expired + "09:00:00" +
			"\nbob.3: visit: lookup: bob has no R_D1 of its own"},
		{"expired at the visit", certified(-hour, second, 0), nil,
			"alice.2: visit: certificate: " + expired + "08:00:01"},
		{"revoked before the visit", certified(0, 0, second), nil,
			"alice.2: visit: certificate: " + revoked + "2020-05-01 08:00:01"},
		{"not valid for the patient", func(c *Config) {
			certified(-minute, hour, 0)(c)
			skewed("alice", trace.Clock{Skew: -2 * minute})(c)
			c.DeltaT = hour
		}, nil, "alice.2: visit: certificate: " + early + "07:59:00"},
		{"expired at the search", certified(-hour, second+2700e3, 0), nil,
			"cloud.7: search: certificate: " + expired + "08:00:01"},
	})
}

func TestWhatIsMissingIsRefused(t *testing.T) {
	checkRefused(t, []refusedCase{
		{"no record is filed", func(c *Config) { c.Starts = c.Starts[1:] }, nil,
			"cloud.6: search: lookup: table \"index\" has no row for ix"},
		{"another department", func(c *Config) { c.Principals[4].Department = "oncology" }, nil,
			"cloud.7: search: lookup: table \"index\" has no row for ix"},
		{"another patient's record", func(c *Config) { c.Starts[0].With = "bob" }, nil,
			"cloud.7: search: lookup: table \"index\" has no row for ix"},
		{"no department", func(c *Config) { c.Principals[4].Department = "" }, nil,
			"bob.3: search: input: bob was not told which department"},
		{"no department of the record", func(c *Config) { c.Starts[0].Department = "" }, nil,
			"hospital-a.2: filing: input: hospital-a was not told which department\n" +
				"cloud.6: search: lookup: table \"index\" has no row for ix"},
		{"no patient of the record", func(c *Config) { c.Starts[0].With = "" }, nil,
			"hospital-a.2: filing: input: hospital-a was not told with whom\n" +
				"cloud.6: search: lookup: table \"index\" has no row for ix"},
		{"no doctor", func(c *Config) { c.Starts[1].With = "" }, nil,
			"alice.2: visit: input: alice was not told with whom"},
	})
}

func TestWhatIsNoSuchMessageIsRefused(t *testing.T) {
	short := func(parts [][]byte) [][]byte { return parts[1:] }
	long := func(parts [][]byte) [][]byte { return append(parts, nil) }
	early := func(b []byte) []byte { b[0] |= 0x80; return b }
	cut := func(b []byte) []byte { return b[:7] }
	nothing := func([]byte) []byte { return nil }
	const notTime = ": not a time: want 8 bytes, the first below 0x80"
	checkRefused(t, []refusedCase{
		{"a field too few", nil, reshaping("visit 1", short),
			"bob.3: visit: receive: not this message: wire: 2 fields, want 3"},
		{"a field too many", nil, reshaping("search 4", long),
			"bob.3: search: receive: not this message: wire: more than 3 fields, want 3"},
		{"before 1970", nil, changing("visit 1", 2, early),
			"bob.3: visit: receive: T_P1" + notTime},
		{"half a time", nil, changing("search 6", 1, cut),
			"bob.3: search: receive: T_HPC2" + notTime},
		{"no ciphertext", nil, changing("search 1", 0, nothing),
			"cloud.7: search: open (27): does not open: suite: ciphertext does not open"},
		{"a flipped bit", nil, changing("visit 3", 0, flipLast),
			"bob.3: visit: open (24): does not open: suite: ciphertext does not open"},
		{"no signature", nil, changing("search 3", 1, nothing),
			"hospital-a.3: search: verify (37): Sig_D3 is not PUK_bob's signature on this text"},
	})
}
