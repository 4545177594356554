package library

import (
	"slices"

	"emrproof/model"
)

// The symbols of the hardened profile that the paper does not have (HARDENED.md).
var (
	// Cookies: who sends N_X first gets E_K_Y(N_X‖τ_Y), and sends both again.
	nP, nD1, nD2                         = data("N_P"), data("N_D1"), data("N_D2")
	cookieKeyD, cookieKeyC, cookieKeyHPC = key("K_D"), key("K_C"), key("K_HPC")
	tauD, tauC, tauH                     = instant("τ_D"), instant("τ_C"), instant("τ_HPC")
	cookieKeys                           = []*model.Term{cookieKeyD, cookieKeyC, cookieKeyHPC}
	cookieD                              = ciphertext("cookie_D")
	cookieC                              = ciphertext("cookie_C")
	cookieH                              = ciphertext("cookie_HPC")

	// Ticks of a party's own steady clock.
	tickP          = instant("t_P")
	tickD1, tickD2 = instant("t_D1"), instant("t_D2")
	tickD3, tickD4 = instant("t_D3"), instant("t_D4")
	tickHPC        = instant("t_HPC")

	// The device: the salt, the key that B_P gives, and what it seals.
	salt    = data("salt")
	kB      = key("K_B")
	cDevice = ciphertext("C_P0")

	// The transcripts, and the keys from each session key, for each direction one for data
	// and one for confirming.
	tH1, tH2    = key("TH1"), key("TH2")
	kD, kP      = key("k_D"), key("k_P")
	fD, fP      = key("f_D"), key("f_P")
	kHPC        = key("k_HPC")
	fHPC, fD2   = key("f_HPC"), key("f_D2")
	macD, macP  = data("MAC_D"), data("MAC_P")
	macHPC      = data("MAC_HPC")
	macD2       = data("MAC_D2")
	sigSD       = signature("Sig_SD")
	sigEMR      = signature("Sig_EMR")
	sigDINF     = signature("Sig_DINF")
	tok         = signature("Tok") // the patient's consent
	kI, kE      = key("K_I"), key("K_E")
	lookupKey   = data("ix")
	sealedEntry = ciphertext("entry")
	recordKey   = hashKey(idP, idDE)
	// What a consent says: of some signatures there are two on one text.
	consentText  = hashKey(idP, idD, idDE, tP1)
	implicitPNew = sum(rP1, mul(hashScalar(idP, rP1), pk)) // without B_P: H5
)

// The tables of values that must not come a second time, and how many values each remembers:
// 2^16 cookies or tokens of 32 or 64 bytes are a few megabytes.
const (
	seenVisits = "visits seen"
	seenTokens = "tokens seen"
	seenAtOnce = 1 << 16
)

// hardened is the description that repairs the paper's protocol. HARDENED.md has its messages,
// which repair closes which weakness, and what it does not claim.
func hardened() *model.Protocol {
	p := published()
	p.Parties[0].Sealed = true // the patient's device
	p.Name, p.Mark, p.Equations = "hardened", "H", hardenedEquations
	p.Source = "the repair of Chen et al. (2020) that HARDENED.md describes"
	p.Phases = []model.Phase{
		setupAuthority(), setupCloudHardened(), certification(),
		registrationPHardened(), registrationHPCHardened(), registrationDHardened(),
		filingHardened(),
		hello(), visitHardened(),
		queryHello(), query(), searchHello(), searchHardened(), diagnosisHardened(),
	}
	p.Claims = hardenedClaims()
	return padded(p)
}

// hardenedEquations is how many equations HARDENED.md numbers.
const hardenedEquations = 103

// padded makes every encryption hide the length of its text, except for cookies. Those are all
// of one length: whoever asks for one should not get much more than it sent.
func padded(p *model.Protocol) *model.Protocol {
	encrypts := func(t *model.Term) bool {
		return (t.Op == model.OpAEnc || t.Op == model.OpSEnc) && !slices.Contains(cookieKeys, t.Key())
	}
	opens := func(s model.Step) bool {
		return s.Kind == model.StepOpen && s.Term.Sort == model.Ciphertext &&
			!slices.Contains(cookieKeys, s.Key)
	}
	return inMode(p, model.Padded, encrypts, opens)
}
