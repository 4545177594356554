package model

// The EMR search.
//
//	D → PC:  N_D1                                query hello 1
//	PC → D:  cookie_C                            query hello 2
//	D → PC:  N_D1, cookie_C, C_D2                query 1
//	PC → D:  C_C                                 query 2
//	D → HPC: N_D2                                search hello 1
//	HPC → D: cookie_HPC                          search hello 2
//	D → HPC: N_D2, cookie_HPC, C_D3              search 1
//	HPC → D: R_HPC2, C_HPC1, MAC_HPC             search 2
//	D → HPC: MAC_D2                              search 3
//	HPC → D: C_HPC2                              search 4

// sek2DNew and sek2HPCNew take the paper's two points, of Eq. 39 and 44.
var (
	sek2HPCNew = Extract(TH2, Sum(Mul(SHPC, RD3), Mul(r8, implicitD)), Mul(r8, RD3))
	sek2DNew   = Extract(TH2, Sum(Mul(SD, RHPC2), Mul(r7, implicitHPC)), Mul(r7, RHPC2))
	th2        = HashKey(cookieH, CD3, RHPC2)
)

func queryHello() Phase {
	return Phase{Name: "query hello", Group: "search", Roles: []Role{
		{Party: D, Continues: true, Steps: []Step{
			Fresh(ND1), Send(PC, ND1), Recv(PC, cookieC)}},
		{Party: PC, Steps: cookieSteps(D, ND1, KC, tauC, cookieC, 49)},
	}}
}

func query() Phase {
	return Phase{Name: "query", Group: "search", Roles: []Role{
		{Party: D, Continues: true, Steps: queryD()},
		{Party: PC, Steps: join(
			[]Step{Recv(D, ND1, cookieC, CD2)},
			cookieCheck(ND1, KC, tauC, cookieC, 52), queryPC())},
	}}
}

func queryD() []Step {
	return []Step{
		Running("D-PC query", PC, IDP, IDDE),
		Let(SigD2, Sign(PRK(D), asSigD2, IDD, IDPC, IDP, IDDE, Tok, cookieC)).Eq(50),
		Let(CD2, AEnc(PUK(PC), IDD, IDP, IDDE, TP1, Tok, SigD2)).Eq(51),
		Tick(tD2),
		Send(PC, ND1, cookieC, CD2),

		Recv(PC, CC),
		Within(tD2).Eq(62),
		Open(CC, PRK(D), IDHPC, SigC).Eq(63),
		Verify(SigC, PUK(PC), asSigC, IDPC, IDD, IDP, IDDE, IDHPC, ND1).Eq(64),
		Commit("PC-D answer", PC, IDP, IDDE, IDHPC),
	}
}

func queryPC() []Step {
	return []Step{
		Open(CD2, PRK(PC), IDD, IDP, IDDE, TP1, Tok, SigD2).Eq(54),
		Lookup(Directory, IDD, RD1, CertD),
		CheckCert(CertD, IDD),
		Verify(SigD2, PUK(D), asSigD2, IDD, IDPC, IDP, IDDE, Tok, cookieC).Eq(55),
		Verify(Tok, PUK(P), asTok, IDP, IDD, IDDE, TP1).Eq(56),
		Near(TP1).Eq(57),
		Once(seenTokens, seenAtOnce, consent).Eq(58),
		Commit("D-PC query", D, IDP, IDDE),
		Lookup(OwnTable, nil, KI, KE),
		Let(lookupKey, MAC(KI, IDP, IDDE)),
		Lookup(Index, lookupKey, sealedEntry),
		Open(sealedEntry, KE, IDHPC).Eq(59),
		Running("PC-D answer", D, IDP, IDDE, IDHPC),
		Released("index", D, IDP, IDD, IDDE),
		Let(SigC, Sign(PRK(PC), asSigC, IDPC, IDD, IDP, IDDE, IDHPC, ND1)).Eq(60),
		Let(CC, AEnc(PUK(D), IDHPC, SigC)).Eq(61),
		Send(D, CC),
	}
}

func searchHello() Phase {
	return Phase{Name: "search hello", Group: "search", Roles: []Role{
		{Party: D, Continues: true, Steps: []Step{
			Fresh(ND2), Send(HPC, ND2), Recv(HPC, cookieH)}},
		{Party: HPC, Steps: cookieSteps(D, ND2, KHPC, tauH, cookieH, 65)},
	}}
}

func searchHardened() Phase {
	return Phase{Name: "search", Group: "search", Roles: []Role{
		{Party: D, Continues: true, Steps: join(searchDAsks(), searchDConfirms())},
		{Party: HPC, Steps: join(
			[]Step{Recv(D, ND2, cookieH, CD3)},
			cookieCheck(ND2, KHPC, tauH, cookieH, 69), searchHPCAnswers(), searchHPCReleases())},
	}}
}

