package model

import (
	"strconv"
	"strings"
)

// A Sort says what kind of value a term stands for, and so how its bytes are
// decoded.
type Sort uint8

// The sorts of values.
const (
	NoSort      Sort = iota
	Identity         // UTF-8 text: ID_P, ID_D, ID_HPC, ID_DE
	Scalar           // an integer modulo the group order: r_i, s, S_X
	Point            // a group element other than the identity: R_X, PK
	Key              // 32 bytes: SEK_i, h(s)
	Time             // nanoseconds of Unix time, 8 bytes: T_X
	Data             // bytes: B_P, M_SD, M_EMR, M_DINF
	Certificate      // Cert_D
	Ciphertext       // E_PUK(…) or E_SEK(…)
	Signature        // S_PRK(…)
	Masked           // (…) ⊕ h(s)
	PublicKey        // PUK_X
	PrivateKey       // PRK_X
	Text             // the encoding of a tuple
)

var sortNames = [...]string{"nothing", "identity", "scalar", "point", "key", "time", "data",
	"certificate", "ciphertext", "signature", "masked", "public key", "private key", "text"}

func (s Sort) String() string { return sortNames[s] }

// An Op is how a term is made.
type Op uint8

// The operations of the term algebra (DESIGN 4).
const (
	OpVar     Op = iota // a name that a role binds; only in descriptions
	OpAtom              // a value with no structure; only in runs
	OpConst             // an integer, as a scalar; only in an adversary's recipes
	OpGen               // the generator, the paper's P, written G
	OpTuple             // a‖b‖…
	OpHashB             // H(…), the biometric hash, to a scalar
	OpHashS             // h(…) to a scalar
	OpHashK             // h(…) to a key
	OpSum               // sum of scalars or of points
	OpMul               // product of scalars, or scalar·point
	OpInv               // 1/scalar; only in an adversary's recipes
	OpPUK               // PUK_X
	OpPRK               // PRK_X
	OpAEnc              // E_PUK(…): Args[0] is the key
	OpSEnc              // E_SEK(…): Args[0] is the key
	OpSign              // S_PRK(…): Args[0] is the key
	OpCert              // a certificate of the medical authority on Args[1:]: Args[0] is its PRK
	OpMask              // (…) ⊕ pad: Args[0] is the pad
	OpMAC               // MAC_K(…), HMAC: Args[0] is the key
	OpExtract           // HKDF-Extract to a key: Args[0] is the salt (RFC 5869)
	OpExpand            // HKDF-Expand to a key: Args[0] is the key (RFC 5869)
	OpStretch           // argon2id of a password and a salt, to a key (RFC 9106)
	OpLabel             // a constant text that keeps uses of a key apart
)

// A Mode is a reading of an operation that is not the default.
type Mode uint8

// The readings: the first three are literal ones of the paper, switched on by options.
const (
	Raw      Mode = 1 << iota // E17: fields of a hash or signature are concatenated as they are
	Recovery                  // E12: the signature carries the text that it signs
	NoTag                     // E20: counter mode without a tag
	Padded                    // the text is padded before it is encrypted (RFC 8446, section 5.4)
)

// String names the readings; without any the mode is the default.
func (m Mode) String() string {
	var names []string
	for i, name := range [...]string{"raw", "recovery", "no tag", "padded"} {
		if m>>i&1 == 1 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "default"
	}
	return strings.Join(names, " and ")
}

// A Term is the symbolic form of a value. Terms are immutable once made and may
// share subterms.
type Term struct {
	Op   Op
	Sort Sort
	Mode Mode
	Name string // of a variable, an atom, a constant, or the owner of a key pair
	At   string // where a run's atom was made, such as "alice.1"; tells ciphertexts apart too
	Args []*Term
}

// Var declares a variable of a description by its symbol in the paper.
func Var(name string, sort Sort) *Term { return &Term{Op: OpVar, Name: name, Sort: sort} }

