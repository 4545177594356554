package build

import (
	"slices"

	"emrproof/model"
)

// list is what a role does.
type list = []model.Step

const (
	A model.Party = "A"
	B model.Party = "B"
)

var (
	idA, idB = model.Var("ID_A", model.Identity), model.Var("ID_B", model.Identity)
	idDE     = model.Var("ID_DE", model.Identity)
	bP       = model.Var("B_P", model.Data)
	certD    = model.Var("Cert_D", model.Certificate)
	entry    = model.Var("entry", model.Masked)
)

func puk(of model.Party) *model.Term { return model.PUK(of) }
func prk(of model.Party) *model.Term { return model.PRK(of) }

var (
	tuple   = operation(model.OpTuple)
	hashB   = operation(model.OpHashB)
	hashKey = operation(model.OpHashK)
	sum     = operation(model.OpSum)
	mul     = operation(model.OpMul)
	aenc    = operation(model.OpAEnc)
	senc    = operation(model.OpSEnc)
	sign    = operation(model.OpSign)
	cert    = operation(model.OpCert)
	mask    = operation(model.OpMask)
	inverse = operation(model.OpInv)
	xor     = operation(model.OpXOR)
)

func operation(op model.Op) func(...*model.Term) *model.Term {
	return func(args ...*model.Term) *model.Term { return model.Apply(op, args...) }
}

func fresh(v *model.Term) model.Step { return model.Step{Kind: model.StepFresh, Var: v} }
func stamp(v *model.Term) model.Step { return model.Step{Kind: model.StepStamp, Var: v} }
func age(t *model.Term) model.Step   { return model.Step{Kind: model.StepAge, Var: t} }
func let(v, t *model.Term) model.Step {
	return model.Step{Kind: model.StepLet, Var: v, Term: t}
}
func same(a, b *model.Term) model.Step {
	return model.Step{Kind: model.StepEqual, Var: a, Term: b}
}

func take(v *model.Term, from model.Input) model.Step {
	return model.Step{Kind: model.StepInput, Var: v, Input: from}
}

func takeRecord(v *model.Term, from model.Input, about *model.Term) model.Step {
	return model.Step{Kind: model.StepInput, Var: v, Input: from, Key: about}
}

func send(to model.Party, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepSend, Peer: to, Fields: fields}
}

func recv(from model.Party, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepRecv, Peer: from, Fields: fields}
}

func open(c, key *model.Term, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepOpen, Term: c, Key: key, Fields: fields,
		Anew: make([]bool, len(fields))}
}

// anew is an open that replaces the value of a field.
func anew(v *model.Term, s model.Step) model.Step {
	s.Anew[slices.Index(s.Fields, v)] = true
	return s
}

func verify(sig, key *model.Term, fields ...*model.Term) model.Step {
	return model.Step{Kind: model.StepVerify, Term: sig, Key: key, Fields: fields}
}

func checkCert(c, subject *model.Term) model.Step {
	return model.Step{Kind: model.StepCert, Var: c, Key: subject}
}

func lookup(table string, key *model.Term, values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepLookup, Table: table, Term: key, Fields: values}
}

func store(table string, key *model.Term, values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepStore, Table: table, Term: key, Fields: values}
}

func publish(values ...*model.Term) model.Step {
	return model.Step{Kind: model.StepPublish, Fields: values}
}

func claim(e model.Event, label string, peer model.Party, data ...*model.Term) model.Step {
	return model.Step{Kind: model.StepClaim, Event: e, Label: label, Peer: peer, Fields: data}
}

// numbered is a step with the number of an equation.
func numbered(s model.Step, n int) model.Step { s.Eqn = n; return s }
