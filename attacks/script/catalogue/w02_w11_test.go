package catalogue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/games"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// attacksW2ToW11 are W2, W4 and W7 to W11: what becomes of each on the published profile.
var attacksW2ToW11 = []struct {
	name      string
	left      []int    // moves of the finding of each claim that it violates
	refused   []string // by which checks, in the whole attack
	completed int      // sessions
}{
	{name: "w02", completed: 1},
	{name: "w02-clock", left: []int{2, 3}},
	{name: "w02-known", completed: 1},
	{name: "w04", left: []int{4}},
	{name: "w07", left: []int{1, 1}, completed: 2},
	{name: "w08", left: []int{0}, completed: 1},
	{name: "w08-record", left: []int{0}, completed: 1},
	{name: "w08-diagnosis", left: []int{0}, completed: 1},
	{name: "w09", completed: 1},
	{name: "w10", completed: 1},
	{name: "w11", left: []int{1}, completed: 2},
}

func TestCatalogueW2ToW11(t *testing.T) {
	t.Parallel()
	for _, w := range attacksW2ToW11 {
		t.Run(w.name, func(t *testing.T) {
			s := editedScript(t, w.name)
			o := runAttack(t, s)
			if err := s.Differs(o.Outcome); err != nil {
				t.Error(err)
			}
			if got := attacks.Refusals(o.Outcome); !slices.Equal(got, w.refused) {
				t.Errorf("refused by %q, want %q", got, w.refused)
			}
			if got := o.Result.Sessions.Completed; got != w.completed {
				t.Errorf("%d sessions complete, want %d", got, w.completed)
			}
			if w.left == nil {
				allExercised(t, s, o.Outcome)
			}
			for _, id := range violatedIDs(o.Outcome) {
				if !slices.Contains(s.Violates, id) && !slices.Contains(violatedIDs(idleRun(t, o)), id) {
					t.Errorf("%s is violated, and the header does not say so", id)
				}
			}
			if w.left == nil {
				return
			}
			for i, id := range s.Violates {
				wantFinding(t, o.Outcome, id, w.left[i])
			}
		})
	}
}

// allExercised checks that none of the claims of the header holds for want of anything
// that it is about.
func allExercised(t *testing.T, s *script.Script, o *attacks.Outcome) {
	t.Helper()
	for _, v := range o.Verdicts {
		if slices.Contains(s.Violates, v.Claim.ID) && v.Status == monitor.Vacuous {
			t.Errorf("%s is not exercised", v.Claim.ID)
		}
	}
}

// No reading of the paper closes any of them, nor does the suite or the seed.
func TestW2ToW11OnEveryReading(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	var worlds []need.Overrides
	for _, id := range library.OptionIDs("published") {
		worlds = append(worlds, need.Overrides{Options: []string{id}})
	}
	for i, name := range suite.Names() {
		seed := sim.Seed(100 + i)
		worlds = append(worlds, need.Overrides{Suite: name, Seed: &seed})
	}
	for _, w := range attacksW2ToW11 {
		for _, o := range worlds {
			s := attacktest.Script(t, w.name, o)
			if err := s.Differs(runAttack(t, s).Outcome); err != nil {
				t.Errorf("%s, options %q, suite %q: %v", w.name, o.Options, o.Suite, err)
			}
		}
	}
}

