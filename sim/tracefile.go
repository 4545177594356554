package sim

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/suite"
)

// A trace file is JSON Lines: a head with the Config of the run, a line an event,
// and a line that counts them, so that a file cut short is told from a whole one.
// Nothing in it depends on the machine: writing the trace of a run of the same
// Config gives the same bytes.

//
// In brief it is the head, and a line with the sum of the whole file: as much as it takes
// to run it again and to see that every byte is the same.

const (
	traceKind = "emrproof trace"
	endKind   = "end of trace"
	sumKind   = "sum of trace"
)

type headLine struct {
	Kind   string `json:"kind"`
	Schema int    `json:"schema"`
	Config Config `json:"config"`
}

type endLine struct {
	Kind   string `json:"kind"`
	Events int    `json:"events"`
}

type sumLine struct {
	Kind   string `json:"kind"`
	Events int    `json:"events"`
	SHA256 string `json:"sha256"` // of the whole trace
}

type eventLine struct {
	Kind    EventKind     `json:"kind"`
	Seq     int           `json:"seq"`
	At      int64         `json:"at"` // nanoseconds since the run began
	Who     string        `json:"who,omitempty"`
	Party   model.Party   `json:"party,omitempty"`
	Session string        `json:"session,omitempty"`
	Phase   string        `json:"phase,omitempty"`
	Step    int           `json:"step,omitempty"`
	Eq      int           `json:"eq,omitempty"`
	Do      string        `json:"do,omitempty"`
	Event   model.Event   `json:"event,omitempty"`
	Label   string        `json:"label,omitempty"`
	Peer    string        `json:"peer,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Cost    *suite.Counts `json:"cost,omitempty"`
	Message *messageLine  `json:"message,omitempty"`
	Data    []datumLine   `json:"data,omitempty"`
}

type messageLine struct {
	ID     int         `json:"id"`
	Name   string      `json:"name"`
	Label  string      `json:"label,omitempty"`
	From   Address     `json:"from"`
	To     Address     `json:"to"`
	Size   int         `json:"size"`
	Secure bool        `json:"secure,omitempty"` // then Bytes and Fields stay out
	Bytes  []byte      `json:"bytes,omitempty"`
	Fields []datumLine `json:"fields,omitempty"` // where the message was sent
}

// inFull is the longest value whose bytes a datum gives, in bytes; of a longer
// one it gives the SHA-256. Messages always give their bytes.
const inFull = 64

type datumLine struct {
	Name   string `json:"name"`
	Sort   string `json:"sort"`
	Term   string `json:"term"`
	Size   int    `json:"size"`
	Hex    string `json:"hex,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// A TraceWriter writes a trace file line by line.
type TraceWriter struct {
	w      *bufio.Writer
	enc    *json.Encoder
	events int
	err    error
}

// NewTraceWriter writes the head of a trace of c.
func NewTraceWriter(w io.Writer, c Config) *TraceWriter {
	b := bufio.NewWriter(w)
	t := &TraceWriter{w: b, enc: json.NewEncoder(b)}
	t.enc.SetEscapeHTML(false)
	t.err = t.enc.Encode(headLine{traceKind, Schema, c})
	return t
}

// Event writes an event; it is a Watcher. The first error stays for Close.
func (t *TraceWriter) Event(e *Event) {
	if t.err == nil {
		t.events++
		t.err = t.enc.Encode(e.line())
	}
}

// Close writes the last line and reports the first error.
func (t *TraceWriter) Close() error {
	if t.err == nil {
		t.err = t.enc.Encode(endLine{endKind, t.events})
	}
	if t.err == nil {
		t.err = t.w.Flush()
	}
	return t.err
}

func (e *Event) line() eventLine {
	l := eventLine{Kind: e.Kind, Seq: e.Seq, At: int64(e.At - Epoch), Who: e.Who, Party: e.Party,
		Session: e.Session, Phase: e.Phase, Step: e.Step, Eq: e.Eq, Do: e.Do, Event: e.Event,
		Label: e.Label, Peer: e.Peer, Reason: e.Reason, Cost: e.Cost, Data: datumLines(e.Data)}
	if m := e.Msg; m != nil {
		l.Message = &messageLine{ID: m.ID, Name: m.Name, Label: m.Label, From: m.From, To: m.To,
			Size: m.Size(), Secure: m.secure}
		if !m.secure {
			l.Message.Bytes = m.Bytes()
		}
		if e.Kind == KindSend || e.Kind == KindInject {
			l.Message.Fields = datumLines(m.fields)
		}
	}
	return l
}

func datumLines(data []Datum) []datumLine {
	var lines []datumLine
	for _, d := range data {
		raw := d.Value.Bytes()
		l := datumLine{Name: d.Name, Sort: d.Value.Sort.String(), Term: d.Value.String(), Size: len(raw)}
		if len(raw) <= inFull {
			l.Hex = hex.EncodeToString(raw)
		} else {
			l.SHA256 = fmt.Sprintf("%x", sha256.Sum256(raw))
		}
		lines = append(lines, l)
	}
	return lines
}

// A Trace is a trace file that was read.
type Trace struct {
	Config Config
	Lines  [][]byte // the file, line by line
	events int
	sum    *sumLine // of a trace in brief
}

// Len is the number of events.
func (t *Trace) Len() int {
	if t.sum != nil {
		return t.sum.Events
	}
	return t.events
}

// Brief says whether the file is a trace in brief, which has no events.
func (t *Trace) Brief() bool { return t.sum != nil }

// BriefTrace is a trace file in brief.
func BriefTrace(file []byte) ([]byte, error) {
	head, _, found := bytes.Cut(file, []byte("\n"))
	if !found {
		return nil, errors.New("not a trace: it has no line")
	}
	sum, err := sumOf(file)
	return slices.Concat(head, []byte("\n"), sum), err
}

// sumOf is the line that sums a trace file up.
func sumOf(file []byte) ([]byte, error) {
	events := max(bytes.Count(file, []byte("\n"))-2, 0) // between the head and the end
	sum, err := json.Marshal(sumLine{sumKind, events, fmt.Sprintf("%x", sha256.Sum256(file))})
	return append(sum, '\n'), err
}

// ReadTrace reads a trace file whole. It is strict: an unknown field, another
// schema version, a line out of order or a missing end is an error that names the
// line.
func ReadTrace(name string, r io.Reader) (*Trace, error) {
	t := &Trace{}
	for in := input.NewLines(name, r); ; {
		line, err := in.Next()
		fail := func(format string, args ...any) error {
			return &input.Error{File: name, Line: max(in.Number(), 1),
				Reason: fmt.Sprintf(format, args...)}
		}
		switch {
		case err == io.EOF:
			return nil, fail("the trace has no end: it was cut short")
		case err != nil:
			return nil, err // the line's, or the disk's
		}
		t.Lines = append(t.Lines, line)
		var end bool
		if len(t.Lines) == 1 {
			err = t.head(in, line, fail)
		} else {
			end, err = t.line(in, line, fail)
		}
		if err == nil && end {
			if _, err := in.Next(); err == io.EOF {
				return t, nil
			}
			return nil, fail("something follows the end of the trace")
		}
		if err != nil {
			return nil, err
		}
	}
}

// A failure makes an error about the line that was read last.
type failure func(format string, args ...any) error

func (t *Trace) head(in *input.Lines, line []byte, fail failure) error {
	var version struct {
		Kind   string
		Schema int
	}
	if err := json.Unmarshal(line, &version); version.Kind != traceKind {
		return fail("not a trace: want a first line with \"kind\":%q", traceKind)
	} else if err == nil && version.Schema != Schema {
		return fail("a trace of schema %d: this version reads schema %d", version.Schema, Schema)
	}
	var h headLine
	fields, err := in.JSON(line, &h)
	if err != nil {
		return err
	}
	t.Config = h.Config
	return fields.Place("config", t.Config.Check())
}

// line reads an event, or the end.
func (t *Trace) line(in *input.Lines, line []byte, fail failure) (end bool, err error) {
	if bytes.HasPrefix(line, []byte(`{"kind":"`+endKind)) {
		var e endLine
		if _, err := in.JSON(line, &e); err != nil {
			return true, err
		}
		if e.Kind != endKind {
			return true, fail("kind %q: want %q", e.Kind, endKind)
		}
		if e.Events != t.events {
			return true, fail("the trace has %d events, its end says %d", t.events, e.Events)
		}
		return true, nil
	}
	if t.events == 0 && bytes.HasPrefix(line, []byte(`{"kind":"`+sumKind)) {
		t.sum = &sumLine{}
		if _, err := in.JSON(line, t.sum); err != nil {
			return true, err
		}
		if t.sum.Kind != sumKind {
			return true, fail("kind %q: want %q", t.sum.Kind, sumKind)
		}
		return true, nil
	}
	var e eventLine
	if _, err := in.JSON(line, &e); err != nil {
		return false, err
	}
	if e.Seq != t.events+1 {
		return false, fail("event %d, want %d", e.Seq, t.events+1)
	}
	t.events++
	return false, nil
}

// Replay runs the trace's Config again, under the adversary that makes its moves
// (nil when it has none), and reports where the two traces differ; nil when every
// byte is the same. What the run writes is compared line by line and not kept.
func (t *Trace) Replay(a Adversary) error {
	c := &comparison{lines: t.Lines}
	var b bytes.Buffer
	w := NewTraceWriter(c, t.Config)
	if t.sum != nil {
		w = NewTraceWriter(&b, t.Config)
	}
	if _, err := Run(t.Config, a, w.Event); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if t.sum != nil {
		return t.Same(b.Bytes())
	}
	return c.end()
}

// Same reports where another trace file differs from this one, as a DifferError; nil
// when every byte is the same.
func (t *Trace) Same(file []byte) error {
	c := &comparison{lines: t.Lines}
	if t.sum != nil {
		brief, err := BriefTrace(file)
		if err != nil {
			return err
		}
		file = brief
	}
	c.Write(file)
	return c.end()
}

// A comparison holds what is written to it against lines.
type comparison struct {
	lines   [][]byte
	n       int    // lines compared
	is      []byte // the line that is being written
	differs error  // the first difference
}

func (c *comparison) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if c.differs != nil {
			break
		}
		c.is = append(c.is, line...)
		if line[len(line)-1] == '\n' {
			c.line()
		}
	}
	return len(p), nil
}

// line compares a line that is whole, or the last one.
func (c *comparison) line() {
	var was []byte
	if c.n < len(c.lines) {
		was = c.lines[c.n]
	}
	c.n++
	if !bytes.Equal(was, c.is) {
		c.differs = &DifferError{Line: c.n, Was: was, Is: bytes.Clone(c.is)}
	}
	c.is = c.is[:0]
}

// end is the first difference, what is missing at the end among them.
func (c *comparison) end() error {
	if len(c.is) > 0 && c.differs == nil {
		c.line()
	}
	if c.differs == nil && c.n < len(c.lines) {
		c.line()
	}
	return c.differs
}
