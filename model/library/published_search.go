package library

import "emrproof/model"

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
	sek2HPC = hashKey(sum(mul(sHPC, rD3), mul(r8, implicitD)), mul(r8, rD3))
	sek2D   = hashKey(sum(mul(sD, rHPC2), mul(r7, implicitHPC)), mul(r7, rHPC2))
)

func search() model.Phase {
	return model.Phase{Name: "search", Group: "search",
		Roles: []model.Role{searchD(), searchPC(), searchHPC()}}
}

func searchD() model.Role {
	return model.Role{Party: doctor, Continues: true, Steps: []model.Step{
		take(idDE, model.InputDepartment),
		stamp(tD2),
		running("D-PC query", cloud, idP, idDE),
		let(cD2, aenc(model.PUK(cloud), idP, tD2, idD, certD, idDE)).Eq(25),
		let(sigD2, sign(model.PRK(doctor), sD, tD2, idP, idDE, idD)).Eq(26),
		send(cloud, cD2, sigD2, tD2),

		recv(cloud, cC, sigC, tC),
		age(tC),
		open(cC, model.PRK(doctor), idHPC, idDE, tC).Eq(31).Erratum("E13"),
		verify(sigC, model.PUK(cloud), idDE, sD, idHPC, tC).Eq(32).Erratum("E7"),
		commit("PC-D answer", cloud, idP, idDE, idHPC),
		fresh(r7), let(rD3, mul(r7, model.G)).Eq(33),
		stamp(tD3),
		running("D-HPC search", hospital, idD, idP, rD3),
		// E8: ID_P is added, for Eq. 37 needs it.
		let(cD3, aenc(model.PUK(hospital), certD, tD3, idD, rD3, rD1, idP)).Eq(34).Erratum("E8"),
		let(sigD3, sign(model.PRK(doctor), pk, tD3, idP, rD3, rD1)).Eq(35),
		send(hospital, cD3, sigD3, tD3),

		recv(hospital, cHPC1, sigHPC1, tHPC1),
		age(tHPC1),
		open(cHPC1, model.PRK(doctor), idHPC, sek2, tHPC1, rHPC2).Eq(42).Erratum("E13"),
		// E6: Eq. 43 prints S_PRK_HPC.
		verify(sigHPC1, model.PUK(hospital), pk, tHPC1, idHPC).Eq(43).Erratum("E6"),
		commit("HPC-D search", hospital, idHPC, tHPC1),
		lookup(model.Directory, idHPC, rHPC1).Erratum("E9"),
		same(sek2, sek2D).Eq(44).Erratum("E4"),
		secret("SEK2", hospital, sek2),
		commit("HPC-D SEK2", hospital, sek2),
		stamp(tD4),
		running("D-HPC SEK2", hospital, sek2, idP),
		let(cD4, senc(sek2, idP, idD, tD4, certD)).Eq(45),
		send(hospital, cD4, tD4),

		recv(hospital, cHPC2, tHPC2),
		age(tHPC2),
		open(cHPC2, sek2, mEMR, tHPC2).Eq(48).Erratum("E13", "E20"),
		accept("M_EMR", hospital, idP, mEMR),
	}}
}

func searchPC() model.Role {
	return model.Role{Party: cloud, Steps: []model.Step{
		recv(doctor, cD2, sigD2, tD2),
		age(tD2),
		open(cD2, model.PRK(cloud), idP, tD2, idD, certD, idDE).Eq(27).Erratum("E13"),
		checkCert(certD, idD),
		lookup(issuedTable, idD, sD),
		verify(sigD2, model.PUK(doctor), sD, tD2, idP, idDE, idD).Eq(28),
		commit("D-PC query", doctor, idP, idDE),
		lookup(model.OwnTable, nil, s),
		let(ix, hashKey(idP, idDE)),
		let(pad, hashKey(s)),
		lookup(indexTable, ix, entry),
		open(entry, pad, idHPC, idEntry).Erratum("E15"),
		stamp(tC),
		running("PC-D answer", doctor, idP, idDE, idHPC),
		let(cC, aenc(model.PUK(doctor), idHPC, idDE, tC)).Eq(29),
		let(sigC, sign(model.PRK(cloud), idDE, sD, idHPC, tC)).Eq(30).Erratum("E7"),
		let(newEntry, mask(pad, idHPC, idD)),
		store(indexTable, ix, newEntry),
		send(doctor, cC, sigC, tC),
	}}
}

func searchHPC() model.Role {
	return model.Role{Party: hospital, Steps: []model.Step{
		recv(doctor, cD3, sigD3, tD3),
		age(tD3),
		open(cD3, model.PRK(hospital), certD, tD3, idD, rD3, rD1, idP).Eq(36).Erratum("E8", "E13"),
		checkCert(certD, idD),
		verify(sigD3, model.PUK(doctor), pk, tD3, idP, rD3, rD1).Eq(37),
		commit("D-HPC search", doctor, idD, idP, rD3),
		lookup(model.OwnTable, nil, rHPC1, sHPC),
		fresh(r8), let(rHPC2, mul(r8, model.G)).Eq(38),
		let(sek2, sek2HPC).Eq(39).Erratum("E5"),
		stamp(tHPC1),
		running("HPC-D search", doctor, idHPC, tHPC1),
		running("HPC-D SEK2", doctor, sek2),
		secret("SEK2", doctor, sek2),
		let(cHPC1, aenc(model.PUK(doctor), idHPC, sek2, tHPC1, rHPC2)).Eq(40),
		let(sigHPC1, sign(model.PRK(hospital), pk, tHPC1, idHPC)).Eq(41),
		send(doctor, cHPC1, sigHPC1, tHPC1),

		recv(doctor, cD4, tD4),
		age(tD4),
		open(cD4, sek2, idP, idD, tD4, certD).Eq(46).Erratum("E13", "E20"),
		checkCert(certD, idD),
		commit("D-HPC SEK2", doctor, sek2, idP),
		lookup(recordsTable, idP, mEMR),
		stamp(tHPC2),
		secret("M_EMR", doctor, mEMR),
		released("M_EMR", doctor, idP, idD, mEMR),
		let(cHPC2, senc(sek2, mEMR, tHPC2)).Eq(47),
		send(doctor, cHPC2, tHPC2),
	}}
}
