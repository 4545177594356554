package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
)

// randomLine is what random play found, as programs read it.
type randomLine struct {
	Runs   int              `json:"runs"`
	Moves  int              `json:"moves"`
	Claims []randomFindLine `json:"claims"`
	// MedianFirst is the number of runs after which half of the claims were found.
	MedianFirst int `json:"median_first"`
}

type randomFindLine struct {
	Claim string `json:"claim"`
	Runs  int    `json:"runs"`
	First int    `json:"first"`
	// Explained are the attacks of the catalogue that violate the claim.
	Explained []string `json:"explained"`
}

func (s *Attacks) randomLine() *randomLine {
	if s.Random == nil {
		return nil
	}
	l := &randomLine{Runs: s.Random.Runs, Moves: s.Random.Moves, MedianFirst: s.Random.MedianFirst(),
		Claims: []randomFindLine{}}
	for _, c := range s.Random.Claims {
		l.Claims = append(l.Claims, randomFindLine{c.Claim, c.Runs, c.First, s.explain(c.Claim)})
	}
	return l
}

// explain are the attacks on the same description that violate a claim.
func (s *Attacks) explain(claim string) []string {
	ids := []string{}
	for _, a := range s.All {
		if !slices.Equal(a.Config.Options, s.Options) {
			continue
		}
		for _, r := range a.Results {
			if r.Verdict.Claim.ID == claim && r.Violated() && !slices.Contains(ids, a.ID) {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

// unexplained are the claims that random play broke and no attack of the catalogue
// does: new findings.
func (s *Attacks) unexplained() []attacks.RandomFind {
	var list []attacks.RandomFind
	if s.Random == nil {
		return nil
	}
	for _, c := range s.Random.Claims {
		if len(s.explain(c.Claim)) == 0 {
			list = append(list, c)
		}
	}
	return list
}

// random is what random play found, for people.
func (s *Attacks) random() *Table {
	t := &Table{Title: "random play",
		From: fmt.Sprintf("%d runs, %d moves; half of the claims after %d runs", s.Random.Runs,
			s.Random.Moves, s.Random.MedianFirst()),
		Columns: []Column{{Name: "claim"}, {Name: "runs"}, {Name: "first"},
			{Name: "explained by", Wrap: 40}}}
	for _, c := range s.Random.Claims {
		why := strings.Join(s.explain(c.Claim), ", ")
		if why == "" {
			why = "nothing: a new finding"
		}
		t.Rows = append(t.Rows, []Cell{{Value: c.Claim, Source: Declared},
			{Value: c.Runs, Source: Measured}, {Value: c.First, Source: Measured},
			{Value: why, Source: Derived}})
	}
	return t
}
