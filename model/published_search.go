package model

// The EMR search, Eq. 25–48 and Fig. 5.
//
//	D → PC:  C_D2, Sig_D2, T_D2          search 1
//	PC → D:  C_C, Sig_C, T_C             search 2
//	D → HPC: C_D3, Sig_D3, T_D3          search 3
//	HPC → D: C_HPC1, Sig_HPC1, T_HPC1    search 4
//	D → HPC: C_D4, T_D4                  search 5
//	HPC → D: C_HPC2, T_HPC2              search 6

// sek2HPC is the argument of h in Eq. 39, as HPC computes it; sek2D is D's, Eq. 44.
var (
	sek2HPC = HashKey(Sum(Mul(SHPC, RD3), Mul(r8, implicitD)), Mul(r8, RD3))
	sek2D   = HashKey(Sum(Mul(SD, RHPC2), Mul(r7, implicitHPC)), Mul(r7, RHPC2))
)

func search() Phase {
	return Phase{Name: "search", Group: "search",
		Roles: []Role{searchD(), searchPC(), searchHPC()}}
}

func searchD() Role {
	return Role{Party: D, Continues: true, Steps: []Step{
		Take(IDDE, InputDepartment),
		Stamp(TD2),
		Running("D-PC query", PC, IDP, IDDE),
		Let(CD2, AEnc(PUK(PC), IDP, TD2, IDD, CertD, IDDE)).Eq(25),
		Let(SigD2, Sign(PRK(D), SD, TD2, IDP, IDDE, IDD)).Eq(26),
		Send(PC, CD2, SigD2, TD2),

		Recv(PC, CC, SigC, TC),
		Age(TC),
		Open(CC, PRK(D), IDHPC, IDDE, TC).Eq(31).Erratum("E13"),
		Verify(SigC, PUK(PC), IDDE, SD, IDHPC, TC).Eq(32).Erratum("E7"),
		Commit("PC-D answer", PC, IDP, IDDE, IDHPC),
		Fresh(r7), Let(RD3, Mul(r7, G)).Eq(33),
		Stamp(TD3),
		Running("D-HPC search", HPC, IDD, IDP, RD3),
		// E8: ID_P is added, for Eq. 37 needs it.
		Let(CD3, AEnc(PUK(HPC), CertD, TD3, IDD, RD3, RD1, IDP)).Eq(34).Erratum("E8"),
		Let(SigD3, Sign(PRK(D), PK, TD3, IDP, RD3, RD1)).Eq(35),
		Send(HPC, CD3, SigD3, TD3),

		Recv(HPC, CHPC1, SigHPC1, THPC1),
		Age(THPC1),
		Open(CHPC1, PRK(D), IDHPC, SEK2, THPC1, RHPC2).Eq(42).Erratum("E13"),
		// E6: Eq. 43 prints S_PRK_HPC.
		Verify(SigHPC1, PUK(HPC), PK, THPC1, IDHPC).Eq(43).Erratum("E6"),
		Commit("HPC-D search", HPC, IDHPC, THPC1),
		Lookup(Directory, IDHPC, RHPC1).Erratum("E9"),
		Same(SEK2, sek2D).Eq(44).Erratum("E4"),
		Secret("SEK2", HPC, SEK2),
		Commit("HPC-D SEK2", HPC, SEK2),
		Stamp(TD4),
		Running("D-HPC SEK2", HPC, SEK2, IDP),
		Let(CD4, SEnc(SEK2, IDP, IDD, TD4, CertD)).Eq(45),
		Send(HPC, CD4, TD4),

		Recv(HPC, CHPC2, THPC2),
		Age(THPC2),
		Open(CHPC2, SEK2, MEMR, THPC2).Eq(48).Erratum("E13", "E20"),
		Accept("M_EMR", HPC, IDP, MEMR),
	}}
}

func searchPC() Role {
	return Role{Party: PC, Steps: []Step{
		Recv(D, CD2, SigD2, TD2),
		Age(TD2),
		Open(CD2, PRK(PC), IDP, TD2, IDD, CertD, IDDE).Eq(27).Erratum("E13"),
		CheckCert(CertD, IDD),
		Lookup(Issued, IDD, SD),
		Verify(SigD2, PUK(D), SD, TD2, IDP, IDDE, IDD).Eq(28),
		Commit("D-PC query", D, IDP, IDDE),
		Lookup(OwnTable, nil, s),
		Let(IX, HashKey(IDP, IDDE)),
		Let(pad, HashKey(s)),
		Lookup(Index, IX, MX),
		Open(MX, pad, IDHPC, IDentry).Erratum("E15"),
		Stamp(TC),
		Running("PC-D answer", D, IDP, IDDE, IDHPC),
		Let(CC, AEnc(PUK(D), IDHPC, IDDE, TC)).Eq(29),
		Let(SigC, Sign(PRK(PC), IDDE, SD, IDHPC, TC)).Eq(30).Erratum("E7"),
		Let(NX, Mask(pad, IDHPC, IDD)),
		Store(Index, IX, NX),
		Send(D, CC, SigC, TC),
	}}
}

func searchHPC() Role {
	return Role{Party: HPC, Steps: []Step{
		Recv(D, CD3, SigD3, TD3),
		Age(TD3),
		Open(CD3, PRK(HPC), CertD, TD3, IDD, RD3, RD1, IDP).Eq(36).Erratum("E8", "E13"),
		CheckCert(CertD, IDD),
		Verify(SigD3, PUK(D), PK, TD3, IDP, RD3, RD1).Eq(37),
		Commit("D-HPC search", D, IDD, IDP, RD3),
		Lookup(OwnTable, nil, RHPC1, SHPC),
		Fresh(r8), Let(RHPC2, Mul(r8, G)).Eq(38),
		Let(SEK2, sek2HPC).Eq(39).Erratum("E5"),
		Stamp(THPC1),
		Running("HPC-D search", D, IDHPC, THPC1),
		Running("HPC-D SEK2", D, SEK2),
		Secret("SEK2", D, SEK2),
		Let(CHPC1, AEnc(PUK(D), IDHPC, SEK2, THPC1, RHPC2)).Eq(40),
		Let(SigHPC1, Sign(PRK(HPC), PK, THPC1, IDHPC)).Eq(41),
		Send(D, CHPC1, SigHPC1, THPC1),

		Recv(D, CD4, TD4),
		Age(TD4),
		Open(CD4, SEK2, IDP, IDD, TD4, CertD).Eq(46).Erratum("E13", "E20"),
		CheckCert(CertD, IDD),
		Commit("D-HPC SEK2", D, SEK2, IDP),
		Lookup(Records, IDP, MEMR),
		Stamp(THPC2),
		Secret("M_EMR", D, MEMR),
		Released("M_EMR", D, IDP, IDD, MEMR),
		Let(CHPC2, SEnc(SEK2, MEMR, THPC2)).Eq(47),
		Send(D, CHPC2, THPC2),
	}}
}
