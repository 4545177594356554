package sim

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// identity makes a value of sort Identity from a name.
func identity(name string) *trace.Value {
	return &trace.Value{Sort: model.Identity, Term: model.Atom(name, "", model.Identity),
		Raw: []byte(name)}
}

func timeValue(t trace.Time, term *model.Term) *trace.Value {
	return &trace.Value{Sort: model.Time, Term: term,
		Raw: binary.BigEndian.AppendUint64(nil, uint64(t))}
}

// timeOf is the moment that a value of sort Time stands for.
func timeOf(v *trace.Value) trace.Time { return trace.Time(binary.BigEndian.Uint64(v.Bytes())) }

var errIdentity = errors.New("not an identity: want 1 to 255 bytes of UTF-8")

// decode reads bytes as a value of a sort. It refuses bytes that are not the canonical
// encoding of a value of that sort.
func decode(s suite.Suite, sort model.Sort, raw []byte) (*trace.Value, error) {
	v := &trace.Value{Sort: sort, Raw: raw}
	var err error
	switch sort {
	case model.Scalar:
		v.Scalar, err = s.DecodeScalar(raw)
	case model.Point:
		v.Point, err = s.DecodePoint(raw)
	case model.Identity:
		if len(raw) == 0 || len(raw) > 255 || !utf8.Valid(raw) {
			err = errIdentity
		}
	case model.Key:
		if len(raw) != s.Sizes().Hash {
			err = fmt.Errorf("not a key: %d bytes, want %d", len(raw), s.Sizes().Hash)
		}
	case model.PrivateKey:
		v.Secret, err = s.DecodePrivateKeys(raw)
	case model.Time:
		if len(raw) != 8 || binary.BigEndian.Uint64(raw) > math.MaxInt64 {
			err = fmt.Errorf("not a time: want 8 bytes, the first below 0x80")
		}
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}
