package idealised

import (
	"slices"

	"emrproof/model"
	"emrproof/proofs/protocol"
)

// agreed checks that the description makes a key as the logic's key agreement supposes. Each of
// the two principals must make its half in the run, from a scalar that it draws, and must
// compute the key from that scalar and the other's half. Further inputs of the key do no harm.
func (w *comparison) agreed(k protocol.Shared) {
	for _, side := range []struct{ who, own, peer string }{{k.P, k.OfP, k.OfQ}, {k.Q, k.OfQ, k.OfP}} {
		secret := w.private(side.own)
		steps := w.stepsOf(side.who)
		switch {
		case !slices.ContainsFunc(steps, func(s model.Step) bool {
			return s.Kind == model.StepFresh && s.Var.String() == secret
		}):
			w.differ(nil, 0, NotAgreed, "%s draws no %s", side.who, secret)
		case !makes(steps, side.own, secret, model.G.String()):
			w.differ(nil, 0, NotAgreed, "%s does not make %s from %s", side.who, side.own, secret)
		case !makes(steps, k.Key.String(), secret, side.peer):
			w.differ(nil, 0, NotAgreed, "%s makes %s without %s·%s", side.who, k.Key, secret,
				side.peer)
		}
	}
}

// private returns the name that the description gives to the private half of a public key.
func (w *comparison) private(public string) string {
	for _, k := range w.variant.Pairs {
		if k.Public == public {
			if other, ok := w.variant.Stands[k.Private.String()]; ok {
				return other
			}
			return k.Private.String()
		}
	}
	return ""
}

// stepsOf returns all steps of a party, in all phases.
func (w *comparison) stepsOf(party string) []model.Step {
	var steps []model.Step
	w.description.EachStep(func(_ *model.Phase, r *model.Role, _ int, s *model.Step) {
		if string(r.Party) == party {
			steps = append(steps, *s)
		}
	})
	return steps
}

// makes says whether a value is computed in some step, and in each such step from the product
// of a scalar and a point: as that product, or as a key extracted from it and perhaps from
// more.
func makes(steps []model.Step, value, scalar, point string) bool {
	found, always := false, true
	for _, s := range steps {
		if s.Kind != model.StepLet || s.Var.String() != value {
			continue
		}
		found = true
		has := false
		from := []*model.Term{s.Term}
		if s.Term.Op == model.OpExtract {
			from = s.Term.Fields()
		}
		for _, t := range from {
			has = has || t.Op == model.OpMul && len(t.Args) == 2 && t.Args[0].String() == scalar &&
				t.Args[1].String() == point
		}
		always = always && has
	}
	return found && always
}
