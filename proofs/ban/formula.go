package ban

import (
	"slices"
	"strconv"
	"strings"
)

// An Op is the operation that makes a formula from its arguments.
type Op uint8

// The operations of the language. Those from OpBelieves on make statements, which are true or
// false.
const (
	OpName      Op = iota // a principal, a key, a nonce, a name, a datum; Name: how it prints
	OpInverse             // K⁻¹: the private half of a key pair; Args: K
	OpApply               // f(X): an opaque function such as H; Name: f; Args: X
	OpAgreed              // agreed(K‖L), which equals agreed(L‖K); Args: K, L
	OpTuple               // X‖Y‖…; Args: two or more parts, none of them a tuple
	OpEncrypted           // {X}K, or {X}K from P; Name: P or empty; Args: X, K
	OpCombined            // ⟨X⟩Y: X together with the secret Y; Args: X, Y
	OpBelieves            // P ⊨ X; Name: P; Args: X
	OpSees                // P ⊲ X
	OpSaid                // P ∼ X
	OpControls            // P ⇒ X
	OpHas                 // P ∋ X: P possesses X; of the extensions only
	OpFresh               // #(X); Args: X
	OpShared              // P ↔K Q; Name: P; Peer: Q; Args: K
	OpSecret              // P ⇌Y Q; Name: P; Peer: Q; Args: Y
	OpPublic              // K → P: K is P's public key; Name: P; Args: K
)

// A Formula is a formula of the logic. It is made by Parse and the functions below. It is not
// changed after that, except for its Alias.
//
// agreed(K‖L) is the Diffie–Hellman key of two principals: each computes it from the private
// half of one of the public keys and from the other public key. It is not written as a function
// of K and L, for a function of public keys would be public.
type Formula struct {
	Op         Op
	Name, Peer string
	Args       []*Formula
	// Alias is the name by which an inverse or an agreed key is printed: PRK_P for PUK_P⁻¹,
	// SEK1 for agreed(R_D2‖R_P2). It has no part in equality.
	Alias string
	// Key is a string that equal formulas share and others do not.
	Key string
}

// Name returns an atom: the formula that is only a name.
func Name(name string) *Formula { return sealed(&Formula{Op: OpName, Name: name}) }

// New returns a formula of any operation but those of Name, Tuple and Between. The argument who
// is the formula's Name; it is empty where the operation has none.
func New(op Op, who string, args ...*Formula) *Formula {
	return sealed(&Formula{Op: op, Name: who, Args: args})
}

// Between returns P ↔K Q, of OpShared, or P ⇌K Q, of OpSecret. It equals the same formula with
// P and Q exchanged.
func Between(op Op, p string, k *Formula, q string) *Formula {
	return sealed(&Formula{Op: op, Name: p, Peer: q, Args: []*Formula{k}})
}

// Tuple returns the concatenation of parts. A tuple among them is replaced by its own parts,
// for concatenation is associative. One part alone is returned as it is. There must be at least
// one part.
func Tuple(parts ...*Formula) *Formula {
	var flat []*Formula
	for _, p := range parts {
		flat = append(flat, p.Parts()...)
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return sealed(&Formula{Op: OpTuple, Args: flat})
}

// sealed gives a formula its key, which it shares with equal formulas only. The 1990 rules that
// exchange P and Q in P ↔K Q and P ⇌Y Q, at any depth, are part of this: the two names are put
// in order, and so are the two halves of an agreed key.
func sealed(f *Formula) *Formula {
	name, peer := f.Name, f.Peer
	if (f.Op == OpShared || f.Op == OpSecret) && peer < name {
		name, peer = peer, name
	}
	var b strings.Builder
	b.WriteString(strconv.Itoa(int(f.Op)))
	for _, s := range []string{name, peer} {
		b.WriteString("/" + strconv.Itoa(len(s)) + ":" + s)
	}
	b.WriteByte('(')
	args := f.Args
	if f.Op == OpAgreed && args[1].Key < args[0].Key {
		args = []*Formula{args[1], args[0]}
	}
	for _, a := range args {
		b.WriteString(a.Key)
		b.WriteByte(',')
	}
	b.WriteByte(')')
	f.Key = b.String()
	return f
}

// Equal says whether two formulas are the same. It disregards the direction of a shared key or
// secret, and the order of the halves of an agreed key.
func (f *Formula) Equal(g *Formula) bool { return f.Key == g.Key }

// Parts returns the parts of a tuple. Any other formula is its own only part.
func (f *Formula) Parts() []*Formula {
	if f.Op == OpTuple {
		return f.Args
	}
	return []*Formula{f}
}

// Holding returns a formula with x added behind its contents; where the formula is an
// encryption, x goes inside.
func (f *Formula) Holding(x *Formula) *Formula {
	if f.Op == OpEncrypted || f.Op == OpCombined {
		return New(f.Op, f.Name, Tuple(f.Args[0], x), f.Args[1])
	}
	return Tuple(f, x)
}

// Statement says whether a formula is one that can be true or false, and not a value or a
// message.
func (f *Formula) Statement() bool { return f.Op >= OpBelieves }

// Walk calls visit on f and on every formula inside it, the outer ones first.
func (f *Formula) Walk(visit func(*Formula)) {
	visit(f)
	for _, a := range f.Args {
		a.Walk(visit)
	}
}

// Map rebuilds a formula from the inside out. The function change sees each formula with its
// arguments already rebuilt.
func (f *Formula) Map(change func(*Formula) *Formula) *Formula {
	g := *f
	g.Args = slices.Clone(f.Args)
	for i, a := range g.Args {
		g.Args[i] = a.Map(change)
	}
	if g.Op == OpTuple {
		return change(Tuple(g.Args...))
	}
	return change(sealed(&g))
}

// size is the number of formulas inside a formula, itself among them.
func (f *Formula) size() int {
	n := 0
	f.Walk(func(*Formula) { n++ })
	return n
}

// depth is how many levels of formulas a formula has, itself included.
func (f *Formula) depth() int {
	n := 0
	for _, a := range f.Args {
		n = max(n, a.depth())
	}
	return n + 1
}
