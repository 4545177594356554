package cost

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"emrproof/bench"
	"emrproof/bench/timing"
	"emrproof/model/suite"
	"emrproof/reports/table"
	"emrproof/sim/delay"
)

func costOf(t *testing.T, profiles ...string) *Cost {
	t.Helper()
	costs, err := bench.CostOf(profiles, suite.Names(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Cost{costs, "emrproof cost"}
}

// Reference: Table 4, Eq. 11–50, C1–C6.
func TestCostJSON(t *testing.T) {
	var b bytes.Buffer
	if err := costOf(t, bench.Profiles()...).JSON(&b); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema int
		Verb   string
		Table4 []struct {
			Scheme, Profile, Phase, Source string
			Ops                            map[string]int
			Corrected                      map[string]int
		}
		Table5 []struct {
			Profile, Suite, Phase, Message, Source string
			Bits                                   int64
			US4G                                   json.Number `json:"us_4g"`
			US5G                                   json.Number `json:"us_5g"`
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	ops := map[string]map[string]int{}
	for _, l := range got.Table4 {
		ops[l.Scheme+"/"+l.Profile+"/"+l.Phase+"/"+l.Source] = l.Ops
		if l.Corrected != nil {
			ops[l.Scheme+" corrected"] = l.Corrected
		}
	}
	for key, want := range map[string]string{
		"proposed//diagnosis/printed":          "map[a:2 h:0 m:0 p:0 s:0 sign:0]",
		"proposed//total/printed":              "map[a:14 h:4 m:0 p:0 s:6 sign:12]",
		"proposed corrected":                   "map[a:12 h:4 m:0 p:0 s:8 sign:12]",
		"Li et al.//total/summed":              "map[a:0 h:39 m:0 p:0 s:15 sign:7]",
		"Chiou et al.//total/printed":          "map[a:0 h:0 m:4 p:13 s:0 sign:5]",
		"Chiou et al.//total/summed":           "map[a:0 h:33 m:4 p:13 s:10 sign:5]",
		"proposed/published/visit/counted":     "map[a:4 cert:1 h:4 m:10 p:0 s:2 sign:4]",
		"proposed/published/search/counted":    "map[a:8 cert:3 h:6 m:10 p:0 s:4 sign:8]",
		"proposed/published/diagnosis/counted": "map[a:0 cert:1 h:0 m:0 p:0 s:2 sign:0]",
		"proposed/published/total/counted":     "map[a:12 cert:5 h:10 m:20 p:0 s:8 sign:12]",
	} {
		if text := fmt.Sprint(ops[key]); text != want {
			t.Errorf("%s: got %s, want %s", key, text, want)
		}
	}
	if got.Schema != 1 || got.Verb != "cost" {
		t.Errorf("schema %d, verb %q", got.Schema, got.Verb)
	}
	bits := map[string]int64{}
	for _, l := range got.Table5 {
		bits[strings.Join([]string{l.Profile, l.Suite, l.Phase, l.Message, l.Source}, "/")] = l.Bits
		for rate, us := range map[float64]json.Number{100e6: l.US4G, 20e9: l.US5G} {
			got, err := us.Float64()
			if back := got * rate / 1e6; err != nil || math.Abs(back-float64(l.Bits)) > 1e-6 {
				t.Errorf("%+v: %s µs are %v bits", l, us, back)
			}
		}
	}
	// 261 bytes: the wire of the default world, as run --format json counts it with the rest.
	if got := bits["published/ristretto255/visit/visit 1/measured"]; got != 8*261 {
		t.Errorf("visit 1: %d bits on the wire", got)
	}
	if got := bits["published//visit/visit 1/declared"]; got != 1920 {
		t.Errorf("visit 1: %d bits declared", got)
	}
}

func TestExact(t *testing.T) {
	for picoseconds, want := range map[int64]string{0: "0", 1e6: "1", 1500000: "1.5", 50: "0.00005",
		27992800000: "27992.8", 1000001: "1.000001"} {
		if got := exact(picoseconds); got != want {
			t.Errorf("%d: got %s, want %s", picoseconds, got, want)
		}
	}
}

func TestCostDocument(t *testing.T) {
	checkDocument(t, costOf(t, bench.Profiles()...).Document())
}

// checkDocument looks whether every figure says where it comes from, and whether every
// table can be written in every form.
func checkDocument(t *testing.T, d table.Document) {
	t.Helper()
	for _, p := range d {
		if p.Table == nil {
			continue
		}
		for i, r := range append(p.Table.Rows, p.Table.Sum) {
			for j, c := range r {
				_, word := c.Value.(string)
				if c.Value != nil && !word && c.Source == "" {
					t.Errorf("%s: row %d, column %d: %v comes from nowhere", p.Table.Title, i+1, j+1, c.Value)
				}
			}
		}
	}
	for _, form := range table.DocumentForms {
		var b strings.Builder
		if err := d.Write(&b, form, false); err != nil {
			t.Errorf("%s: %v", form, err)
		}
		for line := range strings.Lines(b.String()) {
			if form == "text" && strings.Contains(line, "\t") {
				t.Errorf("a tab: %q", line)
			}
		}
	}
	if err := d.Write(&strings.Builder{}, "xml", false); err == nil {
		t.Error("xml is no form")
	}
}

// timings are made up, so that what is drawn of them can be compared.
func timings(t *testing.T) *Timings {
	t.Helper()
	about := func(x float64) timing.Quantity {
		return timing.Quantity{Median: x, Low: 0.9 * x, High: 1.2 * x}
	}
	schemes := map[string]map[string]timing.Quantity{}
	for i, s := range bench.Schemes {
		schemes[s.Name] = map[string]timing.Quantity{}
		for phase := range s.Ops {
			schemes[s.Name][phase] = about(1e6 * float64(i+1))
		}
	}
	phases := costOf(t, "published").Profiles[0].Phases
	session := map[string]timing.SessionTime{}
	for _, phase := range append(slices.Clone(phases), bench.Whole) {
		session[phase] = timing.SessionTime{Counted: about(3e6), Floor: about(4e6), Run: about(5e6),
			OverFloor: about(1.25), OverCounted: about(1.5)}
	}
	travel := &timing.EndToEnd{Link: delay.Links()[1], Total: []float64{10, 20, 30},
		Quantiles: [4]float64{10, 20, 30, 30},
		Phases:    map[string]float64{"visit": 2, "search": 5, "diagnosis": 8}}
	machine := timing.Machine{CPU: "a processor", Cores: 2, System: "linux/amd64", Go: "go1.26"}
	return &Timings{Again: "emrproof bench", Results: &timing.Results{Machine: machine,
		Warnings: []string{"the system does not show much"},
		Suites: []timing.SuiteResult{{Suite: "ristretto255", Schemes: schemes,
			Primitives: []timing.Primitive{{Name: "sign", CPU: about(1000), Wall: about(1100),
				Rounds: 5}}}},
		Profiles: []timing.ProfileResult{{Profile: "published", Suite: "ristretto255", Phases: phases,
			Session: session, Cached: session, Links: []*timing.EndToEnd{travel},
			Shares: []timing.Share{{Name: "sign", Calls: 6, Time: about(6000), Share: about(0.4)},
				{Name: "hash", Calls: 9, Time: about(3000), Share: about(0.1)}}}},
		Rates: []timing.Rate{{Workers: 1, Runs: about(500), OfOne: about(1)},
			{Workers: 2, Runs: about(900), OfOne: about(1.8)}},
		Records: []timing.Growth{{Size: 1000, Bytes: 2000, CPU: about(1e6)},
			{Size: 1e6, Bytes: 1001000, CPU: about(2e6)}},
		Record: "M_EMR", Certificate: "Cert_D",
		CertificateBits: [][2]int64{{800, 5000}, {8000, 50000}}}}
}

func TestTimingsDocument(t *testing.T) {
	m := timings(t)
	checkDocument(t, m.Document())
	var b bytes.Buffer
	if err := m.JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`{"schema":1,"verb":"bench","machine":{"cpu":"a processor",`,
		`"warnings":["the system does not show`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, b.String())
		}
	}
	var text strings.Builder
	if err := m.Document().Write(&text, "text", false); err != nil {
		t.Fatal(err)
	}
	if want := "1.250 [1.125, 1.500]"; !strings.Contains(text.String(), want) {
		t.Errorf("no %q in:\n%s", want, text.String())
	}
}

// A profile that is no reading of the paper's scheme has rows of its own in Table 4, and is a
// scheme of its own in the JSON.
func TestTable4OfAnotherScheme(t *testing.T) {
	c := costOf(t, "published", "nsl")
	var rows []string
	for _, row := range c.table4().Rows {
		rows = append(rows, fmt.Sprint(row[0].Value, ": ", row[1].Value, ", ", row[6].Value, ", ",
			row[7].Value))
	}
	for _, want := range []string{"exchange: <nil>, <nil>, 6A",
		"diagnosis: 1Sign + 2P + 2S + 8H, 2S, <nil>"} {
		if !slices.Contains(rows, want) {
			t.Errorf("got %q, want %q", rows, want)
		}
	}
	for _, l := range c.opsLines() {
		want := map[string]string{"published": bench.Proposed, "nsl": "nsl",
			bench.Li: "Li et al."}[l.Profile]
		if l.Profile != "" && l.Scheme != want {
			t.Errorf("%s is of scheme %q, want %q", l.Profile, l.Scheme, want)
		}
	}
}
