package deduce_test

import (
	"testing"

	"emrproof/model"
)

// The shorthand of the tables, which follow the paper's notation: E, S, h, H.
var (
	puk = func(who string) *model.Term { return model.PUK(model.Party(who)) }
	prk = func(who string) *model.Term { return model.PRK(model.Party(who)) }

	aenc, senc = keyed(model.OpAEnc), keyed(model.OpSEnc)
	sign, mask = keyed(model.OpSign), keyed(model.OpMask)
	hk, hs, hb = operation(model.OpHashK), operation(model.OpHashS), operation(model.OpHashB)
	tuple      = operation(model.OpTuple)
	sum, mul   = operation(model.OpSum), operation(model.OpMul)
)

func operation(op model.Op) func(...*model.Term) *model.Term {
	return func(args ...*model.Term) *model.Term { return model.Apply(op, args...) }
}

func keyed(op model.Op) func(*model.Term, ...*model.Term) *model.Term {
	return func(key *model.Term, fields ...*model.Term) *model.Term {
		return model.Apply(op, append([]*model.Term{key}, fields...)...)
	}
}

// structural are the deductions that take apart and put together.
func structural() []deduction {
	m, n, o := dataNamed("m"), dataNamed("n"), dataNamed("o")
	k, k2, k3 := keyNamed("k"), keyNamed("k2"), keyNamed("k3")
	s, T := scalarNamed("s"), model.Atom("T", "", model.Time)
	alice, bob := nameOf("alice"), nameOf("bob")
	cert := model.Apply(model.OpCert, prk("authority"), bob)
	return []deduction{
		{"nothing gives data", nil, m, no},
		{"nothing gives a time stamp", nil, T, no},
		{"nothing gives a key", nil, k, no},
		{"names are public", nil, alice, yes},
		{"public keys are in the directory", nil, puk("bob"), yes},
		{"a public key that is not in the directory", nil, puk("nobody"), no},
		{"a private key is not in the directory", with(puk("bob")), prk("bob"), no},
		{"what is given is known", with(m), m, yes},
		{"another datum is not", with(m), n, no},

		{"a tuple from its parts", with(m, n), tuple(m, n), yes},
		{"a tuple from a part", with(m), tuple(m, n), no},
		{"the parts of a tuple", with(tuple(m, n)), n, yes},
		{"the parts of a tuple in a tuple", with(tuple(m, tuple(n, o))), o, yes},
		{"a tuple in another order", with(tuple(m, n)), tuple(n, m), yes},
		{"a tuple nested in another way", with(tuple(m, tuple(n, o))), tuple(tuple(m, n), o), yes},

		{"a hash from its parts", with(m, n), hk(m, n), yes},
		{"a hash to a scalar from its parts", with(m, n), hs(m, n), yes},
		{"the biometric hash from its parts", with(m, n), hb(m, n), yes},
		{"a part from a hash", with(hk(m, n)), m, no},
		{"a part from a hash and the other part", with(hk(m, n), n), m, no},
		{"a hash with a part missing", with(m), hk(m, n), no},
		{"a hash of names", nil, hk(alice, bob), yes},
		{"a hash of the parts in another order", with(hk(m, n)), hk(n, m), no},
		{"a hash of the parts as a tuple is another hash", with(hk(m, n)), hk(tuple(m, n)), no},
		{"h to a scalar from h to a key", with(hk(m)), hs(m), no},
		{"h to a key from h to a scalar", with(hs(m)), hk(m), no},
		{"H from h", with(hs(m)), hb(m), no},
		{"a hash of a hash", with(hk(m)), hk(hk(m)), yes},
		{"a hash from the hash of it", with(hk(hk(m))), hk(m), no},

		{"opening E_SEK with the key", with(senc(k, m, n), k), n, yes},
		{"opening E_SEK with the key, which comes first", with(k, senc(k, m, n)), m, yes},
		{"opening E_SEK without the key", with(senc(k, m, n)), m, no},
		{"opening E_SEK with another key", with(senc(k, m), k2), m, no},
		{"opening E_SEK with the hash of the key", with(senc(k, m), hk(k)), m, no},
		{"opening E_SEK with the hash that is the key", with(senc(hk(k), m), k), m, yes},
		{"the key from text and ciphertext", with(senc(k, m), m), k, no},
		{"making the same ciphertext again", with(k, m), senc(k, m), no},
		{"another ciphertext of the same text", with(numbered("1", senc(k, m)), k),
			numbered("2", senc(k, m)), no},
		{"a ciphertext that is given", with(senc(k, m)), senc(k, m), yes},
		{"a ciphertext in a ciphertext", with(senc(k, senc(k2, m)), k), senc(k2, m), yes},
		{"what is in both", with(senc(k, senc(k2, m)), k, k2), m, yes},
		{"what is in both without the inner key", with(senc(k, senc(k2, m)), k), m, no},
		{"what is in both without the outer key", with(senc(k, senc(k2, m)), k2), m, no},
		{"a chain of keys", with(senc(k2, m), senc(k, k2), senc(k3, k), k3), m, yes},
		{"a chain of keys with a gap", with(senc(k2, m), senc(k3, k), k3), m, no},
		{"a key under itself", with(senc(k, k), senc(k, m)), m, no},
		{"two keys under each other", with(senc(k, k2), senc(k2, k, m)), m, no},
		{"two keys under each other, one leaked", with(senc(k, k2), senc(k2, k, m), hk(k2), k), m, yes},
		{"a key under its own hash", with(senc(hk(k), k), senc(k, m)), m, no},
		{"a key that is hashed from what another hides",
			with(senc(hk(n, o), m), n, senc(k, o), k), m, yes},
		{"the same with the other key missing", with(senc(hk(n, o), m), n, senc(k, o)), m, no},
		{"data that come in two ways", with(senc(k, m), aenc(puk("bob"), m), k), m, yes},

		{"opening E_PUK with PRK", with(aenc(puk("bob"), m, n), prk("bob")), n, yes},
		{"opening E_PUK with PUK", with(aenc(puk("bob"), m), puk("bob")), m, no},
		{"opening E_PUK with another's PRK", with(aenc(puk("bob"), m), prk("alice")), m, no},
		{"making the same E_PUK again", with(m), aenc(puk("bob"), m), no},
		{"a session key that is sent", with(aenc(puk("bob"), k), senc(k, m), prk("bob")), m, yes},
		{"PRK in a ciphertext", with(senc(k, prk("bob")), k), prk("bob"), yes},
		{"PRK under its own PUK", with(aenc(puk("bob"), prk("bob"), m)), m, no},

		{"signing with PRK", with(prk("bob"), m), sign(prk("bob"), m), yes},
		{"signing without PRK", with(m), sign(prk("bob"), m), no},
		{"signing with another's PRK", with(prk("alice"), m), sign(prk("bob"), m), no},
		{"signing an unknown text", with(prk("bob")), sign(prk("bob"), m), no},
		{"a signature with appendix hides nothing, and shows nothing", with(sign(prk("bob"), m)), m, no},
		{"a signature on a text gives none on another", with(sign(prk("bob"), m), n),
			sign(prk("bob"), n), no},
		{"PRK from a signature", with(sign(prk("bob"), m), m), prk("bob"), no},

		{"a certificate that is given", with(cert), cert, yes},
		{"the same certificate again: its number is another", with(prk("authority")), cert, no},
		{"PRK from a certificate", with(cert), prk("authority"), no},
		{"a certificate on another name", with(cert), model.Apply(model.OpCert, prk("authority"), alice),
			no},

		{"a mask with its pad", with(mask(k, m, n), k), n, yes},
		{"a mask without its pad", with(mask(k, m)), m, no},
		{"a mask from pad and text", with(k, m), mask(k, m), yes},
		{"a mask from the text", with(m), mask(k, m), no},
		{"the pad from mask and text", with(mask(k, m), m), k, no},
		// The exclusive or of two entries is that of their texts. Terms do not model
		// it: who makes it, makes it with flip, and shows bytes.
		{"an entry from another under the same pad", with(mask(k, m), mask(k, n), m), n, no},
		{"an index entry from s", with(mask(hk(s), bob), s), mask(hk(s), alice, bob), yes},
		{"an index entry from PK", with(mask(hk(s), m), base(s)), m, no},
	}
}

