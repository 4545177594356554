package table_test

import (
	"strings"
	"testing"

	pretty "github.com/jedib0t/go-pretty/v6/text"

	"emrproof/reports/table"
)

func text(t *testing.T, shown *table.Table) string {
	t.Helper()
	var b strings.Builder
	if err := shown.Write(&b, "text", false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTableText(t *testing.T) {
	for _, c := range []struct {
		name  string
		shown table.Table
		want  string
	}{
		{"numbers to the right, with their units, above a sum",
			table.Table{Title: "sizes", From: "from the wire",
				Columns: []table.Column{{Name: "what"}, {Name: "how long"}},
				Rows: [][]table.Cell{
					{{Value: "C_P1"}, {Value: 7, Unit: "B"}},
					{{Value: "Sig_P1"}, {Value: int64(64), Unit: "B"}}},
				Sum: []table.Cell{{Value: "both"}, {Value: 71, Unit: "B"}}},
			`sizes: from the wire
  what    how long
──────────────────
  C_P1         7 B
  Sig_P1      64 B
──────────────────
  both        71 B
`},
		{"words wrap between words",
			table.Table{Title: "words",
				Columns: []table.Column{{Name: "long", Wrap: 9}, {Name: "short"}},
				Rows:    [][]table.Cell{{{Value: "SEK1, SEK2, r5"}, {Value: "ΔT"}}}},
			`words
  long       short
──────────────────
  SEK1,      ΔT
  SEK2, r5
`},
		{"no rows",
			table.Table{Title: "nothing", Columns: []table.Column{{Name: "a"}, {Name: "b"}}},
			`nothing
  a  b
──────
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text(t, &c.shown); got != c.want {
				t.Errorf("got:\n%swant:\n%s", got, c.want)
			}
		})
	}
}

// Where the ambiguous characters of Unicode are wide, columns still line up.
func TestTableIsTheSameInEveryLanguage(t *testing.T) {
	pretty.OverrideRuneWidthEastAsianWidth(true) // as it is with LANG=ja_JP
	shown := table.Table{Columns: []table.Column{{Name: "a"}, {Name: "b"}},
		Rows: [][]table.Cell{{{Value: "→ ‖ ΔT"}, {Value: "x"}}, {{Value: "123456"}, {Value: "y"}}}}
	const want = "\n  → ‖ ΔT  x\n  123456  y\n"
	if got := text(t, &shown); !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
}
