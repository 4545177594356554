package expect

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
)

// The types of a SARIF 2.1.0 log (OASIS, 2020), as far as verdicts need them. The names are the
// standard's.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"` // empty, and not absent, when nothing differs
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string       `json:"id"`
		Name             string       `json:"name"`
		ShortDescription sarifMessage `json:"shortDescription"`
		FullDescription  sarifMessage `json:"fullDescription"`
		Help             sarifMessage `json:"help"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" +
	"sarif-schema-2.1.0.json"

// sarifRules are the ways in which a verdict can fail to be as expected.
var sarifRules = []sarifRule{
	{differs, "VerdictDiffers", sarifMessage{"A verdict is not the expected one."},
		sarifMessage{"emrproof asked the question again, and another verdict came out than the file " +
			"of expectations has."}, acceptHelp},
	{missing, "VerdictMissing", sarifMessage{"A verdict is expected, and none came."},
		sarifMessage{"The file of expectations has a verdict on something that was not asked, though " +
			"other questions of its suite were: an attack, a goal or a game is gone, or has another name."},
		acceptHelp},
	{extra, "VerdictExtra", sarifMessage{"A verdict came that nothing expects."},
		sarifMessage{"Something was asked that the file of expectations does not have. The annotation " +
			"stands where it would be written: behind the last verdict of its suite."}, acceptHelp},
}

// acceptHelp says what a user can do about a verdict that is not as expected.
var acceptHelp = sarifMessage{"Either the change that brought this about is wrong, or the " +
	"expectation is. results.json of the report has the command that asks the question again. " +
	"emrproof verify --expect FILE --accept brings the file up to date; the reason is written by a " +
	"person, and verify refuses an empty one."}

// SARIF writes the comparisons that are not as expected as a SARIF 2.1.0 log, for programs that
// read such logs: code hosts and editors. Each result stands at the place of its expectation.
// The version is that of the command; it may be empty.
func SARIF(w io.Writer, version string, all []Comparison) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
		Tool: sarifTool{sarifDriver{Name: "emrproof", Version: version, Rules: sarifRules}}}
	for _, c := range Differences(all) {
		run.Results = append(run.Results, c.sarif())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func (c *Comparison) sarif() sarifResult {
	rule := slices.IndexFunc(sarifRules, func(r sarifRule) bool { return r.ID == c.Status })
	r := sarifResult{RuleID: c.Status, RuleIndex: rule, Level: "error",
		Message: sarifMessage{plainText(c.Words())},
		// Fingerprints stay the same from run to run: by them a code host tells whether it has
		// shown the result before.
		Fingerprints: map[string]string{"verdict/v1": plainText(c.ID)}}
	if c.File == "" {
		return r
	}
	uri := url.URL{Path: filepath.ToSlash(c.File)}
	at := sarifPhysical{Artifact: sarifArtifact{uri.String()}}
	if c.Line > 0 {
		at.Region = &sarifRegion{c.Line}
	}
	r.Locations = []sarifLocation{{at}}
	return r
}
