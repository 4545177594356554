package search

import (
	"fmt"
	"slices"
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/library"
)

// told is all that a search says, in words.
func told(t *testing.T, q Question) []string {
	t.Helper()
	i, err := Ask(q)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	var left *int
	if q.States > 0 {
		left = &q.States
	}
	for i.Open() {
		found, err := i.Deepen(left)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint("states: ", i.States))
		for _, a := range found {
			all = append(all, fmt.Sprint("found: ", a.Claim.ID, a.Outcome.Config.Moves))
		}
	}
	for _, a := range i.Claims {
		all = append(all, fmt.Sprint(a.Claim.ID, " ", a.Verdict, " ", a.Instances, " ", a.States))
	}
	return all
}

// However many workers there are, a search says the same, also where a limit of states cuts it.
func TestWorkersChangeNothing(t *testing.T) {
	questions := []Question{
		{Profile: "nsl", Bound: Bound{Instances: 4}},
		{Profile: "otway-rees", Bound: Bound{Instances: 4}},
		{Profile: "kerberos", Bound: Bound{Instances: 4, States: 4000}},
	}
	for _, name := range []string{"nsl", "denning-sacco-repaired"} {
		for _, states := range []int{1, 100, 499, 500, 501, 1100} {
			questions = append(questions, Question{Profile: name,
				Bound: Bound{Instances: 5, States: states}})
		}
	}
	for _, q := range questions {
		q.Workers = 1
		want := told(t, q)
		for _, workers := range []int{2, 3, 8} {
			q.Workers = workers
			if got := told(t, q); !slices.Equal(got, want) {
				t.Errorf("%s, %+v, %d workers:\ngot  %q\nwant %q", q.Profile, q.Bound, workers, got, want)
			}
		}
	}
}

// A search by workers visits what one without them does, and finds the same at the same place,
// where no violation makes a difference to what comes after it.
func TestASplitTreeIsTheWholeTree(t *testing.T) {
	for _, name := range []string{"nsl", "woo-lam-repaired", "x509-repaired", "yahalom"} {
		p := library.Must(name)
		var claims []model.Claim
		for _, c := range claimsOf(p) {
			if c.Kind == model.Secrecy {
				claims = append(claims, c)
			}
		}
		for n := 1; n <= 4; n++ {
			m, err := symbolic.New(p, symbolic.Insiders(p))
			if err != nil {
				t.Fatal(err)
			}
			alone := newSearcher(m, Bound{Instances: n})
			alone.open = claims
			alone.explore()
			s := newShare(Bound{Instances: n}, claims, nil)
			x := newSearcher(m, Bound{Instances: n}) // the same machine again
			x.share, x.open = s, claims
			x.walk()
			if s.states != alone.states || len(s.found) != len(alone.found) || s.cut || !s.over {
				t.Errorf("%s, %d instances: %d states and %d found in subtrees, want %d and %d", name, n,
					s.states, len(s.found), alone.states, len(alone.found))
			}
		}
	}
}

// What watches a search sees all states, and can stop it; it is cut then.
func TestWatched(t *testing.T) {
	seen := 0
	q := Question{Profile: "nsl", Bound: Bound{Instances: 6}, Workers: 1}
	q.Watch = func(states int) bool { seen += states; return seen > 2000 }
	r, err := Search(q)
	if err != nil {
		t.Fatal(err)
	}
	if seen < 2000 || r.States < seen || r.States > 3*seen {
		t.Errorf("%d of %d states were seen", seen, r.States)
	}
	cut := 0
	for _, a := range r.Claims {
		if a.Verdict == Cut {
			cut++
		} else if slices.Contains(searched, a.Claim.Kind) && a.Verdict != Violated {
			t.Errorf("%s: %s", a.Claim.ID, a.Verdict)
		}
	}
	if cut == 0 {
		t.Error("nothing was cut")
	}
}

// A claim about one who is the only principal of its party, and corrupt, says nothing.
func TestVoidClaims(t *testing.T) {
	name, err := library.Add("void.emr", smallWorld+`  role A
    input ID_B from peer
    fresh K
    secret "K" to S: K
    C = E[PUK_S](K)
    send B: C
  role B
    receive A: C
claim secrecy "K" by A about S
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		corrupt []model.Party
		want    Verdict
	}{{[]model.Party{}, None}, {[]model.Party{"B"}, None}, {[]model.Party{"S"}, Void}} {
		r, err := Search(Question{Profile: name, Corrupt: c.corrupt, Bound: Bound{Instances: 2}})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Claims[0].Verdict; got != c.want {
			t.Errorf("%q corrupt: got %s, want %s", c.corrupt, got, c.want)
		}
	}
}

// Pieces are put together in their order, whatever the order in which they come; and what lies
// behind the limit does not count.
func TestPiecesAreJoinedInOrder(t *testing.T) {
	a, b, c := model.Claim{ID: "a"}, model.Claim{ID: "b"}, model.Claim{ID: "c"}
	found := func(c model.Claim, at int) map[string]*plan {
		return map[string]*plan{c.ID: {claim: c, found: at}}
	}
	pieces := []*piece{
		{index: 0, walked: 3, states: 10},
		{index: 1, walked: 5, states: 10, found: found(a, 4)}, // at 19
		{index: 2, walked: 5, states: 10, above: found(c, 5), found: found(a, 1)},
		{index: 3, walked: 6, states: 10, found: found(b, 5)}, // at 41
		{index: 4, walked: 9, end: true},
	}
	for _, d := range []struct {
		limit, states int
		cut           bool
		want          string
	}{
		{0, 46, false, "a c b "}, {46, 46, false, "a c b "}, {41, 41, true, "a c b "},
		{40, 40, true, "a c "},
		{24, 24, true, "a "}, {19, 19, true, "a "}, {18, 18, true, ""}, {5, 5, true, ""},
	} {
		for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}} {
			s := newShare(Bound{}, []model.Claim{a, b, c}, nil)
			s.limit = d.limit
			for _, i := range order {
				p := *pieces[i]
				s.add(&p)
			}
			got := ""
			for p := range s.found {
				got += p.claim.ID + " "
			}
			if got != d.want || s.states != d.states || s.cut != d.cut {
				t.Errorf("limit %d, order %d: got %q, %d states, cut %t; want %q, %d, %t", d.limit, order,
					got, s.states, s.cut, d.want, d.states, d.cut)
			}
		}
	}
}
