package trace

import (
	"emrproof/model"
	"emrproof/model/suite"
)

// An Event is one line of a trace. Fields that its kind does not use are empty.
type Event struct {
	Seq     int
	At      Time
	Kind    EventKind
	Who     string      // the principal
	Party   model.Party // that it plays
	Session string      // such as "bob.2"; empty for events of the network
	Phase   string
	Step    int // in the role, counted from 1
	Eq      int
	Do      string   // of compute and refuse: the kind of step
	Msg     *Message // of send, deliver, secure, ignore, inject
	Data    []Datum  // values made, bound, verified or claimed
	Event   model.Event
	Label   string // of a claim
	Peer    string // of a claim: the principal that it is about; of verify: whose signature
	Reason  string // of refuse and ignore; what the adversary says of a move
	// Cost is what the session spent, in an event of refuse; what the adversary spent since
	// its last injection, in an event of inject; otherwise nil.
	Cost *suite.Counts
	// Refused is the message that was refused, where a session refuses on receiving one. It is
	// no part of a trace file.
	Refused *Message
}

// A Datum is a value with the name under which the session holds it.
type Datum struct {
	Name  string
	Value *Value
}

// An EventKind says what happened.
type EventKind string

// The kinds of events.
const (
	KindStart   EventKind = "start"   // a session began
	KindCompute EventKind = "compute" // a step was done
	KindSend    EventKind = "send"    // a message went onto the insecure network
	KindDeliver EventKind = "deliver" // a session got a message
	KindSecure  EventKind = "secure"  // a message went over the secure channel
	KindIgnore  EventKind = "ignore"  // a message was for nobody
	KindRefuse  EventKind = "refuse"  // a check failed, and the session ended there
	KindEnd     EventKind = "end"     // a session came to the end of its last role
	KindClaim   EventKind = "claim"   // an event that claims are decided by

	KindMove    EventKind = "move"    // the adversary says what it does
	KindInject  EventKind = "inject"  // the adversary sent a message of its own
	KindReveal  EventKind = "reveal"  // secrets of a principal became the adversary's
	KindSkew    EventKind = "skew"    // the adversary set a clock
	KindExhibit EventKind = "exhibit" // the adversary shows a value that it knows
)

// What can be revealed of a principal: each is a label of events of KindReveal.
const (
	RevealKeys      = "keys"      // PRK_X
	RevealStore     = "store"     // what it keeps for itself: R_X1, S_X, Cert_X; the cloud's s
	RevealBiometric = "biometric" // B_P, by coercion or a copy
	RevealTables    = "tables"    // its tables: the index, the records, S_X issued
	RevealTable     = "table "    // with a table's name after it, that table alone
	RevealAll       = "all"       // the principal is the adversary's from now on
)
