package generate

import (
	"slices"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model/library"
	"emrproof/sim/simtest"
)

// sampled are the protocols of the literature that a normal run of the tests checks; all are with
// -everything.
var sampled = []string{"denning-sacco", "otway-rees", "woo-lam", "yahalom"}

// What generated attacks find of the protocols of the literature is in the golden files. Whatever
// claim they violate, an attack of the catalogue violates as well.
func TestGeneratedOfTheLiterature(t *testing.T) {
	simtest.Long(t)
	for _, profile := range library.Names() {
		if slices.Contains(library.Profiles(), profile) ||
			!*attacktest.Everything && !slices.Contains(sampled, profile) {
			continue
		}
		t.Run(profile, func(t *testing.T) {
			r := triedOnce(t, profile)
			if _, err := Find(r, 2, attacktest.Catalogued(t, profile)); err != nil {
				t.Fatal(err)
			}
			known := known(t, profile)
			for _, x := range r.Cases {
				for _, b := range x.Broken {
					if !slices.Contains(known, b.ID) {
						t.Errorf("%s of %s %s with %s (%s) violates %s", x.Kind, x.Message, x.Field, x.With,
							x.World, b.ID)
					}
				}
			}
			simtest.Golden(t, "generated/"+profile+".txt", countsText(r))
		})
	}
}

// known are the claims of a protocol that attacks of the catalogue violate.
func known(t *testing.T, profile string) []string {
	t.Helper()
	var ids []string
	for _, name := range catalogue.Names() {
		file, src := catalogue.Source(name)
		s, err := script.Load(file, src, need.Overrides{})
		if err == nil && s.Expect[profile] == "violated" {
			s, err = script.Load(file, src, need.Overrides{Profile: profile})
			ids = append(ids, s.Violates...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}
