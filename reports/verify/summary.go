package verify

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/bench"
	"emrproof/model/library"
	"emrproof/proofs/goals"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/table"
)

// Summary writes for people, on one screen, what was found: how many verdicts are as expected,
// Table 3, the logic, and the first differences.
func (o *Report) Summary(w io.Writer, ink table.Ink) error {
	var err error
	line := func(text string) {
		if err == nil {
			_, err = io.WriteString(w, strings.TrimRight(text, " ")+"\n")
		}
	}
	for _, t := range o.summaryTables() {
		if err == nil {
			err = t.Write(w, "text", ink)
		}
		line("")
	}
	different := expect.Differences(o.Compared)
	if o.Scheme != nil && !o.Expecting {
		line(o.schemeWords())
		if o.Scheme.Stops != "" {
			line("\n" + o.Scheme.Stops)
		}
		return err
	}
	const most = 6
	for i, c := range different {
		if i == most {
			line(fmt.Sprintf("and %d more", len(different)-most))
			break
		}
		line(ink.Bad(c.Status) + "  " + c.Words())
	}
	if len(different) > 0 {
		line(ink.Bad(fmt.Sprintf("%d verdicts, %d not as expected", len(o.Compared), len(different))))
	} else {
		line(fmt.Sprintf("%d verdicts, all as expected", len(o.Compared)))
	}
	return err
}

// summaryTables are the tables of the summary.
func (o *Report) summaryTables() []*table.Table {
	switch {
	case o.Scheme == nil:
		return []*table.Table{o.table3(), o.table3OfLi(), o.inWords()}
	case o.Scheme.Stops != "":
		return nil
	}
	return []*table.Table{o.claimsTable(), o.schemeInWords()}
}

// inWords returns a table with a line for each thing that was asked.
func (v *Verification) inWords() *table.Table {
	t := &table.Table{Title: "what was asked", From: "level " + v.Level.Name,
		Columns: []table.Column{{Name: "of"}, {Name: "came out", Wrap: 76}}}
	add := func(of, what string) {
		t.Rows = append(t.Rows, []table.Cell{{Value: of}, {Value: what, Source: table.Measured}})
	}
	add("honest runs", v.honestLine())
	for _, s := range v.Profiles {
		add("attacks, "+s.Profile, tally(s.Survey))
	}
	add("calibration", v.calibrationLine())
	add("literature", v.literatureLine())
	for i, l := range v.logicLines() {
		add("logic, "+attacked[i], l)
	}
	for _, b := range v.Believed {
		add("goals, "+b.Profile, goalsLine(b))
	}
	for _, c := range v.Cost.Profiles {
		add("cost, "+c.Profile, fmt.Sprint(cost.Counted(c.Ops[bench.Whole]).Value))
	}
	return t
}

