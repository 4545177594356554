package model

import (
	"fmt"
	"slices"
	"strings"
)

// An Op is an operation of the term algebra: how a term is made.
type Op uint8

// The operations of the term algebra.
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
	OpCert              // a certificate of an authority on Args[1:]: Args[0] is its PRK
	OpMask              // (…) ⊕ pad: Args[0] is the pad
	OpMAC               // MAC_K(…), HMAC: Args[0] is the key
	OpExtract           // HKDF-Extract to a key: Args[0] is the salt (RFC 5869)
	OpExpand            // HKDF-Expand to a key: Args[0] is the key (RFC 5869)
	OpStretch           // argon2id of a password and a salt, to a key (RFC 9106)
	OpLabel             // a constant text that keeps uses of a key apart
	OpXOR               // a ⊕ b ⊕ …, of texts of one length

	Ops = iota // how many there are
)

// An Operation describes one operation: it is a row of the table that all readings of a
// description go by. A new operation is a row, a method of the suites, and a constructor. An
// operation without a name has no arguments: a reader looks its value up.
type Operation struct {
	Name   string  // in recipes and scripts, such as "aenc"
	Doc    string  // what it makes, in a few words
	Sort   Sort    // of what it makes; nothing: that of the first argument for the last parameter
	Params []Param // of the arguments; the last may stand for any number of them
	Keyed  bool    // the first argument is a key, and no part of the text

	// Form is how a term prints: %n its name, %q its name in quotes, %k the key, %f the
	// fields with Sep between them, %1 and %2 factors.
	Form string
	Sep  string // empty: ‖

	// Random operations draw: done again with the same arguments, they give other bytes.
	// So do Numbered ones, each of which has a number of its own.
	Random, Numbered bool

	Bare    string // the name of the operation that does not pad, where others do
	Costly  bool   // it works with a key of a pair, or a point
	RunOnly bool   // it is in no description

	// Undo are the ways in which somebody who holds a term takes it apart.
	Undo []Undo
	// Calls says which call of a suite computes a term, and how often, its arguments
	// apart; nil: none that is counted.
	Calls func(t *Term) (Call, int)

	// Protects is what a term is called that protects its fields under its key. What binds
	// does not protect its fields, but stands for them: to protect a hash is to protect
	// what was hashed. A ciphertext does not stand for its plaintext: who signs it need not
	// know what is inside (the flaw that the 1990 paper finds in X.509).
	Protects string
	Binds    bool
}

// A Param is what an operation takes as an argument.
type Param struct {
	Name  string // such as "key", or "*fields": any number, at least one
	Sorts []Sort // one of these; none: any sort that has an encoding
}

// An Undo is a way of taking a term apart.
type Undo struct {
	// Recipe names the operation that takes the term apart, and Args are its arguments: i and
	// n for a field's number and how many there are, t for the term, k for the key.
	Recipe, Args string
	Key          func(t *Term) *Term // nil: it takes none. What it gives is nil: there is no key
	Gives        func(t *Term) []*Term
	Mode         Mode // only of terms in this reading; 0: of all
}

// Row returns the row of the table that describes the operation.
func (o Op) Row() *Operation { return &operations[o] }

// OpNamed returns the operation with this name in recipes and scripts, padded or bare.
func OpNamed(name string) (Op, bool) {
	o, ok := named[name]
	return o, ok
}

var named = func() map[string]Op {
	all := map[string]Op{}
	for o := range Op(Ops) {
		if row := o.Row(); row.Name != "" {
			all[row.Name] = o
		}
		if row := o.Row(); row.Bare != "" {
			all[row.Bare] = o
		}
	}
	return all
}()

// Param is what the operation takes as argument i, from 0.
func (o *Operation) Param(i int) Param {
	if len(o.Params) == 0 {
		return Param{}
	}
	return o.Params[min(i, len(o.Params)-1)]
}

// many says whether the operation takes any number of arguments.
func (o *Operation) many() bool {
	return strings.HasPrefix(o.Param(len(o.Params)).Name, "*")
}

// Misfit says what is wrong with the number or the sorts of some arguments; empty when the
// operation takes them.
func (o *Operation) Misfit(args []Sort) string {
	if len(args) == 0 {
		return "no arguments"
	}
	for i, a := range args {
		p := o.Param(i)
		ok := p.any() || slices.Contains(p.Sorts, a)
		if !ok && i > 0 && !o.many() {
			return "want " + o.wants()
		}
		// What is added is of one sort.
		if !ok || o == OpSum.Row() && a != args[0] {
			return fmt.Sprintf("argument %d is a %s, want %s", i+1, a, p.wants())
		}
	}
	if !o.many() && len(args) != len(o.Params) {
		return "want " + o.wants()
	}
	return ""
}

