package trace

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
)

// A Writer writes a trace file line by line.
type Writer struct {
	w      *bufio.Writer
	enc    *json.Encoder
	events int
	err    error
}

// NewWriter writes the head of a trace of a run of config, whatever its type.
func NewWriter(w io.Writer, config any) *Writer {
	b := bufio.NewWriter(w)
	t := &Writer{w: b, enc: json.NewEncoder(b)}
	t.enc.SetEscapeHTML(false)
	t.err = t.enc.Encode(headLine[any]{headKind, schema, config})
	return t
}

// Event writes one event of a run; it can be the run's watcher. Close reports its first error.
func (t *Writer) Event(e *Event) {
	if t.err == nil {
		t.events++
		t.err = t.enc.Encode(e.line())
	}
}

// Close writes the last line and reports the first error.
func (t *Writer) Close() error {
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
			Size: m.Size(), Secure: m.Secure}
		if !m.Secure {
			l.Message.Bytes = m.Bytes()
		}
		if e.Kind == KindSend || e.Kind == KindInject {
			l.Message.Fields = datumLines(m.Fields)
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

// Brief makes a trace file in brief from a whole one.
func Brief(file []byte) ([]byte, error) {
	head, _, found := bytes.Cut(file, []byte("\n"))
	if !found {
		return nil, errors.New("not a trace: it has no line")
	}
	sum, err := sumOf(file)
	return slices.Concat(head, []byte("\n"), sum), err
}

// sumOf makes the last line of a trace file in brief, which has the hash of the whole file.
func sumOf(file []byte) ([]byte, error) {
	events := max(bytes.Count(file, []byte("\n"))-2, 0) // between the head and the end
	sum, err := json.Marshal(sumLine{sumKind, events, fmt.Sprintf("%x", sha256.Sum256(file))})
	return append(sum, '\n'), err
}
