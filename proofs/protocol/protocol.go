package protocol

import (
	"slices"

	"emrproof/proofs/ban"
)

// A Protocol is what a file says. Its formulas are still text: what they mean depends on
// the errata that are applied. Variant applies some.
type Protocol struct {
	Name, Title string
	Source      string
	Model       string // the profile of package model that links speak of; may be empty
	// Extensions of the logic are those that the file switches on.
	Extensions []string
	Principals []string
	// Pairs are the key pairs of principals.
	Pairs []struct {
		Public, Owner string
		Private       *ban.Formula
	}
	Shared     []Shared
	Identities []string // values that name principals
	Nonces     []string // nonces and stamps, which may be believed fresh
	Secrets    []string
	Stands     map[string]string // what the profile calls a name, where it is another
	Errata     []Erratum
	// Omissions say why no idealised message stands for some messages of the profile.
	Omissions []struct {
		Messages []string
		Why      string
		At       ban.Position
	}
	// Expected are the goals that follow under sets of errata; no others do.
	Expected []struct{ Errata, Goals []string }

	scope ban.Scope
	draft draft
}

// A Shared is a key that two principals share, or are to share.
type Shared struct {
	Key  *ban.Formula
	P, Q string
	// OfP and OfQ are the public halves that the two agree on the key from; empty when
	// they do not.
	OfP, OfQ string
}

// An Erratum is a named edit of a protocol.
type Erratum struct {
	ID, Text string
	// Goals says that it can change which goals follow, and not only what the printed proof
	// says and cites.
	Goals bool
	edits []edit
}

// A Variant is a protocol under some of its errata.
type Variant struct {
	*Protocol
	Applied []string // ids of errata, in the order of the file
	// Extensions are switched on: those of the file, and what a caller adds.
	Extensions  []string
	Messages    []Message
	Assumptions []ban.Given
	Goals       []ban.Given
	Statements  []Statement
}

// A Message is an idealised message.
type Message struct {
	ID       string
	From, To string
	Content  *ban.Formula
	Links    []Link
}

// A Link says that a part of a message stands for what a step of the profile makes.
type Link struct {
	Part               int // from 1
	Phase, Party, Step string
	At                 ban.Position
}

// A Statement is a step of a printed proof.
type Statement struct {
	N       int
	Formula *ban.Formula
	Cites   []string // numbers of statements, ids of assumptions and of messages
	Rule    string   // a family of package ban
}

// Theory is what the proof starts from: the assumptions, and that the receiver of each
// message sees it. Goals and statements are asked for.
func (v *Variant) Theory() ban.Theory {
	t := ban.Theory{Extensions: v.Extensions, Given: slices.Clone(v.Assumptions)}
	for _, m := range v.Messages {
		t.Given = append(t.Given, ban.Given{ID: m.ID, Formula: ban.New(ban.OpSees, m.To, m.Content)})
	}
	for _, g := range v.Goals {
		t.Asked = append(t.Asked, g.Formula)
	}
	for _, s := range v.Statements {
		t.Asked = append(t.Asked, s.Formula)
	}
	return t
}

// errataIDs are the ids of all errata of the file.
func (p *Protocol) errataIDs() []string {
	var ids []string
	for _, e := range p.Errata {
		ids = append(ids, e.ID)
	}
	return ids
}

// Short prints a formula with M1 in the place of what message M1 says.
func (v *Variant) Short(f *ban.Formula) string {
	return f.Map(func(g *ban.Formula) *ban.Formula {
		for _, m := range v.Messages {
			if g.Equal(m.Content) {
				return ban.Name(m.ID)
			}
		}
		return g
	}).String()
}
