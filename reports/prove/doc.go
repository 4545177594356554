// Package prove reports what the logic of Burrows, Abadi and Needham says of a protocol: its
// goals, the audit of a printed proof, derivations as trees, and beside each goal what runs do
// to it.
package prove
