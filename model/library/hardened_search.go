package library

import "emrproof/model"

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

// sek2DNew and sek2HPCNew are SEK2 as D and HPC compute it, from the paper's two points, of
// Eq. 44 and 39.
var (
	sek2HPCNew = extract(tH2, sum(mul(sHPC, rD3), mul(r8, implicitD)), mul(r8, rD3))
	sek2DNew   = extract(tH2, sum(mul(sD, rHPC2), mul(r7, implicitHPC)), mul(r7, rHPC2))
	th2        = hashKey(cookieH, cD3, rHPC2)
)

func queryHello() model.Phase {
	return model.Phase{Name: "query hello", Group: "search", Roles: []model.Role{
		{Party: doctor, Continues: true, Steps: []model.Step{
			fresh(nD1), send(cloud, nD1), recv(cloud, cookieC)}},
		{Party: cloud, Steps: cookieSteps(doctor, nD1, cookieKeyC, tauC, cookieC, 49)},
	}}
}

func query() model.Phase {
	return model.Phase{Name: "query", Group: "search", Roles: []model.Role{
		{Party: doctor, Continues: true, Steps: queryD()},
		{Party: cloud, Steps: join(
			[]model.Step{recv(doctor, nD1, cookieC, cD2)},
			cookieCheck(nD1, cookieKeyC, tauC, cookieC, 52), queryPC())},
	}}
}

func queryD() []model.Step {
	return []model.Step{
		running("D-PC query", cloud, idP, idDE),
		let(sigD2, sign(model.PRK(doctor), asSigD2, idD, idPC, idP, idDE, tok, cookieC)).Eq(50),
		let(cD2, aenc(model.PUK(cloud), idD, idP, idDE, tP1, tok, sigD2)).Eq(51),
		tick(tickD2),
		send(cloud, nD1, cookieC, cD2),

		recv(cloud, cC),
		within(tickD2).Eq(62),
		open(cC, model.PRK(doctor), idHPC, sigC).Eq(63),
		verify(sigC, model.PUK(cloud), asSigC, idPC, idD, idP, idDE, idHPC, nD1).Eq(64),
		commit("PC-D answer", cloud, idP, idDE, idHPC),
	}
}

func queryPC() []model.Step {
	return []model.Step{
		open(cD2, model.PRK(cloud), idD, idP, idDE, tP1, tok, sigD2).Eq(54),
		lookup(model.Directory, idD, rD1, certD),
		checkCert(certD, idD),
		verify(sigD2, model.PUK(doctor), asSigD2, idD, idPC, idP, idDE, tok, cookieC).Eq(55),
		verify(tok, model.PUK(patient), asTok, idP, idD, idDE, tP1).Eq(56),
		near(tP1).Eq(57),
		once(seenTokens, seenAtOnce, consentText).Eq(58),
		commit("D-PC query", doctor, idP, idDE),
		lookup(model.OwnTable, nil, kI, kE),
		let(lookupKey, mac(kI, idP, idDE)),
		lookup(indexTable, lookupKey, sealedEntry),
		open(sealedEntry, kE, idHPC).Eq(59),
		running("PC-D answer", doctor, idP, idDE, idHPC),
		released("index", doctor, idP, idD, idDE),
		let(sigC, sign(model.PRK(cloud), asSigC, idPC, idD, idP, idDE, idHPC, nD1)).Eq(60),
		let(cC, aenc(model.PUK(doctor), idHPC, sigC)).Eq(61),
		send(doctor, cC),
	}
}

func searchHello() model.Phase {
	return model.Phase{Name: "search hello", Group: "search", Roles: []model.Role{
		{Party: doctor, Continues: true, Steps: []model.Step{
			fresh(nD2), send(hospital, nD2), recv(hospital, cookieH)}},
		{Party: hospital, Steps: cookieSteps(doctor, nD2, cookieKeyHPC, tauH, cookieH, 65)},
	}}
}

func searchHardened() model.Phase {
	return model.Phase{Name: "search", Group: "search", Roles: []model.Role{
		{Party: doctor, Continues: true, Steps: join(searchDAsks(), searchDConfirms())},
		{Party: hospital, Steps: join(
			[]model.Step{recv(doctor, nD2, cookieH, cD3)},
			cookieCheck(nD2, cookieKeyHPC, tauH, cookieH, 69), searchHPCAnswers(), searchHPCReleases())},
	}}
}

