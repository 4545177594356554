package wire

import (
	"bytes"
	"errors"
	"math/bits"
)

// shortest is the least length that a text is padded to, in bytes. What the messages of a
// description have besides records fits in it, whatever the names.
const shortest = 1024

// padding is the byte that marks where a text ends: 0x80, with zeros after it (ISO/IEC
// 7816-4).
const padding = 0x80

// Pad appends padding up to a length that tells little of the text's own: a multiple of
// the shortest, or, for a long text, one of the lengths of PADMÉ (Nikitin et al. 2019),
// which are at most 12 % longer than the text.
func Pad(text []byte) []byte {
	n := padded(len(text) + 1)
	text = append(text, padding)
	for len(text) < n {
		text = append(text, 0)
	}
	return text
}

// padded is the length that n bytes are padded to.
func padded(n int) int {
	step := shortest
	if e := bits.Len(uint(n)) - 1; e > 0 { // 2^e ≤ n
		s := bits.Len(uint(e))
		step = max(step, 1<<(e-s))
	}
	return (n + step - 1) / step * step
}

// PaddedSize is the padded length of a text of n bytes, in bytes.
func PaddedSize(n int) int { return padded(n + 1) }

var errPadding = errors.New("its padding is not one")

// Unpad undoes Pad. It refuses a length that Pad does not make.
func Unpad(text []byte) ([]byte, error) {
	cut := bytes.TrimRight(text, "\x00")
	end := len(cut) - 1
	if end < 0 || cut[end] != padding || padded(end+1) != len(text) {
		return nil, errPadding
	}
	return cut[:end], nil
}
