package library

import (
	"slices"
	"testing"
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
	for _, c := range []struct {
		name    string
		options []string
		want    string
	}{
		{"", nil, `profile "": want one of published, hardened, ns, nsl`},
		{"Published", nil, `profile "Published": want one of published, hardened, ns, nsl`},
		{"hardend", []string{"E12"}, `profile "hardend": want one of published, hardened, ns, nsl`},
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
