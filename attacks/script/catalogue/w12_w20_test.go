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
	"emrproof/attacks/script/need"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// attacksW12ToW20 are W12 to W20: what becomes of each in the reading that it is about, and of its
// twin, the same attack without the option.
var attacksW12ToW20 = []struct {
	name    string
	without bool     // the options of the script
	left    []int    // moves of the finding of each claim that it violates; nil: it violates none
	refused []string // by which checks, in the whole attack
	// costs says that what is refused cost a party more than the adversary: that is W16,
	// and beside the point.
	costs bool
}{
	{name: "w12", left: []int{0, 0, 0, 0, 0}},
	{name: "w12", without: true},
	{name: "w12-relay", left: []int{1, 1, 1, 1, 2, 2, 2, 0, 1, 0, 2, 0, 2, 1, 2}},
	{name: "w12-relay", without: true},
	{name: "w13", left: []int{1, 1, 1, 1, 1, 1}},
	{name: "w13", without: true, refused: []string{"Eq. 14", "Eq. 27", "Eq. 36"}, costs: true},
	{name: "w13-answers", left: []int{1, 1, 1, 1, 1, 1}, refused: []string{"Eq. 22", "Eq. 44"}},
	{name: "w13-answers", without: true, refused: []string{"Eq. 20", "Eq. 31", "Eq. 42"}},
	{name: "w14", left: []int{1, 1, 1}},
	{name: "w14", without: true, refused: []string{"Eq. 24", "Eq. 48", "Eq. 50"}},
	{name: "w14-late", left: []int{2, 2}},
	{name: "w14-late", without: true, refused: []string{"Eq. 46", "Eq. 24"}},
	{name: "w15", left: []int{2, 2}, refused: []string{"Eq. 31"}},
	{name: "w15", without: true, refused: []string{"Eq. 28"}, costs: true},
	{name: "w15-biometric", refused: movedBorders, costs: true},
	{name: "w15-biometric", without: true, refused: movedBorders, costs: true},
	{name: "w16", left: []int{1}, refused: []string{"Eq. 14", "Eq. 27", "Eq. 36"}},
	{name: "w16-replay", left: []int{2, 1}, refused: []string{"Eq. 24"}},
	{name: "w16-stale", refused: []string{"age T_P1", "age T_D2", "age T_D3"}},
	{name: "w17"},
	{name: "w18", refused: []string{"Eq. 15", "Eq. 15", "Eq. 24", "Eq. 32", "Eq. 44"}, costs: true},
	{name: "w18-record", left: []int{2, 1, 1, 1, 1}},
	{name: "w18-cloud", left: []int{1}},
	{name: "w18-hospital", left: []int{1}},
	{name: "w18-patient", refused: []string{"Eq. 21", "Eq. 21", "Eq. 22"}},
	{name: "w18-diagnosis", left: []int{2, 1, 1, 1, 1}},
	{name: "w19"},
	{name: "w19-active", refused: []string{"Eq. 15", "Eq. 21", "Eq. 43", "lookup directory"}},
	{name: "w20", refused: asPrinted},
	{name: "w20-phases", refused: asPrinted, costs: true},
	{name: "w20-sessions", refused: asPrinted},
}

var (
	// movedBorders come in the order in which messages of different lengths arrive.
	movedBorders = []string{"Eq. 15", "Eq. 14", "Eq. 15", "Eq. 14", "Eq. 14", "Eq. 14", "Eq. 15"}
	// asPrinted stands for what the script itself says beside each of its tries.
	asPrinted = []string{"as printed"}
)

// loadedScript is an attack of the catalogue, on the first suite or another.
func loadedScript(t *testing.T, name string, without bool, o need.Overrides) *script.Script {
	t.Helper()
	if without {
		o.Options = []string{}
	}
	s := attacktest.Script(t, name, o)
	return s
}

func TestCatalogueW12ToW20(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	for _, w := range attacksW12ToW20 {
		name := w.name
		if w.without {
			name += ", without its option"
		}
		t.Run(name, func(t *testing.T) {
			s := loadedScript(t, w.name, w.without, need.Overrides{})
			o := runAttack(t, s)
			if err := s.Differs(o.Outcome); err != nil {
				t.Error(err)
			}
			want := w.refused
			if len(want) == 1 && want[0] == asPrinted[0] {
				want = o.Log
			}
			if got := attacks.Refusals(o.Outcome); !slices.Equal(got, want) {
				t.Errorf("refused by %q, want %q", got, want)
			}
			nothingElseBreaks(t, s, o.Outcome, w.costs)
			if w.left == nil {
				allExercised(t, s, o.Outcome)
				return
			}
			for i, id := range s.Violates {
				wantFinding(t, o.Outcome, id, w.left[i])
			}
		})
	}
}

