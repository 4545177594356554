package verify

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/generate"
	"emrproof/attacks/survey"
	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/proofs/protocol"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/prove"
	"emrproof/reports/show"
)

// A scheme is what a verification of one description alone finds besides its attacks. Nothing is
// known of it before.
type scheme struct {
	*model.Protocol
	Profile string
	// Stands says what the description has, where its honest run completes and comes to every
	// event of its claims. Otherwise it is empty, Stops says why, and there are no verdicts.
	Stands, Stops string
	// Mutations say, check by check, what generated attacks notice when it is taken out.
	Mutations []generate.Mutation
	bad       map[string]bool // of the verdicts, by id
}

// askScheme does a verification of one description: its honest run, generated attacks and random
// play against each of its claims, what each of its checks is good for, its games and costs, and
// a proof in the logic where there is one.
func (v *Verification) askScheme(q *Question) error {
	p, err := library.Profile(q.Profile)
	if err != nil {
		return err
	}
	v.Scheme = &scheme{Protocol: p, Profile: q.Profile, bad: map[string]bool{}}
	words, stops := show.Known(q.Profile)
	if v.Scheme.Stands = words; stops != nil {
		v.Scheme.Stops = stops.Error()
		v.foundScheme()
		return nil
	}
	s := &reports.Attacks{Survey: &survey.Survey{Profile: q.Profile, Suite: suite.Names()[0],
		Seed: q.Seed}, Again: v.seeded(v.Scheme.again("attack"))}
	v.Profiles = []*reports.Attacks{s}
	for _, part := range []func() error{
		func() error { return v.honest(q, q.Profile) },
		func() error { return v.catalogue(q, s) },
		func() error { return v.generate(q, s) },
		func() error { return v.play(q, s) },
		func() error { return v.random(q, s) },
		func() error { return v.search(q, s, q.Level.States) },
		s.Unscripted,
		func() error { return v.withoutChecks(q, s.Generated) },
		func() error { return v.proveScheme(q.Proof) },
		func() (err error) {
			costs, err := bench.CostOf([]string{q.Profile}, suite.Names(), nil)
			v.Cost = &cost.Cost{Costs: costs, Again: v.Scheme.again("cost") + " --suite all"}
			return err
		},
	} {
		if err := part(); err != nil {
			return err
		}
	}
	v.foundScheme()
	return nil
}

// again is the command by which a verb asks about the scheme.
func (s *scheme) again(verb string) string {
	return "emrproof " + verb + " --profile " + library.Flag(s.Profile)
}

// withoutChecks takes each check out in turn, and makes again the generated attacks that it
// refused.
func (v *Verification) withoutChecks(q *Question, base *generate.Result) (err error) {
	checks := build.Checks(v.Scheme.Protocol)
	if len(checks) == 0 || len(base.Cases) == 0 {
		return nil
	}
	without, err := base.Mutator()
	if err != nil {
		return err
	}
	v.Scheme.Mutations, err = pieces(q, work[generate.Mutation]{name: "checks", n: len(checks),
		each: 1,
		one:  func(i int) (generate.Mutation, error) { return without(checks[i]) },
		fits: func(i int, m *generate.Mutation) bool { return m.Check == checks[i].ID }})
	return err
}

// proveScheme asks the logic about a proof of the scheme; nil: there is none.
func (v *Verification) proveScheme(proof *protocol.Protocol) error {
	if proof == nil {
		return nil
	}
	variant, err := proof.Variant()
	if err != nil {
		return err
	}
	r, err := prove.New(variant)
	v.Proved = append(v.Proved, r)
	return err
}

