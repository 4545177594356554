package ban

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Sort says what a name is.
type Sort string

// The sorts of names.
const (
	SortPrincipal Sort = "principal"
	SortPublic    Sort = "public key"
	SortPrivate   Sort = "private key"
	SortShared    Sort = "shared key"
	SortSecret    Sort = "secret"
	SortNonce     Sort = "nonce"
	SortStamp     Sort = "stamp"
	SortIdentity  Sort = "identity"
	SortValue     Sort = "value"
	SortFunction  Sort = "function"
	sortMessage   Sort = "message"
)

func isPrincipal(s Sort) bool { return s == SortPrincipal }
func isFunction(s Sort) bool  { return s == SortFunction }
func isPublicKey(s Sort) bool { return s == SortPublic || s == SortFunction }
func isSharedKey(s Sort) bool { return s == SortShared || s == SortFunction }
func isKey(s Sort) bool       { return isSharedKey(s) || isPublicKey(s) || s == SortPrivate }
func isSecret(s Sort) bool {
	return s == SortSecret || s == SortNonce || s == SortShared || s == SortFunction
}

// A Scope is the names that a formula may use. A nil Scope allows any name anywhere.
type Scope struct {
	sorts  map[string]Sort
	stands map[string]*Formula
}

// NewScope is a scope without names.
func NewScope() *Scope {
	return &Scope{sorts: map[string]Sort{}, stands: map[string]*Formula{}}
}

// Declare adds a name, which must be new.
func (s *Scope) Declare(name string, sort Sort) error {
	if !IsName(name) {
		return fmt.Errorf("%q: want a name: a letter, then letters, digits, _ or ', "+
			"and not a word of the language", name)
	}
	if old, ok := s.sorts[name]; ok {
		return fmt.Errorf("%q: it is a %s already: want another name", name, old)
	}
	s.sorts[name] = sort
	return nil
}

// DeclarePair adds a public key and the name of its private half.
func (s *Scope) DeclarePair(public, private string) error {
	if err := s.Declare(public, SortPublic); err != nil {
		return err
	}
	if err := s.Declare(private, SortPrivate); err != nil {
		return err
	}
	s.stands[private] = Inverse(Name(public), private)
	return nil
}

// DeclareAgreed adds the name of the key that two agree on from the public keys k and l.
func (s *Scope) DeclareAgreed(name, k, l string) error {
	if err := s.Declare(name, SortShared); err != nil {
		return err
	}
	s.stands[name] = Agreed(Name(k), Name(l), name)
	return nil
}

// Abbreviate makes a name stand for a formula, such as M1 for what is sent. A later
// call for the same name replaces what it stands for.
func (s *Scope) Abbreviate(name string, f *Formula) error {
	if s.sorts[name] != sortMessage {
		if err := s.Declare(name, sortMessage); err != nil {
			return err
		}
	}
	s.stands[name] = f
	return nil
}

// Sort is the sort of a name, empty when it is not declared.
func (s *Scope) Sort(name string) Sort { return s.sorts[name] }

// Names are the names of a sort, in alphabetical order.
func (s *Scope) Names(sort Sort) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.sorts)),
		func(name string) bool { return s.sorts[name] != sort })
}

// Clone is a copy that can be changed by itself.
func (s *Scope) Clone() *Scope {
	return &Scope{sorts: maps.Clone(s.sorts), stands: maps.Clone(s.stands)}
}

// check refuses a name that is not declared or does not fit.
func (s *Scope) check(t token, fits func(Sort) bool, what string) error {
	if s == nil {
		return nil
	}
	sort, known := s.sorts[t.text]
	if known && fits(sort) {
		return nil
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(s.sorts)) {
		if fits(s.sorts[name]) {
			names = append(names, name)
		}
	}
	want := "want " + what
	if len(names) > 0 {
		want += ", one of " + strings.Join(names, ", ")
	}
	if known {
		return &SyntaxError{t.at, fmt.Sprintf("%q is a %s: %s", t.text, sort, want)}
	}
	return &SyntaxError{t.at, fmt.Sprintf("%q is not declared: %s", t.text, want)}
}

// standing is what a name stands for: itself, as a rule.
func (s *Scope) standing(t token) (*Formula, error) {
	if s == nil {
		return Name(t.text), nil
	}
	value := func(sort Sort) bool { return sort != SortFunction }
	if err := s.check(t, value, "a name that is declared"); err != nil {
		return nil, err
	}
	if f, ok := s.stands[t.text]; ok {
		return f, nil
	}
	return Name(t.text), nil
}

// fits says whether a value is of a sort that fits.
func (s *Scope) fits(f *Formula, sort func(Sort) bool) bool {
	switch {
	case f.Op == OpInverse: // K⁻¹ is a private key whatever K is
		return sort(SortPrivate)
	case f.Op == OpAgreed:
		return sort(SortShared)
	case s == nil:
		return true
	case f.Op == OpName, f.Op == OpApply:
		return sort(s.sorts[f.Name])
	}
	return false
}
