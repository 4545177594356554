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
	noSort      Sort = iota
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

// A Mode is a reading of an operation other than the default one.
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

// Apply makes the term of an operation on arguments, the key of a keyed one first. An exclusive
// or is made in normal form: the texts of one that stands in another are its own, and two that
// are equal cancel each other, so that a ⊕ b ⊕ b is a. See Zero for what is left of a ⊕ a.
func Apply(op Op, args ...*Term) *Term {
	if op == OpXOR {
		return xor(args)
	}
	sorts := make([]Sort, len(args))
	for i, a := range args {
		sorts[i] = a.Sort
	}
	return &Term{Op: op, Sort: op.Row().Makes(sorts...), Args: args}
}

// PUK is the public key pair of a party (erratum E10).
func PUK(owner Party) *Term { return &Term{Op: OpPUK, Sort: PublicKey, Name: string(owner)} }

// PRK is the private key pair of a party.
func PRK(owner Party) *Term { return &Term{Op: OpPRK, Sort: PrivateKey, Name: string(owner)} }

// Label makes the term of a constant text.
func Label(text string) *Term { return &Term{Op: OpLabel, Name: text, Sort: Data} }

// Key is the key of an operation that has one.
func (t *Term) Key() *Term { return t.Args[0] }

// Fields are the parts of the text that an operation works on.
func (t *Term) Fields() []*Term {
	if t.Op.Row().Keyed {
		return t.Args[1:]
	}
	return t.Args
}

// Symbol is the name under which a role holds the value of a term: for a variable its own
// name, for a private key that was opened PRK_X.
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

// print writes a term in the form that its operation has.
func (t *Term) print(b *strings.Builder) {
	op := t.Op.Row()
	before, form, more := strings.Cut(op.Form, "%")
	for ; more; before, form, more = strings.Cut(form, "%") {
		b.WriteString(before)
		switch form[0] {
		case 'n':
			t.printName(b)
		case 'q':
			b.WriteString(strconv.Quote(t.Name))
		case 'k':
			t.Key().printIn(b, t.Key().Op == OpXOR)
		case 'f':
			printList(b, t.Fields(), op.separator())
		case '1', '2':
			t.printFactor(b, t.Args[form[0]-'1'])
		}
		form = form[1:]
	}
	b.WriteString(before)
}

func (t *Term) printName(b *strings.Builder) {
	b.WriteString(t.Name)
	if t.At != "" {
		b.WriteString("[" + t.At + "]")
	}
}

// printList prints fields. A field that is a list itself stands in brackets, except a sum in a
// sum, and an exclusive or that stands alone.
func printList(b *strings.Builder, args []*Term, sep string) {
	for i, a := range args {
		if i > 0 {
			b.WriteString(sep)
		}
		alone := a.Op == OpXOR && len(args) == 1
		a.printIn(b, a.Op.Row().Form == "%f" && sep != OpSum.Row().Sep && !alone)
	}
}

func (t *Term) printFactor(b *strings.Builder, a *Term) {
	a.printIn(b, a.Op == OpSum || a.Op == OpMul && t.Op == OpInv)
}

func (t *Term) printIn(b *strings.Builder, brackets bool) {
	if brackets {
		b.WriteString("(")
		defer b.WriteString(")")
	}
	t.print(b)
}

// Map rebuilds a term bottom up; f sees each node with its arguments already
// rebuilt. A node that f returns unchanged is shared, not copied.
func (t *Term) Map(f func(*Term) *Term) *Term {
	args, changed := mapAll(t.Args, f)
	if !changed {
		return f(t)
	}
	u := t.With(args...)
	if u.Op != t.Op { // one text is left of an exclusive or, and f has seen it
		return u
	}
	return f(u)
}

// With returns a copy of a term with other arguments. It is in normal form, as by Apply.
func (t *Term) With(args ...*Term) *Term {
	if t.Op == OpXOR {
		return xor(args)
	}
	u := *t
	u.Args = args
	return &u
}

// mapAll maps a list of terms and says whether anything in it changed.
func mapAll(ts []*Term, f func(*Term) *Term) ([]*Term, bool) {
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
