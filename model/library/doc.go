// Package library has the descriptions that come with emrproof, as files in the language of
// package emr, and the options that change them.
//
// The paper is Chen, Huang, Deng, Chen, Wang, "A secure electronic medical record
// authorization system for smart device application in cloud computing
// environments", Hum. Cent. Comput. Inf. Sci. 10:21 (2020). Its protocol, in the
// reading most favourable to it, is published.emr; its repair is hardened.emr, whose manual is
// HARDENED.md. Where the paper contradicts itself or cannot be executed, package errata says so
// by id. Beside these two there are protocols of the literature whose verdicts are known, and
// the scheme that the paper compares itself with: they calibrate the harness, and they are there
// so that nothing outside of this package knows more of a protocol than its description says.
package library
