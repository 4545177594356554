package generate

import (
	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/simtest"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unnoticed are the checks that no generated attack gets past the others to: without
// them another check refuses every attack that they refused, and no claim breaks.
// What they are good for against a dishonest party, the mutation suite of sim shows.
var unnoticed = map[string]string{
	"visit/P/certificate Cert_D":          "Eq. 21 signs Cert_D",
	"search/D/open C_C: ID_DE":            "Eq. 32 signs ID_DE",
	"search/HPC/certificate Cert_D":       "Eq. 37: an outsider has no PRK of a doctor",
	"search/HPC/certificate Cert_D again": "an outsider cannot seal under SEK2",
	"search/HPC/open C_D4: ID_P":          "an outsider cannot seal under SEK2",
	"search/HPC/open C_D4: ID_D":          "an outsider cannot seal under SEK2",
	"search/HPC/open C_D4: Cert_D":        "an outsider cannot seal under SEK2",
	"diagnosis/P/certificate Cert_D":      "an outsider cannot seal under SEK1",
	"diagnosis/P/open C_D5: Cert_D":       "an outsider cannot seal under SEK1",
}

// Generated attacks that the checks of the published description refused are made again without
// them, four of each kind on each field: see testMutations.
func TestMutations(t *testing.T) {
	simtest.Long(t)
	testMutations(t, "published", 4, unnoticed, nil)
}

// testMutations takes the checks of a profile out in turn, and makes attacks that each refused
// again, so many of each kind on each field: they break a claim, or are accepted, or the check is
// one of those that nothing notices. The golden file says so of each check. A normal run takes
// every fourth check out, and compares what the file has about it: the code is the same for all,
// and that each check is needed the tests of sim say. In full, all checks are taken out, and are
// then tried with all attacks too.
func testMutations(t *testing.T, profile string, most int, unnoticed, unreached map[string]string) {
	t.Helper()
	base := triedOnce(t, profile)
	made := func(base *Result, step int) string {
		all, err := mutateAll(profile, base, step)
		if err != nil {
			t.Fatal(err)
		}
		return mutationsText(t, all, unnoticed, unreached)
	}
	golden := map[string]string{"published": "mutations.txt",
		"hardened": "mutations-hardened.txt"}[profile]
	some := someOfEach(base, most)
	if *attacktest.Everything || simtest.Updating() {
		simtest.Golden(t, golden, made(some, 1))
		made(base, 1)
		return
	}
	raw, err := os.ReadFile(filepath.Join("testdata", golden))
	if err != nil {
		t.Fatalf("%v; go test -everything -update writes it", err)
	}
	want, checks := mutationBlocks(string(raw)), build.Checks(library.Must(profile))
	if len(want) != len(checks) {
		t.Fatalf("%s is about %d checks, want %d", golden, len(want), len(checks))
	}
	const step = 4
	got := mutationBlocks(made(some, step))
	if n := (len(checks) + step - 1) / step; len(got) != n {
		t.Fatalf("%d checks were taken out, want %d", len(got), n)
	}
	for i, block := range got {
		if d := simtest.Difference(block, want[step*i]); d != "" {
			t.Errorf("differs from %s, which go test -everything -update rewrites:\n%s", golden, d)
		}
	}
}

// mutateAll takes checks of a profile out in turn, the first and then each that is so many
// further on, and makes again the generated attacks that it refused. base is what came of all of
// them on the whole description.
func mutateAll(profile string, base *Result, step int) ([]Mutation, error) {
	without, err := base.Mutator()
	if err != nil {
		return nil, err
	}
	var all []Mutation
	checks := build.Checks(library.Must(profile))
	for i := 0; i < len(checks); i += step {
		m, err := without(checks[i])
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// mutationBlocks splits the text of mutations into those of the single checks.
func mutationBlocks(text string) []string {
	var blocks []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "  ") || len(blocks) == 0 {
			blocks = append(blocks, "")
		}
		blocks[len(blocks)-1] += line
	}
	return blocks
}

// mutationsText lists mutations, and compares them with the tables of those that nothing
// notices, and that no generated attack gets to.
func mutationsText(t *testing.T, all []Mutation, unnoticed, unreached map[string]string) string {
	t.Helper()
	var b strings.Builder
	for _, m := range all {
		why, quiet := unnoticed[m.Check]
		far, none := unreached[m.Check]
		switch {
		case none && m.Cases > 0:
			t.Errorf("%s: %d generated attacks were refused there, and the table has none", m.Check,
				m.Cases)
		case none:
		case m.Cases == 0:
			t.Errorf("%s: no generated attack was refused there", m.Check)
		case quiet && m.Noticed():
			t.Errorf("%s: is noticed, but stands in the table of those that are not", m.Check)
		case !quiet && !m.Noticed():
			t.Errorf("%s: nothing notices that it is gone; %v refuse instead", m.Check, m.Backed)
		}
		fmt.Fprintf(&b, "%s\n  attacks it refused: %d; accepted without it: %d\n", m.Check, m.Cases,
			m.Accepted)
		for _, c := range m.Violated {
			fmt.Fprintf(&b, "  violated without it: %s\n", c)
		}
		if len(m.Backed) > 0 {
			fmt.Fprintf(&b, "  refused instead by: %s\n", strings.Join(m.Backed, ", "))
		}
		if quiet {
			fmt.Fprintf(&b, "  nothing notices: %s\n", why)
		}
		if none {
			fmt.Fprintf(&b, "  nothing gets there: %s\n", far)
		}
	}
	return b.String()
}

// An attack on a description without a check is an attack like any other: its
// Config names what was taken out, and it repeats.
func TestMutationIsAnOption(t *testing.T) {
	o := attacktest.Outcome(t,
		`on alice.2#1: inject("visit 1", "alice", 2, "bob", 0, [field("alice.2#1", 1), `+
			`junk("sig", 64), field("alice.2#1", 3)])`,
	)
	const claim = "injective agreement: P-D visit"
	if v := attacktest.Verdict(t, o, claim); v.Status == "violated" {
		t.Fatalf("%s: violated on the whole description", claim)
	}
	c := o.Config
	c.Options = []string{"without:visit/D/verify Sig_P1"}
	o, err := attacks.Run(c)
	if err != nil {
		t.Fatal(err)
	}
	attacktest.Find(t, o, claim)
}

// A signature that shows its text gives its receiver what is not sent otherwise.
func TestCheckThatCannotBeTakenOut(t *testing.T) {
	c, err := sim.Standard("published", sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	c.Options = []string{"E12"}
	base := &Result{Cases: []Tried{{Case: Case{Config: c}}}}
	without, err := base.Mutator()
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range build.Checks(library.Must("published", "E12")) {
		needed := check.ID == "search/HPC/verify Sig_D3"
		if m, err := without(check); err != nil || m.Needed != needed || m.Noticed() != needed {
			t.Errorf("%s: got %+v, %v, want that it is needed: %v", check.ID, m, err, needed)
		}
	}
}
