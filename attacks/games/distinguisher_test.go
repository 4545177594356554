package games

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
)

// An editor is an eavesdropper who lets a test change what was heard before the
// distinguishers look.
type editor struct {
	eavesdropper
	edit func(v *view)
	view *view
}

func (e *editor) End(n *sim.Network) error {
	e.view = &view{arena: e.arena, net: n, rounds: e.rounds, keys: publicKeys{}}
	if e.edit != nil {
		e.edit(e.view)
	}
	return nil
}

// hear plays one trial of a game on alice and carol, or their like, and returns
// what was heard.
func hear(t *testing.T, g Game, c Config, secret int, edit func(v *view)) *view {
	t.Helper()
	c.Profile = "published"
	c, err := c.filled()
	if err != nil {
		t.Fatal(err)
	}
	a, err := newArena(g, c)
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{eavesdropper: eavesdropper{arena: a}, edit: edit}
	if _, err := sim.Run(a.world(7, secret, 0), e, nil); err != nil {
		t.Fatal(err)
	}
	return e.view
}

// shows lists the marks of a distinguisher that are not 0.
func shows(t *testing.T, name string, v *view) map[string]int64 {
	t.Helper()
	for _, d := range distinguishers() {
		if d.Name == name {
			found := map[string]int64{}
			for _, m := range d.look(v) {
				if m.value != 0 {
					found[m.label] = m.value
				}
			}
			return found
		}
	}
	t.Fatalf("no distinguisher %q", name)
	return nil
}

var (
	whose  = Game{Name: "whose", Kind: model.Anonymity, About: "P"}
	linked = Game{Name: "linked", Kind: model.Unlinkability, About: "P"}
	alike  = Config{EqualLengths: true}
)

// put replaces a field of a round that was heard.
func put(v *view, round int, message string, i int, raw []byte) {
	v.rounds[round][message].fields[i] = raw
}

func TestEqualFields(t *testing.T) {
	if got := shows(t, "equal fields", hear(t, whose, alike, 1, nil)); len(got) > 0 {
		t.Errorf("published: got %v, want nothing", got)
	}
	if got := shows(t, "equal fields", hear(t, linked, alike, 0, nil)); len(got) > 0 {
		t.Errorf("published, two visits: got %v, want nothing", got)
	}
	named := hear(t, whose, alike, 1, func(v *view) {
		put(v, 0, "visit 1", 0, []byte("carol"))
		put(v, 0, "visit 2", 0, v.net.PublicKeys["alice"].Bytes())
	})
	got := shows(t, "equal fields", named)
	if len(got) != 2 || got["C_P1 of visit 1"] != 2 || got["C_D1 of visit 2"] != 1 {
		t.Errorf("carol's name and alice's key: got %v, want 2 for one and 1 for the other", got)
	}
	row := hear(t, Game{Kind: model.Anonymity, About: "HPC"}, alike, 0, func(v *view) {
		put(v, 0, "search 1", 1, v.net.Directory["hospital-b"][0].Bytes())
	})
	if got := shows(t, "equal fields", row); len(got) != 1 || got["Sig_D2 of search 1"] != 2 {
		t.Errorf("R_HPC1 of hospital-b: got %v, want 2", got)
	}
	repeated := hear(t, linked, alike, 0, func(v *view) {
		put(v, 0, "visit 1", 0, []byte("ticket"))
		put(v, 1, "visit 1", 0, []byte("ticket"))
		put(v, 0, "visit 2", 0, []byte("seen"))
		put(v, 1, "search 1", 0, []byte("seen"))
	})
	got = shows(t, "equal fields", repeated)
	if len(got) != 2 || got["C_P1 of visit 1"] != 1 || got["fields in common"] != 2 {
		t.Errorf("a ticket twice, another elsewhere: got %v, want 1, and 2 in common", got)
	}
}

// Equal time stamps say nothing: two rounds can be at one time.
func TestEqualTimeStampsAreNoEqualFields(t *testing.T) {
	v := hear(t, linked, alike, 1, func(v *view) {
		put(v, 1, "visit 1", 2, v.rounds[0]["visit 1"].fields[2])
	})
	if got := shows(t, "equal fields", v); len(got) > 0 {
		t.Errorf("got %v, want nothing", got)
	}
}

