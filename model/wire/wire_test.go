package wire

import (
	"bytes"
	"strings"
	"testing"
)

func TestEncodeDecode(t *testing.T) {
	for _, fields := range [][][]byte{
		{},
		{{}},
		{{}, {}},
		{[]byte("alice"), []byte("secret")},
		{[]byte("alic"), []byte("esecret")},
		{bytes.Repeat([]byte{0}, 70000), {1}},
	} {
		data := Encode(fields...)
		got, err := Decode(data, len(fields))
		if err != nil {
			t.Fatalf("%d fields: %v", len(fields), err)
		}
		for i := range fields {
			if !bytes.Equal(got[i], fields[i]) {
				t.Errorf("field %d: got %x, want %x", i, got[i], fields[i])
			}
		}
	}
}

// The counter-example of E17: moving a byte between neighbours changes the
// canonical encoding, and not the plain concatenation.
func TestNeighboursAreKeptApart(t *testing.T) {
	one := [][]byte{[]byte("alice"), []byte("secret")}
	two := [][]byte{[]byte("alic"), []byte("esecret")}
	if bytes.Equal(Encode(one...), Encode(two...)) {
		t.Error("canonical encoding: two tuples, one string")
	}
	if !bytes.Equal(bytes.Join(one, nil), bytes.Join(two, nil)) {
		t.Error("plain concatenation: want one string for both tuples")
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, data string
		n          int
		want       string
	}{
		{"nothing", "", 1, "wire: 0 fields, want 1"},
		{"half a length", "\x00\x00", 1, "wire: field 1: 2 bytes, too few for a length"},
		{"a field that ends early", "\x00\x00\x00\x05abc", 1,
			"wire: field 1: length 5, but 3 bytes are left"},
		{"a huge length", "\xff\xff\xff\xffabc", 1,
			"wire: field 1: length 4294967295, but 3 bytes are left"},
		{"one too many", "\x00\x00\x00\x00\x00\x00\x00\x00", 1, "wire: more than 1 fields, want 1"},
		{"one too few", "\x00\x00\x00\x01a", 2, "wire: 1 fields, want 2"},
		{"bytes left over", "\x00\x00\x00\x01ab", 1, "wire: field 2: 1 bytes, too few for a length"},
	} {
		if _, err := Decode([]byte(c.data), c.n); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

// What decodes encodes to the same bytes, and to those alone.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01a\x00\x00\x00\x00"), 2)
	f.Add([]byte("\x00\x00\x00\x00"), 1)
	f.Add([]byte(strings.Repeat("\x00", 12)), 3)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		fields, err := Decode(data, n)
		if err != nil {
			return
		}
		if got := Encode(fields...); !bytes.Equal(got, data) {
			t.Errorf("got %x back, want %x", got, data)
		}
	})
}
