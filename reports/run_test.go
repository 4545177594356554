package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"emrproof/model/library"
	"emrproof/reports/cost"
	"emrproof/sim"
	"emrproof/sim/delay"
)

// single is a run of c with what a report wants to know of it.
func single(t *testing.T, c sim.Config) *Run {
	t.Helper()
	r := &Run{Config: c, Runs: 1, Again: "emrproof run"}
	var err error
	r.Result, r.Holdings, err = sim.RunHoldings(c, nil, r.Event)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// world is a standard world with so many sessions.
func world(t *testing.T, profile string, sessions int) sim.Config {
	t.Helper()
	size := sim.DefaultSize
	size.Sessions = sessions
	c, err := sim.Standard(profile, size)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

// The object that programs read, key by key.
type object struct {
	Schema         int
	Verb           string
	Seed           uint64
	Profile, Suite string
	Sessions       struct{ Started, Completed, Refused int }
	Phases         []struct {
		Name            string
		Messages, Bytes int
	}
	Operations map[string]struct {
		Sign, Verify, Aenc, Adec, Senc, Sdec, Hash, Mul, Cert, Keys, Mac, Stretch int
	}
	Refusals []struct {
		Session, Phase, Reason string
		Eq                     int
	}
}

func decode(t *testing.T, r *Run) object {
	t.Helper()
	var b bytes.Buffer
	if err := r.JSON(&b); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b.Bytes(), []byte("\n")); n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
	var o object
	dec := json.NewDecoder(&b)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestJSON(t *testing.T) {
	c := world(t, "published", 3)
	o := decode(t, single(t, c))
	if o.Schema != 1 || o.Verb != "run" || o.Seed != 1 || o.Profile != "published" ||
		o.Suite != "ristretto255" {
		t.Errorf("head: %+v", o)
	}
	if o.Sessions.Started != 3 || o.Sessions.Completed != 3 || o.Refusals == nil ||
		len(o.Refusals) != 0 {
		t.Errorf("sessions %+v, refusals %#v", o.Sessions, o.Refusals)
	}
	p := library.Must("published")
	for i, group := range sim.Groups(p) {
		if o.Phases[i].Name != group {
			t.Errorf("phase %d: got %q, want %q", i, o.Phases[i].Name, group)
		}
		if _, ok := o.Operations[group]; !ok {
			t.Errorf("no operations of %q", group)
		}
	}
	// The session's operations, per session, as the paper's equations have them: (13)
	// and (19) sign, (12) and (18) encrypt, (23) does under SEK1; H in (17), h in
	// (17) and (22), and h in (22); R_P2, R_D2 and four products in each of (17), (22).
	v := o.Operations["visit"]
	got := []int{v.Sign, v.Verify, v.Aenc, v.Adec, v.Senc, v.Sdec, v.Hash, v.Mul, v.Cert, v.Keys}
	for i, want := range []int{2, 2, 2, 2, 1, 1, 4, 10, 1, 0} {
		if got[i] != 3*want {
			t.Errorf("operations of three visits %v: number %d: want 3 times %d", got, i+1, want)
		}
	}
}

func TestJSONOfARefusal(t *testing.T) {
	c := world(t, "published", 1)
	c.DeltaT = 1
	r := single(t, c)
	if r.AsExpected() {
		t.Error("a run with a refusal passes for one as expected")
	}
	o := decode(t, r)
	if len(o.Refusals) != 1 || o.Refusals[0].Session != "bob.3" || o.Refusals[0].Phase != "visit" ||
		o.Sessions.Refused != 1 {
		t.Errorf("sessions %+v, refusals %+v", o.Sessions, o.Refusals)
	}
}

// A message that never arrives leaves a session that nobody refused, and that is not
// complete either.
func TestAVisitThatHangsIsNotAsExpected(t *testing.T) {
	result := &sim.Result{Sessions: sim.Sessions{Started: 2, Completed: 1}}
	if (&Run{Result: result}).AsExpected() {
		t.Error("one visit of two completed, and that passes for as expected")
	}
}

func TestARefusalWithoutAVisitIsNotAsExpected(t *testing.T) {
	r := &Run{Result: &sim.Result{}}
	if !r.AsExpected() {
		t.Error("a run with no visits at all is not as expected")
	}
	r.refusals = []refusal{{Session: "bob.1", Phase: "certification"}}
	if r.AsExpected() {
		t.Error("a registration was refused, and that passes for as expected")
	}
}

func TestTextSaysWhoRefused(t *testing.T) {
	c := world(t, "published", 1)
	c.DeltaT = 1
	var b strings.Builder
	if err := single(t, c).Text(&b, false); err != nil {
		t.Fatal(err)
	}
	const want = "refused   bob.3 in visit: T_P1 is 202.088µs old, more than ΔT = 1ns\n"
	if !strings.Contains(b.String(), want) {
		t.Errorf("no %q in:\n%s", want, b.String())
	}
}

func TestLinkText(t *testing.T) {
	for _, c := range []struct {
		link delay.Link
		want string
	}{
		{delay.Link{Name: "ideal"}, "ideal"},
		{delay.Link{Name: "lan", BitsPerSecond: 1e9, Delay: 200e3}, "lan (1 Gbit/s, 200µs)"},
		{delay.Link{BitsPerSecond: 9600}, "9600 bit/s"},
		{delay.Link{Name: "x", BitsPerSecond: 64e3, Jitter: 1e6, LossPPM: 5},
			"x (64 kbit/s, jitter 1ms, loss 5 ppm)"},
	} {
		if got := cost.LinkText(c.link); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
