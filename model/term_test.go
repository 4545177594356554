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
		{IDP, "ID_P"},
		{G, "G"},
		{Atom("r5", "alice.1", Scalar), "r5[alice.1]"},
		{PUK(HPC), "PUK_HPC"},
		{PRK(MA), "PRK_MA"},
		{Tuple(), ""},
		{Tuple(IDP, BP, RP1), "ID_P‖B_P‖R_P1"},
		{Tuple(IDP, Tuple(BP, RP1)), "ID_P‖(B_P‖R_P1)"},
		{H(IDP, BP), "H(ID_P‖B_P)"},
		{HashScalar(IDHPC, RHPC1), "h(ID_HPC‖R_HPC1)"},
		{HashKey(s), "h(s)"},
		{HashKey(Sum(RP1, RP2), G), "h((R_P1 + R_P2)‖G)"},
		{Sum(a, b), "a + b"},
		{Sum(a, Mul(b, a)), "a + b·a"},
		{Mul(Sum(a, b), G), "(a + b)·G"},
		{Mul(a, Sum(RP1, RP2)), "a·(R_P1 + R_P2)"},
		{Mul(a, Mul(b, G)), "a·b·G"},
		{Sum(a, Mul(minus, b)), "a + -1·b"},
		{inv(a), "1/a"},
		{inv(Sum(a, b)), "1/(a + b)"},
		{inv(Mul(a, b)), "1/(a·b)"},
		{Mul(inv(a), b), "1/a·b"},
		{AEnc(PUK(D), IDP, BP), "E_PUK_D(ID_P‖B_P)"},
		{SEnc(SEK1, MSD, TP2), "E_SEK1(M_SD‖T_P2)"},
		{SEnc(HashKey(s), MSD), "E_h(s)(M_SD)"},
		{Sign(PRK(P), RP1, PK), "S_PRK_P(R_P1‖PK)"},
		{Cert(PRK(MA), IDD), "Cert(ID_D)"},
		{Mask(HashKey(s), IDHPC, IDD), "(ID_HPC‖ID_D) ⊕ h(s)"},
		{Sum(RP1, Mul(H(IDP, BP, RP1), PK)), "R_P1 + H(ID_P‖B_P‖R_P1)·PK"},
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
		{AEnc(PUK(D), IDP, BP), PUK(D), "ID_P, B_P"},
		{SEnc(SEK1, MSD), SEK1, "M_SD"},
		{Sign(PRK(P), RP1, PK), PRK(P), "R_P1, PK"},
		{Cert(PRK(MA), IDD), PRK(MA), "ID_D"},
		{Mask(pad, IDHPC, IDD), pad, "ID_HPC, ID_D"},
		{H(IDP, BP), nil, "ID_P, B_P"},
		{Tuple(IDP, BP), nil, "ID_P, B_P"},
		{IDP, nil, ""},
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
		{G, Point}, {Mul(r5, G), Point}, {Mul(r5, r6), Scalar}, {Sum(r5, r6), Scalar},
		{Sum(RP1, PK), Point}, {H(IDP), Scalar}, {HashScalar(IDP), Scalar}, {HashKey(IDP), Key},
		{Tuple(IDP), Text}, {AEnc(PUK(D), IDP), Ciphertext}, {SEnc(SEK1, IDP), Ciphertext},
		{Sign(PRK(D), IDP), Signature}, {Cert(PRK(MA), IDD), Certificate},
		{Mask(pad, IDD), Masked}, {PUK(D), PublicKey}, {PRK(D), PrivateKey},
	} {
		if c.term.Sort != c.want {
			t.Errorf("%s: got %s, want %s", c.term, c.term.Sort, c.want)
		}
	}
}

func TestWalkGoesOutermostFirst(t *testing.T) {
	var got []string
	AEnc(PUK(D), IDP, Mul(r5, Sum(G, PK))).Walk(func(u *Term) { got = append(got, u.String()) })
	want := []string{"E_PUK_D(ID_P‖r5·(G + PK))", "PUK_D", "ID_P", "r5·(G + PK)", "r5",
		"G + PK", "G", "PK"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMapGoesInnermostFirst(t *testing.T) {
	var got []string
	Mul(r5, Sum(G, PK)).Map(func(u *Term) *Term { got = append(got, u.String()); return u })
	want := []string{"r5", "G", "PK", "G + PK", "r5·(G + PK)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMapSharesWhatDoesNotChange(t *testing.T) {
	left, right := HashKey(IDP, BP), HashKey(IDD)
	whole := Tuple(left, right, IDHPC)
	same := whole.Map(func(u *Term) *Term { return u })
	if same != whole {
		t.Error("a map that changes nothing copies the term")
	}
	changed := whole.Map(func(u *Term) *Term {
		if u == IDD {
			return IDPC
		}
		return u
	})
	if got, want := changed.String(), "h(ID_P‖B_P)‖h(ID_PC)‖ID_HPC"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if changed.Args[0] != left || changed.Args[2] != IDHPC {
		t.Error("a part that does not change is copied")
	}
	if got, want := whole.String(), "h(ID_P‖B_P)‖h(ID_D)‖ID_HPC"; got != want {
		t.Errorf("the term itself is now %s, want %s", got, want)
	}
}

// What Map makes of the arguments is what it then hands to f, whole.
func TestMapSeesItsOwnResults(t *testing.T) {
	got := HashKey(HashKey(IDP)).Map(func(u *Term) *Term {
		if u.Op == OpHashK {
			return Tuple(u.Args[0], u.Args[0])
		}
		return u
	})
	if want := "(ID_P‖ID_P)‖(ID_P‖ID_P)"; got.String() != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMapAllSaysWhetherAnythingChanged(t *testing.T) {
	list := []*Term{IDP, IDD, BP}
	same, changed := MapAll(list, func(u *Term) *Term { return u })
	if changed || &same[0] != &list[0] {
		t.Error("a list that does not change is copied")
	}
	other, changed := MapAll(list, func(u *Term) *Term { return Tuple(u) })
	if !changed || len(other) != 3 || list[0] != IDP || other[2].Args[0] != BP {
		t.Errorf("got %s, %v, of %s", listText(other), changed, listText(list))
	}
}

func TestKindsAndSortsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for k := StepEnrol; k <= StepClaim; k++ {
		seen[k.String()] = true
	}
	for s := NoSort; s <= Text; s++ {
		seen[s.String()] = true
	}
	// 16 kinds and 14 sorts; "certificate" is one of each.
	if len(seen) != 29 || seen[""] || !seen[strings.ToLower("Private Key")] {
		t.Errorf("%d names: %v", len(seen), seen)
	}
}
