package library

import "emrproof/model"

// hardenedClaims are the claims of the hardened profile: what the paper promises, and what it
// should promise besides. A record and a diagnosis are fresh and are those of this visit, and
// only those whom the patient has asked to see a record learn where it is.
func hardenedClaims() []model.Claim {
	var claims []model.Claim
	for _, c := range publishedClaims() {
		if c.Label == "B_P" { // P has told it to nobody
			c.About, c.Text = patient, "nobody but P learns B_P, and nobody from keys that are lost later"
		}
		if c.Kind == model.Availability {
			c.Scope = "against who can receive a cookie, or repeat one that was received"
		}
		claims = append(claims, c)
	}
	for _, a := range []struct {
		label     string
		by, about model.Party
	}{{"HPC-D record", doctor, hospital}, {"D-P diagnosis", patient, doctor}} {
		claims = append(claims, agreementClaims(a.label, a.by, a.about)...)
	}
	return append(claims, model.Claim{
		ID: "authorization: index", Kind: model.Authorization, Label: "index",
		By: cloud, About: patient, Row: "mutual authentication",
		Text: "the public cloud tells where a record is only to a doctor whom its patient visits"})
}
