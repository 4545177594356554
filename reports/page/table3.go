package page

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/reports"
)

// A table3View is the column of the paper's Table 3 for the proposed scheme, beside the
// verdicts on each of its claims on each profile.
type table3View struct {
	Profiles []string
	Rows     []row3View
}

type row3View struct {
	Name, Paper string
	Cells       []cell3View // by profile
}

// A cell3View is one verdict of Table 3, with the adversaries against whom the claims were
// tried.
type cell3View struct {
	Word, Class string
	Lines       []line3View
}

// A line3View is the verdict against one kind of adversary, with links to the attacks that show
// it.
type line3View struct {
	Who, Class string
	Links      []linkView
	More       string // words after the links
}

// A linkView is a word with a link to a place in the page; without an Href it is no link.
type linkView struct{ Text, Href string }

// mostLinks is the largest number of failed attacks that are named in a cell.
const mostLinks = 4

// table3View returns Table 3 for the page. It is nil when no profile has the attributes of
// Table 3.
func (p *Page) table3View() *table3View {
	v := &table3View{}
	for _, s := range p.Profiles {
		rows := s.Attributes()
		if len(rows) == 0 {
			continue
		}
		v.Profiles = append(v.Profiles, survey.Optioned(s.Profile, s.Options))
		if v.Rows == nil {
			v.Rows = make([]row3View, len(rows))
		}
		for i, a := range rows {
			v.Rows[i].Name, v.Rows[i].Paper = a.Name, a.Paper
			v.Rows[i].Cells = append(v.Rows[i].Cells, cell3(s.Survey, a))
		}
	}
	if v.Rows == nil {
		return nil
	}
	return v
}

func cell3(s *survey.Survey, a survey.Attribute) cell3View {
	c := cell3View{Word: "not tried", Class: "none"}
	for _, who := range survey.Adversaries {
		by := a.Verdicts[who]
		if who == survey.Beyond {
			if len(by.Attacks) > 0 {
				c.Lines = append(c.Lines, beyond3(s, by, a.Name))
			}
			continue
		}
		switch by.Verdict {
		case "violated":
			c.Word, c.Class = "violated", "bad"
			line := line3View{Who: who, Class: "bad"}
			for _, id := range by.Attacks {
				line.Links = append(line.Links, link3(s, id, a.Name))
			}
			c.Lines = append(c.Lines, line)
		case "not violated":
			if c.Class == "none" {
				c.Word, c.Class = "not violated", "good"
			}
			line := line3View{Who: who, Class: "good", More: fmt.Sprintf("%d attempts failed", by.Tried)}
			if by.Tried == 1 {
				line.More = "1 attempt failed"
			}
			if by.Within > 0 {
				line.More = reports.NotViolated(by.Within) + " instances; " + line.More
			}
			line.Links = failed(s, a.Name, who)
			c.Lines = append(c.Lines, line)
		}
	}
	return c
}

// beyond3 returns the line that names the attacks which the protocol does not claim to
// withstand.
func beyond3(s *survey.Survey, by survey.Against, row string) line3View {
	line := line3View{Who: survey.Beyond, Class: "none"}
	for _, id := range by.Attacks {
		line.Links = append(line.Links, link3(s, id, row))
	}
	return line
}

// link3 returns a link from an attack, game or honest run that violates an attribute to the
// place where the page shows it.
func link3(s *survey.Survey, id, row string) linkView {
	switch {
	case id == survey.NoAttack:
		return linkView{id, honestOn(s, row)}
	case strings.HasPrefix(id, "game: "), strings.HasPrefix(id, "generated: "):
		return linkView{id, "#besides"}
	case has(s, id):
		return linkView{id, "#" + attackAnchor(id)}
	}
	return linkView{id, ""}
}

func has(s *survey.Survey, id string) bool {
	return slices.ContainsFunc(s.All, func(a *survey.Attack) bool { return a.ID == id })
}

// honestOn returns a link to an attack that shows how a claim of a row is violated without any
// adversary.
func honestOn(s *survey.Survey, row string) string {
	for _, a := range s.All {
		for _, r := range a.Results {
			if r.Honest && r.Violated() && r.Verdict.Claim.Row == row {
				return "#" + attackAnchor(a.ID)
			}
		}
	}
	return ""
}

// failed returns links to the attacks by a kind of adversary that tried the claims of a row and
// did not violate them.
func failed(s *survey.Survey, row, who string) []linkView {
	var links []linkView
	for _, a := range s.All {
		if a.Outcome == nil || a.By() != who ||
			!slices.Equal(a.Config.Options, s.Options) {
			continue
		}
		tried := slices.ContainsFunc(a.Results, func(r survey.ClaimResult) bool {
			return r.Verdict.Claim.Row == row
		})
		if tried && len(links) < mostLinks {
			links = append(links, linkView{a.ID, "#" + attackAnchor(a.ID)})
		}
	}
	if len(links) == 0 && who == survey.Outsider {
		links = append(links, linkView{"generated attacks and games", "#besides"})
	}
	return links
}
