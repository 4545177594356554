package emr

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"emrproof/model"
)

// people begins the world.
func (in *section) people(p *parser, t token) {
	if in.draft.world != nil {
		p.wrong(t.span(), "the world is there already, in line %d", in.lineOf(in.draft.worldAt.at))
		return
	}
	p.end()
	in.leave()
	in.draft.world, in.draft.worldAt = &model.World{}, t.span()
	in.world = in.draft.world
}

// person reads a line of the world.
func (in *section) person(p *parser) {
	switch t := p.peek(); {
	case p.takes("departments"):
		in.departments(p, t)
	case p.takes("before"):
		in.world.Before = append(in.world.Before, p.meeting())
	case p.takes("session"):
		in.world.Sessions = append(in.world.Sessions, p.meeting())
		for _, w := range []struct {
			word string
			to   *time.Duration
		}{{"from", &in.world.From}, {"every", &in.world.Every}} {
			if p.takes(w.word) {
				*w.to = p.duration()
			}
		}
	default:
		in.cast(p)
	}
	p.end()
}

// cast reads the principals of a party.
func (in *section) cast(p *parser) {
	c := model.Cast{Party: model.Party(p.name("a party, before, session or departments").text)}
	if p.peek().kind == number {
		c.Count = p.number(p.next())
	}
	p.want(":")
	for {
		t := p.next()
		switch {
		case t.kind != word:
			p.wrong(t.span(), "%s: want the name of a principal, such as alice", t)
		case c.Rest != "":
			p.wrong(t.span(), "%s: no name can come after %s, which never ends", t, c.Rest)
		case strings.Contains(t.text, "#"):
			c.Rest = t.text
		default:
			c.Names = append(c.Names, t.text)
		}
		if !p.takes(",") {
			break
		}
	}
	in.world.Cast = append(in.world.Cast, c)
}

func (in *section) departments(p *parser, t token) {
	p.want("of")
	party := model.Party(p.name("a party").text)
	p.want(":")
	var names []string
	for {
		names = append(names, p.name("a department").text)
		if !p.takes(",") {
			break
		}
	}
	for i := range in.world.Cast {
		if c := &in.world.Cast[i]; c.Party == party {
			c.Departments = names
			return
		}
	}
	p.wrong(t.span(), "departments of %s: want the principals of %s in a line before", party, party)
}

func (p *parser) meeting() model.Meeting {
	m := model.Meeting{Phase: p.string("the name of a phase").text}
	p.want("by")
	m.By = model.Party(p.name("a party").text)
	if p.takes("with") {
		m.With = model.Party(p.name("a party").text)
	}
	return m
}

// duration reads a time, such as 25ms.
func (p *parser) duration() time.Duration {
	t := p.next()
	d, err := time.ParseDuration(t.text)
	if err != nil || d < 0 {
		p.wrong(t.span(), "%s: want a time, such as 1s or 25ms", t)
	}
	return d
}

func (w *printer) world() {
	if len(w.World.Cast) == 0 && len(w.World.Sessions) == 0 && len(w.World.Before) == 0 {
		return
	}
	w.line()
	w.line("world")
	for _, c := range w.World.Cast {
		head := "  " + string(c.Party)
		if c.Count > 1 {
			head += " " + strconv.Itoa(c.Count)
		}
		names := slices.Clone(c.Names)
		if c.Rest != "" {
			names = append(names, c.Rest)
		}
		if len(names) > 0 {
			w.list(head+": ", names)
		}
		if len(c.Departments) > 0 {
			w.line("  departments of ", string(c.Party), ": ", strings.Join(c.Departments, ", "))
		}
	}
	for _, m := range w.World.Before {
		w.line("  before ", w.meeting(m))
	}
	for i, m := range w.World.Sessions {
		text := "  session " + w.meeting(m)
		if i == len(w.World.Sessions)-1 {
			if w.World.From > 0 {
				text += " from " + w.World.From.String()
			}
			if w.World.Every > 0 {
				text += " every " + w.World.Every.String()
			}
		}
		w.line(text)
	}
}

func (w *printer) meeting(m model.Meeting) string {
	text := strconv.Quote(m.Phase) + " by " + string(m.By)
	if m.With != "" {
		text += " with " + string(m.With)
	}
	return text
}
