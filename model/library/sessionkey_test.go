package library

import (
	"testing"

	"emrproof/model"
)

// defined is what the variables of Eq. 17, 22, 39 and 44 stand for, written here
// a second time from Eq. 1–10, 11, 16, 33 and 38, with fresh atoms.
func defined() map[string]*model.Term {
	r := func(name string) *model.Term { return model.Atom(name, "", model.Scalar) }
	id := func(name string) *model.Term { return model.Atom(name, "", model.Identity) }
	cert := model.Atom("Cert_D", "", model.Certificate)
	bp := model.Atom("B_P", "", model.Data)
	of := map[string]*model.Term{
		"ID_P": id("ID_P"), "ID_D": id("ID_D"), "ID_HPC": id("ID_HPC"), "B_P": bp, "Cert_D": cert,
		"s": r("s"), "PK": model.Apply(model.OpMul, r("s"), model.G),
	}
	for point, scalar := range map[string]string{"R_P1": "r1", "R_HPC1": "r2", "R_D1": "r3",
		"R_P2": "r5", "R_D2": "r6", "R_D3": "r7", "R_HPC2": "r8"} {
		of[point] = model.Apply(model.OpMul, r(scalar), model.G)
	}
	for _, name := range []string{"r1", "r2", "r3", "r5", "r6", "r7", "r8"} {
		of[name] = r(name)
	}
	apply := model.Apply
	const sum, mul, hashB, hashS = model.OpSum, model.OpMul, model.OpHashB, model.OpHashS
	of["S_P"] = apply(sum, r("r1"), apply(mul, apply(hashB, of["ID_P"], bp, of["R_P1"]), r("s")))
	of["S_HPC"] = apply(sum, r("r2"), apply(mul, apply(hashS, of["ID_HPC"], of["R_HPC1"]), r("s")))
	of["S_D"] = apply(sum, r("r3"), apply(mul, apply(hashS, of["ID_D"], cert, of["R_D1"]), r("s")))
	return of
}

func unfold(t *testing.T, term *model.Term) *model.Term {
	t.Helper()
	of := defined()
	return term.Map(func(u *model.Term) *model.Term {
		if u.Op != model.OpVar {
			return u
		}
		if of[u.Name] == nil {
			t.Fatalf("%s: %s is not defined", term, u)
		}
		return of[u.Name]
	})
}

func TestBothSidesComputeTheSameKey(t *testing.T) {
	p := Must("published")
	for _, c := range []struct{ made, checked int }{{17, 22}, {39, 44}} {
		_, _, made := equation(t, p, c.made)
		_, _, checked := equation(t, p, c.checked)
		x, y := unfold(t, made.Term), unfold(t, checked.Term)
		if !model.Equal(x, y) {
			t.Errorf("Eq. %d gives %s, Eq. %d gives %s", c.made, x, c.checked, y)
		}
		if model.Equal(made.Term, checked.Term) {
			t.Errorf("Eq. %d and %d are equal before anything is put in", c.made, c.checked)
		}
	}
	// Reference: Eq. 17 and 22, 39 and 44.
}

func TestSecretsFitTheirPublicValues(t *testing.T) {
	p := Must("published")
	for _, n := range []int{4, 7, 10} {
		_, _, s := equation(t, p, n)
		if x, y := unfold(t, s.Var), unfold(t, s.Term); !model.Equal(x, y) {
			t.Errorf("Eq. %d: %s is not %s", n, x, y)
		}
	}
	// Reference: Eq. 4, 7, 10.
}
