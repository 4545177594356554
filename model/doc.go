// Package model is the protocol as data, and nothing of ours is below it: terms,
// the steps of roles over terms, and descriptions made of them. All else in this
// module is a reading of a description: sim runs it, sim/monitor judges it, attacks
// takes it for a target, bench counts it, reports draw it.
//
// The paper is Chen, Huang, Deng, Chen, Wang, "A secure electronic medical record
// authorization system for smart device application in cloud computing
// environments", Hum. Cent. Comput. Inf. Sci. 10:21 (2020). Its protocol, in the
// reading most favourable to it, is Published:
//
//	published_registration.go   Eq. 1–10   setup, registration of P, HPC and D with PC
//	published_visit.go          Eq. 11–24  a patient visits a doctor, who gets M_SD
//	                            Eq. 49–50  the doctor sends the diagnosis M_DINF
//	published_search.go         Eq. 25–48  the doctor finds and fetches M_EMR
//	published_claims.go         what the paper promises, as properties of runs
//
// Where the paper contradicts itself or cannot be executed, Errata says so by id,
// and what is done about it; Options are the literal readings that can be executed.
// NeedhamSchroeder and NeedhamSchroederLowe are there so that nothing above this
// package knows more of a protocol than its description says.
//
// A description is made by Build, which rehearses it once between honest parties on
// terms instead of bytes, and refuses what could not run: a value used before it is
// bound, a ciphertext that its receiver cannot open, a signature that it cannot
// rebuild, a check that can never succeed.
//
// Of each operation there is one row in ops.go, and of each kind of call that a suite
// counts one in calls.go: how it prints, what undoes it, what it costs. Every reading goes
// by these tables. A new operation is a row there, a method in the suite package, and a
// constructor in term.go.
//
//	symbol        here        means
//	P             G           the generator; P is the patient
//	a ‖ b         Tuple       concatenation, in an injective encoding (E17)
//	H(·)          H           biometric hash, to a scalar
//	h(·)          HashScalar  one-way hash to a scalar, inside S_X
//	h(·)          HashKey     one-way hash to 32 bytes: SEK_i, keys and pad of the index
//	E_PUK, D_PRK  AEnc, Open  public-key encryption (E19: HPKE)
//	S_PRK, V_PUK  Sign, Verify  signature with appendix (E12)
//	E_SEK, D_SEK  SEnc, Open  symmetric, authenticated encryption (E20)
//	T' − T ≤ ΔT   Age         checked by the receiver's clock, one-sided (E11)
//
// The hardened description (HARDENED.md) takes some more:
//
//	MAC_K(…)      MAC              HMAC-SHA256
//	Extract       Extract, Expand  HKDF: one secret of all, then a key for each use
//	argon2id      Stretch          a password to a key
//	"D sends"     Label            what a key or a signature is for
//	within t      Tick, Within     the party's steady clock, which nobody sets
//	near T        Near             |T' − T| ≤ ΔT
//	once x        Once             a memory of what was seen, bounded
package model
