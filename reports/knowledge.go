package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/reports/table"
	"emrproof/sim"
)

// knowledge returns a table of what each principal knows when a run is over: what it stores,
// and which names, data and secrets its sessions met. Principals of one party that know the
// same share a row.
func knowledge(p *model.Protocol, holdings []sim.Holding) *table.Table {
	t := &table.Table{Title: "what each party ends up knowing",
		From: "what it keeps, and what its sessions met of these kinds",
		Columns: []table.Column{{Name: "party"}, {Name: "principals", Wrap: 14}, {Name: "keeps",
			Wrap: 18},
			{Name: "identities", Wrap: 18}, {Name: "data", Wrap: 12}, {Name: "keys and scalars", Wrap: 20}}}
	sorts := sortsOf(p)
	var who [][]string // by row
	for _, h := range holdings {
		known := []string{keeps(h), met(p, h, sorts, model.Identity), met(p, h, sorts, model.Data),
			met(p, h, sorts, model.Key, model.Scalar)}
		at := slices.IndexFunc(t.Rows, func(r []table.Cell) bool {
			return r[0].Value == string(h.Party) && slices.Equal(words(r[2:]), known)
		})
		if at < 0 {
			at = len(t.Rows)
			t.Rows = append(t.Rows, []table.Cell{{Value: string(h.Party)}, {}})
			for _, k := range known {
				t.Rows[at] = append(t.Rows[at], table.Cell{Value: k, Source: table.Measured})
			}
			who = append(who, nil)
		}
		who[at] = append(who[at], h.Principal)
		t.Rows[at][1].Value = table.Few(who[at], 4)
	}
	return t
}

func words(cells []table.Cell) []string {
	var all []string
	for _, c := range cells {
		all = append(all, c.String())
	}
	return all
}

// keeps returns what a principal stores: its own values, and its tables.
func keeps(h sim.Holding) string {
	all := slices.Clone(h.Own)
	var tables []string
	for name, rows := range h.Tables {
		tables = append(tables, fmt.Sprintf("%d in %s", rows, name))
	}
	slices.Sort(tables)
	return strings.Join(append(all, tables...), ", ")
}

// met returns the values of given sorts that the sessions of a principal held at their end. It
// leaves out the principal's own identity and the values that everyone knows.
func met(p *model.Protocol, h sim.Holding, sorts map[string]model.Sort, of ...model.Sort) string {
	var all []string
	for _, held := range h.Sessions {
		for _, name := range held {
			if slices.Contains(of, sorts[name]) {
				all = append(all, name)
			}
		}
	}
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(name string) bool {
		return slices.ContainsFunc(p.Parties, func(m model.Member) bool {
			return m.ID.Name == name && (m.One || m.Party == h.Party)
		})
	})
	return strings.Join(all, ", ")
}

// sortsOf returns the sort of each variable of a protocol description.
func sortsOf(p *model.Protocol) map[string]model.Sort {
	sorts := map[string]model.Sort{}
	for _, m := range p.Parties {
		sorts[m.ID.Name] = m.ID.Sort
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, v := range append([]*model.Term{s.Var}, s.Fields...) {
			if v != nil && v.Op == model.OpVar {
				sorts[v.Name] = v.Sort
			}
		}
	})
	return sorts
}
