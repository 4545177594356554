package ban

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The sorts of names that a formula may use.
const (
	principal = "principal"
	public    = "public key"
	private   = "private key"
	shared    = "shared key"
	secret    = "secret"
	nonce     = "nonce"
	stamp     = "stamp"
	identity  = "identity"
	value     = "value"
	function  = "function"
	message   = "message" // of what is sent in it
)

var sorts = []string{principal, public, private, shared, secret, nonce, stamp, identity, value,
	function, message}

func isPrincipal(sort string) bool { return sort == principal }
func isFunction(sort string) bool  { return sort == function }
func isPublicKey(sort string) bool { return sort == public || sort == function }
func isSharedKey(sort string) bool { return sort == shared || sort == function }
func isKey(sort string) bool {
	return isSharedKey(sort) || isPublicKey(sort) || sort == private
}
func isSecret(sort string) bool {
	return sort == secret || sort == nonce || sort == shared || sort == function
}

// A Scope holds the names that a formula may use. A nil Scope allows any name in any place.
type Scope map[string]declared

// A declared is a declared name: its sort, and the formula that it stands for.
type declared struct {
	Sort   string
	Stands *Formula
}

// Declare adds a name, which must be new. Its sort is one of principal, public key, private
// key, shared key, secret, nonce, stamp, identity, value, function, and message. The name
// stands for a formula: the name of a private key for K⁻¹, say, or M1 for what a message says.
// With nil, it stands for itself.
func (s Scope) Declare(name, sort string, stands *Formula) error {
	if !slices.Contains(sorts, sort) {
		panic(fmt.Sprintf("ban: internal error: sort %q: want one of %q", sort, sorts))
	}
	if !isName(name) {
		return fmt.Errorf("%q: want a name: a letter, then letters, digits, _ or ', "+
			"and not a word of the language", name)
	}
	if old, ok := s[name]; ok {
		return fmt.Errorf("%q: it is a %s already: want another name", name, old.Sort)
	}
	s[name] = declared{sort, stands}
	return nil
}

// check refuses a name that is not declared, or whose sort does not fit.
func (s Scope) check(t token, fits func(sort string) bool, what string) error {
	if s == nil {
		return nil
	}
	d, known := s[t.text]
	if known && fits(d.Sort) {
		return nil
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if fits(s[name].Sort) {
			names = append(names, name)
		}
	}
	want := "want " + what
	if len(names) > 0 {
		want += ", one of " + strings.Join(names, ", ")
	}
	if known {
		return &SyntaxError{t.at, fmt.Sprintf("%q is a %s: %s", t.text, d.Sort, want)}
	}
	return &SyntaxError{t.at, fmt.Sprintf("%q is not declared: %s", t.text, want)}
}

// standing returns the formula that a name stands for; most names stand for themselves.
func (s Scope) standing(t token) (*Formula, error) {
	if s == nil {
		return Name(t.text), nil
	}
	isValue := func(sort string) bool { return sort != function }
	if err := s.check(t, isValue, "a name that is declared"); err != nil {
		return nil, err
	}
	if f := s[t.text].Stands; f != nil {
		return f, nil
	}
	return Name(t.text), nil
}

// fits says whether the sort of a value fits.
func (s Scope) fits(f *Formula, sort func(string) bool) bool {
	switch {
	case f.Op == OpInverse: // K⁻¹ is a private key whatever K is
		return sort(private)
	case f.Op == OpAgreed:
		return sort(shared)
	case s == nil:
		return true
	case f.Op == OpName, f.Op == OpApply:
		return sort(s[f.Name].Sort)
	}
	return false
}
