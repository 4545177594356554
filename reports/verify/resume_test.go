package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"emrproof/attacks/survey"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/proofs/goals"
	"emrproof/reports"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// memory is a store that fails after so many pieces, as a run does that is cut off there.
type memory struct {
	mu     sync.Mutex
	pieces map[string][]byte
	saved  []string
	unfit  []string
	most   int // pieces that are saved; below 0: all
}

var errCut = errors.New("cut off")

func (m *memory) Load(name string, v any) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, there := m.pieces[name]
	if !there {
		return false, nil
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	return true, dec.Decode(v)
}

func (m *memory) Save(name string, v any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.most >= 0 && len(m.saved) >= m.most {
		return errCut
	}
	text, err := json.Marshal(v)
	m.pieces[name], m.saved = text, append(m.saved, name)
	return err
}

func (m *memory) Unfit(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unfit = append(m.unfit, name)
}

func counting(done *[]int) work[int] {
	var mu sync.Mutex
	return work[int]{name: "squares", n: 10, each: 3,
		one: func(i int) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			*done = append(*done, i)
			return i * i, nil
		},
		fits: func(i int, v *int) bool { return *v == i*i }}
}

func silent(string, int) (func(), func()) { return func() {}, func() {} }

// A work that is cut off at any piece goes on behind it, and comes to the same.
func TestPiecesGoOn(t *testing.T) {
	for most := range 4 {
		for _, workers := range []int{1, 3} {
			kept := &memory{pieces: map[string][]byte{}, most: most}
			q := &Question{Store: kept, Workers: workers, Begin: silent}
			var done []int
			if _, err := pieces(q, counting(&done)); !errors.Is(err, errCut) {
				t.Fatalf("got %v, want that it is cut off", err)
			}
			var again []int
			kept.most = -1
			all, err := pieces(q, counting(&again))
			if err != nil || !slices.Equal(all, []int{0, 1, 4, 9, 16, 25, 36, 49, 64, 81}) {
				t.Errorf("got %v, %v", all, err)
			}
			if len(kept.saved) != 4 || len(again) > 10-3*most+2 || len(again) < 10-3*most {
				t.Errorf("cut off after %d pieces: %v are kept, and %v were done again", most, kept.saved,
					again)
			}
		}
	}
}

// What was kept and cannot be of this work is done again, and the store hears of it.
func TestPiecesThatDoNotFit(t *testing.T) {
	for _, text := range []string{"null", "[]", "[9,16]", "[9,16,25,36]", "[9,16,26]"} {
		kept := &memory{pieces: map[string][]byte{"squares 2": []byte(text)}, most: -1}
		var done []int
		all, err := pieces(&Question{Store: kept, Begin: silent}, counting(&done))
		if err != nil || all[3] != 9 || all[5] != 25 || len(done) != 10 {
			t.Errorf("%s: got %v, %v, %v done", text, all, err, done)
		}
		if !slices.Equal(kept.unfit, []string{"squares 2"}) {
			t.Errorf("%s: unfit are %v", text, kept.unfit)
		}
	}
}

// little is a little of everything that is kept of a verification, as bytes.
func little(t *testing.T, store Store) (string, error) {
	t.Helper()
	v := &Verification{Level: Level{Name: "little", Random: piece + 3, Worlds: 2, EachCase: 300,
		Resolution: 900}, Seed: 1, Runs: map[string][]*goals.Runs{}}
	q := &Question{Level: v.Level, Seed: 1, Begin: silent, Store: store}
	attack := func(profile string) *reports.Attacks {
		return &reports.Attacks{Survey: &survey.Survey{Profile: profile, Suite: suite.Names()[0],
			Seed: sim.Seed(1)}}
	}
	calibration, published := attack("ns"), attack("published")
	for _, do := range []func() error{
		func() error { return v.honest(q, library.Names()...) },
		func() error { return v.catalogue(q, calibration) },
		func() error { return v.random(q, published) },
		func() error { return v.generate(q, published) },
		func() error { return v.goals(q, "published") },
	} {
		if err := do(); err != nil {
			return "", err
		}
	}
	var b bytes.Buffer
	if err := calibration.JSON(&b); err != nil {
		return "", err
	}
	if err := published.JSON(&b); err != nil {
		return "", err
	}
	text, err := json.Marshal(v.Runs)
	return fmt.Sprintf("%+v\n%s\n%s", v.Honest, &b, text), err
}

// A verification that is cut off between any two pieces goes on, does nothing twice, and
// comes to the same bytes.
func TestVerificationGoesOn(t *testing.T) {
	simtest.Long(t)
	want, err := little(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	kept := &memory{pieces: map[string][]byte{}, most: 0}
	cuts := 0
	for ; ; kept.most++ {
		got, err := little(t, kept)
		if errors.Is(err, errCut) {
			cuts++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if d := simtest.Difference(got, want); d != "" {
			t.Errorf("it comes to something else:\n%s", d)
		}
		break
	}
	if cuts < 10 || len(kept.saved) != cuts || len(kept.unfit) > 0 {
		t.Errorf("%d cuts; kept were %q, of which did not fit %q", cuts, kept.saved, kept.unfit)
	}
	// Again, with everything there: nothing is saved, since nothing is done.
	kept.most = 0
	if got, err := little(t, kept); err != nil || got != want {
		t.Errorf("with everything kept: %v", err)
	}
}

// What is kept of each kind of piece, changed into what it cannot be, is done again.
func TestChangedPieces(t *testing.T) {
	simtest.Long(t)
	kept := &memory{pieces: map[string][]byte{}, most: -1}
	want, err := little(t, kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"null", `[{},{},{}]`} {
		changed := &memory{pieces: map[string][]byte{}, most: -1}
		for name := range kept.pieces {
			changed.pieces[name] = []byte(text)
		}
		if got, err := little(t, changed); err != nil || got != want {
			t.Errorf("%s: %v, or it comes to something else", text, err)
		}
		if len(changed.unfit) != len(kept.pieces) {
			t.Errorf("%s: %d of %d pieces do not fit", text, len(changed.unfit), len(kept.pieces))
		}
	}
}
