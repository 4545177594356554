package timeline

import (
	"fmt"
	"strings"

	"emrproof/reports/table"
)

// row draws one step, below the step before it.
func (c *svgChart) row(s *stepView) {
	top := c.y
	class := "row " + string(s.Kind)
	if len(s.Breaks) > 0 {
		class += " broken"
	}
	before := c.out.String()
	c.out.Reset()
	d := s.drawn
	switch {
	case d.Kind == secure:
		c.band("secure", []string{s.Title + ", unseen"})
	case d.Kind == acted:
		c.act(d)
	case d.Message != nil:
		c.message(s)
	case d.Kind == refused:
	default:
		c.alone(s)
	}
	if d.Kind == refused {
		at := d.Session
		if at == "" {
			at = d.To
		}
		c.Words("no", "✗ "+d.Words, c.laneOf(at).x)
	}
	if len(s.Breaks) > 0 {
		c.band("violated", violatedWords(s.Breaks))
	}
	drawn := c.out.String()
	c.out.Reset()
	c.out.WriteString(before)
	c.line(`<a class="%s" href="#%s" data-step="%d" tabindex="-1">`, class, s.Anchor, s.N)
	c.line(`<rect class="hit" x="0" y="%.1f" width="%.0f" height="%.1f"/>`, top, c.width(), c.y-top)
	number := fmt.Sprint(s.N)
	c.boxes = append(c.boxes, textBox{number, 4, top + 5, c.widthOf("number", number), lineHeight})
	c.line(`<text class="number" x="4" y="%.1f">%s</text>`, top+17, number)
	c.out.WriteString(drawn + "</a>\n")
}

func violatedWords(breaks []string) []string {
	var all []string
	for i, b := range breaks {
		if i == most && len(breaks) > most+1 {
			return append(all, fmt.Sprintf("✗ and %d more", len(breaks)-i))
		}
		kind, rest, _ := strings.Cut(b, ": ")
		thing, _, _ := strings.Cut(rest, ": ")
		all = append(all, "✗ violated: "+kind+": "+thing)
	}
	return all
}

// band draws a box over the whole width of the chart, with lines of text in it.
func (c *svgChart) band(class string, lines []string) {
	height := lineHeight*float64(len(lines)) + 8
	c.line(`<rect class="band %s" x="%.0f" y="%.1f" width="%.1f" height="%.1f" rx="4"/>`, class,
		gutter, c.y+4, c.width()-gutter-4, height)
	for i, words := range lines {
		c.begin("said "+class, words, c.y+4+lineHeight*float64(i+1))
	}
	c.y += height + 8
}

// Words writes a few lines of text centred on a lane.
func (c *svgChart) Words(class, text string, x float64) {
	width := c.width() - gutter - 8
	lines := table.Fold(text, int(min(width, 5*laneGap)/letter)-1)
	if len(lines) > most {
		lines = append(lines[:most-1], strings.Join(lines[most-1:], " "))
	}
	for _, line := range lines {
		c.text(class, line, x, c.y+lineHeight, width)
		c.y += lineHeight
	}
	c.y += 6
}

// alone draws a step that a session does by itself.
func (c *svgChart) alone(s *stepView) {
	x := c.laneOf(s.drawn.Session).x
	w := min(c.widthOf("said", s.Title)+12, c.width()-gutter-4)
	left := min(max(x-w/2, gutter), c.width()-4-w)
	c.line(`<rect class="box" x="%.1f" y="%.1f" width="%.1f" height="20" rx="10"/>`, left, c.y+4, w)
	c.text("said", s.Title, x, c.y+18, w)
	c.y += 30
}

// act draws an act of the adversary that is not about a message: it takes secrets from a
// principal, or does something to a principal.
func (c *svgChart) act(d *step) {
	hers, its := c.laneOf(adversary), c.laneOf(d.Act.Who)
	c.Words("done", adversary+" "+d.Words, (hers.x+its.x)/2)
	y := c.y + 4
	switch {
	case its == hers:
		c.line(`<circle class="dot" cx="%.1f" cy="%.1f" r="5"/>`, hers.x, y)
	case d.Act.Takes:
		c.arrow("take", its.x, hers.x, y)
	default:
		c.arrow("take", hers.x, its.x, y)
	}
	c.y += 14
}

// message draws the arrow of a message from its sender to its receiver. The arrow of a message
// that the adversary had a hand in goes through the lane of the adversary.
func (c *svgChart) message(s *stepView) {
	d := s.drawn
	from, to, hers := c.laneOf(d.From), c.laneOf(d.To), c.laneOf(adversary)
	if s.Kind == again {
		from = hers // it is a copy
	}
	label := fmt.Sprintf("%s · %d B", d.Message.Name, s.Size)
	if len(c.sessions[principalOf(d.To)]) > 1 && d.To != principalOf(d.To) {
		label = fmt.Sprintf("%s → %s · %d B", d.Message.Name, d.To, s.Size)
	}
	middle := (from.x + to.x) / 2
	if s.Kind == dropped || s.Kind == redirected {
		middle = (from.x + hers.x) / 2
	}
	c.text("label", label, middle, c.y+14, c.width())
	y := c.y + 22
	switch {
	case s.Kind == dropped:
		c.arrow("stop", from.x, hers.x, y)
		c.cross(hers.x, y)
		c.y += 32
	case s.Kind == redirected && from != hers:
		c.line(`<line class="arrow" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, from.x, y, hers.x, y)
		c.line(`<line class="held" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, hers.x, y, hers.x, y+14)
		c.line(`<circle class="dot" cx="%.1f" cy="%.1f" r="4"/>`, hers.x, y)
		c.arrow("", hers.x, to.x, y+14)
		c.y += 46
	default:
		c.arrow("", from.x, to.x, y)
		if from == hers {
			c.line(`<circle class="dot" cx="%.1f" cy="%.1f" r="4"/>`, from.x, y)
		}
		c.y += 32
	}
	if s.Mark != "" {
		c.y -= 4
		c.Words("done", s.Mark, hers.x)
	}
}

// arrow draws a line with an arrowhead between two lanes; from a lane to itself it is a loop.
func (c *svgChart) arrow(class string, from, to, y float64) {
	class = strings.TrimSpace("arrow " + class)
	if from == to {
		c.line(`<path class="%s" fill="none" d="M%.1f %.1f h26 v8 h-20"/>`, class, from, y-4)
		y, from = y+4, to+26
	} else {
		c.line(`<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, class, from, y, to, y)
	}
	if strings.HasSuffix(class, "stop") {
		return
	}
	back := -8.0
	if to < from {
		back = 8
	}
	c.line(`<path class="head" d="M%.1f %.1f l%.0f -4.5 v9 z"/>`, to, y, back)
}

// cross marks the place where a message is lost.
func (c *svgChart) cross(x, y float64) {
	c.line(`<path class="cross" d="M%.1f %.1f l12 12 m0 -12 l-12 12"/>`, x-6, y-6)
}
