package model

import (
	"testing"
)

// defined is what the variables of Eq. 17, 22, 39 and 44 stand for, written here
// a second time from Eq. 1–10, 11, 16, 33 and 38, with fresh atoms.
func defined() map[string]*Term {
	r := func(name string) *Term { return Atom(name, "", Scalar) }
	id := func(name string) *Term { return Atom(name, "", Identity) }
	cert := Atom("Cert_D", "", Certificate)
	bp := Atom("B_P", "", Data)
	of := map[string]*Term{
		"ID_P": id("ID_P"), "ID_D": id("ID_D"), "ID_HPC": id("ID_HPC"), "B_P": bp, "Cert_D": cert,
		"s": r("s"), "PK": Mul(r("s"), G),
	}
	for point, scalar := range map[string]string{"R_P1": "r1", "R_HPC1": "r2", "R_D1": "r3",
		"R_P2": "r5", "R_D2": "r6", "R_D3": "r7", "R_HPC2": "r8"} {
		of[point] = Mul(r(scalar), G)
	}
	for _, name := range []string{"r1", "r2", "r3", "r5", "r6", "r7", "r8"} {
		of[name] = r(name)
	}
	of["S_P"] = Sum(r("r1"), Mul(H(of["ID_P"], bp, of["R_P1"]), r("s")))
	of["S_HPC"] = Sum(r("r2"), Mul(HashScalar(of["ID_HPC"], of["R_HPC1"]), r("s")))
	of["S_D"] = Sum(r("r3"), Mul(HashScalar(of["ID_D"], cert, of["R_D1"]), r("s")))
	return of
}

func unfold(t *testing.T, term *Term) *Term {
	t.Helper()
	of := defined()
	return term.Map(func(u *Term) *Term {
		if u.Op != OpVar {
			return u
		}
		if of[u.Name] == nil {
			t.Fatalf("%s: %s is not defined", term, u)
		}
		return of[u.Name]
	})
}

func TestBothSidesComputeTheSameKey(t *testing.T) {
	p := Published()
	for _, c := range []struct{ made, checked int }{{17, 22}, {39, 44}} {
		_, _, made := equation(t, p, c.made)
		_, _, checked := equation(t, p, c.checked)
		x, y := unfold(t, made.Term), unfold(t, checked.Term)
		if !Equal(x, y) {
			t.Errorf("Eq. %d gives %s, Eq. %d gives %s", c.made, x, c.checked, y)
		}
		if Equal(made.Term, checked.Term) {
			t.Errorf("Eq. %d and %d are equal before anything is put in", c.made, c.checked)
		}
	}
	// Reference: Eq. 17 and 22, 39 and 44.
}

func TestSecretsFitTheirPublicValues(t *testing.T) {
	p := Published()
	for _, n := range []int{4, 7, 10} {
		_, _, s := equation(t, p, n)
		if x, y := unfold(t, s.Var), unfold(t, s.Term); !Equal(x, y) {
			t.Errorf("Eq. %d: %s is not %s", n, x, y)
		}
	}
	// Reference: Eq. 4, 7, 10.
}

// Without Cert_D, or with the other hash, the two sides have different keys.
func TestLiteralReadingsGiveOtherKeys(t *testing.T) {
	p := Published()
	for _, c := range literalHashes {
		_, _, s := equation(t, p, c.eq)
		x, y := unfold(t, s.Term), unfold(t, c.with(s.Term))
		if Equal(x, y) {
			t.Errorf("%s: Eq. %d is the same with the literal reading", c.id, c.eq)
		}
	}
	// Reference: E2, E3, E4, E5.
}
