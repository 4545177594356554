package model

import (
	"slices"
	"strings"
	"testing"
)

func TestTermsPrintInThePapersNotation(t *testing.T) {
	a, b := Atom("a", "", Scalar), Atom("b", "", Scalar)
	inv := func(x *Term) *Term { return &Term{Op: OpInv, Sort: Scalar, Args: []*Term{x}} }
	minus := &Term{Op: OpConst, Sort: Scalar, Name: "-1"}
	for _, c := range []struct {
		term *Term
		want string
	}{
		{idP, "ID_P"},
		{G, "G"},
		{Atom("r5", "alice.1", Scalar), "r5[alice.1]"},
		{PUK("HPC"), "PUK_HPC"},
		{PRK("MA"), "PRK_MA"},
		{tuple(), ""},
		{tuple(idP, bP, rP1), "ID_P‖B_P‖R_P1"},
		{tuple(idP, tuple(bP, rP1)), "ID_P‖(B_P‖R_P1)"},
		{hashB(idP, bP), "H(ID_P‖B_P)"},
		{hashScalar(idHPC, rHPC1), "h(ID_HPC‖R_HPC1)"},
		{hashKey(s), "h(s)"},
		{hashKey(sum(rP1, rP2), G), "h((R_P1 + R_P2)‖G)"},
		{sum(a, b), "a + b"},
		{sum(a, mul(b, a)), "a + b·a"},
		{mul(sum(a, b), G), "(a + b)·G"},
		{mul(a, sum(rP1, rP2)), "a·(R_P1 + R_P2)"},
		{mul(a, mul(b, G)), "a·b·G"},
		{sum(a, mul(minus, b)), "a + -1·b"},
		{inv(a), "1/a"},
		{inv(sum(a, b)), "1/(a + b)"},
		{inv(mul(a, b)), "1/(a·b)"},
		{mul(inv(a), b), "1/a·b"},
		{aenc(PUK("D"), idP, bP), "E_PUK_D(ID_P‖B_P)"},
		{senc(sek1, mSD, tP2), "E_SEK1(M_SD‖T_P2)"},
		{senc(hashKey(s), mSD), "E_h(s)(M_SD)"},
		{sign(PRK("P"), rP1, pk), "S_PRK_P(R_P1‖PK)"},
		{cert(PRK("MA"), idD), "Cert(ID_D)"},
		{mask(hashKey(s), idHPC, idD), "(ID_HPC‖ID_D) ⊕ h(s)"},
		{sum(rP1, mul(hashB(idP, bP, rP1), pk)), "R_P1 + H(ID_P‖B_P‖R_P1)·PK"},
	} {
		if got := c.term.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestKeyAndFields(t *testing.T) {
	for _, c := range []struct {
		term *Term
		key  *Term // nil: none
		want string
	}{
		{aenc(PUK("D"), idP, bP), PUK("D"), "ID_P, B_P"},
		{senc(sek1, mSD), sek1, "M_SD"},
		{sign(PRK("P"), rP1, pk), PRK("P"), "R_P1, PK"},
		{cert(PRK("MA"), idD), PRK("MA"), "ID_D"},
		{mask(pad, idHPC, idD), pad, "ID_HPC, ID_D"},
		{hashB(idP, bP), nil, "ID_P, B_P"},
		{tuple(idP, bP), nil, "ID_P, B_P"},
		{idP, nil, ""},
	} {
		if got := listText(c.term.Fields()); got != c.want {
			t.Errorf("%s: fields %s, want %s", c.term, got, c.want)
		}
		if c.key != nil && !Equal(c.term.Key(), c.key) {
			t.Errorf("%s: key %s, want %s", c.term, c.term.Key(), c.key)
		}
	}
}

func TestSorts(t *testing.T) {
	for _, c := range []struct {
		term *Term
		want Sort
	}{
		{G, Point}, {mul(r5, G), Point}, {mul(r5, r6), Scalar}, {sum(r5, r6), Scalar},
		{sum(rP1, pk), Point}, {hashB(idP), Scalar}, {hashScalar(idP), Scalar}, {hashKey(idP), Key},
		{tuple(idP), Text}, {aenc(PUK("D"), idP), Ciphertext}, {senc(sek1, idP), Ciphertext},
		{sign(PRK("D"), idP), Signature}, {cert(PRK("MA"), idD), Certificate},
		{mask(pad, idD), Masked}, {PUK("D"), PublicKey}, {PRK("D"), PrivateKey},
	} {
		if c.term.Sort != c.want {
			t.Errorf("%s: got %s, want %s", c.term, c.term.Sort, c.want)
		}
	}
}

func TestWalkGoesOutermostFirst(t *testing.T) {
	var got []string
	aenc(PUK("D"), idP, mul(r5, sum(G, pk))).Walk(func(u *Term) { got = append(got, u.String()) })
	want := []string{"E_PUK_D(ID_P‖r5·(G + PK))", "PUK_D", "ID_P", "r5·(G + PK)", "r5",
		"G + PK", "G", "PK"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMapGoesInnermostFirst(t *testing.T) {
	var got []string
	mul(r5, sum(G, pk)).Map(func(u *Term) *Term { got = append(got, u.String()); return u })
	want := []string{"r5", "G", "PK", "G + PK", "r5·(G + PK)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMapSharesWhatDoesNotChange(t *testing.T) {
	left, right := hashKey(idP, bP), hashKey(idD)
	whole := tuple(left, right, idHPC)
	same := whole.Map(func(u *Term) *Term { return u })
	if same != whole {
		t.Error("a map that changes nothing copies the term")
	}
	changed := whole.Map(func(u *Term) *Term {
		if u == idD {
			return idPC
		}
		return u
	})
	if got, want := changed.String(), "h(ID_P‖B_P)‖h(ID_PC)‖ID_HPC"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if changed.Args[0] != left || changed.Args[2] != idHPC {
		t.Error("a part that does not change is copied")
	}
	if got, want := whole.String(), "h(ID_P‖B_P)‖h(ID_D)‖ID_HPC"; got != want {
		t.Errorf("the term itself is now %s, want %s", got, want)
	}
}

// What Map makes of the arguments is what it then hands to f, whole.
func TestMapSeesItsOwnResults(t *testing.T) {
	got := hashKey(hashKey(idP)).Map(func(u *Term) *Term {
		if u.Op == OpHashK {
			return tuple(u.Args[0], u.Args[0])
		}
		return u
	})
	if want := "(ID_P‖ID_P)‖(ID_P‖ID_P)"; got.String() != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMapAllSaysWhetherAnythingChanged(t *testing.T) {
	list := []*Term{idP, idD, bP}
	same, changed := mapAll(list, func(u *Term) *Term { return u })
	if changed || &same[0] != &list[0] {
		t.Error("a list that does not change is copied")
	}
	other, changed := mapAll(list, func(u *Term) *Term { return tuple(u) })
	if !changed || len(other) != 3 || list[0] != idP || other[2].Args[0] != bP {
		t.Errorf("got %s, %v, of %s", listText(other), changed, listText(list))
	}
}

func TestKindsAndSortsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for k := StepEnrol; k <= StepClaim; k++ {
		seen[k.String()] = true
	}
	for s := noSort; s <= Text; s++ {
		seen[s.String()] = true
	}
	// 16 kinds and 14 sorts; "certificate" is one of each.
	if len(seen) != 29 || seen[""] || !seen[strings.ToLower("Private Key")] {
		t.Errorf("%d names: %v", len(seen), seen)
	}
}
