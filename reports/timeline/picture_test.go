package timeline

import (
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
)

// madeOf carries out an attack of the catalogue.
func madeOf(t *testing.T, name string) *survey.Attack {
	t.Helper()
	a, err := survey.CarryOut(attacktest.Script(t, name, need.Overrides{}))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// No text of a chart stands on another, or outside the picture.
func TestChartTextDoesNotOverlap(t *testing.T) {
	for _, name := range []string{"w01", "w02-clock", "w03", "w05", "w07", "w16", "w18", "lowe"} {
		a := madeOf(t, name)
		steps, err := stepsOf(a, "x")
		if err != nil {
			t.Fatal(err)
		}
		c, err := newSVGChart("x", name, a.Outcome.Config)
		if err != nil {
			t.Fatal(err)
		}
		c.draw(steps)
		if len(c.boxes) < 2*len(steps) {
			t.Errorf("%s: %d texts for %d steps", name, len(c.boxes), len(steps))
		}
		for i, b := range c.boxes {
			if b.x < 0 || b.x+b.w > c.width() {
				t.Errorf("%s: %q stands outside", name, b.text)
			}
			for _, d := range c.boxes[:i] {
				if b.x < d.x+d.w && d.x < b.x+b.w && b.y+1 < d.y+d.h && d.y+1 < b.y+b.h {
					t.Errorf("%s: %q stands on %q", name, b.text, d.text)
				}
			}
		}
	}
}

// What each knows after each step of W3: mallory's relay.
func TestStepsSayWhoKnowsWhat(t *testing.T) {
	a := madeOf(t, "w03")
	steps, err := stepsOf(a, "w3")
	if err != nil {
		t.Fatal(err)
	}
	find := func(title string) *stepView {
		i := slices.IndexFunc(steps, func(s *stepView) bool { return strings.HasPrefix(s.Title, title) })
		if i < 0 {
			t.Fatalf("no step %q", title)
		}
		return steps[i]
	}
	held := func(s *stepView, who string) string {
		var names []string
		for _, l := range s.Learns {
			if l.Who == who {
				for _, it := range l.Items {
					names = append(names, it.Name)
				}
			}
		}
		return strings.Join(names, " ")
	}
	hears := func(s *stepView, name string) bool {
		return slices.ContainsFunc(s.Hears, func(h hearView) bool { return h.Name == name })
	}
	opens, dropped := find("alice.2 opens visit"), find("alice.2 → mallory: visit 1")
	relayed, answer := find("adversary → bob.3: visit 1"), find("bob.3 → alice.2: visit 2")
	if got, want := held(opens, "alice.2"), "ID_D R_P1 S_P B_P r5 R_P2 T_P1 C_P1 Sig_P1"; got != want {
		t.Errorf("alice.2 holds %s, want %s", got, want)
	}
	// What crossed the network is the adversary's when it was sent, and what mallory's key
	// opens too.
	if !hears(dropped, "C_P1, Sig_P1, T_P1 of alice.2#1") || !hears(dropped, "B_P[alice]") {
		t.Errorf("the adversary hears %v", dropped.Hears)
	}
	if dropped.Kind != "dropped" || relayed.Kind != "injected" || answer.Kind != "message" {
		t.Errorf("kinds: %s, %s, %s", dropped.Kind, relayed.Kind, answer.Kind)
	}
	if got := held(relayed, "bob.3"); !strings.HasPrefix(got, "C_P1 Sig_P1 T_P1 ID_P B_P R_P1 R_P2") {
		t.Errorf("bob.3 holds %s", got)
	}
	if n := len(relayed.Breaks); n != 4 || len(opens.Breaks) > 0 {
		t.Errorf("%d claims break where bob accepts, want 4: %v", n, relayed.Breaks)
	}
	first := relayed.Fields[0]
	if first.Name != "C_P1" || !strings.HasPrefix(first.Term, "E_PUK_bob(alice‖") {
		t.Errorf("the first field is %+v", first)
	}
	if got := held(answer, "alice.2"); !strings.Contains(got, "SEK1") {
		t.Errorf("alice.2 holds %s, want SEK1 among it", got)
	}
	all := 0
	for _, s := range steps {
		all += len(s.Hears)
		for _, h := range s.Hears {
			if strings.HasPrefix(h.Name, "M_EMR") {
				t.Errorf("the adversary holds %s, which nobody sent it", h.Name)
			}
		}
	}
	if all < 15 {
		t.Errorf("the adversary hears %d things", all)
	}
}
