package library

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model/build"
)

func TestProfilesAreWhatTheyAreCalled(t *testing.T) {
	want := []string{"published", "hardened", "ns", "nsl"}
	if got := Profiles(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, name := range Profiles() {
		p, err := Profile(name)
		if err != nil {
			t.Errorf("profile %q: %v", name, err)
			continue
		}
		if p.Name != name || len(p.Options) != 0 || p.Source == "" {
			t.Errorf("profile %q: got %q of %q, options %q", name, p.Name, p.Source, p.Options)
		}
	}
}

func TestProfileWithOptions(t *testing.T) {
	p, err := Profile("published", "E20", "E12")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"E12", "E20"}; !slices.Equal(p.Options, want) {
		t.Errorf("got %q, want %q", p.Options, want)
	}
	want := protocolText(with(t, Must("published"), "E12", "E20"))
	if got := protocolText(p); got != want {
		t.Errorf("differs from With:\n%s", diffText(want, got))
	}
}

func TestProfileErrors(t *testing.T) {
	all := "want one of " + strings.Join(Names(), ", ")
	for _, c := range []struct {
		name    string
		options []string
		want    string
	}{
		{"", nil, `profile "": ` + all},
		{"Published", nil, `profile "Published": ` + all},
		{"hardend", []string{"E12"}, `profile "hardend": ` + all},
		{"ns", []string{"E12"}, `option "E12": profile "ns" has none`},
		{"nsl", []string{"E99", "E12"}, `option "E99": profile "nsl" has none`},
		{"published", []string{"E99"}, `option "E99": want one of E12, E13, E14, E17, E20`},
		{"published", []string{"E12", "E12"}, `option "E12" is given twice`},
	} {
		p, err := Profile(c.name, c.options...)
		if err == nil || err.Error() != c.want || p != nil {
			t.Errorf("Profile(%q, %q): got %v, %v; want %s", c.name, c.options, p, err, c.want)
		}
	}
}

// What a user writes is known under the base name of its file, once.
func TestAdd(t *testing.T) {
	text, err := texts.ReadFile("nsl.emr")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, text, want string }{
		{"some/where/mine.emr", string(text), ""},
		{"mine.emr", string(text), ""},
		{"mine.emr", string(text) + "# changed", `profile "mine.emr": another description`},
		{"here/otway-rees", string(text), `profile "otway-rees": a description of this name comes`},
		{"here/faulty.emr", "protocol", "here/faulty.emr:1:"},
		{"here/empty.emr", "", "here/empty.emr:1:1: is no description"},
	} {
		name, err := Add(c.file, c.text)
		switch {
		case c.want == "" && (err != nil || name != "mine.emr"):
			t.Errorf("%s: got %q, %v", c.file, name, err)
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %s", c.file, err, c.want)
		}
	}
	if p, err := Profile("mine.emr", build.WithoutPrefix+"exchange/A/open M2: N_A"); err != nil {
		t.Error(err)
	} else if len(p.Options) != 1 {
		t.Errorf("its options are %q", p.Options)
	}
	if got := Flag("mine.emr") + " " + Flag("nsl"); got != "some/where/mine.emr nsl" {
		t.Errorf("as a flag: %s", got)
	}
	if Added("mine.emr") != string(text) || Added("nsl") != "" {
		t.Error("Added does not have the text of what was added, and nothing else")
	}
}
