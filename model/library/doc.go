// Package library has the descriptions that come with emrproof, by name, and the options
// that change them.
//
// The paper is Chen, Huang, Deng, Chen, Wang, "A secure electronic medical record
// authorization system for smart device application in cloud computing
// environments", Hum. Cent. Comput. Inf. Sci. 10:21 (2020). Its protocol, in the
// reading most favourable to it, is the profile "published":
//
//	published_registration.go   Eq. 1–10   setup, registration of P, HPC and D with PC
//	published_visit.go          Eq. 11–24  a patient visits a doctor, who gets M_SD
//	                            Eq. 49–50  the doctor sends the diagnosis M_DINF
//	published_search.go         Eq. 25–48  the doctor finds and fetches M_EMR
//	published_claims.go         what the paper promises, as properties of runs
//
// Where the paper contradicts itself or cannot be executed, package errata says so by id,
// and what is done about it; Options are the literal readings that can be executed, and
// the repairs of the profile "hardened" that can be taken out again. The profiles "ns" and
// "nsl", Needham–Schroeder and Lowe's repair, are there so that nothing outside of this
// package knows more of a protocol than its description says.
package library
