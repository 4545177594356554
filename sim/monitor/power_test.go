package monitor

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
)

// More power never helps the defender: what the adversary steals and shows beside
// what it did turns no violation into anything else. Corruption does, for then the
// claim is about nobody; and a theft after the session takes a secret from secrecy to
// forward secrecy, so the two are one claim here.
func TestMorePowerNeverHelpsTheDefender(t *testing.T) {
	violated := map[model.ClaimKind]int{}
	randomly(t, 1983, "with a theft or an exhibit more, what was violated is violated",
		func(p *tape) string {
			more := "exhibit " + p.of("k", "l")
			if p.next(2) == 0 {
				more = "reveal " + p.of("alice", "bob", "carol", "hospital", "mallory") + " " +
					p.of("keys", "store", "biometric", "tables")
			}
			at := p.next(24)
			lines := p.trace()
			at = min(at, len(lines))
			stronger := slices.Insert(slices.Clone(lines), at, more)
			before, after := broken(decideLines(t, lines)), broken(decideLines(t, stronger))
			for kind := range before {
				violated[kind]++
				if !after[kind] {
					return fmt.Sprintf("%s is violated, and not with %q as event %d, on\n%s",
						kind, more, at+1, strings.Join(lines, "\n"))
				}
			}
			return ""
		})
	for _, kind := range []model.ClaimKind{model.Aliveness, model.WeakAgreement, model.Agreement,
		model.Injective, model.IntendedPeer, model.Freshness, model.Secrecy, model.Integrity,
		model.NonRepudiation, model.Authorization} {
		if violated[kind] < 20 {
			t.Errorf("%s: violated %d times, want 20", kind, violated[kind])
		}
	}
}

// broken are the kinds that are violated, forward secrecy under secrecy.
func broken(verdicts []Verdict) map[model.ClaimKind]bool {
	kinds := map[model.ClaimKind]bool{}
	for _, v := range verdicts {
		if v.Status == Violated {
			kind := v.Claim.Kind
			if kind == model.ForwardSecrecy {
				kind = model.Secrecy
			}
			kinds[kind] = true
		}
	}
	return kinds
}

// A claim on a run is broken for good. Secrecy is not among these: as long as a
// session can go on, it is open whether a loss came after it.
func TestWhatComesLaterTakesNoBreachBack(t *testing.T) {
	randomly(t, 2026, "the breaches of a trace are breaches of what goes on with it",
		func(p *tape) string {
			cut := p.next(24)
			lines := p.trace()
			cut = min(cut, len(lines))
			whole := decideLines(t, lines)
			for i, v := range decideLines(t, lines[:cut]) {
				if v.Claim.Kind == model.Secrecy || v.Claim.Kind == model.ForwardSecrecy {
					continue
				}
				n := len(v.Breaches)
				if n > len(whole[i].Breaches) ||
					fmt.Sprint(v.Breaches) != fmt.Sprint(whole[i].Breaches[:n]) {
					return fmt.Sprintf("%s: %s of the first %d events of, %s on the whole of\n%s",
						v.Claim.Kind, summary(v), cut, summary(whole[i]),
						strings.Join(lines, "\n"))
				}
			}
			return ""
		})
}

// Lowe's hierarchy (1997): a commit that violates one agreement violates those that
// are stronger.
func TestHierarchyOfAgreement(t *testing.T) {
	order := []model.ClaimKind{model.Aliveness, model.WeakAgreement, model.Agreement,
		model.Injective}
	randomly(t, 1722, "what violates an agreement violates the stronger ones",
		func(p *tape) string {
			lines := p.trace()
			verdicts := decideLines(t, lines)
			at := map[model.ClaimKind][]int{}
			for _, v := range verdicts {
				for _, b := range v.Breaches {
					at[v.Claim.Kind] = append(at[v.Claim.Kind], b.Commit)
				}
			}
			for i, kind := range order[1:] {
				for _, seq := range at[order[i]] {
					if !slices.Contains(at[kind], seq) {
						return fmt.Sprintf("event %d violates %s and not %s, on\n%s", seq,
							order[i], kind, strings.Join(lines, "\n"))
					}
				}
			}
			return ""
		})
}
