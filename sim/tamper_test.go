package sim

import (
	"slices"

	"emrproof/sim/trace"
)

// onMessage is an adversary that is asked about each message, and does nothing else.
type onMessage func(n *Network, m *trace.Message)

func (f onMessage) Message(n *Network, m *trace.Message) error { f(n, m); return nil }
func (onMessage) Begin(*Network) error                         { return nil }
func (onMessage) Timer(*Network, int) error                    { return nil }
func (onMessage) End(*Network) error                           { return nil }

// on does something with the messages of one name, and delivers the others.
func on(name string, do func(n *Network, m *trace.Message)) Adversary {
	return onMessage(func(n *Network, m *trace.Message) {
		if m.Name == name {
			do(n, m)
			return
		}
		n.Deliver(m, m.To, 0)
	})
}

// delaying keeps messages of one name back.
func delaying(name string, d trace.Duration) Adversary {
	return on(name, func(n *Network, m *trace.Message) { n.Deliver(m, m.To, d) })
}

// redirecting sends messages of one name elsewhere.
func redirecting(name string, to trace.Address) Adversary {
	return on(name, func(n *Network, m *trace.Message) { n.Deliver(m, to, 0) })
}

// changing changes one field, counted from 0, of messages of one name.
func changing(name string, field int, change func([]byte) []byte) Adversary {
	return on(name, func(n *Network, m *trace.Message) {
		parts := slices.Clone(m.Parts)
		parts[field] = change(slices.Clone(parts[field]))
		n.Deliver(withParts(m, parts...), m.To, 0)
	})
}

// reshaping delivers messages of one name with other fields.
func reshaping(name string, change func(parts [][]byte) [][]byte) Adversary {
	return on(name, func(n *Network, m *trace.Message) {
		n.Deliver(withParts(m, change(slices.Clone(m.Parts))...), m.To, 0)
	})
}

// withParts is a copy of a message with other fields.
func withParts(m *trace.Message, parts ...[]byte) *trace.Message {
	return &trace.Message{ID: m.ID, Name: m.Name, Label: m.Label, From: m.From, To: m.To, Parts: parts}
}

// flipLast flips a bit of the last byte.
func flipLast(b []byte) []byte {
	b[len(b)-1] ^= 1
	return b
}
