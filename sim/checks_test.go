package sim

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A check is one reason for which a step can refuse, and which can be taken out of a
// description: that a message is recent, that a signature or certificate verifies,
// that two values are equal, that a field which the role holds already is the same,
// that a ciphertext is authentic.
//
// No checks in this sense are that bytes are well formed, that a key or a row is
// there at all: without them there is nothing to go on with.
type check struct {
	place
	name  string // of the step: "search, D, verify Sig_C (32)"
	field string // of an open: what is compared, or "tag"
}

func (c check) String() string {
	if c.field == "" {
		return c.name
	}
	return c.name + ", " + c.field
}

// nameOf says where a step is without its number, which changes with every step
// that is put before it.
func nameOf(p *model.Protocol, at place) string {
	short := func(s *model.Step) string {
		text := s.Kind.String()
		if what := stepName(s); what != "" {
			text += " " + what
		}
		if s.Eqn > 0 {
			text += fmt.Sprintf(" (%d)", s.Eqn)
		}
		return text
	}
	steps := p.PhaseNamed(at.phase).Role(at.party).Steps
	text, times := short(&steps[at.step]), 1
	for i := range at.step {
		if short(&steps[i]) == text {
			times++
		}
	}
	text += strings.Repeat(" again", times-1)
	return fmt.Sprintf("%s, %s, %s", at.phase, at.party, text)
}

// checksOf enumerates the checks of a description.
func checksOf(p *model.Protocol) []check {
	var all []check
	for i := range p.Phases {
		for _, r := range p.Phases[i].Roles {
			if !r.Continues {
				all = append(all, threadChecks(p, p.Thread(r.Party, p.Phases[i].Name))...)
			}
		}
	}
	return all
}

// threadChecks follows what a session holds, to tell which fields it compares.
func threadChecks(p *model.Protocol, stages []model.Stage) []check {
	held := map[string]bool{p.Member(stages[0].Role.Party).ID.Name: true}
	for _, m := range p.Parties {
		held[m.ID.Name] = held[m.ID.Name] || m.One
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, f := range s.Fields {
			held[f.Name] = held[f.Name] || s.Kind == model.StepPublish
		}
	})
	var all []check
	for _, st := range stages {
		for i, s := range st.Role.Steps {
			at := place{st.Phase.Name, st.Role.Party, i}
			c := check{place: at, name: nameOf(p, at)}
			switch s.Kind {
			case model.StepFresh, model.StepStamp, model.StepTick, model.StepInput, model.StepLet:
				held[s.Var.Name] = true
			case model.StepAge, model.StepVerify, model.StepEqual, model.StepCert, model.StepWithin,
				model.StepNear, model.StepOnce:
				all = append(all, c)
			}
			if hasTag(s) {
				c.field = "tag"
				all = append(all, c)
			}
			for j, f := range s.Fields {
				if !s.Binds() || s.Kind == model.StepLookup && s.Term == nil {
					break
				}
				if c.field = f.Name; held[f.Name] && !(s.Kind == model.StepOpen && s.Anew[j]) {
					all = append(all, c)
				}
				held[f.Name] = true
			}
		}
	}
	return all
}

// hasTag says whether a step opens what is encrypted with a tag.
func hasTag(s model.Step) bool {
	return s.Kind == model.StepOpen && s.Term.Sort == model.Ciphertext && s.Mode&model.NoTag == 0
}

// checkBehind is the check of p for which a party refused, and whether it was one.
func checkBehind(p *model.Protocol, e *trace.Event) (check, bool) {
	at := place{e.Phase, e.Party, e.Step - 1}
	c := check{place: at, name: nameOf(p, at)}
	name, _, compared := strings.Cut(e.Reason, " is not the one that ")
	switch e.Do {
	case "age", "verify", "equal", "certificate", "within", "near", "once":
		return c, true
	case "open":
		if strings.HasPrefix(e.Reason, "does not open: ") {
			c.field = "tag"
			return c, true
		}
		c.field = name
		return c, compared
	}
	return c, false
}

// keepStep is for Mutant to copy a description, whose steps can then be changed.
func keepStep(_ *model.Phase, _ *model.Role, s model.Step) []model.Step { return []model.Step{s} }

// changeStep is a description with one step changed.
func changeStep(p *model.Protocol, at place, change func(s *model.Step)) *model.Protocol {
	q := p.Edit(keepStep)
	change(&q.PhaseNamed(at.phase).Role(at.party).Steps[at.step])
	return q
}

// without is a description, and a suite, that lack the check.
func without(c check, p *model.Protocol, base suite.Suite) (*model.Protocol, suite.Suite) {
	switch {
	case c.field == "tag":
		return p, &tagless{base, map[string][]byte{}}
	case c.field != "":
		return changeStep(p, c.place, func(s *model.Step) {
			s.Anew = slices.Clone(s.Anew)
			s.Anew[slices.IndexFunc(s.Fields, func(f *model.Term) bool {
				return f.Name == c.field
			})] = true
		}), base
	}
	// A step that publishes nothing does nothing, and the others keep their numbers.
	return changeStep(p, c.place, func(s *model.Step) {
		*s = model.Step{Kind: model.StepPublish, Eqn: s.Eqn}
	}), base
}

// A tagless suite opens what was encrypted in the same run without looking at the
// tag. It is for a ciphertext of which nothing but the tag was changed.
type tagless struct {
	suite.Suite
	texts map[string][]byte // by the ciphertext without its tag
}

const tagSize = 16

func (s *tagless) enter(ct, msg []byte, err error) ([]byte, error) {
	if err == nil {
		s.texts[string(ct[:len(ct)-tagSize])] = bytes.Clone(msg)
	}
	return ct, err
}

func (s *tagless) find(ct, msg []byte, err error) ([]byte, error) {
	if err != nil && len(ct) >= tagSize && s.texts[string(ct[:len(ct)-tagSize])] != nil {
		return s.texts[string(ct[:len(ct)-tagSize])], nil
	}
	return msg, err
}

func (s *tagless) Seal(rnd io.Reader, to *suite.PublicKeys, msg []byte) ([]byte, error) {
	ct, err := s.Suite.Seal(rnd, to, msg)
	return s.enter(ct, msg, err)
}

func (s *tagless) Open(key *suite.PrivateKeys, ct []byte) ([]byte, error) {
	msg, err := s.Suite.Open(key, ct)
	return s.find(ct, msg, err)
}

func (s *tagless) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	ct, err := s.Suite.Encrypt(rnd, key, msg)
	return s.enter(ct, msg, err)
}

func (s *tagless) Decrypt(key, ct []byte) ([]byte, error) {
	msg, err := s.Suite.Decrypt(key, ct)
	return s.find(ct, msg, err)
}
