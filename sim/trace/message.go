package trace

import (
	"strconv"

	"emrproof/model/wire"
)

// An Address is where a message goes: a session of a principal, or, with session
// 0, a new one.
type Address struct {
	Principal string `json:"principal"`
	Session   int    `json:"session"`
}

// String is the principal's name, with the number of the session after a dot: "bob", "bob.2".
func (a Address) String() string {
	if a.Session == 0 {
		return a.Principal
	}
	return a.Principal + "." + strconv.Itoa(a.Session)
}

// A Message is one message on the network. Everything but its bytes is what a transport would
// carry, and nobody vouches for it.
type Message struct {
	ID    int
	Name  string // such as "visit 1"
	Label string // such as "bob.2#1": the first that this session sent; empty when injected
	From  Address
	To    Address
	// Secure says that it goes over the secure channel: nobody but its receiver sees its bytes.
	Secure bool
	Parts  [][]byte // the encoded fields; nil in a trace that was read from a file
	Fields []Datum  // the fields as the sender sees them

	encoded []byte // the encoding of Parts, once somebody has asked for it
	hidden  int    // the size, where a trace file keeps the bytes of a secure message back
}

// Bytes returns the message as it is on the wire. The caller must not change it.
func (m *Message) Bytes() []byte {
	if m.encoded == nil {
		m.encoded = wire.Encode(m.Parts...)
	}
	return m.encoded
}

// Size is the length of Bytes.
func (m *Message) Size() int {
	if m.encoded != nil {
		return len(m.encoded)
	}
	if m.hidden > 0 {
		return m.hidden
	}
	return wire.Size(m.Parts...)
}
