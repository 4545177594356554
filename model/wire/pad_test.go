package wire

import (
	"bytes"
	"testing"
)

func TestPaddedLengths(t *testing.T) {
	// By hand: up to 1 KiB, then in steps of 1 KiB; a text of 2^16 bytes has e = 16, which
	// takes 5 bits, so steps of 2^(16−5) = 2048 bytes.
	for _, c := range []struct{ text, want int }{
		{0, 1024}, {1, 1024}, {1023, 1024}, {1024, 2048}, {2047, 2048}, {5000, 5120},
		{1<<16 - 2, 1 << 16}, {1 << 16, 1<<16 + 2048}, {1<<16 + 2047, 1<<16 + 2048},
		{1<<16 + 2048, 1<<16 + 4096},
	} {
		if got := len(Pad(make([]byte, c.text))); got != c.want {
			t.Errorf("a text of %d bytes is padded to %d, want %d", c.text, got, c.want)
		}
		if got := PaddedSize(c.text); got != c.want {
			t.Errorf("the padded size of %d bytes is %d, want %d", c.text, got, c.want)
		}
	}
	// Reference: Nikitin et al., Reducing Metadata Leakage from Encrypted Files, 2019, alg. 1.
}

// No text grows by more than 12 % once it is long.
func TestPaddingIsShort(t *testing.T) {
	for n := 1 << 15; n < 1<<22; n += 997 {
		if p := padded(n); p < n || float64(p-n) > 0.12*float64(n) {
			t.Fatalf("%d bytes are padded to %d", n, p)
		}
	}
}

func FuzzPad(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0x80})
	f.Add([]byte("text\x80\x00\x00"))
	f.Add(bytes.Repeat([]byte{0}, 1023))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Unpad(Pad(bytes.Clone(text)))
		if err != nil || !bytes.Equal(got, text) {
			t.Fatalf("Unpad(Pad(%x)): %x, %v", text, got, err)
		}
		// What unpads was padded: no two texts are one padded text, nor the other way round.
		if got, err := Unpad(bytes.Clone(text)); err == nil && !bytes.Equal(Pad(bytes.Clone(got)), text) {
			t.Fatalf("Unpad(%x) = %x, which is padded to something else", text, got)
		}
	})
}
