package model

// A Call is a kind of call of a suite, as it is counted.
type Call uint8

// The kinds of calls. Arithmetic on scalars, pads, exclusive or, and decoding are not
// counted.
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
