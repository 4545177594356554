package attacks

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// A breaking says which claims break at which step when so many moves are made; the moves
// of these tests are letters.
type breaking func(moves string) []broken

type broken struct {
	claim string
	step  int
}

// outcome is that of a run which the breaking decides.
func (b breaking) outcome(c sim.Config) (*Outcome, error) {
	o := &Outcome{Config: c}
	for _, is := range b(strings.Join(c.Moves, "")) {
		if is.step == 0 {
			return nil, errors.New("these moves cannot be made")
		}
		o.Events = append(o.Events, &trace.Event{Seq: is.step, Kind: trace.KindClaim, Step: is.step})
		o.Verdicts = append(o.Verdicts, monitor.Verdict{Claim: model.Claim{ID: is.claim},
			Status: monitor.Violated, Breaches: []monitor.Breach{{Commit: is.step}}})
	}
	return o, nil
}

// shrunk is what shrinking leaves of moves that break claim X at step 1.
func (b breaking) shrunk(t *testing.T, moves string) *Finding {
	t.Helper()
	o, err := b.outcome(sim.Config{Moves: strings.Split(moves, "")})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(o.Verdicts, func(v monitor.Verdict) bool { return v.Claim.ID == "X" })
	f := newFinding(o, o.Verdicts[i])
	f.run = b.outcome
	f.shrink()
	return f
}

// breaksBy breaks X at step 1 when all of some moves are there.
func breaksBy(letters string) breaking {
	return func(moves string) []broken {
		for _, l := range letters {
			if !strings.ContainsRune(moves, l) {
				return nil
			}
		}
		return []broken{{"X", 1}}
	}
}

// or breaks as another does too, where it breaks something.
func (b breaking) or(other breaking) breaking {
	return func(moves string) []broken { return append(b(moves), other(moves)...) }
}

// as breaks another claim, or the same one at another step.
func (b breaking) as(is broken) breaking {
	return func(moves string) []broken {
		if b(moves) == nil {
			return nil
		}
		return []broken{is}
	}
}

// Fewer moves that break another claim, or the same claim at another place, are not what
// was found; nor are moves that cannot be made.
func TestShrinkKeepsToClaimAndPlace(t *testing.T) {
	for _, c := range []struct {
		name  string
		b     breaking
		moves string
		want  string
	}{
		{"another claim", breaksBy("bd").or(breaksBy("a").as(broken{"Y", 1})), "abcd", "bd"},
		{"another place", breaksBy("bd").or(breaksBy("a").as(broken{"X", 2})), "abcd", "bd"},
		{"another claim at another place", breaksBy("bd").or(breaksBy("").as(broken{"Y", 2})),
			"abcd", "bd"},
		{"what cannot be made", func(moves string) []broken {
			if len(moves) < 3 {
				return []broken{{"X", 0}}
			}
			return []broken{{"X", 1}}
		}, "abcd", "bcd"},
		{"nothing is needed", breaksBy(""), "abcd", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := c.b.shrunk(t, c.moves)
			if got := strings.Join(f.Outcome.Config.Moves, ""); got != c.want {
				t.Errorf("left %q, want %q", got, c.want)
			}
			if f.Breach.Commit != 1 {
				t.Errorf("shrunk to step %d, want 1", f.Breach.Commit)
			}
		})
	}
}

// justBy breaks X when just these moves are made.
func justBy(sets ...string) breaking {
	return func(moves string) []broken {
		if slices.Contains(sets, moves) {
			return []broken{{"X", 1}}
		}
		return nil
	}
}

// Minimal is said only when every subset was tried: of "abc" no single move can go, and
// yet two of them can. Of nine moves the subsets are not tried.
func TestMinimalMeansThatAllWasTried(t *testing.T) {
	for _, c := range []struct {
		moves   string
		b       breaking
		want    string
		minimal bool
		tried   int // at least
	}{
		{"abc", justBy("abc", "b"), "b", true, 4},
		{"abc", justBy("abc"), "abc", true, 7},
		{"abcdefgh", justBy("abcdefgh", "e"), "e", true, 8},
		{"abcdefgh", justBy("abcdefgh"), "abcdefgh", true, 255},
		{"abcdefghi", justBy("abcdefghi", "e"), "abcdefghi", false, 9},
	} {
		f := c.b.shrunk(t, c.moves)
		if got := strings.Join(f.Outcome.Config.Moves, ""); got != c.want || f.Minimal != c.minimal ||
			f.Tried < c.tried || f.Moves != len(c.moves) {
			t.Errorf("%s: left %q of %d, minimal %t, %d tried; want %q, %t, %d", c.moves, got, f.Moves,
				f.Minimal, f.Tried, c.want, c.minimal, c.tried)
		}
	}
}

// What is left is run again: a run that was another one when it was shrunk is no finding.
func TestFindRepeatsWhatIsLeft(t *testing.T) {
	o := outcome(t, replayTwice)
	f := newFinding(o, verdict(t, o, "injective agreement: P-D visit"))
	f.run = func(c sim.Config) (*Outcome, error) {
		o, err := Run(c)
		if err == nil {
			o.Events = o.Events[:len(o.Events)-1]
		}
		return o, err
	}
	if err := f.confirmed(); !errors.Is(err, ErrDoesNotRepeat) {
		t.Errorf("got %v, want %v", err, ErrDoesNotRepeat)
	}
}

// What is found is run again before it is shrunk, too: both runs are counted here.
func TestFindRepeatsWhatWasFound(t *testing.T) {
	for _, but := range []int{1, len(outcome(t, replayTwice).Events) / 2} {
		o := outcome(t, replayTwice)
		o.Events = slices.Delete(o.Events, but, but+1)
		f := newFinding(o, verdict(t, o, "injective agreement: P-D visit"))
		f.run = func(sim.Config) (*Outcome, error) { return nil, fmt.Errorf("nothing is shrunk") }
		if err := f.confirmed(); !errors.Is(err, ErrDoesNotRepeat) || f.Tried > 0 {
			t.Errorf("without event %d: got %v after %d runs, want %v after none", but, err, f.Tried,
				ErrDoesNotRepeat)
		}
	}
}

// Moves that do not break a claim at its place are run once, whichever finding of the attack
// tries them; and a finding is what it would be by itself.
func TestTrialsAreShared(t *testing.T) {
	both := breaksBy("bd").or(breaksBy("c").as(broken{"Y", 2}))
	o, err := both.outcome(sim.Config{Moves: strings.Split("abcd", "")})
	if err != nil {
		t.Fatal(err)
	}
	ran := map[string]int{}
	for i, want := range []string{"bd", "c"} {
		f := newFinding(o, o.Verdicts[i])
		f.run = func(c sim.Config) (*Outcome, error) {
			ran[strings.Join(c.Moves, "")]++
			return both.outcome(c)
		}
		f.shrink()
		if got := strings.Join(f.Outcome.Config.Moves, ""); got != want {
			t.Errorf("%s: left %q, want %q", f.Claim.ID, got, want)
		}
	}
	for moves, n := range ran {
		if n > 1 && len(both(moves)) == 0 {
			t.Errorf("%q, which breaks nothing, is run %d times", moves, n)
		}
	}
	if len(ran) == 0 {
		t.Error("nothing is run")
	}
}
