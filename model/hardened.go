package model

import "slices"

// The symbols of the hardened profile that the paper does not have (HARDENED.md).
var (
	// Cookies: who sends N_X first gets E_K_Y(N_X‖τ_Y), and sends both again.
	NP, ND1, ND2     = Var("N_P", Data), Var("N_D1", Data), Var("N_D2", Data)
	KD, KC, KHPC     = Var("K_D", Key), Var("K_C", Key), Var("K_HPC", Key)
	tauD, tauC, tauH = Var("τ_D", Time), Var("τ_C", Time), Var("τ_HPC", Time)
	cookieD          = Var("cookie_D", Ciphertext)
	cookieC          = Var("cookie_C", Ciphertext)
	cookieH          = Var("cookie_HPC", Ciphertext)

	// Ticks of a party's own steady clock.
	tP       = Var("t_P", Time)
	tD1, tD2 = Var("t_D1", Time), Var("t_D2", Time)
	tD3, tD4 = Var("t_D3", Time), Var("t_D4", Time)
	tHPC     = Var("t_HPC", Time)

	// The device: the salt, the key that B_P gives, and what it seals.
	salt    = Var("salt", Data)
	KB      = Var("K_B", Key)
	CDevice = Var("C_P0", Ciphertext)

	// The transcripts, and the keys from each session key, for each direction one for data
	// and one for confirming.
	TH1, TH2    = Var("TH1", Key), Var("TH2", Key)
	kD, kP      = Var("k_D", Key), Var("k_P", Key)
	fD, fP      = Var("f_D", Key), Var("f_P", Key)
	kHPC        = Var("k_HPC", Key)
	fHPC, fD2   = Var("f_HPC", Key), Var("f_D2", Key)
	macD, macP  = Var("MAC_D", Data), Var("MAC_P", Data)
	macHPC      = Var("MAC_HPC", Data)
	macD2       = Var("MAC_D2", Data)
	SigSD       = Var("Sig_SD", Signature)
	SigEMR      = Var("Sig_EMR", Signature)
	SigDINF     = Var("Sig_DINF", Signature)
	Tok         = Var("Tok", Signature) // the patient's consent
	KI, KE      = Var("K_I", Key), Var("K_E", Key)
	lookupKey   = Var("ix", Data)
	sealedEntry = Var("entry", Ciphertext)
	recordKey   = HashKey(IDP, IDDE)
	// What a consent says: of some signatures there are two on one text.
	consent      = HashKey(IDP, IDD, IDDE, TP1)
	implicitPNew = Sum(RP1, Mul(HashScalar(IDP, RP1), PK)) // without B_P: H5
)

// The tables of values that are not to come again, and how many each remembers: 2^16
// cookies or tokens of 32 or 64 bytes are a few megabytes.
const (
	seenVisits = "visits seen"
	seenTokens = "tokens seen"
	seenAtOnce = 1 << 16
)

// Hardened is the repair of the paper's protocol: see HARDENED.md for its messages, for
// what closes which weakness, and for what it does not claim. All repairs are in.
func Hardened() *Protocol { return MustBuild(padded(hardened())) }

func hardened() *Protocol {
	p := published()
	p.Parties[0].Sealed = true // the patient's device
	p.Name, p.Mark, p.Equations = "hardened", "H", hardenedEquations
	p.Source = "the repair of Chen et al. (2020) that HARDENED.md describes"
	p.Phases = []Phase{
		setupAuthority(), setupCloudHardened(), certification(),
		registrationPHardened(), registrationHPCHardened(), registrationDHardened(),
		filingHardened(),
		hello(), visitHardened(),
		queryHello(), query(), searchHello(), searchHardened(), diagnosisHardened(),
	}
	p.Claims = hardenedClaims()
	return p
}

// hardenedEquations is how many equations HARDENED.md numbers.
const hardenedEquations = 103

// padded has every encryption hide the length of its text, but for cookies, which are all
// of one length: whoever asks for one should not get much more than it sent.
func padded(p *Protocol) *Protocol {
	cookie := []*Term{KD, KC, KHPC}
	encrypts := func(t *Term) bool {
		return (t.Op == OpAEnc || t.Op == OpSEnc) && !slices.Contains(cookie, t.Key())
	}
	opens := func(s Step) bool {
		return s.Kind == StepOpen && s.Term.Sort == Ciphertext && !slices.Contains(cookie, s.Key)
	}
	return inMode(p, Padded, encrypts, opens)
}
