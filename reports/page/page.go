package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"emrproof/bench/timing"
	"emrproof/proofs/goals"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/table"
)

// A Page is one HTML file with everything that a verification found: the verdict, the paper's
// Table 3 beside the verdicts on its claims, every attack as a chart and a narration that can
// be stepped through, what the logic derives beside what runs do, the costs, the errata, and
// the commands that repeat it all. It loads nothing, needs no script to be read, and has the
// same bytes for the same input. A field that is empty or nil is left out of the page.
type Page struct {
	Title string // empty: a title of its own
	// Verdict says in a line whether all is well; empty: whether all is as expected.
	Verdict string
	// Summary says in a few sentences what was found; it is shown below the verdict.
	Summary []string
	// Compared are all verdicts, compared with those that are expected. When it is empty, the
	// page goes by the expectations that the attacks have themselves.
	Compared []expect.Comparison
	// Profiles are the results of the attacks on each profile, the paper's profile first.
	// Attacks with the same id are shown side by side.
	Profiles []*reports.Attacks
	First    []Section // what stands before the attacks
	Belief   []*goals.Belief
	Costs    []Section // Tables 4 and 5
	More     []Section // whatever else there is
	Run      Account
	NoErrata bool // the list of errata of the paper is left out
}

// A Section is a part of the page: words, tables and plots, in this order.
type Section struct {
	Title    string
	Text     []string // paragraphs
	Tables   []*table.Table
	Document table.Document // more words and tables
	Plots    []cost.Plot
	Again    string // the command that makes it again
}

// An Account says how the page was made.
type Account struct {
	Version string
	Seed    string
	Suites  []string
	Machine timing.Machine // that it was made on
	Level   string         // how much was asked
	Again   string         // the command that makes it again
}

// attackAnchor is the anchor at which a page shows the attack of an id. With a "#" before it,
// it can be the Href of a Cell.
func attackAnchor(id string) string { return "attack-" + table.Slug(id) }

//go:embed assets/page.tmpl
var pageTemplate string

//go:embed assets/page.css
var pageCSS string

//go:embed assets/page.js
var pageJS string

// Write writes the page. It is an error if an attack does not come out the same when it is made
// again, or if a plot is not a picture that stands by itself.
func (p *Page) Write(w io.Writer) error {
	v, err := p.view()
	if err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"table": tableHTML, "plot": plotHTML, "slug": table.Slug,
		"document": documentHTML,
	}).Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("report.html: internal error: %w", err)
	}
	// The page is written whole or not at all.
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// policy is the content security policy of the page: it loads nothing, and runs no script but
// its own.
func policy() string {
	hash := sha256.Sum256([]byte(pageJS))
	return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
		"script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

// documentHTML returns a document as HTML for a section of the page. A table without a title
// takes the title of the section.
func documentHTML(title string, d table.Document) (template.HTML, error) {
	var b strings.Builder
	for _, p := range d {
		if p.Table != nil && p.Table.Title == "" {
			named := *p.Table
			named.Title = title
			p.Table = &named
		}
		if err := (table.Document{p}).Write(&b, "html", false); err != nil {
			return "", err
		}
	}
	return template.HTML(b.String()), nil
}

// tableHTML returns a table as HTML for a section of the page.
func tableHTML(title string, t *table.Table) (template.HTML, error) {
	text, err := documentHTML(title, table.Document{{Table: t}})
	return template.HTML(strings.TrimSuffix(string(text), "\n")), err
}
