package attacks

import (
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/sim"
)

// A Case is an attack by an outsider that is made from a description and not by
// hand: one message of one visit is lost, comes twice or late, changes places with
// that of another visit, or has a field that is another value of its sort; or the
// outsider sends one in a party's place. Its Config is the whole attack.
type Case struct {
	Kind    string // see CaseKinds
	World   string // whose visits there are, such as "two patients, one doctor"
	Message string // such as "visit 1"
	Field   string // such as "C_P1"; empty where the message is taken as a whole
	With    string // what stands in its place, as a recipe, or how it comes
	Config  sim.Config
}

// Is says whether two cases are the same: what makes a case, its Config follows from.
func (c Case) Is(d Case) bool {
	return c.Kind == d.Kind && c.World == d.World && c.Message == d.Message && c.Field == d.Field &&
		c.With == d.With
}

// The kinds of cases; "impersonate " is followed by the party.
const (
	CaseDrop        = "drop"        // it never comes
	CaseReplay      = "replay"      // it comes again at once, to the session that had it
	CaseLate        = "replay late" // it comes after ΔT
	CaseSwap        = "swap"        // it changes places with that of a concurrent visit
	CaseSubstitute  = "substitute"  // one field is another value of its sort
	CaseFlip        = "flip"        // a bit of one field is another
	caseImpersonate = "impersonate "
)

// CaseKinds are the kinds of the cases of a description, in the order in which
// they are generated: with one for each party that sends on the insecure network.
func CaseKinds(p *model.Protocol) []string {
	kinds := []string{CaseDrop, CaseReplay, CaseLate, CaseSwap, CaseSubstitute, CaseFlip}
	for _, m := range p.Parties {
		sends := false
		p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
			sends = sends || r.Party == m.Party && onNetwork(ph, s)
		})
		if sends {
			kinds = append(kinds, caseImpersonate+string(m.Party))
		}
	}
	return kinds
}

// Row is the attribute of the paper's Table 3 that a case tries.
func (c Case) Row() string {
	switch c.Kind {
	case CaseReplay, CaseLate:
		return "replay attack"
	case CaseDrop, CaseSwap, CaseSubstitute, CaseFlip:
		return "man-in-the-middle attack"
	}
	return "impersonation attack"
}

// onNetwork says whether a step sends on the insecure network.
func onNetwork(ph *model.Phase, s *model.Step) bool {
	return s.Kind == model.StepSend && !ph.Secure
}

// couples are the worlds in which cases are played: two visits in each, which
// share nobody, the doctor, the patient, or both.
var couples = []struct {
	world string
	size  sim.Size
}{
	{"two patients, two doctors", sim.Size{Patients: 2, Doctors: 2, Hospitals: 2, Visits: 2}},
	{"two patients, one doctor", sim.Size{Patients: 2, Doctors: 1, Hospitals: 2, Visits: 2}},
	{"one patient, two doctors", sim.Size{Patients: 1, Doctors: 2, Hospitals: 2, Visits: 2}},
	{"one patient, one doctor", sim.Size{Patients: 1, Doctors: 1, Hospitals: 2, Visits: 2}},
}

// apart is how long after one visit the other begins. The first is over by then,
// unless the adversary keeps a message of it back: so what crossed the network in
// it is known, and young enough, when the second one begins.
const apart = sim.Duration(1e9)

// Generate makes the cases of a description, on every message that is sent on the
// insecure network and every field of each. Values that stand in a field's place
// are all those of its sort that crossed the network before, those that are
// public, and some that the outsider makes up; never the value that stood there.
func Generate(profile string, options []string, suite string, seed sim.Seed) ([]Case, error) {
	var all []Case
	for i, couple := range couples {
		c, err := coupleConfig(profile, couple.size)
		if err != nil {
			return nil, err
		}
		c.Options, c.Suite, c.Seed = slices.Clone(options), suite, seed
		s, err := rehearse(c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", couple.world, err)
		}
		s.world = couple.world
		if i == 0 { // for these it does not matter who else is there
			s.each((*rehearsal).drop)
			s.each((*rehearsal).flip)
		}
		s.each((*rehearsal).replay)
		s.each((*rehearsal).late)
		s.each((*rehearsal).swap)
		s.each((*rehearsal).substitute)
		s.each((*rehearsal).impersonate)
		if s.err != nil {
			return nil, fmt.Errorf("%s: %w", couple.world, s.err)
		}
		all = append(all, s.cases...)
	}
	return all, nil
}

// coupleConfig is a standard world whose visits are apart.
func coupleConfig(profile string, size sim.Size) (sim.Config, error) {
	c, err := sim.Standard(profile, size)
	if err != nil {
		return c, err
	}
	p, err := model.Profile(profile)
	if err != nil {
		return c, err
	}
	at := apart
	for i := range c.Starts {
		if !p.PhaseNamed(c.Starts[i].Phase).Secure {
			c.Starts[i].At = at
			at += apart
		}
	}
	return c, nil
}
