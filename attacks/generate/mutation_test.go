package generate

import (
	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/sim/simtest"
	"fmt"
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

// Each check of the published description is taken out in turn, and generated attacks that it
// refused are made again, four of each kind on each field: they break a claim, or are accepted,
// or the check is one of those that nothing notices. In full, all of them are.
func TestMutations(t *testing.T) {
	simtest.Long(t)
	base := triedOnce(t, "published")
	if !*attacktest.Everything {
		base = someOfEach(base, 4)
	}
	all, err := mutateAll("published", nil, base, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(all), len(build.Checks(library.Must("published"))); got != want {
		t.Fatalf("got %d mutations, want one a check: %d", got, want)
	}
	text := mutationsText(t, all, unnoticed, nil)
	if !*attacktest.Everything {
		simtest.Golden(t, "mutations.txt", text)
	}
}

// mutationsText lists mutations, and compares them with the tables of those that nothing
// notices, and that no generated attack gets to.
func mutationsText(t *testing.T, all []mutation, unnoticed, unreached map[string]string) string {
	t.Helper()
	var b strings.Builder
	for _, m := range all {
		why, quiet := unnoticed[m.Check.ID]
		far, none := unreached[m.Check.ID]
		switch {
		case none && m.Cases > 0:
			t.Errorf("%s: %d generated attacks were refused there, and the table has none", m.Check.ID,
				m.Cases)
		case none:
		case m.Cases == 0:
			t.Errorf("%s: no generated attack was refused there", m.Check.ID)
		case quiet && m.noticed():
			t.Errorf("%s: is noticed, but stands in the table of those that are not", m.Check.ID)
		case !quiet && !m.noticed():
			t.Errorf("%s: nothing notices that it is gone; %v refuse instead", m.Check.ID, m.Backed)
		}
		fmt.Fprintf(&b, "%s\n  attacks it refused: %d; accepted without it: %d\n", m.Check.ID, m.Cases,
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
