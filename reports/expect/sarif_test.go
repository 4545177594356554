package expect

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"emrproof/sim/simtest"
)

// compared are verdicts of every status, with text that wants escaping.
var compared = []Comparison{
	{ID: "attacks.published/W3", Suite: "attacks.published", Status: expected,
		Text: "violated"},
	{ID: "attacks.published/W4", Name: "W4: a search without a visit", Suite: "attacks.published",
		Status: differs, Text: "not violated; want violated", File: "expected.toml",
		Line: 12},
	{ID: "attacks.hardened/W3", Suite: "attacks.hardened", Status: missing,
		Text: "no verdict; want <refused by Eq. 15> & no \"more\"", File: "my files/expected.toml"},
	{ID: "goals/G1", Suite: "goals", Status: extra, Line: 3, File: "expected.toml",
		Text: "a bell \a, ]]>, \xff and \uffff"},
	{ID: "attacks.published/W5", Suite: "attacks.published", Status: expected},
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := JUnit(&b, "emrproof", compared); err != nil {
		t.Fatal(err)
	}
	simtest.Golden(t, "junit.xml", b.String())
	var read junit.Testsuites
	if err := xml.Unmarshal(b.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if read.Tests != 5 || read.Failures != 3 || len(read.Suites) != 3 {
		t.Errorf("got %d tests, %d failures in %d suites, want 5, 3 in 3",
			read.Tests, read.Failures, len(read.Suites))
	}
	if s := read.Suites[0]; s.Tests != 3 || s.Failures != 1 {
		t.Errorf("%s: got %d tests, %d failures, want 3, 1", s.Name, s.Tests, s.Failures)
	}
	for _, r := range b.String() {
		if r < ' ' && r != '\n' && r != '\t' || r == '\uffff' {
			t.Errorf("a letter %q that XML forbids", r)
		}
	}
}

// What CI shows of a run in which everything is as expected, or nothing was compared.
func TestReportsOfNoDifference(t *testing.T) {
	for _, all := range [][]Comparison{nil, compared[:1]} {
		var b bytes.Buffer
		if err := SARIF(&b, "1.0", all); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), `"results": []`) {
			t.Errorf("want an empty list of results, which says that there are none:\n%s", &b)
		}
		b.Reset()
		if err := JUnit(&b, "emrproof", all); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "<failure") {
			t.Errorf("a failure:\n%s", &b)
		}
	}
}

func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	if err := SARIF(&b, "v0.4.0", compared); err != nil {
		t.Fatal(err)
	}
	simtest.Golden(t, "sarif.json", b.String())
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ShortDescription, FullDescription, Help struct{ Text string } }
				}
			}
			Results []struct {
				RuleID       string
				Message      struct{ Text string }
				Fingerprints map[string]string `json:"partialFingerprints"`
				Locations    []struct {
					PhysicalLocation struct {
						Region *struct{ StartLine int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	// What the standard requires, by hand: version, runs; tool.driver.name; message.
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name == "" {
		t.Errorf("got %+v", log)
	}
	if n := len(log.Runs[0].Results); n != 3 {
		t.Errorf("got %d results, want the 3 that are not as expected", n)
	}
	for _, r := range log.Runs[0].Results {
		if r.Message.Text == "" || r.RuleID == "" {
			t.Errorf("a result without text or rule: %+v", r)
		}
		if id := r.Fingerprints["verdict/v1"]; strings.Count(id, "/") != 1 {
			t.Errorf("the fingerprint is %q, want the suite once, and what in it", id)
		}
	}
	// What a code host shows of a rule.
	for _, r := range log.Runs[0].Tool.Driver.Rules {
		if r.ShortDescription.Text == "" || r.FullDescription.Text == "" || r.Help.Text == "" {
			t.Errorf("a rule without its descriptions: %+v", r)
		}
	}
	if r := log.Runs[0].Results[2]; r.RuleID != "extra" ||
		r.Locations[0].PhysicalLocation.Region == nil {
		t.Errorf("got %+v, want what is new with a line", r)
	}
}

// The log against the published schema. It is not in this repository; an npm package
// carries it (MIT, no other package needed):
//
//	npm pack --silent --pack-destination "$DIR" @microsoft/jest-sarif@1.0.0-beta.0
//	tar -xzf "$DIR"/microsoft-jest-sarif-1.0.0-beta.0.tgz -C "$DIR"
//	export EMRPROOF_SARIF_SCHEMA="$DIR"/package/lib/schemas/sarif-2.1.0-rtm.5.json
func TestSARIFFollowsTheSchema(t *testing.T) {
	path := os.Getenv("EMRPROOF_SARIF_SCHEMA")
	if path == "" {
		t.Skip("EMRPROOF_SARIF_SCHEMA is unset: the comment in sarif_test.go says how to get the schema")
	}
	schema, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, all := range [][]Comparison{nil, compared} {
		var b bytes.Buffer
		if err := SARIF(&b, "v0.4.0", all); err != nil {
			t.Fatal(err)
		}
		log, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(log); err != nil {
			t.Error(err)
		}
		// The schema is not so weak that it takes anything.
		log.(map[string]any)["runs"].([]any)[0].(map[string]any)["tool"] = "emrproof"
		if schema.Validate(log) == nil {
			t.Error("a tool that is no object passes")
		}
	}
}
