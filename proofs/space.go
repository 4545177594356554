package proofs

import (
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// The kinds of candidates that may be added to a protocol.
const (
	kindFresh     = "freshness"
	kindOwner     = "key ownership"
	kindShared    = "shared key"
	kindSecret    = "shared secret"
	kindHas       = "possession"
	kindControls  = "jurisdiction"
	kindStatement = "statement in a message"
	kindName      = "name in a message"
	kindNonce     = "nonce in a message"
)

// SpaceText describes the candidates that may be added to a protocol, kind by kind.
var SpaceText = [][2]string{
	{kindFresh, "each principal may believe fresh: each nonce, stamp and secret in a message to " +
		"it, each shared key, each public key of its own, each statement about a key or a secret " +
		"in a message to it"},
	{kindOwner, "each principal may believe each public key its owner's"},
	{kindShared, "each of the two that share a key, or are to, may believe so"},
	{kindSecret, "each principal may believe that it shares each secret with each other"},
	{kindHas, "with the extension possession, each of the two that share a key, or are to, may " +
		"have it, and each owner of a public key its private half"},
	{kindControls, "who is to believe a goal that is no belief of another, or gets a message with " +
		"a statement about a key or a secret, may believe each other principal to have " +
		"jurisdiction over it"},
	{kindStatement, "each encrypted, signed or combined part of a message may say of each key that " +
		"its sender shares, or is to, that it is shared, of each secret that sender and receiver " +
		"share it, and of each public key of its sender that it is the sender's"},
	{kindName, "each such part of a message may hold each identity"},
	{kindNonce, "and each nonce, stamp or public key that its receiver believes fresh; what is put " +
		"into a part works there by itself: no two of them join"},
}

// A collector collects the candidates that may be added to a variant.
type collector struct {
	*protocol.Variant
	all []candidate
}

// space returns all candidates that a variant does not have already, in the order of SpaceText.
func space(v *protocol.Variant) []candidate {
	s := &collector{Variant: v}
	for _, p := range v.Principals {
		s.fresh(p)
	}
	for _, p := range v.Principals {
		for _, k := range v.Pairs {
			s.believe(kindOwner, p, ban.New(ban.OpPublic, k.Owner, ban.Name(k.Public)))
		}
	}
	for _, k := range v.Shared {
		s.believe(kindShared, k.P, shared(k))
		s.believe(kindShared, k.Q, shared(k))
	}
	for _, y := range v.Secrets {
		for _, p := range v.Principals {
			for _, q := range v.Principals {
				if p != q {
					s.believe(kindSecret, p, ban.Between(ban.OpSecret, p, ban.Name(y), q))
				}
			}
		}
	}
	if slices.Contains(v.Extensions, "possession") {
		s.possessions()
	}
	s.jurisdictions()
	s.inMessages()
	return s.all
}

func (s *collector) add(c candidate) {
	had := func(o candidate) bool {
		return o.Message == c.Message && o.Part == c.Part && o.Formula.Equal(c.Formula)
	}
	if c.Message == "" && s.assumed(c.Formula) || slices.ContainsFunc(s.all, had) {
		return
	}
	for _, g := range s.Goals {
		if c.Goal == "" && c.Message == "" && g.Formula.Equal(c.Formula) {
			c.Goal = g.ID
		}
	}
	s.all = append(s.all, c)
}

func (s *collector) believe(kind, p string, f *ban.Formula) {
	s.add(candidate{Kind: kind, Formula: ban.New(ban.OpBelieves, p, f)})
}

// assumed says whether a formula is an assumption of the variant.
func (s *collector) assumed(f *ban.Formula) bool {
	return slices.ContainsFunc(s.Assumptions, func(a ban.Given) bool { return a.Formula.Equal(f) })
}

// shared returns the formula which says that two principals share a key.
func shared(k protocol.Shared) *ban.Formula { return ban.Between(ban.OpShared, k.P, k.Key, k.Q) }

// aboutKey says whether a formula is about a key or a secret: whose it is, or that it is fresh.
func aboutKey(f *ban.Formula) bool {
	switch f.Op {
	case ban.OpShared, ban.OpSecret, ban.OpPublic, ban.OpFresh:
		return true
	}
	return false
}

// toward calls visit on every formula inside the messages to a principal.
func (s *collector) toward(p string, visit func(*ban.Formula)) {
	for _, m := range s.Messages {
		if m.To == p {
			m.Content.Walk(visit)
		}
	}
}

// fresh adds the candidates about what a principal may believe to be fresh.
func (s *collector) fresh(p string) {
	may := func(f *ban.Formula) { s.believe(kindFresh, p, ban.New(ban.OpFresh, "", f)) }
	s.toward(p, func(f *ban.Formula) {
		named := f.Op == ban.OpName &&
			(slices.Contains(s.Nonces, f.Name) || slices.Contains(s.Secrets, f.Name))
		if named || aboutKey(f) && f.Op != ban.OpFresh {
			may(f)
		}
	})
	for _, k := range s.Shared {
		may(k.Key)
	}
	for _, k := range s.Pairs {
		if k.Owner == p {
			may(ban.Name(k.Public))
		}
	}
}

// possessions adds the candidates about what principals may possess.
func (s *collector) possessions() {
	has := func(p string, f *ban.Formula) {
		s.add(candidate{Kind: kindHas, Formula: ban.New(ban.OpHas, p, f)})
	}
	for _, k := range s.Shared {
		has(k.P, k.Key)
		has(k.Q, k.Key)
	}
	for _, k := range s.Pairs {
		has(k.Owner, k.Private)
	}
}

// jurisdictions adds the candidates about which statements each principal may believe others to
// have jurisdiction over.
func (s *collector) jurisdictions() {
	over := func(p string, f *ban.Formula) {
		for _, q := range s.Principals {
			if q != p {
				s.believe(kindControls, p, ban.New(ban.OpControls, q, f))
			}
		}
	}
	for _, g := range s.Goals {
		if f := g.Formula; f.Op == ban.OpBelieves && f.Args[0].Op != ban.OpBelieves {
			over(f.Name, f.Args[0])
		}
	}
	for _, p := range s.Principals {
		s.toward(p, func(f *ban.Formula) {
			if aboutKey(f) {
				over(p, f)
			}
		})
	}
}

// inMessages adds the formulas that could be added to the parts of messages.
func (s *collector) inMessages() {
	for _, m := range s.Messages {
		for i, part := range m.Content.Parts() {
			if part.Op != ban.OpEncrypted && part.Op != ban.OpCombined {
				continue
			}
			s.inPart(&m, i+1, part.Args[0].Parts())
		}
	}
}

func (s *collector) inPart(m *protocol.Message, part int, has []*ban.Formula) {
	put := func(kind string, f *ban.Formula) {
		if !slices.ContainsFunc(has, f.Equal) {
			s.add(candidate{Kind: kind, Formula: f, Message: m.ID, Part: part})
		}
	}
	for _, k := range s.Shared {
		if k.P == m.From || k.Q == m.From {
			put(kindStatement, shared(k))
		}
	}
	for _, y := range s.Secrets {
		if m.From != m.To {
			put(kindStatement, ban.Between(ban.OpSecret, m.From, ban.Name(y), m.To))
		}
	}
	for _, k := range s.Pairs {
		if k.Owner == m.From {
			put(kindStatement, ban.New(ban.OpPublic, k.Owner, ban.Name(k.Public)))
		}
	}
	for _, id := range s.Identities {
		put(kindName, ban.Name(id))
	}
	names := slices.Clone(s.Nonces)
	for _, k := range s.Pairs {
		names = append(names, k.Public)
	}
	for _, n := range names {
		if s.assumed(ban.New(ban.OpBelieves, m.To, ban.New(ban.OpFresh, "", ban.Name(n)))) {
			put(kindNonce, ban.Name(n))
		}
	}
}
