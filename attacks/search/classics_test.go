package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// violated are the claims of protocols of the literature that some run of at most four instances
// violates, each with the least number of instances.
var violated = map[string][]string{
	// Lowe 1995: B takes mallory for A, who ran the protocol with mallory.
	"ns": {"weak agreement: A-B confirmed 2", "non-injective agreement: A-B confirmed 2",
		"injective agreement: A-B confirmed 2", "intended peer: A-B confirmed 2",
		"secrecy: N_B of B 2"},
	"nsl": nil, // Lowe 1996
	// Thayer Fábrega, Herzog and Guttman 1999: A and B end with different keys.
	"otway-rees": {"non-injective agreement: B-A key 3", "injective agreement: B-A key 3"},
	"yahalom":    nil, // Paulson 2001
	// Woo and Lam 1994, Abadi and Needham 1996: B commits to A, who did nothing at all.
	"woo-lam": {"aliveness: A-B 3", "weak agreement: A-B 3", "non-injective agreement: A-B 3",
		"injective agreement: A-B 3", "intended peer: A-B 3"},
	"woo-lam-repaired": nil,
	// Abadi and Needham 1996: B passes on what A made for it.
	"denning-sacco": {"weak agreement: A-B 2", "non-injective agreement: A-B 2",
		"injective agreement: A-B 2", "intended peer: A-B 2", "secrecy: K_AB of B 2"},
	"denning-sacco-repaired": {"injective agreement: A-B 3"}, // a replay within ΔT
	"wide-mouthed-frog":      {"injective agreement: A-B 4"}, // Lowe 1997
	// Clark and Jacob 1997, 6.1.3: A takes its own N_A + 1 for the new key.
	"andrew": {"weak agreement: B-A 2", "non-injective agreement: B-A 2",
		"injective agreement: B-A 2"},
	"andrew-ban": nil,
	// Burrows, Abadi and Needham 1989: message 3 is for anybody.
	"x509": {"weak agreement: A-B 3", "non-injective agreement: A-B 3",
		"injective agreement: A-B 3"},
	"x509-repaired": nil,
	// Diffie, van Oorschot and Wiener 1992: who signs in A's stead has B take the key for his.
	"signed-dh": misbinding,
	// Krawczyk 2003: a MAC that names nobody does not bind the key to a name either.
	"sigma-misbinding": misbinding,
	"sigma-i":          nil, // Krawczyk 2003, Canetti and Krawczyk 2002
	// Blake-Wilson and Menezes's attack takes a key pair that two principals have.
	"sts-mac":          nil,
	"sts-mac-repaired": nil,
	"kerberos":         {"injective agreement: A-B 4"}, // Bellovin and Merritt 1990
}

// misbinding is that A and B have one key, and B takes it for one with mallory.
var misbinding = []string{"weak agreement: A-B 2", "non-injective agreement: A-B 2",
	"injective agreement: A-B 2", "intended peer: A-B 2", "weak agreement: B-A 2",
	"non-injective agreement: B-A 2", "injective agreement: B-A 2", "intended peer: B-A 2"}

// stale are their claims of freshness that some run violates: where nothing in the last message
// says when it was made, or where a server gives it a new time.
var stale = map[string][]string{
	"ns":                {"B-A 2", "A-B confirmed 2"},
	"nsl":               {"B-A 2", "A-B confirmed 2"},
	"otway-rees":        {"B-A 3", "B-A key 3", "A-B 3"},
	"yahalom":           {"B-A 3", "A-B 3"},
	"woo-lam":           {"A-B 3"},
	"woo-lam-repaired":  {"A-B 3"},
	"wide-mouthed-frog": {"A-B 3"},
	"andrew":            {"B-A 2", "A-B 2"},
	"andrew-ban":        {"B-A 2", "A-B 2"},
	"x509":              {"A-B 2"},
	"x509-repaired":     {"A-B 2"},
	"signed-dh":         {"B-A 2", "A-B 2"},
	"sigma-misbinding":  {"B-A 2", "A-B 2"},
	"sigma-i":           {"B-A 2", "A-B 2"},
	"sts-mac":           {"B-A 2", "A-B 2"},
	"sts-mac-repaired":  {"B-A 2", "A-B 2"},
	"kerberos":          {"B-A 3"},
}

// bounds are the numbers of instances up to which a normal run of the tests searches.
var bounds = map[string]int{"nsl": 4, "andrew": 3, "andrew-ban": 3, "yahalom": 3,
	"woo-lam-repaired": 3, "kerberos": 3, "signed-dh": 3, "sigma-misbinding": 3, "sigma-i": 2,
	"sts-mac": 3, "sts-mac-repaired": 3}

