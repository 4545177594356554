package page_test

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/games"
	"emrproof/attacks/generate"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/bench/timing"
	"emrproof/proofs"
	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/goals"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/page"
	"emrproof/reports/table"
)

// hostile is what no name, title or text may do to a page.
const hostile = `</details></title><script>alert(1)</script><img src=x onerror="alert(2)">'"&amp;`

// hostileScript is an attack that wants to be more than text.
var hostileScript = fmt.Sprintf(`
id, title, threat = "X1", %[1]q, "outsider"
source = %[1]q
world = need(profile = "published", P = ["alice.b"], D = [principal("bob", department = %[1]q)],
    sessions = [session("visit", "alice.b", "bob")])
acts = []
def on_message(m):
    if m.name == "visit 1":
        print(%[1]q)
        inject("visit 1", to = m.to, sender = m.sender, fields = [data(%[1]q), m[1], m[2]])
`, hostile)

var made = map[string]*survey.Attack{}

// cached carries out an attack of the catalogue, or the hostile one, once for all tests.
func cached(t *testing.T, name string) *survey.Attack {
	t.Helper()
	if made[name] == nil && name == "" {
		made[name] = carried(t, attacktest.Load(t, hostileScript))
	} else if made[name] == nil {
		made[name] = carried(t, attacktest.Script(t, name, need.Overrides{}))
	}
	return made[name]
}

// pageOf is a page of real attacks, the hostile one among them, and of a little of
// everything else.
func pageOf(t *testing.T, names ...string) *page.Page {
	t.Helper()
	s := &survey.Survey{Profile: "published", Suite: "ristretto255", Seed: 1,
		Generated: &generate.Result{Kinds: []generate.Count{{Name: hostile, Tried: 1}},
			RefusedBy: []generate.Count{{Name: hostile, Tried: 1}}, Cases: make([]generate.Tried, 1)},
		Games: []games.Result{{Game: hostile, Claim: "anonymity: P", Tell: hostile, Violated: true},
			{Game: "unlinkability", Claim: "unlinkability: D", Trials: 1}}}
	for _, name := range append(names, "") {
		s.All = append(s.All, cached(t, name))
	}
	shown := &table.Table{From: hostile, Columns: []table.Column{{Name: hostile}, {Name: "n"}},
		Rows: [][]table.Cell{{{Value: hostile}, {Value: 1}}}}
	return &page.Page{Title: hostile, Summary: []string{hostile},
		Profiles: []*reports.Attacks{{Survey: s}},
		Compared: []expect.Comparison{
			{ID: hostile, Suite: hostile, Status: "differs", Text: hostile, File: hostile}},
		Belief: []*goals.Belief{{Profile: "published", Rows: []goals.BeliefRow{
			{ID: "G1", Formula: hostile, Sentence: hostile,
				After: []proofs.Least{{IDs: []string{hostile}, Proof: hostileProof(t)}},
				Against: map[string]survey.Against{
					survey.Outsider: {Attacks: []string{"W3", "W99"}}}}}}},
		Costs: []page.Section{{Title: "Table 4", Text: []string{hostile},
			Tables: []*table.Table{shown}, Plots: []cost.Plot{
				{Title: hostile, Text: hostile, SVG: []byte(plotSVG)}}, Again: hostile}},
		More: []page.Section{{Title: "Document", Document: table.Document{{Words: hostile},
			{Table: shown}, {Words: "last"}}}, {Title: "More"}, {Title: "more"}},
		Run: page.Account{Version: hostile, Seed: "1", Suites: []string{hostile},
			Machine: timing.Machine{CPU: hostile, System: hostile, Go: hostile}, Level: hostile,
			Again: hostile},
	}
}

