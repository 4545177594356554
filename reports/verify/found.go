package verify

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/bench"
	"emrproof/model/library"
	"emrproof/proofs"
	"emrproof/proofs/goals"
	"emrproof/proofs/idealised"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/prove"
	"emrproof/sim"
)

// found lists the verdicts of the verification, question by question, in words that a file of
// expectations can state: none of them has a number that depends on how much was asked.
func (v *Verification) found() {
	add := func(suite, name, again, came string) {
		v.Found = append(v.Found, expect.Found{ID: suite + "/" + name, Value: came, Again: again})
	}
	for _, h := range v.Honest {
		add("honest", h.Profile+" "+h.Suite, v.seeded(honestAgain(&h)), honestCame(&h))
	}
	for _, s := range slices.Concat(v.Profiles, v.Calibration) {
		for _, a := range s.All {
			add("attacks."+s.Profile, a.ID, a.Account().Again, outcomeOf(a))
		}
	}
	for _, s := range v.Profiles {
		v.besides(s.Survey, add)
	}
	if s := v.li(); s != nil {
		for _, g := range s.Games {
			add("games."+s.Profile, g.Game, v.seeded("emrproof games --profile "+s.Profile),
				survey.Apart(g))
		}
		for _, a := range settled(s.Survey).Attributes() {
			add("table3."+s.Profile, a.Name, v.seeded("emrproof attack --profile "+s.Profile),
				attributeCame(&a))
		}
	}
	v.foundLiterature(add)
	v.foundBySearch(add)
	for _, p := range v.Proved {
		v.logic(p, add)
	}
	for _, b := range v.settled() {
		for i := range b.Rows {
			g := &b.Rows[i]
			add("goals."+b.Profile, g.ID, v.seeded(fmt.Sprintf("emrproof prove %s --runs %d", b.Profile,
				v.Level.Worlds)), goalCame(g, v.profile(b.Profile).Survey))
		}
	}
	for _, c := range v.Cost.Profiles {
		add("costs", c.Profile, v.Cost.Again, fmt.Sprint(cost.Counted(c.Ops[bench.Whole]).Value)+
			" as counted; the counters of a run say the same")
	}
}

// defaultSeed is the seed that the verbs of the command use where none is given.
const defaultSeed sim.Seed = 1

// seeded returns a command with the seed of the verification.
func (v *Verification) seeded(command string) string {
	if v.Seed == defaultSeed {
		return command
	}
	return fmt.Sprintf("%s --seed %d", command, v.Seed)
}

// settled returns the attacks without the generated ones. How many of these are made depends on
// how much is asked; and whatever they violate is explained by another attack, or reported as
// unexplained.
func settled(s *survey.Survey) *survey.Survey {
	t := *s
	t.Generated = nil
	t.Games = slices.Clone(s.Games)
	for i := range t.Games {
		t.Games[i].Tell = t.Games[i].Game
	}
	return &t
}

// settled returns belief against behaviour, with the generated attacks left out.
func (v *Verification) settled() []*goals.Belief {
	var list []*goals.Belief
	for i, b := range v.Believed {
		_, meanings, err := goalsOf(b.Profile)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		made, again := settled(v.Profiles[i].Survey), *b
		again.Rows = slices.Clone(b.Rows)
		for j := range again.Rows {
			again.Rows[j].Against = map[string]survey.Against{}
			for _, who := range survey.Adversaries {
				again.Rows[j].Against[who] = made.Goal(meanings[j].Claims, who)
			}
		}
		list = append(list, &again)
	}
	return list
}

func (v *Verification) profile(name string) *reports.Attacks {
	i := slices.IndexFunc(v.Profiles, func(s *reports.Attacks) bool { return s.Profile == name })
	return v.Profiles[i]
}

// honestAgain is the command that repeats an honest run.
func honestAgain(h *honestRun) string {
	var size []string
	honest := sizeOf(h.Profile)
	for _, party := range library.Must(h.Profile).Players() {
		size = append(size, fmt.Sprintf("%s=%d", party, honest.Each))
	}
	return fmt.Sprintf("emrproof run --profile %s --suite %s --size %s --sessions %d",
		library.Flag(h.Profile),
		h.Suite, strings.Join(size, ","), honest.Sessions)
}

func honestCame(h *honestRun) string {
	return expect.HonestWords(h.Complete, h.Violated)
}

// outcomeOf returns the verdict on an attack as a whole: the claims that it is meant to violate
// and does violate, or what refused it.
func outcomeOf(a *survey.Attack) string {
	var ids []string
	for _, r := range a.Results {
		if r.Named && r.Violated() {
			ids = append(ids, r.Verdict.Claim.ID)
		}
	}
	switch {
	case a.Outcome == nil:
		return "never got to act"
	case len(ids) > 0:
		return "violated: " + strings.Join(ids, "; ")
	}
	if checks := a.RefusedBy(); len(checks) > 0 {
		return "refused by " + strings.Join(checks, ", ")
	}
	return "not violated"
}

