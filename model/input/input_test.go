package input

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A sample has a field of every kind.
type sample struct {
	Name  string            `toml:"name" json:"name"`
	Size  int64             `toml:"size" json:"size"`
	Seed  uint64            `toml:"seed" json:"seed"`
	Part  float64           `toml:"part" json:"part"`
	Short int8              `toml:"short" json:"short"`
	On    bool              `toml:"on" json:"on"`
	Pair  [2]string         `toml:"pair" json:"pair"`
	List  []part            `toml:"list" json:"list"`
	By    map[string][]byte `toml:"by" json:"by"`
	One   *part             `toml:"one" json:"one"`
	part
	Hidden string `toml:"-" json:"-"`
}

type part struct {
	Wait length `toml:"wait,omitempty" json:"wait,omitempty"`
	Not  string `toml:"-" json:"-"`
}

// A length reads its text itself.
type length int64

func (l *length) UnmarshalText(text []byte) error {
	if !strings.HasSuffix(string(text), "m") {
		return errors.New("length: want metres")
	}
	*l = length(len(text) - 1)
	return nil
}

func TestText(t *testing.T) {
	for _, c := range []struct{ text, want, err string }{
		{"", "", ""},
		{"\uFEFFa\r\nb\r\n", "a\nb\n", ""},
		{"a\rb", "a\rb", ""},
		{"a\n\uFEFF", "a\n\uFEFF", ""},
		{"a\nü\xc3\n", "", "f:2:2: byte 0xc3: want UTF-8"},
		{"\xff\xfea\x00", "", "f:1: is in UTF-16: want UTF-8"},
		{"\xfe\xff\x00a", "", "f:1: is in UTF-16: want UTF-8"},
		{"a\x00b\x00", "", "f:1: is in UTF-16: want UTF-8"},
		{"\x00a\x00b", "", "f:1: is in UTF-16: want UTF-8"},
	} {
		got, err := Text("f", []byte(c.text))
		if string(got) != c.want || message(err) != c.err {
			t.Errorf("%q: got %q, %v, want %q, %s", c.text, got, err, c.want, c.err)
		}
	}
	if _, err := Read("f", strings.NewReader("1234567"), 6); message(err) !=
		"f: is too long: want at most 6 bytes" {
		t.Errorf("got %v", err)
	}
	if text, err := Read("f", strings.NewReader("123456"), 6); string(text) != "123456" {
		t.Errorf("got %q, %v", text, err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTOML(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"name = 'n'\nsize = 0x10\nseed = 1_000\npart = 2\nshort = -128\non = true\n" +
			"pair = ['a', 'b']\nlist = [{wait = '1m'}, {}]\nby.x = [1, 255]\none.wait = 'm'\n" +
			"wait = '12m'", ""},
		{"[[list]]\nwait = 'm'\n[[list]]\n[one]\n[by]\ny = []", ""},
		{"Name = 'n'", `f:1:1: field "Name" is not known: want name`},
		{"\n\"NAME\" = 'n'", `f:2:1: field "NAME" is not known: want name`},
		{"naem = 'n'", `f:1:1: field "naem" is not known: did you mean name?`},
		{"Hidden = 'n'", `f:1:1: field "Hidden" is not known: want one of name, size, seed, part, ` +
			`short, on, pair, list, by, one, wait`},
		{"Not = 'n'", `f:1:1: field "Not" is not known: want one of name, size, seed, part, ` +
			`short, on, pair, list, by, one, wait`},
		{"name = 5", `f:1:8: field "name": 5: want a text in quotes`},
		{"size = 1.0", `f:1:8: field "size": 1.0: want a whole number`},
		{"size = '1'", `f:1:8: field "size": "1": want a whole number`},
		{"short = 128", `f:1:9: field "short": 128: is out of range: want -128 to 127`},
		{"seed = -1", `f:1:8: field "seed": -1: want a whole number, 0 or more`},
		{"on = 1", `f:1:6: field "on": 1: want true or false`},
		{"part = 2020-01-01", `f:1:8: field "part": 2020-01-01: want a number`},
		{"pair = ['a']", `f:1:1: field "pair": a list of 1: want a list of 2`},
		{"pair = ['a', 5]", `f:1:14: field "pair[1]": 5: want a text in quotes`},
		{"list = 5", `f:1:8: field "list": 5: want a list`},
		{"[list]", `f:1:2: field "list": want a header [[list]]`},
		{"[[one]]", `f:1:3: field "one": want [one], once`},
		{"[name]", `f:1:2: field "name": a table: want a text in quotes`},
		{"[[list]]\nwait = 5", `f:2:8: field "list[0].wait": 5: want a duration in quotes, with its ` +
			`unit, such as "5ms"`},
		{"wait = '5'", `f:1:8: field "wait": length: want metres`},
		{"by = {x = [256]}", `f:1:12: field "by.x[0]": 256: is out of range: want 0 to 255`},
		{"size = 1\nsize = 2", "f:2:1: key size is already defined"},
		{"size = ", "f:1:7: expected value, not end of input"},
	} {
		var v sample
		if _, err := TOML("f", []byte(c.text), &v); message(err) != c.want {
			t.Errorf("%q:\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{}`, ""},
		{`{"name": "n", "size": -1, "seed": 18446744073709551615, "part": 1e3, "short": 127, ` +
			`"on": false, "pair": ["a", "b"], "list": [{"wait": "1m"}, {}], "by": {"x": "AP8="}, ` +
			`"one": null, "wait": "m"}`, ""},
		{"", "f:1:1: end of file: want a JSON value"},
		{`[]`, "f:1:1: a list: want an object"},
		{`null`, "f:1:1: null: want an object"},
		{`{"Name": "n"}`, `f:1:2: field "Name" is not known: want name`},
		{"{\"name\": \"n\",\n \"name\": \"m\"}", `f:2:2: key "name" twice: want it once in an object`},
		{`{"name": null}`, "f:1:10: name: null: want a text in quotes"},
		{`{"seed": 18446744073709551616}`, "f:1:10: seed: 18446744073709551616: is out of range: " +
			"want 0 to 18446744073709551615"},
		{`{"size": 1.0}`, "f:1:10: size: 1.0: want a whole number"},
		{`{"pair": ["a"]}`, "f:1:10: pair: a list of 1: want a list of 2"},
		{`{"list": [{}, {"wait": 5}]}`, `f:1:24: list[1].wait: 5: want a duration in quotes, with its ` +
			`unit, such as "5ms"`},
		{`{"by": {"x": "?"}}`, `f:1:14: by.x: "?": want base64`},
		{`{} {}`, `f:1:4: '{' after the value: want one JSON value`},
	} {
		var v sample
		if _, err := readJSON("f", []byte(c.text), &v); message(err) != c.want {
			t.Errorf("%q:\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}

// A key is found again in a short object and in a long one, first or last.
func TestKeysTwice(t *testing.T) {
	for _, n := range []int{1, 2, 31, 32, 33, 34, 100} {
		for _, again := range []int{0, n / 2, n - 1} {
			text := "{"
			for i := range n {
				text += fmt.Sprintf("\"k%d\": 1, ", i)
			}
			for _, end := range []string{`"new": 1}`, fmt.Sprintf("\"k%d\": 1}", again)} {
				_, _, err := Parse("f", []byte(text+end))
				if twice := strings.Contains(message(err), "twice"); twice == (end == `"new": 1}`) {
					t.Errorf("%d keys, then %s: %v", n, end, err)
				}
			}
		}
	}
}

// An error of whoever knows what a value means gets its place.
func TestPlaces(t *testing.T) {
	var v sample
	f, err := TOML("f", []byte("size = 1\n[[list]]\n[[list]]\nwait = 'm'\n"), &v)
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{
		"size": "f:1:1: no", "list[1]": "f:3:3: no", "list[1].wait": "f:4:1: no",
		"list[0].wait": "f:2:3: no", "name": "f: no", "": "f: no",
	} {
		if got := message(f.Place("", Wrong(field, "no"))); got != want {
			t.Errorf("%s: got %s, want %s", field, got, want)
		}
	}
	if f.Place("", nil) != nil || !f.Has("list[1]") || f.Has("list[2]") || f.Line("size") != 1 {
		t.Error("no error has a place, a field is not there, or one has another line")
	}
}

func FuzzText(f *testing.F) {
	for _, text := range []string{"\uFEFFa\r\nb", "a\n\n\r\n", "\xff\xfea\x00", "ü\xc3\n", "\r", ""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Text("f", append([]byte(nil), data...))
		lines, byLine := "", error(nil)
		for in := NewLines("f", strings.NewReader(string(data))); byLine == nil; {
			var line []byte
			if line, byLine = in.Next(); byLine == nil {
				lines += string(line)
			}
		}
		if (err == nil) != (byLine == io.EOF) {
			t.Fatalf("%q: whole: %v, by line: %v", data, err, byLine)
		}
		if err == nil && strings.TrimSuffix(lines, "\n") != strings.TrimSuffix(string(text), "\n") {
			t.Errorf("%q: whole %q, by line %q", data, text, lines)
		}
	})
}

// FuzzTOML: no panic, every refusal says where, and every key has its own letters.
func FuzzTOML(f *testing.F) {
	for _, text := range []string{"name = 'n'\nsize = 0x10\npart = 2", "[[list]]\nwait = 'm'",
		"list = [{wait = '1m'}, {}]\nby.x = [1, 255]", "one.wait = 'm'", "Name = 'n'", "[one]\n[by]",
		"pair = ['a', 'b']", "[list]", "size = 1\nsize = 2", "part = nan", "'' = 1", "a.b.c = 1"} {
		f.Add([]byte(text))
	}
	known := shapeOf(reflect.TypeFor[sample](), "toml").known()
	f.Fuzz(func(t *testing.T, data []byte) {
		var v sample
		fields, err := TOML("f", data, &v)
		if err != nil {
			checkRefusal(t, err)
			return
		}
		for field := range fields.places() {
			key, _, _ := strings.Cut(field, ".")
			key, _, _ = strings.Cut(key, "[")
			if !slices.Contains(known, key) {
				t.Errorf("takes the key %q", field)
			}
		}
	})
}

// FuzzJSON: no panic, every refusal says where.
func FuzzJSON(f *testing.F) {
	for _, text := range append(jsonTexts, `{"name": "n", "size": -1, "part": 1e3}`,
		`{"pair": ["a", "b"], "list": [{"wait": "1m"}, {}]}`, `{"by": {"x": "AP8="}, "one": null}`,
		`{"Name": "n"}`, `{"seed": 1e9}`, `{"by": {"x": null}}`, `{"part": 1e999}`) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v sample
		if _, err := readJSON("f", data, &v); err != nil {
			checkRefusal(t, err)
		}
	})
}

func checkRefusal(t *testing.T, err error) {
	var e *Error
	if !errors.As(err, &e) || e.File != "f" || e.Reason == "" || strings.Contains(err.Error(), "\n") {
		t.Errorf("%T: %v", err, err)
	}
}

// FuzzVisible: nothing that a terminal obeys is left.
func FuzzVisible(f *testing.F) {
	f.Add("\x1b[2J \u009b31m \u202e \xff ΔT\n\t")
	f.Fuzz(func(t *testing.T, text string) {
		got := Visible(text)
		if strings.ContainsAny(got, "\x1b\r\b\a\x7f\u009b\u202e\u2066") || Visible(got) != got {
			t.Errorf("%q: got %q", text, got)
		}
	})
}

// readJSON reads a whole text as a line of a file of lines is read.
func readJSON(name string, data []byte, v any) (*Fields, error) {
	data, err := Text(name, data)
	if err != nil {
		return nil, err
	}
	return strict(&Source{name, 1, data, "file"}, v)
}
