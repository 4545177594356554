// Package wire encodes tuples of fields as bytes.
//
// The canonical encoding puts the length of each field, four bytes big-endian,
// before the field. It is injective: two tuples have the same encoding only when
// they have the same fields, which plain concatenation does not give (erratum
// E17). Decode refuses whatever Encode would not have written.
package wire

import (
	"encoding/binary"
	"fmt"
	"math"

	"golang.org/x/crypto/cryptobyte"
)

// Encode returns the canonical encoding of a tuple. A field may hold at most 4 GiB − 1.
func Encode(fields ...[]byte) []byte {
	return Append(make([]byte, 0, Size(fields...)), fields...)
}

// Size is the length of a tuple's canonical encoding.
func Size(fields ...[]byte) int {
	size := 0
	for _, f := range fields {
		size += 4 + len(f)
	}
	return size
}

// Append appends the canonical encoding of a tuple to b.
func Append(b []byte, fields ...[]byte) []byte {
	for _, f := range fields {
		if uint64(len(f)) > math.MaxUint32 {
			panic("wire: internal error: a field of more than 4 GiB")
		}
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(f))), f...)
	}
	return b
}

// Decode takes a tuple of n fields apart. The fields share memory with data.
func Decode(data []byte, n int) ([][]byte, error) {
	s := cryptobyte.String(data)
	fields := make([][]byte, 0, max(0, min(n, 16)))
	for !s.Empty() {
		var size uint32
		var f []byte
		if !s.ReadUint32(&size) {
			return nil, fmt.Errorf("wire: field %d: %d bytes, too few for a length", len(fields)+1, len(s))
		}
		if uint64(size) > uint64(len(s)) || !s.ReadBytes(&f, int(size)) {
			return nil, fmt.Errorf("wire: field %d: length %d, but %d bytes are left",
				len(fields)+1, size, len(s))
		}
		fields = append(fields, f)
		if len(fields) > n {
			break
		}
	}
	if len(fields) != n {
		return nil, fmt.Errorf("wire: %s fields, want %d", count(len(fields), n), n)
	}
	return fields, nil
}

func count(got, want int) string {
	if got > want {
		return fmt.Sprintf("more than %d", want)
	}
	return fmt.Sprint(got)
}
