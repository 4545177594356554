package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/sim/trace"
)

// The adversaries that Table 3 is put to the test against.
const (
	Outsider = "outsider"
	Insider  = "insider"
	Device   = "stolen device"
	Theft    = "key theft"
	// Beyond is whoever has what the description says that it does not withstand.
	Beyond = "out of scope"
)

// Adversaries are all of them, the weakest first, and apart from these those beyond what is
// claimed.
var Adversaries = []string{Outsider, Insider, Device, Theft, Beyond}

// by is the kind of adversary that an attack is made by: what it was given in the run says it,
// and not what its author calls it.
func (a *Attack) by() string {
	if a.Scope != "" {
		return Beyond
	}
	given := map[string]map[string]bool{} // by principal
	parties := map[string]model.Party{}
	for _, e := range a.Outcome.Events {
		if e.Kind == trace.KindReveal {
			if given[e.Who] == nil {
				given[e.Who], parties[e.Who] = map[string]bool{}, e.Party
			}
			given[e.Who][e.Label] = true
		}
	}
	if len(given) == 0 {
		return Outsider
	}
	for who, what := range given {
		switch {
		case what[trace.RevealAll]:
			return Insider // whatever it steals besides
		case len(given) == 1 && a.device(parties[who], what):
			return Device
		}
	}
	return Theft
}

// device says whether what was given of a principal of a party lies in its device: what it
// stores, with its keys unless they are sealed there.
func (a *Attack) device(party model.Party, what map[string]bool) bool {
	for label := range what {
		if label != trace.RevealStore && (label != trace.RevealKeys || a.sealed(party)) {
			return false
		}
	}
	return what[trace.RevealStore]
}

// sealed says whether a party keeps its private keys only inside a ciphertext.
func (a *Attack) sealed(party model.Party) bool {
	p, err := model.Profile(a.Config.Profile, a.Config.Options...)
	return err == nil && p.Member(party) != nil && p.Member(party).Sealed
}

// on is by for one claim, which the description may not claim in full.
func (a *Attack) on(r *Result) string {
	if r.Violated() && r.Verdict.Claim.Scope != "" {
		return Beyond
	}
	return a.by()
}

// table3 is the paper's Table 3, the column of the proposed scheme: every attribute,
// in its order, is "Yes".
var table3 = []string{"patient anonymity", "patient unlinkability", "doctor unlinkability",
	"mutual authentication", "data integrity", "data non-repudiation", "confidentiality",
	"availability", "replay attack", "man-in-the-middle attack", "impersonation attack"}

// An Attribute is a row of Table 3: what the paper claims, and what became of the
// claims that stand for it.
type Attribute struct {
	Name     string                 `json:"name"`
	Paper    string                 `json:"paper"`
	Verdicts map[string]Attribution `json:"verdicts"` // by adversary
}

// An Attribution is a verdict with the attacks that it rests on.
type Attribution struct {
	Verdict string   `json:"verdict"` // "violated", "not violated" or "not tried"
	Attacks []string `json:"attacks"` // that violate it; ids
	Tried   int      `json:"tried"`   // attacks in all, those that were generated among them
}

// noAttack stands for the attacks on a claim that an honest run violates.
const noAttack = "without any attack"

// Attributes are the rows of Table 3 on the profile that the attacks were made on.
// Attacks that switch on a literal reading of their own are left out.
func (s *Attacks) Attributes() []Attribute {
	var rows []Attribute
	if s.rowOf("availability") == "" {
		return nil // a protocol that Table 3 does not speak of
	}
	for _, name := range table3 {
		a := Attribute{Name: name, Paper: "Yes", Verdicts: map[string]Attribution{}}
		for _, who := range Adversaries {
			a.Verdicts[who] = s.attribute(name, who)
		}
		rows = append(rows, a)
	}
	return rows
}

// attribute is an attribute's verdict against one kind of adversary.
func (s *Attacks) attribute(row, who string) Attribution {
	v := Attribution{Attacks: []string{}}
	for _, a := range s.All {
		if a.Outcome == nil || !slices.Equal(a.Config.Options, s.Options) {
			continue
		}
		for _, r := range a.Results {
			if r.Verdict.Claim.Row != row || a.on(&r) != who {
				continue
			}
			v.Tried++
			id := a.ID
			if r.Honest {
				id = noAttack
			}
			if r.Violated() && !slices.Contains(v.Attacks, id) {
				v.Attacks = append(v.Attacks, id)
			}
		}
	}
	s.generated(row, who, &v)
	if who == Outsider {
		s.played(row, &v)
	}
	return v.judged()
}

