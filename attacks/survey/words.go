package survey

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/games"
	"emrproof/attacks/script"
	"emrproof/sim/trace"
)

// Optioned is a profile with its options, in words.
func Optioned(profile string, options []string) string {
	if len(options) == 0 {
		return profile
	}
	return profile + ", option " + strings.Join(options, ", ")
}

// ByKind joins ids of claims of one kind: "secrecy: SEK1 of P, SEK1 of D". Of many it
// gives the first few.
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

// Apart says how a game ended.
func Apart(r games.Result) string {
	if r.Violated {
		return "told apart"
	}
	return "no difference found"
}

// Again is the command that carries out the attack again.
func (a *Attack) Again() string {
	again := "emrproof attack " + a.ID
	if a.Config.Profile != "published" {
		again += " --profile " + a.Config.Profile
	}
	return again
}

// Expectation says what is expected of the attack on this profile.
func (a *Attack) Expectation() string {
	if a.Expected() == "" {
		return "nothing, of profile " + a.Config.Profile
	}
	named := strings.Join(ByKind(a.Violates), "; ")
	if named == "" {
		return a.Expected()
	}
	return a.Expected() + ", on " + named
}

// CameShort is what became of a claim; of several checks that refused it names the expected
// one alone, if that is among them.
func (a *Attack) CameShort(r *ClaimResult) string {
	word, by := a.Came(r)
	if by == "" {
		return word
	}
	check := strings.TrimPrefix(a.Expected(), script.ExpectRefused)
	if slices.Contains(strings.Split(by, ", "), check) {
		by = check
	}
	return word + " by " + by
}

// Given is what the adversary was given, and when, unless it was at the beginning.
func (a *Attack) Given() []string {
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

// Idle says how many moves never had their moment; empty when all had.
func (a *Attack) Idle() string {
	n := len(a.Outcome.Config.Moves)
	if a.Outcome.Made == n {
		return ""
	}
	return fmt.Sprintf("%d of the %d moves never had their moment", n-a.Outcome.Made, n)
}

// Needs says how many of the moves that were made the story needs.
func (s *Story) Needs() string {
	r := s.Same[0]
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
