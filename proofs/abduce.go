package proofs

import (
	"fmt"
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
)

// A Candidate is one thing that could be added to a protocol: an assumption, or a
// formula behind the contents of a part of a message.
type Candidate struct {
	Kind    string // one of the kinds of Space
	Formula *ban.Formula
	Message string // empty: it is an assumption
	Part    int    // from 1
}

// String is the candidate as it could stand in an erratum.
func (c Candidate) String() string {
	if c.Message == "" {
		return c.Formula.String()
	}
	return fmt.Sprintf("%s part %d says %s", c.Message, c.Part, c.Formula)
}

// An Addition is a least set of candidates that makes a formula follow. It was added
// for real, and the checker has accepted the proof.
type Addition struct {
	Candidates []Candidate
	Proof      *checker.Derivation
}

// The kinds of candidates.
const (
	KindFresh     = "freshness"
	KindOwner     = "key ownership"
	KindShared    = "shared key"
	KindControls  = "jurisdiction"
	KindStatement = "statement in a message"
	KindName      = "name in a message"
	KindNonce     = "nonce in a message"
)

// SpaceText says what the space of candidates is, kind by kind.
var SpaceText = [][2]string{
	{KindFresh, "each principal may believe fresh: each nonce and stamp in a message to it, each " +
		"shared key, each statement about a shared key in a message to it"},
	{KindOwner, "each principal may believe each public key its owner's"},
	{KindShared, "each of the two that share a key, or are to, may believe so"},
	{KindControls, "who is to believe a goal that is no belief of another may believe each " +
		"other principal to have jurisdiction over it"},
	{KindStatement, "each encrypted or signed part of a message may say that a key is shared, of " +
		"each key that its sender shares, or is to"},
	{KindName, "each encrypted or signed part of a message may hold each identity"},
	{KindNonce, "and each nonce or stamp that its receiver believes fresh; what is put into a part " +
		"works there by itself: no two of them join"},
}