// judged is the verdict that follows from the attacks.
func (v Attribution) judged() Attribution {
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

// generated adds the cases that were made from the description: each of them tries
// every claim that a trace decides.
func (s *Attacks) generated(row, who string, v *Attribution) {
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
			if claim.Row != row || against != who {
				continue
			}
			for _, why := range brokenBy(c.Case, b) {
				if !slices.Contains(v.Attacks, why) {
					v.Attacks = append(v.Attacks, why)
				}
			}
		}
	}
}

// brokenBy are the attacks that explain what a case broke, or the case, where none does.
func brokenBy(c attacks.Case, b attacks.BrokenClaim) []string {
	if b.Why == "" {
		return []string{"generated: " + c.Kind + " " + c.Message}
	}
	return strings.Split(b.Why, ", ")
}

// caseBy is the kind of adversary that makes a case.
func caseBy(c attacks.Case) string {
	if len(c.Corrupt) > 0 {
		return Insider
	}
	return Outsider
}

// played adds the distinguishing games.
func (s *Attacks) played(row string, v *Attribution) {
	for _, g := range s.Games {
		if g.Claim == "" || s.rowOf(g.Claim) != row {
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

func (s *Attacks) rowOf(claim string) string { return s.claim(claim).Row }

// claim is a claim of the profile; empty where it has none of that id.
func (s *Attacks) claim(id string) model.Claim {
	p, err := model.Profile(s.Profile, s.Options...)
	if err != nil {
		return model.Claim{}
	}
	for _, c := range p.Claims {
		if c.ID == id {
			return c
		}
	}
	return model.Claim{}
}

// attributes is Table 3's column for people.
func (s *Attacks) attributes() *Table {
	t := &Table{Title: "Table 3, the proposed scheme",
		From:    "the paper's claim, and what broke it; n: attempts that failed",
		Columns: []Column{{Name: "attribute", Wrap: 17}, {Name: "paper"}}}
	all := s.Attributes()
	shown := slices.DeleteFunc(slices.Clone(Adversaries), func(who string) bool {
		return who == Beyond && !slices.ContainsFunc(all, func(a Attribute) bool {
			return len(a.Verdicts[Beyond].Attacks) > 0
		})
	})
	for _, who := range shown {
		t.Columns = append(t.Columns, Column{Name: who, Wrap: 15})
	}
	for _, a := range all {
		name := strings.Replace(a.Name, "-middle attack", "-middle\nattack", 1)
		row := []Cell{{Value: name, Source: Printed}, {Value: a.Paper, Source: Printed}}
		for _, who := range shown {
			row = append(row, Cell{Value: a.Verdicts[who].cell(), Source: Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v Attribution) cell() string {
	switch v.Verdict {
	case "violated":
		return "✗ " + strings.Join(v.Attacks, ", ")
	case "not violated":
		return fmt.Sprintf("not violated (%d)", v.Tried)
	}
	return "–"
}

// tries is what came of the generated cases, by kind.
func (s *Attacks) tries() *Table {
	t := &Table{Title: "generated attacks, of an outsider and of insiders",
		From:    "every message, field and untrusted party, from the description",
		Columns: []Column{{Name: "kind"}, {Name: "tried"}}}
	for _, status := range attacks.CaseStatuses() {
		t.Columns = append(t.Columns, Column{Name: string(status)})
	}
	for _, k := range s.Generated.Kinds {
		row := []Cell{{Value: k.Name, Source: Declared}, {Value: k.Tried, Source: Measured}}
		for _, status := range attacks.CaseStatuses() {
			row = append(row, Cell{Value: k.Status[status], Source: Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// refusedBy says which checks refused the generated cases, and how many each.
func (s *Attacks) refusedBy() string {
	var parts []string
	for _, c := range s.Generated.RefusedBy {
		parts = append(parts, fmt.Sprintf("%s %d", c.Name, c.Tried))
	}
	return strings.Join(parts, ", ")
}
