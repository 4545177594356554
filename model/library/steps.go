package library

import (
	"slices"

	"emrproof/model"
)

// enrol makes the party's key pairs and enters the public halves in the directory
// (E10).
func enrol() model.Step { return model.Step{Kind: model.StepEnrol}.Erratum("E10") }

// fresh draws a random scalar.
func fresh(v *model.Term) model.Step { return model.Step{Kind: model.StepFresh, Var: v} }

// stamp reads the party's clock.
func stamp(v *model.Term) model.Step { return model.Step{Kind: model.StepStamp, Var: v} }

// take binds a value that comes from outside the protocol.
func take(v *model.Term, from model.Input) model.Step {
	return model.Step{Kind: model.StepInput, Var: v, Input: from}
}

// takeRecord binds a record about a patient that comes from outside the protocol.
func takeRecord(v *model.Term, from model.Input, patient *model.Term) model.Step {
	return model.Step{Kind: model.StepInput, Var: v, Input: from, Key: patient}
}

// let computes a term.
func let(v, t *model.Term) model.Step { return model.Step{Kind: model.StepLet, Var: v, Term: t} }

// send sends the fields.
func send(to model.Party, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepSend, Peer: to, Fields: fields}
}

// recv waits for a message with these fields.
func recv(from model.Party, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepRecv, Peer: from, Fields: fields}
}

// age checks T' − T ≤ ΔT, where T' is when the last message came.
func age(t *model.Term) model.Step { return model.Step{Kind: model.StepAge, Var: t} }

// tick reads the party's steady clock: it shows the time since some moment, runs on
// whatever happens to the date, and is no use to anybody else.
func tick(v *model.Term) model.Step { return model.Step{Kind: model.StepTick, Var: v} }

// within checks that no more than ΔT has passed since a tick, by the steady clock.
func within(t *model.Term) model.Step { return model.Step{Kind: model.StepWithin, Var: t} }

// near checks |T' − T| ≤ ΔT, where T' is what the party's clock shows: the check of E11 on
// both sides.
func near(t *model.Term) model.Step { return model.Step{Kind: model.StepNear, Var: t} }

// once refuses a value that the table has, and enters it else. The table forgets after
// twice ΔT, when whatever guards the value's age refuses it. It remembers limit values at
// most: when it is full of young ones, what is new is refused.
func once(table string, limit int, t *model.Term) model.Step {
	return model.Step{Kind: model.StepOnce, Table: table, Limit: limit, Term: t}
}

// open decrypts or unmasks c. A field that the role holds already must be equal,
// a field that it does not hold is bound.
func open(c, key *model.Term, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepOpen, Term: c, Key: key,
		Fields: append([]*model.Term(nil), fields...), Anew: make([]bool, len(fields))}
}

// anew says that a field of an open replaces the value that the role holds, and that
// the two are not compared.
func anew(v *model.Term, s model.Step) model.Step {
	s.Anew = append([]bool(nil), s.Anew...)
	s.Anew[slices.Index(s.Fields, v)] = true
	return s
}

// verify checks that sig is the signature of the fields under the public key.
func verify(sig, puk *model.Term, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepVerify, Term: sig, Key: puk, Fields: fields}
}

// same checks that a, which the role holds, equals what it computes as b.
func same(a, b *model.Term) model.Step { return model.Step{Kind: model.StepEqual, Var: a, Term: b} }

// checkCert verifies the medical authority's certificate on a doctor.
func checkCert(cert, subject *model.Term) model.Step {
	return model.Step{Kind: model.StepCert, Var: cert, Key: subject}
}

// lookup finds the row of a table of the party's own, or of the directory, under
// a key; a nil key is the one row of a table that holds a party's own values.
func lookup(table string, key *model.Term, values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepLookup, Table: table, Term: key, Fields: values}
}

// store writes a row; see Lookup.
func store(table string, key *model.Term, values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepStore, Table: table, Term: key, Fields: values}
}

// publish makes values known to everyone, such as PK.
func publish(values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepPublish, Fields: values}
}

func claimStep(e model.Event, label string, peer model.Party, data []*model.Term) model.Step {
	return model.Step{Kind: model.StepClaim, Event: e, Label: label, Peer: peer, Fields: data}
}

// running says that the role acts with peer on the data, for the agreement label.
func running(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventRunning, label, peer, data)
}

// commit says that the role is convinced, for the agreement label.
func commit(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventCommit, label, peer, data)
}

// secret says that the values are secret from everyone but the role and its peer.
func secret(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventSecret, label, peer, data)
}

// made says that the role is the author of the data.
func made(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventMade, label, peer, data)
}

// accept says that the role takes the data as made by the peer.
func accept(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventAccept, label, peer, data)
}

// consent says that the patient agrees that peer sees the record.
func consent(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventConsent, label, peer, data)
}

// released says that the role is about to hand out a record to peer.
func released(label string, peer model.Party, data ...*model.Term) model.Step {
	return claimStep(model.EventReleased, label, peer, data)
}
