package compute

import (
	"bytes"
	"errors"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
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
	m := Machine{Suite: ristretto(t), Text: new(Text)}
	if _, err := m.Compute(model.Apply(model.OpCert, model.PRK("MA"),
		model.Var("ID_D", model.Identity))); !errors.Is(err, errNoMethod) {
		t.Errorf("error %v", err)
	}
}

func TestXOR(t *testing.T) {
	m := Machine{Suite: ristretto(t), Text: new(Text)}
	sum := model.Apply(model.OpXOR, model.Var("a", model.Data), model.Var("b", model.Data))
	a, b := Value{Raw: []byte{0x0f, 0xaa}}, Value{Raw: []byte{0xff, 0xa5}}
	v, err := m.Compute(sum, a, b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(v.Raw, []byte{0xf0, 0x0f}) || !bytes.Equal(a.Raw, []byte{0x0f, 0xaa}) {
		t.Errorf("got the sum %x, and the operand is %x afterwards", v.Raw, a.Raw)
	}
	if v, err = m.Compute(sum, v, b, a, a); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(v.Raw, a.Raw) {
		t.Errorf("got the sum of four %x, want %x", v.Raw, a.Raw)
	}
	for _, other := range [][]byte{{}, {1}, {1, 2, 3}} {
		if _, err := m.Compute(sum, a, b, Value{Raw: other}); !errors.Is(err, ErrLengths) {
			t.Errorf("with a text of %d bytes: error %v", len(other), err)
		}
	}
}

func ristretto(t *testing.T) suite.Suite {
	t.Helper()
	s, err := suite.New("ristretto255")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