// nothingElseBreaks checks that an attack violates nothing that its header does not name,
// but for what is violated by itself, or by what was stolen at the beginning.
func nothingElseBreaks(t *testing.T, s *script.Script, o *attacks.Outcome, costs bool) {
	t.Helper()
	c := o.Config
	c.Moves = slices.DeleteFunc(slices.Clone(c.Moves), func(m string) bool {
		return !strings.HasPrefix(m, "begin: reveal(")
	})
	quiet, err := attacks.Run(c)
	if err != nil {
		t.Fatal(err)
	}
	known := append(violatedIDs(quiet), s.Violates...)
	if costs {
		known = append(known, "availability")
	}
	for _, id := range violatedIDs(o) {
		if !slices.Contains(known, id) {
			t.Errorf("%s is violated, and the header does not say so", id)
		}
	}
}

// Neither another suite nor another seed changes what becomes of any of them.
func TestW12ToW20OnEverySuite(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	for _, w := range attacksW12ToW20 {
		for i, name := range suite.Names() {
			seed := sim.Seed(200 + i)
			s := loadedScript(t, w.name, w.without, need.Overrides{Suite: name, Seed: &seed})
			if err := s.Differs(runAttack(t, s).Outcome); err != nil {
				t.Errorf("%s, suite %q: %v", w.name, name, err)
			}
		}
	}
}

// W12: what the signatures show is what it is.
func TestSignaturesShowSecrets(t *testing.T) {
	o := runAttack(t, loadedScript(t, "w12", false, need.Overrides{}))
	log := strings.Join(o.Log, "\n")
	for name, format := range map[string]string{"B_P": "B_P is %s", "SEK1": "SEK1 is %x",
		"S_D": "S_D is %x"} {
		found := false
		for _, e := range o.Events {
			for _, d := range e.Data {
				found = found || d.Name == name && e.Kind != trace.KindExhibit &&
					strings.Contains(log, fmt.Sprintf(format, d.Value.Bytes()))
			}
		}
		if !found {
			t.Errorf("%s is not in\n%s", name, log)
		}
	}
}

// W14: what is accepted says what the adversary wants it to say.
func TestRecordsAreRewritten(t *testing.T) {
	o := runAttack(t, loadedScript(t, "w14", false, need.Overrides{}))
	for label, w := range map[string]struct{ was, is string }{
		"M_SD":   {`"value": 74,`, `"value": 44,`},
		"M_EMR":  {"simvastatin 20 mg.", "simvastatin 80 mg."},
		"M_DINF": {`"code": "426783006"`, `"code": "426177001"`},
	} {
		made, accepted := contentOf(o, model.EventMade, label), contentOf(o, model.EventAccept, label)
		want := strings.LastIndex(made, w.was)
		if want < 0 || made[:want]+w.is+made[want+len(w.was):] != accepted {
			t.Errorf("%s: want the one that was made, with %q for %q", label, w.is, w.was)
		}
	}
}

// contentOf is the data of a claim's event; of several, one that differs from what was
// made, if there is one.
func contentOf(o *script.Outcome, event model.Event, label string) string {
	var made, content string
	for _, e := range o.Events {
		if e.Label != label || e.Event != model.EventMade && e.Event != event {
			continue
		}
		data := string(e.Data[len(e.Data)-1].Value.Bytes())
		if e.Event == model.EventMade {
			made = data
		}
		if content == "" || data != made {
			content = data
		}
	}
	return content
}

// W15: it takes the certificate, and nothing else that is not public.
func TestMovedNameTakesACertificate(t *testing.T) {
	s := editedScript(t, "w15", `held["Cert_D"] = open(m["C_D1"], prk("mallory"), 6)[1]`,
		`held["Cert_D"] = cert(prk("mallory"), identity("bob"))`)
	if got := attacks.Refusals(runAttack(t, s).Outcome); !slices.Equal(got,
		[]string{"certificate Cert_D"}) {
		t.Errorf("refused by %q, want the check of the certificate", got)
	}
}

// W15: run together, two names have one entry in the index.
func TestIndexRunsTogether(t *testing.T) {
	const filings = `session("filing", "hospital-a", "mari", department = "anaesthetics"),
        session("filing", "hospital-b", "mariana", department = "esthetics", at = "1ms"),
        session("visit", "mallory", "bob", at = "1s"),`
	s := editedScript(t, "w15", `session("visit", "mallory", "bob", at = "1s"),`, filings,
		`m.name == "search 1"`, `False`)
	s.Acts = nil
	if got := attacks.Refusals(runAttack(t, s).Outcome); !slices.Equal(got,
		[]string{"lookup records"}) {
		t.Errorf("refused by %q, want hospital-b to have no record of mari", got)
	}
}

