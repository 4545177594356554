package model

import (
	"strings"
	"testing"
)

// Every operation prints, and one that has a name has all that recipes and scripts need.
func TestRowsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for o := range Op(Ops) {
		row := o.Row()
		if row.Form == "" {
			t.Errorf("operation %d has no form", o)
		}
		if row.Name == "" {
			if len(row.Params) > 0 || row.Keyed || row.Undo != nil {
				t.Errorf("operation %d (%s) takes arguments, and has no name", o, row.Form)
			}
			continue
		}
		for _, name := range []string{row.Name, row.Bare} {
			if named, ok := OpNamed(name); name != "" && (!ok || named != o || seen[name]) {
				t.Errorf("%q is operation %d, want %d, once", name, named, o)
			}
			seen[name] = true
		}
		if row.Doc == "" || len(row.Params) == 0 {
			t.Errorf("%s: no doc, or no parameters", row.Name)
		}
		for i, p := range row.Params {
			if strings.HasPrefix(p.Name, "*") && i < len(row.Params)-1 {
				t.Errorf("%s: any number of %s, and more after them", row.Name, p.Name)
			}
		}
		if row.Keyed && len(row.Param(0).Sorts) != 1 {
			t.Errorf("%s: the key is of %d sorts, want 1", row.Name, len(row.Param(0).Sorts))
		}
		if row.Protects != "" && !row.Keyed {
			t.Errorf("%s protects its fields, and has no key", row.Name)
		}
	}
}

// What a term is undone with is what rehearsal, and the adversary, open it with.
func TestUndo(t *testing.T) {
	for _, c := range []struct {
		term      *Term
		key, gave string
	}{
		{tuple(idP, bP), "", "ID_P, B_P"},
		{aenc(PUK("D"), idP, rP1), "PRK_D", "ID_P, R_P1"},
		{aenc(Var("K", PublicKey), idP), "none", "ID_P"},
		{senc(sek1, mSD), "SEK1", "M_SD"},
		{mask(pad, idHPC, idD), "pad", "ID_HPC, ID_D"},
		{sign(PRK("P"), rP1, pk), "", "R_P1, PK"},
	} {
		undo := c.term.Op.Row().Undo
		if len(undo) != 1 {
			t.Fatalf("%s: %d ways to undo it, want 1", c.term, len(undo))
		}
		key := ""
		if u := undo[0]; u.Key != nil {
			key = "none"
			if k := u.Key(c.term); k != nil {
				key = k.String()
			}
		}
		if gave := listText(undo[0].Gives(c.term)); key != c.key || gave != c.gave {
			t.Errorf("%s: %s with key %q, want %s with %q", c.term, gave, key, c.gave, c.key)
		}
	}
	for _, o := range []Op{OpHashB, OpHashS, OpHashK, OpMAC, OpExtract, OpExpand, OpStretch, OpCert,
		OpXOR} {
		if o.Row().Undo != nil {
			t.Errorf("%s can be undone", o.Row().Name)
		}
	}
}

// The calls of a suite that a term takes, its arguments apart.
func TestCallsOfTerms(t *testing.T) {
	for _, c := range []struct {
		term *Term
		call Call
		n    int
	}{
		{mul(r5, G), CallBaseMul, 1}, {mul(r5, rP1), CallMul, 1}, {mul(r5, r6), 0, 0},
		{sum(rP1, pk, rP1), CallAdd, 2}, {sum(r5, r6), 0, 0}, {hashScalar(r5), CallHash, 1},
		{cert(PRK("MA"), idD), CallSign, 1}, {extract(sek1, r5), CallMAC, 1},
	} {
		if call, n := c.term.Op.Row().Calls(c.term); n != c.n || n > 0 && call != c.call {
			t.Errorf("%s: %d calls of kind %d, want %d of %d", c.term, n, call, c.n, c.call)
		}
	}
}
