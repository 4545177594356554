package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A block is what a session does at one moment in one phase: it gets a message,
// checks and computes.
type block struct {
	session  string
	phase    *model.Phase
	at       trace.Time
	visit    int
	msg      *trace.Message // nil where the session goes on by itself
	from     string         // whom the message is drawn from
	mark     string         // what the adversary did to it
	fields   []*model.Term  // as the receiver names them
	opens    bool
	checks   []string
	eqs      []int // of the checks
	computes []string
	errata   []string // of what it computes
}

// begin opens a block at an event of a session.
func (c *Chart) begin(e *trace.Event) {
	ph := c.protocol.PhaseNamed(e.Phase)
	if ph.Secure {
		return
	}
	c.block = &block{session: e.Session, phase: ph, at: e.At, msg: e.Msg,
		visit: c.exchanges[e.Session].visit, opens: e.Kind == trace.KindStart}
	if e.Msg != nil {
		c.block.from, c.block.mark = c.receive(e.Msg)
		c.block.fields = c.step(e).Fields
	}
}

func (b *block) note(s *model.Step) {
	if words, ok := checking(s); ok {
		b.checks = append(b.checks, words)
		if s.Eqn > 0 {
			b.eqs = append(b.eqs, s.Eqn)
		}
	} else if words, ok := computing(s); ok {
		b.computes = append(b.computes, table.Pad(numberOf(s), numberWidth(s))+" "+words)
		b.errata = append(b.errata, strings.Join(s.Errata, " "))
	}
}

// flush draws the block at hand.
func (c *Chart) flush() {
	b := c.block
	c.block = nil
	if b == nil || !c.formulas && b.msg == nil {
		return
	}
	if !c.enter(b.phase) {
		return
	}
	drawn := stroke{at: b.at, who: b.session, block: b, msg: b.msg, from: b.from, to: b.session,
		mark: b.mark}
	if b.from == adversary {
		drawn.fields = b.fields
	}
	c.stroke(drawn)
	c.print(c.first(b))
	c.mark(c.when(b.at, b.visit), b.mark)
	if !c.formulas {
		return
	}
	indent := strings.Repeat(" ", len(c.when(b.at, b.visit)))
	label := func(words string, i int) string {
		if i > 0 {
			words = ""
		}
		return indent + c.style.Ink.Faint(table.Pad(words, 10))
	}
	if len(b.checks) > 0 {
		for i, line := range table.Wrap(b.checks, ",", table.TextWidth-len(indent)-10) {
			c.print(label("checks", i) + c.style.Ink.Good(line))
		}
	}
	for i, line := range b.computes {
		c.print(label("computes", i) + line + "  " + c.style.Ink.Faint(b.errata[i]))
	}
}

// first is the first line of a block.
func (c *Chart) first(b *block) string {
	when := c.when(b.at, b.visit)
	if b.msg == nil && b.opens {
		return when + c.style.Ink.Strong(b.session+" opens "+b.phase.Name)
	}
	if b.msg == nil {
		return when + c.style.Ink.Strong(b.session+" goes on")
	}
	from := b.msg.From.Principal
	to := b.msg.To.Principal
	if c.formulas {
		from, to = fmt.Sprintf("%s.%d", from, b.msg.From.Session), b.session
	}
	fields := names(b.msg.Fields)
	if b.from == adversary { // who names nothing
		from, fields = adversary, list(b.fields)
	}
	line := when + c.style.Ink.Strong(c.entry(from+" → "+to, b.msg.Name, b.msg.Size()))
	if c.formulas {
		return line + c.style.Ink.Strong(fields)
	}
	return line + table.Pad(fields, c.section.layout.fields) + "  " + c.style.Ink.Good(ranges(b.eqs))
}

// secure draws an exchange over the secure channel as one line.
func (c *Chart) secure(x *exchange, at trace.Time) {
	if !c.enter(x.phase) {
		return
	}
	c.stroke(stroke{at: at, secure: x})
	if len(x.sent) == 0 {
		c.print(c.when(at, 0) + c.entry(x.by, x.phase.Name, 0) + strings.Join(x.made, "; "))
		return
	}
	pair, size, fields := x.summed()
	c.print(c.when(at, 0) + c.entry(pair, x.phase.Name, size) +
		table.Pad(fields, c.section.layout.fields) + "  " + c.style.Ink.Good(ranges(x.eqs)))
}

// summed is between whom an exchange is, its bytes, and the fields of its messages.
func (x *exchange) summed() (pair string, size int, fields string) {
	var all []string
	for _, m := range x.sent {
		size += m.Size()
		all = append(all, names(m.Fields))
	}
	arrow := " → "
	if len(x.sent) > 1 {
		arrow = " ⇄ "
	}
	return x.by + arrow + x.sent[0].To.Principal, size, strings.Join(all, " ⇒ ")
}