// wants says, for an error, what arguments the operation takes, such as "a password and a
// salt".
func (o *Operation) wants() string {
	var list []string
	and := " and "
	for _, p := range o.Params {
		list = append(list, p.wants())
		if len(p.Sorts) > 1 {
			and = ", and "
		}
	}
	return strings.Join(list, and)
}

// wants says, for an error, what the argument has to be, or what the arguments have to be.
func (p Param) wants() string {
	name, many := strings.CutPrefix(p.Name, "*")
	names := []string{name}
	if !p.any() {
		names = nil
		for _, s := range p.Sorts {
			names = append(names, s.String())
		}
	}
	for i, name := range names {
		switch {
		case name == Data.String(): // it has no plural
		case many:
			names[i] = strings.TrimSuffix(name, "s") + "s"
		case strings.HasPrefix(name, "i"):
			names[i] = "an " + name
		default:
			names[i] = "a " + name
		}
	}
	return strings.Join(names, " or ")
}

// any says whether the bytes of a value of any sort serve as the argument.
func (p Param) any() bool { return len(p.Sorts) == 0 || p.Sorts[0] == Data }

// Makes is the sort of what the operation makes from arguments of these sorts. An exclusive or
// is a key when an odd number of its texts are keys: so k ⊕ m has the sort of k, k ⊕ k′ is
// data, and to add one of them again gives the other with the sort that it has.
func (o *Operation) Makes(args ...Sort) Sort {
	if o == OpXOR.Row() {
		odd := false
		for _, a := range args {
			odd = odd != (a == Key)
		}
		if odd {
			return Key
		}
		return Data
	}
	if o.Sort == noSort {
		return args[len(o.Params)-1]
	}
	return o.Sort
}

// Signs says whether the operation works with a private key, so that everybody who has the
// public key can check who did it.
func (o *Operation) Signs() bool { return o.Keyed && o.Params[0].Sorts[0] == PrivateKey }

func (o *Operation) separator() string {
	if o.Sep == "" {
		return "‖"
	}
	return o.Sep
}

