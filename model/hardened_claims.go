package model

// hardenedClaims are what the paper promises, and what it should have: that a record and
// a diagnosis are fresh and are those of this visit, and that where a record is, is told to
// nobody whom its patient has not asked to see it.
func hardenedClaims() []Claim {
	var claims []Claim
	for _, c := range publishedClaims() {
		if c.Label == "B_P" { // P has told it to nobody
			c.About, c.Text = P, "nobody but P learns B_P, and nobody from keys that are lost later"
		}
		if c.Kind == Availability {
			c.Scope = "against who can receive a cookie, or repeat one that was received"
		}
		claims = append(claims, c)
	}
	for _, a := range []struct {
		label     string
		by, about Party
	}{{"HPC-D record", D, HPC}, {"D-P diagnosis", P, D}} {
		claims = append(claims, AgreementClaims(a.label, a.by, a.about)...)
	}
	return append(claims, Claim{ID: "authorization: index", Kind: Authorization, Label: "index",
		By: PC, About: P, Row: "mutual authentication",
		Text: "the public cloud tells where a record is only to a doctor whom its patient visits"})
}
