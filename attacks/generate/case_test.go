package generate

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

func generated(t *testing.T, profile string, options ...string) []Case {
	t.Helper()
	cases, err := Cases(profile, options, "ristretto255", 1)
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// only are the cases that keep wants, of the world of two patients and two doctors, or
// initiators and responders.
func only(cases []Case, keep func(Case) bool) []Case {
	var list []Case
	for _, c := range cases {
		if (c.World == "two patients, two doctors" ||
			c.World == "two initiators, two responders") && keep(c) {
			list = append(list, c)
		}
	}
	return list
}

// tried are the cases run.
func tried(t *testing.T, cases []Case) *Result {
	t.Helper()
	if len(cases) == 0 {
		t.Fatal("there are no cases")
	}
	r, err := Run(cases, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// triedOnce are all cases of a profile run, once for all tests.
func triedOnce(t *testing.T, profile string) *Result {
	t.Helper()
	if triedBefore[profile] == nil {
		triedBefore[profile] = tried(t, generated(t, profile))
	}
	return triedBefore[profile]
}

var triedBefore = map[string]*Result{}

// The list of messages and fields is the description's, of whatever profile.
func TestGenerateOnEveryMessageAndField(t *testing.T) {
	simtest.Long(t)
	for _, profile := range library.Profiles() {
		cases := generated(t, profile)
		has := func(kind, message, field string) bool {
			return slices.ContainsFunc(cases, func(c Case) bool {
				return c.Kind == kind && c.Message == message && (field == "" || c.Field == field)
			})
		}
		p, err := library.Profile(profile)
		if err != nil {
			t.Fatal(err)
		}
		messages, fields := 0, 0
		p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
			if s.Kind != model.StepSend || ph.Secure {
				return
			}
			messages++
			for _, kind := range []string{kindDrop, kindReplay, kindLate, kindSwap,
				"impersonate " + string(r.Party)} {
				if !has(kind, s.Msg, "") {
					t.Errorf("%s: no %s of %s", profile, kind, s.Msg)
				}
			}
			for _, f := range s.Fields {
				fields++
				for _, kind := range []string{kindSubstitute, kindFlip} {
					if !has(kind, s.Msg, f.Name) {
						t.Errorf("%s: no %s of %s in %s", profile, kind, f.Name, s.Msg)
					}
				}
			}
		})
		if profile == "published" && (messages != 10 || fields != 26) {
			t.Errorf("%d messages with %d fields, want 10 with 26", messages, fields)
		}
	}
	// Reference: the paper, "every one of the ten messages"; Eq. 11–50.
}

// Every value of a field's sort that crossed the network before has stood in its
// place, unless it is the value that stands there. This looks for them another way:
// in the trace of an honest run.
func TestGenerateSubstitutesEveryValueSeen(t *testing.T) {
	cases := generated(t, "published")
	p := mustProfile(t, "published")
	for _, pair := range settings(p) {
		c, err := pair.config(p, "published")
		if err != nil {
			t.Fatal(err)
		}
		type seen struct{ sort, bytes string }
		made := map[string]map[string]bool{} // by message, field
		for _, k := range cases {
			if k.World == pair.world && k.Kind == kindSubstitute {
				key := k.Message + " " + k.Field
				if made[key] == nil {
					made[key] = map[string]bool{}
				}
				made[key][k.With] = true
			}
		}
		before := map[seen][]string{} // the recipes that give it
		count := 0
		_, err = sim.Run(c, sim.Passive{}, func(e *trace.Event) {
			if e.Kind != trace.KindSend {
				return
			}
			count++
			for i, f := range e.Msg.Fields {
				s := seen{f.Value.Sort.String(), string(f.Value.Bytes())}
				for old, recipes := range before {
					stood := slices.ContainsFunc(recipes, func(r string) bool {
						return made[e.Msg.Name+" "+f.Name][r]
					})
					if count > 10 && old.sort == s.sort && old != s && !stood {
						t.Errorf("%s: %s of %s: no case with %s", pair.world, f.Name,
							e.Msg.Label, recipes[0])
					}
				}
				before[s] = append(before[s], fmt.Sprintf("field(%q, %d)", e.Msg.Label, i+1))
			}
		})
		if err != nil || count != 20 {
			t.Fatalf("%d messages, %v; want 20", count, err)
		}
	}
}

func TestGenerateNoCaseTwice(t *testing.T) {
	simtest.Long(t)
	for _, profile := range library.Profiles() {
		seen := map[string]bool{}
		for _, c := range generated(t, profile) {
			key := c.World + "\n" + strings.Join(c.Config.Moves, "\n")
			if c.deviation != nil { // its moves are not known yet
				key += fmt.Sprint(c.Kind, c.Message, c.Field, c.With)
				key += fmt.Sprint(*c.deviation)
			}
			if seen[key] {
				t.Errorf("%s: twice: %s", profile, key)
			}
			seen[key] = true
			if kinds := kindsOf(mustProfile(t, profile)); !slices.Contains(kinds, c.Kind) {
				t.Errorf("kind %q is not one of %q", c.Kind, kinds)
			}
		}
	}
}

func mustProfile(t *testing.T, name string) *model.Protocol {
	t.Helper()
	p, err := library.Profile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// An outsider's C_P1 opens and has all that the description asks for; what the
// outsider cannot make is the signature.
func TestGenerateForgesWhatTheDescriptionSays(t *testing.T) {
	cases := only(generated(t, "published"), func(c Case) bool {
		return c.Kind == "impersonate P" && c.Message == "visit 1"
	})
	const want = `carol to dan: [aenc(1, puk("dan"), id("carol"), junk("B_P", 64), ` +
		`mul(fresh("r1"), G()), mul(fresh("r5"), G()), time(3005558736)), junk("signature", 64), ` +
		`time(3005558736)]`
	if cases[0].With != want {
		t.Errorf("got  %s\nwant %s", cases[0].With, want)
	}
	for _, x := range tried(t, cases).Cases {
		if !slices.Equal(x.Checks, []string{"Eq. 15"}) {
			t.Errorf("%s: refused by %q, want Eq. 15", x.With, x.Checks)
		}
	}
}

func TestGenerateTwice(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	if !reflect.DeepEqual(generated(t, "published"), generated(t, "published")) {
		t.Error("two generations differ")
	}
}

func TestGenerateErrors(t *testing.T) {
	for _, c := range []struct {
		profile, suite, want string
		options              []string
	}{
		{"publisht", "ristretto255", `profile "publisht"`, nil},
		{"published", "ristretto255", `option "E99"`, []string{"E99"}},
		{"published", "rot13", "rot13", nil},
	} {
		_, err := Cases(c.profile, c.options, c.suite, 1)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error about %s", err, c.want)
		}
	}
}

// kindsOf are the kinds of the cases of a description, in the order in which
// they are generated: with one for each party that sends on the insecure network.
func kindsOf(p *model.Protocol) []string {
	kinds := []string{kindDrop, kindReplay, kindLate, kindSwap, kindElsewhere, kindPassOff,
		kindSubstitute, kindFlip}
	var insiders []string
	for _, m := range p.Parties {
		sends := false
		p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
			sends = sends || r.Party == m.Party && onNetwork(ph, s)
		})
		if sends {
			kinds = append(kinds, kindImpersonate+string(m.Party))
			insiders = append(insiders, kindInsiderAs+string(m.Party), kindOpenAs+string(m.Party))
		}
	}
	return slices.Concat(kinds, []string{kindListen, kindRelay, kindAlter}, insiders)
}
