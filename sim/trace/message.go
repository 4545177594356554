package trace

import "emrproof/model/wire"

// An Address is where a message goes: a session of a principal, or, with session
// 0, a new one.
type Address struct {
	Principal string `json:"principal"`
	Session   int    `json:"session"`
}

// A Message is what is on the network. Everything but its bytes is what a
// transport would carry, which nobody vouches for.
type Message struct {
	ID    int
	Name  string // such as "visit 1"
	Label string // such as "bob.2#1": the first that this session sent; empty when injected
	From  Address
	To    Address

	Secure  bool     // it goes over the secure channel
	Parts   [][]byte // the encoded fields
	encoded []byte   // the encoding of parts, once somebody has asked for it
	Fields  []Datum  // as the sender sees them
}

// Bytes is the message as it is on the wire. It must not be changed.
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
	return wire.Size(m.Parts...)
}
