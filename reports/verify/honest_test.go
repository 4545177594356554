package verify

import (
	"slices"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
)

// A run in which every session completes and something was refused is not complete: an honest
// message was refused, or there was one that nobody honest sent.
func TestHonestRunThatRefuses(t *testing.T) {
	cases, err := survey.Scripts(need.Overrides{Profile: "published"})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(cases, func(c *script.Script) bool { return c.ID == "W15-biometric" })
	made, err := survey.CarryOutAll(cases[i:i+1], 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := made[0].Outcome
	if v := o.Result.Sessions; v.Completed != v.Started || len(attacks.Refusals(o)) == 0 {
		t.Fatalf("%+v, refused by %v: the example is wrong", v, attacks.Refusals(o))
	}
	h, err := runHonest(o.Config)
	if err != nil {
		t.Fatal(err)
	}
	if h.Complete {
		t.Error("it is complete, though something was refused")
	}
	o.Config.Moves = nil
	if h, err = runHonest(o.Config); err != nil || !h.Complete {
		t.Errorf("without the attack: complete %v, %v", h.Complete, err)
	}
}
