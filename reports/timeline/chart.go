package timeline

import (
	"fmt"
	"io"
	"strings"

	"emrproof/model/library"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Chart draws the steps of a run as text while the run goes on. Times are in seconds of
// virtual time since the run began.
//
// An exchange over the secure channel is one line. In a run with one round, every message is
// drawn with all its formulas. In a run with more rounds, a message is one line that begins
// with the number of its round, and the number of lines is limited.
type Chart struct {
	*reader
	out      io.Writer
	err      error
	ink      table.Ink
	all      bool // every message with every formula is drawn, however many there are
	formulas bool
	tag      int             // columns of a round's number; 0: rounds are not numbered
	layouts  map[bool]layout // by whether the channel is secure
	section  section
}

// The greatest number of lines that are drawn below a heading, unless all are asked for.
const (
	mostExchanges = 20
	mostMessages  = 200
)

// NewChart returns a chart of a run of c. With all, it draws every message and formula. The
// method Event of the chart is the watcher of the run.
func NewChart(w io.Writer, c sim.Config, ink table.Ink, all bool) (*Chart, error) {
	ch := &Chart{out: w, ink: ink, all: all}
	rounds, _, err := Sessions(c)
	if err != nil {
		return nil, err
	}
	if ch.reader, err = newReader(c, ch.draw); err != nil {
		return nil, err
	}
	ch.formulas = rounds <= 1 || all
	if rounds > 1 {
		ch.tag = len(fmt.Sprintf("#%d ", rounds))
	}
	ch.layouts = map[bool]layout{true: ch.layoutOf(c, true), false: ch.layoutOf(c, false)}
	ch.opening(c)
	return ch, nil
}

// opening writes which principal plays which party.
func (c *Chart) opening(config sim.Config) {
	c.print(c.ink.Strong(c.Protocol.Name) + ": " + c.Protocol.Source)
	for _, id := range c.Protocol.Options {
		for _, o := range library.Options(config.Profile) {
			if o.ID == id {
				c.print("option " + id + ": " + o.Text)
			}
		}
	}
	legend := "times in seconds, when a message arrives"
	if c.Protocol.Equations > 0 {
		legend += "; (1): equation; E1: erratum"
	}
	c.print(c.ink.Faint(legend))
	width := 4
	for _, m := range c.Protocol.Parties {
		width = max(width, table.Columns(string(m.Party)))
	}
	for _, m := range c.Protocol.Parties {
		var names []string
		for _, p := range config.Principals {
			if p.Party == m.Party {
				names = append(names, p.Name)
			}
		}
		if len(names) > 0 {
			c.print("  " + table.Pad(string(m.Party), width) + " " + table.Pad(m.Name, 26) + " " +
				table.Few(names, 5))
		}
	}
}

// Close draws the remaining steps and an empty line, and returns the first error.
func (c *Chart) Close() error {
	c.reader.Close()
	c.leave()
	c.print("")
	return c.err
}

// print writes a line; the first error is kept for Close.
func (c *Chart) print(line string) {
	if c.err == nil {
		_, c.err = io.WriteString(c.out, strings.TrimRight(line, " ")+"\n")
	}
}

// draw draws one step.
func (c *Chart) draw(s *step) {
	ink, when := c.ink, c.when(s.At, s.Round)
	switch s.Kind {
	case secure:
		if c.enter(s.Phase) {
			c.secure(s)
		}
	case acted:
		if c.section.title == "" || c.room() {
			c.print(c.when(s.At, 0) + ink.Bad(adversary+" "+s.Words))
		}
	case dropped:
		if c.enter(s.Phase) {
			c.print(when + ink.Strong(c.entry(s.From+" → "+s.To, s.Message)+
				names(s.Message.Fields)))
			c.mark(when, s.Mark)
		}
	case refused:
		c.refused(s, when)
	default:
		if !c.formulas && s.Message == nil || !c.enter(s.Phase) {
			return
		}
		c.print(when + c.first(s))
		c.mark(when, s.Mark)
		if c.formulas {
			c.steps(s, strings.Repeat(" ", len(when)))
		}
	}
}

// refused draws a message that a session refuses or ignores.
func (c *Chart) refused(s *step, when string) {
	ink := c.ink
	if s.Phase == nil {
		c.print(when + ink.Bad(fmt.Sprintf("%s → %s  %s", s.From, s.Message.To.Principal, s.Words)))
		c.mark(when, s.Mark)
		return
	}
	c.head(s.Phase)
	if s.Message != nil {
		c.print(when + ink.Strong(c.entry(s.From+" → "+s.To, s.Message)))
		c.mark(when, s.Mark)
	}
	c.print(when + ink.Bad(s.Words))
}

// first returns the first line of a step that a session does, without the time.
func (c *Chart) first(s *step) string {
	ink, m := c.ink, s.Message
	switch {
	case m == nil && s.Opens:
		return ink.Strong(s.Session + " opens " + s.Phase.Name)
	case m == nil:
		return ink.Strong(s.Session + " goes on")
	}
	from, to := m.From.Principal, m.To.Principal
	if c.formulas {
		from, to = fmt.Sprintf("%s.%d", from, m.From.Session), s.Session
	}
	fields := names(m.Fields)
	if s.From == adversary {
		from, fields = adversary, list(s.Fields)
	}
	line := ink.Strong(c.entry(from+" → "+to, m))
	if c.formulas {
		return line + ink.Strong(fields)
	}
	return line + table.Pad(fields, c.section.layout.fields) + "  " + ink.Good(ranges(s.Eqs))
}

// steps draws the checks and the computations of a session.
func (c *Chart) steps(s *step, indent string) {
	ink := c.ink
	label := func(words string, i int) string {
		if i > 0 {
			words = ""
		}
		return indent + ink.Faint(table.Pad(words, 10))
	}
	if len(s.Checks) > 0 {
		for i, line := range table.Wrap(s.Checks, ",", table.TextWidth-len(indent)-10) {
			c.print(label("checks", i) + ink.Good(line))
		}
	}
	for i, one := range s.Computes {
		c.print(label("computes", i) + one.Text + "  " + ink.Faint(strings.Join(one.Errata, " ")))
	}
}

// mark draws a remark below the line of a message. The text before the message says how far to
// indent the remark.
func (c *Chart) mark(before, words string) {
	if words != "" {
		c.print(table.Pad("", table.Columns(before)) + c.ink.Bad(words))
	}
}

// secure draws an exchange over the secure channel as one line.
func (c *Chart) secure(s *step) {
	x, when := s.Exchange, c.when(s.At, 0)
	if len(x.Sent) == 0 {
		c.print(when + c.columns(x.By, s.Phase.Name, 0) + strings.Join(x.Made, "; "))
		return
	}
	pair, size, fields := x.summed()
	c.print(when + c.columns(pair, s.Phase.Name, size) +
		table.Pad(fields, c.section.layout.fields) + "  " + c.ink.Good(ranges(x.Eqs)))
}

// summed returns between whom an exchange takes place, how many bytes it has, and the fields of
// its messages.
func (x *exchange) summed() (pair string, size int, fields string) {
	var all []string
	for _, m := range x.Sent {
		size += m.Size()
		all = append(all, names(m.Fields))
	}
	arrow := " → "
	if len(x.Sent) > 1 {
		arrow = " ⇄ "
	}
	return x.By + arrow + x.Sent[0].To.Principal, size, strings.Join(all, " ⇒ ")
}

// String is the exchange in one line.
func (x *exchange) String() string {
	if len(x.Sent) == 0 {
		return x.By + " " + strings.Join(x.Made, "; ")
	}
	pair, size, fields := x.summed()
	return strings.TrimSpace(fmt.Sprintf("%s: %s, %d B: %s %s", pair, x.phase.Name, size, fields,
		ranges(x.Eqs)))
}

// entry returns the columns that every line of a message has: sender and receiver, the name,
// the size.
func (c *Chart) entry(pair string, m *trace.Message) string {
	return c.columns(pair, m.Name, m.Size())
}

func (c *Chart) columns(pair, name string, size int) string {
	bytes := ""
	if size > 0 {
		bytes = fmt.Sprintf("%d B", size)
	}
	return table.Pad(pair, c.section.layout.pair) + "  " +
		table.Pad(name, c.section.layout.name) + fmt.Sprintf("  %8s  ", bytes)
}

// when returns the beginning of a line: the time, and the number of the round where there are
// several.
func (c *Chart) when(at trace.Time, round int) string {
	us := int64(at.Since()) / 1000
	line := fmt.Sprintf("%4d.%06d  ", us/1e6, us%1e6)
	if round > 0 && c.tag > 0 {
		line += table.Pad(fmt.Sprintf("#%d", round), c.tag)
	}
	return line
}