// entry is what every line of a message has: between whom, its name, its size.
func (c *Chart) entry(pair, name string, size int) string {
	bytes := ""
	if size > 0 {
		bytes = fmt.Sprintf("%d B", size)
	}
	return table.Pad(pair, c.section.layout.pair) + "  " + table.Pad(name, c.section.layout.name) +
		fmt.Sprintf("  %8s  ", bytes)
}

// when begins a line: the time, and the visit where there are several.
func (c *Chart) when(at trace.Time, visit int) string {
	us := int64(at.Since()) / 1000
	line := fmt.Sprintf("%4d.%06d  ", us/1e6, us%1e6)
	if visit > 0 && c.tag > 0 {
		line += table.Pad(fmt.Sprintf("#%d", visit), c.tag)
	}
	return line
}

func names(data []trace.Datum) string {
	var all []string
	for _, d := range data {
		all = append(all, d.Name)
	}
	return strings.Join(all, ", ")
}

// A section is what stands below one heading.
type section struct {
	title  string
	layout layout
	lines  int
	most   int
	left   int // messages that are not drawn
}

// enter says whether one more message is drawn below the heading of a phase.
func (c *Chart) enter(ph *model.Phase) bool {
	c.head(ph)
	return c.room()
}

// room says whether one more line is drawn below the heading.
func (c *Chart) room() bool {
	if c.section.lines++; c.section.lines > c.section.most && !c.style.All {
		c.section.left++
		return false
	}
	return true
}

// head prints the heading of a phase, unless it stands there already.
func (c *Chart) head(ph *model.Phase) {
	title := c.title(ph)
	if title == c.section.title {
		return
	}
	c.leave()
	c.section = section{title: title, layout: c.layouts[ph.Secure], most: mostMessages}
	if ph.Secure {
		c.section.most = mostExchanges
	}
	c.print("")
	c.print(c.style.Ink.Heading(title))
}

// leave says below a section what was left out of it.
func (c *Chart) leave() {
	if c.section.left > 0 {
		c.print(fmt.Sprintf("  … and %d more", c.section.left))
	}
	c.section.left = 0
}

// title is the heading that a phase stands below. What comes once stands below one
// heading, and so do visits that overlap, whatever phase each of them is in.
func (c *Chart) title(ph *model.Phase) string {
	channel := "insecure network"
	groups := []string{ph.Group}
	if ph.Secure {
		channel = "secure channel"
	}
	if ph.Secure || c.tag > 0 {
		groups = nil
		for i := range c.protocol.Phases {
			of := &c.protocol.Phases[i]
			if of.Secure == ph.Secure && !slices.Contains(groups, of.Group) {
				groups = append(groups, of.Group)
			}
		}
	}
	return strings.Join(groups, ", ") + ", over the " + channel
}

// layout is how many columns the parts of a message's line take.
type layout struct{ pair, name, fields int }

// layoutOf is a layout with room for all messages on the secure channel, or on the
// insecure network.
func (c *Chart) layoutOf(config sim.Config, secure bool) layout {
	longest := map[model.Party]int{}
	for _, p := range config.Principals {
		longest[p.Party] = max(longest[p.Party], table.Columns(p.Name))
	}
	var l layout
	for i := range c.protocol.Phases {
		ph := &c.protocol.Phases[i]
		if ph.Secure != secure {
			continue
		}
		var all []string
		for _, r := range ph.Roles {
			l.pair = max(l.pair, longest[r.Party])
			for _, s := range r.Steps {
				if s.Kind != model.StepSend {
					continue
				}
				from := longest[r.Party]
				if c.tampering != nil && !secure {
					from = max(from, table.Columns(adversary))
				}
				l.pair = max(l.pair, from+table.Columns(" → ")+longest[s.Peer])
				all = append(all, list(s.Fields))
				if !secure {
					l.name = max(l.name, table.Columns(s.Msg))
					l.fields = max(l.fields, table.Columns(list(s.Fields)))
				}
			}
		}
		if secure {
			l.name = max(l.name, table.Columns(ph.Name))
			l.fields = max(l.fields, table.Columns(strings.Join(all, " ⇒ ")))
		}
	}
	if c.formulas && !secure {
		l.pair += table.Columns(".1.1")
	}
	return l
}

// numberWidth is room for the numbers of a description's equations.
func numberWidth(s *model.Step) int { return 4 + len(s.Mark) }
