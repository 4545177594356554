package sim

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// ignored runs c and returns why messages were for nobody.
func ignored(t *testing.T, c Config, a Adversary) (*Result, string) {
	t.Helper()
	var reasons []string
	r := mustRun(t, c, a, func(e *trace.Event) {
		if e.Kind == trace.KindIgnore {
			reasons = append(reasons, e.Msg.Name+": "+e.Reason)
		}
		if e.Kind == trace.KindRefuse {
			t.Errorf("refused: %s", refusalText(e))
		}
	})
	return r, strings.Join(reasons, "; ")
}

// A round at somebody who is no doctor comes to nothing, and nobody refuses.
func TestVisitAtNoDoctor(t *testing.T) {
	for _, name := range []string{"hospital-a", "cloud", "authority", "alice"} {
		c := standard(t, "published", DefaultSize)
		c.Starts[1].With = name
		r, got := ignored(t, c, nil)
		if want := "visit 1: " + name + " opens no session with such a message"; got != want {
			t.Errorf("ignored: %q, want %q", got, want)
		}
		if want := (Sessions{Started: 1}); r.Sessions != want {
			t.Errorf("sessions: %+v, want %+v", r.Sessions, want)
		}
	}
}

func TestMessageForNobody(t *testing.T) {
	twice := on("diagnosis 1", func(n *Network, m *trace.Message) {
		n.Deliver(m, m.To, 0)
		n.Deliver(m, m.To, 0)
	})
	lost := on("visit 2", func(*Network, *trace.Message) {})
	for _, c := range []struct {
		name      string
		a         Adversary
		completed int
		want      string
	}{
		{"no principal", redirecting("visit 2", trace.Address{Principal: "mallory"}), 0,
			"visit 2: there is no such principal"},
		{"no such session", redirecting("visit 2", trace.Address{Principal: "alice", Session: 3}), 0,
			"visit 2: alice has no such session"},
		{"a negative session", redirecting("visit 2", trace.Address{Principal: "alice", Session: -1}), 0,
			"visit 2: alice has no such session"},
		{"not to be opened with", redirecting("visit 2", trace.Address{Principal: "alice"}), 0,
			"visit 2: alice opens no session with such a message"},
		{"a session over", redirecting("visit 2", trace.Address{Principal: "alice", Session: 1}), 0,
			"visit 2: alice.1 waits for nothing"},
		{"twice", twice, 1, "diagnosis 1: alice.2 waits for nothing"},
		{"lost", lost, 0, ""},
	} {
		r, got := ignored(t, standard(t, "published", DefaultSize), c.a)
		if got != c.want || r.Sessions != (Sessions{Started: 1, Completed: c.completed}) {
			t.Errorf("%s: %q, %+v, want %q", c.name, got, r.Sessions, c.want)
		}
	}
}

// A message that a session does not wait for is refused, whatever it is called.
func TestMessageOutOfOrder(t *testing.T) {
	again := on("visit 2", func(n *Network, m *trace.Message) {
		n.Deliver(m, m.To, 0)
		n.Deliver(m, m.To, 1)
	})
	c := standard(t, "published", DefaultSize)
	checkOne(t, c, again, "alice.2: diagnosis: receive: not this message: "+
		"wire: more than 2 fields, want 2")
	// Message "search 6" has as many fields as "diagnosis 1", which alice waits for.
	c.Link = delay.Link{}
	checkOne(t, c, redirecting("search 6", trace.Address{Principal: "alice", Session: 2}),
		"alice.2: diagnosis: open (50): does not open: suite: ciphertext does not open")
}

// brokenRefusal is the first refusal in the broken world of a description with one
// step changed.
func brokenRefusal(t *testing.T, at place, change func(s *model.Step)) string {
	t.Helper()
	p := changeStep(library.Must("published"), at, change)
	o, err := runBroken(p, brokenConfig("published", 1), nil, baseSuite(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.refused) == 0 {
		return ""
	}
	return refusalText(o.refused[0])
}

// stepOf finds the step of a role that carries an equation, or has a table.
func stepOf(t *testing.T, phase string, party model.Party, is func(s model.Step) bool) place {
	t.Helper()
	for i, s := range library.Must("published").PhaseNamed(phase).Role(party).Steps {
		if is(s) {
			return place{phase, party, i}
		}
	}
	t.Fatalf("%s: role %s has no such step", phase, party)
	return place{}
}

func eqn(n int) func(model.Step) bool { return func(s model.Step) bool { return s.Eqn == n } }

func stores(table string) func(model.Step) bool {
	return func(s model.Step) bool { return s.Kind == model.StepStore && s.Table == table }
}

// What only a party that does not keep to the description brings about.
func TestStrangersAreRefused(t *testing.T) {
	field := func(i int, v *model.Term) func(s *model.Step) {
		return func(s *model.Step) {
			args := append([]*model.Term(nil), s.Term.Args...)
			args[i] = v
			u := *s.Term
			u.Args = args
			s.Term = &u
		}
	}
	nothing := func(s *model.Step) { *s = model.Step{Kind: model.StepPublish} }
	cardiology := another(model.Var("ID_DE", model.Identity)) // a name, and nobody's
	for _, c := range []struct {
		name   string
		at     place
		change func(s *model.Step)
		want   string
	}{
		{"a patient whom the directory does not know", stepOf(t, "visit", "P", eqn(12)),
			field(1, cardiology),
			"bob.3: visit: verify (15): the directory has no key of \"neurology\""},
		{"a doctor whom it does not know", stepOf(t, "visit", "D", eqn(18)), field(1, cardiology),
			"alice.2: visit: certificate: the certificate is on \"bob\", not on \"neurology\""},
		{"a doctor who did not register", stepOf(t, "registration of D", "PC",
			stores("issued")), nothing,
			"cloud.11: search: lookup: table \"issued\" has no row for ID_D"},
		{"a hospital whom it does not know", stepOf(t, "search", "PC", eqn(29)),
			field(1, cardiology),
			"bob.3: search: verify (32): Sig_C is not PUK_cloud's signature on this text"},
		{"a hospital that keeps nothing", stepOf(t, "filing", "HPC", stores("records")),
			nothing, "hospital-a.4: search: lookup: table \"records\" has no row for ID_P"},
		{"a hospital without its public value", stepOf(t, "registration of HPC", "HPC",
			stores(model.Directory)), nothing,
			"bob.3: search: lookup: table \"directory\" has no row for ID_HPC"},
		{"a cloud that does not index", stepOf(t, "filing", "PC", stores("index")), nothing,
			"cloud.11: search: lookup: table \"index\" has no row for ix"},
		{"a patient without keys", stepOf(t, "registration of P", "P", func(s model.Step) bool {
			return s.Kind == model.StepEnrol
		}), nothing, "alice.2: visit: let (13): alice has no keys yet"},
		{"a patient who did not store", stepOf(t, "registration of P", "P",
			stores(model.OwnTable)), nothing,
			"alice.2: visit: lookup: alice has no R_P1 of its own"},
	} {
		if got := brokenRefusal(t, c.at, c.change); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}
