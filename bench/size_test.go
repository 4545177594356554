package bench

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/record"
)

// The messages read off a description are those of a run, in its order, between the
// same parties.
func TestDeclaredMessagesAreThoseOfARun(t *testing.T) {
	for _, p := range profilesWithCosts(t) {
		declared, err := messagesOf(p, defaultLengths())
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range suite.Names() {
			c := standard(t, p.Name)
			c.Suite = name
			sent, err := messagesSent(c)
			if err != nil {
				t.Fatal(err)
			}
			if len(sent.messages) != len(declared) || len(declared) == 0 {
				t.Fatalf("%s: %d messages sent, %d declared", p.Name, len(sent.messages), len(declared))
			}
			for i, m := range sent.messages {
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
	sent, err := messagesSent(c)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, phase := range r.Phases {
		var bits int64
		for _, m := range sent.messages {
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
	all, err := messagesOf(library.Must("published"), defaultLengths())
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
		if got := defaultLengths().find(length{Field: field}); got == nil || got.Bits != want {
			t.Errorf("%s: %+v, want %d bits", field, got, want)
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
		of    length
		bytes int
	}{
		{length{Sort: "scalar"}, size.Scalar}, {length{Sort: "point"}, size.Point},
		{length{Sort: "key"}, size.Hash}, {length{Sort: "signature"}, size.Signature},
		{length{Sort: "public key"}, size.PublicKeys}, {length{Sort: "time"}, 8},
		{length{Overhead: ePUK}, size.SealOverhead}, {length{Overhead: eSEK}, size.EncryptOverhead},
	} {
		if got := defaultLengths().find(c.of); got == nil || got.Bits != int64(8*c.bytes) {
			t.Errorf("%s: %+v, want %d bits", c.of.What(), got, 8*c.bytes)
		}
	}
}

func TestLengthsAreRefused(t *testing.T) {
	const head = "name = \"n\"\n"
	for _, c := range []struct{ name, text, want string }{
		{"no TOML", "name = ", "l.toml:1:"},
		{"an unknown field", head + "[[length]]\nsort = \"point\"\nbytes = 3\n",
			`l.toml:4:1: field "length[0].bytes" is not known: did you mean bits?`},
		{"a word for a number", head + "[[length]]\nsort = \"point\"\nbits = \"3\"\n",
			`l.toml:4:8: field "length[0].bits": "3": want a whole number`},
		{"no name", "", `l.toml: field "name": want what these lengths are called`},
		{"no lengths", head, `l.toml: field "length": want each under a header [[length]]`},
		{"of nothing", head + "\n[[length]]\nbits = 3\nsource = \"s\"\n",
			"l.toml:3: length: want one of the fields sort, field, overhead and whole"},
		{"of two things", head + "[[length]]\nsort = \"point\"\nfield = \"R_P1\"\n",
			"l.toml:2: length: want one of"},
		{"a sort that is none", head + "[[length]]\nsort = \"pont\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: field "sort" "pont": want one of identity, scalar, point`},
		{"a ciphertext that is none", head + "[[length]]\nwhole = \"E\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: ciphertext "E": want E_PUK or E_SEK`},
		{"no bits", head + "[[length]]\nsort = \"point\"\nsource = \"s\"\n",
			`l.toml:2: field "bits": want how many, 1 to 8000000000000`},
		{"fewer than none", head + "[[length]]\nsort = \"point\"\nbits = -1\nsource = \"s\"\n",
			`l.toml:2: field "bits" -1: want 1 to 8000000000000`},
		{"too many", head + "[[length]]\nsort = \"point\"\nbits = 8000000000001\nsource = \"s\"\n",
			`l.toml:2: field "bits" 8000000000001: want 1 to 8000000000000`},
		{"a unit", head + "[[length]]\nsort = \"point\"\nbits = \"32 B\"\nsource = \"s\"\n",
			`l.toml:4:8: field "length[0].bits": "32 B": want a whole number`},
		{"half a bit", head + "[[length]]\nsort = \"point\"\nbits = 3.5\nsource = \"s\"\n",
			`l.toml:4:8: field "length[0].bits": 3.5: want a whole number`},
		{"a number for words", head + "[[length]]\nsort = 5\nbits = 3\nsource = \"s\"\n",
			`l.toml:3:8: field "length[0].sort": 5: want a text in quotes`},
		{"a field of no message", head + "[[length]]\nfield = \"B_Q\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: field "field" "B_Q": no message has it: did you mean "B_P"?`},
		{"a field in another case", head + "[[length]]\nfield = \"m_emr\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: field "field" "m_emr": no message has it: did you mean "M_EMR"?`},
		{"a field far from any", head + "[[length]]\nfield = \"salary\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: field "field" "salary": no message has it: want one of `},
		// It is computed, and no message has it.
		{"a secret for a field", head + "[[length]]\nfield = \"S_P\"\nbits = 3\nsource = \"s\"\n",
			`l.toml:2: field "field" "S_P": no message has it: `},
		{"no source", head + "[[length]]\nsort = \"point\"\nbits = 3\n",
			`l.toml:2: field "source": want where the length comes from`},
		{"twice", head + strings.Repeat("[[length]]\nsort = \"point\"\nbits = 3\nsource = \"s\"\n", 2),
			"l.toml:6: point: its length stands in line 2 already"},
	} {
		if _, err := ParseLengths("l.toml", []byte(c.text), nil); err == nil ||
			!strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	l, err := ParseLengths("l.toml", []byte(head+
		"length = [{sort = 'key', bits = 3, source = 's'}]"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = messagesOf(library.Must("published"), l)
	if want := "published: visit 1: "; err == nil || !strings.HasPrefix(err.Error(), want) ||
		!strings.Contains(err.Error(), "has no length") {
		t.Errorf("no lengths: error %v, want %q and what has none", err, want)
	}
}

// lengthsLike are the default lengths, but for those of what is given, which come first.
func lengthsLike(given ...length) *Lengths {
	l := &Lengths{Name: "n", file: "l.toml"}
	taken := func(one length) bool {
		return slices.ContainsFunc(given, func(g length) bool {
			return g.key() == one.key() || g.Whole != "" && g.Whole == one.Overhead
		})
	}
	l.All = append(l.All, given...)
	for _, one := range defaultLengths().All {
		if !taken(one) {
			l.All = append(l.All, one)
		}
	}
	return l
}

func sumOf(t *testing.T, p *model.Protocol, l *Lengths) int64 {
	t.Helper()
	all, err := messagesOf(p, l)
	if err != nil {
		t.Fatal(err)
	}
	return TrafficOf(all, Whole).Bits
}

// A ciphertext of one block has its length whatever is in it.
func TestWholeLengths(t *testing.T) {
	p := library.Must("published")
	// Six of E_PUK, and the others as before: what was in them does not count.
	one, two := sumOf(t, p, lengthsLike(length{Whole: ePUK, Bits: 2048})),
		sumOf(t, p, lengthsLike(length{Whole: ePUK, Bits: 4096}))
	if two-one != 6*2048 {
		t.Errorf("six blocks of 2048 bits more are %d bits more", two-one)
	}
	small := sumOf(t, p, lengthsLike(length{Whole: ePUK, Bits: 2048}, length{Field: "B_P", Bits: 8}))
	if small != one {
		t.Errorf("with a shorter B_P %d bits, want %d as before", small, one)
	}
}

// A block is not shorter than its text. The text of the published session 1 is an identity,
// B_P, two points and a time.
func TestWholeIsNotShorterThanItsText(t *testing.T) {
	const text = 128 + 256 + 2*256 + 64
	if err := lengthsLike(length{Whole: ePUK, Bits: 8192}).fit(Profiles()); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		length length
		want   string
	}{
		{length{Whole: ePUK, Bits: text - 1, line: 7}, "l.toml:7: published: visit 1: field \"bits\" " +
			"959: E_PUK is shorter than what is in it: "},
		{length{Whole: eSEK, Bits: 470864, line: 9}, "l.toml:9: published: search 6: field \"bits\" " +
			"470864: E_SEK is shorter than what is in it: "},
	} {
		if err := lengthsLike(c.length).fit(Profiles()[:1]); err == nil ||
			!strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	if _, err := lengthsLike(length{Whole: ePUK, Bits: text}).bits(visitOne(t), nil); err != nil {
		t.Errorf("one that holds its text and no more: %v", err)
	}
}

// visitOne is C_P1 of the published description.
func visitOne(t *testing.T) *model.Term {
	t.Helper()
	made, _ := definitions(library.Must("published"))
	if made["C_P1"] == nil {
		t.Fatal("there is no C_P1")
	}
	return made["C_P1"]
}

// Reference: E12. A signature with recovery carries the text that it signs, which is so
// on the wire, too.
func TestSignaturesWithRecovery(t *testing.T) {
	plain, err := messagesOf(library.Must("published"), defaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	p, err := library.Profile("published", "E12")
	if err != nil {
		t.Fatal(err)
	}
	recovery, err := messagesOf(p, defaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	config := standard(t, "published")
	config.Options = []string{"E12"}
	with, err := messagesSent(config)
	if err != nil {
		t.Fatal(err)
	}
	without, err := messagesSent(standard(t, "published"))
	if err != nil {
		t.Fatal(err)
	}
	longer := 0
	for i := range plain {
		declared, sent := recovery[i].Bits-plain[i].Bits, with.messages[i].Bits-without.messages[i].Bits
		// The wire has tags and lengths besides, and shorter names: some bytes a field.
		if d := declared - sent; (declared > 0) != (sent > 0) || d > 1000 || d < -1000 {
			t.Errorf("%s: %d bits more declared, %d on the wire", plain[i].Name, declared, sent)
		}
		if declared > 0 {
			longer++
		}
	}
	if longer == 0 {
		t.Error("no message is longer with E12")
	}
}

func FuzzLengths(f *testing.F) {
	f.Add(lengthsFile)
	f.Add([]byte("name = 'n'\n[[length]]\nsort = 'point'\nbits = 3\nsource = 's'"))
	f.Add([]byte("name = 'n'\nlength = [{sort = 'point', bits = 3, source = 's'}, {}]"))
	p := library.Must("published")
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ParseLengths("f", data, nil)
		if err != nil {
			return
		}
		if _, err := messagesOf(p, l); err == nil && len(l.All) < 3 {
			t.Error("messages without lengths")
		}
		if err := l.fit(Profiles()); err != nil && !strings.HasPrefix(err.Error(), "f:") {
			t.Errorf("it does not say in which file: %v", err)
		}
	})
}

func standard(t *testing.T, profile string) sim.Config {
	t.Helper()
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
