package proofs

import (
	"slices"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// Denning and Sacco: B has to take the key for fresh, and nothing else that may be
// assumed or said will do for C2.
// Reference: Burrows, Abadi, Needham (1990), "The Needham-Schroeder Protocol".
func TestNeedhamSchroederNeedsFreshness(t *testing.T) {
	r := results(t, variant(t, "needham"))["C2"]
	if r.Proof != nil || len(r.Additions) == 0 {
		t.Fatalf("C2 derivable %v, additions %v", r.Proof != nil, r.Additions)
	}
	first := r.Additions[0].Candidates
	if len(first) != 1 || first[0].String() != "B ⊨ #(A ↔Kab B)" {
		t.Errorf("least addition %v", first)
	}
	// Needham and Schroeder's own repair (1987): B's nonce in the ticket.
	if !slices.ContainsFunc(r.Additions, func(a Addition) bool {
		return len(a.Candidates) == 1 && a.Candidates[0].String() == "M3 part 1 says N_b"
	}) {
		t.Errorf("no addition puts N_b into message 3: %v", r.Additions)
	}
	used := results(t, variant(t, "needham", "DS"))
	for _, id := range []string{"C2", "C4"} {
		for _, set := range Sets(used[id].Minimal) {
			if !slices.Contains(set, "DS") {
				t.Errorf("%s follows from %v, without the assumption", id, set)
			}
		}
	}
}

// Kerberos, Otway and Rees, Yahalom, X.509: the least sets of assumptions. What S
// believes is never needed.
func TestCalibration(t *testing.T) {
	for _, c := range []struct {
		protocol, goal string
		want           [][]string
	}{
		{"kerberos", "C1", [][]string{{"A1", "A6", "A8"}}},
		{"kerberos", "C4", [][]string{{"A3", "A7", "A9", "A11"}}},
		{"otway", "C3", [][]string{{"A1", "A8", "A10", "A12"}}},
		{"otway", "C4", [][]string{{"A3", "A9", "A11"}}},
		{"otway", "C5", nil},
		{"yahalom", "C2", [][]string{{"A3", "A6", "A7", "A8", "A10", "A11"}}},
		{"x509", "C1", [][]string{{"A3", "A5"}, {"A3", "A8"}}}, // one of N_a and T_b is redundant
		{"x509", "C2", [][]string{{"A4", "A7"}}},
		{"x509", "C3", nil},
	} {
		got := Sets(results(t, variant(t, c.protocol))[c.goal].Minimal)
		if !slices.EqualFunc(got, c.want, slices.Equal[[]string]) {
			t.Errorf("%s %s: %v, want %v", c.protocol, c.goal, got, c.want)
		}
	}
}

// All sets of at most two candidates, tried one by one, are what Abduce finds.
func TestAbduceIsExact(t *testing.T) {
	for _, c := range []struct {
		protocol string
		errata   []string
	}{{"needham", nil}, {"x509", []string{"T_a"}}, {"yahalom", []string{"trust"}},
		{"published", []string{"B1", "B5"}}} {
		v := variant(t, c.protocol, c.errata...)
		found := 0
		for _, g := range v.Goals {
			if follows(t, v, g.Formula) {
				continue
			}
			additions, whole, err := abduce(v, g.Formula)
			if err != nil || !whole {
				t.Fatal(whole, err)
			}
			var got []string
			for _, a := range additions {
				if len(a.Candidates) <= 2 {
					got = append(got, setName(a.Candidates))
				}
			}
			want := pairs(t, v, g.Formula)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s %v %s: got %v, want %v", c.protocol, c.errata, g.ID, got, want)
			}
			found += len(want)
		}
		if found == 0 {
			t.Errorf("%s %v: nothing could be added: want a better example", c.protocol, c.errata)
		}
	}
}

func setName(candidates []candidate) string {
	var names []string
	for _, c := range candidates {
		names = append(names, c.String())
	}
	slices.Sort(names)
	return names[0] + names[len(names)-1]
}

func follows(t testing.TB, v *protocol.Variant, f *ban.Formula) bool {
	t.Helper()
	w := *v
	w.Goals = []ban.Given{{ID: "it", Formula: f}}
	backed, err := backed(&w, nil)
	if err != nil {
		t.Fatal(err)
	}
	return backed["it"] != nil
}

// pairs tries each candidate and each two of them, but for those that say no more
// than the goal, and two in one part of a message, which work by themselves or not.
func pairs(t testing.TB, v *protocol.Variant, f *ban.Formula) []string {
	t.Helper()
	var usable []candidate
	alone := map[string]bool{}
	var names []string
	for _, c := range space(v) {
		if c.Message == "" && c.Formula.Equal(f) {
			continue
		}
		usable = append(usable, c)
		if follows(t, with(v, []candidate{c}), f) {
			alone[c.String()] = true
			names = append(names, setName([]candidate{c}))
		}
	}
	for i, a := range usable {
		for _, b := range usable[:i] {
			together := a.Message != "" && a.Message == b.Message && a.Part == b.Part
			if alone[a.String()] || alone[b.String()] || together {
				continue
			}
			if set := []candidate{b, a}; follows(t, with(v, set), f) {
				names = append(names, setName(set))
			}
		}
	}
	return names
}