func runAttack(t *testing.T, s *script.Script) *script.Outcome {
	t.Helper()
	o, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// idleRun is the same world, with the same principals corrupt, and nothing else done.
func idleRun(t *testing.T, o *script.Outcome) *attacks.Outcome {
	t.Helper()
	c := o.Config
	c.Moves = slices.DeleteFunc(slices.Clone(c.Moves), func(m string) bool {
		return !strings.HasPrefix(m, "begin: reveal(") || !strings.HasSuffix(m, `, "all")`)
	})
	quiet, err := attacks.Run(c)
	if err != nil {
		t.Fatal(err)
	}
	return quiet
}

func violatedIDs(o *attacks.Outcome) []string {
	var ids []string
	for _, v := range o.Violated() {
		ids = append(ids, v.Claim.ID)
	}
	return ids
}

// wantFinding checks that a violation repeats, shrinks to so many moves and no fewer, and
// can be told.
func wantFinding(t *testing.T, o *attacks.Outcome, id string, left int) {
	t.Helper()
	i := slices.IndexFunc(o.Violated(), func(v monitor.Verdict) bool { return v.Claim.ID == id })
	if i < 0 {
		t.Errorf("%s is not violated", id)
		return
	}
	f, err := attacks.Find(o, o.Violated()[i])
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	if got := len(f.Outcome.Config.Moves); got != left || !f.Minimal {
		t.Errorf("%s: %d moves are left, want %d; minimal: %v", id, got, left, f.Minimal)
	}
	told := f.Narrate()
	if last := told[len(told)-1]; !strings.HasPrefix(last, fmt.Sprintf("So %q is violated: ", id)) {
		t.Errorf("%s: the story ends in %q", id, last)
	}
}

// A twin is an attack of attacksW2ToW11 with something changed, which changes the outcome.
var twinsW2ToW11 = []struct {
	name, but string
	edits     []string // old, new, …
	refused   string   // by this check; empty: nothing is refused
	violated  bool     // the claims that the header names
}{
	{name: "w02", but: "held for longer than ΔT", edits: []string{`"59s"`, `"61s"`},
		refused: "age T_P1"},
	{name: "w02-clock", but: "the clock left alone", edits: []string{`"10m")`, `"0s")`,
		`"-10m"`, `"0s"`, `replay(m, delay = "0s")`, `replay(m, delay = "10m")`},
		refused: "age T_P1"},
	{name: "w02-known", but: "nobody knows of the skew", edits: []string{
		`skew = {"alice": "50s"},`, "", "def on_message(m):",
		"def on_begin():\n    skew(\"alice\", \"50s\")\n\ndef on_message(m):",
		`, "injective agreement: P-D visit"`, ""}, violated: true},
	{name: "w02-known", but: "held for longer than ΔT and the skew",
		edits: []string{`"100s"`, `"111s"`}, refused: "age T_P1"},
	{name: "w04", but: "the patient visits the doctor", edits: []string{`"cardiology")],`,
		`"cardiology"), session("visit", "alice", "mallory")],`}},
	{name: "w04", but: "a department that the patient has not been to",
		edits:   []string{`me = "alice", "cardiology"`, `me = "alice", "oncology"`},
		refused: "lookup index"},
	{name: "w04", but: "S_D of nobody", edits: []string{`own(me, "S_D"), now, who`,
		`fresh("S_D"), now, who`}, refused: "Eq. 28"},
	{name: "w07", but: "each session gets its own answer", edits: []string{
		"deliver(held[0], to = m.to)", "deliver(held[0])",
		"deliver(m, to = held[0].to)", "deliver(m)"}},
	{name: "w07", but: "the searches are of two doctors", edits: []string{`D = ["bob"],`,
		`D = ["bob", principal("dan", department = "cardiology")],`,
		`"visit", "carol", "bob"`, `"visit", "carol", "dan"`}, refused: "Eq. 31"},
	{name: "w07", but: "the searches are of two departments", edits: []string{`D = ["bob"],`,
		`D = ["bob", "dan"],`, `"visit", "carol", "bob"`, `"visit", "carol", "dan"`,
		`department = "oncology"`, `department = "neurology"`}, refused: "Eq. 31"},
	{name: "w11", but: "no corrupt doctor is visited",
		edits: []string{`"alice", "mallory"`, `"alice", "bob"`, `why("B_P", of = m.sender)`, `""`}},
}

func TestW2ToW11Twins(t *testing.T) {
	for _, w := range twinsW2ToW11 {
		t.Run(w.name+", but "+w.but, func(t *testing.T) {
			s := editedScript(t, w.name, w.edits...)
			s.Acts = nil
			o := runAttack(t, s)
			broken := 0
			for _, id := range violatedIDs(o.Outcome) {
				if slices.Contains(s.Violates, id) {
					broken++
				}
			}
			if want := map[bool]int{true: len(s.Violates)}[w.violated]; broken != want {
				t.Errorf("%d claims are violated, want %d of %q", broken, want, s.Violates)
			}
			got := attacks.Refusals(o.Outcome)
			if w.refused == "" {
				allExercised(t, s, o.Outcome)
			}
			if w.refused == "" && len(got) > 0 || w.refused != "" && !slices.Contains(got, w.refused) {
				t.Errorf("refused by %q, want %q", got, w.refused)
			}
		})
	}
}

// editedScript is an attack of the catalogue with texts replaced, each of which it has.
func editedScript(t *testing.T, name string, edits ...string) *script.Script {
	t.Helper()
	file, raw := catalogue.Source(name)
	src := string(raw)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(src, edits[i]) {
			t.Fatalf("%s has no %q", file, edits[i])
		}
		src = strings.ReplaceAll(src, edits[i], edits[i+1])
	}
	s, err := script.Load(file, []byte(src), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// W2: what is fresh one by one is not fresh as a whole: a session is of ten messages.
func TestHeldVisitIsLate(t *testing.T) {
	o := runAttack(t, editedScript(t, "w02"))
	if d := o.Result.Duration; d < trace.Duration(10*59e9) {
		t.Errorf("the visit takes %s, want ten times 59 s", d)
	}
}

// W7: nobody notices, and bob has the record of the other hospital.
func TestSwappedAnswersGiveTheOtherRecord(t *testing.T) {
	o := runAttack(t, editedScript(t, "w07"))
	from := map[string]string{}
	for _, e := range o.Events {
		if e.Event == model.EventAccept && e.Label == "M_EMR" {
			from[string(e.Data[0].Value.Bytes())] = e.Peer
		}
	}
	if from["alice"] != "hospital-b" || from["carol"] != "hospital-a" {
		t.Errorf("got records from %v", from)
	}
}

// W8: of a record that nobody made, the session has what it has of a true one. What
// is left to compare are the bytes of what is said, and a key that both have.
func TestArbiterHasNothingToGoBy(t *testing.T) {
	for _, w := range []struct{ name, who, label string }{
		{"w08-record", "mallory", "M_EMR"}, {"w08-diagnosis", "eve", "M_DINF"},
	} {
		t.Run(w.name, func(t *testing.T) {
			o := runAttack(t, editedScript(t, w.name))
			honest := idleRun(t, o)
			if got, want := evidenceOf(o.Events, w.who), evidenceOf(honest.Events, w.who); got != want {
				t.Errorf("got\n%s\nof an honest run\n%s", got, want)
			}
			if !madeBySomebody(honest.Events, w.label) || madeBySomebody(o.Events, w.label) {
				t.Errorf("%s: want what was accepted to be made by somebody in the honest run alone",
					w.label)
			}
		})
	}
}

// evidenceOf is what a principal received, opened and verified, but for the bytes.
func evidenceOf(events []*trace.Event, who string) string {
	var b strings.Builder
	for _, e := range events {
		if e.Who != who || e.Kind != trace.KindDeliver && e.Kind != trace.KindCompute {
			continue
		}
		fmt.Fprintf(&b, "%s %s %s %d", e.Kind, e.Do, e.Phase, e.Eq)
		if e.Msg != nil {
			fmt.Fprintf(&b, " %s of %d", e.Msg.Name, len(e.Msg.Fields))
		}
		for _, d := range e.Data {
			fmt.Fprintf(&b, " %s", d.Name)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// madeBySomebody says whether what is accepted under a label was made by anybody.
func madeBySomebody(events []*trace.Event, label string) bool {
	all := map[string]bool{}
	for _, e := range events {
		if e.Label != label || len(e.Data) == 0 {
			continue
		}
		content := string(e.Data[len(e.Data)-1].Value.Bytes())
		switch e.Event {
		case model.EventMade:
			all[content] = true
		case model.EventAccept:
			if !all[content] {
				return false
			}
		}
	}
	return len(all) > 0
}

// W9: wherever the record is, the listener says so.
func TestSignatureTellsTheHospital(t *testing.T) {
	for _, h := range []string{"hospital-a", "hospital-b", "hospital-c"} {
		s := editedScript(t, "w09", `"filing", "hospital-b"`, `"filing", "`+h+`"`)
		if log := runAttack(t, s).Log; !slices.Equal(log, []string{"the record is at " + h}) {
			t.Errorf("%s: got %q", h, log)
		}
	}
	protocol := library.Must("published")
	for _, g := range games.Of(protocol) {
		if g.Name != "location of the record: HPC" {
			continue
		}
		r, err := g.Play(games.Config{Profile: "published", Resolution: 900, EqualLengths: true})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Violated || r.Distinguisher != "trial verification" || r.Correct != r.Trials {
			t.Errorf("got %+v", r)
		}
		return
	}
	t.Error("there is no game about where the record is")
}

// W10: wherever the records are, the thief reads it off.
func TestStolenIndexIsRead(t *testing.T) {
	for _, hospitals := range [][2]string{{"hospital-a", "hospital-a"}, {"hospital-a", "hospital-b"},
		{"hospital-b", "hospital-a"}, {"hospital-b", "hospital-b"}} {
		s := editedScript(t, "w10", `"hospital-b", "carol"`, `"`+hospitals[0]+`", "carol"`,
			`"hospital-b", "alice"`, `"`+hospitals[1]+`", "alice"`)
		want := []string{
			"alice of cardiology is at " + hospitals[1] + ", asked for by bob",
			"carol of oncology is at " + hospitals[0] + ", asked for by nobody",
			"eve of radiology is at hospital-a, asked for by nobody",
		}
		if log := runAttack(t, s).Log; !slices.Equal(log, want) {
			t.Errorf("got %q, want %q", log, want)
		}
	}
}
