package sim

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"unicode/utf8"
	"unsafe"

	"emrproof/model"
	"emrproof/model/suite"
)

// A Value is something that a principal holds or sends: bytes, with the term
// that they stand for.
type Value struct {
	Sort model.Sort
	Term *model.Term // nil in a trace that was read from a file
	text string      // the printed term, in a trace that was read from a file

	raw    []byte
	scalar *suite.Scalar
	point  *suite.Point
	public *suite.PublicKeys
	secret *suite.PrivateKeys
}

// Bytes is the canonical encoding of the value. It must not be changed.
func (v *Value) Bytes() []byte {
	if v.raw == nil {
		switch {
		case v.scalar != nil:
			v.raw = v.scalar.Bytes()
		case v.point != nil:
			v.raw = v.point.Bytes()
		case v.public != nil:
			v.raw = v.public.Bytes()
		case v.secret != nil:
			v.raw = v.secret.Bytes()
		}
	}
	return v.raw
}

// String prints the value's term.
func (v *Value) String() string {
	if v.Term == nil {
		return v.text
	}
	return v.Term.String()
}

// identity is the value of a name.
func identity(name string) *Value {
	return &Value{Sort: model.Identity, Term: model.Atom(name, "", model.Identity), raw: []byte(name)}
}

func timeValue(t Time, term *model.Term) *Value {
	return &Value{Sort: model.Time, Term: term, raw: binary.BigEndian.AppendUint64(nil, uint64(t))}
}

// time is the moment that a value of sort Time stands for.
func (v *Value) time() Time { return Time(binary.BigEndian.Uint64(v.raw)) }

var errIdentity = errors.New("not an identity: want 1 to 255 bytes of UTF-8")

// decode reads bytes as a value of a sort. It refuses bytes that are not the
// canonical encoding of any value of the sort.
func decode(s suite.Suite, sort model.Sort, raw []byte) (*Value, error) {
	v := &Value{Sort: sort, raw: raw}
	var err error
	switch sort {
	case model.Scalar:
		v.scalar, err = s.DecodeScalar(raw)
	case model.Point:
		v.point, err = s.DecodePoint(raw)
	case model.Identity:
		if len(raw) == 0 || len(raw) > 255 || !utf8.Valid(raw) {
			err = errIdentity
		}
	case model.Key:
		if len(raw) != s.Sizes().Hash {
			err = fmt.Errorf("not a key: %d bytes, want %d", len(raw), s.Sizes().Hash)
		}
	case model.PrivateKey:
		v.secret, err = s.DecodePrivateKeys(raw)
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

// A lexicon finds the term of a value by its sort and bytes. A value that was
// computed in the run is entered under its term; bytes that nobody computed are a
// term of their own, with no structure.
type lexicon struct {
	terms   map[model.Sort]map[string]*model.Term
	unknown int
}

func (l *lexicon) lookup(sort model.Sort, raw []byte) *model.Term {
	if t := l.terms[sort][string(raw)]; t != nil {
		return t
	}
	l.unknown++
	t := model.Atom("unknown", strconv.Itoa(l.unknown), sort)
	l.put(sort, raw, t)
	return t
}

// enter names a value, unless its bytes have a name already; two terms for the
// same bytes are equal, as (17) and (22) are, and the first one stays.
func (l *lexicon) enter(v *Value) {
	if t := l.terms[v.Sort][string(v.Bytes())]; t != nil {
		v.Term = t
		return
	}
	l.put(v.Sort, v.Bytes(), v.Term)
}

func (l *lexicon) put(sort model.Sort, raw []byte, t *model.Term) {
	if l.terms == nil {
		l.terms = map[model.Sort]map[string]*model.Term{}
	}
	if l.terms[sort] == nil {
		l.terms[sort] = map[string]*model.Term{}
	}
	// The key shares the value's bytes, which nobody changes: records are long.
	l.terms[sort][unsafe.String(unsafe.SliceData(raw), len(raw))] = t
}

// Int is the integer below the group's order that a scalar stands for.
func (v *Value) Int() *big.Int { return v.scalar.Int() }
