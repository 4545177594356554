package bench

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/record"
)

// The messages read off a description are those of a run, in its order, between the
// same parties.
func TestDeclaredMessagesAreThoseOfARun(t *testing.T) {
	for _, p := range profilesWithCosts(t) {
		declared, err := Declared(p, DefaultLengths())
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range suite.Names() {
			c := standard(t, p.Name)
			c.Suite = name
			sent, err := Sent(c)
			if err != nil {
				t.Fatal(err)
			}
			if len(sent.Messages) != len(declared) || len(declared) == 0 {
				t.Fatalf("%s: %d messages sent, %d declared", p.Name, len(sent.Messages), len(declared))
			}
			for i, m := range sent.Messages {
				d := declared[i]
				d.Bits, m.Bits, d.Records, m.Records = 0, 0, 0, 0
				if m != d {
					t.Errorf("%s: message %d: sent %+v, declared %+v", p.Name, i+1, m, d)
				}
			}
		}
	}
}

// The bits on the wire are the bytes that the run's result counts.
func TestSentAreTheBytesOfTheRun(t *testing.T) {
	c := standard(t, "published")
	sent, err := Sent(c)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, phase := range r.Phases {
		var bits int64
		for _, m := range sent.Messages {
			if m.Phase == phase.Name {
				bits += m.Bits
			}
		}
		if want := 8 * phase.Bytes; bits != want && bits > 0 {
			t.Errorf("%s: %d bits, want %d", phase.Name, bits, want)
		}
	}
}

