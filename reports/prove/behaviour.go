package prove

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/proofs/goals"
	"emrproof/reports/table"
)

// behaviourBlocks are the parts of a report on what runs do to goals: a summary, the table, and
// an account of each violation.
func behaviourBlocks(b *goals.Behaviour) []table.Block {
	meaning := table.Block{Words: "What a goal means on a run, for honest X with honest Y:"}
	for _, m := range goals.Forms {
		meaning.Steps = append(meaning.Steps, m[0]+": "+m[1])
	}
	d := []table.Block{{Table: BeliefTable(b.Belief)}, {Words: "In short:", Steps: inShort(b)},
		meaning}
	for i := range b.Shown {
		s := &b.Shown[i]
		f := s.Findings[0]
		words := fmt.Sprintf("%s, against a %s: world %d, %d of %d moves", strings.Join(s.Goals, ", "),
			s.Against, s.World, len(f.Outcome.Config.Moves), f.Moves)
		if f.Minimal {
			words += ", minimal"
		}
		words += "; the adversary had: " + survey.Threat(f.Outcome.Threat())
		d = append(d, table.Block{Words: words + ".", Steps: survey.Tell(s.Findings)})
	}
	return d
}

// inShort is the summary: where belief and behaviour disagree, and which adversary violates
// what.
func inShort(b *goals.Behaviour) []string {
	sets := map[string][]string{}
	for i := range b.Rows {
		g := &b.Rows[i]
		for _, about := range aboutGoal(g) {
			sets[about] = append(sets[about], g.ID)
		}
	}
	var words []string
	for _, about := range behaviours {
		if len(sets[about]) == 0 {
			continue
		}
		text := about + ": " + strings.Join(sets[about], ", ") + "."
		if about == byThieves {
			text += " Who steals a key, or a device with keys, makes it untrue that the key is its " +
				"owner's alone, which every proof here assumes."
		}
		words = append(words, text)
	}
	if len(b.Unexplained) > 0 {
		words = append(words, "New, for no attack of the catalogue explains it: "+
			strings.Join(b.Unexplained, "; ")+".")
	}
	return words
}

// The remarks that can be made on a goal, beside what the table says.
const (
	believed  = "Derivable, and violated"
	mended    = "Derivable after errata, and violated"
	unproved  = "Not derivable as printed, and violated by nothing here"
	sound     = "Derivable, and violated by nothing here"
	byBoth    = "Violated by attacks and by random runs"
	byAttacks = "Violated by attacks, and by no random run"
	byThieves = "Violated by thieves, and by nobody else"
	byRuns    = "Violated by random runs, and by no attack"
)

var behaviours = []string{sound, believed, mended, unproved, byBoth, byAttacks, byThieves,
	byRuns}

// aboutGoal returns the remarks that apply to a goal.
func aboutGoal(g *goals.BeliefRow) []string {
	var honest, thieves int // attacks by those who steal nothing, and by the others
	for _, who := range survey.Adversaries {
		if n := len(g.Against[who].Attacks); survey.Steals(who) {
			thieves += n
		} else {
			honest += n
		}
	}
	runs := slices.ContainsFunc(g.Random, func(r goals.Result) bool { return r.Violated > 0 })
	violated := honest+thieves > 0 || runs
	var all []string
	switch {
	case violated && printed(g):
		all = append(all, believed)
	case violated && len(g.After) > 0:
		all = append(all, mended)
	case !violated && printed(g):
		all = append(all, sound)
	case !violated:
		all = append(all, unproved)
	}
	switch {
	case honest+thieves > 0 && runs:
		all = append(all, byBoth)
	case honest > 0:
		all = append(all, byAttacks)
	case thieves > 0:
		all = append(all, byThieves)
	case runs:
		all = append(all, byRuns)
	}
	return all
}
