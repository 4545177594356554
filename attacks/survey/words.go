package survey

import (
	"fmt"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/games"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// Optioned describes a profile with its options.
func Optioned(profile string, options []string) string {
	if len(options) == 0 {
		return profile
	}
	return profile + ", option " + strings.Join(options, ", ")
}

// ByKind joins ids of claims of one kind: "secrecy: SEK1 of P, SEK1 of D". If there are many of
// a kind, it lists the first few.
func ByKind(ids []string) []string {
	const most = 8 // of one kind
	var kinds []string
	things := map[string][]string{}
	for _, id := range ids {
		kind, thing, _ := strings.Cut(id, ": ")
		if _, ok := things[kind]; !ok {
			kinds = append(kinds, kind)
		}
		things[kind] = append(things[kind], thing)
	}
	for i, kind := range kinds {
		all := things[kind]
		words := kind + ": " + strings.Join(all[:min(most, len(all))], ", ")
		if len(all) > most {
			words += fmt.Sprintf(" and %d more", len(all)-most)
		}
		kinds[i] = strings.TrimSuffix(words, ": ")
	}
	return kinds
}

// Apart says whether a game told its two worlds apart.
func Apart(r games.Result) string {
	if r.Violated {
		return "told apart"
	}
	return "no difference found"
}

// An Account is an attack in words, for reports as text and as pages.
type Account struct {
	Again    string   // the command that carries out the attack again
	Expected string   // what is expected of the attack on this profile
	Given    []string // what the adversary was given, and when, unless at the beginning
	Idle     string   // how many moves never had their moment; empty when all had
	Stories  []Story  // of the violations, in the order of the attack's results
}

// Account puts an attack in words. For an attack that never got to act, it has only the command
// and what is expected.
func (a *Attack) Account() Account {
	t := Account{Again: "emrproof attack " + a.ID, Expected: a.expectation()}
	switch {
	case a.File == "":
		t.Again = "emrproof replay attacks/" + a.Config.Profile + "/" + a.ID + ".jsonl"
	case a.Config.Profile != "published":
		t.Again += " --profile " + library.Flag(a.Config.Profile)
	}
	if a.Outcome != nil {
		t.Given, t.Idle, t.Stories = a.given(), a.idle(), a.stories()
	}
	return t
}

func (a *Attack) expectation() string {
	if a.File == "" {
		return "nothing: no script makes it"
	}
	expected := a.Expect[a.Config.Profile]
	if expected == "" {
		return "nothing, of profile " + a.Config.Profile
	}
	if named := strings.Join(ByKind(a.Violates), "; "); named != "" {
		return expected + ", on " + named
	}
	return expected
}

func (a *Attack) given() []string {
	var all []string
	when := ""
	for _, e := range a.Outcome.Events {
		switch e.Kind {
		case trace.KindMove:
			if m, err := attacks.ParseMove(e.Reason); err == nil {
				when = m.When
			}
		case trace.KindReveal:
			words := attacks.Revealed(e)
			if when != "begin" {
				words += ", " + when
			}
			all = append(all, words)
		}
	}
	return all
}

func (a *Attack) idle() string {
	n := len(a.Outcome.Config.Moves)
	if a.Outcome.Made == n {
		return ""
	}
	return fmt.Sprintf("%d of the %d moves never had their moment", n-a.Outcome.Made, n)
}

// needs says how many of the attack's moves a violation needs.
func (r *ClaimResult) needs() string {
	f := r.Finding
	n := len(f.Outcome.Config.Moves)
	switch {
	case n == 0 && r.Honest:
		return "no move is needed"
	case n == 0:
		return "no move is needed, it is enough to listen"
	}
	words := fmt.Sprintf("%d of %d moves", n, f.Moves)
	if f.Minimal {
		words += "; minimal"
	}
	return words
}