// An adder adds a verdict: its suite, its name in the suite, the command that asks the question
// again, and the answer.
type adder func(suite, name, again, came string)

// besides adds the verdicts on the attacks that no script makes.
func (v *Verification) besides(s *survey.Survey, add adder) {
	again, games := "emrproof attack --profile "+s.Profile, "emrproof games --profile "+s.Profile
	if v.Level.Resolution > 0 {
		games += fmt.Sprintf(" --resolution %d", v.Level.Resolution)
	}
	random := v.seeded(again + fmt.Sprintf(" --random %d", v.Level.Random))
	unexplained := "none"
	if list := s.Generated.Unexplained(); len(list) > 0 {
		unexplained = fmt.Sprintf("%d, the first: %s %s %s with %s", len(list), list[0].Kind,
			list[0].Message, list[0].Field, list[0].With)
	}
	add("generated."+s.Profile, "violations without an explanation", v.seeded(again), unexplained)
	for _, g := range s.Games {
		add("games."+s.Profile, g.Game, v.seeded(games), survey.Apart(g))
	}
	var claims []string
	for _, c := range s.Unexplained() {
		claims = append(claims, c.Claim)
	}
	came := "none"
	if len(claims) > 0 {
		came = strings.Join(claims, "; ")
	}
	add("random."+s.Profile, "violations without an explanation", random, came)
	for _, a := range settled(s).Attributes() {
		add("table3."+s.Profile, a.Name, random, attributeCame(&a))
	}
}

// attributeCame returns the verdicts on an attribute of Table 3, the adversaries in their
// order.
func attributeCame(a *survey.Attribute) string {
	return strings.Join(inTurn(survey.Adversaries, a.Verdicts), "; ")
}

// inTurn returns the verdicts against each adversary in words. Of an adversary out of scope it
// lists only the violations.
func inTurn(adversaries []string, verdicts map[string]survey.Against) []string {
	var parts []string
	for _, who := range adversaries {
		v := verdicts[who]
		if who == survey.Beyond && len(v.Attacks) == 0 {
			continue
		}
		words := who + ": " + v.Verdict
		if len(v.Attacks) > 0 {
			words += " (" + strings.Join(v.Attacks, ", ") + ")"
		}
		parts = append(parts, words)
	}
	return parts
}

// logic adds what the logic says of a protocol: its goals, and the statements of its printed
// proof.
func (v *Verification) logic(p *prove.Report, add adder) {
	name := p.Variant.Name
	suite, again := "logic."+name, "emrproof prove "+name
	for _, g := range p.Goals {
		add(suite, g.ID, again+" --goal "+g.ID, "derivable "+derivable(g.After))
	}
	for i := range p.Statements {
		s := &p.Statements[i]
		add(suite, fmt.Sprintf("statement %d", s.N), again, statementCame(s))
	}
	add(suite, "wire", again, wireCame(p.Wire))
}

// derivable says under which errata a goal is derivable.
func derivable(after []proofs.Least) string {
	return prove.Derivable(&goals.BeliefRow{After: after})
}

// statementCame returns the verdict on a printed statement, with the errata that it needs.
func statementCame(s *proofs.Statement) string {
	words := s.Status
	var sets []string
	for _, set := range proofs.Sets(s.Errata) {
		if len(set) > 0 {
			sets = append(sets, strings.Join(set, "+"))
		}
	}
	if len(sets) > 0 {
		words += " (" + strings.Join(sets, ", or ") + ")"
	}
	return words
}

// wireCame says how many parts of the idealised messages differ from what the wire bears.
func wireCame(all []idealised.Difference) string {
	if len(all) == 0 {
		return "every part of the idealised messages is on the wire, and protected there"
	}
	return fmt.Sprintf("%d findings", len(all))
}

// goalCame returns the verdict on a goal on runs. It does not say whether a random adversary
// found a violation, for that depends on how long it searches; it does say whether what it
// found is explained.
func goalCame(g *goals.BeliefRow, s *survey.Survey) string {
	parts := inTurn(survey.Adversaries, g.Against)
	for _, r := range g.Random {
		var new []string
		for _, c := range r.Broken {
			if r.Against == goals.Adversaries[0] || len(s.ViolatedBy(c.Claim)) == 0 {
				new = append(new, c.Claim)
			}
		}
		came := "nothing new"
		if len(new) > 0 {
			came = strings.Join(new, ", ")
		}
		parts = append(parts, r.Against+": "+came)
	}
	return strings.Join(parts, "; ")
}