// hostileProof is a derivation whose formulas and names are hostile.
func hostileProof(t *testing.T) *checker.Derivation {
	t.Helper()
	x := ban.Name(hostile)
	believes := func(x *ban.Formula) *ban.Formula { return ban.New(ban.OpBelieves, "D", x) }
	th := ban.Theory{Given: []ban.Given{
		{ID: hostile, Formula: believes(ban.Tuple(x, ban.Name("Y")))}}}
	d, err := checker.New(th).Check(&ban.Claim{Conclusion: believes(x), Rule: "belief-part",
		Premises: []*ban.Claim{{Conclusion: th.Given[0].Formula, Given: hostile}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const plotSVG = `<?xml version="1.0"?><svg width="9pt" height="9pt" viewBox="0 0 9 9"
xmlns="http://www.w3.org/2000/svg">
<defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>
<path id="p" clip-path="url(#c)" d="M0 0h9" style="stroke:#000000"/><text>a &lt; b</text></svg>`

func pageText(t *testing.T, p *page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An element is a start tag of a page.
type element struct {
	tag   string
	attrs map[string]string
	path  []string // the elements that it stands in
}

// startTags reads a page strictly: each element ends where it should.
func startTags(t *testing.T, page string) []element {
	t.Helper()
	void := []string{"meta", "br", "link", "img", "input", "hr"}
	var all []element
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			if len(open) > 0 {
				t.Errorf("never closed: %v", open)
			}
			return all
		case html.StartTagToken, html.SelfClosingTagToken:
			e := element{token.Data, map[string]string{}, slices.Clone(open)}
			for _, a := range token.Attr {
				if _, twice := e.attrs[a.Key]; twice {
					t.Errorf("<%s> has %s twice", e.tag, a.Key)
				}
				e.attrs[a.Key] = a.Val
			}
			all = append(all, e)
			if kind == html.StartTagToken && !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> ends %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestPage(t *testing.T) {
	p := pageOf(t, "w01", "w03", "w12", "w15-biometric")
	page := pageText(t, p)
	if again := pageText(t, p); again != page {
		t.Error("another page for the same input")
	}
	all := startTags(t, page)
	t.Run("ids", func(t *testing.T) { checkIDs(t, all) })
	t.Run("headings", func(t *testing.T) { checkHeadings(t, all) })
	t.Run("tables", func(t *testing.T) { checkTables(t, all, page) })
	t.Run("pictures", func(t *testing.T) { checkPictures(t, all) })
	t.Run("loads nothing", func(t *testing.T) { checkLoadsNothing(t, all, page) })
	t.Run("hostile text", func(t *testing.T) { checkHostile(t, all) })
}

// Every id is there once, and whatever names one names one that is there.
func checkIDs(t *testing.T, all []element) {
	ids := map[string]bool{}
	for _, e := range all {
		if id, ok := e.attrs["id"]; ok {
			if ids[id] || id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("id %q of <%s>: twice, or none", id, e.tag)
			}
			ids[id] = true
		}
	}
	links := 0
	for _, e := range all {
		if href, ok := e.attrs["href"]; ok {
			links++
			if id, internal := strings.CutPrefix(href, "#"); !internal || !ids[id] {
				t.Errorf("<%s href=%q> leads nowhere", e.tag, href)
			}
		}
		for _, key := range []string{"aria-labelledby", "aria-describedby", "aria-controls", "for"} {
			for _, id := range strings.Fields(e.attrs[key]) {
				if !ids[id] {
					t.Errorf("<%s %s=%q>: no such id", e.tag, key, id)
				}
			}
		}
	}
	for _, id := range []string{"attack-w3", "attack-w3-published", "table-3", "errata", "run",
		"belief", "costs", "differences", "main", "erratum-e8", "attack-w15-biometric"} {
		if !ids[id] {
			t.Errorf("no element with id %q", id)
		}
	}
	if links < 100 {
		t.Errorf("%d links, want one for each row of the charts at least", links)
	}
}

func checkHeadings(t *testing.T, all []element) {
	level, ones := 0, 0
	for _, e := range all {
		if len(e.tag) != 2 || e.tag[0] != 'h' || e.tag[1] < '1' || e.tag[1] > '6' {
			continue
		}
		at := int(e.tag[1] - '0')
		if at > level+1 {
			t.Errorf("<h%d> after <h%d>", at, level)
		}
		if level = at; at == 1 {
			ones++
		}
	}
	if ones != 1 || level == 1 {
		t.Errorf("%d <h1>, the last heading is <h%d>", ones, level)
	}
	for _, landmark := range []string{"header", "nav", "main", "footer"} {
		if n := count(all, landmark); n != 1 {
			t.Errorf("%d <%s>, want 1", n, landmark)
		}
	}
	skip := all[slices.IndexFunc(all, func(e element) bool { return e.tag == "a" })].attrs["href"]
	if skip != "#main" {
		t.Errorf("the first link leads to %q, want #main", skip)
	}
}

func count(all []element, tag string) int {
	n := 0
	for _, e := range all {
		if e.tag == tag {
			n++
		}
	}
	return n
}

// Tables have captions and say what their headers are of, and each stands in a box that
// scrolls and that the keyboard reaches.
func checkTables(t *testing.T, all []element, page string) {
	tables := count(all, "table")
	if captions := count(all, "caption"); captions != tables || tables < 10 {
		t.Errorf("%d captions of %d tables", captions, tables)
	}
	for _, e := range all {
		if e.tag == "th" && e.attrs["scope"] == "" {
			t.Errorf("a <th> without scope in %v", e.path)
		}
		if strings.HasPrefix(e.attrs["class"], "scroll") && e.attrs["tabindex"] != "0" {
			t.Errorf("<%s class=%q> scrolls, and the keyboard does not reach it", e.tag, e.attrs["class"])
		}
	}
	if boxes := strings.Count(page, `<div class="scroll" role="group"`); boxes != tables {
		t.Errorf("%d boxes that scroll, want one for each of %d tables", boxes, tables)
	}
}

func checkPictures(t *testing.T, all []element) {
	pictures := 0
	for _, e := range all {
		if e.tag != "svg" || e.attrs["aria-hidden"] == "true" {
			continue
		}
		pictures++
		if e.attrs["role"] == "" || len(strings.Fields(e.attrs["aria-labelledby"])) != 2 ||
			e.attrs["viewbox"] == "" {
			t.Errorf("<svg> without role, title, description or viewBox: %v", e.attrs)
		}
	}
	if want := 4 + 1 + 1; pictures != want {
		t.Errorf("%d pictures, want a chart for each of five attacks, and a plot", pictures)
	}
}

func checkLoadsNothing(t *testing.T, all []element, page string) {
	for _, e := range all {
		for key, value := range e.attrs {
			switch {
			case slices.Contains([]string{"src", "srcset", "action", "data", "poster", "background",
				"xlink:href", "ping", "formaction"}, key):
				t.Errorf("<%s %s=%q> could load something", e.tag, key, value)
			case strings.HasPrefix(key, "on"):
				t.Errorf("<%s> has %s", e.tag, key)
			case strings.Contains(value, "url(") && !strings.Contains(value, "url(#"):
				t.Errorf("<%s %s=%q> could load something", e.tag, key, value)
			}
		}
		if slices.Contains([]string{"link", "iframe", "object", "embed", "base", "form", "img",
			"image", "use"}, e.tag) {
			t.Errorf("a <%s>", e.tag)
		}
	}
	style := between(page, "<style>", "</style>")
	run := between(page, "<script>", "</script>")
	for _, word := range []string{"url(", "@import", "http:", "https:"} {
		if strings.Contains(style, word) {
			t.Errorf("the style has %q", word)
		}
	}
	for _, word := range []string{"fetch(", "XMLHttpRequest", "import(", "http:", "https:",
		"innerHTML", "eval(", "WebSocket", "sendBeacon", "localStorage"} {
		if strings.Contains(run, word) {
			t.Errorf("the script has %q", word)
		}
	}
}

func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

// The only script is the page's own, and nothing else of what was hostile is an element.
func checkHostile(t *testing.T, all []element) {
	for _, e := range all {
		if e.tag == "b" || e.tag == "img" {
			t.Errorf("<%s>: %v", e.tag, e.attrs)
		}
	}
	if n := count(all, "script"); n != 1 {
		t.Errorf("%d scripts, want 1", n)
	}
}

// Table 3 leads to the attacks that its verdicts rest on.
func TestPageTable3(t *testing.T) {
	page := pageText(t, pageOf(t, "w01", "w03"))
	rows := strings.Split(between(page, `<table class="table3">`, "</table>"), "<tr>")[2:]
	if len(rows) != 11 {
		t.Fatalf("%d rows, want the 11 of Table 3", len(rows))
	}
	for _, want := range []string{
		`(?s)mutual authentication.*Yes.*violated.*insider.*broke it: <a href="#attack-w3">W3</a>`,
		`(?s)replay attack.*violated.*outsider.*broke it: <a href="#attack-w1">W1</a>`,
		`(?s)data non-repudiation.*<a href="#attack-w\d">without any attack</a>`,
		`(?s)patient anonymity.*violated.*outsider.*broke it: <a href="#besides">game: `,
		`(?s)patient unlinkability.*not tried`,
		`(?s)doctor unlinkability.*not violated.*<a href="#besides">generated attacks and games</a>`,
	} {
		if !slices.ContainsFunc(rows, regexp.MustCompile(want).MatchString) {
			t.Errorf("no row with %s", want)
		}
	}
}

// What was written anew for one profile stands beside what it stands for.
func TestPageSideBySide(t *testing.T) {
	anew := *cached(t, "w03")
	another := *anew.Script
	another.ID, another.Title = "W1-ns", "written anew"
	anew.Script = &another
	of := func(profile string, all ...*survey.Attack) *reports.Attacks {
		return &reports.Attacks{Survey: &survey.Survey{Profile: profile, Suite: "ristretto255", All: all}}
	}
	for _, c := range []struct {
		name  string
		page  page.Page
		cards int
	}{
		{"the same on both", page.Page{Profiles: []*reports.Attacks{
			of("published", cached(t, "w01")), of("ns", cached(t, "w01"))}}, 1},
		{"another on one", page.Page{Profiles: []*reports.Attacks{
			of("published", cached(t, "w01")), of("ns", &anew)}}, 1},
		{"both on one", page.Page{Profiles: []*reports.Attacks{
			of("published", cached(t, "w01")), of("ns", cached(t, "w01"), &anew)}}, 2},
		{"it alone", page.Page{Profiles: []*reports.Attacks{of("ns", &anew)}}, 1},
		{"it on both", page.Page{Profiles: []*reports.Attacks{
			of("published", cached(t, "w01"), &anew), of("ns", &anew)}}, 2},
	} {
		page := pageText(t, &c.page)
		startTags(t, page)
		if got := strings.Count(page, `<details class="attack">`); got != c.cards {
			t.Errorf("%s: %d attacks, want %d", c.name, got, c.cards)
		}
		if c.name != "the same on both" && strings.Count(page, `id="attack-w1-ns"`) != 1 {
			t.Errorf("%s: its anchor is not there once", c.name)
		}
	}
}

// An empty page is a page, and one of a protocol that the paper does not speak of has no
// Table 3.
func TestPageOfLittle(t *testing.T) {
	checkIDs := func(p *page.Page) string {
		page := pageText(t, p)
		startTags(t, page)
		return page
	}
	if page := checkIDs(&page.Page{}); !strings.Contains(page, "<h1>") {
		t.Error("no heading")
	}
	ns := &survey.Survey{Profile: "ns", Suite: "ristretto255", Seed: 1,
		All: []*survey.Attack{carried(t, attacktest.Script(t, "lowe", need.Overrides{}))}}
	page := checkIDs(&page.Page{Profiles: []*reports.Attacks{{Survey: ns}}})
	if strings.Contains(page, `id="table-3"`) || !strings.Contains(page, "attack-lowe-ns") {
		t.Error("want Lowe's attack, and no Table 3")
	}
	if !strings.Contains(page, "✓ As expected: 1 of 1 attacks came out as expected.") {
		t.Error("want a verdict")
	}
}

// Long values are cut, with their length and their hash, so that a page of the whole
// catalogue on two profiles stays within some megabytes.
func TestPageCutsRecords(t *testing.T) {
	page := pageText(t, pageOf(t, "w01", "w03"))
	if !regexp.MustCompile(`cut: 58\d{3} B in all, SHA-256 [0-9a-f]{64}<`).MatchString(page) {
		t.Error("no C_HPC2 that is cut")
	}
	sides := strings.Count(page, `<div class="side"`)
	if most := 75_000; len(between(page, `<h2 id="attacks">`, `<h2 id="belief">`)) > sides*most {
		t.Errorf("%d bytes for %d attacks, want %d each at most", len(page), sides, most)
	}
}

func TestPlotsLoadNothing(t *testing.T) {
	p := func(svg string) error {
		page := page.Page{Costs: []page.Section{{Title: "Costs",
			Plots: []cost.Plot{{Title: "plot", SVG: []byte(svg)}}}}}
		return page.Write(io.Discard)
	}
	if err := p(plotSVG); err != nil {
		t.Error(err)
	}
	for name, svg := range map[string]string{
		"a script":          `<svg viewBox="0 0 1 1"><script>alert(1)</script></svg>`,
		"a style sheet":     `<svg viewBox="0 0 1 1"><style>@import "x"</style></svg>`,
		"foreign content":   `<svg viewBox="0 0 1 1"><foreignObject/></svg>`,
		"a link":            `<svg viewBox="0 0 1 1"><a href="x"/></svg>`,
		"a picture":         `<svg viewBox="0 0 1 1"><image href="x"/></svg>`,
		"a handler":         `<svg viewBox="0 0 1 1" onload="alert(1)"/>`,
		"a style from away": `<svg viewBox="0 0 1 1"><g style="fill:url(http://x)"/></svg>`,
		"no viewBox":        `<svg/>`,
		"not XML":           `<svg viewBox="0 0 1 1">`,
		"nothing":           ``,
		"two":               `<svg viewBox="0 0 1 1"/><svg viewBox="0 0 1 1"/>`,
		"HTML":              `<p>hello</p>`,
	} {
		if err := p(svg); err == nil || !strings.Contains(err.Error(), `report.html: `) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

// carried carries out an attack.
func carried(t *testing.T, c *script.Script) *survey.Attack {
	t.Helper()
	a, err := survey.CarryOut(c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