var operations = [Ops]Operation{
	OpVar:   {Form: "%n"},
	OpAtom:  {Form: "%n", RunOnly: true},
	OpConst: {Form: "%n", RunOnly: true, Sort: Scalar},
	OpGen:   {Form: "%n", Sort: Point},
	OpPUK:   {Form: "PUK_%n", Sort: PublicKey},
	OpPRK:   {Form: "PRK_%n", Sort: PrivateKey},
	OpLabel: {Form: "%q", Sort: Data},

	OpTuple: {Name: "tuple", Doc: "a‖b‖…", Sort: Text, Params: many("fields"), Form: "%f",
		Binds: true, Undo: []Undo{{Recipe: "split", Args: "int", Gives: all}}},
	OpAEnc: {Name: "aenc", Doc: "E_PUK(…)", Sort: Ciphertext,
		Params: keyAnd("key", PublicKey, "fields"), Keyed: true, Form: "E_%k(%f)",
		Random: true, Costly: true, Calls: once(CallSeal), Protects: "encryption",
		Undo: []Undo{{Recipe: "part", Args: "intk", Key: otherHalf, Gives: rest}}},
	OpSEnc: {Name: "senc", Doc: "E_SEK(…)", Sort: Ciphertext, Params: keyAnd("key", Key, "fields"),
		Keyed: true, Form: "E_%k(%f)", Random: true, Bare: "bare", Calls: once(CallEncrypt),
		Protects: "encryption",
		Undo:     []Undo{{Recipe: "part", Args: "intk", Key: (*Term).Key, Gives: rest}}},
	OpSign: {Name: "sign", Doc: "S_PRK(…)", Sort: Signature,
		Params: keyAnd("key", PrivateKey, "fields"), Keyed: true, Form: "S_%k(%f)",
		Costly: true, Calls: once(CallSign), Protects: "signature",
		Undo: []Undo{{Recipe: "recovered", Args: "int", Gives: rest, Mode: Recovery}}},
	OpCert: {Name: "cert", Doc: "a certificate by a private key on an identity", Sort: Certificate,
		Params: []Param{{"key", []Sort{PrivateKey}}, {"name", []Sort{Identity}}},
		Keyed:  true, Form: "Cert(%f)", Numbered: true, Costly: true, Calls: once(CallSign),
		Protects: "certificate"},
	// The pad is stretched, which is not counted.
	OpMask: {Name: "mask", Doc: "(…) ⊕ a pad", Sort: Masked, Params: keyAnd("pad", Key, "fields"),
		Keyed: true, Form: "(%f) ⊕ %k", Protects: "mask",
		Undo: []Undo{{Recipe: "part", Args: "intk", Key: (*Term).Key, Gives: rest}}},
	// No way to undo it stands here: a text that is known cancels itself, see Apply. It costs
	// nothing worth counting, as little as the ⊕ of a mask.
	OpXOR: {Name: "xor", Doc: "a ⊕ b, of texts of one length", Sort: Data,
		Params: []Param{{"*texts", []Sort{Key, Data}}}, Form: "%f", Sep: " ⊕ "},
	OpHashB: {Name: "H", Doc: "the biometric hash, a scalar", Sort: Scalar, Params: many("fields"),
		Form: "H(%f)", Calls: once(CallHash), Binds: true},
	OpHashS: {Name: "hs", Doc: "h(…) to a scalar", Sort: Scalar, Params: many("fields"),
		Form: "h(%f)", Calls: once(CallHash), Binds: true},
	OpHashK: {Name: "hk", Doc: "h(…) to a key", Sort: Key, Params: many("fields"),
		Form: "h(%f)", Calls: once(CallHash), Binds: true},
	OpMAC: {Name: "mac", Doc: "MAC_K(…)", Sort: Data, Params: keyAnd("key", Key, "fields"),
		Keyed: true, Form: "MAC_%k(%f)", Calls: once(CallMAC), Protects: "MAC"},
	// HKDF is made of HMACs, and the suite counts its two halves as one each.
	OpExtract: {Name: "extract", Doc: "HKDF-Extract: the salt, and the secrets", Sort: Key,
		Params: keyAnd("salt", Key, "secrets"), Keyed: true, Form: "Extract_%k(%f)",
		Calls: once(CallMAC), Binds: true},
	OpExpand: {Name: "expand", Doc: "HKDF-Expand: the key, and what it is for", Sort: Key,
		Params: keyAnd("key", Key, "info"), Keyed: true, Form: "Expand_%k(%f)",
		Calls: once(CallMAC), Binds: true},
	OpStretch: {Name: "stretch", Doc: "argon2id of a password and a salt", Sort: Key,
		Params: []Param{{"password", []Sort{Data}}, {"salt", []Sort{Data}}},
		Form:   "argon2id(%f)", Costly: true, Calls: once(CallStretch)},
	OpSum: {Name: "add", Doc: "a sum of scalars or of points",
		Params: []Param{{"*values", []Sort{Scalar, Point}}}, Form: "%f", Sep: " + ",
		Calls: ofPoints(func(t *Term) (Call, int) { return CallAdd, len(t.Args) - 1 })},
	OpMul: {Name: "mul", Doc: "scalar·scalar or scalar·point",
		Params: []Param{{"k", []Sort{Scalar}}, {"x", []Sort{Scalar, Point}}},
		Form:   "%1·%2", Costly: true, Calls: ofPoints(multiple)},
	OpInv: {Name: "inv", Doc: "1/scalar", Sort: Scalar, Params: []Param{{"k", []Sort{Scalar}}},
		Form: "1/%1", RunOnly: true},
}

// many is the parameter of an operation that takes any number of arguments of any sorts.
func many(name string) []Param { return []Param{{Name: "*" + name}} }

// keyAnd are the parameters of an operation with a key: the key, and the fields of the text.
func keyAnd(key string, sort Sort, fields string) []Param {
	return []Param{{key, []Sort{sort}}, {Name: "*" + fields}}
}

func all(t *Term) []*Term  { return t.Args }
func rest(t *Term) []*Term { return t.Args[1:] }

// otherHalf is the private key that opens what is encrypted with a public key.
func otherHalf(t *Term) *Term {
	if t.Key().Op != OpPUK {
		return nil
	}
	return &Term{Op: OpPRK, Sort: PrivateKey, Name: t.Key().Name}
}

// once counts a single call of kind c.
func once(c Call) func(*Term) (Call, int) { return func(*Term) (Call, int) { return c, 1 } }

// ofPoints counts calls for points only: arithmetic on scalars is not counted.
func ofPoints(calls func(*Term) (Call, int)) func(*Term) (Call, int) {
	return func(t *Term) (Call, int) {
		if t.Sort != Point {
			return 0, 0
		}
		return calls(t)
	}
}

func multiple(t *Term) (Call, int) {
	if t.Args[1].Op == OpGen {
		return CallBaseMul, 1
	}
	return CallMul, 1
}
