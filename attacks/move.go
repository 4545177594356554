package attacks

import (
	"fmt"
	"strconv"
	"strings"

	"go.starlark.net/syntax"

	"emrproof/attacks/deduce"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Move is one action of the adversary. Its text form is when, a colon, and a call:
//
//	begin: reveal("mallory", "all")
//	on alice.1#1: drop()
//	on alice.1#1: inject("visit 1", "mallory", 0, "bob", 0, [field("alice.1#1", 1)])
//	at 5s: deliver("alice.1#1", "bob", 0, "0s")
//
// "on" names a message by its label: the session that sent it, and its number there. A message
// is delivered as it was sent unless a move drops it or delivers it.
type Move struct {
	When string // "begin", "on LABEL" or "at DURATION", since the schedule began
	Do   string // what is done: DoDrop and so on

	Message string          // deliver: the label
	Name    string          // inject: what the message passes for, such as "visit 1"
	From    trace.Address   // inject: where answers go
	To      trace.Address   // deliver, inject
	Delay   trace.Duration  // deliver; skew: by how much
	Who     string          // reveal, skew
	What    string          // reveal; exhibit: the label
	Fields  []deduce.Recipe // inject; exhibit: one
	Start   sim.Start       // start
}

// What a move does, in the words of its text form.
const (
	DoDrop    = "drop"    // the message is lost
	DoDeliver = "deliver" // a message, this one or an earlier, goes to an address, later
	DoInject  = "inject"  // a message of the adversary's own
	DoReveal  = "reveal"  // secrets of a principal become known to the adversary
	DoSkew    = "skew"    // a principal's clock is set ahead
	DoStart   = "start"   // a principal opens a phase
	DoExhibit = "exhibit" // the adversary shows what it knows
)

// String returns the text form of a move, which ParseMove reads.
func (m Move) String() string { return m.When + ": " + m.action() }

func (m Move) action() string {
	q := strconv.Quote
	switch m.Do {
	case DoDeliver:
		return fmt.Sprintf("deliver(%s, %s, %d, %s)", q(m.Message), q(m.To.Principal), m.To.Session,
			q(m.Delay.String()))
	case DoInject:
		return fmt.Sprintf("inject(%s, %s, %d, %s, %d, [%s])", q(m.Name), q(m.From.Principal),
			m.From.Session, q(m.To.Principal), m.To.Session, list(m.Fields))
	case DoReveal:
		return fmt.Sprintf("reveal(%s, %s)", q(m.Who), q(m.What))
	case DoSkew:
		return fmt.Sprintf("skew(%s, %s)", q(m.Who), q(m.Delay.String()))
	case DoStart:
		return fmt.Sprintf("start(%s, %s, %s, %s)", q(m.Start.Phase), q(m.Start.By), q(m.Start.With),
			q(m.Start.Department))
	case DoExhibit:
		return fmt.Sprintf("exhibit(%s, %s)", q(m.What), m.Fields[0])
	}
	return m.Do + "()"
}

func list(rs []deduce.Recipe) string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = r.String()
	}
	return strings.Join(parts, ", ")
}

// ParseMove reads a move in its text form. Its errors say what would be right, and where.
func ParseMove(src string) (Move, error) {
	when, call, ok := strings.Cut(src, ": ")
	if !ok {
		return Move{}, failIn(0, fmt.Errorf("%q: want when, a colon and an action, such as "+
			"\"on alice.1#1: drop()\"", src))
	}
	m := Move{When: when}
	if _, _, err := m.Trigger(); err != nil {
		return Move{}, failIn(0, err)
	}
	e, err := deduce.ParseExpr("move", call)
	if err == nil {
		err = m.act(e)
	}
	if err != nil {
		return Move{}, failIn(len([]rune(when))+2, err)
	}
	return m, nil
}

// failIn returns an error with its position in the text of a move. The parser did not see the
// first letters of that text, so they are added to the position.
func failIn(letters int, err error) error {
	at, ok := err.(syntax.Error)
	if !ok {
		name := "move"
		return syntax.Error{Pos: syntax.MakePosition(&name, 1, 1), Msg: err.Error()}
	}
	if at.Pos.Line == 1 {
		at.Pos.Col += int32(letters)
	}
	return at
}

// act reads the action of a move from its call.
func (m *Move) act(e syntax.Expr) error {
	c, ok := e.(*syntax.CallExpr)
	if !ok {
		return deduce.FailAt(e, "want an action: %s", actions)
	}
	name, ok := c.Fn.(*syntax.Ident)
	if !ok {
		return deduce.FailAt(e, "want an action: %s", actions)
	}
	m.Do = name.Name
	return m.read(&arguments{call: c})
}

const actions = "drop, deliver, inject, reveal, skew, start or exhibit"

