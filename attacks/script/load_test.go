package script

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/sim/simtest"
)

func loadCatalogue(t *testing.T, name string, o need.Overrides) *Script {
	t.Helper()
	file, src := catalogue.Source(name)
	if src == nil {
		t.Fatalf("no attack %q", name)
	}
	s, err := Load(file, src, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every attack of the catalogue does what it says on every profile that it expects
// something of.
func TestScriptCatalogue(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	if len(catalogue.Names()) == 0 {
		t.Fatal("the catalogue is empty")
	}
	for _, name := range catalogue.Names() {
		for profile := range loadCatalogue(t, name, need.Overrides{}).Expect {
			t.Run(name+"/"+profile, func(t *testing.T) {
				s := loadCatalogue(t, name, need.Overrides{Profile: profile})
				o, err := s.Run()
				if err != nil {
					t.Fatal(err)
				}
				if err := s.Differs(o.Outcome); err != nil {
					t.Errorf("%v", err)
				}
				Repeats(t, o.Outcome)
			})
		}
	}
}

func TestScriptCatalogueHeaders(t *testing.T) {
	ids := map[string]string{}
	for _, name := range catalogue.Names() {
		s := loadCatalogue(t, name, need.Overrides{})
		if s.Title == "" || s.Threat == "" || s.Source == "" {
			t.Errorf("%s: its header is not complete", name)
		}
		if other, taken := ids[s.ID]; taken {
			t.Errorf("%s: %s has the id %q too", name, other, s.ID)
		}
		ids[s.ID] = name
	}
	if _, src := catalogue.Source("w99"); src != nil {
		t.Error("there is a w99")
	}
}

// An attack that does not do what its header says is told so.
func TestScriptDiffers(t *testing.T) {
	const relay = `
violates = ["intended peer: P-D visit", "secrecy: SEK1 of D"]
acts = ["inject visit 1"]
need(
    D = ["bob", "mallory"],
    sessions = [session("visit", "alice", "mallory")],
    corrupt = ["mallory"],
)

def on_message(m):
    if m.name == "visit 1" and m.to == "mallory":
        drop(m)
        p = open(m["C_P1"], prk("mallory"), 5)
        c = aenc(puk("bob"), *p)
        inject("visit 1", to = "bob", sender = m.sender, fields = [c, m[2], m[3]])

`
	const late = `
violates = ["injective agreement: P-D visit"]
acts = ["deliver visit 1"]
need()

def on_message(m):
    if m.name == "visit 1":
        replay(m, delay = "2m")

`
	for _, c := range []struct{ name, src, expect, want string }{
		{"as expected", late, "refused by age T_P1", ""},
		{"not expected", relay, "", ""},
		{"not all", relay, "violated", "not violated: secrecy: SEK1 of D"},
		{"violated", relay, "not violated: it cannot be", "violated: intended peer: P-D visit"},
		{"violated, not refused", relay, "refused by Eq. 15", "violated: intended peer: P-D visit"},
		{"another check", late, "refused by Eq. 15", "refused by age T_P1: want Eq. 15"},
		{"not violated", late, "not violated: too late", ""},
		{"no refusal", strings.Replace(late, "2m", "2s", 1), "violated", ""},
		{"nothing refused", strings.Replace(strings.Replace(late, "2m", "2s", 1), "P-D", "D-P", 1),
			"refused by Eq. 21", "nothing was refused: want a refusal by Eq. 21"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if c.expect != "" {
				src += "expect = {'published': '" + c.expect + "'}\n"
			}
			s, err := Load("t.star", []byte(src), need.Overrides{})
			if err != nil {
				t.Fatal(err)
			}
			o, err := s.Run()
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := s.Differs(o.Outcome); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// A move that was made and had no effect does not count.
func TestScriptNeverActed(t *testing.T) {
	for _, c := range []struct{ name, acts, body string }{
		{"inject to a session that is not there", "inject",
			"inject('visit 1', to = 'bob.9', sender = 'alice', fields = [data('a')])"},
		{"inject what opens no session", "inject",
			"inject('visit 2', to = 'bob', sender = 'alice', fields = [data('a')])"},
		{"inject another message", "inject visit 3",
			"inject('visit 1', to = 'bob', sender = 'alice', fields = [data('a')])"},
		{"reveal of nothing", "reveal", "reveal('bob', 'biometric')"},
		{"reveal of another", "reveal alice", "reveal('bob', 'keys')"},
		{"no move", "drop", "pass"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := perform([]byte("acts = ['" + c.acts + "']\nneed()\ndef on_begin():\n    " +
				c.body + "\n"))
			if !errors.Is(err, attacks.ErrNeverActed) {
				t.Errorf("got %v, want that the attack never got to act", err)
			}
		})
	}
	err := perform([]byte("acts = ['deliver visit 3']\nneed()\ndef on_message(m):\n" +
		"    if m.name == 'visit 3':\n        replay(m, delay = '1m')\n"))
	if !errors.Is(err, attacks.ErrNeverActed) {
		t.Errorf("a replay to a session that is over: got %v", err)
	}
}

// Repeats checks that what is saved of an attack gives the same trace.
func Repeats(t *testing.T, o *attacks.Outcome) {
	t.Helper()
	again, err := attacks.Run(o.Config)
	if err != nil {
		t.Fatal(err)
	}
	one, err := o.Trace()
	if err != nil {
		t.Fatal(err)
	}
	two, err := again.Trace()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("its trace differs when its moves are made again")
	}
}