func searchDAsks() []model.Step {
	return []model.Step{
		fresh(r7), let(rD3, mul(r7, model.G)).Eq(66),
		running("D-HPC search", hospital, idD, idP, rD3),
		let(sigD3, sign(model.PRK(doctor), asSigD3, idD, idHPC, idP, idDE, rD3, tok, cookieH)).Eq(67),
		let(cD3, aenc(model.PUK(hospital), idD, idP, idDE, rD3, tP1, tok, sigD3)).Eq(68),
		tick(tickD3),
		send(hospital, nD2, cookieH, cD3),
	}
}

func searchHPCAnswers() []model.Step {
	return join([]model.Step{
		open(cD3, model.PRK(hospital), idD, idP, idDE, rD3, tP1, tok, sigD3).Eq(71),
		lookup(model.Directory, idD, rD1, certD),
		checkCert(certD, idD),
		verify(sigD3, model.PUK(doctor), asSigD3, idD, idHPC, idP, idDE, rD3, tok, cookieH).Eq(72),
		verify(tok, model.PUK(patient), asTok, idP, idD, idDE, tP1).Eq(73),
		near(tP1).Eq(74),
		once(seenTokens, seenAtOnce, consentText).Eq(75),
		commit("D-HPC search", doctor, idD, idP, rD3),
		lookup(model.OwnTable, nil, sHPC),
		lookup(model.Directory, idHPC, rHPC1),
		fresh(r8), let(rHPC2, mul(r8, model.G)).Eq(76),
		let(tH2, th2).Eq(77),
		let(sek2, sek2HPCNew).Eq(78),
	}, expanded(sek2, searchKeys, 79), []model.Step{
		running("HPC-D search", doctor, idHPC, rHPC2),
		running("HPC-D SEK2", doctor, sek2),
		secret("SEK2", doctor, sek2),
		let(sigHPC1, sign(model.PRK(hospital), asSigHPC1, idHPC, idD, tH2)).Eq(82),
		let(cHPC1, senc(kHPC, sigHPC1)).Eq(83),
		let(macHPC, mac(fHPC, tH2)).Eq(84),
		tick(tickHPC),
		send(doctor, rHPC2, cHPC1, macHPC),
	})
}

func searchDConfirms() []model.Step {
	return join([]model.Step{
		recv(hospital, rHPC2, cHPC1, macHPC),
		within(tickD3).Eq(85),
		lookup(model.Directory, idHPC, rHPC1),
		let(tH2, th2),
		let(sek2, sek2DNew).Eq(86),
	}, expanded(sek2, searchKeys, 0), []model.Step{
		same(macHPC, mac(fHPC, tH2)).Eq(87),
		open(cHPC1, kHPC, sigHPC1).Eq(88),
		verify(sigHPC1, model.PUK(hospital), asSigHPC1, idHPC, idD, tH2).Eq(89),
		commit("HPC-D search", hospital, idHPC, rHPC2),
		secret("SEK2", hospital, sek2),
		commit("HPC-D SEK2", hospital, sek2),
		running("D-HPC SEK2", hospital, sek2, idP),
		let(macD2, mac(fD2, tH2)).Eq(90),
		tick(tickD4),
		send(hospital, macD2),

		recv(hospital, cHPC2),
		within(tickD4).Eq(96),
		open(cHPC2, kHPC, mEMR, sigEMR).Eq(97),
		verify(sigEMR, model.PUK(hospital), asSigEMR, idHPC, idD, idP, tH2, mEMR).Eq(98),
		commit("HPC-D record", hospital, idP, mEMR),
		accept("M_EMR", hospital, idP, mEMR),
	})
}

func searchHPCReleases() []model.Step {
	return []model.Step{
		recv(doctor, macD2),
		within(tickHPC).Eq(91),
		same(macD2, mac(fD2, tH2)).Eq(92),
		commit("D-HPC SEK2", doctor, sek2, idP),
		near(tP1).Eq(93), // here as well: a search may be held up
		lookup(recordsTable, recordKey, mEMR),
		running("HPC-D record", doctor, idP, mEMR),
		secret("M_EMR", doctor, mEMR),
		released("M_EMR", doctor, idP, idD, idDE, mEMR),
		let(sigEMR, sign(model.PRK(hospital), asSigEMR, idHPC, idD, idP, tH2, mEMR)).Eq(94),
		let(cHPC2, senc(kHPC, mEMR, sigEMR)).Eq(95),
		send(doctor, cHPC2),
	}
}
