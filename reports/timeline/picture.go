package timeline

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/reports/table"
	"emrproof/sim"
)

// A Picture is an attack for a page: its message chart as SVG, and the steps below it.
type Picture struct {
	Chart template.HTML
	Steps []*stepView
	Left  int // steps that are not shown
}

// Draw makes the picture of an attack. The anchor is that of the attack in the page. It is an
// error if the attack does not come out the same when it is made again.
func Draw(a *survey.Attack, anchor string) (p Picture, err error) {
	steps, err := stepsOf(a, anchor)
	if err != nil {
		return p, err
	}
	p.Steps = steps[:shownOf(steps)]
	p.Left = len(steps) - len(p.Steps)
	chart, err := newSVGChart(anchor,
		a.ID+" on profile "+survey.Optioned(a.Config.Profile, a.Config.Options), a.Outcome.Config)
	if err != nil {
		return p, err
	}
	p.Chart = chart.draw(p.Steps)
	return p, nil
}

// The bounds on the steps that are shown of a long attack. It is cut behind the last claim that
// breaks, but not below the first bound nor above the second.
const (
	fewestCut = 100
	mostCut   = 200
)

func shownOf(steps []*stepView) int {
	if len(steps) <= fewestCut {
		return len(steps)
	}
	n := fewestCut
	for i, s := range steps[:min(len(steps), mostCut)] {
		if len(s.Breaks) > 0 {
			n = max(n, i+1)
		}
	}
	return n
}

// An svgChart is a message chart as a picture. On the insecure network it has a lane for each
// principal that takes part, one for the adversary beside that of the first party, and a row
// for each step. The layout reckons with an upper bound of the width of text, so that no two
// texts overlap whatever the font.
type svgChart struct {
	id, title string
	protocol  *model.Protocol
	config    sim.Config
	lanes     []lane
	sessions  map[string]map[string]bool // by principal
	out       strings.Builder
	y         float64
	boxes     []textBox // where text stands, for the tests
}

// A lane is the vertical line of a principal, or of the adversary.
type lane struct {
	name, party string
	x           float64
	corrupt     bool
}

type textBox struct {
	text       string
	x, y, w, h float64
}

// Sizes in the picture's own units, which are pixels when it is not scaled.
const (
	laneGap    = 102.0
	laneLeft   = 86.0 // the first lane
	laneRight  = 54.0 // beside the last one
	headHeight = 58.0
	headWidth  = 94.0
	lineHeight = 15.0
	gutter     = 34.0 // for the numbers of the steps
	most       = 3    // claims that are named where they break, and lines of words

	headLetters = 15 // in a line below a name

	// The greatest average width of a letter: in text, in the kinds below the names of lanes,
	// and in bold text.
	letter, smallLetter, boldLetter = 6.9, 6.0, 7.4
)

func newSVGChart(id, title string, c sim.Config) (*svgChart, error) {
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	return &svgChart{id: id, title: title, protocol: p, config: c,
		sessions: map[string]map[string]bool{}}, nil
}

// draw returns the picture of the steps. The names of the lanes are a picture of their own
// above it, which stays in sight when the page scrolls.
func (c *svgChart) draw(steps []*stepView) template.HTML {
	c.lay(steps)
	// Below this width the text of the picture would be too small; its box scrolls instead.
	least := math.Round(c.width() * 0.85)
	c.line(`<svg class="chart heads" viewBox="0 0 %.0f %.0f" style="min-width:%.0fpx" `+
		`aria-hidden="true">`, c.width(), headHeight, least)
	c.heads(2)
	c.line("</svg>")
	top := c.out.String()
	c.out.Reset()
	c.boxes = nil
	c.y = 4
	for _, s := range steps {
		c.row(s)
	}
	rows := c.out.String()
	c.out.Reset()
	height := c.y + headHeight + 6
	c.line(`<svg class="chart" id="%s_chart" role="group" viewBox="0 0 %.0f %.0f" `+
		`style="min-width:%.0fpx" aria-labelledby="%[1]s_ct %[1]s_cd">`, c.id, c.width(), height, least)
	c.line(`<title id="%s_ct">Message chart: %s</title>`, c.id, html.EscapeString(c.title))
	c.line(`<desc id="%s_cd">%s</desc>`, c.id, html.EscapeString(c.describe(steps)))
	for _, l := range c.lanes {
		c.line(`<g class="%s"><line x1="%.1f" y1="0" x2="%.1f" y2="%.1f"/></g>`, l.class(), l.x, l.x,
			c.y+4)
	}
	c.heads(c.y + 4)
	picture := top + c.out.String() + rows + "</svg>"
	return template.HTML(strings.ReplaceAll(picture, `.0"`, `"`))
}

func (c *svgChart) width() float64 { return c.lanes[len(c.lanes)-1].x + laneRight }

