package search

import (
	"math"
	"strconv"
	"strings"

	"emrproof/model"
)

// A term is a value of a run of which some parts are still open. Constructors are free. What a
// random operation draws is one more argument, so that two encryptions of one text differ.
type term struct {
	op   model.Op
	sort model.Sort
	mode model.Mode
	name string  // of an atom or a label
	at   string  // the session that made an atom
	id   int     // tells variables apart
	args []*term // of a key of a pair: the identity that it belongs to

	is    *term // what a variable is bound to
	level int   // of a variable: the adversary chose it from knowledge up to there
}

// never is the level of a variable that nobody has chosen yet.
const never = math.MaxInt

// drawn is the sort of what random operations draw. No value of a description has it.
const drawn model.Sort = 255

// walk returns what a term stands for.
func (t *term) walk() *term {
	for t.is != nil {
		t = t.is
	}
	return t
}

func (t *term) open() bool { return t.op == model.OpVar }

// same says whether two terms are equal, whatever becomes of their variables.
func same(a, b *term) bool {
	a, b = a.walk(), b.walk()
	if a == b {
		return true
	}
	if a.op != b.op || a.open() || a.sort != b.sort || a.mode != b.mode || a.name != b.name ||
		a.at != b.at || len(a.args) != len(b.args) {
		return false
	}
	for i := range a.args {
		if !same(a.args[i], b.args[i]) {
			return false
		}
	}
	return true
}

// occurs says whether a variable stands in a term.
func occurs(v, t *term) bool {
	t = t.walk()
	if t == v {
		return true
	}
	for _, a := range t.args {
		if occurs(v, a) {
			return true
		}
	}
	return false
}

// variables calls f on each variable of a term.
func variables(t *term, f func(*term)) {
	t = t.walk()
	if t.open() {
		f(t)
	}
	for _, a := range t.args {
		variables(a, f)
	}
}

// resolved returns a copy of a term with what its variables stand for.
func resolved(t *term) *term {
	t = t.walk()
	if len(t.args) == 0 {
		return t
	}
	u := *t
	u.args = make([]*term, len(t.args))
	for i, a := range t.args {
		u.args[i] = resolved(a)
	}
	return &u
}

// String prints a term, for errors and tests.
func (t *term) String() string {
	t = t.walk()
	switch {
	case t.open():
		return "?" + strconv.Itoa(t.id)
	case len(t.args) == 0 && t.at == "":
		return t.name
	case len(t.args) == 0:
		return t.name + "[" + t.at + "]"
	case t.op == model.OpPUK || t.op == model.OpPRK:
		return strings.Replace(t.op.Row().Form, "%n", t.args[0].String(), 1)
	}
	var args []string
	for _, a := range t.args {
		if a.walk().sort != drawn {
			args = append(args, a.String())
		}
	}
	return t.op.Row().Name + "(" + strings.Join(args, ", ") + ")"
}

// A trail remembers how variables and slots were before, so that a branch can be undone.
type trail struct {
	changes []change
	next    int // the number of the next variable
}

// A change is what a pointer or a level was before.
type change struct {
	at    **term
	was   *term
	level *int
	were  int
	bound *term // the variable that was bound
}

func (s *trail) mark() int { return len(s.changes) }

// undo takes back all that was changed since a mark.
func (s *trail) undo(mark int) {
	for i := len(s.changes) - 1; i >= mark; i-- {
		c := s.changes[i]
		if c.at != nil {
			*c.at = c.was
		} else {
			*c.level = c.were
		}
	}
	s.changes = s.changes[:mark]
}

func (s *trail) set(at **term, t *term) {
	s.changes = append(s.changes, change{at: at, was: *at})
	*at = t
}

func (s *trail) setInt(at *int, n int) {
	s.changes = append(s.changes, change{level: at, were: *at})
	*at = n
}

func (s *trail) bind(v, t *term) {
	s.changes = append(s.changes, change{at: &v.is, was: v.is, bound: v})
	v.is = t
}

func (s *trail) variable(sort model.Sort) *term {
	s.next++
	return &term{op: model.OpVar, sort: sort, id: s.next, level: never}
}

// draw is what a random operation draws, each time something else.
func (s *trail) draw() *term {
	s.next++
	return &term{op: model.OpAtom, sort: drawn, name: strconv.Itoa(s.next)}
}

// settle keeps all that was changed: nothing before is undone.
func (s *trail) settle() { s.changes = nil }

// unify makes two terms equal by binding variables, if it can. Terms of different sorts are
// never equal. After a failure the caller has to undo.
func (s *trail) unify(a, b *term) bool {
	a, b = a.walk(), b.walk()
	switch {
	case a == b:
		return true
	case a.sort != b.sort:
		return false
	case a.open():
		if occurs(a, b) {
			return false
		}
		s.bind(a, b)
		return true
	case b.open():
		return s.unify(b, a)
	}
	if a.op != b.op || a.mode != b.mode || a.name != b.name || a.at != b.at ||
		len(a.args) != len(b.args) {
		return false
	}
	for i := range a.args {
		if !s.unify(a.args[i], b.args[i]) {
			return false
		}
	}
	return true
}

// unifyAll makes two lists of terms equal.
func (s *trail) unifyAll(a, b []*term) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !s.unify(a[i], b[i]) {
			return false
		}
	}
	return true
}
