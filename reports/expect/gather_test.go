package expect

import (
	"slices"
	"testing"

	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
)

// A script may say what it violates by the profile that it is on: what is expected of it there is
// what it says there.
func TestHeadersAreOfTheirProfile(t *testing.T) {
	e, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range []string{"kerberos", "otway-rees", "hardened"} {
		scripts, err := survey.Scripts(need.Overrides{Profile: profile})
		if err != nil || len(scripts) == 0 {
			t.Fatalf("%s: %d scripts, %v", profile, len(scripts), err)
		}
		for _, s := range scripts {
			want := header(profile, s)
			i := slices.IndexFunc(e.gathered, func(x expectation) bool { return x.ID == want.ID })
			if i < 0 || e.gathered[i].Value != want.Value {
				t.Errorf("%s: got %+v, want %q", want.ID, e.gathered[max(i, 0)], want.Value)
			}
		}
	}
}
