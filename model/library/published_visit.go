package library

import "emrproof/model"

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
	sek1D = hashKey(sum(mul(sD, rP2), mul(r6, implicitP)), mul(r6, rP2))
	sek1P = hashKey(sum(mul(sP, rD2), mul(r5, implicitD)), mul(r5, rD2))
)

func visit() model.Phase {
	return model.Phase{Name: "visit", Group: "visit", Roles: []model.Role{visitP(), visitD()}}
}

func visitP() model.Role {
	return model.Role{Party: patient, Steps: []model.Step{
		take(idD, model.InputPeer),
		lookup(model.OwnTable, nil, rP1, sP),
		take(bP, model.InputBiometric),
		fresh(r5), let(rP2, mul(r5, model.G)).Eq(11),
		stamp(tP1),
		consent("M_EMR", doctor, idP),
		// P has told it to PC alone, at registration, and is about to send it to D.
		secret("B_P", cloud, bP),
		running("P-D visit", doctor, idP, rP1, rP2),
		let(cP1, aenc(model.PUK(doctor), idP, bP, rP1, rP2, tP1)).Eq(12),
		let(sigP1, sign(model.PRK(patient), rP1, idP, rP2, bP, pk, tP1)).Eq(13),
		send(doctor, cP1, sigP1, tP1),

		recv(doctor, cD1, sigD1, tD1),
		age(tD1),
		// E14: nothing says that P compares ID_D with the doctor it chose.
		anew(idD, open(cD1, model.PRK(patient), idD, certD, rD1, rD2, sek1, tD1)).Eq(20).
			Erratum("E13", "E14"),
		checkCert(certD, idD),
		// E1: Eq. 21 prints PUK_P.
		verify(sigD1, model.PUK(doctor), rD2, idD, tD1, certD, sek1, pk).Eq(21).Erratum("E1"),
		commit("D-P visit", doctor, idD, rD2),
		// E2: Eq. 22 prints h(ID_D‖R_D1).
		same(sek1, sek1P).Eq(22).Erratum("E2"),
		secret("SEK1", doctor, sek1),
		commit("D-P SEK1", doctor, sek1),
		takeRecord(mSD, model.InputSignal, idP),
		stamp(tP2),
		made("M_SD", doctor, mSD),
		secret("M_SD", doctor, mSD),
		running("P-D SEK1", doctor, sek1),
		let(cP2, senc(sek1, mSD, idP, tP2)).Eq(23),
		send(doctor, cP2, tP2),
	}}
}

func visitD() model.Role {
	return model.Role{Party: doctor, Steps: []model.Step{
		recv(patient, cP1, sigP1, tP1),
		age(tP1),
		open(cP1, model.PRK(doctor), idP, bP, rP1, rP2, tP1).Eq(14).Erratum("E13"),
		verify(sigP1, model.PUK(patient), rP1, idP, rP2, bP, pk, tP1).Eq(15).Erratum("E12"),
		commit("P-D visit", patient, idP, rP1, rP2),
		lookup(model.OwnTable, nil, rD1, sD, certD),
		fresh(r6), let(rD2, mul(r6, model.G)).Eq(16),
		let(sek1, sek1D).Eq(17),
		stamp(tD1),
		running("D-P visit", patient, idD, rD2),
		running("D-P SEK1", patient, sek1),
		secret("SEK1", patient, sek1),
		let(cD1, aenc(model.PUK(patient), idD, certD, rD1, rD2, sek1, tD1)).Eq(18),
		let(sigD1, sign(model.PRK(doctor), rD2, idD, tD1, certD, sek1, pk)).Eq(19),
		send(patient, cD1, sigD1, tD1),

		recv(patient, cP2, tP2),
		age(tP2),
		open(cP2, sek1, mSD, idP, tP2).Eq(24).Erratum("E13", "E20"),
		commit("P-D SEK1", patient, sek1),
		accept("M_SD", patient, mSD),
	}}
}

func diagnosis() model.Phase {
	return model.Phase{Name: "diagnosis", Group: "diagnosis", Roles: []model.Role{
		{Party: doctor, Continues: true, Steps: []model.Step{
			takeRecord(mDINF, model.InputDiagnosis, idP),
			stamp(tD5),
			made("M_DINF", patient, mDINF),
			secret("M_DINF", patient, mDINF),
			let(cD5, senc(sek1, mDINF, certD, tD5)).Eq(49),
			send(patient, cD5, tD5),
		}},
		{Party: patient, Continues: true, Steps: []model.Step{
			recv(doctor, cD5, tD5),
			age(tD5),
			open(cD5, sek1, mDINF, certD, tD5).Eq(50).Erratum("E13", "E20"),
			checkCert(certD, idD),
			accept("M_DINF", doctor, mDINF),
		}},
	}}
}