func TestTheLiteratureIsFound(t *testing.T) {
	for name, want := range violated {
		n := bounds[name]
		if n == 0 {
			n = 4
		}
		if *attacktest.Everything {
			n = 4
		}
		for _, c := range stale[name] {
			want = append(want, "freshness: "+c)
		}
		want = slices.DeleteFunc(want, func(c string) bool { return c[len(c)-1] > byte('0'+n) })
		slices.Sort(want)
		t.Run(name, func(t *testing.T) {
			r, err := Search(Question{Profile: name, Bound: Bound{Instances: n}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range r.Claims {
				switch {
				case a.Verdict == Violated:
					got = append(got, fmt.Sprint(a.Claim.ID, " ", a.Instances))
				case slices.Contains(searched, a.Claim.Kind) && (a.Verdict != None || a.Instances != n):
					t.Errorf("%s: got %s up to %d", a.Claim.ID, a.Verdict, a.Instances)
				}
			}
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// claimsOf are the claims of a description that are searched.
func claimsOf(p *model.Protocol) []model.Claim {
	var all []model.Claim
	for _, c := range p.Claims {
		if slices.Contains(searched, c.Kind) {
			all = append(all, c)
		}
	}
	return all
}

// verdictsOf searches a description in some way, and returns what is violated and how many
// states it took.
func verdictsOf(t testing.TB, p *model.Protocol, n int, set func(*searcher)) ([]string, int) {
	t.Helper()
	return verdictsWith(t, p, symbolic.Insiders(p), n, set)
}

// verdictsWith does so with some parties corrupt.
func verdictsWith(
	t testing.TB, p *model.Protocol, corrupt []model.Party, n int, set func(*searcher),
) ([]string, int) {
	t.Helper()
	s, err := symbolic.New(p, corrupt)
	if err != nil {
		t.Fatal(err)
	}
	x := newSearcher(s, Bound{Instances: n})
	x.open = claimsOf(p)
	set(x)
	x.explore()
	var ids []string
	for _, c := range claimsOf(p) {
		if x.found[c.ID] != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids, x.states
}

// Constraint differentiation, and dropping what can be made as it is, save work and change no
// verdict.
func TestWhatIsLeftOutChangesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long, and has one worker")
	}
	for name := range violated {
		p := library.Must(name)
		insiders := symbolic.Insiders(p)
		compare(t, p, insiders, 3, "without differentiation", func(x *searcher) { x.whole = true })
		// Where several honest principals play a party, also the order of their names counts.
		n := 3
		if name == "kerberos" { // this takes 200 times as long
			n = 2
		}
		compare(t, p, []model.Party{}, n, "by an outsider, without differentiation",
			func(x *searcher) { x.whole = true })
		if name != "x509-repaired" || *attacktest.Everything { // this takes 20,000 times as long
			compare(t, p, insiders, 2, "in every way", func(x *searcher) { x.Every = true })
		}
	}
}

// compare searches a description as usual and in another way, which takes longer.
func compare(
	t *testing.T, p *model.Protocol, corrupt []model.Party, n int, how string, set func(*searcher),
) {
	t.Helper()
	want, quick := verdictsWith(t, p, corrupt, n, func(*searcher) {})
	got, slow := verdictsWith(t, p, corrupt, n, set)
	if !slices.Equal(got, want) {
		t.Errorf("%s %s: got %q, want %q", p.Name, how, got, want)
	}
	if slow < quick {
		t.Errorf("%s %s: %d states, and %d as usual", p.Name, how, slow, quick)
	}
}

// Other names of principals change nothing.
func TestNamesDoNotMatter(t *testing.T) {
	for _, name := range []string{"ns", "nsl", "woo-lam", "andrew"} {
		p := library.Must(name)
		q := p.Clone()
		for i := range q.World.Cast {
			for j := range q.World.Cast[i].Names {
				q.World.Cast[i].Names = slices.Clone(q.World.Cast[i].Names)
				q.World.Cast[i].Names[j] = "x" + q.World.Cast[i].Names[j]
			}
		}
		plain := func(*searcher) {}
		want, states := verdictsOf(t, p, 3, plain)
		got, others := verdictsOf(t, q, 3, plain)
		if !slices.Equal(got, want) || others != states {
			t.Errorf("%s: got %q in %d states, want %q in %d", name, got, others, want, states)
		}
	}
}

// More knowledge violates what less violates, or more.
func TestMoreKnowledgeViolatesMore(t *testing.T) {
	for name := range violated {
		p := library.Must(name)
		less, _ := verdictsOf(t, p, 2, func(*searcher) {})
		more, _ := verdictsOf(t, p, 2, func(x *searcher) {
			for _, who := range x.Principals {
				if who.Party == "B" && !who.Corrupt { // a victim: its keys are stolen
					x.Learn(lazy.Pair(model.OpPRK, who.ID), 1)
					x.LearnAll(x.Secrets(who, trace.RevealStore), 1)
				}
			}
		})
		for _, id := range less {
			if !slices.Contains(more, id) {
				t.Errorf("%s: %s is violated, and not with more knowledge", name, id)
			}
		}
	}
}

// An outsider violates no more than insiders do, and a corrupt server gives away the keys.
func TestWhoIsCorrupt(t *testing.T) {
	for _, c := range []struct {
		name    string
		corrupt []model.Party
		claim   string
		want    Verdict
	}{
		{"ns", nil, "secrecy: N_B of B", Violated},
		{"ns", []model.Party{"A"}, "secrecy: N_B of B", Violated},
		{"ns", []model.Party{}, "secrecy: N_B of B", None},
		{"ns", []model.Party{}, "weak agreement: A-B confirmed", None},
		{"denning-sacco", []model.Party{"B"}, "secrecy: K_AB of B", Violated},
		{"denning-sacco", []model.Party{}, "secrecy: K_AB of B", None},
		{"woo-lam", []model.Party{}, "aliveness: A-B", None},
		// Without insiders it takes another honest B: what A answers to one serves with the other.
		{"woo-lam", []model.Party{}, "weak agreement: A-B", Violated},
		{"woo-lam", []model.Party{"A"}, "aliveness: A-B", Violated},
		{"otway-rees", nil, "secrecy: K_AB of A", None},
		{"otway-rees", []model.Party{"S"}, "secrecy: K_AB of A", Violated},
		{"yahalom", []model.Party{"S"}, "secrecy: N_B of B", Violated},
	} {
		r, err := Search(Question{Profile: c.name, Claims: []string{c.claim}, Corrupt: c.corrupt,
			Bound: Bound{Instances: 3}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if got := r.Claims[0].Verdict; got != c.want {
			t.Errorf("%s: %s with %q corrupt: got %s, want %s", c.name, c.claim, c.corrupt, got, c.want)
		}
	}
	_, err := Search(Question{Profile: "ns", Corrupt: []model.Party{"X"}, Bound: Bound{Instances: 1}})
	if err == nil {
		t.Error("a party that there is none of: got no error")
	}
}

// Each check that is taken out leaves violated what was, and the monitors agree with whatever
// the search then finds.
func TestChecksTakenOut(t *testing.T) {
	tried, noticed := 0, 0
	for name := range violated {
		p := library.Must(name)
		before, _ := verdictsOf(t, p, 2, func(*searcher) {})
		for _, c := range build.Checks(p) {
			without := build.WithoutPrefix + c.ID
			r, err := Search(Question{Profile: name, Options: []string{without},
				Bound: Bound{Instances: 2}})
			if err != nil {
				t.Errorf("%s %s: %v", name, without, err)
				continue
			}
			var after []string
			for _, a := range r.Claims {
				if a.Verdict == Violated {
					after = append(after, a.Claim.ID)
				}
			}
			for _, id := range before {
				if !slices.Contains(after, id) {
					t.Errorf("%s %s: %s is not violated any more", name, without, id)
				}
			}
			tried++
			if len(after) > len(before) {
				noticed++
			}
		}
	}
	if tried < 50 || noticed < 20 {
		t.Errorf("%d checks, of which %d are noticed", tried, noticed)
	}
}

// What would be searched wrongly is refused.
func TestRefusesWhatItCannotSearch(t *testing.T) {
	for name, want := range map[string]string{
		"tmn": "exclusive or",
	} {
		_, err := Search(Question{Profile: name, Bound: Bound{Instances: 1}})
		if err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), "not searched yet") {
			t.Errorf("%s: got %v, want a refusal that says %q", name, err, want)
		}
	}
	if _, err := Search(Question{Profile: "lunch"}); err == nil {
		t.Error("a description that there is none of: got no error")
	}
}

// A search that is cut says so, and is no no.
func TestCutIsNoNo(t *testing.T) {
	r, err := Search(Question{Profile: "nsl", Bound: Bound{Instances: 4, States: 300}})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Claims {
		if a.Verdict == None {
			t.Errorf("%s: got %s", a.Claim.ID, a.Verdict)
		}
		if a.Verdict == Cut && a.Instances != 3 {
			t.Errorf("%s: cut, and %d instances were searched", a.Claim.ID, a.Instances)
		}
	}
}

// Of a claim that no run comes to nothing is said.
func TestNothingIsSaidOfWhatIsNotReached(t *testing.T) {
	for n, want := range map[int]Verdict{1: Unreached, 2: None} {
		r, err := Search(Question{Profile: "nsl", Claims: []string{"aliveness: B-A"},
			Bound: Bound{Instances: n}})
		if err != nil {
			t.Fatal(err)
		}
		if a := r.Claims[0]; a.Verdict != want || a.Within() != want || a.Instances != n {
			t.Errorf("in runs of %d: got %s up to %d, want %s", n, a.Verdict, a.Instances, want)
		}
	}
}
