package input

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func nested(depth int) string {
	return strings.Repeat("[", depth) + strings.Repeat("]", depth)
}

// jsonTexts are small, since fuzzing spends its time in proportion to them.
var jsonTexts = []string{
	`{"resourceType": "Patient", "contained": [{"id": "d"}], "_x": {"extension": [null]}}`,
	`{"x": "\"\\\/\b\f\n\r\t\ud83d\ude00é", "y": [1, -0.5e+3, true, null, {}]}`,
	`{"x": 1, "x": 2}`, nested(depthMax), nested(depthMax + 1), "", "\uFEFF", "\uFEFF{}", "{}\r\n",
	"\xff", `"\ud800"`, `"\u12`, `0`, `{"X": 0, "x": 0}`, "{\x00}\x00",
}

// FuzzParseJSON compares the parser with encoding/json, which is the second, plain version: it
// alone takes a key twice, half a surrogate pair, broken UTF-8 and deeper nesting.
func FuzzParseJSON(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, _, err := Parse("in", data)
		if plain, bad := Text("in", data); bad == nil {
			data = plain // encoding/json takes no byte-order mark
		}
		if err == nil && !json.Valid(data) {
			t.Fatalf("takes %q, which is no JSON", data)
		}
		if err != nil {
			for _, reason := range []string{"twice", "surrogate", "UTF-8", "UTF-16", "levels deep"} {
				if strings.Contains(err.Error(), reason) {
					return
				}
			}
			if json.Valid(data) {
				t.Fatalf("refuses %q: %v", data, err)
			}
			return
		}
		var want any
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if got, want := marshal(t, decoded(root)), marshal(t, want); got != want {
			t.Errorf("%q: got %s, want %s", data, got, want)
		}
	})
}

// decoded returns the value as encoding/json would decode it.
func decoded(n *Value) any {
	switch n.Is {
	case object:
		o := map[string]any{}
		for _, m := range n.Members {
			o[m.Key] = decoded(m.Value)
		}
		return o
	case array:
		l := []any{}
		for _, item := range n.Items {
			l = append(l, decoded(item))
		}
		return l
	case literal:
		return n.Text
	case numeral:
		return json.Number(n.Text)
	case boolean:
		return n.Text == "true"
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
