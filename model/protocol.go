package model

// A Party is a part in the protocol, by its symbol in the paper: "P", "D", "HPC",
// "PC", "MA". Principals such as alice play a party.
type Party string

// A Protocol is a description: parties, and phases of roles of steps. It is
// made by Build, which refuses one that could not run, and is not changed after.
type Protocol struct {
	Name      string
	Source    string // where it is described
	Parties   []Member
	Phases    []Phase
	Claims    []Claim
	Equations int      // steps carry the numbers 1 to Equations, each once; 0: none are numbered
	Mark      string   // comes before the number of an equation; empty: "Eq. "
	Options   []string // the literal readings that are switched on, sorted
}

// A Member declares a party.
type Member struct {
	Party Party
	Name  string // such as "patient"
	// ID is the variable that holds the identity of the party's principal in every
	// role, its own and others'.
	ID *Term
	// Sealed says that the party's private keys lie in what it keeps only inside a
	// ciphertext: a session has to open that before it uses them, and who steals what
	// the party keeps does not have them.
	Sealed bool
	// One says that a single principal plays the party, known to all.
	One bool
	// Trusted says that the description takes the party's principals to be honest. Every other
	// party has corrupt ones in attacks that are made from the description.
	Trusted bool
}

// Untrusted are the parties whose principals may be corrupt, in the order of the
// description.
func (p *Protocol) Untrusted() []Party {
	var list []Party
	for _, m := range p.Parties {
		if !m.Trusted {
			list = append(list, m.Party)
		}
	}
	return list
}

// A Phase is a stretch of the protocol in which each party has at most one role.
type Phase struct {
	Name string
	// Group is the row of the cost tables that the phase is counted under.
	Group string
	// Secure says that its messages go over the secure channel.
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

// The kinds of steps.
const (
	StepEnrol   StepKind = iota // make the key pairs PUK, PRK and enter the public halves
	StepFresh                   // draw a random scalar
	StepStamp                   // read the clock into a time stamp
	StepInput                   // take a value from outside: sensor, keyboard, schedule
	StepLet                     // compute a term
	StepSend                    // send fields to a party
	StepRecv                    // receive fields from a party
	StepAge                     // T' − T ≤ ΔT for the message just received
	StepOpen                    // decrypt, or unmask, and bind or compare the fields
	StepVerify                  // verify a signature on fields
	StepEqual                   // compare two values
	StepCert                    // verify a certificate: authority, subject, validity, revocation
	StepLookup                  // find a row by key; binds or compares its values
	StepStore                   // write a row under a key
	StepPublish                 // make a value known to everyone
	StepClaim                   // an event that claims are decided by
	StepTick                    // read the steady clock, which nobody can set
	StepWithin                  // no more than ΔT since a tick, by the steady clock
	StepNear                    // |T' − T| ≤ ΔT for a time stamp and the party's clock
	StepOnce                    // refuse a value that was seen before
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
	// Mark comes before the number: that of the description. Build fills it in.
	Mark string
	// Errata are the ids of the errata that the step departs from print for.
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

	// Msg is the message that a send makes or a receive waits for, such as
	// "visit 1", numbered in the order in which an honest run sends them. Build
	// fills it in.
	Msg string
}

// Equation is the name of the equation that the step stands for, such as "Eq. 15".
func (s *Step) Equation() string { return equationName(s.Mark, s.Eqn) }

// Eq says which of the paper's equations a step stands for.
func (s Step) Eq(n int) Step { s.Eqn = n; return s }

// Erratum notes that the step departs from what is printed.
func (s Step) Erratum(ids ...string) Step {
	s.Errata = append(s.Errata[:len(s.Errata):len(s.Errata)], ids...)
	return s
}

// Binds reports whether the steps' list of fields binds or compares values, as
// opposed to using them.
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
)

// An Event is what a claim step puts on the trace.
type Event string

// The events that claims are decided by (DESIGN 6).
const (
	EventRunning  Event = "running"  // a role is about to act with its peer on the data
	EventCommit   Event = "commit"   // a role is convinced of its peer and the data
	EventSecret   Event = "secret"   // the values are meant to stay secret among the parties
	EventMade     Event = "made"     // the role is the author of the data
	EventAccept   Event = "accept"   // the role takes the data as the peer's
	EventConsent  Event = "consent"  // the patient is there and agrees
	EventReleased Event = "released" // a record is about to leave its store
)

// Enrol makes the party's key pairs and enters the public halves in the directory
// (E10).
func Enrol() Step { return Step{Kind: StepEnrol}.Erratum("E10") }

// Fresh draws a random scalar.
func Fresh(v *Term) Step { return Step{Kind: StepFresh, Var: v} }

// Stamp reads the party's clock.
func Stamp(v *Term) Step { return Step{Kind: StepStamp, Var: v} }

// Take binds a value that comes from outside the protocol.
func Take(v *Term, from Input) Step { return Step{Kind: StepInput, Var: v, Input: from} }

