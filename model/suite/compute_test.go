package suite

import (
	"errors"
	"testing"

	"emrproof/model"
)

// What has arguments is computed from them by a method, but for what has a number of its
// own; and nothing else is.
func TestEveryOperationHasAMethod(t *testing.T) {
	for o := range model.Op(model.Ops) {
		row := o.Row()
		want := row.Name != "" && !row.Numbered || o == model.OpLabel
		if has := methods[o] != nil; has != want {
			t.Errorf("operation %d, %q: has a method: %v, want %v", o, row.Name, has, want)
		}
	}
	m := Machine{Suite: mustNew(t, "ristretto255"), Text: new(Text)}
	if _, err := m.Compute(model.Apply(model.OpCert, model.PRK("MA"),
		model.Var("ID_D", model.Identity))); !errors.Is(err, errNoMethod) {
		t.Errorf("error %v", err)
	}
}
