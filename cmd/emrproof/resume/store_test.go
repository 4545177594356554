package resume

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func storeOf(t *testing.T, dir, stamp string, resume bool) (*store, *bytes.Buffer) {
	t.Helper()
	var said bytes.Buffer
	s, _, err := Open(dir, resume, stamp, &said)
	if err != nil {
		t.Fatal(err)
	}
	return s.(*store), &said
}

// What is saved is loaded again by the same build, and by no other.
func TestStore(t *testing.T) {
	dir := t.TempDir()
	s, _ := storeOf(t, dir, "build 1", false)
	if err := s.Save("a piece", []int{1, 2}); err != nil {
		t.Fatal(err)
	}
	var got []int
	if there, err := s.Load("a piece", &got); there || err != nil {
		t.Errorf("without --resume it is there: %v", err)
	}
	same, said := storeOf(t, dir, "build 1", true)
	if there, err := same.Load("a piece", &got); !there || err != nil || len(got) != 2 {
		t.Errorf("got %v, %v, %v; want it again", there, err, got)
	}
	if there, err := same.Load("another", &got); there || err != nil {
		t.Errorf("what was never saved is there: %v", err)
	}
	if said.Len() > 0 {
		t.Errorf("it says %q", said)
	}
	other, said := storeOf(t, dir, "build 2", true)
	if there, err := other.Load("a piece", &got); there || err != nil {
		t.Errorf("what another build saved is there: %v", err)
	}
	if !strings.Contains(said.String(), "is of another build, seed or level: it is done again\n") {
		t.Errorf("it says %q", said)
	}
	again, _ := storeOf(t, dir, "build 1", false)
	if _, err := os.Stat(again.file("a piece")); err == nil {
		t.Error("a run that begins anew keeps what was")
	}
}

// A piece that was changed is not there, and the store says so. It never fails.
func TestStoreRefusesWhatWasChanged(t *testing.T) {
	dir := t.TempDir()
	s, _ := storeOf(t, dir, "build", false)
	if err := s.Save("a piece", map[string][]int{"Goals": {1, 2}}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.file("a piece"))
	if err != nil {
		t.Fatal(err)
	}
	// signed is a piece with a sum that is right.
	signed := func(p storedPiece) string {
		p.Sum = p.sum()
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	const piece = `{"Goals":[1,2]}`
	replaced := func(with string) string { return strings.Replace(string(whole), piece, with, 1) }
	for name, text := range map[string]string{
		"null": "null", "an empty object": "{}", "nothing": "", "half of it": string(whole[:60]),
		"a word": "0", "twice": string(whole) + string(whole),
		"null in it": replaced("null"), "nothing asked": replaced(`{"Goals":[]}`),
		"another figure": replaced(`{"Goals":[1,3]}`), "an object in it": replaced("{}"),
		"another name":   strings.Replace(string(whole), "a piece", "a niece", 1),
		"of another":     signed(storedPiece{Stamp: s.stamp, Name: "b", Piece: []byte(piece)}),
		"another shape":  signed(storedPiece{Stamp: s.stamp, Name: "a piece", Piece: []byte(`[1]`)}),
		"another field":  signed(storedPiece{Stamp: s.stamp, Name: "a piece", Piece: []byte(`{"x":1}`)}),
		"a text in it":   signed(storedPiece{Stamp: s.stamp, Name: "a piece", Piece: []byte(`"x"`)}),
		"a field beside": strings.Replace(string(whole), "{", `{"more":1,`, 1),
	} {
		if text == string(whole) {
			t.Fatalf("%s: nothing is changed", name)
		}
		if err := os.WriteFile(s.file("a piece"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		resumed, said := storeOf(t, dir, "build", true)
		var got struct{ Goals []int }
		there, err := resumed.Load("a piece", &got)
		if there || err != nil {
			t.Errorf("%s: there %v, error %v; want it done again", name, there, err)
		}
		if !strings.Contains(said.String(), "a-piece.json ") ||
			!strings.HasSuffix(said.String(), ": it is done again\n") {
			t.Errorf("%s: it says %q", name, said)
		}
	}
}

// FuzzStoredPiece: whatever stands in the file, a piece is there only if it is the one that
// was saved.
func FuzzStoredPiece(f *testing.F) {
	whole := storedPiece{Stamp: "build", Name: "a", Piece: []byte("[1]")}
	whole.Sum = whole.sum()
	text, err := json.Marshal(whole)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(text), "null", "{}", `{"stamp":"build","name":"a"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &store{dir: t.TempDir(), resume: true, stamp: "build", say: &bytes.Buffer{},
			said: map[string]bool{}}
		if err := os.WriteFile(s.file("a"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		var got []int
		there, err := s.Load("a", &got)
		if err != nil || there && (len(got) != 1 || got[0] != 1) {
			t.Errorf("there %v, %v, error %v", there, got, err)
		}
	})
}
