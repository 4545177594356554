package library

import "emrproof/model"

// The symbols of the paper (Table 1 and Eq. 1–50).
var (
	idP   = identity("ID_P")
	idD   = identity("ID_D")
	idHPC = identity("ID_HPC")
	idPC  = identity("ID_PC")
	idMA  = identity("ID_MA")
	idDE  = identity("ID_DE")
	bP    = data("B_P")
	certD = model.Var("Cert_D", model.Certificate)

	s    = scalar("s")
	pk   = point("PK")
	sP   = scalar("S_P")
	sD   = scalar("S_D")
	sHPC = scalar("S_HPC")

	r1, r2, r3 = scalar("r1"), scalar("r2"), scalar("r3")
	r5, r6     = scalar("r5"), scalar("r6") // E18: there is no r4
	r7, r8     = scalar("r7"), scalar("r8")

	rP1, rP2     = point("R_P1"), point("R_P2")
	rD1, rD2     = point("R_D1"), point("R_D2")
	rD3          = point("R_D3")
	rHPC1, rHPC2 = point("R_HPC1"), point("R_HPC2")

	sek1 = key("SEK1")
	sek2 = key("SEK2")

	tP1, tP2       = instant("T_P1"), instant("T_P2")
	tD1, tD2       = instant("T_D1"), instant("T_D2")
	tD3, tD4, tD5  = instant("T_D3"), instant("T_D4"), instant("T_D5")
	tC             = instant("T_C")
	tHPC1, tHPC2   = instant("T_HPC1"), instant("T_HPC2")
	cP1, cP2       = ciphertext("C_P1"), ciphertext("C_P2")
	cD1, cD2       = ciphertext("C_D1"), ciphertext("C_D2")
	cD3, cD4, cD5  = ciphertext("C_D3"), ciphertext("C_D4"), ciphertext("C_D5")
	cC             = ciphertext("C_C")
	cHPC1, cHPC2   = ciphertext("C_HPC1"), ciphertext("C_HPC2")
	sigP1, sigC    = signature("Sig_P1"), signature("Sig_C")
	sigD1, sigD2   = signature("Sig_D1"), signature("Sig_D2")
	sigD3, sigHPC1 = signature("Sig_D3"), signature("Sig_HPC1")

	mSD   = data("M_SD")
	mEMR  = data("M_EMR")
	mDINF = data("M_DINF")

	// The index at the public cloud: pad = h(s) masks
	// the entry MX under the key IX = h(ID_P‖ID_DE), which NX then replaces.
	pad      = key("pad")
	ix       = key("ix")
	entry    = model.Var("entry", model.Masked)
	newEntry = model.Var("new entry", model.Masked)
	idEntry  = identity("ID_D of the entry")
)

// The parties.
const (
	patient   model.Party = "P"
	doctor    model.Party = "D"
	hospital  model.Party = "HPC"
	cloud     model.Party = "PC"
	authority model.Party = "MA"
)

// The tables of the paper's parties, beside OwnTable and Directory.
const (
	issuedTable  = "issued"  // at PC: S_X by ID_X
	indexTable   = "index"   // at PC: (ID_HPC‖ID_D) ⊕ h(s) by h(ID_P‖ID_DE)
	recordsTable = "records" // at HPC: M_EMR by ID_P
)

// implicitP is S_P·G computed from public values: the right side of Eq. 4.
var implicitP = sum(rP1, mul(hashB(idP, bP, rP1), pk))

// implicitD is S_D·G computed from public values: the right side of Eq. 10.
var implicitD = sum(rD1, mul(hashScalar(idD, certD, rD1), pk))

// implicitHPC is S_HPC·G computed from public values: the right side of Eq. 7.
var implicitHPC = sum(rHPC1, mul(hashScalar(idHPC, rHPC1), pk))

// published is the description of the paper's protocol in the reading most favourable to it:
// see Errata for what is repaired.
func published() *model.Protocol {
	return &model.Protocol{
		Name:   "published",
		Source: "Chen, Huang, Deng, Chen, Wang, Hum. Cent. Comput. Inf. Sci. 10:21 (2020)",
		Parties: []model.Member{
			{Party: patient, Name: "patient", ID: idP},
			{Party: doctor, Name: "doctor", ID: idD},
			{Party: hospital, Name: "hospital's private cloud", ID: idHPC},
			// PC makes every S_X and fills the directory: a dishonest one is a threat model of its
			// own, key escrow (W19).
			{Party: cloud, Name: "public cloud", ID: idPC, One: true, Trusted: true},
			{Party: authority, Name: "medical authority", ID: idMA, One: true, Trusted: true},
		},
		Phases: []model.Phase{
			setupAuthority(), setupCloud(), certification(),
			registrationP(), registrationHPC(), registrationD(), filing(),
			visit(), search(), diagnosis(),
		},
		Claims:    publishedClaims(),
		Equations: 50,
		World:     hospitalWorld(),
	}
}
