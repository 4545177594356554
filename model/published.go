package model

// The symbols of the paper (Table 1 and Eq. 1–50).
var (
	IDP   = Var("ID_P", Identity)
	IDD   = Var("ID_D", Identity)
	IDHPC = Var("ID_HPC", Identity)
	IDPC  = Var("ID_PC", Identity)
	IDMA  = Var("ID_MA", Identity)
	IDDE  = Var("ID_DE", Identity)
	BP    = Var("B_P", Data)
	CertD = Var("Cert_D", Certificate)

	s    = Var("s", Scalar)
	PK   = Var("PK", Point)
	SP   = Var("S_P", Scalar)
	SD   = Var("S_D", Scalar)
	SHPC = Var("S_HPC", Scalar)

	r1, r2, r3 = Var("r1", Scalar), Var("r2", Scalar), Var("r3", Scalar)
	r5, r6     = Var("r5", Scalar), Var("r6", Scalar) // E18: there is no r4
	r7, r8     = Var("r7", Scalar), Var("r8", Scalar)

	RP1, RP2     = Var("R_P1", Point), Var("R_P2", Point)
	RD1, RD2     = Var("R_D1", Point), Var("R_D2", Point)
	RD3          = Var("R_D3", Point)
	RHPC1, RHPC2 = Var("R_HPC1", Point), Var("R_HPC2", Point)

	SEK1 = Var("SEK1", Key)
	SEK2 = Var("SEK2", Key)

	TP1, TP2       = Var("T_P1", Time), Var("T_P2", Time)
	TD1, TD2       = Var("T_D1", Time), Var("T_D2", Time)
	TD3, TD4, TD5  = Var("T_D3", Time), Var("T_D4", Time), Var("T_D5", Time)
	TC             = Var("T_C", Time)
	THPC1, THPC2   = Var("T_HPC1", Time), Var("T_HPC2", Time)
	CP1, CP2       = Var("C_P1", Ciphertext), Var("C_P2", Ciphertext)
	CD1, CD2       = Var("C_D1", Ciphertext), Var("C_D2", Ciphertext)
	CD3, CD4, CD5  = Var("C_D3", Ciphertext), Var("C_D4", Ciphertext), Var("C_D5", Ciphertext)
	CC             = Var("C_C", Ciphertext)
	CHPC1, CHPC2   = Var("C_HPC1", Ciphertext), Var("C_HPC2", Ciphertext)
	SigP1, SigC    = Var("Sig_P1", Signature), Var("Sig_C", Signature)
	SigD1, SigD2   = Var("Sig_D1", Signature), Var("Sig_D2", Signature)
	SigD3, SigHPC1 = Var("Sig_D3", Signature), Var("Sig_HPC1", Signature)

	MSD   = Var("M_SD", Data)
	MEMR  = Var("M_EMR", Data)
	MDINF = Var("M_DINF", Data)

	// The index at the public cloud: pad = h(s) masks
	// the entry MX under the key IX = h(ID_P‖ID_DE), which NX then replaces.
	pad     = Var("pad", Key)
	IX      = Var("ix", Key)
	MX      = Var("entry", Masked)
	NX      = Var("new entry", Masked)
	IDentry = Var("ID_D of the entry", Identity)
)

// The parties.
const (
	P   Party = "P"
	D   Party = "D"
	HPC Party = "HPC"
	PC  Party = "PC"
	MA  Party = "MA"
)

// The tables of the paper's parties, beside OwnTable and Directory.
const (
	Issued  = "issued"  // at PC: S_X by ID_X
	Index   = "index"   // at PC: (ID_HPC‖ID_D) ⊕ h(s) by h(ID_P‖ID_DE)
	Records = "records" // at HPC: M_EMR by ID_P
)

// implicitP is S_P·G from public values: the right side of Eq. 4.
var implicitP = Sum(RP1, Mul(H(IDP, BP, RP1), PK))

// implicitD is S_D·G from public values: the right side of Eq. 10.
var implicitD = Sum(RD1, Mul(HashScalar(IDD, CertD, RD1), PK))

// implicitHPC is S_HPC·G from public values: the right side of Eq. 7.
var implicitHPC = Sum(RHPC1, Mul(HashScalar(IDHPC, RHPC1), PK))

// Published is the paper's protocol in the reading most favourable to it: see
// Errata for what is repaired. All options are off.
func Published() *Protocol { return MustBuild(published()) }

func published() *Protocol {
	return &Protocol{
		Name:   "published",
		Source: "Chen, Huang, Deng, Chen, Wang, Hum. Cent. Comput. Inf. Sci. 10:21 (2020)",
		Parties: []Member{
			{Party: P, Name: "patient", ID: IDP},
			{Party: D, Name: "doctor", ID: IDD},
			{Party: HPC, Name: "hospital's private cloud", ID: IDHPC},
			// PC makes every S_X and fills the directory: a dishonest one is a threat model of its
			// own, key escrow (W19).
			{Party: PC, Name: "public cloud", ID: IDPC, One: true, Trusted: true},
			{Party: MA, Name: "medical authority", ID: IDMA, One: true, Trusted: true},
		},
		Phases: []Phase{
			setupAuthority(), setupCloud(), certification(),
			registrationP(), registrationHPC(), registrationD(), filing(),
			visit(), search(), diagnosis(),
		},
		Claims:    publishedClaims(),
		Equations: 50,
	}
}
