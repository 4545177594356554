package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/sim/trace"
)

// thief reveals something of a principal at the end.
type thief struct {
	Passive
	who, what string
	data      []trace.Datum
	err       error
}

func (a *thief) End(n *Network) error {
	a.data, a.err = n.Reveal(a.who, a.what)
	return nil
}

// stolen are the names and terms of what a thief gets after the default round.
func stolen(t *testing.T, who, what string) ([]string, error) {
	t.Helper()
	c, err := Standard("published", DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	a := &thief{who: who, what: what}
	if _, err := Run(c, a, nil); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range a.data {
		names = append(names, d.Name+" "+d.Value.String())
	}
	return names, a.err
}

// Who steals one table has that one, its keys with it, and nothing of the others.
func TestRevealOfOneTable(t *testing.T) {
	for _, w := range []struct{ who, what, want string }{
		{"cloud", "table index", "index 1.key h(alice‖cardiology); " +
			"index 1.1 (hospital-a‖bob) ⊕ h(s[cloud.1])"},
		{"hospital-a", "table records", "records 1.key alice; records 1.1 M_EMR[hospital-a.2]"},
		{"bob", "tables", ""},
	} {
		got, err := stolen(t, w.who, w.what)
		if err != nil || strings.Join(got, "; ") != w.want {
			t.Errorf("%s of %s: got %q, %v; want %q", w.what, w.who, got, err, w.want)
		}
	}
	for _, table := range []string{"index", "issued"} {
		one, err := stolen(t, "cloud", trace.RevealTable+table)
		if err != nil || len(one) == 0 {
			t.Errorf("%s: %q, %v", table, one, err)
		}
		all, _ := stolen(t, "cloud", trace.RevealTables)
		if !strings.Contains(fmt.Sprint(all), strings.Trim(fmt.Sprint(one), "[]")) {
			t.Errorf("got %q, which lacks %q", all, one)
		}
	}
}

// Who corrupts a principal has all that each theft of a part gives, tables among it.
func TestRevealOfAllIsEveryPart(t *testing.T) {
	for _, who := range []string{"authority", "cloud", "hospital-a", "bob", "alice"} {
		all, err := stolen(t, who, trace.RevealAll)
		if err != nil {
			t.Fatal(err)
		}
		parts := 0
		for _, what := range []string{
			trace.RevealKeys, trace.RevealStore, trace.RevealBiometric, trace.RevealTables} {
			part, err := stolen(t, who, what)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range part {
				if !slices.Contains(all, one) {
					t.Errorf("%s of %s gives %s, and %s does not", what, who, one, trace.RevealAll)
				}
			}
			parts += len(part)
		}
		if parts != len(all) || parts == 0 {
			t.Errorf("%s of %s gives %d values, its parts %d", trace.RevealAll, who, len(all), parts)
		}
	}
}

func TestRevealOfWhatThereIsNot(t *testing.T) {
	for _, w := range []struct{ who, what, want string }{
		{"bob", "table index", `reveal "table index": want keys, store, biometric, tables, ` +
			`table and one of bob's, or all`},
		{"cloud", "tabel index", `reveal "tabel index": want keys, store, biometric, tables, ` +
			`table and one of cloud's, or all`},
		{"nobody", "tables", `principal "nobody": want one of authority, cloud, hospital-a, ` +
			`hospital-b, bob, alice`},
	} {
		if _, err := stolen(t, w.who, w.what); err == nil || err.Error() != w.want {
			t.Errorf("%s of %s: got  %v\nwant %s", w.what, w.who, err, w.want)
		}
	}
}
