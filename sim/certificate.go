package sim

import (
	"encoding/binary"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// An authority is what a certification authority knows of certificates: their validity, and the
// list of revoked ones, which is public.
type authority struct {
	serial   uint64
	validity map[string]Principal  // by the subject's name: bounds and revocation
	revoked  map[uint64]trace.Time // since when, by serial number
}

const year = trace.Duration(365 * 24 * 3600 * 1e9)

// certificateFields is the number of fields in a certificate's body: subject, serial number,
// not before, not after. A certificate is the encoding of (body, signature).
const certificateFields = 4

// certificateLabel stands before a certificate's body in the text that is signed, so that no
// other signed text can pass for a certificate.
const certificateLabel = "emrproof certificate"

func (a *authority) issue(s suite.Suite, prk *suite.PrivateKeys, subject string) []byte {
	a.serial++
	p := a.validity[subject]
	from, until := trace.Epoch.Add(p.CertFrom), trace.Epoch.Add(p.CertUntil)
	if p.CertFrom == 0 && p.CertUntil == 0 {
		from, until = trace.Epoch.Add(-year), trace.Epoch.Add(year)
	}
	if p.CertRevoked > 0 {
		a.revoked[a.serial] = trace.Epoch.Add(p.CertRevoked)
	}
	number := func(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
	body := wire.Encode([]byte(subject), number(a.serial), number(uint64(from)), number(uint64(until)))
	return wire.Encode(body, s.Sign(prk, wire.Encode([]byte(certificateLabel), body)))
}

// check verifies a certificate: whether the authority signed it, on this subject, and whether
// it is valid at this time of the verifier's clock.
func (a *authority) check(
	s suite.Suite, by issuer, cert []byte, subject string, now trace.Time,
) error {
	outer, err := wire.Decode(cert, 2)
	if err != nil {
		return refuse("not a certificate: %v", err)
	}
	body, err := wire.Decode(outer[0], certificateFields)
	if err != nil {
		return refuse("not a certificate: %v", err)
	}
	var n [3]uint64
	for i, f := range body[1:] {
		if len(f) != 8 {
			return refuse("not a certificate: field %d: %d bytes, want 8", i+2, len(f))
		}
		n[i] = binary.BigEndian.Uint64(f)
	}
	if !s.VerifyCert(by.keys, wire.Encode([]byte(certificateLabel), outer[0]), outer[1]) {
		return refuse("the certificate is not the %s's", by.name)
	}
	from, until := trace.Time(n[1]), trace.Time(n[2])
	since, revoked := a.revoked[n[0]]
	switch {
	case string(body[0]) != subject:
		return refuse("the certificate is on %q, not on %q", body[0], subject)
	case now < from:
		return refuse("the certificate does not hold before %s", from.Date())
	case now > until:
		return refuse("the certificate expired on %s", until.Date())
	case revoked && now >= since:
		return refuse("the certificate is revoked since %s", since.Date())
	}
	return nil
}

// certify issues a certificate on the subject in the first field, signed with the key prk.
func (w *world) certify(prk *trace.Value, fields []*trace.Value) ([]byte, error) {
	return w.public.authority.issue(w.suite, prk.Secret, string(fields[0].Bytes())), nil
}

// An issuer is who signs certificates, and the words for it.
type issuer struct {
	name string            // such as "medical authority"
	keys *suite.PublicKeys // which every party knows
}

// issuer returns who signs the certificate that a description calls v: the first principal of the
// party whose private key makes it, or, where it has another name there, any certificate.
func (w *world) issuer(v *model.Term) (issuer, error) {
	if found, ok := w.issuers[v.Name]; ok {
		return found, nil
	}
	var party model.Party
	w.protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind != model.StepLet {
			return
		}
		s.Term.Walk(func(t *model.Term) {
			if t.Op == model.OpCert && (party == "" || s.Var.Name == v.Name) {
				party = model.Party(t.Key().Name)
			}
		})
	})
	for _, p := range w.principals {
		if keys := w.public.keys[p.Name]; p.Party == party && keys != nil {
			w.issuers[v.Name] = issuer{p.member.Name, keys.Public}
			return w.issuers[v.Name], nil
		}
	}
	if m := w.protocol.Member(party); m != nil {
		return issuer{}, refuse("there is no %s", m.Name)
	}
	return issuer{}, refuse("nobody makes certificates")
}
