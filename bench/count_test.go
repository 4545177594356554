package bench

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
)

// profilesWithCosts are the profiles that have groups for the cost tables.
func profilesWithCosts(t *testing.T) []*model.Protocol {
	t.Helper()
	var all []*model.Protocol
	for _, name := range library.Profiles() {
		p, err := library.Profile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(MessageGroups(p)) > 0 {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		t.Fatal("no profile has costs")
	}
	return all
}

// What is read off a description is what the suite's counters say of a run of it, by
// group and party, for every suite and every literal reading.
func TestCountIsWhatARunCounts(t *testing.T) {
	one := sim.Size{Each: 1, Sessions: 1}
	for _, p := range profilesWithCosts(t) {
		for _, name := range suite.Names() {
			c, err := sim.Standard(p.Name, one)
			if err != nil {
				t.Fatal(err)
			}
			c.Suite = name
			compareCounts(t, c)
		}
	}
	for _, o := range library.Options() {
		c, err := sim.Standard(o.Profile, one)
		if err != nil {
			t.Fatal(err)
		}
		c.Options = []string{o.ID}
		compareCounts(t, c)
	}
}

func compareCounts(t *testing.T, c sim.Config) {
	t.Helper()
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		t.Fatal(err)
	}
	read, err := countCalls(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range sim.Groups(p) {
		for _, m := range p.Parties {
			if got, want := read[g][m.Party], r.Operations[g][m.Party]; got != want {
				t.Errorf("%s %v, %s: %s by %s:\nread %+v\nrun  %+v", c.Profile, c.Options, c.Suite,
					g, m.Party, got, want)
			}
		}
	}
}

// Reference: crypto-notes.md, "Operations by equation"; Eq. 11–50.
func TestCountOfThePublished(t *testing.T) {
	c := &Cost{Profile: "published"}
	if err := c.count(); err != nil {
		t.Fatal(err)
	}
	for group, want := range map[string]suite.Counts{
		"visit": {model.CallSign: 2, model.CallVerify: 2, model.CallSeal: 2, model.CallOpen: 2,
			model.CallEncrypt: 1, model.CallDecrypt: 1, model.CallHash: 4, model.CallBaseMul: 2,
			model.CallMul: 8, model.CallAdd: 4, model.CallCert: 1},
		"search": {model.CallSign: 4, model.CallVerify: 4, model.CallSeal: 4, model.CallOpen: 4,
			model.CallEncrypt: 2, model.CallDecrypt: 2, model.CallHash: 6, model.CallBaseMul: 2,
			model.CallMul: 8, model.CallAdd: 4, model.CallCert: 3},
		"diagnosis": {model.CallEncrypt: 1, model.CallDecrypt: 1, model.CallCert: 1},
	} {
		if got := c.Calls[group]; got != want {
			t.Errorf("%s: got %+v, want %+v", group, got, want)
		}
	}
	groups := strings.Join(MessageGroups(library.Must("published")), " ")
	if want := "visit search diagnosis"; groups != want {
		t.Errorf("groups %q, want %q", groups, want)
	}
}

// An operation that nobody has classed is an error that says where it stands.
func TestCountRefusesAnUnknownOperation(t *testing.T) {
	p := library.Must("published").Edit(func(_ *model.Phase, _ *model.Role,
		s model.Step) []model.Step {
		if s.Eqn == 12 {
			s.Term = &model.Term{Op: model.OpInv, Sort: model.Scalar,
				Args: []*model.Term{model.Var("S_P", model.Scalar)}}
		}
		return []model.Step{s}
	})
	_, err := countCalls(p)
	if err == nil || !strings.HasPrefix(err.Error(), "published: visit: role P: step ") ||
		!strings.HasSuffix(err.Error(), "its operation has no cost class: it is in no description") {
		t.Errorf("error %v", err)
	}
}

// Every kind of call is in a class of the cost tables, or is said to be in none.
func TestEveryCounterHasAClass(t *testing.T) {
	for c := range model.Call(model.Calls) {
		var n suite.Counts
		n[c] = 3
		o := opsOf(n)
		if none := c == model.CallAdd || c == model.CallKeys; none != (o == Ops{}) {
			t.Errorf("%s is in the classes %v", c.Kind().Name, o)
		}
	}
}