// lay places the lanes: one for each principal that has a step of its own.
func (c *svgChart) lay(steps []*stepView) {
	seen, corrupt := map[string]bool{}, map[string]bool{}
	for _, s := range steps {
		d := s.drawn
		if d.Kind == secure {
			continue
		}
		for _, at := range []string{d.Session, d.From, d.To} {
			who := principalOf(at)
			seen[who] = true
			if c.sessions[who] == nil {
				c.sessions[who] = map[string]bool{}
			}
			if at != who {
				c.sessions[who][at] = true
			}
		}
		if d.Act.Who != "" {
			seen[d.Act.Who] = true
			corrupt[d.Act.Who] = corrupt[d.Act.Who] || d.Act.Corrupts
		}
	}
	add := func(name, party string) {
		c.lanes = append(c.lanes, lane{name, party, laneLeft + laneGap*float64(len(c.lanes)),
			corrupt[name]})
	}
	for i, m := range c.protocol.Parties {
		for _, p := range c.config.Principals {
			if p.Party == m.Party && seen[p.Name] {
				add(p.Name, m.Name)
			}
		}
		if i == 0 {
			add(adversary, "the network")
		}
	}
}

// principalOf returns the principal of a session. The name of a principal never ends in a dot
// and digits, as that of a session does.
func principalOf(session string) string {
	i := strings.LastIndexByte(session, '.')
	if i >= 0 && strings.Trim(session[i+1:], "0123456789") == "" {
		return session[:i]
	}
	return session
}

// laneOf returns the lane of a session's principal, or that of the adversary when the principal
// has no lane.
func (c *svgChart) laneOf(session string) *lane {
	var hers *lane
	for i := range c.lanes {
		if c.lanes[i].name == session || c.lanes[i].name == principalOf(session) {
			return &c.lanes[i]
		}
		if c.lanes[i].name == adversary {
			hers = &c.lanes[i]
		}
	}
	return hers
}

// describe says in words what the picture shows, for readers who cannot see it.
func (c *svgChart) describe(steps []*stepView) string {
	var names []string
	for _, l := range c.lanes {
		names = append(names, l.name)
	}
	words := fmt.Sprintf("%d steps between %s.", len(steps), strings.Join(names, ", "))
	for _, s := range steps {
		if s.Mark != "" || s.Kind == acted || len(s.Breaks) > 0 {
			words += fmt.Sprintf(" Step %d: %s.", s.N, s.Title)
		}
	}
	return words + " The list of steps below says the same in words."
}

// heads draws the names of the lanes.
func (c *svgChart) heads(y float64) {
	for _, l := range c.lanes {
		note := l.party
		if l.corrupt {
			note = "corrupt " + note
		}
		c.line(`<g class="%s"><rect x="%.1f" y="%.1f" width="%.0f" height="%.0f" rx="6"/>`, l.class(),
			l.x-headWidth/2, y, headWidth, headHeight-4)
		c.text("name", l.name, l.x, y+16, headWidth-4)
		for i, words := range table.Fold(note, headLetters) {
			c.text("party", words, l.x, y+31+14*float64(i), headWidth)
		}
		c.line("</g>")
	}
}

func (l *lane) class() string {
	class := "lane"
	if l.name == adversary {
		class += " adversary"
	}
	if l.corrupt {
		class += " corrupt"
	}
	return class
}

// text writes words centred on a position, yet inside the picture. Words that are wider than a
// given width are cut.
func (c *svgChart) text(class, words string, middle, y, width float64) {
	words = c.fitted(class, words, min(width, c.width()-gutter-8))
	w := c.widthOf(class, words)
	x := min(max(middle-w/2, gutter), c.width()-4-w)
	c.boxes = append(c.boxes, textBox{words, x, y - 12, w, lineHeight})
	c.line(`<text class="%s" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, class, x+w/2, y,
		html.EscapeString(words))
}

// begin writes words that begin at the left side of the picture.
func (c *svgChart) begin(class, words string, y float64) {
	words = c.fitted(class, words, c.width()-gutter-16)
	c.boxes = append(c.boxes, textBox{words, gutter + 8, y - 12, c.widthOf(class, words), lineHeight})
	c.line(`<text class="%s" x="%.0f" y="%.1f">%s</text>`, class, gutter+8, y,
		html.EscapeString(words))
}

// fitted returns words, cut to a given width.
func (c *svgChart) fitted(class, words string, width float64) string {
	for runes := []rune(words); len(runes) > 0 && c.widthOf(class, words) > width; {
		runes = runes[:len(runes)-1]
		words = strings.TrimRight(string(runes), " ") + "…"
	}
	return words
}

func (c *svgChart) line(format string, args ...any) { fmt.Fprintf(&c.out, format+"\n", args...) }

// widthOf is an upper bound of the width of a text; the letters of East Asian scripts count as
// wide.
func (c *svgChart) widthOf(class, words string) float64 {
	w := letter
	switch class {
	case "party", "number":
		w = smallLetter
	case "label", "name", "said violated":
		w = boldLetter
	}
	sum := 0.0
	for _, r := range words {
		sum += w
		if r >= 0x2E80 {
			sum += w
		}
	}
	return math.Ceil(sum) // so that what is computed from it is exact on every machine
}
