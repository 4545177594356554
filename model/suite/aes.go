package suite

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"io"
)

const (
	keySize   = 32            // bytes of a key for AES-256
	nonceSize = 12            // bytes, SP 800-38D
	tagSize   = 16            // bytes, SP 800-38D
	blockSize = aes.BlockSize // 16 bytes
)

// Encrypt returns nonce ‖ ciphertext ‖ tag.
func (s *circlSuite) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, nonceSize, nonceSize+len(msg)+tagSize)
	if err := draw(rnd, out); err != nil {
		return nil, err
	}
	return gcm.Seal(out, out, msg, nil), nil
}

func (s *circlSuite) Decrypt(key, ct []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	if len(ct) < nonceSize+tagSize {
		return nil, errOpen
	}
	msg, err := gcm.Open(nil, ct[:nonceSize], ct[nonceSize:], nil)
	if err != nil {
		return nil, errOpen
	}
	return msg, nil
}

// EncryptCTR returns initial counter block ‖ ciphertext. Flipping a bit of the ciphertext
// flips that bit of the message, which is what E20 is about.
func (s *circlSuite) EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error) {
	block, err := newAES(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, blockSize+len(msg))
	if err := draw(rnd, out[:blockSize]); err != nil {
		return nil, err
	}
	cipher.NewCTR(block, out[:blockSize]).XORKeyStream(out[blockSize:], msg)
	return out, nil
}

func (s *circlSuite) DecryptCTR(key, ct []byte) ([]byte, error) {
	block, err := newAES(key)
	if err != nil {
		return nil, err
	}
	if len(ct) < blockSize {
		return nil, errOpen
	}
	msg := make([]byte, len(ct)-blockSize)
	cipher.NewCTR(block, ct[:blockSize]).XORKeyStream(msg, ct[blockSize:])
	return msg, nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := newAES(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func newAES(key []byte) (cipher.Block, error) {
	if len(key) != keySize {
		return nil, fmt.Errorf("suite: key of %d bytes: want %d", len(key), keySize)
	}
	return aes.NewCipher(key)
}
