package protocol

import (
	"slices"

	"emrproof/proofs/ban"
)

// A Protocol is the content of a protocol file. Its formulas are still text, for their meaning
// depends on the errata that are applied. The method Variant applies errata.
type Protocol struct {
	Name, Title string
	Source      string
	Model       string // the profile of package model that links speak of; may be empty
	// Extensions are the extensions of the logic that the file switches on.
	Extensions []string
	Principals []string
	// Pairs are the key pairs, each of a principal.
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
	// Omissions say why some messages of the profile have no idealised message.
	Omissions []struct {
		Messages []string
		Why      string
		At       ban.Position
	}
	// Expected are the goals that the file expects to follow under sets of errata; it expects
	// no others to follow.
	Expected []struct{ Errata, Goals []string }

	scope ban.Scope
	draft draft
}

// A Shared is a key that two principals share, or are to share.
type Shared struct {
	Key  *ban.Formula
	P, Q string
	// OfP and OfQ are the public halves, of P and of Q, from which the two agree on the key;
	// both are empty when the key is not agreed on.
	OfP, OfQ string
}

// An Erratum is a named edit of a protocol.
type Erratum struct {
	ID, Text string
	// Goals says that the erratum can change which goals follow. Otherwise it changes only what
	// the printed proof says and cites.
	Goals bool
	edits []edit
}

// A Variant is a protocol under some of its errata.
type Variant struct {
	*Protocol
	Applied []string // ids of errata, in the order of the file
	// Extensions are the extensions that are switched on: those of the file, and those that a
	// caller adds.
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

// A Link says for which step of the profile a part of a message stands: the part is what the
// step makes.
type Link struct {
	Part               int // from 1
	Phase, Party, Step string
	At                 ban.Position
}

// A Statement is one step of a printed proof.
type Statement struct {
	N       int
	Formula *ban.Formula
	Cites   []string // numbers of statements, ids of assumptions and of messages
	Rule    string   // a family of package ban
}

// Theory returns the theory from which the proof starts. It takes for granted the assumptions,
// and that the receiver of each message sees it. The goals and the statements are what is asked
// for.
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

// errataIDs returns the ids of all errata of the file.
func (p *Protocol) errataIDs() []string {
	var ids []string
	for _, e := range p.Errata {
		ids = append(ids, e.ID)
	}
	return ids
}

// Short prints a formula in which each message appears by its name, such as M1.
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
