package deduce_test

import (
	"testing"

	"emrproof/model"
)

// session is a session's terms, with atoms for what is drawn, made from the
// equations of the published description.
type visitTerms struct {
	s, r1, r3, r5, r6     *model.Term
	RP1, RP2, RD1, RD2    *model.Term
	SP, SD, PK, SEK1      *model.Term
	CP1, CD1, CP2, CD5    *model.Term
	BP, MSD, MDINF, CertD *model.Term
	SigD1                 *model.Term
	public                []*model.Term // what an outsider has
}

func aVisit() visitTerms {
	v := visitTerms{s: scalarNamed("s"), r1: scalarNamed("r1"), r3: scalarNamed("r3"),
		r5: scalarNamed("r5"), r6: scalarNamed("r6"), BP: dataNamed("B_P"),
		MSD: dataNamed("M_SD"), MDINF: dataNamed("M_DINF"),
		CertD: model.Apply(model.OpCert, prk("authority"), nameOf("bob"))}
	P, D, T := nameOf("alice"), nameOf("bob"), model.Atom("T", "", model.Time)
	v.PK, v.RP1, v.RP2, v.RD1, v.RD2 = base(v.s), base(v.r1), base(v.r5), base(v.r3), base(v.r6)
	hp, hd := hb(P, v.BP, v.RP1), hs(D, v.CertD, v.RD1)
	v.SP, v.SD = sum(v.r1, mul(hp, v.s)), sum(v.r3, mul(hd, v.s)) // Eq. 3, 9
	// Eq. 17.
	v.SEK1 = hk(sum(mul(v.SD, v.RP2), mul(v.r6, sum(v.RP1, mul(hp, v.PK)))), mul(v.r6, v.RP2))
	v.CP1 = aenc(puk("bob"), P, v.BP, v.RP1, v.RP2, T)                          // Eq. 12
	v.CD1 = aenc(puk("alice"), D, v.CertD, v.RD1, v.RD2, v.SEK1, T)             // Eq. 18
	v.SigD1 = sign(prk("bob"), v.RD2, D, T, v.CertD, v.SEK1, v.PK)              // Eq. 19
	v.CP2, v.CD5 = senc(v.SEK1, v.MSD, P, T), senc(v.SEK1, v.MDINF, v.CertD, T) // Eq. 23, 49
	v.public = with(v.PK, v.CP1, T, v.CD1, v.SigD1, v.CP2, v.CD5)
	return v
}

// opened is what is inside C_P1 and C_D1, but for SEK1.
func (v visitTerms) opened() []*model.Term {
	return with(v.BP, v.RP1, v.RP2, v.CertD, v.RD1, v.RD2, v.PK)
}

