package emr

import (
	"slices"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/input"
)

// A property is a kind of claim, with what a claim of it says if the file does not say it in
// other words: %b is the party to whom it is promised, %a the one that it is about, %A what
// that one is, %l the label.
type property struct {
	kind model.ClaimKind
	id   string // behind the kind
	row  string // of Table 3
	text string
}

// properties are the kinds of claims. The first six are what "agreement" stands for: the
// hierarchy of Lowe (1997), with intended peer and freshness.
var properties = []property{
	{model.Aliveness, "%l", "impersonation attack",
		"when %b commits to %a (%l), %a has run the protocol"},
	{model.WeakAgreement, "%l", "mutual authentication",
		"when %b commits to %a (%l), %a has run the protocol with %b"},
	{model.Agreement, "%l", "man-in-the-middle attack",
		"when %b commits to %a (%l), %a ran this part with %b on the same data"},
	{model.Injective, "%l", "replay attack",
		"when %b commits to %a (%l), that run of %a's answers to this commitment alone"},
	{model.IntendedPeer, "%l", "man-in-the-middle attack",
		"when %b commits to %a (%l), %a meant %b and nobody else"},
	{model.Freshness, "%l", "replay attack",
		"when %b commits to %a (%l), %a did its part at most ΔT before, clock skew apart"},
	{model.Secrecy, "%l of %b", "confidentiality", "nobody but %b and %a learns %l"},
	{model.ForwardSecrecy, "%l of %b", "confidentiality",
		"nobody learns %l from keys that are lost after the session"},
	{model.Integrity, "%l", "data integrity", "the %l that %b accepts was made by %a"},
	{model.NonRepudiation, "%l", "data non-repudiation",
		"what %b can show proves that %a made %l"},
	{model.Authorization, "%l", "mutual authentication",
		"%b releases %l only to whom %a has consented"},
	{model.Anonymity, "%a", "%A anonymity",
		"nobody on the network can tell which %A a session is of"},
	{model.Unlinkability, "%a", "%A unlinkability",
		"nobody on the network can tell two sessions of one %A from sessions of two"},
	{model.Availability, "", "availability",
		"an attacker spends at least as much work as it costs a party"},
}

// hierarchy is the word for the claims of agreement of all kinds.
const hierarchy = "agreement"

// hierarchySize is how many claims that are: the first of properties.
const hierarchySize = 6

// afterKind are the words behind the kind of a claim.
var afterKind = []string{"by", "about", "id", "row", "text", "scope"}

func (in *section) claim(p *parser, t token) {
	in.leave()
	var words []string
	at := p.peek().at
	for p.peek().kind == word && !slices.Contains(afterKind, p.peek().text) {
		words = append(words, p.next().text)
	}
	kind := strings.Join(words, " ")
	of := properties[:hierarchySize]
	if kind != hierarchy {
		i := slices.IndexFunc(properties, func(k property) bool { return string(k.kind) == kind })
		if i < 0 {
			p.wrong(span{at, max(p.peek().at-1, at)}, "%s", unknownClaim(kind))
			return
		}
		of = properties[i : i+1]
	}
	var c model.Claim
	if p.peek().kind == text {
		c.Label = p.next().text
	}
	if p.takes("by") {
		c.By = model.Party(p.name("a party").text)
	}
	if p.takes("about") {
		c.About = model.Party(p.name("a party").text)
	}
	for _, w := range []struct {
		word string
		to   *string
	}{{"id", &c.ID}, {"row", &c.Row}, {"text", &c.Text}, {"scope", &c.Scope}} {
		if p.takes(w.word) {
			*w.to = p.string("its " + w.word).text
		}
	}
	p.end()
	for _, k := range of {
		c := c
		c.Kind = k.kind
		in.claims = append(in.claims, claim{span{t.at, p.peek().at}, c})
	}
}

// worded returns a claim with what the file does not say of it.
func (d *draft) worded(c model.Claim) model.Claim {
	k := properties[slices.IndexFunc(properties, func(k property) bool { return k.kind == c.Kind })]
	what := ""
	for _, m := range d.parties {
		if m.Party == c.About {
			what = m.Name
		}
	}
	fill := func(to *string, form string) {
		if *to == "" {
			*to = strings.NewReplacer("%b", string(c.By), "%a", string(c.About), "%A", what,
				"%l", c.Label).Replace(form)
		}
	}
	fill(&c.Row, k.row)
	fill(&c.Text, k.text)
	if k.id == "" {
		fill(&c.ID, string(k.kind))
	} else {
		fill(&c.ID, string(k.kind)+": "+k.id)
	}
	return c
}

func unknownClaim(kind string) string {
	all := []string{hierarchy}
	for _, k := range properties {
		all = append(all, string(k.kind))
	}
	if near := input.Nearest(kind, all); near != "" {
		return input.Quote(kind) + " is no claim: did you mean " + near + "?"
	}
	return input.Quote(kind) + " is no claim: want one of " + strings.Join(all, ", ")
}

func (w *printer) claims() {
	if len(w.Claims) > 0 {
		w.line()
	}
	d := &draft{}
	for _, m := range w.Parties {
		d.parties = append(d.parties, party{Member: m})
	}
	for i := 0; i < len(w.Claims); i++ {
		c := w.Claims[i]
		if w.isHierarchy(d, i) {
			c.Kind = hierarchy
			i += hierarchySize - 1
		}
		text := "claim " + string(c.Kind)
		if c.Label != "" {
			text += " " + strconv.Quote(c.Label)
		}
		if c.By != "" {
			text += " by " + string(c.By)
		}
		if c.About != "" {
			text += " about " + string(c.About)
		}
		if c.Kind != hierarchy {
			usual := d.worded(model.Claim{Kind: c.Kind, Label: c.Label, By: c.By, About: c.About})
			for _, x := range []struct{ word, is, usual string }{{"id", c.ID, usual.ID},
				{"row", c.Row, usual.Row}, {"text", c.Text, usual.Text}, {"scope", c.Scope, ""}} {
				if x.is != x.usual {
					text += " " + x.word + " " + strconv.Quote(x.is)
				}
			}
		}
		w.line(text)
	}
}

// isHierarchy says whether the claims from the i-th on are those for which agreement stands.
func (w *printer) isHierarchy(d *draft, i int) bool {
	if i+hierarchySize > len(w.Claims) {
		return false
	}
	first := w.Claims[i]
	for j, k := range properties[:hierarchySize] {
		c := w.Claims[i+j]
		usual := model.Claim{Kind: k.kind, Label: first.Label, By: first.By, About: first.About}
		if c != d.worded(usual) {
			return false
		}
	}
	return true
}