func searchDAsks() []Step {
	return []Step{
		Fresh(r7), Let(RD3, Mul(r7, G)).Eq(66),
		Running("D-HPC search", HPC, IDD, IDP, RD3),
		Let(SigD3, Sign(PRK(D), asSigD3, IDD, IDHPC, IDP, IDDE, RD3, Tok, cookieH)).Eq(67),
		Let(CD3, AEnc(PUK(HPC), IDD, IDP, IDDE, RD3, TP1, Tok, SigD3)).Eq(68),
		Tick(tD3),
		Send(HPC, ND2, cookieH, CD3),
	}
}

func searchHPCAnswers() []Step {
	return join([]Step{
		Open(CD3, PRK(HPC), IDD, IDP, IDDE, RD3, TP1, Tok, SigD3).Eq(71),
		Lookup(Directory, IDD, RD1, CertD),
		CheckCert(CertD, IDD),
		Verify(SigD3, PUK(D), asSigD3, IDD, IDHPC, IDP, IDDE, RD3, Tok, cookieH).Eq(72),
		Verify(Tok, PUK(P), asTok, IDP, IDD, IDDE, TP1).Eq(73),
		Near(TP1).Eq(74),
		Once(seenTokens, seenAtOnce, consent).Eq(75),
		Commit("D-HPC search", D, IDD, IDP, RD3),
		Lookup(OwnTable, nil, SHPC),
		Lookup(Directory, IDHPC, RHPC1),
		Fresh(r8), Let(RHPC2, Mul(r8, G)).Eq(76),
		Let(TH2, th2).Eq(77),
		Let(SEK2, sek2HPCNew).Eq(78),
	}, expanded(SEK2, searchKeys, 79), []Step{
		Running("HPC-D search", D, IDHPC, RHPC2),
		Running("HPC-D SEK2", D, SEK2),
		Secret("SEK2", D, SEK2),
		Let(SigHPC1, Sign(PRK(HPC), asSigHPC1, IDHPC, IDD, TH2)).Eq(82),
		Let(CHPC1, SEnc(kHPC, SigHPC1)).Eq(83),
		Let(macHPC, MAC(fHPC, TH2)).Eq(84),
		Tick(tHPC),
		Send(D, RHPC2, CHPC1, macHPC),
	})
}

func searchDConfirms() []Step {
	return join([]Step{
		Recv(HPC, RHPC2, CHPC1, macHPC),
		Within(tD3).Eq(85),
		Lookup(Directory, IDHPC, RHPC1),
		Let(TH2, th2),
		Let(SEK2, sek2DNew).Eq(86),
	}, expanded(SEK2, searchKeys, 0), []Step{
		Same(macHPC, MAC(fHPC, TH2)).Eq(87),
		Open(CHPC1, kHPC, SigHPC1).Eq(88),
		Verify(SigHPC1, PUK(HPC), asSigHPC1, IDHPC, IDD, TH2).Eq(89),
		Commit("HPC-D search", HPC, IDHPC, RHPC2),
		Secret("SEK2", HPC, SEK2),
		Commit("HPC-D SEK2", HPC, SEK2),
		Running("D-HPC SEK2", HPC, SEK2, IDP),
		Let(macD2, MAC(fD2, TH2)).Eq(90),
		Tick(tD4),
		Send(HPC, macD2),

		Recv(HPC, CHPC2),
		Within(tD4).Eq(96),
		Open(CHPC2, kHPC, MEMR, SigEMR).Eq(97),
		Verify(SigEMR, PUK(HPC), asSigEMR, IDHPC, IDD, IDP, TH2, MEMR).Eq(98),
		Commit("HPC-D record", HPC, IDP, MEMR),
		Accept("M_EMR", HPC, IDP, MEMR),
	})
}

func searchHPCReleases() []Step {
	return []Step{
		Recv(D, macD2),
		Within(tHPC).Eq(91),
		Same(macD2, MAC(fD2, TH2)).Eq(92),
		Commit("D-HPC SEK2", D, SEK2, IDP),
		Near(TP1).Eq(93), // here as well: a search may be held up
		Lookup(Records, recordKey, MEMR),
		Running("HPC-D record", D, IDP, MEMR),
		Secret("M_EMR", D, MEMR),
		Released("M_EMR", D, IDP, IDD, IDDE, MEMR),
		Let(SigEMR, Sign(PRK(HPC), asSigEMR, IDHPC, IDD, IDP, TH2, MEMR)).Eq(94),
		Let(CHPC2, SEnc(kHPC, MEMR, SigEMR)).Eq(95),
		Send(D, CHPC2),
	}
}
