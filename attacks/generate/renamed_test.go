package generate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
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
	fmt.Fprintf(&b, "%+v\n", r.Sessions)
	for _, ph := range r.Phases {
		fmt.Fprintf(&b, "%s: %d messages, %d bytes\n", back(ph.Name), ph.Messages, ph.Bytes)
		for _, m := range p.Parties {
			fmt.Fprintf(&b, "  %s: %+v\n", back(string(m.Party)), r.Operations[ph.Name][m.Party])
		}
	}
	return b.String()
}

// Generated attacks are the same, and come to the same, case by case, under other names. Of the
// long descriptions one case in so many is run; with -everything, each is.
func TestNamesDoNotMatterToAttacks(t *testing.T) {
	simtest.Long(t)
	for profile, step := range map[string]int{
		"ns": 1, "nsl": 1, "otway-rees": 1, "published": 40,
	} {
		if *attacktest.Everything {
			step = 1
		}
		got := judged(t, renamed(t, profile), step, simtest.OtherName)
		want := judged(t, profile, step, func(name string) string { return name })
		for i := range want {
			if i >= len(got) || got[i] != want[i] {
				t.Errorf("%s: %d: got %v, want %s", profile, i, got[i:min(i+1, len(got))], want[i])
			}
		}
		if len(want) < 30 {
			t.Errorf("%s: there are %d cases to compare, want 30", profile, len(want))
		}
	}
}

// judged says of every case of a description what is done, with names given back and none in the
// recipes. It runs one case in so many, and says what became of it: its status, and the claims
// that it broke, by their places in the list.
func judged(t *testing.T, profile string, step int, back func(string) string) []string {
	t.Helper()
	all, err := Cases(profile, nil, suite.Names()[0], 1)
	if err != nil {
		t.Fatal(err)
	}
	var came []string
	var run []Case
	for i, k := range all {
		came = append(came, told(k, back))
		if i%step == 0 {
			run = append(run, k)
		}
	}
	r, err := Run(run, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := library.Must(profile)
	for i, k := range r.Cases {
		came[i*step] += ": " + k.Status
		for _, b := range k.Broken {
			came[i*step] += fmt.Sprint(" ", slices.IndexFunc(p.Claims,
				func(c model.Claim) bool { return c.ID == b.ID }))
		}
	}
	return came
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// told says what is done in a case.
func told(k Case, back func(string) string) string {
	kind, party, _ := strings.Cut(k.Kind, " as ")
	if rest, ok := strings.CutPrefix(k.Kind, kindImpersonate); ok {
		kind, party = kindImpersonate, rest
	}
	field, recipe := back(k.Field), ""
	if party, ok := strings.CutPrefix(k.Field, "PRK_"); ok {
		field = "PRK_" + back(party)
	}
	if strings.HasSuffix(k.With, ")") && kind != kindFlip { // which bit depends on the value
		recipe = quoted.ReplaceAllString(k.With[strings.LastIndex(k.With, ": ")+1:], "NAME")
	}
	what := []string{kind, back(party), back(k.Message), field, recipe}
	for _, name := range k.Corrupt {
		what = append(what, back(name))
	}
	return strings.Join(what, ", ")
}
