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

	"emrproof/proofs/ban/checker"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/table"
)

// A Page is one HTML file with everything that was found: the verdict, the paper's
// Table 3 beside what became of it, every attack as a chart and a narration that can be
// stepped through, what the logic believes beside what runs do, the costs, the errata,
// and how to repeat it all. It loads nothing, needs no script to be read, and is the
// same bytes for the same input. What is empty or nil is left out.
type Page struct {
	Title string // empty: a title of its own
	// Summary says in a few sentences what was found; it stands below the verdict.
	Summary []string
	// Compared are all verdicts, held against what is expected of them. Empty: the page
	// goes by the attacks' own expectations.
	Compared []expect.Comparison
	// Profiles are the attacks on each profile; they stand side by side by their ids.
	// The first one is the paper's.
	Profiles []*reports.Attacks
	Belief   []Belief
	Costs    []Section // Tables 4 and 5
	More     []Section // whatever else there is
	Run      Account
}

// A Belief is what a logic derives from a protocol, beside what runs of it do.
type Belief struct {
	Title string // such as "published"
	From  string // what the table was made from; stands above it
	Text  []string
	Goals []Goal
	// Document is what else there is to say of the proof; it stands below the goals.
	Document table.Document
}

// A Goal is one row of the table of belief against behaviour.
type Goal struct {
	ID, Formula string
	Belief      string // such as "derivable", "not derivable; derivable with B4"
	Held        bool
	Behaviour   string   // such as "held in 1000 runs", "violated"
	Attacks     []string // ids of attacks of the page that show it
	Note        string
	// Proof is the derivation of the goal; nil: it is not derived.
	Proof *checker.Derivation
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

// An Account says how the page came about.
type Account struct {
	Version  string
	Seed     string
	Suites   []string
	Machine  []Fact
	Facts    []Fact // whatever else there is to say
	Commands []Command
}

// A Fact is a name and a value.
type Fact struct{ Name, Value string }

// A Command is a line for a shell, with what it repeats.
type Command struct{ What, Line string }

// attackAnchor is where a page shows the attack of an id, for links to it: with a "#"
// before it, it is the Href of a Cell.
func attackAnchor(id string) string { return "attack-" + table.Slug(id) }

//go:embed assets/page.tmpl
var pageTemplate string

//go:embed assets/page.css
var pageCSS string

//go:embed assets/page.js
var pageJS string

// Write writes the page. It is an error for an attack not to repeat, or for a plot to
// be no picture of its own.
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
	// It is written whole or not at all.
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// policy forbids the page to load anything, and to run any script but its own.
func policy() string {
	hash := sha256.Sum256([]byte(pageJS))
	return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
		"script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

// documentHTML is a document as part of the page. A table without a title takes that of
// the part.
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

// tableHTML is a table as part of the page.
func tableHTML(title string, t *table.Table) (template.HTML, error) {
	text, err := documentHTML(title, table.Document{{Table: t}})
	return template.HTML(strings.TrimSuffix(string(text), "\n")), err
}
