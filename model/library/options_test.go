package library

import (
	"emrproof/model"
	"emrproof/model/errata"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file under testdata, or rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s:\n%s", path, diffText(string(want), got))
	}
}

// diffText lists the lines that only one of two texts has.
func diffText(old, now string) string {
	before, after := strings.Split(old, "\n"), strings.Split(now, "\n")
	var b strings.Builder
	for _, line := range before {
		if !slices.Contains(after, line) {
			fmt.Fprintf(&b, "- %s\n", line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			fmt.Fprintf(&b, "+ %s\n", line)
		}
	}
	return b.String()
}

// changedSteps prints the steps that an option changes, before and after. No
// option adds or removes any.
func changedSteps(t *testing.T, p, q *model.Protocol) string {
	t.Helper()
	var b strings.Builder
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		now := q.PhaseNamed(ph.Name).Role(r.Party).Steps
		if len(now) != len(r.Steps) {
			t.Fatalf("%s: role %s: %d steps, want %d", ph.Name, r.Party, len(now), len(r.Steps))
		}
		was, is := errataText(*s), errataText(now[i])
		if was != is {
			fmt.Fprintf(&b, "%s\n\t- %s\n\t+ %s\n", placeText(ph, r, i, s), was, is)
		}
	})
	return b.String()
}

func errataText(s model.Step) string {
	return strings.Join(append([]string{stepText(s)}, s.Errata...), " ; ")
}

func TestWhatEachOptionChanges(t *testing.T) {
	var b strings.Builder
	b.WriteString("The steps of the published description that each option changes, with the\n" +
		"readings in which they work in braces and the errata that they cite at the end.\n")
	for _, o := range Options("published") {
		fmt.Fprintf(&b, "\n%s: %s\n", o.ID, o.Text)
		b.WriteString(changedSteps(t, Must("published"), with(t, Must("published"), o.ID)))
	}
	golden(t, "options.txt", b.String())
	// Reference: E12, E13, E14, E17, E20.
}

func with(t *testing.T, p *model.Protocol, ids ...string) *model.Protocol {
	t.Helper()
	q, err := Profile(p.Name, slices.Concat(p.Options, ids)...)
	if err != nil {
		t.Fatalf("With(%q): %v", ids, err)
	}
	return q
}

// subsets are the 2^5 choices of options, in the order of their ids.
func subsets() [][]string {
	ids := OptionIDs("published")
	var list [][]string
	for bits := range 1 << len(ids) {
		var on []string
		for i, id := range ids {
			if bits>>i&1 == 1 {
				on = append(on, id)
			}
		}
		list = append(list, on)
	}
	return list
}

func TestAllOptionsTogetherBuild(t *testing.T) {
	seen := map[string][]string{}
	for _, ids := range subsets() {
		p := with(t, Must("published"), ids...)
		if !slices.Equal(p.Options, ids) {
			t.Errorf("With(%q): options %q", ids, p.Options)
		}
		if got := messagesOf(p, model.StepSend, "visit", "search", "diagnosis"); len(got) != 10 {
			t.Errorf("With(%q): %d messages, want 10", ids, len(got))
		}
		text := strings.SplitN(protocolText(p), "\n", 2)[1]
		if seen[text] != nil {
			t.Errorf("With(%q) is With(%q)", ids, seen[text])
		}
		seen[text] = append(ids, "")
	}
	if len(seen) != 32 {
		t.Errorf("%d descriptions, want 32", len(seen))
	}
}

// Options are switched on in the order of their file, in whatever order they are given.
func TestTheOrderOfOptionsDoesNotMatter(t *testing.T) {
	ids := OptionIDs("published")
	want := protocolText(with(t, Must("published"), ids...))
	slices.Reverse(ids)
	if got := protocolText(with(t, Must("published"), ids...)); got != want {
		t.Errorf("With(%q) differs:\n%s", ids, diffText(want, got))
	}
}

func TestOptionErrors(t *testing.T) {
	const want = ": want one of E12, E13, E14, E17, E20"
	for _, c := range []struct {
		on, ids []string
		want    string
	}{
		{nil, []string{"E8"}, `option "E8"` + want},
		{nil, []string{"e12"}, `option "e12"` + want},
		{nil, []string{""}, `option ""` + want},
		{nil, []string{"E12", "E99", "E13"}, `option "E99"` + want},
		{nil, []string{"E99", "E99"}, `option "E99"` + want},
		{nil, []string{"E13", "E12", "E13"}, `option "E13" is given twice`},
		{[]string{"E20"}, []string{"E20"}, `option "E20" is given twice`},
		{[]string{"E20"}, []string{"E21"}, `option "E21"` + want},
	} {
		q, err := Profile("published", slices.Concat(c.on, c.ids)...)
		if err == nil || err.Error() != c.want || q != nil {
			t.Errorf("With(%q): got %v, %v; want %s", c.ids, q, err, c.want)
		}
	}
}

// Every option is the literal reading of an erratum that says so.
func TestOptionsAreErrata(t *testing.T) {
	var want []string
	for _, e := range errata.All {
		if strings.HasPrefix(e.Literal, "yes: ") {
			want = append(want, e.ID)
		}
	}
	if got := OptionIDs("published"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