// Atom is a value of a run with no structure: name is the paper's symbol, at
// tells it from others of the same name.
func Atom(name, at string, sort Sort) *Term {
	return &Term{Op: OpAtom, Name: name, At: at, Sort: sort}
}

// G is the generator of the group, which the paper calls P.
var G = &Term{Op: OpGen, Name: "G", Sort: Point}

// Tuple is the concatenation a‖b‖….
func Tuple(args ...*Term) *Term { return &Term{Op: OpTuple, Sort: Text, Args: args} }

// H is the paper's biometric hash of a concatenation, a scalar.
func H(args ...*Term) *Term { return &Term{Op: OpHashB, Sort: Scalar, Args: args} }

// HashScalar is h(…) inside S_X: the one-way hash to a scalar.
func HashScalar(args ...*Term) *Term { return &Term{Op: OpHashS, Sort: Scalar, Args: args} }

// HashKey is h(…) as a session key, an index key or a pad: the one-way hash to
// 32 bytes.
func HashKey(args ...*Term) *Term { return &Term{Op: OpHashK, Sort: Key, Args: args} }

// Sum is the sum of scalars, or of points.
func Sum(args ...*Term) *Term { return &Term{Op: OpSum, Sort: args[0].Sort, Args: args} }

// Mul is the product k·x, of two scalars or of a scalar and a point.
func Mul(k, x *Term) *Term { return &Term{Op: OpMul, Sort: x.Sort, Args: []*Term{k, x}} }

// PUK is the public key pair of a party (erratum E10).
func PUK(owner Party) *Term { return &Term{Op: OpPUK, Sort: PublicKey, Name: string(owner)} }

// PRK is the private key pair of a party.
func PRK(owner Party) *Term { return &Term{Op: OpPRK, Sort: PrivateKey, Name: string(owner)} }

// AEnc is E_PUK(…), public-key encryption of a concatenation.
func AEnc(puk *Term, args ...*Term) *Term { return keyed(OpAEnc, Ciphertext, puk, args) }

// SEnc is E_SEK(…), symmetric encryption of a concatenation.
func SEnc(key *Term, args ...*Term) *Term { return keyed(OpSEnc, Ciphertext, key, args) }

// Sign is S_PRK(…), the signature of a concatenation.
func Sign(prk *Term, args ...*Term) *Term { return keyed(OpSign, Signature, prk, args) }

// Cert is a certificate on the fields, made with the authority's private key.
func Cert(prk *Term, args ...*Term) *Term { return keyed(OpCert, Certificate, prk, args) }

// Mask is (…) ⊕ pad.
func Mask(pad *Term, args ...*Term) *Term { return keyed(OpMask, Masked, pad, args) }

// MAC is MAC_K(…), a message authentication code.
func MAC(key *Term, args ...*Term) *Term { return keyed(OpMAC, Data, key, args) }

// Extract is HKDF-Extract: one key from all the secrets, under a salt that need not be
// secret, such as the hash of what was said.
func Extract(salt *Term, secrets ...*Term) *Term { return keyed(OpExtract, Key, salt, secrets) }

// Expand is HKDF-Expand: a key for one use, from a key and what the use is.
func Expand(key *Term, info ...*Term) *Term { return keyed(OpExpand, Key, key, info) }

// Stretch is a memory-hard hash of a password with a salt, a key.
func Stretch(password, salt *Term) *Term {
	return &Term{Op: OpStretch, Sort: Key, Args: []*Term{password, salt}}
}

// Label is a constant text.
func Label(text string) *Term { return &Term{Op: OpLabel, Name: text, Sort: Data} }

func keyed(op Op, sort Sort, key *Term, args []*Term) *Term {
	return &Term{Op: op, Sort: sort, Args: append([]*Term{key}, args...)}
}

// Key is the key of an encryption, signature, certificate or mask.
func (t *Term) Key() *Term { return t.Args[0] }

// Fields are the parts of the text that an operation works on.
func (t *Term) Fields() []*Term {
	switch t.Op {
	case OpAEnc, OpSEnc, OpSign, OpCert, OpMask, OpMAC, OpExtract, OpExpand:
		return t.Args[1:]
	}
	return t.Args
}

