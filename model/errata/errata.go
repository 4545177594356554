// Package errata lists the places where the paper contradicts itself or cannot be executed as
// printed, with what is done about each.
package errata

// An Erratum is a place where the paper contradicts itself or cannot be executed
// as printed. Or it is a place where our copy of the paper has lost something, which is no
// error of the paper. Code, reports and tests cite it by its id: E for the protocol, C for the
// costs, B for the BAN proof.
type Erratum struct {
	ID      string
	Where   string // the place in the paper
	Printed string // what stands there; for C5 and the like, the sum that is printed
	Wrong   string // why it cannot stand
	Lost    string // what our copy has lost there; then nothing is said to be wrong
	Done    string // what the published profile, the tables or the audit do
	Literal string // E only: whether the literal reading is an option, or why not
}

// All lists all known errata, by id.
var All = []Erratum{
	{
		ID:      "E1",
		Where:   "Eq. 21",
		Printed: "Sig_D1 verified with PUK_P",
		Wrong:   "D signs with PRK_D",
		Done:    "PUK_D",
		Literal: "no: never verifies",
	},
	{
		ID:      "E2",
		Where:   "Eq. 22, Fig. 4",
		Printed: "h(ID_D‖R_D1)",
		Wrong:   "Eq. 9 binds Cert_D; both sides would differ",
		Done:    "h(ID_D‖Cert_D‖R_D1)",
		Literal: "no: SEK1 never agrees",
	},
	{
		ID:      "E3",
		Where:   "Eq. 9 / Eq. 10",
		Printed: "H(·) in one, h(·) in the other, for the doctor",
		Wrong:   "a doctor has no biometric",
		Done:    "h(·) in both",
		Literal: "no",
	},
	{
		ID:      "E4",
		Where:   "Eq. 44, Fig. 5",
		Printed: "Fig. 5 has h(ID_HPC‖Cert_D‖R_HPC)",
		Wrong:   "Eq. 6 has h(ID_HPC‖R_HPC1)",
		Done:    "Eq. 6",
		Literal: "no",
	},
	{
		ID:      "E5",
		Where:   "Fig. 5",
		Printed: "h(ID_D‖R_D1) in HPC's SEK2",
		Wrong:   "Eq. 39 has Cert_D",
		Done:    "Eq. 39",
		Literal: "no",
	},
	{
		ID:      "E6",
		Where:   "Eq. 43",
		Printed: "verified with S_PRK_HPC",
		Wrong:   "a private key cannot verify",
		Done:    "V_PUK_HPC",
		Literal: "no",
	},
	{
		ID:      "E7",
		Where:   "Eq. 30",
		Printed: "S_SD",
		Wrong:   "Eq. 32 and Fig. 5 have S_D",
		Done:    "S_D",
		Literal: "no",
	},
	{
		ID:      "E8",
		Where:   "Eq. 34–37",
		Printed: "Sig_D3 covers ID_P, but C_D3 does not carry it",
		Wrong:   "HPC cannot rebuild the signed text",
		Done:    "ID_P is added to C_D3",
		Literal: "with message recovery (E12)",
	},
	{
		ID:      "E9",
		Where:   "Eq. 44",
		Printed: "D needs R_HPC1, which no message carries",
		Done:    "R_HPC1 is public, in the directory",
		Literal: "no",
	},
	{
		ID:      "E10",
		Where:   "Table 1",
		Printed: "PUK_X / PRK_X have no origin",
		Done: "a directory binds ID_X to an encryption key and a verification key, given out at " +
			"registration; a party looks the key up by the identity it has just decrypted",
		Literal: "no",
	},
	{
		ID:      "E11",
		Where:   "all time checks",
		Printed: "T' − T ≤ ΔT only",
		Wrong:   "a time stamp from the future always passes",
		Done:    "as printed (one-sided)",
		Literal: "two-sided is part of the hardened profile",
	},
	{
		ID:      "E12",
		Where:   "V_PUK(Sig) ≟ (m)",
		Printed: "the verification returns the message",
		Wrong: "a signature with message recovery would show m, and so SEK1 (19), S_D (26), " +
			"ID_P, B_P (13), to everyone",
		Done:    "signature with appendix",
		Literal: "yes: recovery",
	},
	{
		ID:      "E13",
		Where:   "every (C, Sig, T)",
		Printed: "T is sent in clear and again inside",
		Wrong:   "nothing says that the two are compared",
		Done:    "the inner T must equal the clear T",
		Literal: "yes: only the clear T is checked for age",
	},
	{
		ID:      "E14",
		Where:   "Eq. 20",
		Printed: "\"verifies Cert_D\"",
		Wrong:   "nothing says that ID_D is the doctor P meant to visit",
		Done:    "P takes the key to verify with from ID_D and does not compare",
		Literal: "yes: P insists on the doctor it chose",
	},
	{
		ID:      "E15",
		Where:   "index",
		Printed: "\"searches the patient's index record\", then \"stores\" it",
		Wrong:   "no phase fills the index",
		Done: "the index is filled when a patient's record is created at a hospital; the search " +
			"phase stores its own entry as well",
		Literal: "no",
	},
	{
		ID:      "E16",
		Where:   "architecture, step 4",
		Printed: "the doctor sends the diagnosis to the public cloud",
		Wrong:   "the diagnosis phase sends it to the patient only",
		Done:    "the diagnosis phase",
		Literal: "no",
	},
	{
		ID:      "E17",
		Where:   "‖",
		Printed: "plain concatenation",
		Wrong:   "two different tuples can give the same string",
		Done:    "canonical, injective encoding",
		Literal: "yes: raw concatenation of the fields",
	},
	{
		ID:      "E18",
		Where:   "r4",
		Printed: "r4 is missing between r3 and r5",
		Wrong:   "none",
		Done:    "numbering kept",
		Literal: "no",
	},
	{
		ID:      "E19",
		Where:   "E_PUK(m)",
		Printed: "the scheme is not named",
		Wrong:   "SEK1 and EMR-sized data",
		Done:    "hybrid public-key encryption (RFC 9180), base mode",
		Literal: "no",
	},
	{
		ID:      "E20",
		Where:   "E_SEK(m)",
		Printed: "the mode is not named",
		Wrong:   "without integrity, bits can be flipped in M_SD and M_DINF",
		Done:    "authenticated encryption",
		Literal: "yes: counter mode without a tag",
	},
	{
		ID:      "E21",
		Where:   "B_P",
		Printed: "\"biometric password\" is hashed exactly",
		Wrong:   "two readings of a finger never agree bit for bit",
		Done:    "B_P is an exact string",
		Literal: "no",
	},
	{
		ID:      "C1",
		Where:   "Table 4, diagnosis, proposed",
		Printed: "2T_A",
		Wrong:   "Eq. 49, 50 are symmetric: 2T_S",
		Done:    "shown as printed, beside what it should be",
	},
	{
		ID:      "C2",
		Where:   "Table 4, total, proposed",
		Printed: "12T_Sign + 14T_A + 6T_S + 4T_H",
		Wrong:   "with C1: 12T_Sign + 12T_A + 8T_S + 4T_H",
		Done:    "shown as printed, beside what it should be",
	},
	{
		ID:      "C3",
		Where:   "Table 4, proposed",
		Printed: "no T_M at all",
		Wrong:   "Eq. 11, 16, 17, 22 and 33, 38, 39, 44 are scalar multiplications",
		Done:    "shown as printed, beside what it should be",
	},
	{
		ID:      "C4",
		Where:   "Table 4, proposed",
		Printed: "2T_H + 2T_H",
		Wrong:   "the hashes inside (17), (22), (39), (44) are not counted",
		Done:    "shown as printed, beside what it should be",
	},
	{
		ID:      "C5",
		Where:   "Table 4, total, Li et al.",
		Printed: "36T_H",
		Wrong: "11 + 20 + 8 = 39T_H. The rows are too high, not the total too low: counted in the " +
			"scheme's messages, as re-implemented by Gajarla et al. 2019, they are 10 + 20 + 6 = 36T_H",
		Done: "shown as printed, beside what is counted",
	},
	{
		ID:      "C6",
		Where:   "Table 4, total, Chiou et al.",
		Printed: "5T_Sign + 4T_M + 13T_P",
		Lost: "T_S and T_H, if they are printed: the rows above have them, and add up to " +
			"5T_Sign + 4T_M + 13T_P + 10T_S + 33T_H",
		Done: "shown as our copy has it, beside the sum of the rows",
	},
	{
		ID:    "C7",
		Where: "Table 5",
		Printed: "the text keeps: method of Mohit et al.; 4G at 100 Mbps, 5G at 20 Gbps; proposed " +
			"< Chiou, Mohit; proposed > Kumar, Li",
		Lost: "the body of the table",
		Done: "no figure of it is shown; ours are made by its method",
	},
	{
		ID:      "C8",
		Where:   "4G / 5G times",
		Printed: "message length ÷ peak rate",
		Wrong:   "neither propagation, nor round trips, nor computation",
		Done:    "shown as printed, beside what it should be",
	},
	{
		ID:      "B1",
		Where:   "A13–A20",
		Printed: "\"PUK_P → D\", \"PUK_D → P\" …",
		Wrong:   "the rule needs the key's owner: PUK_P → P, PUK_D → D, PUK_HPC → HPC",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B2",
		Where:   "A2, A3, A6, A7",
		Printed: "a sender believes its own stamp fresh",
		Wrong:   "harmless, never needed",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B3",
		Where:   "Statements 3, 11, 19, 27",
		Printed: "\"Q once said #(X)\"",
		Wrong:   "the rule gives \"Q once said X\"",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B4",
		Where:   "Statements 3, 11, 19, 27, second component",
		Printed: "{…}SEK is attributed by message meaning",
		Wrong: "that needs \"X believes X ↔SEK Y\", which is the goal itself, or possession " +
			"with a shared-key assumption; A9–A12 give freshness of SEK only",
		Done: "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B5",
		Where:   "Statements 5, 13, 21, 29",
		Printed: "\"by the belief rule\": Q believes X ↔SEK Y",
		Wrong: "no idealised message M1–M4 contains that formula; belief of a tuple gives " +
			"belief of its parts only",
		Done: "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B6",
		Where:   "Statements 7, 15, 23, 31",
		Printed: "cite the statement of G1, G3, G5, G7",
		Wrong:   "they follow from Statements 4, 12, 20, 28",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B7",
		Where:   "Statements 8, 16, 24, 32",
		Printed: "\"and the belief rule\"",
		Wrong:   "it is jurisdiction, with A25–A28",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B8",
		Where:   "closing sentences",
		Printed: "\"the doctor's authentication of the patient\" for HPC and D, Eq. 37, 43",
		Wrong:   "copied names",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B9",
		Where:   "M3, M4",
		Printed: "ID_D and ID_HPC",
		Wrong: "M3's signature holds no ID_D: it stands in the SEK2 part, so G13 and G14 hang " +
			"on B4",
		Done: "audited as printed; repaired only when applied by this id",
	},
	{
		ID:    "B10",
		Where: "M1–M4",
		Printed: "each joins parts of two wire messages (Sig_P1 with C_P2; Sig_D1 with C_D5 of " +
			"another phase)",
		Wrong: "neither \"sees\" nor \"said\" composes; T_P2, T_D5, T_D4, T_HPC2 have no " +
			"freshness assumption of their own",
		Done: "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B11",
		Where:   "G9–G16",
		Printed: "\"D believes ID_P\"",
		Wrong:   "a name is not a statement; read it as \"P is the one taking part\", and say so",
		Done:    "audited as printed; repaired only when applied by this id",
	},
	{
		ID:      "B12",
		Where:   "all",
		Printed: "the public cloud is in no idealised message and no goal",
		Wrong:   "four-party mutual authentication is claimed",
		Done:    "audited as printed; repaired only when applied by this id",
	},
}
