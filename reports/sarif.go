package reports

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
)

// SARIF 2.1.0 (OASIS, 2020), as much of it as verdicts need. The names are the
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
		ShortDescription sarifMessage `json:"shortDescription"`
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

// sarifRules are what can be wrong with a verdict.
var sarifRules = []sarifRule{
	{string(StatusDiffers), sarifMessage{"A verdict is not the expected one."}},
	{string(StatusMissing), sarifMessage{"A verdict is expected, and none came."}},
	{string(StatusExtra), sarifMessage{"A verdict came that nothing expects."}},
}

// SARIF writes the comparisons that are not as expected as a SARIF 2.1.0 log, each at
// the place of its expectation, for those who read such logs: code hosts, editors. The
// version is that of the command; it may be empty.
func SARIF(w io.Writer, version string, all []Comparison) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
		Tool: sarifTool{sarifDriver{Name: "emrproof", Version: version, Rules: sarifRules}}}
	for _, c := range differences(all) {
		run.Results = append(run.Results, c.sarif())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func (c *Comparison) sarif() sarifResult {
	rule := slices.IndexFunc(sarifRules, func(r sarifRule) bool { return r.ID == string(c.Status) })
	r := sarifResult{RuleID: string(c.Status), RuleIndex: rule, Level: "error",
		Message: sarifMessage{plainText(c.Suite + ": " + c.title() + ": " + c.Text)},
		// What stays the same from run to run: a code host tells by it whether it has
		// shown the result before.
		Fingerprints: map[string]string{"verdict/v1": plainText(c.Suite + "/" + c.ID)}}
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
