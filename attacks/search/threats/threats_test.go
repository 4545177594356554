package threats

import (
	"fmt"
	"slices"
	"testing"

	"emrproof/attacks/search"
	"emrproof/model"
	"emrproof/model/library"
)

// An outsider comes first, then each party that may be corrupt, and then two of them.
func TestOf(t *testing.T) {
	for name, want := range map[string][]string{
		"nsl":        {"outsider", "B corrupt"}, // A and B differ in nothing but their names
		"otway-rees": {"outsider", "A corrupt", "B corrupt", "A and B corrupt"},
	} {
		var got []string
		for _, corrupt := range Of(library.Must(name)) {
			got = append(got, called(corrupt, nil))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// all searches as the verb does, and says what was found, in order.
func all(t *testing.T, q search.Question) (*Search, []string) {
	t.Helper()
	s, err := Ask(q)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for s.Open() && !s.Stopped() {
		err := s.Deepen(func(*Threat) {}, func(f *Finding) error {
			line := f.Name
			if f.Before != nil {
				line += " as " + f.Before.Name
			}
			for i, a := range f.Answers {
				line += fmt.Sprint(", ", a.Claim.ID, " ", a.Instances)
				if f.Before == nil && f.Shrunk[i].Claim.ID != a.Claim.ID {
					t.Errorf("%s: %s is shrunk for %s", f.Name, f.Shrunk[i].Claim.ID, a.Claim.ID)
				}
			}
			found = append(found, line)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s, found
}

// What takes the fewest instances comes first, whatever the threat; and what a weaker adversary
// does is not told again.
func TestTheFewestInstancesFirst(t *testing.T) {
	q := search.Question{Profile: "otway-rees", Bound: search.Bound{Instances: 3},
		Claims: []string{"non-injective agreement: B-A key", "secrecy: K_AB of A", "freshness: B-A"}}
	_, got := all(t, q)
	want := []string{"outsider, non-injective agreement: B-A key 3", "outsider, freshness: B-A 3",
		"A corrupt as outsider, non-injective agreement: B-A key 3, freshness: B-A 3",
		"B corrupt as outsider, non-injective agreement: B-A key 3, freshness: B-A 3",
		"A and B corrupt as outsider, non-injective agreement: B-A key 3, freshness: B-A 3"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	q.Corrupt = []model.Party{"S"}
	if _, got = all(t, q); !slices.Contains(got, "S corrupt, secrecy: K_AB of A 1") {
		t.Errorf("with the server corrupt: got %q", got)
	}
}

// Under a threat that is not more than another, a claim is shrunk again.
func TestThreatsThatCannotBeCompared(t *testing.T) {
	q := search.Question{Profile: "woo-lam", Bound: search.Bound{Instances: 3},
		Claims: []string{"aliveness: A-B"}}
	_, got := all(t, q)
	want := []string{"A corrupt, aliveness: A-B 3", "B corrupt, aliveness: A-B 3",
		"A and B corrupt as A corrupt, aliveness: A-B 3"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A limit of states is one for all threats, and what is behind it is cut.
func TestStatesAreCountedOverAllThreats(t *testing.T) {
	q := search.Question{Profile: "yahalom", Bound: search.Bound{States: 1000}}
	s, _ := all(t, q)
	states, cut := 0, 0
	for _, threat := range s.Threats {
		states += threat.States
		if threat.CutAt > 0 {
			cut++
		}
		if threat.Searched < 1 || threat.Searched > 4 {
			t.Errorf("%s: %d instances", threat.Name, threat.Searched)
		}
	}
	if states != 1000 || cut != len(s.Threats) {
		t.Errorf("%d states, and %d of %d threats are cut", states, cut, len(s.Threats))
	}
}

// What watches a search stops it under all threats.
func TestStopped(t *testing.T) {
	seen := 0
	s, _ := all(t, search.Question{Profile: "yahalom", Workers: 1,
		Watch: func(states int) bool { seen += states; return seen > 3000 }})
	states := 0
	for _, threat := range s.Threats {
		states += threat.States
	}
	cut := slices.DeleteFunc(slices.Clone(s.Threats), func(t *Threat) bool { return t.CutAt == 0 })
	if len(cut) != 1 {
		t.Errorf("%d threats are cut: want the one that was searched", len(cut))
	}
	if !s.Stopped() || seen < 3000 || states < seen || states > 2*seen {
		t.Errorf("stopped: %t, %d states of which %d were seen", s.Stopped(), states, seen)
	}
}

// A run that is found is carried out by its moves alone, whatever it took to find them: where the
// adversary had to compute more for that than for the moves, it still repeats byte for byte.
func TestWhatIsFoundRepeats(t *testing.T) {
	q := search.Question{Profile: "published", Corrupt: []model.Party{"D"},
		Claims: []string{"non-repudiation: M_DINF"}, Bound: search.Bound{Instances: 1}}
	if _, found := all(t, q); len(found) != 1 {
		t.Errorf("got %q", found)
	}
}
