package prove

import (
	"fmt"
	"strconv"
	"strings"

	"emrproof/proofs"
	"emrproof/reports/table"
)

// statements returns the table of the audit of the printed proof.
func (p *Report) statements() *table.Table {
	t := &table.Table{Title: "statements of the printed proof",
		From: "from what each cites, otherwise, after errata, or not",
		Columns: []table.Column{{Name: "n"}, {Name: "says", Wrap: 25}, {Name: "cites", Wrap: 17},
			{Name: "verdict", Wrap: 46}}}
	for _, s := range p.Statements {
		t.Rows = append(t.Rows, []table.Cell{{Value: s.N, Source: table.Printed},
			{Value: p.Variant.Short(s.Statement.Formula), Source: table.Printed},
			{Value: strings.Join(append(append([]string{}, s.Cites...), s.Rule), ", "),
				Source: table.Printed},
			{Value: p.verdict(s), Source: table.Derived}})
	}
	return t
}

// verdict says whether a printed statement follows and, for each part of a message that it is
// about, whether the statement about the contents of that part follows.
func (p *Report) verdict(s proofs.Statement) string {
	text := p.finding(s.Result, false)
	for i, c := range s.Contents {
		text += fmt.Sprintf("; part %d alone: %s", i+1, p.finding(c, true))
	}
	return text
}

func (p *Report) finding(f proofs.Result, content bool) string {
	switch {
	case len(f.Errata) > 0 && len(f.Errata[0].IDs) > 0:
		text := "follows after " + alternatives(proofs.Sets(f.Errata))
		switch {
		case len(f.AsCited) == 0 && !content:
			text += ", never as cited: by " + ruleFamilies(f)
		case len(f.AsCited) > 0 && strings.Join(f.AsCited[0].IDs, " ") !=
			strings.Join(f.Errata[0].IDs, " "):
			text += ", as cited after " + alternatives(proofs.Sets(f.AsCited))
		case len(f.AsCited) > 0:
			text += ", as cited"
		}
		return text
	case len(f.Errata) > 0 && (len(f.AsCited) == 0 || len(f.AsCited[0].IDs) > 0):
		return "follows, but not as cited: by " + ruleFamilies(f)
	case len(f.Errata) > 0:
		return f.Status
	case f.Extended != nil:
		return "does not follow by the rules of 1990; it does with the extension " +
			f.Extended.IDs[0]
	}
	text := "does not follow"
	if f.Barred != nil {
		text += ": " + p.barred(f.Barred)
	}
	switch {
	case len(f.Additions) > 0:
		text += "; missing: " + p.additions(f.Additions, f.Whole)
	case f.Barred == nil:
		text += ", whatever may be added: no rule leads there"
	}
	return text
}

// alternatives prints sets of errata, any one of which will do.
func alternatives(sets [][]string) string {
	var texts []string
	for _, s := range sets {
		texts = append(texts, strings.Join(s, "+"))
	}
	return strings.Join(texts, " or ")
}

// ruleFamilies lists the families of the rules that the proof of a formula uses.
func ruleFamilies(f proofs.Result) string {
	var names []string
	for _, r := range f.Errata[0].Proof.Used() {
		if len(names) == 0 || names[len(names)-1] != r.Family {
			names = append(names, r.Family)
		}
	}
	return strings.Join(names, ", ")
}

// circles returns sentences that say where the printed proof goes in a circle.
func (p *Report) circles() []string {
	var all []string
	note := func(what string, f proofs.Result, n int) {
		if len(f.Circles) == 0 {
			return
		}
		var needs []string
		for _, n := range f.Circles {
			needs = append(needs, strconv.Itoa(n))
		}
		rest := "Statement " + needs[0] + ", which rests"
		if len(needs) > 1 {
			rest = "Statements " + strings.Join(needs, " and ") + ", which rest"
		}
		all = append(all, fmt.Sprintf("%s follows only through %s on Statement %d", what, rest, n))
	}
	for _, s := range p.Statements {
		note(fmt.Sprintf("Statement %d", s.N), s.Result, s.N)
		for i, c := range s.Contents {
			note(fmt.Sprintf("part %d of Statement %d alone", i+1, s.N), c, s.N)
		}
	}
	return all
}
