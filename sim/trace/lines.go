package trace

import (
	"emrproof/model"
	"emrproof/model/suite"
)

// A trace file is JSON Lines: a head with the config of the run, a line an event,
// and a line that counts them, so that a file cut short is told from a whole one.
// Nothing in it depends on the machine: writing the trace of a run of the same
// config gives the same bytes.
//
// A trace file in brief has only the head, and a line with the hash of the whole file. That
// is enough to run it again and to see that every byte is the same.

// schema is the version of the form of traces.
const schema = 1

const (
	headKind = "emrproof trace"
	endKind  = "end of trace"
	sumKind  = "sum of trace"
)

type headLine[C any] struct {
	Kind   string `json:"kind"`
	Schema int    `json:"schema"`
	Config C      `json:"config"`
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