// Reference: Eq. 12, 13 and the first line of Fig. 4: C_P1 is E_PUK of an identity, B_P,
// two points and a time; with it go a signature and a time.
func TestDeclaredByHand(t *testing.T) {
	all, err := Declared(model.Published(), DefaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := all[0].Bits, int64(384+128+256+2*256+64+512+64); got != want {
		t.Errorf("%s: %d bits, want %d", all[0].Name, got, want)
	}
	// Eq. 47 and Fig. 5: C_HPC2 is E_SEK2 of M_EMR and a time.
	last := all[8]
	if got, want := last.Bits-last.Records, int64(224+64+64); last.Name != "search 6" || got != want {
		t.Errorf("%s: %d bits beside the record, want %d", last.Name, got, want)
	}
	if last.Records != 470864 {
		t.Errorf("%d bits of records, want those of M_EMR", last.Records)
	}
}

// The lengths of records are those of the records that come with the harness.
func TestDefaultLengthsOfRecords(t *testing.T) {
	for field, kind := range map[string]record.Kind{"M_EMR": record.EMR, "M_SD": record.Signal,
		"M_DINF": record.Diagnosis} {
		want := int64(8 * len(record.For(kind, "alice")))
		if got, ok := DefaultLengths().find(Length{Field: field}); !ok || got != want {
			t.Errorf("%s: %d bits, want %d", field, got, want)
		}
	}
}

// What the default lengths say of the default suite is what the suite has.
func TestDefaultLengthsOfTheSuite(t *testing.T) {
	s, err := suite.New(suite.Names()[0])
	if err != nil {
		t.Fatal(err)
	}
	size := s.Sizes()
	for _, c := range []struct {
		of    Length
		bytes int
	}{
		{Length{Sort: "scalar"}, size.Scalar}, {Length{Sort: "point"}, size.Point},
		{Length{Sort: "key"}, size.Hash}, {Length{Sort: "signature"}, size.Signature},
		{Length{Sort: "public key"}, size.PublicKeys}, {Length{Sort: "time"}, 8},
		{Length{Overhead: EPUK}, size.SealOverhead}, {Length{Overhead: ESEK}, size.EncryptOverhead},
	} {
		if got, ok := DefaultLengths().find(c.of); !ok || got != int64(8*c.bytes) {
			t.Errorf("%s: %d bits, want %d", c.of.What(), got, 8*c.bytes)
		}
	}
}

func TestLengthsAreRefused(t *testing.T) {
	const head = "name = \"n\"\n"
	for _, c := range []struct{ name, text, want string }{
		{"no TOML", "name = ", "l.toml:1:"},
		{"an unknown field", head + "[[length]]\nsort = \"point\"\nbytes = 3\n",
			`l.toml:4:1: field "length.bytes" is not known`},
		{"a word for a number", head + "[[length]]\nsort = \"point\"\nbits = \"3\"\n", "l.toml:4:"},
		{"no name", "", `l.toml: field "name": want what these lengths are called`},
		{"not under headers", head + "length = [{sort = 'point', bits = 3, source = 's'}]\n",
			`l.toml: field "length": want each under a header [[length]]`},
		{"of nothing", head + "\n[[length]]\nbits = 3\nsource = \"s\"\n",
			"l.toml:3: length: want one of the fields sort, field, overhead and whole"},
		{"of two things", head + "[[length]]\nsort = \"point\"\nfield = \"R_P1\"\n",
			"l.toml:2: length: want one of"},
		{"a sort that is none", head + "[[length]]\nsort = \"pont\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: field "sort" "pont": want one of identity, scalar, point`},
		{"a ciphertext that is none", head + "[[length]]\nwhole = \"E\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: ciphertext "E": want E_PUK or E_SEK`},
		{"no bits", head + "[[length]]\nsort = \"point\"\nsource = \"s\"\n",
			`l.toml:2: field "bits" 0: want 1 to 8000000000000`},
		{"no source", head + "[[length]]\nsort = \"point\"\nbits = 3\n",
			`l.toml:2: field "source": want where the length comes from`},
		{"twice", head + strings.Repeat("[[length]]\nsort = \"point\"\nbits = 3\nsource = \"s\"\n", 2),
			"l.toml:6: point: its length stands in line 2 already"},
	} {
		if _, err := parseLengths("l.toml", []byte(c.text)); err == nil ||
			!strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	l, err := parseLengths("l.toml", []byte(head))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Declared(model.Published(), l)
	if want := "published: visit 1: "; err == nil || !strings.HasPrefix(err.Error(), want) ||
		!strings.Contains(err.Error(), "has no length") {
		t.Errorf("no lengths: error %v, want %q and what has none", err, want)
	}
}

// A ciphertext of one block has its length whatever is in it.
func TestWholeLengths(t *testing.T) {
	l, err := parseLengths("l.toml", []byte(`name = "RSA"
[[length]]
whole = "E_PUK"
bits = 1024
source = "one block"
[[length]]
sort = "signature"
bits = 1024
source = "one block"
[[length]]
whole = "E_SEK"
bits = 256
source = "two blocks"
[[length]]
sort = "time"
bits = 32
source = "s"
[[length]]
sort = "data"
bits = 1
source = "s"
`))
	if err != nil {
		t.Fatal(err)
	}
	all, err := Declared(model.Published(), l)
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, m := range all {
		sum += m.Bits
	}
	// Six of E_PUK and six signatures, four of E_SEK, ten times.
	if want := int64(6*1024 + 6*1024 + 4*256 + 10*32); sum != want {
		t.Errorf("%d bits, want %d", sum, want)
	}
}

func FuzzLengths(f *testing.F) {
	f.Add(defaultLengths)
	f.Add([]byte("name = 'n'\n[[length]]\nsort = 'point'\nbits = 3\nsource = 's'"))
	f.Add([]byte("name = 'n'\nlength = [{sort = 'point', bits = 3, source = 's'}, {}]"))
	p := model.Published()
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := parseLengths("f", data)
		if err != nil {
			return
		}
		if _, err := Declared(p, l); err == nil && len(l.All) == 0 {
			t.Error("messages without lengths")
		}
	})
}

// On a link without jitter a visit takes its messages' times, and the computing's.
func TestTravel(t *testing.T) {
	c := standard(t, "published")
	link := sim.Link{BitsPerSecond: 1e6, Delay: 3e6}
	sent, err := Sent(c)
	if err != nil {
		t.Fatal(err)
	}
	var want float64 // milliseconds: a bit takes a microsecond
	for _, m := range sent.Messages {
		want += 3 + float64(m.Bits)/1e3
	}
	steps := 0
	still, err := Travel(c, link, 3, func() { steps++ })
	if err != nil {
		t.Fatal(err)
	}
	c.Computation.Sign = 1e6 // six signatures
	busy, err := Travel(c, link, 3, func() {})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if d := still.Total[i] - want; d > 1e-6 || d < -1e-6 {
			t.Errorf("run %d: %v ms, want %v", i, still.Total[i], want)
		}
		if d := busy.Total[i] - want - 6; d > 1e-6 || d < -1e-6 {
			t.Errorf("run %d: %v ms with signatures, want %v", i, busy.Total[i], want+6)
		}
	}
	if steps != 3 {
		t.Errorf("%d steps, want 3", steps)
	}
}

// Every link says where its figures come from, and can be run.
func TestLinks(t *testing.T) {
	for _, l := range Links() {
		c := standard(t, "published")
		c.Link = l
		if err := c.Check(); err != nil || l.Source == "" {
			t.Errorf("%s: %v, source %q", l.Name, err, l.Source)
		}
	}
}
