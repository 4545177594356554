package proofs

import (
	"slices"

	"emrproof/proofs/ban"
)

// A Protocol is what a file says, all formulas still as they were written: what they
// mean depends on the errata that are applied. Variant applies some.
type Protocol struct {
	Name, Title string
	Source      string
	Model       string // the profile of package model that links speak of; may be empty
	// Extensions of the logic are those that the file switches on.
	Extensions []string
	Omissions  []Omission
	Principals []string
	Pairs      []Pair
	Shared     []Shared
	Identities []Identity
	Nonces     []string // nonces and stamps, which may be believed fresh
	Secrets    []string
	Errata     []Erratum
	Expected   []Expectation

	scope  *ban.Scope
	stands map[string]string // what a name is in the description, by the name
	draft  draft
}

// A Pair is a key pair of a principal.
type Pair struct{ Public, Private, Owner string }

// A Shared is a key that two principals share, or are to share.
type Shared struct {
	Key, P, Q string
	// OfP and OfQ are the public halves that the two agree on the key from; empty when
	// they do not.
	OfP, OfQ string
}

// An Omission says why no idealised message stands for some messages of the description.
type Omission struct {
	Messages []string
	Why      string
	At       ban.Position
}

// An Identity is a value that names a principal.
type Identity struct{ Name, Owner string }

// An Erratum is a named edit of a protocol.
type Erratum struct {
	ID, Text string
	edits    []edit
}

// Goals says whether the erratum can change what is derivable, as opposed to what the
// printed proof cites.
func (e *Erratum) Goals() bool {
	return slices.ContainsFunc(e.edits, func(x edit) bool { return !x.printed() })
}

// An Expectation says which goals are derivable under a set of errata, and no others.
type Expectation struct {
	Errata []string
	Goals  []string
	At     ban.Position
}

// A Variant is a protocol under some of its errata.
type Variant struct {
	*Protocol
	Applied     []string // ids of errata, in the order of the file
	Messages    []Message
	Assumptions []Assumption
	Goals       []Goal
	Statements  []Statement
}

// A Message is an idealised message.
type Message struct {
	ID       string
	From, To string
	Content  *ban.Formula
	Links    []Link
	At       ban.Position
}

// Sees is what the message gives: its receiver sees it.
func (m *Message) Sees() *ban.Formula { return ban.Sees(m.To, m.Content) }

// A Link says that a part of a message stands for what a step of a description makes.
type Link struct {
	Part               int // from 1
	Phase, Party, Step string
	At                 ban.Position
}

// String is the link as it is written, such as "visit/P/let Sig_P1".
func (l Link) String() string { return l.Phase + "/" + l.Party + "/" + l.Step }

// An Assumption is a formula that holds before the protocol begins.
type Assumption struct {
	ID      string
	Formula *ban.Formula
	At      ban.Position
}

// A Goal is a formula that the protocol is to bring about.
type Goal struct {
	ID      string
	Formula *ban.Formula
	At      ban.Position
}

// A Statement is a step of a printed proof.
type Statement struct {
	N       int
	Formula *ban.Formula
	Cites   []string // numbers of statements, ids of assumptions and of messages
	Rule    string   // a family of package ban
	At      ban.Position
}

// Theory is what the proof starts from: assumptions, and that each message is seen. The
// extensions are switched on beside those of the file.
func (v *Variant) Theory(extensions ...string) ban.Theory {
	t := ban.Theory{Extensions: v.Switched(extensions)}
	for _, a := range v.Assumptions {
		t.Given = append(t.Given, ban.Given{ID: a.ID, Formula: a.Formula})
	}
	for i := range v.Messages {
		t.Given = append(t.Given, ban.Given{ID: v.Messages[i].ID, Formula: v.Messages[i].Sees()})
	}
	for _, g := range v.Goals {
		t.Asked = append(t.Asked, g.Formula)
	}
	for _, s := range v.Statements {
		t.Asked = append(t.Asked, s.Formula)
	}
	return t
}

// Switched are the extensions that are on when these are: those of the file first.
func (p *Protocol) Switched(extensions []string) []string {
	on := slices.Clone(p.Extensions)
	for _, e := range extensions {
		if !slices.Contains(on, e) {
			on = append(on, e)
		}
	}
	return on
}

// Goal is the goal of an ID; false when there is none.
func (v *Variant) Goal(id string) (Goal, bool) {
	i := slices.IndexFunc(v.Goals, func(g Goal) bool { return g.ID == id })
	if i < 0 {
		return Goal{}, false
	}
	return v.Goals[i], true
}

// assumption says whether an ID is that of an assumption, as opposed to a message.
func (v *Variant) assumption(id string) bool {
	return slices.ContainsFunc(v.Assumptions, func(a Assumption) bool { return a.ID == id })
}

// ErrataIDs are the ids of all errata of the file.
func (p *Protocol) ErrataIDs() []string {
	var ids []string
	for _, e := range p.Errata {
		ids = append(ids, e.ID)
	}
	return ids
}

// GoalErrata are the ids of those that can change what is derivable.
func (p *Protocol) GoalErrata() []string {
	var ids []string
	for i := range p.Errata {
		if p.Errata[i].Goals() {
			ids = append(ids, p.Errata[i].ID)
		}
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