// Space are all candidates that a variant does not have already, in the order of
// SpaceText.
func (v *Variant) Space() []Candidate {
	var all []Candidate
	add := func(c Candidate) {
		had := func(o Candidate) bool {
			return o.Message == c.Message && o.Part == c.Part && o.Formula.Equal(c.Formula)
		}
		if c.Message == "" && v.assumed(c.Formula) || slices.ContainsFunc(all, had) {
			return
		}
		all = append(all, c)
	}
	believe := func(kind, p string, f *ban.Formula) {
		add(Candidate{Kind: kind, Formula: ban.Believes(p, f)})
	}
	for _, p := range v.Principals {
		for _, f := range v.mayBeFresh(p) {
			believe(KindFresh, p, ban.Fresh(f))
		}
	}
	for _, p := range v.Principals {
		for _, k := range v.Pairs {
			believe(KindOwner, p, ban.Public(ban.Name(k.Public), k.Owner))
		}
	}
	for _, k := range v.Shared {
		for _, p := range []string{k.P, k.Q} {
			believe(KindShared, p, k.formula())
		}
	}
	for _, g := range v.Goals {
		for _, q := range v.Principals {
			if f := g.Formula; f.Op == ban.OpBelieves && f.Args[0].Op != ban.OpBelieves && q != f.Name {
				believe(KindControls, f.Name, ban.Controls(q, f.Args[0]))
			}
		}
	}
	v.inMessages(add)
	return all
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

// mayBeFresh are the nonces and stamps in messages to p, shared keys, and statements
// about shared keys in messages to p.
func (v *Variant) mayBeFresh(p string) []*ban.Formula {
	var fresh []*ban.Formula
	add := func(f *ban.Formula) {
		if !slices.ContainsFunc(fresh, f.Equal) {
			fresh = append(fresh, f)
		}
	}
	for _, m := range v.Messages {
		if m.To != p {
			continue
		}
		m.Content.Walk(func(f *ban.Formula) {
			if f.Op == ban.OpShared || f.Op == ban.OpName && slices.Contains(v.Nonces, f.Name) {
				add(f)
			}
		})
	}
	for _, k := range v.Shared {
		add(k.key())
	}
	return fresh
}

// inMessages adds what could be put into parts of messages.
func (v *Variant) inMessages(add func(Candidate)) {
	for _, m := range v.Messages {
		for i, part := range m.Content.Parts() {
			if part.Op != ban.OpEncrypted && part.Op != ban.OpCombined {
				continue
			}
			put := func(kind string, f *ban.Formula) {
				if !slices.ContainsFunc(part.Args[0].Parts(), f.Equal) {
					add(Candidate{kind, f, m.ID, i + 1})
				}
			}
			for _, k := range v.Shared {
				if k.P == m.From || k.Q == m.From {
					put(KindStatement, k.formula())
				}
			}
			for _, id := range v.Identities {
				put(KindName, ban.Name(id.Name))
			}
			for _, n := range v.Nonces {
				if v.assumed(ban.Believes(m.To, ban.Fresh(ban.Name(n)))) {
					put(KindNonce, ban.Name(n))
				}
			}
		}
	}
}

// Abduce finds all least sets of candidates that make a formula follow. A candidate
// that is the formula, or gives it by the rules of belief alone, does not count. whole
// is false when a bound on the work was met.
//
// While it searches, what could be put into a part of a message is a message of its
// own: the part with that one formula behind its contents. A set with several
// formulas in one part is found when each does its work by itself. Every set that is
// found is then put in for real, and proved again.
func (v *Variant) Abduce(f *ban.Formula, extensions ...string) ([]Addition, bool, error) {
	t := v.Theory(extensions...)
	t.Asked = append(t.Asked, f)
	space := v.Space()
	var usable []Candidate
	for _, c := range space {
		trivial, err := c.gives(f)
		if err != nil {
			return nil, false, err
		}
		if trivial == nil {
			usable = append(usable, c)
			t.Given = append(t.Given, ban.Given{ID: fmt.Sprintf("+%d", len(usable)-1),
				Formula: v.given(c)})
		}
	}
	closure, err := prover.Close(t)
	if err != nil {
		return nil, false, err
	}
	sets, whole := closure.Minimal(f, func(id string) bool { return id[0] == '+' })
	var additions []Addition
	for _, set := range sets {
		var a Addition
		for _, id := range set {
			var i int
			if _, err := fmt.Sscanf(id, "+%d", &i); err != nil {
				return nil, false, fmt.Errorf("candidate %q: %w", id, err)
			}
			a.Candidates = append(a.Candidates, usable[i])
		}
		if a.Proof, err = v.proveWith(a.Candidates, f, extensions); err != nil {
			return nil, false, err
		}
		additions = append(additions, a)
	}
	return additions, whole, nil
}

// given is a candidate as something given.
func (v *Variant) given(c Candidate) *ban.Formula {
	if c.Message == "" {
		return c.Formula
	}
	m := v.message(c.Message)
	return ban.Sees(m.To, extended(m.Content.Parts()[c.Part-1], c.Formula))
}

func (v *Variant) message(id string) *Message {
	i := slices.IndexFunc(v.Messages, func(m Message) bool { return m.ID == id })
	return &v.Messages[i]
}

// gives derives the formula from the candidate by the rules of belief alone; nil when it
// does not follow.
func (c Candidate) gives(f *ban.Formula) (*checker.Derivation, error) {
	if c.Message != "" {
		return nil, nil
	}
	return byBelief(c.Formula, f)
}

// byBelief derives one formula from another by the rules of belief alone; nil when it does
// not follow.
func byBelief(from, to *ban.Formula) (*checker.Derivation, error) {
	c, err := closed(ban.Theory{Given: []ban.Given{{ID: "it", Formula: from}},
		Families: []string{ban.Belief}, Asked: []*ban.Formula{to}})
	if err != nil {
		return nil, err
	}
	return c.derive(to)
}

// With is the variant with candidates added.
func (v *Variant) With(candidates []Candidate) *Variant {
	w := *v
	w.Assumptions = slices.Clone(v.Assumptions)
	w.Messages = slices.Clone(v.Messages)
	for _, c := range candidates {
		if c.Message == "" {
			w.Assumptions = append(w.Assumptions, Assumption{ID: "added", Formula: c.Formula})
			continue
		}
		m := w.message(c.Message)
		parts := slices.Clone(m.Content.Parts())
		parts[c.Part-1] = extended(parts[c.Part-1], c.Formula)
		m.Content = ban.Tuple(parts...)
	}
	return &w
}

// proveWith adds candidates and proves a formula.
func (v *Variant) proveWith(candidates []Candidate, f *ban.Formula,
	extensions []string) (*checker.Derivation, error) {
	t := v.With(candidates).Theory(extensions...)
	t.Asked = append(t.Asked, f)
	c, err := closed(t)
	if err != nil {
		return nil, err
	}
	d, err := c.derive(f)
	if err == nil && d == nil {
		return nil, fmt.Errorf("%s does not follow with %v: the search for additions is at fault",
			f, candidates)
	}
	return d, err
}
