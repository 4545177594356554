package survey

import (
	"slices"
	"strings"

	"emrproof/attacks/search/threats"
	"emrproof/model"
	"emrproof/model/library"
)

// table3 is the column of the proposed scheme in the paper's Table 3. Every attribute, in the
// table's order, is "Yes".
var table3 = []string{"patient anonymity", "patient unlinkability", "doctor unlinkability",
	"mutual authentication", "data integrity", "data non-repudiation", "confidentiality",
	"availability", "replay attack", "man-in-the-middle attack", "impersonation attack"}

// without is what the paper's Table 3 says that other schemes lack, by the profile that describes
// the scheme.
var without = map[string][]string{"li2018": {"patient anonymity", "patient unlinkability",
	"doctor unlinkability", "impersonation attack"}}

// An Attribute is a row of Table 3: what the paper claims, and the verdicts on the claims that
// stand for it.
type Attribute struct {
	Name     string             `json:"name"`
	Paper    string             `json:"paper"`
	Verdicts map[string]Against `json:"verdicts"` // by adversary
}

// An Against is the verdict on claims against one kind of adversary, with the attacks that it
// rests on.
type Against struct {
	Verdict string   `json:"verdict"` // "violated", "not violated" or "not tried"
	Attacks []string `json:"attacks"` // that violate a claim; ids
	Tried   int      `json:"tried"`   // attacks in all, those that were generated among them
	// Within is up to how many instances a search went through all runs, and none violates a
	// claim; 0: it did not, or one does.
	Within int `json:"within,omitempty"`
}

// NoAttack stands for the attacks on a claim that an honest run violates.
const NoAttack = "without any attack"

// Attributes returns the rows of Table 3, or none for a protocol that is not in the table.
// Attacks that switch on a literal reading of their own are left out.
func (s *Survey) Attributes() []Attribute {
	var rows []Attribute
	for _, name := range table3 {
		if !s.stands(name) {
			return nil
		}
		a := Attribute{Name: name, Paper: "Yes", Verdicts: map[string]Against{}}
		if slices.Contains(without[s.Profile], name) {
			a.Paper = "No"
		}
		for _, who := range Adversaries {
			a.Verdicts[who] = s.attribute(name, who)
		}
		rows = append(rows, a)
	}
	return rows
}

// stands says whether a claim of the profile stands for a row of Table 3.
func (s *Survey) stands(row string) bool {
	p, err := library.Profile(s.Profile, s.Options...)
	return err == nil &&
		slices.ContainsFunc(p.Claims, func(c model.Claim) bool { return c.Row == row })
}

// attribute returns the verdict on an attribute against one kind of adversary.
func (s *Survey) attribute(row, who string) Against {
	v := Against{Attacks: []string{}}
	for _, a := range s.All {
		if a.Outcome == nil || !s.sameOptions(a) {
			continue
		}
		for _, r := range a.Results {
			if r.Verdict.Claim.Row != row || a.on(&r) != who {
				continue
			}
			v.Tried++
			if r.Violated() && r.Honest {
				v.add(NoAttack)
			} else if r.Violated() {
				v.add(a.ID)
			}
		}
	}
	s.generated(row, who, &v)
	if who == Outsider {
		s.played(row, &v)
	}
	s.searched(func(id string) bool { return s.claim(id).Row == row }, who, &v)
	return v.judged()
}

// add notes the attacks that violate a claim, each once.
func (v *Against) add(ids ...string) {
	for _, id := range ids {
		if !slices.Contains(v.Attacks, id) {
			v.Attacks = append(v.Attacks, id)
		}
	}
}

// judged returns v with the verdict that follows from its attacks.
func (v Against) judged() Against {
	switch {
	case len(v.Attacks) > 0:
		v.Verdict = "violated"
	case v.Tried > 0:
		v.Verdict = "not violated"
	default:
		v.Verdict = "not tried"
	}
	return v
}

// generated adds to a verdict the attacks that were generated from the description. Each of
// them tries every claim that is decided on a trace.
func (s *Survey) generated(row, who string, v *Against) {
	if s.Generated == nil || decidedByGame(row) {
		return
	}
	for _, c := range s.Generated.Cases {
		by := caseBy(c.Case)
		if by == who {
			v.Tried++
		}
		for _, b := range c.Broken {
			claim := s.claim(b.ID)
			against := by
			if claim.Scope != "" {
				against = Beyond
			}
			if claim.Row == row && against == who {
				v.add(brokenBy(c.Case, b)...)
			}
		}
	}
}

// played adds the distinguishing games to a verdict.
func (s *Survey) played(row string, v *Against) {
	for _, g := range s.Games {
		if g.Claim == "" || s.claim(g.Claim).Row != row {
			continue
		}
		v.Tried++
		if g.Violated {
			v.Attacks = append(v.Attacks, "game: "+g.Tell)
		}
	}
}

func decidedByGame(row string) bool {
	return strings.Contains(row, "anonymity") || strings.Contains(row, "unlinkability")
}

// Goal returns the verdict on the claims of a goal against one kind of adversary, from the
// attacks of the catalogue and the generated attacks.
func (s *Survey) Goal(claims []model.Claim, who string) Against {
	v := Against{Attacks: []string{}}
	about := func(id string) bool {
		return slices.ContainsFunc(claims, func(c model.Claim) bool { return c.ID == id })
	}
	for _, a := range s.All {
		if a.Outcome == nil || a.By() != who || !s.sameOptions(a) {
			continue
		}
		tried := false
		for _, r := range a.Results {
			if !about(r.Verdict.Claim.ID) {
				continue
			}
			tried = true
			if r.Violated() {
				v.add(a.ID)
			}
		}
		if tried {
			v.Tried++
		}
	}
	s.generatedGoal(about, who, &v)
	s.searched(about, who, &v)
	return v.judged()
}

// bySearch stands for the attacks on a claim that a search violates in a way that no attack
// explains.
const bySearch = "search"

// searched adds to a verdict what a search says of claims: a violation where no attack of the
// adversary is known. What is violated under a threat of less too is an attack of that adversary;
// and the keys by which a secret of the past is lost are stolen.
func (s *Survey) searched(about func(claim string) bool, who string, v *Against) {
	if s.Searched == nil {
		return
	}
	by := func(u *threats.Under) string {
		if u.Outside() {
			return Outsider
		}
		return insider
	}
	stolen := func(claim string) bool { return s.claim(claim).Kind == model.ForwardSecrecy }
	v.Within = s.Searched.Within(func(u *threats.Under) bool { return by(u) == who },
		func(claim string) bool { return about(claim) && !stolen(claim) })
	known := len(v.Attacks) > 0
	for i := range s.Searched.Under {
		u := &s.Searched.Under[i]
		for _, said := range u.Claims {
			against := by(u)
			switch {
			case s.claim(said.Claim).Scope != "":
				against = Beyond
			case stolen(said.Claim) && against == Outsider:
				against = theft
			}
			if known || said.Run == nil || against != who || !about(said.Claim) {
				continue
			}
			if ids := s.Explain(said.How); len(ids) > 0 {
				v.add(ids...)
			} else {
				v.add(bySearch)
			}
		}
	}
}

// generatedGoal adds to the verdict on a goal the attacks that were generated from the
// description.
func (s *Survey) generatedGoal(about func(claim string) bool, who string, v *Against) {
	if s.Generated == nil {
		return
	}
	for _, c := range s.Generated.Cases {
		if caseBy(c.Case) != who {
			continue
		}
		v.Tried++
		for _, b := range c.Broken {
			if about(b.ID) {
				v.add(brokenBy(c.Case, b)...)
			}
		}
	}
}
