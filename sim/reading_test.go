package sim

import (
	"strings"
	"testing"

	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// What the literal readings change when a message is tampered with: the twin of each
// case under the published reading stands in refusal_test.go or testdata/checks.txt.

// under is the default world under options.
func under(t *testing.T, options ...string) Config {
	t.Helper()
	c := standard(t, "published", DefaultSize)
	c.Options = options
	return c
}

// flipMiddle flips a bit of a ciphertext without a tag that decrypts to a bit of the
// first field, which is the record.
func flipMiddle(b []byte) []byte {
	b[len(b)/2] ^= 1
	return b
}

// E20: in counter mode a bit can be flipped in M_SD, M_EMR and M_DINF, and nobody
// notices; in C_D4 every field is compared.
func TestFlippedBitsInCounterMode(t *testing.T) {
	for _, name := range []string{"visit 3", "search 6", "diagnosis 1"} {
		for _, options := range [][]string{nil, {"E20"}} {
			r := mustRun(t, under(t, options...), changing(name, 0, flipMiddle), nil)
			if got, want := r.Sessions.Completed == 1, options != nil; got != want {
				t.Errorf("%s, options %v: completed %t, want %t", name, options, got, want)
			}
		}
	}
	_, got := refusals(t, under(t, "E20"), changing("search 5", 0, flipMiddle))
	if len(got) != 1 || !strings.HasPrefix(got[0], "hospital-a.3: search: open (46): ") {
		t.Errorf("refused: %q", got)
	}
	cut := func(b []byte) []byte { return b[:3] }
	checkOne(t, under(t, "E20"), changing("visit 3", 0, cut),
		"bob.3: visit: open (24): does not open: suite: ciphertext does not open")
}

// E13: a message whose clear time stamp is replaced passes.
func TestClearTimeStampReplaced(t *testing.T) {
	later := func([]byte) []byte { return timeValue(trace.Epoch.Add(hour), nil).Bytes() }
	a := changing("visit 1", 2, later)
	checkOne(t, under(t), a, "bob.3: visit: open (14): T_P1 is not the one that bob holds")
	wantComplete(t, mustRun(t, under(t, "E13"), a, nil), 1)
}

// E12: a signature with message recovery brings its text along, and what the
// receiver holds is compared with it.
func TestSignatureWithRecovery(t *testing.T) {
	text := func(change func(fields [][]byte) [][]byte) func(b []byte) []byte {
		return func(b []byte) []byte {
			parts, err := wire.Decode(b, 2)
			if err != nil {
				t.Fatal(err)
			}
			fields, err := wire.Decode(parts[1], 6)
			if err != nil {
				t.Fatal(err)
			}
			return wire.Encode(parts[0], wire.Encode(change(fields)...))
		}
	}
	for _, c := range []struct {
		name   string
		change func(b []byte) []byte
		want   string
	}{
		{"as it is", text(func(f [][]byte) [][]byte { return f }), ""},
		{"another signature", func(b []byte) []byte {
			b[4] ^= 1 // the length of the signature comes first
			return b
		}, "Sig_P1 is not PUK_alice's signature on this text"},
		{"no text", func(b []byte) []byte { return b[:4+64] },
			"Sig_P1: not a signature with message recovery: wire: 1 fields, want 2"},
		{"a field too few", text(func(f [][]byte) [][]byte { return f[1:] }),
			"Sig_P1: not this text: wire: 5 fields, want 6"},
		{"another patient", text(func(f [][]byte) [][]byte { f[1] = []byte("carol"); return f }),
			"ID_P is not the one that bob holds"},
		{"another PK", text(func(f [][]byte) [][]byte { f[4] = f[0]; return f }),
			"PK is not the one that bob holds"},
		{"no patient", text(func(f [][]byte) [][]byte { f[1] = nil; return f }),
			"ID_P: not an identity: want 1 to 255 bytes of UTF-8"},
	} {
		want := c.want
		if want != "" {
			want = "bob.3: visit: verify (15): " + want
		}
		checkOne(t, under(t, "E12"), changing("visit 1", 1, c.change), want)
	}
}
