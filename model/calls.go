package model

import "slices"

// A Call is a kind of call of a suite, such as signing, under which calls are counted.
type Call uint8

// The kinds of calls. Arithmetic on scalars, pads, and decoding are not counted.
const (
	CallSign    Call = iota
	CallVerify       // of a signature
	CallCert         // verifies a certificate
	CallSeal         // encrypts with a public key
	CallOpen         // decrypts with a private key
	CallEncrypt      // with a symmetric key, with a tag or without
	CallDecrypt
	CallHash    // to bytes, or to a scalar
	CallBaseMul // a multiple of the generator
	CallMul     // a multiple of any other point
	CallAdd     // of points
	CallKeys    // makes key pairs
	CallMAC     // a MAC, or a half of HKDF
	CallStretch

	Calls = iota // how many kinds there are
)

// A CallKind describes a kind of call for the counters, the tables and the clock of a run. A
// new kind is a row.
type CallKind struct {
	Key      string // in traces and configurations
	Name     string // in tables
	Measured string // in measurements, where its name is another there
	Column   string // of the totals of a run; empty: they leave it out
	// Rank orders columns: first what the paper's cost tables are about, then what the
	// paper does and does not count, and last, where there is any, what it does not do.
	Rank int
	// Work is what a call costs, in units of about a microsecond of the default suite on
	// one core of a server. The weights are fixed, so that verdicts do not depend on the
	// machine. What costs less than one unit counts as nothing.
	Work int
}

var callKinds = [Calls]CallKind{
	CallSign:   {Key: "sign", Name: "sign", Column: "sign", Work: 17},
	CallVerify: {Key: "verify", Name: "verify", Column: "verify", Work: 39},
	CallCert: {Key: "cert", Name: "cert", Measured: "verify cert", Column: "cert", Rank: 1,
		Work: 39},
	CallSeal:    {Key: "aenc", Name: "seal", Column: "aenc", Work: 49},
	CallOpen:    {Key: "adec", Name: "open", Column: "adec", Work: 32},
	CallEncrypt: {Key: "senc", Name: "encrypt", Column: "senc"},
	CallDecrypt: {Key: "sdec", Name: "decrypt", Column: "sdec"},
	CallHash:    {Key: "hash", Name: "hash", Column: "hash"},
	CallBaseMul: {Key: "base_mul", Name: "base mul", Column: "mul", Work: 13},
	CallMul:     {Key: "mul", Name: "mul", Column: "mul", Work: 45},
	CallAdd:     {Key: "add", Name: "add"},
	CallKeys:    {Key: "keys", Name: "keys", Column: "keys", Rank: 1, Work: 26},
	CallMAC:     {Key: "mac", Name: "mac", Column: "mac", Rank: 2},
	CallStretch: {Key: "stretch", Name: "stretch", Column: "stretch", Rank: 2},
}

// Kind returns the row that describes a kind of call.
func (c Call) Kind() *CallKind { return &callKinds[c] }

// KeysOfCalls are the keys of all kinds of calls, in order.
func KeysOfCalls() []string {
	keys := make([]string, Calls)
	for c := range Call(Calls) {
		keys[c] = c.Kind().Key
	}
	return keys
}

// RankedCalls are the kinds of calls in the order in which tables show them.
func RankedCalls() []Call {
	calls := make([]Call, Calls)
	for c := range Call(Calls) {
		calls[c] = c
	}
	slices.SortStableFunc(calls, func(a, b Call) int { return a.Kind().Rank - b.Kind().Rank })
	return calls
}