// foundScheme lists the verdicts of a verification of one description. Without a file of
// expectations, a verdict is bad that says that the honest run does not complete, that a claim is
// violated, or that a proof is not as its file expects.
func (v *Verification) foundScheme() {
	s := v.Scheme
	add := func(suite, name, again, came string, bad bool) {
		id := suite + "." + s.Profile + "/" + name
		v.Found = append(v.Found, expect.Found{ID: id, Value: came, Again: again})
		s.bad[id] = bad
	}
	flag := library.Flag(s.Profile)
	if s.Stops != "" {
		add("honest", "description", "emrproof check "+flag, s.Stops, true)
		return
	}
	_, stands, _ := strings.Cut(s.Stands, ": ")
	add("honest", "description", "emrproof check "+flag, stands, false)
	for _, h := range v.Honest {
		add("honest", h.Suite, v.seeded(honestAgain(&h)), honestCame(&h),
			!h.Complete || len(h.Violated) > 0)
	}
	attack := v.Profiles[0]
	random := v.seeded(fmt.Sprintf("%s --random %d", s.again("attack"), v.Level.Random))
	for _, c := range s.Claims {
		by := v.claimBy(c)
		add("claims", c.ID, random, claimCame(by), slices.ContainsFunc(by, against.bad))
	}
	for i := range s.Mutations {
		m := &s.Mutations[i]
		add("checks", m.Check, random, mutationCame(m), false)
	}
	for _, g := range attack.Games {
		if g.Claim == "" {
			add("games", g.Game, v.seeded(s.again("games")), survey.Apart(g), false)
		}
	}
	for _, p := range v.Proved {
		again := "emrproof prove " + strings.TrimSuffix(flag, emr.Extension) + ".ban"
		for _, g := range p.Goals {
			add("logic", g.ID, again+" --goal "+g.ID, "derivable "+derivable(g.After), false)
		}
		add("logic", "as its file expects", again, yesNo(p.AsExpected()), !p.AsExpected())
		add("logic", "wire", again, wireCame(p.Wire), false)
	}
	for _, c := range v.Cost.Profiles {
		add("costs", "session", v.Cost.Again, fmt.Sprint(cost.Counted(c.Ops[bench.Whole]).Value), false)
	}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// nobody is who attacks an honest run.
const nobody = "nobody"

// An against is the verdict on a claim against one kind of adversary, or of a game.
type against struct {
	who string
	survey.Against
}

// bad says whether the claim is violated by an adversary whom it does not leave out.
func (a against) bad() bool { return len(a.Attacks) > 0 && a.who != survey.Beyond }

// claimBy returns the verdicts on a claim, the weakest adversary first.
func (v *Verification) claimBy(c model.Claim) []against {
	s := v.Profiles[0]
	var all []against
	for _, g := range s.Games {
		if g.Claim == c.ID {
			one := survey.Against{Verdict: "not violated", Tried: 1}
			if g.Violated {
				one = survey.Against{Verdict: "violated", Tried: 1, Attacks: []string{"game: " + g.Tell}}
			}
			return []against{{survey.Outsider, one}}
		}
	}
	for _, h := range v.Honest {
		if slices.Contains(h.Violated, c.ID) {
			all = append(all, against{nobody, survey.Against{Verdict: "violated",
				Attacks: []string{survey.NoAttack}}})
			break
		}
	}
	for _, who := range survey.Adversaries {
		if one := s.Goal([]model.Claim{c}, who); one.Tried+one.Within+len(one.Attacks) > 0 {
			all = append(all, against{who, one})
		}
	}
	return all
}

// claimCame says what became of a claim, without the names of attacks: these depend on how much
// is asked.
func claimCame(by []against) string {
	var parts []string
	for _, a := range by {
		word := a.Verdict
		if a.Within > 0 {
			word = "none within bound"
		}
		parts = append(parts, a.who+": "+word)
	}
	if len(parts) == 0 {
		return "not tried"
	}
	return strings.Join(parts, "; ")
}

// mutationCame says what became of taking a check out.
func mutationCame(m *generate.Mutation) string {
	switch {
	case m.Needed:
		return "it gives a value that is used later, and cannot be taken out"
	case len(m.Violated) > 0:
		return "without it, violated: " + strings.Join(survey.ByKind(m.Violated), "; ")
	case m.Accepted > 0:
		return "without it, what it refused is accepted, and no claim minds"
	case m.Cases == 0:
		return "no generated attack gets as far as to be refused by it"
	}
	return "nothing notices that it is gone: refused instead by " + strings.Join(m.Backed, ", ")
}

// judged compares the verdicts on a scheme of which nothing is expected.
func (s *scheme) judged(found []expect.Found) []expect.Comparison {
	var all []expect.Comparison
	for _, f := range found {
		all = append(all, f.Judged(s.bad[f.ID]))
	}
	return all
}
