package sim

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// One step at a time, in a session that holds what the test gives it.

func sessionOf(t *testing.T, who string) *session {
	t.Helper()
	w, err := newWorld(standard(t, "published", DefaultSize), nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.register(); err != nil {
		t.Fatal(err)
	}
	return w.session(w.byName[who], nil, nil, noRound)
}

func data(text string) *trace.Value { return &trace.Value{Sort: model.Data, Raw: []byte(text)} }

// wantRefusal wants a step to be refused with such words; "" wants it to be done.
func wantRefusal(t *testing.T, what string, err error, want string) {
	t.Helper()
	r, refused := err.(*refusal)
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", what, err)
	case want != "" && (!refused || !strings.Contains(r.reason, want)):
		t.Errorf("%s: got %v, want a refusal with %q", what, err, want)
	}
}

// A row is to agree with what the session holds already, and gives it the rest.
func TestLookupComparesWithWhatIsHeld(t *testing.T) {
	key, x, y := model.Var("k", model.Data), model.Var("x", model.Data), model.Var("y", model.Data)
	step := &model.Step{Kind: model.StepLookup, Table: "t", Term: key, Fields: []*model.Term{x, y}}
	for _, c := range []struct{ name, held, want string }{
		{"nothing is held", "", ""},
		{"the same is held", "one", ""},
		{"something else is held", "two", `x is not the one in table "t"`},
		{"something is held that begins alike", "one.", `x is not the one in table "t"`},
	} {
		s := sessionOf(t, "bob")
		s.put("t", "key", []*trace.Value{data("one"), data("other")})
		s.holds["k"] = data("key")
		if c.held != "" {
			s.holds["x"] = data(c.held)
		}
		wantRefusal(t, c.name, s.lookup(step), c.want)
		if c.want == "" && (string(s.holds["x"].Bytes()) != "one" || s.holds["y"] == nil) {
			t.Errorf("%s: the session holds %v", c.name, names(s.holds))
		}
	}
}

// The age of a message is taken when it arrives, and not when it is looked at.
func TestAgeIsByArrival(t *testing.T) {
	step := &model.Step{Kind: model.StepAge, Var: model.Var("T", model.Time)}
	s := sessionOf(t, "bob")
	deltaT := s.world.config.DeltaT
	s.holds["T"] = timeValue(trace.Epoch, nil)
	s.received, s.now = trace.Epoch.Add(deltaT), trace.Epoch.Add(3*deltaT)
	wantRefusal(t, "arrived in time, looked at late", s.age(step), "")
	s.received, s.now = trace.Epoch.Add(deltaT+1), trace.Epoch
	wantRefusal(t, "arrived late, looked at in time", s.age(step), "more than ΔT")
}

// What is to come once is remembered for 2·ΔT: a stamp may be ΔT old, or ΔT ahead.
func TestOnceIsRememberedForTwiceDeltaT(t *testing.T) {
	step := &model.Step{Kind: model.StepOnce, Table: "t", Limit: 9, Term: model.Var("v", model.Data)}
	for _, c := range []struct {
		after trace.Duration // in ΔT
		plus  trace.Duration
		want  string
	}{{1, 0, "seen before"}, {1, 1, "seen before"}, {2, 0, "seen before"}, {2, 1, ""}} {
		s := sessionOf(t, "bob")
		s.holds["v"] = data("value")
		s.now = trace.Epoch
		wantRefusal(t, "the first time", s.once(step), "")
		s.now = trace.Epoch.Add(c.after*s.world.config.DeltaT + c.plus)
		wantRefusal(t, (c.after*s.world.config.DeltaT+c.plus).String()+" later", s.once(step), c.want)
	}
}

// Values that begin alike are not the same, and tables whose names begin alike are not one.
func TestOnceTellsApartWhatBeginsAlike(t *testing.T) {
	s := sessionOf(t, "bob")
	s.now = trace.Epoch
	begin := strings.Repeat("x", 100)
	for _, c := range []struct{ table, value, want string }{
		{"stamps", begin + "1", ""}, {"stamps", begin + "2", ""}, {"stamps", begin, ""},
		{"stamps of patients", begin + "1", ""}, {"stamp", begin + "1", ""},
		{"stamps", begin + "1", "seen before"}, {"stamps of patients", begin + "1", "seen before"},
	} {
		s.holds["v"] = data(c.value)
		step := &model.Step{Kind: model.StepOnce, Table: c.table, Limit: 9,
			Term: model.Var("v", model.Data)}
		wantRefusal(t, c.table+" "+c.value[len(c.value)-1:], s.once(step), c.want)
	}
}

// A text that is to be padded opens only if it is: its padding is looked at.
func TestPaddedTextIsChecked(t *testing.T) {
	s := sessionOf(t, "bob")
	key := &trace.Value{Sort: model.Key, Raw: make([]byte, s.world.suite.Sizes().Hash)}
	whole := wire.Pad(wire.Encode([]byte("record")))
	for _, c := range []struct {
		name string
		text []byte
		want string
	}{
		{"padded", whole, ""},
		{"not padded", wire.Encode([]byte("record")), "its padding is not one"},
		{"a zero less", whole[:len(whole)-1], "its padding is not one"},
		{"a zero more", append(whole[:len(whole):len(whole)], 0), "its padding is not one"},
		{"zeros alone", make([]byte, len(whole)), "its padding is not one"},
	} {
		sealed, err := s.world.suite.Encrypt(s.who.rnd, key.Bytes(), c.text)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := s.eval.open(&trace.Value{Sort: model.Ciphertext, Raw: sealed}, key, model.Padded, 1)
		wantRefusal(t, c.name, err, c.want)
		if c.want == "" && (len(raw) != 1 || string(raw[0]) != "record") {
			t.Errorf("%s: opens to %q", c.name, raw)
		}
	}
}

// A claim's event has the data that the description names, each of them.
func TestClaimsCarryTheirData(t *testing.T) {
	for _, profile := range library.Profiles() {
		c := standard(t, profile, DefaultSize)
		p, err := library.Profile(profile)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{} // of a step: the names of its fields
		place := func(phase string, party model.Party, n int) string {
			return fmt.Sprint(phase, " ", party, " ", n)
		}
		p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
			if s.Kind == model.StepClaim {
				for _, f := range s.Fields {
					want[place(ph.Name, r.Party, i+1)] += f.Name + " "
				}
			}
		})
		claims := 0
		_, events := eventsOf(t, c, nil)
		for _, e := range events {
			if e.Kind != trace.KindClaim {
				continue
			}
			claims++
			got := ""
			for _, d := range e.Data {
				if got += d.Name + " "; len(d.Value.Bytes()) == 0 {
					t.Errorf("%s: %s %q: %s has no value", profile, e.Event, e.Label, d.Name)
				}
			}
			if at := place(e.Phase, e.Party, e.Step); got != want[at] {
				t.Errorf("%s: %s: %s %q has data %q, want %q", profile, at, e.Event, e.Label, got, want[at])
			}
		}
		if claims < 4 {
			t.Errorf("%s: %d claims on the trace", profile, claims)
		}
	}
}