// Symbol is the name under which a role holds the value: of a variable its own, of a
// private key that was opened PRK_X.
func (t *Term) Symbol() string {
	if t.Op == OpPRK {
		return t.String()
	}
	return t.Name
}

// String prints a term in the paper's notation, with G for the generator.
func (t *Term) String() string {
	var b strings.Builder
	t.print(&b)
	return b.String()
}

func (t *Term) print(b *strings.Builder) {
	switch t.Op {
	case OpTuple:
		printList(b, t.Args, "‖")
	case OpHashB:
		printCall(b, "H", t.Args)
	case OpHashS, OpHashK:
		printCall(b, "h", t.Args)
	case OpSum:
		printList(b, t.Args, " + ")
	case OpMul:
		printFactor(b, t.Args[0])
		b.WriteString("·")
		printFactor(b, t.Args[1])
	case OpInv:
		b.WriteString("1/")
		if t.Args[0].Op == OpMul {
			printCall(b, "", t.Args)
			return
		}
		printFactor(b, t.Args[0])
	case OpPUK:
		b.WriteString("PUK_" + t.Name)
	case OpPRK:
		b.WriteString("PRK_" + t.Name)
	case OpAEnc, OpSEnc:
		printCall(b, "E_"+t.Key().String(), t.Fields())
	case OpSign:
		printCall(b, "S_"+t.Key().String(), t.Fields())
	case OpCert:
		printCall(b, "Cert", t.Fields())
	case OpMAC:
		printCall(b, "MAC_"+t.Key().String(), t.Fields())
	case OpExtract:
		printCall(b, "Extract_"+t.Key().String(), t.Fields())
	case OpExpand:
		printCall(b, "Expand_"+t.Key().String(), t.Fields())
	case OpStretch:
		printCall(b, "argon2id", t.Args)
	case OpLabel:
		b.WriteString(strconv.Quote(t.Name))
	case opAnew:
		b.WriteString("anew ")
		t.Args[0].print(b)
	case OpMask:
		printCall(b, "", t.Fields())
		b.WriteString(" ⊕ ")
		t.Key().print(b)
	default:
		b.WriteString(t.Name)
		if t.At != "" {
			b.WriteString("[" + t.At + "]")
		}
	}
}

func printCall(b *strings.Builder, name string, args []*Term) {
	b.WriteString(name + "(")
	printList(b, args, "‖")
	b.WriteString(")")
}

func printList(b *strings.Builder, args []*Term, sep string) {
	for i, a := range args {
		if i > 0 {
			b.WriteString(sep)
		}
		if (a.Op == OpSum || a.Op == OpTuple) && sep == "‖" {
			b.WriteString("(")
			a.print(b)
			b.WriteString(")")
			continue
		}
		a.print(b)
	}
}

func printFactor(b *strings.Builder, t *Term) {
	if t.Op == OpSum {
		b.WriteString("(")
		t.print(b)
		b.WriteString(")")
		return
	}
	t.print(b)
}

// Map rebuilds a term bottom up; f sees each node with its arguments already
// rebuilt. A node that f returns unchanged is shared, not copied.
func (t *Term) Map(f func(*Term) *Term) *Term {
	args, changed := MapAll(t.Args, f)
	if changed {
		u := *t
		u.Args = args
		return f(&u)
	}
	return f(t)
}

// MapAll maps a list of terms and says whether anything in it changed.
func MapAll(ts []*Term, f func(*Term) *Term) ([]*Term, bool) {
	var out []*Term
	for i, t := range ts {
		u := t.Map(f)
		if u != t && out == nil {
			out = append(make([]*Term, 0, len(ts)), ts[:i]...)
		}
		if out != nil {
			out = append(out, u)
		}
	}
	if out == nil {
		return ts, false
	}
	return out, true
}

// Walk calls f on t and on every subterm, outermost first.
func (t *Term) Walk(f func(*Term)) {
	f(t)
	for _, a := range t.Args {
		a.Walk(f)
	}
}
