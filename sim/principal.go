package sim

import (
	"encoding/base32"
	"io"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A principal is the state that one participant keeps across its sessions.
type principal struct {
	Principal
	member *model.Member
	id     *trace.Value
	keys   *trace.Value // PRK; nil before it has enrolled
	rnd    io.Reader
	own    map[string]*trace.Value // OwnTable, by the name of the variable
	tables map[string]*table
	filed  []string // the names of the tables, in the order in which it first stored into them
	seen   map[string]*seen
	open   []*session   // by number − 1
	typed  *trace.Value // B_P, once the principal has typed it
}

// rows are the contents of a table: lists of values, by key.
type rows map[string][]*trace.Value

// A table is what a principal stores under keys.
type table struct {
	rows rows
	keys []string // in the order in which they were first stored under
}

// public is what everyone knows: key pairs and values of principals, published
// values, and the parties that one principal plays.
type public struct {
	keys      map[string]*trace.Value // PUK by the principal's name
	directory rows
	values    map[string]*trace.Value
	ones      map[model.Party]*principal
	authority authority
}

func newPrincipal(p Principal, m *model.Member, seed Seed) *principal {
	return &principal{
		Principal: p, member: m, id: identity(p.Name),
		rnd: seed.Stream("principal/" + p.Name),
		own: map[string]*trace.Value{}, tables: map[string]*table{}, seen: map[string]*seen{},
	}
}

// biometric is B_P, which the principal types or senses at each use. It is drawn from a stream
// of its own, so that it is the same every time.
func (p *principal) biometric(seed Seed) ([]byte, error) {
	if p.Biometric != "" {
		return []byte(p.Biometric), nil
	}
	b := make([]byte, 20)
	if _, err := io.ReadFull(seed.Stream("biometric/"+p.Name), b); err != nil {
		return nil, err
	}
	return []byte(base32.StdEncoding.EncodeToString(b)), nil
}

// enrol makes the principal's key pairs and enters the public halves in the
// directory (E10).
func (p *principal) enrol(s suite.Suite, pub *public) error {
	keys, err := s.NewKeys(p.rnd)
	if err != nil {
		return err
	}
	p.keys = &trace.Value{Sort: model.PrivateKey, Secret: keys,
		Term: &model.Term{Op: model.OpPRK, Sort: model.PrivateKey, Name: p.Name}}
	pub.keys[p.Name] = &trace.Value{Sort: model.PublicKey, Public: keys.Public(),
		Term: &model.Term{Op: model.OpPUK, Sort: model.PublicKey, Name: p.Name}}
	return nil
}
