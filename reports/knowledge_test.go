package reports

import (
	"testing"

	"emrproof/model/library"
	"emrproof/reports/table"
)

// cell is what stands in a row of a party under a column.
func cell(t *testing.T, shown *table.Table, party, principal, column string) string {
	t.Helper()
	for _, row := range shown.Rows {
		if row[0].Value != party || row[1].Value != principal {
			continue
		}
		for i, c := range shown.Columns {
			if c.Name == column {
				return row[i].String()
			}
		}
	}
	t.Fatalf("no row of %s %s, or no column %q", party, principal, column)
	return ""
}

func TestKnowledge(t *testing.T) {
	r := single(t, world(t, "published", 1))
	shown := knowledge(library.Must("published"), r.Holdings)
	for _, c := range []struct{ party, principal, column, want string }{
		{"P", "alice", "keeps", "R_P1, S_P"},
		{"P", "alice", "data", "B_P, M_DINF, M_SD"},
		{"P", "alice", "keys and scalars", "SEK1, S_P, r5"},
		{"D", "bob", "identities", "ID_DE, ID_HPC, ID_P"},
		{"HPC", "hospital-b", "identities", ""},
		{"PC", "cloud", "keeps", "s, 1 in index, 4 in issued"},
		{"PC", "cloud", "data", "B_P"},
		{"MA", "authority", "identities", "ID_D"},
	} {
		if got := cell(t, shown, c.party, c.principal, c.column); got != c.want {
			t.Errorf("%s: %s: got %q, want %q", c.principal, c.column, got, c.want)
		}
	}
}

// Principals of a party that know the same share a row.
func TestKnowledgeOfMany(t *testing.T) {
	c := world(t, "nsl", 3)
	size := []string{"alice", "carol"}
	c.Principals = append(c.Principals, c.Principals[0])
	c.Principals[2].Name = size[1]
	c.Starts[1].By = size[1]
	p, err := library.Profile("nsl")
	if err != nil {
		t.Fatal(err)
	}
	shown := knowledge(p, single(t, c).Holdings)
	if got := cell(t, shown, "A", "alice, carol", "keys and scalars"); got != "N_A, N_B" {
		t.Errorf("got %q, want N_A, N_B", got)
	}
	if len(shown.Rows) != 2 {
		t.Errorf("%d rows, want 2", len(shown.Rows))
	}
}
