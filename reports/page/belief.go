package page

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/goals"
	"emrproof/reports/prove"
)

// A beliefView is what the logic derives from a protocol, beside what runs of it do.
type beliefView struct {
	Title, Anchor string
	Goals         []goalView
}

// A goalView is one row of the table of belief against behaviour.
type goalView struct {
	ID, Formula string
	Belief      string // such as "derivable as printed", "not derivable"
	Held        bool
	Behaviour   string // "violated by: …", or "not violated"
	Note        string
	Derived     bool
	Tree        treeView   // of a goal that is derived
	Links       []linkView // to the attacks that violate it
}

// beliefOf returns belief against behaviour for the template. Its goals link to those attacks
// that the page has.
func beliefOf(b *goals.Belief, anchor string, attacks []*attackView) beliefView {
	v := beliefView{Title: b.Profile, Anchor: anchor}
	for i := range b.Rows {
		v.Goals = append(v.Goals, goalOf(&b.Rows[i], attacks))
	}
	return v
}

func goalOf(g *goals.BeliefRow, attacks []*attackView) goalView {
	v := goalView{ID: g.ID, Formula: g.Formula, Belief: "derivable " + prove.Derivable(g),
		Held: true, Derived: len(g.After) > 0}
	if v.Derived {
		v.Tree = treeOf(g.After[0].Proof, map[*checker.Derivation]bool{})
	} else {
		v.Belief = "not derivable"
	}
	var by []string
	for _, who := range survey.Adversaries {
		ids := g.Against[who].Attacks
		if len(ids) == 0 {
			continue
		}
		by = append(by, who)
		v.Held = v.Held && who == survey.Beyond
		for _, id := range ids {
			v.Links = append(v.Links, linkTo(id, attacks))
		}
	}
	for _, r := range g.Random {
		if r.Violated > 0 {
			v.Held, by = false, append(by, r.Against)
		}
	}
	v.Behaviour = "not violated"
	if len(by) > 0 {
		v.Behaviour = "violated by: " + strings.Join(by, ", ")
	}
	v.Note = g.Sentence + ". Random runs that violate it, of those that put it to the test: " +
		onRuns(g) + "."
	return v
}

// onRuns says, for each adversary, in how many random runs the goal was violated, out of those
// in which there was something to judge of it.
func onRuns(g *goals.BeliefRow) string {
	var parts []string
	for _, r := range g.Random {
		parts = append(parts, fmt.Sprintf("%s %d of %d", r.Against, r.Violated, r.Judged))
	}
	return strings.Join(parts, "; ")
}

// linkTo returns a link to an attack of an id, if the page has it.
func linkTo(id string, attacks []*attackView) linkView {
	for _, a := range attacks {
		if a.ID == id || slices.ContainsFunc(a.Sides, func(s *sideView) bool {
			return s.Anchor == attackAnchor(id)
		}) {
			return linkView{id, "#" + attackAnchor(id)}
		}
	}
	return linkView{Text: id}
}
