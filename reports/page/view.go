package page

import (
	"fmt"
	"html/template"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/model/errata"
	"emrproof/reports"
	"emrproof/reports/expect"
	"emrproof/reports/table"
)

// A pageView is the data of a page as its template reads it.
type pageView struct {
	*Page
	Heading      string
	Policy       string
	CSS          template.CSS
	JS           template.JS
	AsExpected   bool
	Verdict      string
	Differences  []expect.Comparison
	Table3       *table3View
	Attacks      []*attackView
	Besides      []partView // what was generated, played and found at random
	Beliefs      []beliefView
	First        []partView
	Costs, More  []partView
	Errata       []errata.Erratum
	Losses       []errata.Erratum // what our copy of the paper has lost
	ProfileNames []string
}

// A partView is a section, with its anchor in the page.
type partView struct {
	Section
	Anchor string
}

func (p *Page) view() (*pageView, error) {
	v := &pageView{Page: p, Heading: p.Title, Policy: policy(), CSS: template.CSS(pageCSS),
		JS: template.JS(pageJS), Differences: expect.Differences(p.Compared)}
	for _, e := range errata.All {
		if p.NoErrata {
			break
		}
		if e.Lost == "" {
			v.Errata = append(v.Errata, e)
		} else {
			v.Losses = append(v.Losses, e)
		}
	}
	if v.Heading == "" {
		v.Heading = "The protocol, attacked"
	}
	taken := anchors{}
	var besides []Section
	for _, s := range p.Profiles {
		v.ProfileNames = append(v.ProfileNames, survey.Optioned(s.Profile, s.Options))
		if part := unscripted(s); len(part.Tables) > 0 {
			besides = append(besides, part)
		}
	}
	v.judge()
	var err error
	if v.Attacks, err = p.attackViews(taken); err != nil {
		return nil, err
	}
	v.First = taken.parts(p.First)
	v.Besides, v.Costs, v.More = taken.parts(besides), taken.parts(p.Costs), taken.parts(p.More)
	for _, b := range p.Belief {
		v.Beliefs = append(v.Beliefs, beliefOf(b, taken.take("belief-"+table.Slug(b.Profile)), v.Attacks))
	}
	v.Table3 = p.table3View()
	return v, nil
}

// judge sets the one-line verdict that says whether everything came out as expected.
func (v *pageView) judge() {
	n, differ, what := len(v.Compared), len(v.Differences), "verdicts"
	if n == 0 {
		what = "attacks"
		for _, s := range v.Profiles {
			n += len(s.All)
			for _, a := range s.All {
				if a.Differs != nil {
					differ++
				}
			}
			if !s.AsExpected() {
				differ = max(differ, 1)
			}
		}
	}
	v.AsExpected = differ == 0
	switch v.Verdict = v.Page.Verdict; {
	case v.Verdict != "":
	case v.AsExpected:
		v.Verdict = fmt.Sprintf("As expected: %d of %d %s came out as expected.", n, n, what)
	default:
		v.Verdict = fmt.Sprintf("Not as expected: %d of %d %s differ from what is expected.",
			differ, n, what)
	}
}

// Found returns a sentence for each profile, which says what became of the claims of Table 3.
func (v *pageView) Found() []string {
	var all []string
	for i, s := range v.Profiles {
		rows := s.Attributes()
		var broken []string
		for _, a := range rows {
			for who, by := range a.Verdicts {
				if who != survey.Beyond && by.Verdict == "violated" {
					broken = append(broken, a.Name)
					break
				}
			}
		}
		switch {
		case len(rows) == 0:
		case len(broken) == 0:
			all = append(all, fmt.Sprintf("Profile %s: no attack that was made breaks any of the %d "+
				"security attributes that the paper claims, within what it claims itself.",
				v.ProfileNames[i], len(rows)))
		default:
			all = append(all, fmt.Sprintf("Profile %s: %d of the %d security attributes that the "+
				"paper claims are broken: %s.", v.ProfileNames[i], len(broken), len(rows),
				strings.Join(broken, ", ")))
		}
	}
	return all
}

// Count says how many attacks there are, on how many profiles.
func (v *pageView) Count() string {
	if len(v.ProfileNames) == 1 {
		return fmt.Sprintf("%d attacks on profile %s", len(v.Attacks), v.ProfileNames[0])
	}
	return fmt.Sprintf("%d attacks on the profiles %s", len(v.Attacks),
		strings.Join(v.ProfileNames, " and "))
}

// unscripted returns a section on the attacks that no script makes: generated attacks, games
// and random play.
func unscripted(s *reports.Attacks) Section {
	part := Section{Title: "Profile " + survey.Optioned(s.Profile, s.Options), Again: s.Again,
		Tables: s.Others()}
	if s.Generated == nil {
		return part
	}
	var by []string
	for _, c := range s.Generated.RefusedBy {
		by = append(by, fmt.Sprintf("%s (%d)", c.Name, c.Tried))
	}
	if len(by) > 0 {
		part.Text = append(part.Text, "The checks that refused them first, and how many each: "+
			strings.Join(by, ", ")+".")
	}
	for _, t := range s.Generated.Unexplained() {
		part.Text = append(part.Text, "Unexplained: "+t.Kind+" "+t.Message+" "+t.Field+" "+t.With+".")
	}
	return part
}

// anchors makes anchors that are all different. An anchor for something inside a section is the
// section's anchor, an underscore, and more; no slug contains an underscore.
type anchors map[string]bool

func (a anchors) parts(all []Section) []partView {
	var views []partView
	for _, s := range all {
		views = append(views, partView{s, a.take("part-" + table.Slug(s.Title))})
	}
	return views
}

func (a anchors) take(want string) string {
	name := want
	for i := 2; a[name]; i++ {
		name = fmt.Sprintf("%s-%d", want, i)
	}
	a[name] = true
	return name
}
