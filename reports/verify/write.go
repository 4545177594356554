package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model/suite"
	"emrproof/reports/expect"
	"emrproof/reports/page"
	"emrproof/reports/prove"
	"emrproof/reports/searched"
	"emrproof/reports/table"
	"emrproof/sim/trace"
)

// A File is one file of the folder that a verification writes, with its name there.
type File struct {
	Name  string
	Write func(w io.Writer) error
}

// A Report is a verification with the expected verdicts, and with an account of how it was
// made.
type Report struct {
	*Verification
	Compared []expect.Comparison
	// Expecting says that the verdicts are held against a file of expectations.
	Expecting bool
	Account   page.Account
	// Measured are the times that were measured on this machine; nil where none were asked for.
	// They go into the page and into files of their own, and never into results.json.
	Measured []page.Section
	// AllAttacks asks for attacks that are saved with every event. Without it, each is saved
	// with just enough to replay it byte for byte.
	AllAttacks bool
}

// NewReport holds the verdicts of a verification against those that are expected. Of one
// description alone, nothing need be expected: with nil, its verdicts are held against what is
// wrong with any scheme.
func NewReport(v *Verification, expected *expect.Expectations) *Report {
	if expected == nil {
		return &Report{Verification: v, Compared: v.Scheme.judged(v.Found)}
	}
	return &Report{Verification: v, Compared: expected.Compare(v.Found), Expecting: true}
}

// Files returns the files that a verification writes. Only the page, and the files whose names
// say that they were measured, depend on the machine.
func (o *Report) Files() []File {
	files := []File{
		{"report.html", o.page().Write},
		{"report.md", func(w io.Writer) error { return o.document().Write(w, "markdown", false) }},
		{"tables.tex", func(w io.Writer) error {
			if _, err := fmt.Fprintf(w, "%% made by emrproof verify, %s\n", o.Account.Version); err != nil {
				return err
			}
			return o.tables().Write(w, "latex", false)
		}},
		{"results.json", o.JSON},
		{"junit.xml", func(w io.Writer) error {
			return expect.JUnit(w, "emrproof "+o.Account.Version, o.Compared)
		}},
		{"results.sarif", func(w io.Writer) error {
			return expect.SARIF(w, o.Account.Version,
				o.Compared)
		}},
	}
	for _, s := range slices.Concat(o.Profiles, o.Calibration) {
		for _, a := range s.All {
			files = append(files, filesOf(a, s.Profile, o.AllAttacks)...)
		}
	}
	for _, s := range append(o.costSections(), o.Measured...) {
		for _, plot := range s.Plots {
			files = append(files, File{"plots/" + plot.File,
				func(w io.Writer) error { _, err := w.Write(plot.SVG); return err }})
		}
	}
	return files
}

// filesOf returns the traces of an attack, which emrproof replay reads: one of the attack as it
// was made, and one of each violation as it is left after shrinking.
func filesOf(a *survey.Attack, profile string, whole bool) []File {
	if a.Outcome == nil {
		return nil
	}
	trace := func(o *attacks.Outcome) func(io.Writer) error {
		return func(w io.Writer) error {
			b, err := o.Trace()
			if err == nil && !whole {
				b, err = trace.Brief(b)
			}
			if err != nil {
				return err
			}
			_, err = w.Write(b)
			return err
		}
	}
	base := "attacks/" + profile + "/" + a.ID
	files := []File{{base + ".jsonl", trace(a.Outcome)}}
	for _, r := range a.Results {
		if r.Finding != nil {
			files = append(files, File{base + "." + table.Slug(r.Verdict.Claim.ID) + ".jsonl",
				trace(r.Finding.Outcome)})
		}
	}
	return files
}

// A foundLine is a verdict as programs read it.
type foundLine struct {
	ID     string `json:"id"`
	Value  string `json:"value"`
	Status string `json:"status"`
	Again  string `json:"again"`
}

