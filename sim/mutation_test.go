package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
)

// The checks that nothing can provoke, because another one always refuses before
// them, with the reason. There are none.
var redundant = map[string]string{}

// The checks that never decide alone: whatever makes one of them refuse is refused
// by another one without it, before the last round is over. They are no less there
// for a reason, which is that the other one comes too late, or elsewhere.
var backed = map[string]string{
	"certification, D, certificate Cert_D": "the cloud checks it when the doctor registers",
	"registration of P, P, equal (4)": "SEK1 does not agree (22): but then the patient blames " +
		"the doctor for what the cloud did",
	"registration of HPC, HPC, equal (7)":       "SEK2 does not agree (44)",
	"registration of D, D, equal (10)":          "SEK1 does not agree (22)",
	"registration of D, PC, certificate Cert_D": "patients check it at every visit",
	"visit, P, certificate Cert_D":              "(21) signs it; the cloud checks it next",
	"search, HPC, certificate Cert_D":           "SEK2 binds it (44); HPC checks it again",
	"search, HPC, certificate Cert_D again":     "P checks it: after the record is out",
	"search, D, open C_C (31), ID_DE":           "(30) signs ID_DE",
	"search, D, open C_HPC1 (42), ID_HPC":       "the key of (43) is looked up by ID_HPC",
	"search, HPC, open C_D4 (46), ID_D":         "the certificate is on the other ID_D",
	"search, HPC, open C_D4 (46), Cert_D":       "the certificate is on another doctor",
	"diagnosis, P, open C_D5 (50), Cert_D":      "the certificate is on another doctor",
}

// The changes that nobody notices, neither in the same round nor in the next one of
// the same patient at the same doctor. Only what is claimed about the data, which
// monitors decide, tells some of them from an honest run.
var unnoticed = map[string]string{
	"visit, P, C_P2: M_SD is another":       "data of the sender's own choice",
	"search, HPC, C_HPC2: M_EMR is another": "data of the sender's own choice",
	"diagnosis, D, C_D5: M_DINF is another": "data of the sender's own choice",
	"filing, PC, new entry: ID_HPC is another (2)": "nothing reads the doctor's name in an " +
		"index entry (E15)",
	"search, PC, new entry: ID_D is another": "nothing reads the doctor's name in an index " +
		"entry (E15)",
}

// A study of a description is every change to it, with what each leads to.
type study struct {
	protocol *model.Protocol
	changes  []finding
	removed  map[int]finding  // without the check that refused first, by the change
	by       map[string][]int // the changes that a check was the first to refuse
}

func studyOf(t testing.TB, profile string, options ...string) *study {
	t.Helper()
	long(t)
	p, err := library.Profile(profile, options...)
	if err != nil {
		t.Fatal(err)
	}
	c := brokenConfig(profile, 1)
	c.Options = options
	s := &study{protocol: p, removed: map[int]finding{}, by: map[string][]int{}}
	s.changes = try(t, p, c, append(dishonest(p), interfering(p, expiries(t, c))...), nil)
	var again []change
	var lack []check
	var index []int
	for i, f := range s.changes {
		if f.behind == nil {
			continue
		}
		s.by[f.behind.String()] = append(s.by[f.behind.String()], i)
		if f.behind.field == "tag" && !f.flips {
			continue // another key: there is nothing to open it to
		}
		again, lack, index = append(again, f.change), append(lack, *f.behind), append(index, i)
	}
	for j, f := range try(t, p, c, again, lack) {
		s.removed[index[j]] = f
	}
	return s
}

// long skips a test under -short, as simtest.Long does for tests outside of this package.
func long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("each check is taken out: not with -short")
	}
}

// A studyOnce is the study of a description without options, which several tests look at.
type studyOnce struct {
	sync.Once
	*study
}

func (o *studyOnce) of(t testing.TB, profile string) *study {
	t.Helper()
	long(t)
	o.Do(func() { o.study = studyOf(t, profile) })
	if o.study == nil {
		t.Fatalf("there is no study of %s", profile)
	}
	return o.study
}

var publishedOnce, hardenedOnce studyOnce

func publishedStudy(t testing.TB) *study { t.Helper(); return publishedOnce.of(t, "published") }
func hardenedStudy(t testing.TB) *study  { t.Helper(); return hardenedOnce.of(t, "hardened") }

