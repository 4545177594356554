package script_test

import (
	"os"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/sim/monitor"
)

func runScript(t *testing.T, src string) *script.Outcome {
	t.Helper()
	s, err := script.Load("t.star", []byte(src), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// A script's own scalar in SEK1, and what follows: it opens M_SD.
func TestWhatAScriptDrawsItKnows(t *testing.T) {
	src, err := os.ReadFile("testdata/invented-scalar.star")
	if err != nil {
		t.Fatal(err)
	}
	o := runScript(t, string(src))
	for _, id := range []string{"secrecy: SEK1 of P", "secrecy: M_SD of P"} {
		if v := attacktest.Verdict(t, o.Outcome, id); v.Status != monitor.Violated {
			t.Errorf("%s: got %s, want violated", id, v.Status)
		}
	}
	if !strings.HasPrefix(o.Log[len(o.Log)-1], "hk(") {
		t.Errorf("why(SEK1): %s", o.Log[len(o.Log)-1])
	}
}

// finger is a session of an alice whose biometric is a text, to bob and then to mallory,
// who is corrupt, with what a script does at the beginning.
func finger(biometric, begin string) string {
	return "acts = []\nneed(P = [principal('alice', biometric = '" + biometric + "')], " +
		"D = ['bob', 'mallory'], corrupt = ['mallory'], sessions = [" +
		"session('visit', 'alice', 'bob', at = '1s')])\ndef on_begin():\n    " + begin + "\n"
}

// A right guess is no knowledge, until it is shown; what is too long to be guessed is.
func TestARightGuessIsNoKnowledge(t *testing.T) {
	const long = "all ridges of a finger"
	for _, c := range []struct{ name, src, want string }{
		{"a guess", finger("1234", "data('1234')"), "not violated"},
		{"a guess put in and taken out", finger("1234", "k = freshkey('k')\n    "+
			"open(senc(k, data('1234')), k, 1)"), "not violated"},
		{"a guess that is shown", finger("1234", "exhibit('B_P of alice.2', data('1234'))"), "violated"},
		{"no guess", finger(long, "data('"+long+"')"), "violated"},
		{"nothing", finger(long, "pass"), "not violated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if strings.Contains(src, "exhibit") { // of what somebody has called secret
				src = strings.Replace(src, "def on_begin():\n    ", "def on_message(m):\n    "+
					"if m.name == 'visit 2': ", 1)
			}
			v := attacktest.Verdict(t, runScript(t, src).Outcome, "secrecy: B_P of P")
			if string(v.Status) != c.want {
				t.Errorf("got %s, want %s", v.Status, c.want)
			}
		})
	}
}

// Who guessed first, and was told afterwards, knows.
func TestAGuessThatIsToldIsKnowledge(t *testing.T) {
	src := strings.Replace(finger("1234", "data('1234')"), "'bob', at", "'mallory', at", 1) +
		"def on_message(m):\n    if m.name == 'visit 2':\n        print(why('B_P'))\n"
	const want = `part(2, 5, field("alice.2#1", 1), own("mallory", "PRK"))`
	if got := runScript(t, src).Log[0]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a script finds out without making a move of it is shown by a move: the moves are
// the whole attack.
func TestWhatAScriptComputesIsInItsMoves(t *testing.T) {
	const long = "all ridges of a finger"
	o := runScript(t, finger(long, "data('"+long+"')"))
	want := `: exhibit("B_P of alice.2", data("` + long + `"))`
	moves := o.Config.Moves
	if len(moves) != 2 || !strings.HasSuffix(moves[1], want) {
		t.Fatalf("got moves %q, want the last to end in %s", moves, want)
	}
	f := attacktest.Find(t, o.Outcome, "secrecy: B_P of P")
	if got := f.Outcome.Config.Moves; len(got) != 1 || got[0] != moves[1] {
		t.Errorf("shrunk to %q, want the exhibit alone", got)
	}
}
