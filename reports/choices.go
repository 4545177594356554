package reports

import (
	"fmt"
	"io"

	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/reports/cost"
	"emrproof/reports/table"
	"emrproof/sim/delay"
)

// Choices writes the lists of profiles, options, suites, links and formats that a run can be
// given.
func Choices(w io.Writer, ink table.Ink) error {
	for i, t := range []*table.Table{profiles(), options(), suites(), links(), formats()} {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := t.Write(w, "text", ink); err != nil {
			return err
		}
	}
	return nil
}

func profiles() *table.Table {
	t := &table.Table{Title: "profiles", From: "--profile",
		Columns: []table.Column{{Name: "profile"}, {Name: "described in"}}}
	for _, name := range library.Names() {
		p, err := library.Profile(name)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		t.Rows = append(t.Rows, table.Words(name, p.Source))
	}
	return t
}

func options() *table.Table {
	t := &table.Table{Title: "options",
		From:    "--option, literal readings of the paper by erratum, repairs taken out by equation",
		Columns: []table.Column{{Name: "option"}, {Name: "of"}, {Name: "what it does"}}}
	for _, o := range library.Options() {
		t.Rows = append(t.Rows, table.Words(o.ID, o.Profile, o.Text))
	}
	return t
}

func suites() *table.Table {
	t := &table.Table{Title: "suites", From: "--suite",
		Columns: []table.Column{{Name: "suite"}, {Name: "for"}, {Name: "made of"}, {Name: "from",
			Wrap: 13}}}
	for _, name := range suite.Names() {
		s, err := suite.New(name)
		if err != nil {
			panic("reports: internal error: " + err.Error())
		}
		for i, p := range s.Primitives() {
			if i > 0 {
				name = ""
			}
			t.Rows = append(t.Rows, table.Words(name, p.Use, p.Name, p.Ref))
		}
	}
	return t
}

func links() *table.Table {
	t := &table.Table{Title: "links", From: "--link, or a TOML file",
		Columns: []table.Column{{Name: "link"}, {Name: "source", Wrap: 72}}}
	for _, l := range delay.Links() {
		t.Rows = append(t.Rows, table.Words(cost.LinkText(l), l.Source))
	}
	return t
}

func formats() *table.Table {
	return &table.Table{Title: "formats", From: "--format",
		Columns: []table.Column{{Name: "format"}, {Name: "what it is"}},
		Rows: [][]table.Cell{table.Words("text", "for people"),
			table.Words("json", fmt.Sprintf("one object, of schema %d", table.Schema))}}
}
