package catalogue_test

import (
	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/games"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model/library"
	"emrproof/sim/campaign"
	"emrproof/sim/simtest"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repairsShownByGames are the repairs that no claim on a trace is about, each with a game
// that is lost without it.
var repairsShownByGames = map[string]string{
	"H13": "theft of the index: P",
	"H14": "theft of the index: HPC",
	"H20": "anonymity: P",
	"H34": "location of the record: HPC",
}

// Every repair of the hardened profile is needed: taken out, an attack of the catalogue
// violates a claim, or a game is lost, which with it is not. The golden file is the table of
// it. In full, every attack is carried out without every repair, and comes to what it expects;
// else those that the table names.
func TestEveryRepairIsNeeded(t *testing.T) {
	simtest.Long(t)
	options := library.Options("hardened")
	made := outcomesOnHardened(t, options, inTheTable(t))
	var b strings.Builder
	b.WriteString("What each repair of the hardened profile is good for: without it, the claims " +
		"that\nare violated; else, the checks that refuse something which they do not refuse without.\n")
	for i, o := range options {
		fmt.Fprintf(&b, "\n%s: %s\n", o.ID, o.Text)
		shown := b.Len()
		for j, with := range made[0] {
			if without := made[i+1][j]; without != nil {
				b.WriteString(without.row(with))
			}
		}
		if name := repairsShownByGames[o.ID]; name != "" {
			b.WriteString(gameWithout(t, name, o.ID))
		}
		if b.Len() == shown {
			t.Errorf("no attack needs option %s", o.ID)
		}
	}
	simtest.Golden(t, "hardened-options.txt", b.String())
	// Reference: HARDENED.md, "Each repair, and what happens without it".
}

// inTheTable says which attacks the golden file has without an option; with all repairs, what it
// has at all. In full, it says yes to all.
func inTheTable(t *testing.T) func(option, id string) bool {
	t.Helper()
	if *attacktest.Everything {
		return func(string, string) bool { return true }
	}
	golden, err := os.ReadFile(filepath.Join("testdata", "hardened-options.txt"))
	if err != nil {
		t.Fatalf("%v; go test -everything -update writes it", err)
	}
	has, option := map[[2]string]bool{}, ""
	for line := range strings.Lines(string(golden)) {
		line = strings.TrimSuffix(line, "\n")
		switch id, ok := strings.CutPrefix(line, "  "); {
		case !ok:
			option, _, _ = strings.Cut(line, ":")
		case !strings.HasPrefix(id, " "):
			has[[2]string{option, id}], has[[2]string{"", id}] = true, true
		}
	}
	return func(option, id string) bool { return has[[2]string{option, id}] }
}

// A repairTrial is what an attack came to, with all repairs or without one.
type repairTrial struct {
	script   *script.Script
	violated []string // claims, of those that its header names
	refused  []string // by which checks
}

// outcomesOnHardened carries the catalogue out on the hardened profile: first with all
// repairs, then without each, as far as it is wanted; else there is nil. The 43 sessions of
// w20-sessions, for which no single repair matters, are left out: they would take a fifth of
// the time.
func outcomesOnHardened(
	t *testing.T, options []library.Option, wanted func(option, id string) bool,
) [][]*repairTrial {
	t.Helper()
	var todo []*repairTrial
	names := slices.DeleteFunc(catalogue.Names(), func(name string) bool {
		return attacktest.Script(t, name, need.Overrides{}).Expect["hardened"] == "" ||
			name == "w20-sessions-hardened"
	})
	for i := range len(options) + 1 {
		without, option := []string{}, ""
		if i > 0 {
			option = options[i-1].ID
			without = append(without, option)
		}
		for _, name := range names {
			o := need.Overrides{Profile: "hardened", Options: without}
			a := &repairTrial{script: attacktest.Script(t, name, o)}
			if !wanted(option, a.script.ID) {
				a = nil
			}
			todo = append(todo, a)
		}
	}
	err := campaign.Each(len(todo), 0, func(i int) error {
		if todo[i] == nil {
			return nil
		}
		return todo[i].carryOut()
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(slices.Chunk(todo, len(names)))
}

func (a *repairTrial) carryOut() error {
	o, err := a.script.Run()
	if err == nil {
		err = a.script.Differs(o.Outcome)
	}
	if err != nil {
		return fmt.Errorf("%s, options %q: %w", a.script.ID, a.script.Config.Options, err)
	}
	a.refused = attacks.Refusals(o.Outcome)
	for _, id := range violatedIDs(o.Outcome) {
		if slices.Contains(a.script.Violates, id) {
			a.violated = append(a.violated, id)
		}
	}
	return nil
}

// row is the line of the table for an attack without a repair, given what it came to with
// it; empty when the repair makes no difference to the claims.
func (a *repairTrial) row(with *repairTrial) string {
	claims := slices.DeleteFunc(slices.Clone(a.violated), func(id string) bool {
		return slices.Contains(with.violated, id)
	})
	if len(claims) == 0 {
		return ""
	}
	left := slices.Clone(a.refused)
	var checks []string
	for _, check := range with.refused {
		if i := slices.Index(left, check); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else if !slices.Contains(checks, check) {
			checks = append(checks, check)
		}
	}
	instead := "refused by " + strings.Join(checks, ", ")
	if checks == nil {
		instead = with.script.Expect["hardened"]
	}
	return fmt.Sprintf("  %s\n    violates %s\n    else %s\n", a.script.ID,
		strings.Join(claims, "\n             "), instead)
}

// gameWithout is the line for a game, which has to be lost without a repair, and only then.
func gameWithout(t *testing.T, name, option string) string {
	t.Helper()
	p, err := library.Profile("hardened", option)
	if err != nil {
		t.Fatal(err)
	}
	list := games.Of(p)
	i := slices.IndexFunc(list, func(g games.Game) bool { return g.Name == name })
	if i < 0 {
		t.Fatalf("there is no game %q", name)
	}
	var lost [2]games.Result
	for j, options := range [][]string{nil, {option}} {
		c := games.Config{Profile: "hardened", Options: options, Seed: 1, Resolution: 950}
		if lost[j], err = list[i].Play(c); err != nil {
			t.Fatal(err)
		}
	}
	if lost[0].Violated || !lost[1].Violated {
		t.Errorf("%s: got %+v with %s, and %+v without", name, lost[0], option, lost[1])
	}
	return fmt.Sprintf("  game %s\n    lost by %s: %s\n    else not lost\n", name,
		lost[1].Distinguisher, lost[1].Tell)
}
