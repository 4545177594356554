package suite

import (
	"encoding/json"
	"io"
	"strconv"

	"emrproof/model"
)

// Counts says how often each kind of call was made, whether or not it succeeded. In a file it
// is an object that leaves out the kinds with no calls.
type Counts [model.Calls]int

// Plus is the sum of c and d, kind by kind.
func (c Counts) Plus(d Counts) Counts {
	for i := range c {
		c[i] += d[i]
	}
	return c
}

// Minus is c less d, kind by kind.
func (c Counts) Minus(d Counts) Counts {
	for i := range c {
		c[i] -= d[i]
	}
	return c
}

// MarshalJSON writes the kinds in order.
func (c Counts) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, n := range c {
		if n == 0 {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, model.Call(i).Kind().Key)
		b = strconv.AppendInt(append(b, ':'), int64(n), 10)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote; keys of no kind are left out.
func (c *Counts) UnmarshalJSON(b []byte) error {
	var byKey map[string]int
	if err := json.Unmarshal(b, &byKey); err != nil {
		return err
	}
	for i := range c {
		c[i] = byKey[model.Call(i).Kind().Key]
	}
	return nil
}

// Keys are the keys of the object that stands for counts in a file.
func (Counts) Keys() []string { return model.KeysOfCalls() }

// Counted returns s with a counter of the calls made through it. What s does to
// save work, such as Cached, does not change the counts.
func Counted(s Suite) (Suite, *Counts) {
	n := new(Counts)
	return countedSuite{s, n}, n
}

// countedSuite counts calls and passes them on; operations that are not here are not counted.
type countedSuite struct {
	Suite
	n *Counts
}

func (c countedSuite) HashScalar(domain string, msg []byte) *Scalar {
	c.n[model.CallHash]++
	return c.Suite.HashScalar(domain, msg)
}

func (c countedSuite) BaseMul(k *Scalar) *Point {
	c.n[model.CallBaseMul]++
	return c.Suite.BaseMul(k)
}

func (c countedSuite) Mul(k *Scalar, p *Point) *Point {
	c.n[model.CallMul]++
	return c.Suite.Mul(k, p)
}

func (c countedSuite) AddPoints(a, b *Point) *Point {
	c.n[model.CallAdd]++
	return c.Suite.AddPoints(a, b)
}

func (c countedSuite) Hash(domain string, msg []byte) []byte {
	c.n[model.CallHash]++
	return c.Suite.Hash(domain, msg)
}

func (c countedSuite) MAC(key, msg []byte) []byte {
	c.n[model.CallMAC]++
	return c.Suite.MAC(key, msg)
}

func (c countedSuite) Extract(salt, secret []byte) []byte {
	c.n[model.CallMAC]++
	return c.Suite.Extract(salt, secret)
}

func (c countedSuite) Expand(key, info []byte) []byte {
	c.n[model.CallMAC]++
	return c.Suite.Expand(key, info)
}

func (c countedSuite) Stretch(password, salt []byte, memoryKiB int) []byte {
	c.n[model.CallStretch]++
	return c.Suite.Stretch(password, salt, memoryKiB)
}

func (c countedSuite) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	c.n[model.CallKeys]++
	return c.Suite.NewKeys(rnd)
}

func (c countedSuite) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	c.n[model.CallSeal]++
	return c.Suite.Seal(rnd, to, msg)
}

func (c countedSuite) Open(key *PrivateKeys, ct []byte) ([]byte, error) {
	c.n[model.CallOpen]++
	return c.Suite.Open(key, ct)
}

func (c countedSuite) Sign(key *PrivateKeys, msg []byte) []byte {
	c.n[model.CallSign]++
	return c.Suite.Sign(key, msg)
}

func (c countedSuite) Verify(by *PublicKeys, msg, sig []byte) bool {
	c.n[model.CallVerify]++
	return c.Suite.Verify(by, msg, sig)
}

func (c countedSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	c.n[model.CallCert]++
	return c.Suite.VerifyCert(by, msg, sig)
}

func (c countedSuite) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	c.n[model.CallEncrypt]++
	return c.Suite.Encrypt(rnd, key, msg)
}

func (c countedSuite) Decrypt(key, ct []byte) ([]byte, error) {
	c.n[model.CallDecrypt]++
	return c.Suite.Decrypt(key, ct)
}

func (c countedSuite) EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error) {
	c.n[model.CallEncrypt]++
	return c.Suite.EncryptCTR(rnd, key, msg)
}

func (c countedSuite) DecryptCTR(key, ct []byte) ([]byte, error) {
	c.n[model.CallDecrypt]++
	return c.Suite.DecryptCTR(key, ct)
}