func TestStructuralDeductions(t *testing.T) {
	for _, d := range structural() {
		t.Run(d.name, func(t *testing.T) { d.check(t) })
	}
}

// What a literal reading lets the adversary do, it does only where that reading is
// in force.
func TestDeductionsInLiteralReadings(t *testing.T) {
	m, n := dataNamed("m"), dataNamed("n")
	k, bob := keyNamed("k"), prk("bob")
	shown := in(model.Recovery, sign(bob, m, n))
	raw, untagged := in(model.Raw, hk(m, n)), in(model.NoTag, senc(k, m))
	rawSign := in(model.Raw, sign(bob, m))
	for _, d := range []struct {
		option string
		deduction
	}{
		{"", deduction{"message recovery shows the text", with(shown), n, yes}},
		{"E12", deduction{"message recovery shows the text", with(shown), n, yes}},
		{"E12", deduction{"message recovery does not show PRK", with(shown), bob, no}},
		{"E12", deduction{"a key that a signature shows",
			with(in(model.Recovery, sign(bob, k)), senc(k, m)), m, yes}},
		{"E12", deduction{"a key in a signature that is in a ciphertext",
			with(aenc(puk("alice"), in(model.Recovery, sign(bob, k))), senc(k, m)), m, no}},
		{"E12", deduction{"signing with recovery", with(m, n, bob), shown, yes}},
		{"E12", deduction{"signing with appendix", with(m, n, bob), sign(bob, m, n), no}},
		{"", deduction{"signing with recovery", with(m, n, bob), shown, no}},
		{"E17", deduction{"a raw hash", with(m, n), raw, yes}},
		{"E17", deduction{"a part from a raw hash", with(raw), m, no}},
		{"E17", deduction{"a canonical hash", with(m, n), hk(m, n), no}},
		{"", deduction{"a raw hash", with(m, n), raw, no}},
		{"E17", deduction{"a raw signature", with(m, bob), rawSign, yes}},
		{"", deduction{"a raw signature", with(m, bob), rawSign, no}},
		{"E17", deduction{"a key that is a raw hash", with(senc(raw, k), m, n), k, yes}},
		{"E20", deduction{"opening without a tag", with(untagged, k), m, yes}},
		{"E20", deduction{"opening without a tag or the key", with(untagged), m, no}},
		{"E20", deduction{"opening what has a tag", with(senc(k, m), k), m, no}},
		{"", deduction{"opening what has no tag", with(untagged, k), m, no}},
	} {
		t.Run(d.option+": "+d.name, func(t *testing.T) {
			if d.option == "" {
				d.check(t)
				return
			}
			d.check(t, d.option)
		})
	}
}
