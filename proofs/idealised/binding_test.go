package idealised

import (
	"testing"

	"emrproof/model"
)

// To sign or MAC a hash is to protect what was hashed, through the names that a role
// gives to values; to sign a ciphertext is not to protect its plaintext. A key that was
// expanded from another stands for it.
func TestBinding(t *testing.T) {
	x, y := model.Var("X", model.Data), model.Var("Y", model.Data)
	k, k1 := model.Var("K", model.Key), model.Var("K1", model.Key)
	th, c := model.Var("TH", model.Key), model.Var("C", model.Ciphertext)
	role := &model.Role{Steps: []model.Step{
		model.Step{Kind: model.StepLet, Var: th, Term: model.Apply(model.OpHashK, x, y)},
		model.Step{Kind: model.StepLet, Var: c, Term: model.Apply(model.OpSEnc, k, y)},
	}}
	p := &place{role: role, prior: []model.Step{model.Step{Kind: model.StepLet, Var: k1,
		Term: model.Apply(model.OpExpand, k, x)}}}
	for _, s := range []struct {
		term *model.Term
		name string
		want bool
	}{
		{model.Apply(model.OpSign, model.PRK("P"), x), "X", true},
		{model.Apply(model.OpSign, model.PRK("P"), th), "X", true},
		{model.Apply(model.OpMAC, k1, model.Apply(model.OpTuple, th, x)), "Y", true},
		{model.Apply(model.OpSign, model.PRK("P"), c), "Y", false},
		{model.Apply(model.OpSign, model.PRK("P"), x), "Y", false},
	} {
		if got := p.binds(s.term, s.name) != nil; got != s.want {
			t.Errorf("%s binds %s: %v, want %v", s.term, s.name, got, s.want)
		}
	}
	if !p.stands(k1, "K") || p.stands(k1, "Y") {
		t.Error("K1, expanded from K, stands for Y or not for K")
	}
}
