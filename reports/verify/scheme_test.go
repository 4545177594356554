package verify

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"emrproof/model/library"
	"emrproof/reports/expect"
)

// asked is what a quick verification of one description says, in each of its files.
func asked(t *testing.T, profile string) (*Report, map[string]string) {
	t.Helper()
	v, err := Ask(Question{Level: quickLevel, Seed: 1, Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	o := NewReport(v, nil)
	written := map[string]string{}
	for _, f := range o.Files() {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		written[f.Name] = b.String()
	}
	var b strings.Builder
	if err := o.Summary(&b, false); err != nil {
		t.Fatal(err)
	}
	written["summary"] = b.String()
	return o, written
}

var anchor = regexp.MustCompile(`\bid="([^"]*)"`)

// Woo and Lam's protocol is broken, as is known: each claim and each check has a verdict, and
// nothing is said of the paper.
func TestScheme(t *testing.T) {
	o, files := asked(t, "woo-lam")
	p := library.Must("woo-lam")
	for _, c := range p.Claims {
		if !slices.ContainsFunc(o.Found, func(f expect.Found) bool {
			return f.ID == "claims.woo-lam/"+c.ID && f.Value != "not tried"
		}) {
			t.Errorf("%s has no verdict", c.ID)
		}
	}
	if n := len(o.Scheme.Mutations); n == 0 {
		t.Error("no check was taken out")
	}
	if !strings.Contains(files["summary"], "woo-lam: 6 of 6 claims are violated.") {
		t.Errorf("the summary says\n%s", files["summary"])
	}
	differ := 0
	for _, c := range o.Compared {
		if c.Status != "expected" {
			differ++
		}
	}
	if differ != 6 {
		t.Errorf("%d verdicts are bad, want those of the claims: %+v", differ, o.Compared)
	}
	page := files["report.html"]
	for _, not := range []string{"Table 3:", "published", `id="errata"`} {
		if strings.Contains(page, not) {
			t.Errorf("the page has %q", not)
		}
	}
	seen := map[string]bool{}
	for _, m := range anchor.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("the page has the anchor %q twice", m[1])
		}
		seen[m[1]] = true
	}
	for name := range files {
		if strings.HasPrefix(name, "attacks/woo-lam/") {
			return
		}
	}
	t.Error("no attack is saved")
}

// A description whose honest run does not come to what its claims are about has no verdicts.
func TestSchemeThatStops(t *testing.T) {
	const text = `protocol silent "nobody"
party A "initiator" is ID_A
party B "responder" is ID_B
key N_A, N_B
phase "exchange"
  role A
    input ID_B from peer
    fresh N_A
    send B: N_A
  role B
    receive A: N_A
phase "more"
  role B
    input ID_A from peer
    fresh N_B
    secret "N_B" to A: N_B
    send A: N_B
  role A
    receive B: N_B
claim secrecy "N_B" by B about A
`
	name, err := library.Add("here/silent.emr", text)
	if err != nil {
		t.Fatal(err)
	}
	o, files := asked(t, name)
	if len(o.Found) != 1 || o.Compared[0].Status != "differs" {
		t.Errorf("got %+v, want that it stops", o.Compared)
	}
	const want = `here/silent.emr:20:1: claim "secrecy: N_B of B": the honest run does not come to`
	for _, file := range []string{"summary", "results.json", "junit.xml", "report.md"} {
		plain := strings.NewReplacer("\n", " ", `\"`, `"`, "&#34;", `"`, `\_`, "_")
		text := plain.Replace(files[file])
		if !strings.Contains(text, want) {
			t.Errorf("%s does not say %q:\n%s", file, want, files[file])
		}
	}
}
