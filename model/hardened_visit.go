package model

// The visit and the diagnosis.
//
//	P → D: N_P                                   hello 1
//	D → P: cookie_D                              hello 2
//	P → D: N_P, cookie_D, C_P1                   visit 1
//	D → P: R_D2, C_D1, MAC_D                     visit 2
//	P → D: MAC_P, C_P2                           visit 3
//	D → P: C_D5                                  diagnosis 1

// sek1DNew and sek1PNew take the paper's two points, of Eq. 17 and 22, through
// HKDF-Extract, with the transcript for a salt.
var (
	sek1DNew = Extract(TH1, Sum(Mul(SD, RP2), Mul(r6, implicitPNew)), Mul(r6, RP2))
	sek1PNew = Extract(TH1, Sum(Mul(SP, RD2), Mul(r5, implicitD)), Mul(r5, RD2))
	th1      = HashKey(cookieD, CP1, RD2)
)

// The labels of the keys that are expanded from a session key: who sends, and what for.
var (
	patientSends  = Label("P sends")
	doctorSends   = Label("D sends")
	hospitalSends = Label("HPC sends")
	patientHas    = Label("P confirms")
	doctorHas     = Label("D confirms")
	hospitalHas   = Label("HPC confirms")
)

// A keyUse is a key that is expanded from a session key, and what for.
type keyUse struct{ key, label *Term }

var (
	visitKeys  = []keyUse{{kD, doctorSends}, {kP, patientSends}, {fD, doctorHas}, {fP, patientHas}}
	searchKeys = []keyUse{{kHPC, hospitalSends}, {fHPC, hospitalHas}, {fD2, doctorHas}}
)

// expanded makes the keys; eq is the number of the first, 0 on the side that has no numbers
// of its own for them.
func expanded(from *Term, uses []keyUse, eq int) []Step {
	var steps []Step
	for i, u := range uses {
		s := Let(u.key, Expand(from, u.label))
		if eq > 0 {
			s = s.Eq(eq + i)
		}
		steps = append(steps, s)
	}
	return steps
}

// What is signed says what it is: without, a doctor could give a patient a "cookie" to sign
// that is a signal, and have its Sig_SD.
var (
	asSigP1, asSigD1    = Label("Sig_P1"), Label("Sig_D1")
	asSigSD, asTok      = Label("Sig_SD"), Label("Tok")
	asSigD2, asSigC     = Label("Sig_D2"), Label("Sig_C")
	asSigD3, asSigHPC1  = Label("Sig_D3"), Label("Sig_HPC1")
	asSigEMR, asSigDINF = Label("Sig_EMR"), Label("Sig_DINF")
)

// hello gives the patient a cookie. The doctor's role is over then, and remembers nothing:
// the cookie comes back.
func hello() Phase {
	return Phase{Name: "hello", Group: "visit", Roles: []Role{
		{Party: P, Steps: []Step{
			Take(IDD, InputPeer),
			Fresh(NP),
			Send(D, NP),
			Recv(D, cookieD),
		}},
		{Party: D, Steps: cookieSteps(P, NP, KD, tauD, cookieD, 15)},
	}}
}

// cookieSteps hand a cookie to a stranger.
func cookieSteps(to Party, n, key, tau, cookie *Term, eq int) []Step {
	return []Step{
		Recv(to, n),
		Lookup(OwnTable, nil, key),
		Tick(tau),
		Let(cookie, SEnc(key, n, tau)).Eq(eq),
		Send(to, cookie),
	}
}

// cookieCheck refuses a message that comes with no cookie, or an old one, before anything
// is decrypted. It takes two numbers.
func cookieCheck(n, key, tau, cookie *Term, eq int) []Step {
	return []Step{
		Lookup(OwnTable, nil, key),
		Open(cookie, key, n, tau).Eq(eq),
		Within(tau).Eq(eq + 1),
	}
}

func visitHardened() Phase {
	return Phase{Name: "visit", Group: "visit", Roles: []Role{
		{Party: P, Continues: true, Steps: join(visitPGreets(), visitPAnswers())},
		{Party: D, Steps: join(
			[]Step{Recv(P, NP, cookieD, CP1)},
			cookieCheck(NP, KD, tauD, cookieD, 21),
			visitDAnswers(), visitDListens())},
	}}
}

