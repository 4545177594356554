package model

import "slices"

// A Party is a kind of participant in the protocol, by its symbol in the paper: "P", "D",
// "HPC", "PC", "MA". Principals such as alice play a party.
type Party string

// A Protocol is a description: parties, and phases of roles of steps. It is made by
// build.Protocol, which refuses one that could not run, and is not changed after.
type Protocol struct {
	Name      string
	Source    string // where it is described
	Parties   []Member
	Phases    []Phase
	Claims    []Claim
	World     World    // who runs it; see StandardWorld
	Equations int      // steps carry the numbers 1 to Equations, each once; 0: none are numbered
	Mark      string   // comes before the number of an equation; empty: "Eq. "
	Options   []string // the literal readings that are switched on, sorted
}

// A Member declares a party of a protocol.
type Member struct {
	Party Party
	Name  string // such as "patient"
	// ID is the variable that holds the identity of the party's principal in every
	// role, its own and others'.
	ID *Term
	// Sealed says that the party stores its private keys only inside a ciphertext. A session
	// has to open that before it uses them, and who steals what the party stores does not have
	// them.
	Sealed bool
	// One says that a single principal, known to all, plays the party.
	One bool
	// Trusted says that the description takes the party's principals to be honest. Every other
	// party has corrupt ones in attacks that are made from the description.
	Trusted bool
}

// A Phase is a stretch of the protocol in which each party has at most one role.
type Phase struct {
	Name string
	// Group is the row of the cost tables under which the phase is counted.
	Group string
	// Secure says that the messages of the phase go over the secure channel.
	Secure bool
	// Once says that every principal of the party that opens the phase runs it
	// when it joins; the other phases run when the schedule says so.
	Once  bool
	Roles []Role
}

// A Role is what a party does in one phase.
type Role struct {
	Party Party
	// Continues says that the role goes on with what the same session learned in
	// an earlier phase.
	Continues bool
	Steps     []Step
}

// A StepKind says what a step does.
type StepKind uint8

// The kinds of steps. Table OwnTable holds what a party keeps for itself, and Directory what
// is known of principals to everybody; the other tables are the party's own.
const (
	StepEnrol   StepKind = iota // make the key pairs PUK, PRK and enter the public halves
	StepFresh                   // draw a random scalar or key
	StepStamp                   // read the clock, which can be set, into a time stamp
	StepInput                   // take a value from outside: sensor, keyboard, schedule
	StepLet                     // compute a term
	StepSend                    // send fields to a party
	StepRecv                    // receive fields from a party
	StepAge                     // T' − T ≤ ΔT, where T' is when the last message came
	StepOpen                    // decrypt, or unmask: what is held must be equal, the rest is bound
	StepVerify                  // verify a signature on fields
	StepEqual                   // compare a variable with what a term gives
	StepCert                    // verify a certificate: authority, subject, validity, revocation
	StepLookup                  // find a row by key, compare or bind its values; no key: own values
	StepStore                   // write a row under a key
	StepPublish                 // make a value known to everyone
	StepClaim                   // an event that claims are decided by
	StepTick                    // read the steady clock: it shows the time since some moment, and
	// runs on whatever happens to the date
	StepWithin // no more than ΔT since a tick, by the steady clock
	StepNear   // |T' − T| ≤ ΔT, where T' is what the party's clock shows
	// StepOnce refuses a value that the table has, and else enters it. The table forgets after
	// twice ΔT, when whatever guards the value's age refuses it. When it is full of young
	// values, a new one is refused.
	StepOnce
)

var stepNames = [...]string{"enrol", "fresh", "stamp", "input", "let", "send", "receive", "age",
	"open", "verify", "equal", "certificate", "lookup", "store", "publish", "claim",
	"tick", "within", "near", "once"}

func (k StepKind) String() string { return stepNames[k] }

// A Step is one line of a role.
type Step struct {
	Kind StepKind
	// Eqn is the number of the paper's equation that the step stands for; 0: none.
	Eqn int
	// Mark comes before the equation's number: it is that of the description. build.Protocol
	// fills it in.
	Mark string
	// Errata are the ids of the errata for which the step departs from what is printed.
	Errata []string

	Var    *Term   // bound by fresh, stamp, input, let; the time of age; the certificate
	Term   *Term   // computed by let; opened, verified, compared; the key of a row
	Key    *Term   // opens or verifies; the subject of a certificate; whom an input is about
	Mode   Mode    // the reading in which it opens or verifies
	Fields []*Term // sent, received, opened, signed, stored, published, claimed
	Anew   []bool  // which fields of an open replace a value held, without comparing

	Peer  Party  // whom to send to or receive from; whom a claim is about
	Table string // of lookup, store and once
	Limit int    // of once: how many values are remembered at a time
	Event Event  // of claim
	Label string // of claim
	Input Input  // of input

	// Msg is the message that a send makes or a receive waits for, such as "visit 1", numbered
	// in the order in which an honest run sends them. build.Protocol fills it in.
	Msg string
}

// Equation is the name of the equation that the step stands for, such as "Eq. 15".
func (s *Step) Equation() string { return equationName(s.Mark, s.Eqn) }

// Terms are the terms of the step: its variable, its term, its key and its fields, as far as it
// has them.
func (s *Step) Terms() []*Term {
	all := append([]*Term{s.Var, s.Term, s.Key}, s.Fields...)
	return slices.DeleteFunc(all, func(t *Term) bool { return t == nil })
}

// Binds reports whether the step binds or compares the values of its fields, as opposed to
// using them.
func (s Step) Binds() bool {
	return s.Kind == StepRecv || s.Kind == StepOpen || s.Kind == StepLookup
}

// An Input is where a value from outside comes from.
type Input string

// The inputs of a role.
const (
	InputPeer       Input = "peer"       // the principal that the session was started with
	InputBiometric  Input = "biometric"  // typed or sensed at each use, never stored
	InputDepartment Input = "department" // ID_DE, the principal's choice
	InputSignal     Input = "signal"     // M_SD
	InputEMR        Input = "emr"        // M_EMR
	InputDiagnosis  Input = "diagnosis"  // M_DINF
	InputData       Input = "data"       // the principal's own, the same in each session
)

// An Event is what a claim step puts on the trace.
type Event string

// The events that claims are decided by.
const (
	EventRunning  Event = "running"  // a role is about to act with its peer on the data
	EventCommit   Event = "commit"   // a role is convinced of its peer and the data
	EventSecret   Event = "secret"   // the values are meant to stay secret among the parties
	EventMade     Event = "made"     // the role is the author of the data
	EventAccept   Event = "accept"   // the role takes the data as the peer's
	EventConsent  Event = "consent"  // the patient is there and agrees
	EventReleased Event = "released" // a record is about to leave its store
)

// OwnTable holds what a party keeps for itself after registration.
const OwnTable = "own"

// Directory is the public table of a principal's public values (E9, E10).
const Directory = "directory"
