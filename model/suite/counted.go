package suite

import "io"

// Counts says how often each kind of operation was called, in calls, whether or
// not they succeeded. Arithmetic on scalars, Pad, and decoding are not counted.
type Counts struct {
	Sign    int // Sign
	Verify  int // Verify
	Cert    int // VerifyCert
	Seal    int // Seal
	Open    int // Open
	Encrypt int // Encrypt and EncryptCTR
	Decrypt int // Decrypt and DecryptCTR
	Hash    int // Hash and HashScalar
	BaseMul int // BaseMul: a multiple of the generator
	Mul     int // Mul: a multiple of any other point
	Add     int // AddPoints
	Keys    int // NewKeys
	MAC     int // MAC, Extract and Expand
	Stretch int // Stretch
}

// Plus is the sum of c and d, field by field.
func (c Counts) Plus(d Counts) Counts { return c.combine(d, 1) }

// Minus is what c counts beyond d, field by field.
func (c Counts) Minus(d Counts) Counts { return c.combine(d, -1) }

func (c Counts) combine(d Counts, sign int) Counts {
	return Counts{
		Sign:    c.Sign + sign*d.Sign,
		Verify:  c.Verify + sign*d.Verify,
		Cert:    c.Cert + sign*d.Cert,
		Seal:    c.Seal + sign*d.Seal,
		Open:    c.Open + sign*d.Open,
		Encrypt: c.Encrypt + sign*d.Encrypt,
		Decrypt: c.Decrypt + sign*d.Decrypt,
		Hash:    c.Hash + sign*d.Hash,
		BaseMul: c.BaseMul + sign*d.BaseMul,
		Mul:     c.Mul + sign*d.Mul,
		Add:     c.Add + sign*d.Add,
		Keys:    c.Keys + sign*d.Keys,
		MAC:     c.MAC + sign*d.MAC,
		Stretch: c.Stretch + sign*d.Stretch,
	}
}

// Counted returns s with a counter of the calls made through it. What s does to
// save work, such as Cached, does not change the counts.
func Counted(s Suite) (Suite, *Counts) {
	n := new(Counts)
	return countedSuite{s, n}, n
}

// countedSuite passes everything on; the operations that are not here are not counted.
type countedSuite struct {
	Suite
	n *Counts
}

func (c countedSuite) HashScalar(domain string, msg []byte) *Scalar {
	c.n.Hash++
	return c.Suite.HashScalar(domain, msg)
}

func (c countedSuite) BaseMul(k *Scalar) *Point {
	c.n.BaseMul++
	return c.Suite.BaseMul(k)
}

func (c countedSuite) Mul(k *Scalar, p *Point) *Point {
	c.n.Mul++
	return c.Suite.Mul(k, p)
}

func (c countedSuite) AddPoints(a, b *Point) *Point {
	c.n.Add++
	return c.Suite.AddPoints(a, b)
}

func (c countedSuite) Hash(domain string, msg []byte) []byte {
	c.n.Hash++
	return c.Suite.Hash(domain, msg)
}

func (c countedSuite) MAC(key, msg []byte) []byte {
	c.n.MAC++
	return c.Suite.MAC(key, msg)
}

func (c countedSuite) Extract(salt, secret []byte) []byte {
	c.n.MAC++
	return c.Suite.Extract(salt, secret)
}

func (c countedSuite) Expand(key, info []byte) []byte {
	c.n.MAC++
	return c.Suite.Expand(key, info)
}

func (c countedSuite) Stretch(password, salt []byte, memoryKiB int) []byte {
	c.n.Stretch++
	return c.Suite.Stretch(password, salt, memoryKiB)
}

func (c countedSuite) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	c.n.Keys++
	return c.Suite.NewKeys(rnd)
}

func (c countedSuite) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	c.n.Seal++
	return c.Suite.Seal(rnd, to, msg)
}

func (c countedSuite) Open(key *PrivateKeys, ct []byte) ([]byte, error) {
	c.n.Open++
	return c.Suite.Open(key, ct)
}

func (c countedSuite) Sign(key *PrivateKeys, msg []byte) []byte {
	c.n.Sign++
	return c.Suite.Sign(key, msg)
}

func (c countedSuite) Verify(by *PublicKeys, msg, sig []byte) bool {
	c.n.Verify++
	return c.Suite.Verify(by, msg, sig)
}

func (c countedSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	c.n.Cert++
	return c.Suite.VerifyCert(by, msg, sig)
}

func (c countedSuite) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	c.n.Encrypt++
	return c.Suite.Encrypt(rnd, key, msg)
}

func (c countedSuite) Decrypt(key, ct []byte) ([]byte, error) {
	c.n.Decrypt++
	return c.Suite.Decrypt(key, ct)
}

func (c countedSuite) EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error) {
	c.n.Encrypt++
	return c.Suite.EncryptCTR(rnd, key, msg)
}

func (c countedSuite) DecryptCTR(key, ct []byte) ([]byte, error) {
	c.n.Decrypt++
	return c.Suite.DecryptCTR(key, ct)
}