func join(parts ...[]Step) []Step {
	var all []Step
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func visitPGreets() []Step {
	return []Step{
		Lookup(OwnTable, nil, salt, CDevice),
		Take(BP, InputBiometric),
		Let(KB, Stretch(BP, salt)).Eq(16),
		Open(CDevice, KB, SP, PRK(P)).Eq(17),
		Secret("B_P", P, BP),
		Lookup(Directory, IDD, RD1, CertD),
		CheckCert(CertD, IDD),
		Fresh(r5), Let(RP2, Mul(r5, G)).Eq(18),
		Running("P-D visit", D, IDP, RP2),
		Let(SigP1, Sign(PRK(P), asSigP1, IDP, IDD, RP2, cookieD)).Eq(19),
		Let(CP1, AEnc(PUK(D), IDP, RP2, SigP1)).Eq(20),
		Tick(tP),
		Send(D, NP, cookieD, CP1),
	}
}

func visitDAnswers() []Step {
	return join([]Step{
		Open(CP1, PRK(D), IDP, RP2, SigP1).Eq(23),
		Verify(SigP1, PUK(P), asSigP1, IDP, IDD, RP2, cookieD).Eq(24),
		Once(seenVisits, seenAtOnce, cookieD).Eq(25),
		Commit("P-D visit", P, IDP, RP2),
		Lookup(Directory, IDP, RP1),
		Lookup(OwnTable, nil, SD),
		Fresh(r6), Let(RD2, Mul(r6, G)).Eq(26),
		Let(TH1, th1).Eq(27),
		Let(SEK1, sek1DNew).Eq(28),
	}, expanded(SEK1, visitKeys, 29), []Step{
		Take(IDDE, InputDepartment),
		Running("D-P visit", P, IDD, RD2),
		Running("D-P SEK1", P, SEK1),
		Secret("SEK1", P, SEK1),
		Let(SigD1, Sign(PRK(D), asSigD1, IDD, IDP, TH1)).Eq(33),
		Let(CD1, SEnc(kD, IDDE, SigD1)).Eq(34),
		Let(macD, MAC(fD, TH1)).Eq(35),
		Tick(tD1),
		Send(P, RD2, CD1, macD),
	})
}

func visitPAnswers() []Step {
	return join([]Step{
		Recv(D, RD2, CD1, macD),
		Within(tP).Eq(36),
		Let(TH1, th1),
		Let(SEK1, sek1PNew).Eq(37),
	}, expanded(SEK1, visitKeys, 0), []Step{
		Same(macD, MAC(fD, TH1)).Eq(38),
		Open(CD1, kD, IDDE, SigD1).Eq(39),
		Verify(SigD1, PUK(D), asSigD1, IDD, IDP, TH1).Eq(40),
		Commit("D-P visit", D, IDD, RD2),
		Secret("SEK1", D, SEK1),
		Commit("D-P SEK1", D, SEK1),
		TakeRecord(MSD, InputSignal, IDP),
		Made("M_SD", D, MSD),
		Secret("M_SD", D, MSD),
		Let(SigSD, Sign(PRK(P), asSigSD, IDP, IDD, TH1, MSD)).Eq(41),
		Stamp(TP1),
		Consent("index", D, IDP, IDDE, TP1),
		Consent("M_EMR", D, IDP, IDDE, TP1),
		Let(Tok, Sign(PRK(P), asTok, IDP, IDD, IDDE, TP1)).Eq(42),
		Running("P-D SEK1", D, SEK1),
		Let(macP, MAC(fP, TH1)).Eq(43),
		Let(CP2, SEnc(kP, MSD, SigSD, TP1, Tok)).Eq(44),
		Send(D, macP, CP2),
	})
}

func visitDListens() []Step {
	return []Step{
		Recv(P, macP, CP2),
		Within(tD1).Eq(45),
		Same(macP, MAC(fP, TH1)).Eq(46),
		Commit("P-D SEK1", P, SEK1),
		Open(CP2, kP, MSD, SigSD, TP1, Tok).Eq(47),
		Verify(SigSD, PUK(P), asSigSD, IDP, IDD, TH1, MSD).Eq(48),
		Accept("M_SD", P, MSD),
	}
}

func diagnosisHardened() Phase {
	return Phase{Name: "diagnosis", Group: "diagnosis", Roles: []Role{
		{Party: D, Continues: true, Steps: []Step{
			TakeRecord(MDINF, InputDiagnosis, IDP),
			Stamp(TD5),
			Made("M_DINF", P, MDINF),
			Secret("M_DINF", P, MDINF),
			Running("D-P diagnosis", P, IDD, MDINF),
			Let(SigDINF, Sign(PRK(D), asSigDINF, IDD, IDP, TH1, TD5, MDINF)).Eq(99),
			Let(CD5, SEnc(kD, MDINF, TD5, SigDINF)).Eq(100),
			Send(P, CD5),
		}},
		{Party: P, Continues: true, Steps: []Step{
			Recv(D, CD5),
			Open(CD5, kD, MDINF, TD5, SigDINF).Eq(101),
			Verify(SigDINF, PUK(D), asSigDINF, IDD, IDP, TH1, TD5, MDINF).Eq(102),
			Near(TD5).Eq(103),
			CheckCert(CertD, IDD),
			Commit("D-P diagnosis", D, IDD, MDINF),
			Accept("M_DINF", D, MDINF),
		}},
	}}
}
