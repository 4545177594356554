package library

import "emrproof/model"

// publishedClaims are the claims of the published profile: what the paper promises, as
// properties of runs. Every agreement is claimed at two commit points: when the peer's
// signature is accepted ("visit", "query", "answer", "search"), and when the key is confirmed
// ("SEK1", "SEK2").
func publishedClaims() []model.Claim {
	var claims []model.Claim
	for _, a := range []struct {
		label     string
		by, about model.Party
	}{
		{"P-D visit", doctor, patient}, {"D-P visit", patient, doctor},
		{"D-P SEK1", patient, doctor}, {"P-D SEK1", doctor, patient},
		{"D-PC query", cloud, doctor}, {"PC-D answer", doctor, cloud},
		{"D-HPC search", hospital, doctor}, {"HPC-D search", doctor, hospital},
		{"HPC-D SEK2", doctor, hospital}, {"D-HPC SEK2", hospital, doctor},
	} {
		claims = append(claims, agreementClaims(a.label, a.by, a.about)...)
	}
	for _, x := range []struct {
		label     string
		by, about model.Party
	}{
		{"SEK1", patient, doctor}, {"SEK1", doctor, patient},
		{"SEK2", doctor, hospital}, {"SEK2", hospital, doctor},
		{"M_SD", patient, doctor}, {"M_EMR", hospital, doctor},
		{"M_DINF", doctor, patient}, {"B_P", patient, cloud},
	} {
		claims = append(claims, secrecyClaims(x.label, x.by, x.about)...)
	}
	for _, x := range []struct {
		label     string
		by, about model.Party
	}{{"M_SD", doctor, patient}, {"M_EMR", doctor, hospital}, {"M_DINF", patient, doctor}} {
		claims = append(claims, authorClaims(x.label, x.by, x.about)...)
	}
	return append(claims,
		model.Claim{ID: "authorization: M_EMR", Kind: model.Authorization, Label: "M_EMR",
			By: hospital, About: patient, Row: "mutual authentication",
			Text: "a hospital releases a record only to a doctor whom its patient is visiting"},
		model.Claim{ID: "anonymity: P", Kind: model.Anonymity, About: patient, Row: "patient anonymity",
			Text: "nobody on the network can tell which patient a visit is of"},
		model.Claim{ID: "unlinkability: P", Kind: model.Unlinkability, About: patient,
			Row:  "patient unlinkability",
			Text: "nobody on the network can tell two visits of a patient from visits of two"},
		model.Claim{ID: "unlinkability: D", Kind: model.Unlinkability, About: doctor,
			Row:  "doctor unlinkability",
			Text: "nobody on the network can tell two visits at a doctor from visits at two"},
		model.Claim{ID: "availability", Kind: model.Availability, Row: "availability",
			Text: "an attacker spends at least as much work as it costs a party"},
	)
}

// agreementClaims are the claims of Lowe's (1997) hierarchy for one label, with intended peer
// and freshness beside them.
func agreementClaims(label string, by, about model.Party) []model.Claim {
	who := string(by) + " commits to " + string(about)
	make := func(kind model.ClaimKind, row, text string) model.Claim {
		return model.Claim{ID: string(kind) + ": " + label, Kind: kind, Label: label,
			By: by, About: about, Row: row, Text: "when " + who + " (" + label + "), " + text}
	}
	return []model.Claim{
		make(model.Aliveness, "impersonation attack", string(about)+" has run the protocol"),
		make(model.WeakAgreement, "mutual authentication",
			string(about)+" has run the protocol with "+string(by)),
		make(model.Agreement, "man-in-the-middle attack",
			string(about)+" ran this part with "+string(by)+" on the same data"),
		make(model.Injective, "replay attack",
			"that run of "+string(about)+"'s answers to this commitment alone"),
		make(model.IntendedPeer, "man-in-the-middle attack",
			string(about)+" meant "+string(by)+" and nobody else"),
		make(model.Freshness, "replay attack",
			string(about)+" did its part at most ΔT before, clock skew apart"),
	}
}

// secrecyClaims are the claims of secrecy, and of secrecy after the later loss of long-term
// keys.
func secrecyClaims(label string, by, about model.Party) []model.Claim {
	make := func(kind model.ClaimKind, row, text string) model.Claim {
		return model.Claim{ID: string(kind) + ": " + label + " of " + string(by), Kind: kind,
			Label: label, By: by, About: about, Row: row, Text: text}
	}
	return []model.Claim{
		make(model.Secrecy, "confidentiality",
			"nobody but "+string(by)+" and "+string(about)+" learns "+label),
		make(model.ForwardSecrecy, "confidentiality",
			"nobody learns "+label+" from keys that are lost after the session"),
	}
}

// authorClaims are the claims of integrity and non-repudiation of data that a party accepts.
func authorClaims(label string, by, about model.Party) []model.Claim {
	return []model.Claim{
		{ID: "integrity: " + label, Kind: model.Integrity, Label: label, By: by, About: about,
			Row: "data integrity",
			Text: "the " + label + " that " + string(by) + " accepts was made by " +
				string(about)},
		{ID: "non-repudiation: " + label, Kind: model.NonRepudiation, Label: label, By: by, About: about,
			Row: "data non-repudiation",
			Text: "what " + string(by) + " can show proves that " + string(about) + " made " +
				label},
	}
}
