package library

import "emrproof/model"

// The visit and the diagnosis.
//
//	P → D: N_P                                   hello 1
//	D → P: cookie_D                              hello 2
//	P → D: N_P, cookie_D, C_P1                   visit 1
//	D → P: R_D2, C_D1, MAC_D                     visit 2
//	P → D: MAC_P, C_P2                           visit 3
//	D → P: C_D5                                  diagnosis 1

// sek1DNew and sek1PNew are SEK1 as D and P compute it: HKDF-Extract of the paper's two
// points, of Eq. 17 and 22, with the transcript for a salt.
var (
	sek1DNew = extract(tH1, sum(mul(sD, rP2), mul(r6, implicitPNew)), mul(r6, rP2))
	sek1PNew = extract(tH1, sum(mul(sP, rD2), mul(r5, implicitD)), mul(r5, rD2))
	th1      = hashKey(cookieD, cP1, rD2)
)

// The labels of the keys that are expanded from a session key. Each says who sends, and what
// for.
var (
	patientSends  = model.Label("P sends")
	doctorSends   = model.Label("D sends")
	hospitalSends = model.Label("HPC sends")
	patientHas    = model.Label("P confirms")
	doctorHas     = model.Label("D confirms")
	hospitalHas   = model.Label("HPC confirms")
)

// A keyUse is a key that is expanded from a session key, with the label that says what it is
// for.
type keyUse struct{ key, label *model.Term }

var (
	visitKeys  = []keyUse{{kD, doctorSends}, {kP, patientSends}, {fD, doctorHas}, {fP, patientHas}}
	searchKeys = []keyUse{{kHPC, hospitalSends}, {fHPC, hospitalHas}, {fD2, doctorHas}}
)

// expanded returns the steps that make the keys. eq is the number of the first step's
// equation; it is 0 on the side that has no numbers of its own for them.
func expanded(from *model.Term, uses []keyUse, eq int) []model.Step {
	var steps []model.Step
	for i, u := range uses {
		s := let(u.key, expand(from, u.label))
		if eq > 0 {
			s = s.Eq(eq + i)
		}
		steps = append(steps, s)
	}
	return steps
}

// The labels of signed texts, each of which says what the text is. Without them a doctor could
// give a patient a "cookie" to sign that is a signal, and have its Sig_SD.
var (
	asSigP1, asSigD1    = model.Label("Sig_P1"), model.Label("Sig_D1")
	asSigSD, asTok      = model.Label("Sig_SD"), model.Label("Tok")
	asSigD2, asSigC     = model.Label("Sig_D2"), model.Label("Sig_C")
	asSigD3, asSigHPC1  = model.Label("Sig_D3"), model.Label("Sig_HPC1")
	asSigEMR, asSigDINF = model.Label("Sig_EMR"), model.Label("Sig_DINF")
)

// hello is the phase that gives the patient a cookie. The doctor's role is over then, and
// remembers nothing: the cookie comes back.
func hello() model.Phase {
	return model.Phase{Name: "hello", Group: "visit", Roles: []model.Role{
		{Party: patient, Steps: []model.Step{
			take(idD, model.InputPeer),
			fresh(nP),
			send(doctor, nP),
			recv(doctor, cookieD),
		}},
		{Party: doctor, Steps: cookieSteps(patient, nP, cookieKeyD, tauD, cookieD, 15)},
	}}
}

// cookieSteps returns the steps that hand a cookie to a stranger.
func cookieSteps(to model.Party, n, key, tau, cookie *model.Term, eq int) []model.Step {
	return []model.Step{
		recv(to, n),
		lookup(model.OwnTable, nil, key),
		tick(tau),
		let(cookie, senc(key, n, tau)).Eq(eq),
		send(to, cookie),
	}
}

// cookieCheck returns the steps that refuse a message with no cookie, or with an old one,
// before anything is decrypted. It takes two numbers.
func cookieCheck(n, key, tau, cookie *model.Term, eq int) []model.Step {
	return []model.Step{
		lookup(model.OwnTable, nil, key),
		open(cookie, key, n, tau).Eq(eq),
		within(tau).Eq(eq + 1),
	}
}

func visitHardened() model.Phase {
	return model.Phase{Name: "visit", Group: "visit", Roles: []model.Role{
		{Party: patient, Continues: true, Steps: join(visitPGreets(), visitPAnswers())},
		{Party: doctor, Steps: join(
			[]model.Step{recv(patient, nP, cookieD, cP1)},
			cookieCheck(nP, cookieKeyD, tauD, cookieD, 21),
			visitDAnswers(), visitDListens())},
	}}
}

