package generate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// renamed gives every party, phase, variable, table and principal of a description another name,
// and makes it known as a user's.
func renamed(t *testing.T, profile string) string {
	t.Helper()
	p := library.Must(profile).Clone()
	term := func(u *model.Term) *model.Term {
		if u == nil {
			return nil
		}
		return u.Map(func(v *model.Term) *model.Term {
			if v.Op != model.OpVar && v.Op != model.OpPUK && v.Op != model.OpPRK {
				return v
			}
			w := *v
			w.Name = simtest.OtherName(v.Name)
			return &w
		})
	}
	party := func(q *model.Party) { *q = model.Party(simtest.OtherName(string(*q))) }
	p.Name = simtest.OtherName(p.Name)
	p.Parties = slices.Clone(p.Parties)
	for i := range p.Parties {
		m := &p.Parties[i]
		m.Name, m.ID = simtest.OtherName(m.Name), term(m.ID)
		party(&m.Party)
	}
	for i := range p.Phases {
		ph := &p.Phases[i]
		ph.Name, ph.Group = simtest.OtherName(ph.Name), simtest.OtherName(ph.Group)
		for j := range ph.Roles {
			party(&ph.Roles[j].Party)
		}
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		s.Var, s.Term, s.Key = term(s.Var), term(s.Term), term(s.Key)
		s.Fields = slices.Clone(s.Fields)
		for i := range s.Fields {
			s.Fields[i] = term(s.Fields[i])
		}
		party(&s.Peer)
		if s.Table != model.OwnTable && s.Table != model.Directory {
			s.Table = simtest.OtherName(s.Table)
		}
	})
	for i := range p.Claims {
		party(&p.Claims[i].By)
		party(&p.Claims[i].About)
	}
	for i := range p.World.Cast {
		c := &p.World.Cast[i]
		party(&c.Party)
		c.Rest, c.Names, c.Departments = simtest.OtherName(c.Rest), slices.Clone(c.Names),
			slices.Clone(c.Departments)
		for _, names := range [][]string{c.Names, c.Departments} {
			for j := range names {
				names[j] = simtest.OtherName(names[j])
			}
		}
	}
	for _, meetings := range [][]model.Meeting{p.World.Before, p.World.Sessions} {
		for i := range meetings {
			meetings[i].Phase = simtest.OtherName(meetings[i].Phase)
			party(&meetings[i].By)
			party(&meetings[i].With)
		}
	}
	name, err := library.Add(p.Name+".emr", emr.Print(p))
	if err != nil {
		t.Fatalf("%v\n%s", err, emr.Print(p))
	}
	return name
}

// Nothing outside of a description knows a name that stands in it: run, and attacked, the same
// description under other names does the same, up to the names.
func TestNamesDoNotMatter(t *testing.T) {
	for _, profile := range library.Names() {
		if (profile == "published" || profile == "hardened") && testing.Short() {
			continue
		}
		t.Run(profile, func(t *testing.T) {
			name := renamed(t, profile)
			if got, want := counted(t, name, simtest.OtherName), counted(t, profile, nil); got != want {
				t.Errorf("a run of %s under other names: %s", profile, simtest.Difference(got, want))
			}
		})
	}
}

// counted runs some sessions of a description and says what was counted, with names given back.
func counted(t *testing.T, profile string, back func(string) string) string {
	t.Helper()
	if back == nil {
		back = func(s string) string { return s }
	}
	p := library.Must(profile)
	c, err := sim.Standard(profile, sim.SizeOf(p, 4, 2, 2))
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", r.Visits)
	for _, ph := range r.Phases {
		fmt.Fprintf(&b, "%s: %d messages, %d bytes\n", back(ph.Name), ph.Messages, ph.Bytes)
		for _, m := range p.Parties {
			fmt.Fprintf(&b, "  %s: %+v\n", back(string(m.Party)), r.Operations[ph.Name][m.Party])
		}
	}
	return b.String()
}

// Generated attacks come to the same under other names.
func TestNamesDoNotMatterToAttacks(t *testing.T) {
	simtest.Long(t)
	for _, profile := range []string{"ns", "nsl", "otway-rees"} {
		got, want := judged(t, renamed(t, profile), simtest.OtherName), judged(t, profile, nil)
		for what := range want {
			got[what] += 0
		}
		for _, what := range slices.Sorted(maps.Keys(got)) {
			if got[what] != want[what] {
				t.Errorf("%s: %s: got %d, want %d", profile, what, got[what], want[what])
			}
		}
		if len(want) < 2 {
			t.Errorf("%s: %v: there is nothing to compare", profile, want)
		}
	}
}

// judged runs the generated cases of a description and says how many came to what, and how many
// broke each claim, by its place in the list.
func judged(t *testing.T, profile string, back func(string) string) map[string]int {
	t.Helper()
	if back == nil {
		back = func(s string) string { return s }
	}
	cases, err := Cases(profile, nil, suite.Names()[0], 1)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(cases, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	came := map[string]int{}
	p := library.Must(profile)
	for _, k := range r.Cases {
		kind, party, _ := strings.Cut(k.Kind, " as ")
		if rest, ok := strings.CutPrefix(k.Kind, kindImpersonate); ok {
			kind, party = kindImpersonate, rest
		}
		came[fmt.Sprint(kind, " ", back(party), ", ", back(k.Message), ", ", back(k.Field), ": ",
			k.Status)]++
		for _, b := range k.Broken {
			came[fmt.Sprint("claim ", slices.IndexFunc(p.Claims,
				func(c model.Claim) bool { return c.ID == b.ID }))]++
		}
	}
	return came
}
