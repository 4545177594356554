package suite

import "testing"

// A bench holds what the primitives are called with, for one suite.
type bench struct {
	s       Suite
	k, h    *Scalar
	p, q    *Point
	keys    *PrivateKeys
	key     []byte
	msg     []byte // 256 bytes, about a message of the paper
	point   []byte
	sealed  []byte
	ct, ctr []byte
	sig     []byte
}

func benchmark(b *testing.B, call func(x *bench)) {
	for _, name := range Names() {
		b.Run(name, func(b *testing.B) {
			s, rnd, msg := mustNew(b, name), stream(1), make([]byte, 256)
			k, h := must[*Scalar](b)(s.RandomScalar(rnd)), s.HashScalar("h", msg)
			keys, key := must[*PrivateKeys](b)(s.NewKeys(rnd)), s.Hash("key", msg)
			x := &bench{
				s: s, k: k, h: h, p: s.BaseMul(k), q: s.BaseMul(h), keys: keys, key: key, msg: msg,
				point:  s.BaseMul(h).Bytes(),
				sealed: must[[]byte](b)(s.Seal(rnd, keys.Public(), msg)),
				ct:     must[[]byte](b)(s.Encrypt(rnd, key, msg)),
				ctr:    must[[]byte](b)(s.EncryptCTR(rnd, key, msg)),
				sig:    s.Sign(keys, msg),
			}
			b.ReportAllocs()
			for b.Loop() {
				call(x)
			}
		})
	}
}

var benchRandom = stream(1)

func BenchmarkRandomScalar(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.RandomScalar(benchRandom) })
}

func BenchmarkHashScalar(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.HashScalar("h", x.msg) })
}

func BenchmarkAddScalars(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.AddScalars(x.k, x.h) })
}

func BenchmarkMulScalars(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.MulScalars(x.k, x.h) })
}

func BenchmarkBaseMul(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.BaseMul(x.k) })
}

func BenchmarkMul(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.Mul(x.k, x.p) })
}

func BenchmarkAddPoints(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.AddPoints(x.p, x.q) })
}

func BenchmarkEncodePoint(b *testing.B) {
	benchmark(b, func(x *bench) { x.p.bytes = nil; x.p.Bytes() })
}

func BenchmarkDecodePoint(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.DecodePoint(x.point) })
}

func BenchmarkHash(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.Hash("h", x.msg) })
}

func BenchmarkPad(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.Pad(x.key, 64) })
}

func BenchmarkNewKeys(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.NewKeys(benchRandom) })
}

func BenchmarkDecodePublicKeys(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.DecodePublicKeys(x.keys.Public().Bytes()) })
}

func BenchmarkSeal(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.Seal(benchRandom, x.keys.Public(), x.msg) })
}

func BenchmarkOpen(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.Open(x.keys, x.sealed) })
}

func BenchmarkSign(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.Sign(x.keys, x.msg) })
}

func BenchmarkVerify(b *testing.B) {
	benchmark(b, func(x *bench) { x.s.Verify(x.keys.Public(), x.msg, x.sig) })
}

func BenchmarkEncrypt(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.Encrypt(benchRandom, x.key, x.msg) })
}

func BenchmarkDecrypt(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.Decrypt(x.key, x.ct) })
}

func BenchmarkEncryptCTR(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.EncryptCTR(benchRandom, x.key, x.msg) })
}

func BenchmarkDecryptCTR(b *testing.B) {
	benchmark(b, func(x *bench) { _, _ = x.s.DecryptCTR(x.key, x.ctr) })
}
