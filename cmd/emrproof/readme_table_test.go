package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/survey"
	"emrproof/reports/expect"
	"emrproof/sim/simtest"
)

// The marks round Table 3 in the README.
const (
	table3Begin = "<!-- Table 3 as verify has it: go test ./cmd/emrproof -run Table3 -update -->\n"
	table3End   = "<!-- end of Table 3 -->\n"
)

// The README's Table 3 is what verify makes: it is drawn up from the expectations, from
// which no verdict of verify may differ. With -update it is written anew.
func TestReadmeTable3(t *testing.T) {
	const name = "../../README.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), table3Begin)
	got, after, ends := strings.Cut(rest, table3End)
	if !begins || !ends {
		t.Fatalf("the README has no Table 3 between %q and %q", table3Begin, table3End)
	}
	want := readmeTable3(t)
	if simtest.Updating() {
		text := before + table3Begin + want + table3End + after
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := simtest.Difference(got, want); d != "" {
		t.Errorf("the README's Table 3 is not that of verify, which go test -run Table3 -update "+
			"writes:\n%s", d)
	}
}

// readmeTable3 is the table in Markdown, a row for each attribute, a column for each profile
// that is verified.
func readmeTable3(t *testing.T) string {
	t.Helper()
	e, err := expect.Default()
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{}
	var rows []string
	for _, x := range e.All {
		id, ok := strings.CutPrefix(x.ID, "table3.")
		if !ok {
			continue
		}
		_, row, _ := strings.Cut(id, "/")
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
		cells[id] = table3Cell(t, x.Value)
	}
	if len(rows) != 11 {
		t.Fatalf("the expectations have %d attributes, want the 11 of Table 3", len(rows))
	}
	profiles := []string{"published", "hardened"}
	var b strings.Builder
	b.WriteString("| attribute | " + strings.Join(profiles, " | ") + " |\n|---|")
	b.WriteString(strings.Repeat("---|", len(profiles)) + "\n")
	for _, row := range rows {
		b.WriteString("| " + row + " |")
		for _, profile := range profiles {
			cell, ok := cells[profile+"/"+row]
			if !ok {
				t.Fatalf("nothing is expected of %s on %s", row, profile)
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// table3Cell is a verdict by adversary, such as "outsider: not violated; insider: violated
// (W3, W4)", in the words of the README: who breaks it, the weakest in bold, or against
// whom it is not violated.
func table3Cell(t *testing.T, verdict string) string {
	t.Helper()
	var broken, held []string
	beyond := ""
	for _, part := range strings.Split(verdict, "; ") {
		who, came, _ := strings.Cut(part, ": ")
		attacks, violated := strings.CutPrefix(came, "violated (")
		attacks = strings.TrimSuffix(attacks, ")")
		switch {
		case violated && who == survey.Beyond:
			beyond = "; " + who + ": " + attacks
		case violated && attacks == "without any attack": // whoever is, or is not, against it
			broken = []string{"**" + attacks + "**"}
		case violated && len(broken) == 0:
			broken = append(broken, "**"+who+":** "+attacks)
		case violated:
			broken = append(broken, who+": "+attacks)
		case came == "not violated":
			held = append(held, who)
		case came != "not tried":
			t.Fatalf("verdict %q: %q is none that the README has words for", verdict, came)
		}
	}
	switch {
	case len(broken) > 0:
		return strings.Join(broken, "; ") + beyond
	case len(held) > 0:
		return fmt.Sprintf("not violated by %s%s", strings.Join(held, ", "), beyond)
	}
	return "not tried" + beyond
}

// What is not violated names against whom, and what is violated begins with the weakest.
func TestReadmeTable3Cell(t *testing.T) {
	for verdict, want := range map[string]string{
		"outsider: not violated; insider: violated (W3, W4); stolen device: violated (W5); key theft: " +
			"not tried": "**insider:** W3, W4; stolen device: W5",
		"outsider: not violated; insider: not tried; key theft: not violated; out of scope: violated " +
			"(W2)": "not violated by outsider, key theft; out of scope: W2",
		"outsider: violated (without any attack); insider: violated (without any attack)": "**without " +
			"any attack**",
		"outsider: not tried": "not tried",
	} {
		if got := table3Cell(t, verdict); got != want {
			t.Errorf("%s: got %q, want %q", verdict, got, want)
		}
	}
}