// TakeRecord binds a record about a patient that comes from outside the protocol.
func TakeRecord(v *Term, from Input, patient *Term) Step {
	return Step{Kind: StepInput, Var: v, Input: from, Key: patient}
}

// Let computes a term.
func Let(v, t *Term) Step { return Step{Kind: StepLet, Var: v, Term: t} }

// Send sends the fields.
func Send(to Party, fields ...*Term) Step {
	return Step{Kind: StepSend, Peer: to, Fields: fields}
}

// Recv waits for a message with these fields.
func Recv(from Party, fields ...*Term) Step {
	return Step{Kind: StepRecv, Peer: from, Fields: fields}
}

// Age checks T' − T ≤ ΔT, where T' is when the last message came.
func Age(t *Term) Step { return Step{Kind: StepAge, Var: t} }

// Tick reads the party's steady clock: it shows the time since some moment, runs on
// whatever happens to the date, and is no use to anybody else.
func Tick(v *Term) Step { return Step{Kind: StepTick, Var: v} }

// Within checks that no more than ΔT has passed since a tick, by the steady clock.
func Within(t *Term) Step { return Step{Kind: StepWithin, Var: t} }

// Near checks |T' − T| ≤ ΔT, where T' is what the party's clock shows: the check of E11 on
// both sides.
func Near(t *Term) Step { return Step{Kind: StepNear, Var: t} }

// Once refuses a value that the table has, and enters it else. The table forgets after
// twice ΔT, when whatever guards the value's age refuses it. It remembers limit values at
// most: when it is full of young ones, what is new is refused.
func Once(table string, limit int, t *Term) Step {
	return Step{Kind: StepOnce, Table: table, Limit: limit, Term: t}
}

// Open decrypts or unmasks c. A field that the role holds already must be equal,
// a field that it does not hold is bound.
func Open(c, key *Term, fields ...*Term) Step {
	s := Step{Kind: StepOpen, Term: c, Key: key,
		Fields: append([]*Term(nil), fields...), Anew: make([]bool, len(fields))}
	for i, f := range fields {
		if f.Op == opAnew {
			s.Fields[i], s.Anew[i] = f.Args[0], true
		}
	}
	return s
}

// Anew says that a field of Open replaces the value that the role holds, and that
// the two are not compared.
func Anew(v *Term) *Term { return &Term{Op: opAnew, Args: []*Term{v}} }

// Verify checks that sig is the signature of the fields under the public key.
func Verify(sig, puk *Term, fields ...*Term) Step {
	return Step{Kind: StepVerify, Term: sig, Key: puk, Fields: fields}
}

// Same checks that a, which the role holds, equals what it computes as b.
func Same(a, b *Term) Step { return Step{Kind: StepEqual, Var: a, Term: b} }

// CheckCert verifies the medical authority's certificate on a doctor.
func CheckCert(cert, subject *Term) Step {
	return Step{Kind: StepCert, Var: cert, Key: subject}
}

// Lookup finds the row of a table of the party's own, or of the directory, under
// a key; a nil key is the one row of a table that holds a party's own values.
func Lookup(table string, key *Term, values ...*Term) Step {
	return Step{Kind: StepLookup, Table: table, Term: key, Fields: values}
}

// Store writes a row; see Lookup.
func Store(table string, key *Term, values ...*Term) Step {
	return Step{Kind: StepStore, Table: table, Term: key, Fields: values}
}

// Publish makes values known to everyone, such as PK.
func Publish(values ...*Term) Step { return Step{Kind: StepPublish, Fields: values} }

// OwnTable holds what a party keeps for itself after registration.
const OwnTable = "own"

// Directory is the public table of a principal's public values (E9, E10).
const Directory = "directory"

func claimStep(e Event, label string, peer Party, data []*Term) Step {
	return Step{Kind: StepClaim, Event: e, Label: label, Peer: peer, Fields: data}
}

// Running says that the role acts with peer on the data, for the agreement label.
func Running(label string, peer Party, data ...*Term) Step {
	return claimStep(EventRunning, label, peer, data)
}

// Commit says that the role is convinced, for the agreement label.
func Commit(label string, peer Party, data ...*Term) Step {
	return claimStep(EventCommit, label, peer, data)
}

// Secret says that the values are secret from everyone but the role and its peer.
func Secret(label string, peer Party, data ...*Term) Step {
	return claimStep(EventSecret, label, peer, data)
}

// Made says that the role is the author of the data.
func Made(label string, peer Party, data ...*Term) Step {
	return claimStep(EventMade, label, peer, data)
}

// Accept says that the role takes the data as made by the peer.
func Accept(label string, peer Party, data ...*Term) Step {
	return claimStep(EventAccept, label, peer, data)
}

// Consent says that the patient agrees that peer sees the record.
func Consent(label string, peer Party, data ...*Term) Step {
	return claimStep(EventConsent, label, peer, data)
}

// Released says that the role is about to hand out a record to peer.
func Released(label string, peer Party, data ...*Term) Step {
	return claimStep(EventReleased, label, peer, data)
}
