package sim

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// An office is an authority with its key.
type office struct {
	authority
	suite suite.Suite
	keys  *suite.PrivateKeys
}

func newOffice(t testing.TB, s suite.Suite) *office {
	t.Helper()
	keys, err := s.NewKeys(Seed(1).Stream("authority"))
	if err != nil {
		t.Fatal(err)
	}
	a := authority{validity: map[string]Principal{}, revoked: map[uint64]trace.Time{}}
	return &office{a, s, keys}
}

func (o *office) check(cert []byte, subject string, now trace.Time) error {
	return o.authority.check(o.suite, issuer{"medical authority", o.keys.Public()}, cert, subject, now)
}

// sign makes a certificate with the authority's key on any body.
func (o *office) sign(body ...[]byte) []byte {
	b := wire.Encode(body...)
	return wire.Encode(b, o.suite.Sign(o.keys, wire.Encode([]byte(certificateLabel), b)))
}

func TestCertificateBounds(t *testing.T) {
	for _, s := range suites(t) {
		o := newOffice(t, s)
		o.validity["bob"] = Principal{CertFrom: -second, CertUntil: second, CertRevoked: second}
		bob, dan := o.issue(s, o.keys, "bob"), o.issue(s, o.keys, "dan")
		const expired = "the certificate expired on 2020-05-01 08:00:01"
		for _, c := range []struct {
			name    string
			cert    []byte
			subject string
			at      trace.Duration
			want    string
		}{
			{"in between", bob, "bob", 0, ""},
			{"at the first moment", bob, "bob", -second, ""},
			{"before", bob, "bob", -second - 1,
				"the certificate does not hold before 2020-05-01 07:59:59"},
			{"at the last moment but one", bob, "bob", second - 1, ""},
			{"revoked", bob, "bob", second,
				"the certificate is revoked since 2020-05-01 08:00:01"},
			{"after", bob, "bob", second + 1, expired},
			{"a year before", dan, "dan", -year, ""},
			{"more than a year before", dan, "dan", -year - 1,
				"the certificate does not hold before 2019-05-02 08:00:00"},
			{"a year after", dan, "dan", year, ""},
			{"more than a year after", dan, "dan", year + 1,
				"the certificate expired on 2021-05-01 08:00:00"},
			{"another subject", dan, "bob", 0, `the certificate is on "dan", not on "bob"`},
			{"a longer name", dan, "dan2", 0, `the certificate is on "dan", not on "dan2"`},
		} {
			wantError(t, s.Name()+": "+c.name, o.check(c.cert, c.subject, trace.Epoch.Add(c.at)), c.want)
		}
	}
}

// Revoking one certificate does not touch the next one.
func TestSerialNumbers(t *testing.T) {
	s := suites(t)[0]
	o := newOffice(t, s)
	o.validity["bob"] = Principal{CertRevoked: 1}
	first := o.issue(s, o.keys, "bob")
	o.validity["bob"] = Principal{}
	second := o.issue(s, o.keys, "bob")
	if err := o.check(first, "bob", trace.Epoch+1); err == nil {
		t.Error("the revoked certificate passes")
	}
	wantError(t, "the new one", o.check(second, "bob", trace.Epoch+1), "")
}

func TestForgedCertificates(t *testing.T) {
	s := suites(t)[0]
	o := newOffice(t, s)
	good := o.issue(s, o.keys, "bob")
	parts, err := wire.Decode(good, 2)
	if err != nil {
		t.Fatal(err)
	}
	number := func(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
	body := [][]byte{[]byte("bob"), number(1), number(0), number(1 << 62)}
	other, err := s.NewKeys(Seed(2).Stream("mallory"))
	if err != nil {
		t.Fatal(err)
	}
	const notMA = "the certificate is not the medical authority's"
	for _, c := range []struct {
		name string
		cert []byte
		want string
	}{
		{"as it should be", o.sign(body...), ""},
		{"empty", nil, "not a certificate: wire: 0 fields, want 2"},
		{"text", []byte("hello"),
			"not a certificate: wire: field 1: length 1751477356, but 1 bytes are left"},
		{"no signature", wire.Encode(parts[0]), "not a certificate: wire: 1 fields, want 2"},
		{"something behind", append(good[:len(good):len(good)], 0),
			"not a certificate: wire: field 3: 1 bytes, too few for a length"},
		{"an empty body", wire.Encode(nil, parts[1]), "not a certificate: wire: 0 fields, want 4"},
		{"three fields", o.sign(body[:3]...), "not a certificate: wire: 3 fields, want 4"},
		{"five fields", o.sign(append(body[:4:4], nil)...),
			"not a certificate: wire: more than 4 fields, want 4"},
		{"a short serial number", o.sign(body[0], number(1)[1:], body[2], body[3]),
			"not a certificate: field 2: 7 bytes, want 8"},
		{"a long bound", o.sign(body[0], body[1], body[2], append(number(1), 0)),
			"not a certificate: field 4: 9 bytes, want 8"},
		{"an empty signature", wire.Encode(parts[0], nil), notMA},
		{"a flipped bit in the body", wire.Encode(flipLast(bytes.Clone(parts[0])), parts[1]),
			notMA},
		{"a flipped bit in the signature", wire.Encode(parts[0], flipLast(bytes.Clone(parts[1]))),
			notMA},
		{"mallory's", o.issue(s, other, "bob"), notMA},
		// The label keeps a signature of the authority's on another text from being one.
		{"without the label", wire.Encode(parts[0], s.Sign(o.keys, parts[0])), notMA},
	} {
		wantError(t, c.name, o.check(c.cert, "bob", trace.Epoch), c.want)
	}
}

// FuzzCertificate: no panic, and nothing passes but what the authority signed.
func FuzzCertificate(f *testing.F) {
	s := suites(f)[0]
	o := newOffice(f, s)
	good := o.issue(s, o.keys, "bob")
	f.Add(good, "bob", int64(trace.Epoch))
	f.Add(good, "dan", int64(-1))
	f.Add(good[:40], "bob", int64(1<<62))
	f.Add(o.sign([]byte("bob"), nil, nil, nil), "bob", int64(0))
	f.Fuzz(func(t *testing.T, cert []byte, subject string, now int64) {
		err := o.check(cert, subject, trace.Time(now))
		switch {
		case err == nil && (string(cert) != string(good) || subject != "bob"):
			t.Errorf("a forged certificate passes on %q: %x", subject, cert)
		case err != nil && !strings.Contains(err.Error(), "certificate"):
			t.Errorf("the error does not say what it is about: %v", err)
		}
	})
}

// Where there is no authority, or it has no keys yet, no certificate can be checked.
func TestNoAuthorityNoCertificate(t *testing.T) {
	ma := &principal{Principal: Principal{Name: "authority", Party: "MA"}}
	for _, all := range [][]*principal{nil, {ma}} {
		w := &world{protocol: library.Must("published"), principals: all}
		s := &session{world: w, holds: map[string]*trace.Value{
			"Cert_D": {Sort: model.Certificate}, "ID_D": identity("bob")}}
		wantError(t, "a check", s.certificate(&model.Step{Var: model.Var("Cert_D", model.Certificate),
			Key: model.Var("ID_D", model.Identity)}),
			"there is no medical authority")
	}
}
