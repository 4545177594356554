package trace

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/suite"
	"emrproof/model/wire"
)

// Events returns the events of a complete file, checked against the description that was run
// and the head. An event that no run of it puts on a trace, because the file was edited, is an
// error that names the line; so is a value that is not what its message has. Whether the
// events are those of this very run, only Same can tell.
func (f *File) Events(p *model.Protocol, head Head) ([]*Event, error) {
	c := newChecker(p, head)
	events := make([]*Event, 0, f.Count)
	for i, text := range f.Lines[1:max(1, len(f.Lines)-1)] {
		var l eventLine
		err := json.Unmarshal(text, &l) // which Read has found to be strict
		var e *Event
		if err == nil {
			e, err = l.event()
		}
		if err == nil {
			err = c.check(e)
		}
		if err != nil {
			return nil, &input.Error{File: f.name, Line: i + firstLine, Reason: err.Error()}
		}
		events = append(events, e)
	}
	return events, nil
}

// firstLine is where the events begin in a file, after its head.
const firstLine = 2

// Line is the number of the line on which a trace file has the event with this Seq.
func Line(seq int) int { return seq - 1 + firstLine }

// kinds are all kinds of events; hasMessage those with a message, hasCost those with a cost.
var (
	kinds = []EventKind{KindStart, KindCompute, KindSend, KindDeliver, KindSecure, KindIgnore,
		KindRefuse, KindEnd, KindClaim, KindMove, KindInject, KindReveal, KindSkew, KindExhibit}
	hasMessage = []EventKind{KindSend, KindDeliver, KindSecure, KindIgnore, KindInject}
	hasCost    = []EventKind{KindRefuse, KindInject}
)

// event makes the event that a line of a trace file describes.
func (l *eventLine) event() (*Event, error) {
	switch {
	case !slices.Contains(kinds, l.Kind):
		return nil, fmt.Errorf("kind %q: want one of %s", l.Kind, oneOf(kinds))
	case l.At < 0 || l.At > math.MaxInt64-int64(Epoch):
		return nil, fmt.Errorf("at %d: no time of a run", l.At)
	case (l.Message != nil) != slices.Contains(hasMessage, l.Kind):
		return nil, fmt.Errorf("message: a line of %s has one, and no other: this is %s",
			oneOf(hasMessage), l.Kind)
	case (l.Cost != nil) != slices.Contains(hasCost, l.Kind):
		return nil, fmt.Errorf("cost: a line of %s has one, and no other: this is %s",
			oneOf(hasCost), l.Kind)
	}
	e := &Event{Seq: l.Seq, At: Epoch.Add(Duration(l.At)), Kind: l.Kind, Who: l.Who,
		Party: l.Party, Session: l.Session, Phase: l.Phase, Step: l.Step, Eq: l.Eq, Do: l.Do,
		Event: l.Event, Label: l.Label, Peer: l.Peer, Reason: l.Reason,
		Cost: (*suite.Counts)(l.Cost)}
	var err error
	if e.Data, err = readData("data", l.Data); err != nil || l.Message == nil {
		return e, err
	}
	e.Msg, err = l.Message.message()
	return e, err
}

func oneOf(kinds []EventKind) string {
	text := string(kinds[0])
	for _, k := range kinds[1 : len(kinds)-1] {
		text += ", " + string(k)
	}
	return text + " or " + string(kinds[len(kinds)-1])
}

func (l *messageLine) message() (*Message, error) {
	m := &Message{ID: l.ID, Name: l.Name, Label: l.Label, From: l.From, To: l.To,
		Secure: l.Secure, encoded: l.Bytes}
	switch {
	case l.Secure && (l.Bytes != nil || l.Fields != nil):
		return nil, fmt.Errorf("message %d: it went over the secure channel: want no bytes", l.ID)
	case !l.Secure && l.Size != len(l.Bytes):
		return nil, fmt.Errorf("message %d: size %d, and it has %d bytes", l.ID, l.Size, len(l.Bytes))
	case l.Secure:
		m.hidden = l.Size
	}
	var err error
	if m.Fields, err = readData("message.fields", l.Fields); err != nil || len(m.Fields) == 0 {
		return m, err
	}
	parts, err := wire.Decode(l.Bytes, len(m.Fields))
	if err != nil {
		return nil, fmt.Errorf("message %d: its bytes are not %d fields: %w", l.ID, len(m.Fields), err)
	}
	for i, d := range m.Fields {
		if d.Value.Key() != keyOf(parts[i]) {
			return nil, fmt.Errorf("message %d: its bytes have another %s", l.ID, d.Name)
		}
	}
	return m, nil
}

func readData(where string, lines []datumLine) ([]Datum, error) {
	var data []Datum
	for i, l := range lines {
		v, err := l.value()
		if err != nil {
			return nil, fmt.Errorf("%s[%d]: %w", where, i, err)
		}
		data = append(data, Datum{Name: l.Name, Value: v})
	}
	return data, nil
}

func (l *datumLine) value() (*Value, error) {
	v := &Value{text: l.Term}
	for v.Sort = model.Identity; v.Sort.String() != l.Sort; v.Sort++ {
		if v.Sort == model.Text {
			return nil, fmt.Errorf("%s: sort %q: no sort of value is called so", l.Name, l.Sort)
		}
	}
	digits, bytesOf := l.Hex, l.Size
	if l.Size > inFull {
		digits, bytesOf = l.SHA256, sha256.Size
	}
	raw, err := hex.DecodeString(digits)
	switch {
	case err != nil || len(raw) != bytesOf || hex.EncodeToString(raw) != digits:
		return nil, fmt.Errorf("%s: %q: want %d bytes in hexadecimal digits", l.Name, digits, bytesOf)
	case l.Hex != "" && l.SHA256 != "":
		return nil, fmt.Errorf("%s: hex and sha256: want one of them", l.Name)
	case l.Size > inFull:
		v.digest = digestKey(l.Size, raw)
	default:
		v.Raw = raw
	}
	return v, nil
}

// keyOf is the key of a value with these bytes that was read from a file.
func keyOf(raw []byte) string {
	if len(raw) <= inFull {
		return string(raw)
	}
	sum := sha256.Sum256(raw)
	return digestKey(len(raw), sum[:])
}

// digestKey is the key of a value of which a file has only the digest. It is longer than the
// bytes of any value that stands in a file in full.
func digestKey(size int, sum []byte) string {
	return fmt.Sprintf("%d bytes with the SHA-256 %x", size, sum)
}

// sameMessage says whether two events are about one message. Everything has to be the same
// except the address, which the adversary chooses.
func sameMessage(m, n *Message) bool {
	return m.ID == n.ID && m.Name == n.Name && m.Label == n.Label && m.From == n.From &&
		m.Secure == n.Secure && m.Size() == n.Size() && bytes.Equal(m.encoded, n.encoded)
}
