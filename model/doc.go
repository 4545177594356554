// Package model is a protocol as data: terms, the steps of roles over terms, and
// descriptions made of them. All else in this module is a reading of a description: build
// checks it, sim runs it, sim/monitor judges it, attacks takes it for a target, bench counts
// it, reports draw it. The descriptions themselves are files in model/library, in the language of
// LANGUAGE.md, which package emr reads.
//
// Of each operation there is one row in ops.go, and of each kind of call that a suite
// counts one in calls.go: how it prints, what undoes it, what it costs. Every reading goes
// by these tables. A new operation is a row there, and a method in the suite package.
//
//	symbol        here         means
//	P             G            the generator; P is the patient
//	a ‖ b         OpTuple      concatenation, in an injective encoding (E17)
//	H(·)          OpHashB      biometric hash, to a scalar
//	h(·)          OpHashS      one-way hash to a scalar, inside S_X
//	h(·)          OpHashK      one-way hash to 32 bytes: SEK_i, keys and pad of the index
//	E_PUK, D_PRK  OpAEnc, StepOpen   public-key encryption (E19: HPKE)
//	S_PRK, V_PUK  OpSign, StepVerify signature with appendix (E12)
//	a ⊕ b         OpXOR        exclusive or of texts of one length; the mask (…) ⊕ h(s) is OpMask
//	E_SEK, D_SEK  OpSEnc, StepOpen   symmetric, authenticated encryption (E20)
//	T' − T ≤ ΔT   StepAge      checked by the receiver's clock, one-sided (E11)
//
// The hardened description (HARDENED.md) takes some more:
//
//	MAC_K(…)      OpMAC        HMAC-SHA256
//	Extract       OpExtract, OpExpand  HKDF: one secret of all, then a key for each use
//	argon2id      OpStretch    a password to a key
//	"D sends"     Label        what a key or a signature is for
//	within t      StepTick, StepWithin  the party's steady clock, which nobody sets
//	near T        StepNear     |T' − T| ≤ ΔT
//	once x        StepOnce     a memory of what was seen, bounded
package model
