package show

import (
	"fmt"
	"strings"

	"emrproof/reports/table"
)

// tables show what the description has, by the names that other verbs take.
func (d *description) tables() []*table.Table {
	return []*table.Table{d.parties(), d.messages(), d.claims(), d.checks(), d.options(), d.world()}
}

func (d *description) parties() *table.Table {
	t := &table.Table{Title: "parties", From: "with the principals of its world",
		Columns: []table.Column{{Name: "party"}, {Name: "name", Wrap: 28}, {Name: "is"},
			{Name: "principals", Wrap: 40}}}
	for _, p := range d.Parties {
		var words []string
		for _, a := range []struct {
			is   bool
			word string
		}{{p.One, "one"}, {p.Trusted, "trusted"}, {p.Sealed, "sealed"}} {
			if a.is {
				words = append(words, a.word)
			}
		}
		t.Rows = append(t.Rows, table.Words(string(p.Party), p.Name, strings.Join(words, " "),
			table.Few(p.Principals, 5)))
	}
	return t
}

// messages draws each message, with a line for each of its fields.
func (d *description) messages() *table.Table {
	t := &table.Table{Title: "messages", From: "→ on the open network, ⇒ over the secure channel",
		Columns: []table.Column{{Name: "message"}, {Name: "goes"}, {Name: "carries", Wrap: 60}}}
	for _, m := range d.Messages {
		arrow := " → "
		if m.Secure {
			arrow = " ⇒ "
		}
		name, goes := m.Message, string(m.From)+arrow+string(m.To)
		for _, f := range m.Fields {
			carries := f.Name
			if f.Term != "" {
				carries += " = " + f.Term
			}
			t.Rows = append(t.Rows, table.Words(name, goes, carries))
			name, goes = "", ""
		}
		if len(m.Fields) == 0 {
			t.Rows = append(t.Rows, table.Words(name, goes, ""))
		}
	}
	return t
}

func (d *description) claims() *table.Table {
	t := &table.Table{Title: "claims", From: "a script's violates takes these names",
		Columns: []table.Column{{Name: "claim", Wrap: 38}, {Name: "it says", Wrap: 58}}}
	for _, c := range d.Claims {
		says := c.Text
		if says == "" {
			says = fmt.Sprintf("%s, by %s about %s", c.Kind, c.By, c.About)
		}
		if c.Scope != "" {
			says += " (out of scope: " + c.Scope + ")"
		}
		t.Rows = append(t.Rows, table.Words(c.ID, says))
	}
	return t
}

func (d *description) checks() *table.Table {
	t := &table.Table{Title: "checks", From: "--option without:CHECK takes one out",
		Columns: []table.Column{{Name: "check"}, {Name: "line"}}}
	for _, c := range d.Checks {
		line := ""
		if c.Eq > 0 {
			line = fmt.Sprintf("(%d)", c.Eq)
		}
		t.Rows = append(t.Rows, table.Words(c.ID, line))
	}
	return t
}

func (d *description) options() *table.Table {
	t := &table.Table{Title: "options", From: "--option switches them on",
		Columns: []table.Column{{Name: "option"}, {Name: "what it does", Wrap: 66}}}
	for _, o := range d.Options {
		t.Rows = append(t.Rows, table.Words(o.ID, o.Text))
	}
	return t
}

func (d *description) world() *table.Table {
	t := &table.Table{Title: "world", From: "what its principals run",
		Columns: []table.Column{{Name: "phase"}, {Name: "by"}, {Name: "with"}, {Name: "when"}}}
	for _, m := range d.Before {
		t.Rows = append(t.Rows, table.Words(m.Phase, string(m.By), string(m.With),
			"once, before a session that needs it"))
	}
	for _, m := range d.Sessions {
		when := "as often as --sessions says"
		if len(d.Sessions) > 1 {
			when += ", in turn"
		}
		t.Rows = append(t.Rows, table.Words(m.Phase, string(m.By), string(m.With), when))
	}
	return t
}