func TestRecoveredText(t *testing.T) {
	if got := shows(t, "recovered text", hear(t, whose, alike, 1, nil)); len(got) > 0 {
		t.Errorf("signatures with appendix: got %v, want nothing", got)
	}
	e12 := Config{EqualLengths: true, Options: []string{"E12"}}
	got := shows(t, "recovered text", hear(t, whose, e12, 1, nil))
	if len(got) == 0 || got["ID_P in Sig_P1 of visit 1"] != 2 {
		t.Errorf("E12, carol's visit: got %v, want 2 for ID_P in Sig_P1", got)
	}
	got = shows(t, "recovered text", hear(t, whose, e12, 0, nil))
	if got["ID_P in Sig_P1 of visit 1"] != 1 {
		t.Errorf("E12, alice's visit: got %v, want 1 for ID_P in Sig_P1", got)
	}
	for secret, want := range []int64{1, 0} {
		got := shows(t, "recovered text", hear(t, linked, e12, secret, nil))
		if got["B_P in Sig_P1 of visit 1"] != want || got["ID_D in Sig_D1 of visit 2"] != 1 {
			t.Errorf("E12, two visits, bit %d: got %v, want %d for B_P and 1 for ID_D",
				secret, got, want)
		}
	}
	broken := hear(t, whose, e12, 1, func(v *view) {
		put(v, 0, "visit 1", 1, []byte("no signature"))
	})
	if got := shows(t, "recovered text", broken)["ID_P in Sig_P1 of visit 1"]; got != 0 {
		t.Errorf("what is no signature: got %d, want 0", got)
	}
}

func TestTrialVerification(t *testing.T) {
	const tell = "ID_HPC by Sig_HPC1 as D verifies it"
	where := Game{Kind: model.Anonymity, About: "HPC"}
	for _, options := range [][]string{nil, {"E13"}, {"E17"}, {"E12"}} {
		for secret := range 2 {
			c := Config{EqualLengths: true, Options: options}
			got := shows(t, "trial verification", hear(t, where, c, secret, nil))
			if got[tell] != int64(secret+1) {
				t.Errorf("%v, hospital %d: got %v, want its number", options, secret+1, got)
			}
			if options == nil && len(got) != 1 {
				t.Errorf("hospital %d: got %v, want no other signature guessed", secret+1, got)
			}
		}
	}
	flipped := hear(t, where, alike, 1, func(v *view) { v.rounds[0]["search 4"].fields[1][3] ^= 1 })
	if got := shows(t, "trial verification", flipped); len(got) > 0 {
		t.Errorf("one bit of Sig_HPC1 flipped: got %v, want nothing", got)
	}
	late := hear(t, where, alike, 1, func(v *view) { v.rounds[0]["search 4"].fields[2][7] ^= 1 })
	if got := shows(t, "trial verification", late); len(got) > 0 {
		t.Errorf("another time stamp: got %v, want nothing", got)
	}
	e12 := Config{EqualLengths: true, Options: []string{"E12"}}
	got := shows(t, "trial verification", hear(t, whose, e12, 1, nil))
	if got["ID_P by Sig_P1 as D verifies it"] != 2 {
		t.Errorf("E12, carol's visit: got %v, want 2 for ID_P", got)
	}
	// Reference: Eq. 43; weakness W9.
}

// A signature on what is in the directory, or is computed from what can be
// guessed, is tried too: the description says how.
func TestTrialVerificationFollowsTheDescription(t *testing.T) {
	row := model.Step{Kind: model.StepVerify, Term: model.Var("Sig_HPC1", model.Signature),
		Key: model.PUK("HPC"),
		Fields: []*model.Term{model.Var("R_HPC1", model.Point), model.Var("PK", model.Point),
			model.Var("ix", model.Key)}}
	v := hear(t, Game{Kind: model.Anonymity, About: "HPC"}, alike, 1, nil)
	var vars []string
	g := v.guesser(v.rounds[0])
	if !g.open(row.Key, &vars) {
		t.Error("PUK_HPC cannot be guessed")
	}
	for _, f := range row.Fields {
		if !g.open(f, &vars) {
			t.Errorf("%s cannot be guessed", f)
		}
	}
	if want := []string{"ID_HPC", "ID_P", "ID_DE"}; !slices.Equal(vars, want) {
		t.Errorf("got %q to guess, want %q", vars, want)
	}
	for _, secret := range []*model.Term{model.Var("R_P2", model.Point),
		model.Var("S_D", model.Scalar), model.Var("B_P", model.Data), model.Var("SEK1", model.Key),
		model.Var("M_EMR", model.Data),
		model.Var("Cert_D", model.Certificate), model.PRK("D")} {
		if g.open(secret, &vars) {
			t.Errorf("%s can be guessed", secret)
		}
	}
}

