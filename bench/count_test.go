package bench

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
)

// profilesWithCosts are the profiles that have groups for the cost tables.
func profilesWithCosts(t *testing.T) []*model.Protocol {
	t.Helper()
	var all []*model.Protocol
	for _, name := range model.Profiles() {
		p, err := model.Profile(name)
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
	one := sim.Size{Patients: 1, Doctors: 1, Hospitals: 1, Visits: 1}
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
	for _, o := range model.Options() {
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
	p, err := model.Profile(c.Profile, c.Options...)
	if err != nil {
		t.Fatal(err)
	}
	read, err := Count(p)
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
	read, err := Count(model.Published())
	if err != nil {
		t.Fatal(err)
	}
	for group, want := range map[string]suite.Counts{
		"visit": {Sign: 2, Verify: 2, Seal: 2, Open: 2, Encrypt: 1, Decrypt: 1, Hash: 4, BaseMul: 2,
			Mul: 8, Add: 4, Cert: 1},
		"search": {Sign: 4, Verify: 4, Seal: 4, Open: 4, Encrypt: 2, Decrypt: 2, Hash: 6, BaseMul: 2,
			Mul: 8, Add: 4, Cert: 3},
		"diagnosis": {Encrypt: 1, Decrypt: 1, Cert: 1},
	} {
		if got := read.Total(group); got != want {
			t.Errorf("%s: got %+v, want %+v", group, got, want)
		}
	}
	groups := strings.Join(MessageGroups(model.Published()), " ")
	if want := "visit search diagnosis"; groups != want {
		t.Errorf("groups %q, want %q", groups, want)
	}
}

// An operation that nobody has classed is an error that says where it stands.
func TestCountRefusesAnUnknownOperation(t *testing.T) {
	p := model.Published().Mutant(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if s.Eqn == 12 {
			s.Term = &model.Term{Op: model.OpInv, Sort: model.Scalar, Args: []*model.Term{model.SP}}
		}
		return []model.Step{s}
	})
	_, err := Count(p)
	if err == nil || !strings.HasPrefix(err.Error(), "published: visit: role P: step ") ||
		!strings.HasSuffix(err.Error(), "its operation has no cost class") {
		t.Errorf("error %v", err)
	}
}

// Every counter of a suite is in a class of Table 4, or is said to be in none.
func TestEveryCounterHasAClass(t *testing.T) {
	counters := reflect.TypeFor[suite.Counts]()
	for i := range counters.NumField() {
		name := counters.Field(i).Name
		var n suite.Counts
		reflect.ValueOf(&n).Elem().Field(i).SetInt(1)
		if OpsOf(n) == (Ops{}) && !strings.Contains(" Add Keys ", " "+name+" ") {
			t.Errorf("suite.Counts.%s is in no class of operations", name)
		}
		if fmt.Sprint(kindsOf(n)) == fmt.Sprint(kindsOf(suite.Counts{})) {
			t.Errorf("suite.Counts.%s has no measured primitive", name)
		}
	}
}
