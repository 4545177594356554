package verify

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/generate"
	"emrproof/attacks/random"
	"emrproof/attacks/search/threats"
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/reports"
	"emrproof/reports/expect"
	"emrproof/reports/searched"
	"emrproof/reports/table"
)

// few and fewer are how much is asked of each protocol of the literature, which takes some
// seconds for all of them: some of the generated attacks, and some plays; fewer of these where a
// search settles more.
var (
	few   = Level{Name: "few", Random: 100, EachCase: 8, Shrunk: 1}
	fewer = Level{Name: "fewer", Random: 25, EachCase: 32, Shrunk: 1}
)

// calibrate makes generated attacks and random plays against a protocol of the literature, to see
// whether they break what is known to be broken, and nothing else.
func (v *Verification) calibrate(q *Question, s *reports.Attacks) error {
	if slices.Contains(library.Profiles(), s.Profile) {
		return nil
	}
	some := *q
	if some.Level = few; q.Level.EachCase > few.EachCase {
		some.Level = fewer
	}
	if err := v.generate(&some, s); err != nil {
		return err
	}
	if s.Searched != nil && s.Searched.Refused == "" {
		some.Level.Random = fewer.Random
	}
	return v.random(&some, s)
}

// A calibrated is what becomes of the claims of a protocol of the literature.
type calibrated struct {
	*model.Protocol
	scripted  []string // claims that the catalogue violates
	generated []string // claims that generated attacks violate
	random    []string // claims that random play violates
	by        []string // the attacks of the catalogue that violate some, with their sources
}

// calibratedOf gathers what became of the claims of a protocol.
func calibratedOf(s *survey.Survey) (calibrated, error) {
	p, err := library.Profile(s.Profile)
	k := calibrated{Protocol: p}
	if err != nil {
		return k, err
	}
	var random []string
	if s.Random != nil {
		random = claimsOf(s.Random.Claims)
	}
	for _, c := range p.Claims {
		if len(s.ViolatedBy(c.ID)) > 0 {
			k.scripted = append(k.scripted, c.ID)
		}
		if s.Generated != nil && slices.ContainsFunc(s.Generated.Cases, breaks(c.ID)) {
			k.generated = append(k.generated, c.ID)
		}
		if slices.Contains(random, c.ID) {
			k.random = append(k.random, c.ID)
		}
	}
	for _, a := range s.All {
		if strings.HasPrefix(outcomeOf(a), "violated") {
			k.by = append(k.by, strings.TrimSuffix(a.ID+" ("+a.Source+")", " ()"))
		}
	}
	return k, nil
}

// breaks says of a generated attack whether it violates a claim.
func breaks(claim string) func(generate.Tried) bool {
	return func(t generate.Tried) bool {
		return slices.ContainsFunc(t.Broken, func(b generate.Broken) bool { return b.ID == claim })
	}
}

func claimsOf(all []random.Claim) []string {
	var ids []string
	for _, c := range all {
		ids = append(ids, c.Claim)
	}
	return ids
}

// literature returns a table with a row for each protocol of the literature: how many of its
// claims are violated, by which attacks, and whether attacks that no script makes find the same.
func (v *Verification) literature() *table.Table {
	t := &table.Table{Title: "protocols of the literature",
		From: "claims that attacks of the catalogue violate, with who described these, and how many " +
			"of the same, and of others, generated attacks, random play and a search violate",
		Columns: []table.Column{{Name: "protocol"}, {Name: "described in", Wrap: 26},
			{Name: "violated"}, {Name: "by", Wrap: 44}, {Name: "generated"}, {Name: "random"},
			{Name: "search"}}}
	for _, s := range v.Calibration {
		k, err := calibratedOf(s.Survey)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		cells := []table.Cell{{Value: s.Profile, Source: table.Declared},
			{Value: k.Source, Source: table.Declared},
			{Value: fmt.Sprintf("%d of %d", len(k.scripted), len(k.Claims)), Source: table.Measured},
			{Value: strings.Join(k.by, "; "), Source: table.Declared}}
		for _, found := range [][]string{k.generated, k.random} {
			text := "not asked"
			if s.Random != nil {
				other := without(found, k.scripted)
				text = fmt.Sprintf("%d", len(found)-len(other))
				if len(other) > 0 {
					text += fmt.Sprintf(", and %d", len(other))
				}
			}
			cells = append(cells, table.Cell{Value: text, Source: table.Measured})
		}
		t.Rows = append(t.Rows, append(cells, table.Cell{
			Value: searched.Claims(s.Searched, k.scripted), Source: table.Measured}))
	}
	return t
}

// searches are what searches say of all descriptions.
func (v *Verification) searches() (all []*threats.Result) {
	for _, s := range slices.Concat(v.Profiles, v.Calibration) {
		if s.Searched != nil {
			all = append(all, s.Searched)
		}
	}
	return all
}

// foundBySearch adds what searches violate. A description that is not searched has no verdict.
func (v *Verification) foundBySearch(add adder) {
	for _, r := range v.searches() {
		if r.Refused == "" {
			add("search", r.Profile, fmt.Sprintf("emrproof search --profile %s --states %d", r.Profile,
				r.States), r.Came())
		}
	}
}

// literatureLine counts what became of the protocols of the literature.
func (v *Verification) literatureLine() string {
	protocols, scripted, generated, random, asked := 0, 0, 0, 0, false
	all := &survey.Survey{}
	for _, s := range v.Calibration {
		if slices.Contains(library.Profiles(), s.Profile) {
			continue
		}
		k, err := calibratedOf(s.Survey)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		protocols++
		all.All = append(all.All, s.All...)
		asked = asked || s.Random != nil
		scripted += len(k.scripted)
		generated += len(k.generated) - len(without(k.generated, k.scripted))
		random += len(k.random) - len(without(k.random, k.scripted))
	}
	line := fmt.Sprintf("%d protocols, %s, of %d claims", protocols, tally(all), scripted)
	if asked {
		line += fmt.Sprintf("; of these, %d by generated attacks and %d by random play", generated,
			random)
	}
	return line
}

// without returns the ids that are not among others.
func without(ids, others []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.Contains(others, id)
	})
}

// foundLiterature adds, of each protocol of the literature, whether generated attacks violate a
// claim that no attack of the catalogue does.
func (v *Verification) foundLiterature(add adder) {
	for _, s := range v.Calibration {
		if s.Generated == nil {
			continue
		}
		k, err := calibratedOf(s.Survey)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		came := expect.NothingNew
		if other := without(k.generated, k.scripted); len(other) > 0 {
			came = "generated attacks violate, and no script does: " +
				strings.Join(survey.ByKind(other), "; ")
		}
		add("literature", s.Profile, v.seeded("emrproof attack --profile "+s.Profile), came)
	}
}
