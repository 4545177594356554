package survey

import (
	"strings"

	"emrproof/attacks"
)

// A Story tells, in sentences, of violations for which the same moves are left: one beginning,
// with several ends.
type Story struct {
	Same  []*ClaimResult
	Needs string   // how many of the moves that were made
	Told  []string // sentences
}

func (a *Attack) stories() []Story {
	var all []Story
	byMoves := map[string]int{} // one more than the place among them
	for i := range a.Results {
		r := &a.Results[i]
		if r.Finding == nil {
			continue
		}
		moves := strings.Join(r.Finding.Outcome.Config.Moves, "\n")
		if byMoves[moves] == 0 {
			all = append(all, Story{Needs: r.needs()})
			byMoves[moves] = len(all)
		}
		s := &all[byMoves[moves]-1]
		s.Same = append(s.Same, r)
	}
	for i := range all {
		var findings []*attacks.Finding
		for _, r := range all[i].Same {
			findings = append(findings, r.Finding)
		}
		all[i].Told = Tell(findings)
	}
	return all
}

// Tell tells, in sentences, of findings for which the same moves are left.
func Tell(findings []*attacks.Finding) []string {
	f := *findings[0]
	f.Breach.Evidence = nil
	var ends []string
	for _, g := range findings {
		told := g.Narrate()
		ends = append(ends, told[len(told)-1])
		f.Breach.Evidence = append(append(f.Breach.Evidence, g.Breach.Evidence...), g.Breach.Commit)
	}
	told := f.Narrate()
	return append(told[:len(told)-1], ends...)
}

// Threat describes the adversary by what it was given.
func Threat(given []string) string {
	if len(given) == 0 {
		return "an outsider, who was given nothing"
	}
	return strings.Join(given, "; ")
}