// table3 returns the paper's column of Table 3 beside the verdicts on each profile, in short.
func (v *Verification) table3() *table.Table {
	t := &table.Table{Title: "Table 3, the proposed scheme",
		From:    "the paper's claim; ✗: what broke it, against the weakest adversary that does",
		Columns: []table.Column{{Name: "attribute"}, {Name: "paper"}}}
	var all [][]survey.Attribute
	for _, s := range v.Profiles {
		t.Columns = append(t.Columns, table.Column{Name: s.Profile, Wrap: 34})
		all = append(all, s.Attributes())
	}
	for i, a := range all[0] {
		row := []table.Cell{{Value: a.Name, Source: table.Printed}, {Value: a.Paper,
			Source: table.Printed}}
		for _, attributes := range all {
			row = append(row, table.Cell{Value: shortOf(&attributes[i]), Source: table.Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// table3OfLi returns the paper's column of Table 3 for Li et al. beside the verdicts on their
// scheme, in short.
func (v *Verification) table3OfLi() *table.Table {
	t := &table.Table{Title: "Table 3, Li et al.",
		From: "the paper's claim; li2018 is as re-implemented by Gajarla et al. 2019, a secondary " +
			"source, and is tried by the catalogue and by games alone",
		Columns: []table.Column{{Name: "attribute"}, {Name: "paper"}, {Name: bench.Li, Wrap: 60}}}
	if s := v.li(); s != nil {
		for _, a := range s.Attributes() {
			t.Rows = append(t.Rows, []table.Cell{{Value: a.Name, Source: table.Printed},
				{Value: a.Paper, Source: table.Printed}, {Value: shortOf(&a), Source: table.Measured}})
		}
	}
	return t
}

// li returns the attacks on the scheme of Li et al., nil when it was not attacked.
func (v *Verification) li() *reports.Attacks {
	for _, s := range v.Calibration {
		if s.Profile == bench.Li {
			return s
		}
	}
	return nil
}

// shortOf returns the verdict against the weakest adversary that violates an attribute.
func shortOf(a *survey.Attribute) string {
	tried, within, beyond := 0, []string(nil), ""
	for _, who := range survey.Adversaries {
		v := a.Verdicts[who]
		switch {
		case len(v.Attacks) == 0:
			tried += v.Tried
			if v.Within > 0 {
				within = append(within, fmt.Sprintf("%s: %s", who, reports.NotViolated(v.Within)))
			}
		case who == survey.Beyond:
			beyond = "; out of scope: " + table.Few(v.Attacks, 2)
		default:
			return "✗ " + who + ": " + table.Few(v.Attacks, 3)
		}
	}
	if tried == 0 && len(within) == 0 && beyond == "" {
		return "not tried"
	}
	words := strings.Join(append(within, fmt.Sprintf("not violated (%d tried)", tried)), "; ")
	return words + beyond
}

func (v *Verification) honestLine() string {
	good := 0
	var odd []string
	for _, h := range v.Honest {
		if h.Complete && len(h.Violated) == 0 {
			good++
		} else {
			odd = append(odd, h.Profile+" on "+h.Suite+": "+honestCame(&h))
		}
	}
	line := fmt.Sprintf("%d of %d complete with no claim violated", good, len(v.Honest))
	if len(odd) > 0 {
		line += "; " + table.Few(odd, 1)
	}
	return line
}

// tally counts the attacks by their verdicts.
func tally(s *survey.Survey) string {
	count := map[string]int{}
	for _, a := range s.All {
		word, _, _ := strings.Cut(outcomeOf(a), " by ")
		word, _, _ = strings.Cut(word, ":")
		count[word]++
	}
	parts := []string{fmt.Sprintf("%d attacks", len(s.All))}
	for _, word := range []string{"violated", "refused", "not violated", "never got to act"} {
		if count[word] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[word], word))
		}
	}
	line := strings.Join(parts, ", ")
	if s.Generated != nil {
		line += fmt.Sprintf("; %d generated, %d unexplained", len(s.Generated.Cases),
			len(s.Generated.Unexplained()))
	}
	if s.Random != nil {
		line += fmt.Sprintf("; %d random plays, %d claims broken, %d unexplained", s.Random.Runs,
			len(s.Random.Claims), len(s.Unexplained()))
	}
	return line
}

func (v *Verification) calibrationLine() string {
	var parts []string
	for _, s := range v.Calibration {
		if !slices.Contains(library.Profiles(), s.Profile) {
			continue
		}
		for _, a := range s.All {
			parts = append(parts, fmt.Sprintf("%s on %s: %s", a.ID, s.Profile,
				strings.SplitN(outcomeOf(a), ":", 2)[0]))
		}
	}
	for _, p := range v.Proved {
		if slices.Contains(attacked, p.Variant.Name) {
			continue
		}
		word := "as published"
		if !p.AsExpected() {
			word = "not as published"
		}
		parts = append(parts, p.Variant.Name+" "+word)
	}
	return strings.Join(parts, ", ")
}

// logicLines say how many goals of each protocol are derivable, under which errata.
func (v *Verification) logicLines() []string {
	var lines []string
	for _, p := range v.Proved {
		if !slices.Contains(attacked, p.Variant.Name) {
			continue
		}
		var parts []string
		for _, c := range p.Columns {
			name := "as printed"
			if len(c.Errata) > 0 {
				name = strings.Join(c.Errata, "+")
			}
			parts = append(parts, fmt.Sprintf("%d %s", len(c.Derivable), name))
		}
		lines = append(lines, fmt.Sprintf("of %d goals derivable: %s", len(p.Variant.Goals),
			strings.Join(parts, ", ")))
	}
	return lines
}

// goalsLine counts goals by the verdicts on them.
func goalsLine(b *goals.Belief) string {
	held, broken := 0, []string{}
	for i := range b.Rows {
		g := &b.Rows[i]
		bad := false
		for _, who := range survey.Adversaries {
			bad = bad || who != survey.Beyond && len(g.Against[who].Attacks) > 0
		}
		for _, r := range g.Random {
			bad = bad || r.Violated > 0
		}
		if bad {
			broken = append(broken, g.ID)
		} else {
			held++
		}
	}
	line := fmt.Sprintf("%d of %d hold on every run tried", held, len(b.Rows))
	if len(broken) > 0 {
		line += "; broken: " + strings.Join(broken, ", ")
	}
	return line
}
