package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/sim/simtest"
)

func carryOut(t *testing.T, c *script.Script) *survey.Attack {
	t.Helper()
	a, err := survey.CarryOut(c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// told is how an attack is written, without the chart.
func told(t *testing.T, a *survey.Attack) string {
	t.Helper()
	var b strings.Builder
	style := AttackStyle{Quiet: true, Again: "again", Keep: "keep"}
	if err := AttackText(&b, a, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// exchange is a world of Needham–Schroeder in which alice talks with bob.
const exchange = `
acts = []
world = need(profile = "ns", sessions = [session("exchange", "alice", "bob")])
`

func TestResultsAreThoseNamedAndAllThatIsViolated(t *testing.T) {
	a := carryOut(t, attacktest.Script(t, "lowe", need.Overrides{}))
	var got []string
	for _, r := range a.Results {
		got = append(got, fmt.Sprintf("%s %t %t", r.Verdict.Claim.ID, r.Named, r.Violated()))
	}
	want := []string{
		"weak agreement: A-B confirmed true true",
		"non-injective agreement: A-B confirmed true true",
		"intended peer: A-B confirmed true true",
		"secrecy: N_B of B true true",
		"injective agreement: A-B confirmed false true",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
	if a.Differs != nil {
		t.Errorf("differs: %v", a.Differs)
	}
}

// What an honest run violates is not told as the adversary's doing, unless the attack
// is about it.
func TestWhatIsViolatedWithoutAnAdversaryIsToldApart(t *testing.T) {
	const session = `
acts = []
world = need(D = ["bob"], sessions = [session("visit", "alice", "bob", at = "1s")])
`
	const line = "also violated without any adversary: non-repudiation: M_SD\n"
	got := told(t, carryOut(t, attacktest.Load(t, session)))
	if !strings.Contains(got, line) || strings.Contains(got, "\nviolated") {
		t.Errorf("want it in one line, and nothing told:\n%s", got)
	}
	got = told(t, carryOut(t, attacktest.Load(t, session+`violates = ["non-repudiation: M_SD"]`)))
	if strings.Contains(got, line) ||
		!strings.Contains(got, "violated: no move is needed\n  non-repudiation: M_SD  ") ||
		!strings.Contains(got, "; also violated without any adversary\n") ||
		!strings.Contains(got, "   1. bob.3 accepts M_SD as made by alice.\n") {
		t.Errorf("want it told, since the attack is about it:\n%s", got)
	}
}

// To listen is to be an adversary: only that no move is needed.
func TestWhatIsHeardIsNotViolatedWithoutAnAdversary(t *testing.T) {
	a := carryOut(t, attacktest.Load(t, `
acts = []
world = need(options = ["E12"], D = ["bob"], sessions = [session("visit", "alice", "bob")])
`))
	got := told(t, a)
	if !strings.Contains(got, "\nviolated: no move is needed, it is enough to listen\n"+
		"  secrecy: SEK1 of P") || strings.Contains(got, "any adversary: secrecy") {
		t.Errorf("got\n%s", got)
	}
}

// In W5 nobody sessions anybody but for the thief, so its own world shows nothing of what
// honest sessions violate.
func TestTheStandardWorldShowsWhatIsViolatedAnyway(t *testing.T) {
	for _, r := range carryOut(t, attacktest.Script(t, "w05", need.Overrides{})).Results {
		if id := r.Verdict.Claim.ID; r.Honest != strings.HasPrefix(id, "non-repudiation") {
			t.Errorf("%s: violated without an adversary: %t", id, r.Honest)
		}
	}
}

func TestOneStoryForAllThatTheSameMovesViolate(t *testing.T) {
	got := told(t, carryOut(t, attacktest.Script(t, "lowe", need.Overrides{})))
	for words, want := range map[string]int{
		"violated: 3 of 5 moves; minimal\n": 1,
		"violated: 2 of 5 moves; minimal\n": 1,
		"alice.2 acts with mallory":         1, // which weak agreement alone would not tell
		". So \"":                           5,
	} {
		if n := strings.Count(got, words); n != want {
			t.Errorf("%q stands there %d times, want %d:\n%s", words, n, want, got)
		}
	}
}

func TestManyCasesKeepTheirOrder(t *testing.T) {
	var cases []*script.Script
	for i := range 12 {
		c := attacktest.Load(t, exchange)
		c.ID = fmt.Sprint(i)
		cases = append(cases, c)
	}
	for _, workers := range []int{0, 1, 8} {
		done := make(chan bool, len(cases))
		all, err := survey.CarryOutAll(cases, workers, func() { done <- true })
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range all {
			if a.ID != fmt.Sprint(i) {
				t.Errorf("%d workers: number %d is %s", workers, i, a.ID)
			}
		}
		if len(done) != len(cases) {
			t.Errorf("%d workers: done was called %d times, want %d", workers, len(done), len(cases))
		}
	}
}

func TestTheFirstErrorOfManyCases(t *testing.T) {
	fails := func(words string) *script.Script {
		return attacktest.Load(t, exchange+"def on_begin():\n    fail(\""+words+"\")\n")
	}
	cases := []*script.Script{attacktest.Load(t, exchange), fails("one"), fails("two")}
	for range 20 {
		if _, err := survey.CarryOutAll(cases, 3, nil); err == nil ||
			!strings.HasSuffix(err.Error(), "fail: one") {
			t.Fatalf("got %v, want one", err)
		}
	}
}

// An attack that never got to act shows nothing, and so is never as expected.
func TestACaseThatNeverActsDiffers(t *testing.T) {
	idle := attacktest.Load(t, `
id = "idle"
violates = ["secrecy: N_A of A"]
expect = {"ns": "not violated: nobody does anything"}
`+strings.Replace(exchange, "[]", `["inject"]`, 1))
	all, err := survey.CarryOutAll([]*script.Script{idle}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := Attacks{Survey: &survey.Survey{Profile: "ns", All: all}}
	if s.AsExpected() {
		t.Error("it passes for as expected")
	}
	o := decodeAttacks(t, &s)
	if r := o.Results[0]; r.Verdict != "not exercised" || r.Commit != "" || r.Moves != 0 ||
		r.Differs != "my.star: the attack never got to act: no inject took effect" {
		t.Errorf("%+v", r)
	}
	var b strings.Builder
	if err := s.Text(&b, false); err != nil {
		t.Fatal(err)
	}
	simtest.Golden(t, "idle.txt", b.String())
	if _, err := survey.CarryOut(idle); !errors.Is(err, attacks.ErrNeverActed) {
		t.Errorf("alone: got %v, want %v", err, attacks.ErrNeverActed)
	}
}

// The object that programs read, key by key.
type attackObject struct {
	Schema         int
	Verb           string
	Profile, Suite string
	Options        []string
	Seed           uint64
	Results        []struct {
		ID, Title, Threat, Claim, Commit, Verdict, Expected, Differs string

		RefusedBy     string `json:"refused_by"`
		Options       []string
		Seed          uint64
		Honest        bool
		Minimal       bool
		Moves, Trials int
		Narration     []string
	}
}

func decodeAttacks(t *testing.T, s *Attacks) attackObject {
	t.Helper()
	var b bytes.Buffer
	if err := s.JSON(&b); err != nil {
		t.Fatal(err)
	}
	var o attackObject
	dec := json.NewDecoder(&b)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestJSONOfAttacks(t *testing.T) {
	broken := carryOut(t, attacktest.Script(t, "lowe", need.Overrides{}))
	refused := carryOut(t, attacktest.Script(t, "lowe", need.Overrides{Profile: "nsl"}))
	o := decodeAttacks(t, &Attacks{Survey: &survey.Survey{Profile: "ns", Suite: "p256",
		Seed: 7, All: []*survey.Attack{broken, refused}}})
	if o.Schema != 1 || o.Verb != "attack" || o.Profile != "ns" || o.Suite != "p256" || o.Seed != 7 ||
		o.Options == nil || len(o.Results) != 5+4 {
		t.Errorf("head: %+v", o)
	}
	r := o.Results[0]
	if r.ID != "lowe" || r.Threat != "insider responder" ||
		r.Commit != "B in exchange, after opens M3" || r.Verdict != "violated" ||
		r.Expected != "violated" || !r.Minimal || r.Moves != 3 ||
		r.Trials == 0 || len(r.Narration) < 5 || r.Differs != "" || r.Seed != 1 {
		t.Errorf("violated: %+v", r)
	}
	if r := o.Results[4]; r.Expected != "" || r.Verdict != "violated" {
		t.Errorf("violated, and not named: %+v", r)
	}
	for _, r := range o.Results[5:] {
		if r.Verdict != "refused" || r.RefusedBy != "open M2" || r.Expected != "refused by open M2" ||
			r.Commit != "" || r.Minimal || r.Moves != 3 || r.Trials != 0 || r.Narration == nil {
			t.Errorf("refused: %+v", r)
		}
	}
	if o := decodeAttacks(t, &Attacks{Survey: &survey.Survey{}}); o.Results == nil {
		t.Error("no results: want an empty list")
	}
}

func TestAttackReportsThatItCannotBeWritten(t *testing.T) {
	a := carryOut(t, attacktest.Script(t, "lowe", need.Overrides{}))
	err := AttackText(full{}, a, AttackStyle{})
	if err == nil || err.Error() != "no room" {
		t.Errorf("got %v, want no room", err)
	}
	s := Attacks{Survey: &survey.Survey{All: []*survey.Attack{a}}}
	if err := s.Text(full{}, false); err == nil || err.Error() != "no room" {
		t.Errorf("many: got %v, want no room", err)
	}
}
