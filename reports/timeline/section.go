package timeline

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/reports/table"
	"emrproof/sim"
)

// A section is the part of a chart below one heading.
type section struct {
	title  string
	layout layout
	lines  int
	most   int
	left   int // messages that are not drawn
}

// enter prints the heading of a phase where it is due, and says whether one more message may be
// drawn below it.
func (c *Chart) enter(ph *model.Phase) bool {
	c.head(ph)
	return c.room()
}

// room says whether one more line may be drawn below the heading, and counts that line.
func (c *Chart) room() bool {
	if c.section.lines++; c.section.lines > c.section.most && !c.all {
		c.section.left++
		return false
	}
	return true
}

// head prints the heading of a phase, unless it is the heading at hand.
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
	c.print(c.ink.Heading(title))
}

// leave ends a section with a line that says how much was left out of it.
func (c *Chart) leave() {
	if c.section.left > 0 {
		c.print(fmt.Sprintf("  … and %d more", c.section.left))
	}
	c.section.left = 0
}

// title is the heading of a phase. Phases that occur once in a run share one heading, and so do
// the phases of rounds that overlap.
func (c *Chart) title(ph *model.Phase) string {
	channel := "insecure network"
	groups := []string{ph.Group}
	if ph.Secure {
		channel = "secure channel"
	}
	if ph.Secure || c.tag > 0 {
		groups = nil
		for i := range c.Protocol.Phases {
			of := &c.Protocol.Phases[i]
			if of.Secure == ph.Secure && !slices.Contains(groups, of.Group) {
				groups = append(groups, of.Group)
			}
		}
	}
	return strings.Join(groups, ", ") + ", over the " + channel
}

// A layout has the widths in columns of the parts of a message's line.
type layout struct{ pair, name, fields int }

// layoutOf returns a layout with room for all messages on the secure channel, or for all on the
// insecure network.
func (c *Chart) layoutOf(config sim.Config, secure bool) layout {
	longest := map[model.Party]int{}
	for _, p := range config.Principals {
		longest[p.Party] = max(longest[p.Party], table.Columns(p.Name))
	}
	var l layout
	for i := range c.Protocol.Phases {
		ph := &c.Protocol.Phases[i]
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
