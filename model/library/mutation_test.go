package library

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/build"
)

// A mutant is the published description with one thing changed in one place.
type mutant struct {
	place string
	step  model.Step // that was there, or the first of two
	p     *model.Protocol
}

// mutants changes the steps of each role at each index in turn; width is how many
// steps from there the change concerns.
func mutants(width int, change func(steps []model.Step, i int) []model.Step) []mutant {
	p := Must("published")
	var list []mutant
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if i+width > len(r.Steps) {
			return
		}
		q := p.Clone()
		steps := &q.PhaseNamed(ph.Name).Role(r.Party).Steps
		*steps = change(*steps, i)
		list = append(list, mutant{placeText(ph, r, i, s), *s, q})
	})
	return list
}

func removeStep(steps []model.Step, i int) []model.Step {
	return append(steps[:i:i],
		steps[i+1:]...)
}

func swapSteps(steps []model.Step, i int) []model.Step {
	steps[i], steps[i+1] = steps[i+1], steps[i]
	return steps
}

func repeatStep(steps []model.Step, i int) []model.Step {
	return append(steps[:i+1:i+1], steps[i:]...)
}

// build wants neither a panic nor an error that does not say what it is about.
func (m mutant) build(t *testing.T) error {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: Build panics: %v", m.place, r)
		}
	}()
	_, err := build.Protocol(m.p)
	if err != nil && !strings.HasPrefix(err.Error(), "published: ") {
		t.Errorf("%s: the error does not name the description: %q", m.place, err)
	}
	return err
}

// unnumbered lets descriptions lack an equation, so that Build gets to what a
// change does.
func unnumbered(ms []mutant) []mutant {
	for _, m := range ms {
		m.p.Equations = 0
	}
	return ms
}

func TestNoMutantMakesBuildPanic(t *testing.T) {
	for _, c := range []struct {
		name  string
		width int
		f     func([]model.Step, int) []model.Step
	}{{"removed", 1, removeStep}, {"swapped", 2, swapSteps}, {"repeated", 1, repeatStep}} {
		ms := mutants(c.width, c.f)
		refused := 0
		for _, m := range append(ms, unnumbered(mutants(c.width, c.f))...) {
			if m.build(t) != nil {
				refused++
			}
		}
		if len(ms) < 150 || refused == 0 || refused == 2*len(ms) {
			t.Errorf("%s: %d of %d mutants refused", c.name, refused, 2*len(ms))
		}
	}
}

// Without an equation there is one number missing, whatever else breaks.
func TestEveryEquationIsMissed(t *testing.T) {
	missed := 0
	for _, m := range mutants(1, removeStep) {
		if m.step.Eqn == 0 {
			continue
		}
		missed++
		want := fmt.Sprintf("published: Eq. %d is carried by no step", m.step.Eqn)
		if err := m.build(t); err == nil || err.Error() != want {
			t.Errorf("%s removed: got %v, want %s", m.place, err, want)
		}
	}
	if missed != 50 {
		t.Errorf("%d equations removed, want 50", missed)
	}
}

// What makes a value that is used later, or carries it, cannot be removed: the
// rehearsal misses it. A check can be removed, and only runs show what it was for.
func TestWhatTheRehearsalMisses(t *testing.T) {
	misses := map[model.StepKind]bool{model.StepFresh: true, model.StepStamp: true,
		model.StepLet: true, model.StepOpen: true,
		model.StepSend: true, model.StepRecv: true, model.StepPublish: true, model.StepInput: true,
		model.StepLookup: true}
	checks := map[model.StepKind]bool{model.StepAge: true, model.StepVerify: true,
		model.StepEqual: true, model.StepCert: true,
		model.StepEnrol: true}
	for _, m := range unnumbered(mutants(1, removeStep)) {
		err := m.build(t)
		// Eq. 46 opens what HPC holds all of already: it is a check.
		if misses[m.step.Kind] && m.step.Eqn != 46 && err == nil {
			t.Errorf("%s: builds without %q", m.place, stepText(m.step))
		}
		if checks[m.step.Kind] && err != nil {
			t.Errorf("%s: without the check: %v", m.place, err)
		}
	}
}

// Every claim step is there for a claim.
func TestWhatTheClaimsMiss(t *testing.T) {
	for _, m := range mutants(1, removeStep) {
		if m.step.Kind != model.StepClaim {
			continue
		}
		err := m.build(t)
		if m.step.Label == "ID_P" { // P says it twice, and once is enough for the claim
			if err != nil {
				t.Errorf("%s removed: %v", m.place, err)
			}
			continue
		}
		want := fmt.Sprintf("has no step %q labelled %q", m.step.Event, m.step.Label)
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s removed: got %v, want … %s", m.place, err, want)
		}
	}
}

func TestBuildLeavesItsArgumentAlone(t *testing.T) {
	p := unbuilt(t)
	before := protocolText(p)
	q, err := build.Protocol(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := protocolText(p); got != before {
		t.Errorf("Build has changed the description:\n%s", got)
	}
	if !strings.Contains(protocolText(q), `"visit 1"`) {
		t.Error("Build has numbered no message of visit")
	}
}

// unbuilt is a description whose messages have no numbers yet.
func unbuilt(t *testing.T) *model.Protocol {
	t.Helper()
	p := Must("published").Clone()
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) { s.Msg = "" })
	return p
}
