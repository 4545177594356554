package sim

import (
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// The world in which descriptions are broken: two principals for each party, so that
// there is always another one whose name, key or certificate can stand where it
// should not. alice rounds bob. dan comes before bob, so that there is another
// certificate by the time that bob's is used.
func brokenConfig(profile string, rounds int) Config {
	c := Config{Schema: schema, Profile: profile, Suite: suite.Names()[0], Cache: true, Seed: 1,
		DeltaT: DefaultDeltaT, Link: delay.Link{Name: "lan", BitsPerSecond: 1e9, Delay: 200e3},
		Records: map[string][]byte{"emr": []byte("an EMR"), "signal": []byte("a signal"),
			"diagnosis": []byte("a diagnosis")},
	}
	add := func(party model.Party, names ...string) {
		for _, n := range names {
			p := Principal{Name: n, Party: party}
			if party == "D" {
				p.Department = "cardiology"
			}
			c.Principals = append(c.Principals, p)
		}
	}
	phase := "visit"
	if profile == "ns" || profile == "nsl" {
		phase = "exchange"
		add("A", "alice", "carol")
		add("B", "dan", "bob")
	} else {
		add("MA", "authority")
		add("PC", "cloud")
		add("HPC", "hospital-a", "hospital-b")
		add("D", "dan", "bob")
		add("P", "alice", "carol")
		// carol's record is at both hospitals; the index names the second one.
		for _, filed := range [][2]string{{"hospital-a", "alice"}, {"hospital-a", "carol"},
			{"hospital-b", "carol"}} {
			c.Starts = append(c.Starts, Start{Phase: "filing", By: filed[0], With: filed[1],
				Department: "cardiology"})
		}
	}
	for i := range rounds {
		c.Starts = append(c.Starts, Start{Phase: phase, At: trace.Duration(i+1) * second,
			By: "alice", With: "bob"})
	}
	return c
}

// others are the names that stand for another identity, by the variable.
var others = map[string]string{"ID_P": "carol", "ID_D": "dan", "ID_HPC": "hospital-b",
	"ID_DE": "neurology", "ID_PC": "a cloud", "ID_A": "carol", "ID_B": "dan"}

// another is a variable that holds a value of the same sort as t, and another value.
func another(t *model.Term) *model.Term {
	if t.Sort == model.Identity {
		return model.Var("another "+t.Name, t.Sort)
	}
	return model.Var("another "+t.Sort.String(), t.Sort)
}

// plant lets everyone hold the values that another names. The certificate is dan's:
// it is there once he has it, which is what the watcher that plant returns sees to.
func plant(w *world) func(*trace.Event) {
	rnd := w.seed.Stream("planted")
	put := func(name string, v *trace.Value) *trace.Value {
		v.Term = model.Atom(name, "", v.Sort)
		w.public.values[name] = v
		return v
	}
	for name, other := range others {
		put("another "+name, &trace.Value{Sort: model.Identity, Raw: []byte(other)})
	}
	k, err := w.suite.RandomScalar(rnd)
	if err != nil {
		panic(err)
	}
	put("another scalar", &trace.Value{Sort: model.Scalar, Scalar: k})
	put("another point", &trace.Value{Sort: model.Point, Point: w.suite.BaseMul(k)})
	put("another time", timeValue(trace.Epoch.Add(hour), nil)) // E11: not too old
	for _, s := range []struct {
		sort model.Sort
		size int
	}{{model.Key, w.suite.Sizes().Hash}, {model.Data, 10}, {model.Ciphertext, 200},
		{model.Signature, w.suite.Sizes().Signature}, {model.Masked, 40}} {
		raw := make([]byte, s.size)
		if _, err := rnd.Read(raw); err != nil {
			panic(err)
		}
		put("another "+s.sort.String(), &trace.Value{Sort: s.sort, Raw: raw})
	}
	keys, err := w.suite.NewKeys(rnd)
	if err != nil {
		panic(err)
	}
	put("another private key", &trace.Value{Sort: model.PrivateKey, Secret: keys})
	put("another public key", &trace.Value{Sort: model.PublicKey, Public: keys.Public()})
	cert := put("another certificate", &trace.Value{Sort: model.Certificate})
	return func(*trace.Event) {
		if v := w.byName["dan"].own["Cert_D"]; v != nil && cert.Raw == nil {
			cert.Raw = v.Bytes()
		}
	}
}

// An outcome is what became of a run.
type outcome struct {
	refused  []*trace.Event
	done     map[place]bool // steps that some session did
	complete bool           // every round
}

// A place is a step of a description, counted from 0.
type place struct {
	phase string
	party model.Party
	step  int
}

// runBroken runs a description that need not be right, with values planted.
func runBroken(p *model.Protocol, c Config, a Adversary, base suite.Suite) (*outcome, error) {
	o := &outcome{done: map[place]bool{}}
	var fill func(*trace.Event)
	w := worldOf(p, base, c, a, func(e *trace.Event) {
		fill(e)
		switch e.Kind {
		case trace.KindRefuse:
			o.refused = append(o.refused, e)
		case trace.KindCompute:
			o.done[place{e.Phase, e.Party, e.Step - 1}] = true
		}
	})
	fill = func(*trace.Event) {}
	fill = plant(w)
	r, err := w.play()
	if err != nil {
		return nil, err
	}
	o.complete = r.Sessions.Completed == r.Sessions.Started
	return o, nil
}

// baseSuite is the suite of brokenConfig.
func baseSuite(t testing.TB) suite.Suite {
	t.Helper()
	s, err := suite.New(suite.Names()[0])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is planted changes nothing by itself.
func TestBrokenWorldIsWhole(t *testing.T) {
	for _, profile := range []string{"published", "ns", "nsl"} {
		p, err := library.Profile(profile)
		if err != nil {
			t.Fatal(err)
		}
		c := brokenConfig(profile, 2)
		wantError(t, profile, c.Check(), "")
		o, err := runBroken(p, c, nil, baseSuite(t))
		if err != nil || !o.complete || len(o.refused) > 0 {
			t.Errorf("%s: %+v, %v", profile, o, err)
		}
	}
}