func onVisits() []deduction {
	v := aVisit()
	wire := func(more ...*model.Term) []*model.Term { return append(with(v.public...), more...) }
	open := func(more ...*model.Term) []*model.Term { return append(v.opened(), more...) }
	eq22 := hk(sum(mul(v.SP, v.RD2), mul(v.r5, sum(v.RD1, mul(hs(nameOf("bob"), v.CertD, v.RD1),
		v.PK)))), mul(v.r5, v.RD2))
	return []deduction{
		{"Eq. 17 from public values", open(), v.SEK1, no},
		{"Eq. 17 from S_D and r6", open(v.SD, v.r6), v.SEK1, yes},
		{"Eq. 17 from S_P and r5, as Eq. 22 has it", open(v.SP, v.r5), v.SEK1, yes},
		{"Eq. 17 from r5 and r6", open(v.r5, v.r6), v.SEK1, yes},
		{"Eq. 17 from S_D", open(v.SD), v.SEK1, no},
		{"Eq. 17 from S_P", open(v.SP), v.SEK1, no},
		{"Eq. 17 from S_P and S_D: both long-term secrets", open(v.SP, v.SD), v.SEK1, no},
		{"Eq. 17 from r5", open(v.r5), v.SEK1, no},
		{"Eq. 17 from r6", open(v.r6), v.SEK1, no},
		{"Eq. 17 from s: the cloud as escrow", open(v.s), v.SEK1, no},
		{"Eq. 17 from s and every S_X", open(v.s, v.SP, v.SD), v.SEK1, no},
		{"Eq. 17 from s and every r of registration", open(v.s, v.r1, v.r3), v.SEK1, no},
		{"Eq. 17 from s and r5", open(v.s, v.r5), v.SEK1, no},
		{"Eq. 17 from s, S_P and r5", open(v.s, v.SP, v.r5), v.SEK1, yes},
		{"Eq. 17 from s, r1 and r5", open(v.s, v.r1, v.r5), v.SEK1, yes},
		{"Eq. 17 from S_P and r5 without B_P",
			with(v.SP, v.r5, v.RP2, v.CertD, v.RD1, v.RD2, v.PK), v.SEK1, yes},
		{"Eq. 17 from S_D and r6 without B_P",
			with(v.SD, v.r6, v.RP1, v.RP2, v.RD1, v.RD2, v.PK), v.SEK1, no},
		{"Eq. 22 from S_D and r6", open(v.SD, v.r6), eq22, yes},
		{"Eq. 22 from S_D", open(v.SD), eq22, no},

		{"M_SD on the wire", wire(), v.MSD, no},
		{"B_P on the wire", wire(), v.BP, no},
		{"B_P with PRK_D", wire(prk("bob")), v.BP, yes},
		{"B_P with PRK_P", wire(prk("alice")), v.BP, no},
		{"SEK1 with PRK_P: it is sent in C_D1", wire(prk("alice")), v.SEK1, yes},
		{"M_SD with PRK_P", wire(prk("alice")), v.MSD, yes},
		{"M_DINF with PRK_P", wire(prk("alice")), v.MDINF, yes},
		{"SEK1 with PRK_D", wire(prk("bob")), v.SEK1, no},
		{"M_SD with PRK_D and S_D: r6 is missing", wire(prk("bob"), v.SD), v.MSD, no},
		{"M_SD with PRK_D and r6", wire(prk("bob"), v.r6), v.MSD, no},
		{"M_SD with PRK_D, S_D and r6", wire(prk("bob"), v.SD, v.r6), v.MSD, yes},
		{"M_SD with all that D keeps", wire(prk("bob"), v.SD, v.RD1, v.CertD), v.MSD, no},
		{"M_SD with all that PC holds", wire(prk("mallory"), v.s, v.SP, v.SD), v.MSD, no},
		{"M_SD with all that PC holds, and r5", wire(v.s, v.SP, v.SD, v.r5), v.MSD, no},
		{"M_SD with all that P holds", wire(v.SP, v.RP1, prk("alice"), v.BP), v.MSD, yes},
		{"M_SD with another's PRK", wire(prk("mallory")), v.MSD, no},
		{"S_P·G with PRK_D", wire(prk("bob")), base(v.SP), yes},
		{"S_P with PRK_D", wire(prk("bob")), v.SP, no},
		{"s with PRK_D and S_D", wire(prk("bob"), v.SD), v.s, no},
	}
}

// Reference: Eq. 17, 18, 22, 23; W6, W12, W19.
func TestDeductionsOnVisits(t *testing.T) {
	for _, d := range onVisits() {
		t.Run(d.name, func(t *testing.T) { d.check(t) })
	}
}

func TestVisitsWithMessageRecovery(t *testing.T) {
	v := aVisit()
	v.public[4] = in(model.Recovery, v.SigD1)
	for _, d := range []deduction{
		{"SEK1 on the wire", v.public, v.SEK1, yes},
		{"M_SD on the wire", v.public, v.MSD, yes},
		{"B_P on the wire: it is in Sig_P1", v.public, v.BP, no},
	} {
		t.Run(d.name, func(t *testing.T) { d.check(t, "E12") })
	}
}

// There are enough deductions, and enough of them are impossible ones.
func TestHalfOfTheDeductionsAreImpossible(t *testing.T) {
	count := map[bool]int{}
	names := map[string]bool{}
	for i, all := range [][]deduction{structural(), linear(), implicit(), onVisits()} {
		for _, d := range all {
			count[d.want]++
			name := string(rune('a'+i)) + d.name
			if names[name] {
				t.Errorf("%q stands twice", d.name)
			}
			names[name] = true
		}
	}
	t.Logf("%d possible, %d impossible", count[yes], count[no])
	if count[yes] < 60 || count[no] < 60 {
		t.Errorf("%d possible, %d impossible: want 60 of each", count[yes], count[no])
	}
}
