package model

// The visit ("patient visiting doctor"), Eq. 11–24 and Fig. 4, and the
// diagnosis, Eq. 49–50 and Fig. 6.
//
//	P → D: C_P1, Sig_P1, T_P1    visit 1
//	D → P: C_D1, Sig_D1, T_D1    visit 2
//	P → D: C_P2, T_P2            visit 3
//	D → P: C_D5, T_D5            diagnosis 1

// sek1D is the argument of h in Eq. 17, as D computes it; sek1P is P's, Eq. 22.
// They are the same point: S_D·R_P2 = r5·(S_D·G), S_P·R_D2 = r6·(S_P·G).
var (
	sek1D = HashKey(Sum(Mul(SD, RP2), Mul(r6, implicitP)), Mul(r6, RP2))
	sek1P = HashKey(Sum(Mul(SP, RD2), Mul(r5, implicitD)), Mul(r5, RD2))
)

func visit() Phase {
	return Phase{Name: "visit", Group: "visit", Roles: []Role{visitP(), visitD()}}
}

func visitP() Role {
	return Role{Party: P, Steps: []Step{
		Take(IDD, InputPeer),
		Lookup(OwnTable, nil, RP1, SP),
		Take(BP, InputBiometric),
		Fresh(r5), Let(RP2, Mul(r5, G)).Eq(11),
		Stamp(TP1),
		Consent("M_EMR", D, IDP),
		// P has told it to PC alone, at registration, and is about to send it to D.
		Secret("B_P", PC, BP),
		Running("P-D visit", D, IDP, RP1, RP2),
		Let(CP1, AEnc(PUK(D), IDP, BP, RP1, RP2, TP1)).Eq(12),
		Let(SigP1, Sign(PRK(P), RP1, IDP, RP2, BP, PK, TP1)).Eq(13),
		Send(D, CP1, SigP1, TP1),

		Recv(D, CD1, SigD1, TD1),
		Age(TD1),
		// E14: nothing says that P compares ID_D with the doctor it chose.
		Open(CD1, PRK(P), Anew(IDD), CertD, RD1, RD2, SEK1, TD1).Eq(20).Erratum("E13", "E14"),
		CheckCert(CertD, IDD),
		// E1: Eq. 21 prints PUK_P.
		Verify(SigD1, PUK(D), RD2, IDD, TD1, CertD, SEK1, PK).Eq(21).Erratum("E1"),
		Commit("D-P visit", D, IDD, RD2),
		// E2: Eq. 22 prints h(ID_D‖R_D1).
		Same(SEK1, sek1P).Eq(22).Erratum("E2"),
		Secret("SEK1", D, SEK1),
		Commit("D-P SEK1", D, SEK1),
		TakeRecord(MSD, InputSignal, IDP),
		Stamp(TP2),
		Made("M_SD", D, MSD),
		Secret("M_SD", D, MSD),
		Running("P-D SEK1", D, SEK1),
		Let(CP2, SEnc(SEK1, MSD, IDP, TP2)).Eq(23),
		Send(D, CP2, TP2),
	}}
}

func visitD() Role {
	return Role{Party: D, Steps: []Step{
		Recv(P, CP1, SigP1, TP1),
		Age(TP1),
		Open(CP1, PRK(D), IDP, BP, RP1, RP2, TP1).Eq(14).Erratum("E13"),
		Verify(SigP1, PUK(P), RP1, IDP, RP2, BP, PK, TP1).Eq(15).Erratum("E12"),
		Commit("P-D visit", P, IDP, RP1, RP2),
		Lookup(OwnTable, nil, RD1, SD, CertD),
		Fresh(r6), Let(RD2, Mul(r6, G)).Eq(16),
		Let(SEK1, sek1D).Eq(17),
		Stamp(TD1),
		Running("D-P visit", P, IDD, RD2),
		Running("D-P SEK1", P, SEK1),
		Secret("SEK1", P, SEK1),
		Let(CD1, AEnc(PUK(P), IDD, CertD, RD1, RD2, SEK1, TD1)).Eq(18),
		Let(SigD1, Sign(PRK(D), RD2, IDD, TD1, CertD, SEK1, PK)).Eq(19),
		Send(P, CD1, SigD1, TD1),

		Recv(P, CP2, TP2),
		Age(TP2),
		Open(CP2, SEK1, MSD, IDP, TP2).Eq(24).Erratum("E13", "E20"),
		Commit("P-D SEK1", P, SEK1),
		Accept("M_SD", P, MSD),
	}}
}

func diagnosis() Phase {
	return Phase{Name: "diagnosis", Group: "diagnosis", Roles: []Role{
		{Party: D, Continues: true, Steps: []Step{
			TakeRecord(MDINF, InputDiagnosis, IDP),
			Stamp(TD5),
			Made("M_DINF", P, MDINF),
			Secret("M_DINF", P, MDINF),
			Let(CD5, SEnc(SEK1, MDINF, CertD, TD5)).Eq(49),
			Send(P, CD5, TD5),
		}},
		{Party: P, Continues: true, Steps: []Step{
			Recv(D, CD5, TD5),
			Age(TD5),
			Open(CD5, SEK1, MDINF, CertD, TD5).Eq(50).Erratum("E13", "E20"),
			CheckCert(CertD, IDD),
			Accept("M_DINF", D, MDINF),
		}},
	}}
}
