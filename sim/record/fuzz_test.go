package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"emrproof/model/input"
)

// seeds are small, since fuzzing spends its time in proportion to them.
func seeds(f *testing.F) {
	for i, text := range []string{
		leastBundle, leastECG, leastReport, leastPatient,
		string(For(patient, "p")), string(For(Diagnosis, "p")),
		`{"resourceType": "Bundle", "type": "batch", "entry": [{"resource": ` + leastECG + `}]}`,
		`{"resourceType": "Patient", "contained": [{"resourceType": "Device", "id": "d"}], ` +
			`"link": [{"other": {"reference": "#d"}}], "_gender": {"extension": [null]}}`,
		`{"x": "\"\\\/\b\f\n\r\t\ud83d\ude00é", "x": [1, -0.5e+3, true, null, {}]}`,
		nest(200), nest(201), "", "\uFEFF", "\xff", `"\ud800"`, `"\u12`,
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
			data = bytes.TrimPrefix(data, []byte("\uFEFF"))
			if err := json.Unmarshal(data, &o); err != nil || o["resourceType"] != resourceOf[kind] {
				t.Errorf("takes %q as %s: %v", data, kind, err)
			}
			return
		}
		var e *input.Error
		if !errors.As(err, &e) {
			t.Fatalf("%T: want an *input.Error", err)
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