func TestTrialReEncryption(t *testing.T) {
	v := hear(t, whose, alike, 1, nil)
	var tried []string
	for _, m := range v.trialEncryption() {
		tried = append(tried, m.label)
		if m.value != 0 {
			t.Errorf("%s: got %d, want 0: encryption is randomised", m.label, m.value)
		}
	}
	// The text of C_C is two names and a time stamp in clear.
	want := "ID_D by C_C of search 2, ID_HPC by C_C of search 2, ID_DE by C_C of search 2"
	if got := strings.Join(tried, ", "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// Were C_C a hash of the same, it would be found.
	hashed := hear(t, whose, alike, 1, func(v *view) {
		a := *v.arena
		a.protocol = a.protocol.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
			if s.Kind == model.StepLet && s.Var.Name == "C_C" {
				s.Term = model.Apply(model.OpHashK, model.Var("ID_P", model.Identity),
					model.Var("ID_DE", model.Identity), model.Var("T_C", model.Time))
			}
			return []model.Step{s}
		})
		v.arena = &a
		o := v.rounds[0]
		made, err := v.guesser(o).value(model.Apply(model.OpHashK, model.Var("ID_P", model.Identity),
			model.Var("ID_DE", model.Identity), model.Var("T_C", model.Time)),
			guess{"ID_P": "carol", "ID_DE": "cardiology"})
		if err != nil {
			t.Fatal(err)
		}
		o["search 2"].fields[0] = made.Bytes()
	})
	got := shows(t, "trial re-encryption", hashed)
	if len(got) != 2 || got["ID_P by C_C of search 2"] != 2 || got["ID_DE by C_C of search 2"] != 1 {
		t.Errorf("a hash of guessable names: got %v, want 2 for ID_P and 1 for ID_DE", got)
	}
}

func TestLengths(t *testing.T) {
	for _, c := range []struct {
		game   Game
		config Config
		secret int
		differ bool
	}{
		{linked, alike, 0, false},
		{linked, alike, 1, false},
		{linked, Config{}, 0, false},
		{linked, Config{}, 1, true},
	} {
		got := shows(t, "lengths", hear(t, c.game, c.config, c.secret, nil))
		if (len(got) > 0) != c.differ {
			t.Errorf("two visits, equal lengths %v, bit %d: got %v, want a difference: %v",
				c.config.EqualLengths, c.secret, got, c.differ)
		}
	}
	alice := shows(t, "lengths", hear(t, whose, Config{}, 0, nil))
	erin := shows(t, "lengths", hear(t, whose, Config{}, 1, nil))
	if d := alice["size of visit 1"] - erin["size of visit 1"]; d != 1 {
		t.Errorf("alice's C_P1 is %d bytes longer than erin's, want 1", d)
	}
}

func TestTiming(t *testing.T) {
	const stamp = "T_P1 before visit 1"
	if got := shows(t, "timing", hear(t, linked, alike, 1, nil)); len(got) > 0 {
		t.Errorf("clocks that agree: got %v, want nothing", got)
	}
	ahead := Config{EqualLengths: true, Skew: 20e6}
	if got := shows(t, "timing", hear(t, linked, ahead, 1, nil)); got[stamp] != 20e6 {
		t.Errorf("a clock ahead by 20ms, two patients: got %v, want 20ms for T_P1", got)
	}
	if got := shows(t, "timing", hear(t, linked, ahead, 0, nil)); len(got) > 0 {
		t.Errorf("a clock ahead by 20ms, one patient: got %v, want nothing", got)
	}
	if got := shows(t, "timing", hear(t, whose, ahead, 1, nil)); got[stamp] != 20e6 {
		t.Errorf("a clock ahead by 20ms, one visit: got %v, want 20ms for T_P1", got)
	}
}

// A view of fewer messages, or of messages that do not come apart, would show
// nothing, and no game would notice.
func TestAViewHasEveryMessageOfAVisit(t *testing.T) {
	v := hear(t, whose, alike, 0, nil)
	if len(v.rounds) != 1 || len(v.rounds[0]) != 10 {
		t.Fatalf("got %d visits, the first of %d messages, want 1 of 10",
			len(v.rounds), len(v.rounds[0]))
	}
	for _, s := range v.sendings {
		if m := v.rounds[0][s.message]; m == nil || len(m.fields) != len(s.fields) || m.size == 0 {
			t.Errorf("%s: got %v, want %d fields", s.message, m, len(s.fields))
		}
	}
}
