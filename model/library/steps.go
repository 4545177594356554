package library

import (
	"slices"

	"emrproof/model"
)

// What the steps do is said beside their kinds, in package model.

var (
	fresh  = ofVariable(model.StepFresh)
	stamp  = ofVariable(model.StepStamp)
	age    = ofVariable(model.StepAge)
	tick   = ofVariable(model.StepTick)
	within = ofVariable(model.StepWithin)
	near   = ofVariable(model.StepNear)
)

func ofVariable(k model.StepKind) func(*model.Term) model.Step {
	return func(v *model.Term) model.Step { return model.Step{Kind: k, Var: v} }
}

var (
	send = ofMessage(model.StepSend)
	recv = ofMessage(model.StepRecv)
)

func ofMessage(k model.StepKind) func(model.Party, ...*model.Term) model.Step {
	return func(peer model.Party, fields ...*model.Term) model.Step {
		return model.Step{Kind: k, Peer: peer, Fields: fields}
	}
}

var (
	lookup = ofRow(model.StepLookup)
	store  = ofRow(model.StepStore)
)

func ofRow(k model.StepKind) func(string, *model.Term, ...*model.Term) model.Step {
	return func(table string, key *model.Term, values ...*model.Term) model.Step {
		return model.Step{Kind: k, Table: table, Term: key, Fields: values}
	}
}

var (
	running  = ofEvent(model.EventRunning)
	commit   = ofEvent(model.EventCommit)
	secret   = ofEvent(model.EventSecret)
	made     = ofEvent(model.EventMade)
	accept   = ofEvent(model.EventAccept)
	consent  = ofEvent(model.EventConsent)
	released = ofEvent(model.EventReleased)
)

func ofEvent(e model.Event) func(string, model.Party, ...*model.Term) model.Step {
	return func(label string, peer model.Party, data ...*model.Term) model.Step {
		return model.Step{Kind: model.StepClaim, Event: e, Label: label, Peer: peer, Fields: data}
	}
}

// enrol is the step in which a party makes its key pairs (E10).
func enrol() model.Step { return model.Step{Kind: model.StepEnrol}.Erratum("E10") }

func take(v *model.Term, from model.Input) model.Step { return takeRecord(v, from, nil) }

func takeRecord(v *model.Term, from model.Input, about *model.Term) model.Step {
	return model.Step{Kind: model.StepInput, Var: v, Input: from, Key: about}
}

func let(v, t *model.Term) model.Step { return model.Step{Kind: model.StepLet, Var: v, Term: t} }

func once(table string, limit int, t *model.Term) model.Step {
	return model.Step{Kind: model.StepOnce, Table: table, Limit: limit, Term: t}
}

func open(c, key *model.Term, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepOpen, Term: c, Key: key,
		Fields: slices.Clone(fields), Anew: make([]bool, len(fields))}
}

// anew marks a field of an open: its value replaces the one that the role holds, and the two
// are not compared.
func anew(v *model.Term, s model.Step) model.Step {
	s.Anew = slices.Clone(s.Anew)
	s.Anew[slices.Index(s.Fields, v)] = true
	return s
}

func verify(sig, puk *model.Term, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepVerify, Term: sig, Key: puk, Fields: fields}
}

// same is the step that checks that a, which the role holds, equals what it computes as b.
func same(a, b *model.Term) model.Step { return model.Step{Kind: model.StepEqual, Var: a, Term: b} }

func checkCert(cert, subject *model.Term) model.Step {
	return model.Step{Kind: model.StepCert, Var: cert, Key: subject}
}

func publish(values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepPublish, Fields: values}
}