// forms are the arguments that each action takes, in the words of error messages.
var forms = map[string]string{
	DoDrop:    "drop()",
	DoDeliver: "deliver(message, to, session, delay)",
	DoInject:  "inject(name, from, session, to, session, [field, …])",
	DoReveal:  "reveal(principal, what)",
	DoSkew:    "skew(principal, duration)",
	DoStart:   "start(phase, by, with, department)",
	DoExhibit: "exhibit(label, value)",
}

// Trigger returns the trigger of a move: the label of a message, or a moment since the schedule
// began.
func (m Move) Trigger() (label string, at trace.Duration, err error) {
	switch {
	case m.When == "begin":
		return "", 0, nil
	case strings.HasPrefix(m.When, "on ") && len(m.When) > 3:
		return m.When[3:], 0, nil
	case strings.HasPrefix(m.When, "at "):
		err := at.UnmarshalText([]byte(m.When[3:]))
		if err == nil && at < 0 {
			err = fmt.Errorf("at %s: want 0s or more", at)
		}
		return "", at, err
	}
	return "", 0, fmt.Errorf("when %q: want begin, on and a message's label, "+
		"or at and a duration", m.When)
}

func (m *Move) read(a *arguments) error {
	switch m.Do {
	case DoDrop:
	case DoDeliver:
		m.Message, m.To, m.Delay = a.text(), a.address(), a.duration()
	case DoInject:
		m.Name, m.From, m.To, m.Fields = a.text(), a.address(), a.address(), a.recipes()
	case DoReveal:
		m.Who, m.What = a.text(), a.text()
	case DoSkew:
		m.Who, m.Delay = a.text(), a.duration()
	case DoStart:
		m.Start = sim.Start{Phase: a.text(), By: a.text(), With: a.text(), Department: a.text()}
	case DoExhibit:
		m.What, m.Fields = a.text(), []deduce.Recipe{a.of(deduce.KindValue)}
	default:
		return deduce.FailAt(a.call, "action %q: want %s", m.Do, actions)
	}
	return a.end()
}

// arguments reads the arguments of an action one after another. It keeps the first error.
type arguments struct {
	call *syntax.CallExpr
	next int
	err  error
}

// take returns the next argument, or nil after an error.
func (a *arguments) take() syntax.Expr {
	if a.err == nil && a.next == len(a.call.Args) {
		a.err = deduce.FailAt(a.call, "argument %d is missing: want %s", a.next+1, a.form())
	}
	if a.err != nil {
		return nil
	}
	a.next++
	return a.call.Args[a.next-1]
}

func (a *arguments) of(kind string) (r deduce.Recipe) {
	e := a.take()
	if e == nil {
		return r
	}
	if r, a.err = deduce.FromExpr(e); a.err == nil && r.Kind() != kind {
		a.err = deduce.FailAt(e, "argument %d is %s, want %s: %s", a.next, r.Kind(), kind, a.form())
	}
	return r
}

func (a *arguments) form() string { return forms[a.call.Fn.(*syntax.Ident).Name] }

func (a *arguments) text() string { return a.of(deduce.KindText).Text }

func (a *arguments) address() trace.Address {
	who, n := a.text(), a.of(deduce.KindInt)
	if a.err == nil && (!n.Int.IsInt64() || n.Int.Int64() < 0 || n.Int.Int64() > 1e9) {
		a.err = deduce.FailAt(a.call.Args[a.next-1], "session %s: want 0 for a new one, or a number",
			n.Int)
	}
	if a.err != nil {
		return trace.Address{}
	}
	return trace.Address{Principal: who, Session: int(n.Int.Int64())}
}

func (a *arguments) duration() trace.Duration {
	var d trace.Duration
	s := a.text()
	if a.err != nil {
		return 0
	}
	if err := d.UnmarshalText([]byte(s)); err != nil {
		a.err = deduce.FailAt(a.call.Args[a.next-1], "%v", err)
	}
	return d
}

func (a *arguments) recipes() []deduce.Recipe {
	e := a.take()
	if e == nil {
		return nil
	}
	l, ok := e.(*syntax.ListExpr)
	if !ok {
		a.err = deduce.FailAt(e, "argument %d is no list: want %s", a.next, a.form())
		return nil
	}
	var rs []deduce.Recipe
	for _, e := range l.List {
		r, err := deduce.FromExpr(e)
		if err == nil && r.Kind() != deduce.KindValue {
			err = deduce.FailAt(e, "a field is a value, such as data(%s)", r)
		}
		if err != nil {
			a.err = err
			return nil
		}
		rs = append(rs, r)
	}
	return rs
}

func (a *arguments) end() error {
	if a.err == nil && a.next < len(a.call.Args) {
		a.err = deduce.FailAt(a.call.Args[a.next], "%d arguments, want %d: %s", len(a.call.Args),
			a.next,
			a.form())
	}
	return a.err
}
