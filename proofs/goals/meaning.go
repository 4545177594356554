package goals

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// Forms are the forms of a goal, and what each says about a run. The symbols of the logic say
// less than their words suggest, and this reading is ours: what is shared is secret, a belief
// is about the present, and a name, which is no statement (B11), stands for a principal that
// takes part.
var Forms = [][2]string{
	{"X ⊨ X ↔K Y", "the K that X shares with Y is known to nobody else"},
	{"X ⊨ Y ⊨ X ↔K Y", "when X takes K for confirmed, Y holds it for X, and has said so of late"},
	{"X ⊨ ID_Y", "the Y that X is convinced of takes part"},
	{"X ⊨ Y ⊨ ID_Y", "the Y that X is convinced of takes part with X, in this very part, and of late"},
}

// A Meaning is what a goal says about a run, as claims of the protocol description, which
// monitors decide from the trace. The goal holds on a run when none of these claims is violated
// in it. The claims are about honest principals with honest peers.
type Meaning struct {
	Goal     string
	Sentence string // true of the protocol when the goal holds on all its runs
	Claims   []model.Claim
}

// Meanings returns what the goals of a protocol mean in a profile. It is an error if the
// profile has no claim for which a goal could stand.
func Meanings(p *protocol.Protocol, profile string) ([]*Meaning, error) {
	v, err := p.Variant()
	if err != nil {
		return nil, err
	}
	description, err := library.Profile(profile)
	if err != nil {
		return nil, err
	}
	var list []*Meaning
	for _, g := range v.Goals {
		m, err := meaningOf(g, description)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func meaningOf(g ban.Given, p *model.Protocol) (*Meaning, error) {
	m := &Meaning{Goal: g.ID}
	shape, err := shapeOf(g.Formula, p)
	if err != nil {
		return nil, fmt.Errorf("goal %s: %s: %w", g.ID, g.Formula, err)
	}
	by, about := model.Party(shape.by), model.Party(shape.about)
	m.Sentence = strings.NewReplacer("X", shape.by, "Y", shape.about, "K", shape.key).
		Replace(Forms[shape.form()][1])
	switch {
	case shape.key != "" && !shape.nested:
		m.Claims = claimsOf(p, by, about, func(c model.Claim) bool {
			return c.Kind == model.Secrecy && c.Label == shape.key
		})
	case shape.key != "":
		m.Claims = claimsOf(p, by, about, func(c model.Claim) bool {
			return present(c.Kind) && confirms(c.Label, shape.key)
		})
	case !shape.nested:
		m.Claims = claimsOf(p, by, about, func(c model.Claim) bool {
			return c.Kind == model.Aliveness && first(p, c)
		})
	default:
		m.Claims = claimsOf(p, by, about, func(c model.Claim) bool {
			return (present(c.Kind) || c.Kind == model.IntendedPeer) && first(p, c)
		})
	}
	if len(m.Claims) == 0 {
		return nil, fmt.Errorf("goal %s: %s: description %q has no claim that stands for it", g.ID,
			g.Formula, p.Name)
	}
	return m, nil
}

// present says whether a claim is of one of the kinds that together say that a peer takes part
// now.
func present(k model.ClaimKind) bool {
	return k == model.WeakAgreement || k == model.Agreement || k == model.Freshness
}

// confirms says whether the label of an agreement is that of the confirmation of a key.
func confirms(label, key string) bool { return strings.HasSuffix(label, " "+key) }

// first says whether a claim is about the first commit point of its two parties, at which the
// peer's signature is accepted.
func first(p *model.Protocol, c model.Claim) bool {
	i := slices.IndexFunc(p.Claims, func(d model.Claim) bool {
		return d.Kind == c.Kind && d.By == c.By && d.About == c.About
	})
	return p.Claims[i].ID == c.ID
}

func claimsOf(
	p *model.Protocol, by, about model.Party, want func(model.Claim) bool,
) []model.Claim {
	return slices.DeleteFunc(slices.Clone(p.Claims), func(c model.Claim) bool {
		return c.By != by || c.About != about || !want(c)
	})
}

// A shape is what the goals of the paper have in common: each is about a key or a name, and
// about a principal's own belief or what it believes that another believes.
type shape struct {
	by, about string
	key       string // empty: of a name
	nested    bool   // X ⊨ Y ⊨ …
}

// form is the index of the shape in Forms.
func (s shape) form() int {
	n := 0
	if s.key == "" {
		n = 2
	}
	if s.nested {
		n++
	}
	return n
}

func shapeOf(f *ban.Formula, p *model.Protocol) (shape, error) {
	var s shape
	if f.Op != ban.OpBelieves {
		return s, fmt.Errorf("want a belief")
	}
	s.by = f.Name
	in := f.Args[0]
	if in.Op == ban.OpBelieves {
		s.nested, s.about = true, in.Name
		in = in.Args[0]
	}
	switch in.Op {
	case ban.OpShared:
		s.key = in.Args[0].String()
		other := in.Name
		if other == s.by {
			other = in.Peer
		}
		if other == s.by || in.Name != s.by && in.Peer != s.by {
			return s, fmt.Errorf("want a key that %s shares", s.by)
		}
		if s.about == "" {
			s.about = other
		}
		if s.about != other {
			return s, fmt.Errorf("want what %s believes of a key of its own", other)
		}
	case ban.OpName:
		i := slices.IndexFunc(p.Parties, func(m model.Member) bool { return m.ID.Name == in.Name })
		if i < 0 || s.nested && string(p.Parties[i].Party) != s.about {
			return s, fmt.Errorf("want the name of the peer, such as %s", peerOf(s, p).ID.Name)
		}
		s.about = string(p.Parties[i].Party)
	default:
		return s, fmt.Errorf("want a shared key or a name")
	}
	return s, nil
}

// peerOf returns the party that a goal is about, or else the first that it could be about.
func peerOf(s shape, p *model.Protocol) *model.Member {
	i := slices.IndexFunc(p.Parties, func(m model.Member) bool {
		return string(m.Party) == s.about || s.about == "" && string(m.Party) != s.by
	})
	return &p.Parties[max(i, 0)]
}
