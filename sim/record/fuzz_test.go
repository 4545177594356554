package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds are small, since fuzzing spends its time in proportion to them.
func seeds(f *testing.F) {
	for i, text := range []string{
		leastBundle, leastECG, leastReport, leastPatient,
		string(For(Patient, "p")), string(For(Diagnosis, "p")),
		`{"resourceType": "Bundle", "type": "batch", "entry": [{"resource": ` + leastECG + `}]}`,
		`{"resourceType": "Patient", "contained": [{"resourceType": "Device", "id": "d"}], ` +
			`"link": [{"other": {"reference": "#d"}}], "_gender": {"extension": [null]}}`,
		`{"x": "\"\\\/\b\f\n\r\t\ud83d\ude00é", "x": [1, -0.5e+3, true, null, {}]}`,
		nest(depthMax), nest(depthMax + 1), "", "\uFEFF", "\xff", `"\ud800"`, `"\u12`,
	} {
		f.Add(uint8(i), []byte(text))
	}
}

// FuzzCheck: no panic, every refusal has a place in the file, and what is accepted is JSON.
func FuzzCheck(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, k uint8, data []byte) {
		kind := kinds[int(k)%len(kinds)]
		err := Check(kind, "in", data)
		if err == nil {
			var o object
			if err := json.Unmarshal(data, &o); err != nil || o["resourceType"] != resourceOf[kind] {
				t.Errorf("takes %q as %s: %v", data, kind, err)
			}
			return
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("%T: want an *Error", err)
		}
		lines := strings.Split(string(data), "\n")
		if e.Line < 1 || e.Line > len(lines) || e.Column < 1 ||
			e.Column > 1+utf8.RuneCountInString(lines[e.Line-1]) {
			t.Errorf("%v: outside the file", err)
		}
		if e.Reason == "" || !utf8.ValidString(err.Error()) {
			t.Errorf("error %q", err)
		}
	})
}

// FuzzParse compares the parser with encoding/json, which is the second, plain version: it alone
// takes a key twice, half a surrogate pair, broken UTF-8 and deeper nesting.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, _ uint8, data []byte) {
		root, err := (&file{"in", data}).parse()
		if err == nil && !json.Valid(data) {
			t.Fatalf("takes %q, which is no JSON", data)
		}
		if err != nil {
			for _, reason := range []string{"twice", "surrogate", "UTF-8", "levels deep"} {
				if strings.Contains(err.Error(), reason) {
					return
				}
			}
			if json.Valid(data) {
				t.Fatalf("refuses %q: %v", data, err)
			}
			return
		}
		var decoded any
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&decoded); err != nil {
			t.Fatal(err)
		}
		if got, want := marshal(t, plain(root)), marshal(t, decoded); got != want {
			t.Errorf("%q: got %s, want %s", data, got, want)
		}
	})
}

// plain returns the value as encoding/json would decode it.
func plain(n *node) any {
	switch n.is {
	case jsonObject:
		o := object{}
		for _, m := range n.members {
			o[m.key] = plain(m.value)
		}
		return o
	case jsonList:
		l := []any{}
		for _, item := range n.items {
			l = append(l, plain(item))
		}
		return l
	case jsonString:
		return n.text
	case jsonNumber:
		return json.Number(n.text)
	case jsonBoolean:
		return n.text == "true"
	}
	return nil
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
