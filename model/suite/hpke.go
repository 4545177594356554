package suite

import (
	"bytes"
	"errors"
	"io"

	"github.com/cloudflare/circl/kem"
)

// errOpen is the error for a ciphertext that does not open; it tells an attacker no more.
var errOpen = errors.New("suite: ciphertext does not open")

// hpkeInfo binds every ciphertext of Seal to this project (RFC 9180, section 5.1).
var hpkeInfo = []byte("emrproof v1 E_PUK")

func (s *circlSuite) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	s.mustOwn(to.suite, "public key")
	return s.seal(rnd, to.seal, hpkeInfo, nil, msg)
}

func (s *circlSuite) Open(key *PrivateKeys, ct []byte) ([]byte, error) {
	s.mustOwn(key.suite, "private key")
	return s.open(key.open, hpkeInfo, nil, ct)
}

// seal encrypts with HPKE. It draws the seed of the ephemeral key itself: given a nil reader,
// circl would turn to crypto/rand.
func (s *circlSuite) seal(
	rnd io.Reader, to kem.PublicKey, info, aad, msg []byte,
) ([]byte, error) {
	seed := make([]byte, s.kem.Scheme().EncapsulationSeedSize())
	if err := draw(rnd, seed); err != nil {
		return nil, err
	}
	sender, err := s.hpke.NewSender(to, info)
	if err != nil {
		return nil, err
	}
	enc, sealer, err := sender.Setup(bytes.NewReader(seed))
	if err != nil {
		return nil, err
	}
	ct, err := sealer.Seal(msg, aad)
	if err != nil {
		return nil, err
	}
	return append(enc, ct...), nil
}

func (s *circlSuite) open(key kem.PrivateKey, info, aad, ct []byte) ([]byte, error) {
	n := s.kem.Scheme().CiphertextSize()
	if len(ct) < n+tagSize {
		return nil, errOpen
	}
	receiver, err := s.hpke.NewReceiver(key, info)
	if err != nil {
		return nil, errOpen
	}
	opener, err := receiver.Setup(ct[:n])
	if err != nil {
		return nil, errOpen
	}
	msg, err := opener.Open(ct[n:], aad)
	if err != nil {
		return nil, errOpen
	}
	return msg, nil
}