// W16: a session that is sent again costs the doctor ten times what junk does.
func TestWorkRatio(t *testing.T) {
	spent := map[string]int{}
	for _, name := range []string{"w16", "w16-replay"} {
		v := attacktest.Verdict(t, runAttack(t, loadedScript(t, name, false,
			need.Overrides{})).Outcome, "availability")
		for _, b := range v.Breaches {
			var who string
			var units int
			if _, err := fmt.Sscanf(b.Text, "%s spends %d units", &who, &units); err != nil {
				t.Fatalf("%s: %v", b.Text, err)
			}
			if !strings.HasSuffix(b.Text, "made for 0") {
				t.Errorf("%s: want it made for 0", b.Text)
			}
			spent[name] = units
		}
	}
	if spent["w16-replay"] < 10*spent["w16"] || spent["w16"] == 0 {
		t.Errorf("got %v units", spent)
	}
}

// W17: two sessions of one patient look alike, and one of another does not.
func TestLengthsTellPatients(t *testing.T) {
	log := runAttack(t, loadedScript(t, "w17", false, need.Overrides{})).Log
	for i, patient := range []int{1, 2, 1} {
		if want := fmt.Sprintf("visit %d is by patient %d:", i+1, patient); i >= len(log) ||
			!strings.HasPrefix(log[i], want) {
			t.Fatalf("got %q, want line %d to say %q", log, i+1, want)
		}
	}
	s := editedScript(t, "w17", "erin", "carol")
	log = runAttack(t, s).Log
	if len(log) != 3 || !strings.HasPrefix(log[1], "visit 2 is by patient 1:") {
		t.Errorf("with names of one length, got %q", log)
	}
}

// W12 and W17: what the games make of the claims that no run decides. Text on signatures
// tells even patients apart whose names are of one length; lengths tell the others.
func TestW12AndW17Games(t *testing.T) {
	simtest.Long(t)
	for _, w := range []struct {
		options []string
		equal   bool
		by      string // the distinguisher; empty: none tells the worlds apart
	}{
		{nil, true, ""}, {nil, false, "lengths"}, {[]string{"E12"}, true, "recovered text"},
	} {
		for _, g := range games.Of(library.Must("published")) {
			if g.Claim == "" {
				continue
			}
			r, err := g.Play(games.Config{Profile: "published", Options: w.options, Resolution: 900,
				EqualLengths: w.equal})
			if err != nil {
				t.Fatal(err)
			}
			if r.Violated != (w.by != "") || r.Violated && r.Distinguisher != w.by {
				t.Errorf("options %q, equal lengths %v: got %+v, want %q", w.options, w.equal, r, w.by)
			}
		}
	}
}

// W19: with a doctor's PRK beside what the cloud has, SEK2 follows: the deduction that
// finds nothing is not blind.
func TestEscrowLacksOnlyAKey(t *testing.T) {
	s := editedScript(t, "w19", `def later():`, "def later():\n    reveal(\"bob\", \"keys\")")
	if log := runAttack(t, s).Log; !strings.HasPrefix(log[1], "part(2, 4, ") ||
		!strings.Contains(log[0], "does not follow") {
		t.Errorf("got %q", log)
	}
}

// W20: every message of the protocol is tried on somebody whom it is not for, and every
// party that receives anything refuses something.
func TestW20TriesEveryMessage(t *testing.T) {
	moved := map[string]bool{}
	for _, name := range []string{"w20", "w20-phases", "w20-sessions"} {
		o := runAttack(t, loadedScript(t, name, false, need.Overrides{}))
		names := map[string]string{}
		for _, e := range o.Events {
			if e.Kind == trace.KindSend {
				names[e.Msg.Label] = e.Msg.Name
			}
		}
		moves, err := attacks.ParseMoves(o.Config.Moves)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range moves {
			label := m.Message
			if m.Do == attacks.DoInject {
				label = m.Fields[0].Args[0].Text
			}
			moved[names[label]] = true
		}
	}
	library.Must("published").EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepSend && !ph.Secure && !moved[s.Msg] {
			t.Errorf("%s is never tried", s.Msg)
		}
	})
}

// A run with fewer moves in which another claim breaks at the same place is another finding: that
// M_SD can be denied takes no move at all.
func TestShrinkKeepsToTheClaim(t *testing.T) {
	o := runAttack(t, editedScript(t, "w14")).Outcome
	changed, denied := attacktest.Verdict(t, o, "integrity: M_SD"), attacktest.Verdict(t, o,
		"non-repudiation: M_SD")
	if a, b := o.Place(changed.Claim, changed.Breaches[0]), o.Place(denied.Claim,
		denied.Breaches[0]); a != b {
		t.Fatalf("the claims break at %v and %v", a, b)
	}
	f := attacktest.Find(t, o, changed.Claim.ID)
	if got := f.Outcome.Config.Moves; len(got) != 1 ||
		attacktest.Verdict(t, f.Outcome, changed.Claim.ID).Status != monitor.Violated {
		t.Errorf("integrity is left with moves %q", got)
	}
	if got := attacktest.Find(t, o, denied.Claim.ID).Outcome.Config.Moves; len(got) != 0 {
		t.Errorf("non-repudiation is left with moves %q", got)
	}
}
