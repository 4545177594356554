package model

// publishedClaims are what the paper promises, as properties of runs. Every
// agreement is claimed at two commit points: when the peer's signature is
// accepted ("visit", "query", "answer", "search"), and when the key is confirmed
// ("SEK1", "SEK2").
func publishedClaims() []Claim {
	var claims []Claim
	for _, a := range []struct {
		label     string
		by, about Party
	}{
		{"P-D visit", D, P}, {"D-P visit", P, D},
		{"D-P SEK1", P, D}, {"P-D SEK1", D, P},
		{"D-PC query", PC, D}, {"PC-D answer", D, PC},
		{"D-HPC search", HPC, D}, {"HPC-D search", D, HPC},
		{"HPC-D SEK2", D, HPC}, {"D-HPC SEK2", HPC, D},
	} {
		claims = append(claims, AgreementClaims(a.label, a.by, a.about)...)
	}
	for _, x := range []struct {
		label     string
		by, about Party
	}{
		{"SEK1", P, D}, {"SEK1", D, P}, {"SEK2", D, HPC}, {"SEK2", HPC, D},
		{"M_SD", P, D}, {"M_EMR", HPC, D}, {"M_DINF", D, P}, {"B_P", P, PC},
	} {
		claims = append(claims, SecrecyClaims(x.label, x.by, x.about)...)
	}
	for _, x := range []struct {
		label     string
		by, about Party
	}{{"M_SD", D, P}, {"M_EMR", D, HPC}, {"M_DINF", P, D}} {
		claims = append(claims, AuthorClaims(x.label, x.by, x.about)...)
	}
	return append(claims,
		Claim{ID: "authorization: M_EMR", Kind: Authorization, Label: "M_EMR", By: HPC, About: P,
			Row:  "mutual authentication",
			Text: "a hospital releases a record only to a doctor whom its patient is visiting"},
		Claim{ID: "anonymity: P", Kind: Anonymity, About: P, Row: "patient anonymity",
			Text: "nobody on the network can tell which patient a visit is of"},
		Claim{ID: "unlinkability: P", Kind: Unlinkability, About: P, Row: "patient unlinkability",
			Text: "nobody on the network can tell two visits of a patient from visits of two"},
		Claim{ID: "unlinkability: D", Kind: Unlinkability, About: D, Row: "doctor unlinkability",
			Text: "nobody on the network can tell two visits at a doctor from visits at two"},
		Claim{ID: "availability", Kind: Availability, Row: "availability",
			Text: "an attacker spends at least as much work as it costs a party"},
	)
}

// AgreementClaims are Lowe's (1997) hierarchy for one label, with the peer's
// intention and freshness beside it.
func AgreementClaims(label string, by, about Party) []Claim {
	who := string(by) + " commits to " + string(about)
	make := func(kind ClaimKind, row, text string) Claim {
		return Claim{ID: string(kind) + ": " + label, Kind: kind, Label: label,
			By: by, About: about, Row: row, Text: "when " + who + " (" + label + "), " + text}
	}
	return []Claim{
		make(Aliveness, "impersonation attack", string(about)+" has run the protocol"),
		make(WeakAgreement, "mutual authentication",
			string(about)+" has run the protocol with "+string(by)),
		make(Agreement, "man-in-the-middle attack",
			string(about)+" ran this part with "+string(by)+" on the same data"),
		make(Injective, "replay attack",
			"that run of "+string(about)+"'s answers to this commitment alone"),
		make(IntendedPeer, "man-in-the-middle attack",
			string(about)+" meant "+string(by)+" and nobody else"),
		make(Freshness, "replay attack",
			string(about)+" did its part at most ΔT before, clock skew apart"),
	}
}

// SecrecyClaims are secrecy, and secrecy after the later loss of long-term keys.
func SecrecyClaims(label string, by, about Party) []Claim {
	make := func(kind ClaimKind, row, text string) Claim {
		return Claim{ID: string(kind) + ": " + label + " of " + string(by), Kind: kind,
			Label: label, By: by, About: about, Row: row, Text: text}
	}
	return []Claim{
		make(Secrecy, "confidentiality",
			"nobody but "+string(by)+" and "+string(about)+" learns "+label),
		make(ForwardSecrecy, "confidentiality",
			"nobody learns "+label+" from keys that are lost after the session"),
	}
}

// AuthorClaims are integrity and non-repudiation of data that a party accepts.
func AuthorClaims(label string, by, about Party) []Claim {
	return []Claim{
		{ID: "integrity: " + label, Kind: Integrity, Label: label, By: by, About: about,
			Row: "data integrity",
			Text: "the " + label + " that " + string(by) + " accepts was made by " +
				string(about)},
		{ID: "non-repudiation: " + label, Kind: NonRepudiation, Label: label, By: by, About: about,
			Row: "data non-repudiation",
			Text: "what " + string(by) + " can show proves that " + string(about) + " made " +
				label},
	}
}