// testChecks wants each check to be the first that refuses some change, and that
// without the check its step is passed.
func testChecks(t *testing.T, s *study, redundant map[string]string) {
	t.Helper()
	known := map[string]bool{}
	for _, c := range checksOf(s.protocol) {
		name := c.String()
		known[name] = true
		switch reason, ok := redundant[name]; {
		case ok && len(s.by[name]) > 0:
			t.Errorf("%s: not redundant (%q): it refuses when %s", name, reason,
				s.changes[s.by[name][0]].what)
		case !ok && len(s.by[name]) == 0:
			t.Errorf("%s: nothing provokes it", name)
		}
		passed := 0
		for _, i := range s.by[name] {
			r, ok := s.removed[i]
			switch {
			case !ok:
			case !r.done[c.place] || r.behind != nil && r.behind.place == c.place &&
				r.behind.field == c.field:
				t.Errorf("%s: when %s, the step is not passed without the check: %s", name, r.what,
					r.first())
			default:
				passed++
			}
		}
		if passed == 0 && len(s.by[name]) > 0 && atRest[name] == "" {
			t.Errorf("%s: no change passes without it", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.by)) {
		if !known[name] {
			t.Errorf("%s refuses, and is not among the checks of the description", name)
		}
	}
	for name := range redundant {
		if !known[name] {
			t.Errorf("%s is called redundant, and is no check", name)
		}
	}
	if len(known) == 0 {
		t.Error("there are no checks")
	}
}

// Remove each check in turn and see a run go through that it refused.
func TestEveryCheckIsNeeded(t *testing.T) {
	testChecks(t, publishedStudy(t), redundant)
}

// The other readings have other checks. E12 is not among them: there HPC learns ID_P
// from the signature, so that (37) cannot be taken out.
func TestEveryCheckIsNeededUnderOptions(t *testing.T) {
	testChecks(t, studyOf(t, "published", "E13", "E14", "E17", "E20"), nil)
}

func TestEveryCheckOfNeedhamSchroederIsNeeded(t *testing.T) {
	testChecks(t, studyOf(t, "ns"), nil)
	testChecks(t, studyOf(t, "nsl"), nil)
}

// Which checks are backed by others is known: all others decide some run alone.
func TestChecksThatAreBacked(t *testing.T) { testBacked(t, publishedStudy(t), backed) }

func testBacked(t *testing.T, s *study, backed map[string]string) {
	t.Helper()
	for _, c := range checksOf(s.protocol) {
		alone := ""
		for _, i := range s.by[c.String()] {
			if r, ok := s.removed[i]; ok && r.honestLooking() {
				alone = r.what
			}
		}
		_, known := backed[c.String()]
		if known && alone != "" {
			t.Errorf("%s: without it nothing refuses when %s: it is not backed", c, alone)
		}
		if !known && alone == "" {
			t.Errorf("%s: without it another check refuses all the same", c)
		}
	}
}

// Break what any step computes, and some round does not complete.
func TestEveryComputationIsNeeded(t *testing.T) {
	s := publishedStudy(t)
	byEquation := map[int]int{}
	var again []change
	for _, f := range s.changes {
		byEquation[f.eq]++
		if f.honestLooking() {
			again = append(again, f.change)
		}
	}
	survived := map[string]bool{}
	for _, f := range try(t, s.protocol, brokenConfig("published", 2), again, nil) {
		if _, ok := unnoticed[f.what]; !ok && f.honestLooking() {
			t.Errorf("when %s, nobody notices", f.what)
		}
		survived[f.what] = f.honestLooking()
	}
	for what, reason := range unnoticed {
		if !survived[what] {
			t.Errorf("when %s, it is noticed after all (%q)", what, reason)
		}
	}
	s.protocol.EachStep(func(ph *model.Phase, r *model.Role, _ int, st *model.Step) {
		if st.Kind == model.StepLet && byEquation[st.Eqn] == 0 {
			t.Errorf("Eq. %d: nothing is changed", st.Eqn)
		}
	})
}

// Check or open the wrong thing, and the round does not complete.
func TestEveryOtherEquationIsNeeded(t *testing.T) {
	long(t)
	byEquation := map[int]int{}
	p := library.Must("published")
	for _, f := range try(t, p, brokenConfig("published", 1), mistaken(p), nil) {
		byEquation[f.eq]++
		if f.honestLooking() {
			t.Errorf("when %s, nobody notices", f.what)
		}
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, st *model.Step) {
		if st.Eqn > 0 && st.Kind != model.StepLet && byEquation[st.Eqn] == 0 {
			t.Errorf("Eq. %d: nothing is changed", st.Eqn)
		}
	})
}

// checksText lists the checks: how many changes each is the first to refuse, one of
// them, and what becomes of these without the check.
func checksText(t testing.TB) string { return publishedStudy(t).checksText() }

func (s *study) checksText() string {
	var b strings.Builder
	for _, c := range checksOf(s.protocol) {
		changes := s.by[c.String()]
		then := map[string]int{}
		for _, i := range changes {
			if r, ok := s.removed[i]; ok {
				then[r.first()]++
			}
		}
		fmt.Fprintf(&b, "%s\n\trefuses %s", c, changesText(len(changes)))
		if len(changes) > 0 {
			fmt.Fprintf(&b, ", such as: %s", s.changes[changes[len(changes)-1]].what)
		}
		fmt.Fprintf(&b, "\n\twithout it refuses: %s\n", tallyText(then))
	}
	return b.String()
}

// equationsText lists the equations: how many changes of the step there are, and who
// refuses them.
func equationsText(t testing.TB) string {
	p := library.Must("published")
	found := slices.Clone(publishedStudy(t).changes)
	found = append(found, try(t, p, brokenConfig("published", 1), mistaken(p), nil)...)
	lines := make([]string, p.Equations+1)
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		by, n := map[string]int{}, 0
		for _, f := range found {
			if f.eq == s.Eqn {
				by[f.first()]++
				n++
			}
		}
		if s.Eqn > 0 {
			lines[s.Eqn] = fmt.Sprintf("%s\n\t%s, refused by: %s\n",
				nameOf(p, place{ph.Name, r.Party, i}), changesText(n), tallyText(by))
		}
	})
	return strings.Join(lines[1:], "")
}

// tallyText lists what came how often, the most frequent first.
func tallyText(count map[string]int) string {
	keys := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(keys, func(a, b string) int { return count[b] - count[a] })
	for i, k := range keys {
		keys[i] = fmt.Sprintf("%d × %s", count[k], k)
	}
	return strings.Join(keys, "; ")
}

func changesText(n int) string {
	if n == 1 {
		return "1 change"
	}
	return fmt.Sprint(n, " changes")
}
