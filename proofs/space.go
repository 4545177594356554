package proofs

import (
	"slices"

	"emrproof/proofs/ban"
)

// The kinds of candidates.
const (
	KindFresh     = "freshness"
	KindOwner     = "key ownership"
	KindShared    = "shared key"
	KindSecret    = "shared secret"
	KindHas       = "possession"
	KindControls  = "jurisdiction"
	KindStatement = "statement in a message"
	KindName      = "name in a message"
	KindNonce     = "nonce in a message"
)

// SpaceText says what the space of candidates is, kind by kind.
var SpaceText = [][2]string{
	{KindFresh, "each principal may believe fresh: each nonce, stamp and secret in a message to " +
		"it, each shared key, each public key of its own, each statement about a key or a secret " +
		"in a message to it"},
	{KindOwner, "each principal may believe each public key its owner's"},
	{KindShared, "each of the two that share a key, or are to, may believe so"},
	{KindSecret, "each principal may believe that it shares each secret with each other"},
	{KindHas, "with the extension possession, each of the two that share a key, or are to, may " +
		"have it, and each owner of a public key its private half"},
	{KindControls, "who is to believe a goal that is no belief of another, or gets a message with " +
		"a statement about a key or a secret, may believe each other principal to have " +
		"jurisdiction over it"},
	{KindStatement, "each encrypted, signed or combined part of a message may say of each key that " +
		"its sender shares, or is to, that it is shared, of each secret that sender and receiver " +
		"share it, and of each public key of its sender that it is the sender's"},
	{KindName, "each such part of a message may hold each identity"},
	{KindNonce, "and each nonce, stamp or public key that its receiver believes fresh; what is put " +
		"into a part works there by itself: no two of them join"},
}

// A space is what is collected of the candidates of a variant.
type space struct {
	*Variant
	all []Candidate
}

// Space are all candidates that a variant does not have already, in the order of
// SpaceText. The extensions are switched on beside those of the file.
func (v *Variant) Space(extensions ...string) []Candidate {
	s := &space{Variant: v}
	for _, p := range v.Principals {
		s.fresh(p)
	}
	for _, p := range v.Principals {
		for _, k := range v.Pairs {
			s.believe(KindOwner, p, ban.Public(ban.Name(k.Public), k.Owner))
		}
	}
	for _, k := range v.Shared {
		s.believe(KindShared, k.P, k.formula())
		s.believe(KindShared, k.Q, k.formula())
	}
	for _, y := range v.Secrets {
		for _, p := range v.Principals {
			for _, q := range v.Principals {
				if p != q {
					s.believe(KindSecret, p, ban.Secret(p, ban.Name(y), q))
				}
			}
		}
	}
	if slices.Contains(v.Switched(extensions), ban.Possession) {
		s.possessions()
	}
	s.jurisdictions()
	s.inMessages()
	return s.all
}

func (s *space) add(c Candidate) {
	had := func(o Candidate) bool {
		return o.Message == c.Message && o.Part == c.Part && o.Formula.Equal(c.Formula)
	}
	if c.Message == "" && s.assumed(c.Formula) || slices.ContainsFunc(s.all, had) {
		return
	}
	s.all = append(s.all, c)
}

func (s *space) believe(kind, p string, f *ban.Formula) {
	s.add(Candidate{Kind: kind, Formula: ban.Believes(p, f)})
}

// assumed says whether a formula is an assumption.
func (v *Variant) assumed(f *ban.Formula) bool {
	return slices.ContainsFunc(v.Assumptions, func(a Assumption) bool { return a.Formula.Equal(f) })
}

func (k Shared) formula() *ban.Formula { return ban.Shared(k.P, k.key(), k.Q) }

// key is the key, as the logic has it.
func (k Shared) key() *ban.Formula {
	if k.OfP == "" {
		return ban.Name(k.Key)
	}
	return ban.Agreed(ban.Name(k.OfP), ban.Name(k.OfQ), k.Key)
}

// aboutKey says whether a formula says of a key or a secret whose it is, or that it is
// fresh.
func aboutKey(f *ban.Formula) bool {
	switch f.Op {
	case ban.OpShared, ban.OpSecret, ban.OpPublic, ban.OpFresh:
		return true
	}
	return false
}

// toward calls visit on all that stands in messages to a principal.
func (v *Variant) toward(p string, visit func(*ban.Formula)) {
	for _, m := range v.Messages {
		if m.To == p {
			m.Content.Walk(visit)
		}
	}
}

// fresh adds what a principal may believe fresh.
func (s *space) fresh(p string) {
	may := func(f *ban.Formula) { s.believe(KindFresh, p, ban.Fresh(f)) }
	s.toward(p, func(f *ban.Formula) {
		named := f.Op == ban.OpName &&
			(slices.Contains(s.Nonces, f.Name) || slices.Contains(s.Secrets, f.Name))
		if named || aboutKey(f) && f.Op != ban.OpFresh {
			may(f)
		}
	})
	for _, k := range s.Shared {
		may(k.key())
	}
	for _, k := range s.Pairs {
		if k.Owner == p {
			may(ban.Name(k.Public))
		}
	}
}

// possessions adds what principals may have.
func (s *space) possessions() {
	has := func(p string, f *ban.Formula) {
		s.add(Candidate{Kind: KindHas, Formula: ban.Has(p, f)})
	}
	for _, k := range s.Shared {
		has(k.P, k.key())
		has(k.Q, k.key())
	}
	for _, k := range s.Pairs {
		has(k.Owner, ban.Inverse(ban.Name(k.Public), k.Private))
	}
}

// jurisdictions adds what each may believe others to have jurisdiction over.
func (s *space) jurisdictions() {
	over := func(p string, f *ban.Formula) {
		for _, q := range s.Principals {
			if q != p {
				s.believe(KindControls, p, ban.Controls(q, f))
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

// inMessages adds what could be put into parts of messages.
func (s *space) inMessages() {
	for _, m := range s.Messages {
		for i, part := range m.Content.Parts() {
			if part.Op != ban.OpEncrypted && part.Op != ban.OpCombined {
				continue
			}
			s.inPart(&m, i+1, part.Args[0].Parts())
		}
	}
}

func (s *space) inPart(m *Message, part int, has []*ban.Formula) {
	put := func(kind string, f *ban.Formula) {
		if !slices.ContainsFunc(has, f.Equal) {
			s.add(Candidate{kind, f, m.ID, part})
		}
	}
	for _, k := range s.Shared {
		if k.P == m.From || k.Q == m.From {
			put(KindStatement, k.formula())
		}
	}
	for _, y := range s.Secrets {
		if m.From != m.To {
			put(KindStatement, ban.Secret(m.From, ban.Name(y), m.To))
		}
	}
	for _, k := range s.Pairs {
		if k.Owner == m.From {
			put(KindStatement, ban.Public(ban.Name(k.Public), k.Owner))
		}
	}
	for _, id := range s.Identities {
		put(KindName, ban.Name(id.Name))
	}
	names := slices.Clone(s.Nonces)
	for _, k := range s.Pairs {
		names = append(names, k.Public)
	}
	for _, n := range names {
		if s.assumed(ban.Believes(m.To, ban.Fresh(ban.Name(n)))) {
			put(KindNonce, ban.Name(n))
		}
	}
}