func join(parts ...[]model.Step) []model.Step {
	var all []model.Step
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func visitPGreets() []model.Step {
	return []model.Step{
		lookup(model.OwnTable, nil, salt, cDevice),
		take(bP, model.InputBiometric),
		let(kB, stretch(bP, salt)).Eq(16),
		open(cDevice, kB, sP, model.PRK(patient)).Eq(17),
		secret("B_P", patient, bP),
		lookup(model.Directory, idD, rD1, certD),
		checkCert(certD, idD),
		fresh(r5), let(rP2, mul(r5, model.G)).Eq(18),
		running("P-D visit", doctor, idP, rP2),
		let(sigP1, sign(model.PRK(patient), asSigP1, idP, idD, rP2, cookieD)).Eq(19),
		let(cP1, aenc(model.PUK(doctor), idP, rP2, sigP1)).Eq(20),
		tick(tickP),
		send(doctor, nP, cookieD, cP1),
	}
}

func visitDAnswers() []model.Step {
	return join([]model.Step{
		open(cP1, model.PRK(doctor), idP, rP2, sigP1).Eq(23),
		verify(sigP1, model.PUK(patient), asSigP1, idP, idD, rP2, cookieD).Eq(24),
		once(seenVisits, seenAtOnce, cookieD).Eq(25),
		commit("P-D visit", patient, idP, rP2),
		lookup(model.Directory, idP, rP1),
		lookup(model.OwnTable, nil, sD),
		fresh(r6), let(rD2, mul(r6, model.G)).Eq(26),
		let(tH1, th1).Eq(27),
		let(sek1, sek1DNew).Eq(28),
	}, expanded(sek1, visitKeys, 29), []model.Step{
		take(idDE, model.InputDepartment),
		running("D-P visit", patient, idD, rD2),
		running("D-P SEK1", patient, sek1),
		secret("SEK1", patient, sek1),
		let(sigD1, sign(model.PRK(doctor), asSigD1, idD, idP, tH1)).Eq(33),
		let(cD1, senc(kD, idDE, sigD1)).Eq(34),
		let(macD, mac(fD, tH1)).Eq(35),
		tick(tickD1),
		send(patient, rD2, cD1, macD),
	})
}

func visitPAnswers() []model.Step {
	return join([]model.Step{
		recv(doctor, rD2, cD1, macD),
		within(tickP).Eq(36),
		let(tH1, th1),
		let(sek1, sek1PNew).Eq(37),
	}, expanded(sek1, visitKeys, 0), []model.Step{
		same(macD, mac(fD, tH1)).Eq(38),
		open(cD1, kD, idDE, sigD1).Eq(39),
		verify(sigD1, model.PUK(doctor), asSigD1, idD, idP, tH1).Eq(40),
		commit("D-P visit", doctor, idD, rD2),
		secret("SEK1", doctor, sek1),
		commit("D-P SEK1", doctor, sek1),
		takeRecord(mSD, model.InputSignal, idP),
		made("M_SD", doctor, mSD),
		secret("M_SD", doctor, mSD),
		let(sigSD, sign(model.PRK(patient), asSigSD, idP, idD, tH1, mSD)).Eq(41),
		stamp(tP1),
		consent("index", doctor, idP, idDE, tP1),
		consent("M_EMR", doctor, idP, idDE, tP1),
		let(tok, sign(model.PRK(patient), asTok, idP, idD, idDE, tP1)).Eq(42),
		running("P-D SEK1", doctor, sek1),
		let(macP, mac(fP, tH1)).Eq(43),
		let(cP2, senc(kP, mSD, sigSD, tP1, tok)).Eq(44),
		send(doctor, macP, cP2),
	})
}

func visitDListens() []model.Step {
	return []model.Step{
		recv(patient, macP, cP2),
		within(tickD1).Eq(45),
		same(macP, mac(fP, tH1)).Eq(46),
		commit("P-D SEK1", patient, sek1),
		open(cP2, kP, mSD, sigSD, tP1, tok).Eq(47),
		verify(sigSD, model.PUK(patient), asSigSD, idP, idD, tH1, mSD).Eq(48),
		accept("M_SD", patient, mSD),
	}
}

func diagnosisHardened() model.Phase {
	return model.Phase{Name: "diagnosis", Group: "diagnosis", Roles: []model.Role{
		{Party: doctor, Continues: true, Steps: []model.Step{
			takeRecord(mDINF, model.InputDiagnosis, idP),
			stamp(tD5),
			made("M_DINF", patient, mDINF),
			secret("M_DINF", patient, mDINF),
			running("D-P diagnosis", patient, idD, mDINF),
			let(sigDINF, sign(model.PRK(doctor), asSigDINF, idD, idP, tH1, tD5, mDINF)).Eq(99),
			let(cD5, senc(kD, mDINF, tD5, sigDINF)).Eq(100),
			send(patient, cD5),
		}},
		{Party: patient, Continues: true, Steps: []model.Step{
			recv(doctor, cD5),
			open(cD5, kD, mDINF, tD5, sigDINF).Eq(101),
			verify(sigDINF, model.PUK(doctor), asSigDINF, idD, idP, tH1, tD5, mDINF).Eq(102),
			near(tD5).Eq(103),
			checkCert(certD, idD),
			commit("D-P diagnosis", doctor, idD, mDINF),
			accept("M_DINF", doctor, mDINF),
		}},
	}}
}