// JSON writes every verdict, and whether it is the expected one. It gives no times, and for one
// version of emrproof it has the same bytes on every machine.
func (o *Report) JSON(w io.Writer) error {
	object := struct {
		Schema   int         `json:"schema"`
		Verb     string      `json:"verb"`
		Version  string      `json:"version"`
		Level    string      `json:"level"`
		Seed     uint64      `json:"seed"`
		Expected bool        `json:"as_expected"`
		Verdicts []foundLine `json:"verdicts"`
		Missing  []string    `json:"missing"`
	}{Schema: table.Schema, Verb: "verify", Version: o.Account.Version, Level: o.Level.Name,
		Seed: uint64(o.Seed), Expected: len(expect.Differences(o.Compared)) == 0,
		Verdicts: []foundLine{}, Missing: []string{}}
	status := map[string]string{}
	for _, c := range o.Compared {
		status[c.ID] = c.Status
		if c.Status == "missing" {
			object.Missing = append(object.Missing, c.ID)
		}
	}
	for _, f := range o.Found {
		object.Verdicts = append(object.Verdicts, foundLine{f.ID, f.Value, status[f.ID], f.Again})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(object)
}

// verdictTable returns a table with a row for each verdict that is not as expected.
func (o *Report) verdictTable() *table.Table {
	t := &table.Table{Title: "not as expected", From: "verdicts that differ, are missing, or are new",
		Columns: []table.Column{{Name: "verdict"}, {Name: "status"}, {Name: "what"}}}
	for _, c := range expect.Differences(o.Compared) {
		t.Rows = append(t.Rows, []table.Cell{{Value: c.ID, Source: table.Declared},
			{Value: c.Status, Source: table.Derived}, {Value: c.Text, Source: table.Measured}})
	}
	return t
}

// document returns the report as a document for Markdown: the tables, with few words.
func (o *Report) document() table.Document {
	if o.Scheme != nil {
		return o.schemeDocument()
	}
	d := table.Document{{Words: o.verdictWords()}}
	if t := o.verdictTable(); len(t.Rows) > 0 {
		d = append(d, table.Block{Table: t})
	}
	d = append(d, table.Block{Table: o.table3()}, table.Block{Table: o.table3OfLi()},
		table.Block{Table: o.literature()}, table.Block{Table: searched.Table(o.searches())})
	for _, s := range slices.Concat(o.Profiles, o.Calibration) {
		d = append(d, table.Block{Table: s.Table()})
		for _, t := range s.Others() {
			d = append(d, table.Block{Table: t})
		}
	}
	for _, b := range o.Believed {
		d = append(d, table.Block{Table: prove.BeliefTable(b)})
	}
	for _, p := range o.Proved[:1] {
		d = append(d, p.Document()...)
	}
	d = append(d, o.Cost.Document()...)
	return append(d, table.Block{Words: "Made by emrproof " + o.Account.Version + ", seed " +
		o.Account.Seed + "; again:", Command: cmp.Or(o.Account.Again, "emrproof verify")})
}

// tables returns the tables that a paper would print, for LaTeX.
func (o *Report) tables() table.Document {
	if o.Scheme != nil {
		var d table.Document
		for _, t := range o.schemeTables() {
			d = append(d, table.Block{Table: t})
		}
		return append(d, o.costDocument()...)
	}
	d := table.Document{{Table: o.table3()}, {Table: o.table3OfLi()}}
	for _, b := range o.Believed {
		d = append(d, table.Block{Table: prove.BeliefTable(b)})
	}
	return append(d, o.Cost.Document()...)
}

func (o *Report) verdictWords() string {
	n := len(expect.Differences(o.Compared))
	if n == 0 {
		return fmt.Sprintf("emrproof verify: %d verdicts, all as expected.", len(o.Compared))
	}
	return fmt.Sprintf("emrproof verify: %d verdicts, %d not as expected.", len(o.Compared), n)
}

// page returns the report as one HTML page.
func (o *Report) page() *page.Page {
	if o.Scheme != nil {
		return o.schemePage()
	}
	p := &page.Page{Summary: o.summaryWords(), Compared: o.Compared, Profiles: o.Profiles,
		Belief: o.Believed, Costs: append(o.costSections(), o.Measured...), Run: o.Account}
	p.More = append(p.More, page.Section{Title: "Li et al., and protocols of the literature",
		Tables: []*table.Table{o.table3OfLi(), o.literature()}, Again: "emrproof verify otway-rees"},
		page.Section{Title: "all runs within a bound", Text: o.scopes(),
			Tables: []*table.Table{searched.Table(o.searches())}, Again: "emrproof search --profile ns"})
	calibration := page.Section{Title: "calibration of the logic", Again: "emrproof prove kerberos"}
	for _, v := range o.Proved {
		if !slices.Contains(attacked, v.Variant.Name) {
			calibration.Document = append(calibration.Document, v.Document()...)
			continue
		}
		p.More = append(p.More, page.Section{Title: "the logic: " + v.Variant.Name,
			Document: v.Document(),
			Again:    "emrproof prove " + v.Variant.Name})
	}
	p.More = append(p.More, calibration)
	p.More = append(p.More, page.Section{Title: "suites", Text: suiteWords(), Again: "emrproof run"})
	return p
}

func (o *Report) summaryWords() []string {
	words := []string{
		"The protocol of Chen et al. (2020) and its repair, run on real cryptography with an " +
			"adversary on the network. Every attack below was carried out, shrunk, and repeated; " +
			"every claim that is said to hold says against whom, and how often it was tried.",
		"Honest runs: " + o.honestLine() + "."}
	for _, s := range o.Profiles {
		words = append(words, strings.ToUpper(s.Profile[:1])+s.Profile[1:]+": "+tally(s.Survey)+".")
	}
	for _, b := range o.Believed {
		words = append(words, "Goals on runs of "+b.Profile+": "+goalsLine(b)+".")
	}
	return words
}

// costSections are Tables 4 and 5, the costs for which no clock is needed.
func (o *Report) costSections() []page.Section {
	if o.Cost == nil {
		return nil
	}
	return []page.Section{{Title: "Tables 4 and 5", Document: o.Cost.Document(), Again: o.Cost.Again}}
}

func (o *Report) costDocument() table.Document {
	if o.Cost == nil {
		return nil
	}
	return o.Cost.Document()
}

// scopes say of each search in which runs no other claim is violated.
func (v *Verification) scopes() []string {
	var words []string
	for _, r := range v.searches() {
		for _, u := range r.Under {
			words = append(words, r.Profile+", "+u.Threat+": no other claim is violated "+u.Scope+".")
		}
	}
	return words
}

func suiteWords() []string {
	var words []string
	for _, name := range suite.Names() {
		s, err := suite.New(name)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		var parts []string
		for _, p := range s.Primitives() {
			parts = append(parts, p.Use+": "+p.Name+" ("+p.Ref+")")
		}
		words = append(words, name+". "+strings.Join(parts, "; ")+".")
	}
	return words
}
