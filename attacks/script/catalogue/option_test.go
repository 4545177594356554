package catalogue_test

import (
	"slices"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
)

// E14 opens no attack, it closes the end of one: under W3 alice, who chose mallory,
// takes bob's answer as printed, and refuses it at Eq. 20 when she insists.
func TestE14InsistsOnTheDoctor(t *testing.T) {
	file, src := catalogue.Source("w03")
	for _, c := range []struct {
		options []string
		refused bool
	}{{nil, false}, {[]string{"E14"}, true}} {
		s, err := script.Load(file, src, need.Overrides{Options: c.options})
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.Run()
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(attacks.Refusals(o.Outcome), "Eq. 20"); got != c.refused {
			t.Errorf("options %q: got refused at Eq. 20 %t, want %t", c.options, got, c.refused)
		}
	}
}
