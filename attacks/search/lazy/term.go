package lazy

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"emrproof/model"
)

// A Term is a value of a run of which some parts are still open. Constructors are free. What a
// random operation draws is one more argument, so that two encryptions of one text differ.
type Term struct {
	Op   model.Op
	Sort model.Sort
	Mode model.Mode
	Name string     // of an atom or a label
	At   string     // the session that made an atom
	id   int        // tells variables apart
	Args []*Term    // of a key of a pair: the identity that it belongs to; of an atom: what it is of
	poly []monomial // of a sum, which has no arguments
	open bool       // there are variables in the sum

	is    *Term // what a variable is bound to
	level int   // of a variable: the adversary chose it from knowledge up to there
}

// never is the level of a variable that nobody has chosen yet.
const never = math.MaxInt

// Drawn is the sort of what random operations draw. No value of a description has it.
const Drawn model.Sort = 255

// Walk returns what a term stands for.
func (t *Term) Walk() *Term {
	for t.is != nil {
		t = t.is
	}
	return t
}

func (t *Term) Open() bool { return t.Op == model.OpVar }

// Chosen says whether a variable stands for what the adversary has chosen. Others stand for
// anything.
func (t *Term) Chosen() bool { return t.level != never }

// Same says whether two terms are equal, whatever becomes of their variables.
func Same(a, b *Term) bool {
	a, b = a.Walk(), b.Walk()
	if a == b {
		return true
	}
	if (a.Op == model.OpSum || b.Op == model.OpSum) && a.Sort == b.Sort {
		return (a.Op == b.Op || a.open || b.open) && samePoly(poly(a), poly(b))
	}
	if a.Op != b.Op || a.Open() || a.Sort != b.Sort || a.Mode != b.Mode || a.Name != b.Name ||
		a.At != b.At || len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !Same(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}

// occurs says whether a variable stands in a term.
func occurs(v, t *Term) bool {
	t = t.Walk()
	if t == v {
		return true
	}
	return slices.ContainsFunc(t.parts(), func(a *Term) bool { return occurs(v, a) })
}

// parts are the terms that a term is made of.
func (t *Term) parts() []*Term {
	if t.Op == model.OpSum {
		return parts(t.poly)
	}
	return t.Args
}

// Variables calls f on each variable of a term.
func Variables(t *Term, f func(*Term)) {
	t = t.Walk()
	if t.Open() {
		f(t)
	}
	for _, a := range t.parts() {
		Variables(a, f)
	}
}

// Copies are copies of terms, with what their variables stand for. A variable that is open has one
// copy, which nobody binds.
type Copies map[*Term]*Term

// Of is the copy of a term.
func (c Copies) Of(t *Term) *Term {
	t = t.Walk()
	if t.Op == model.OpSum { // one that is closed may hold variables that are bound
		var all []monomial
		for _, m := range poly(t) {
			m.powers = slices.Clone(m.powers)
			for i := range m.powers {
				m.powers[i].of = c.Of(m.powers[i].of)
			}
			if m.base != nil {
				m.base = c.Of(m.base)
			}
			all = append(all, m)
		}
		return polynomial(t.Sort, all)
	}
	if len(t.Args) == 0 && !t.Open() {
		return t
	}
	if c[t] == nil {
		u := *t
		u.Args = nil
		for _, a := range t.Args {
			u.Args = append(u.Args, c.Of(a))
		}
		c[t] = &u
	}
	return c[t]
}

// String prints a term, for errors and tests.
func (t *Term) String() string {
	t = t.Walk()
	switch {
	case t.Open():
		return "?" + strconv.Itoa(t.id)
	case t.Op == model.OpSum:
		return "(" + polyString(poly(t)) + ")"
	case len(t.Args) == 0 && t.At == "":
		return t.Name
	case len(t.Args) == 0:
		return t.Name + "[" + t.At + "]"
	case t.Op == model.OpPUK || t.Op == model.OpPRK:
		return strings.Replace(t.Op.Row().Form, "%n", t.Args[0].String(), 1)
	}
	var args []string
	for _, a := range t.Args {
		if a.Walk().Sort != Drawn {
			args = append(args, a.String())
		}
	}
	name := t.Op.Row().Name
	if t.Op == model.OpAtom {
		name = t.Name
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// A trail remembers how variables and slots were before, so that a branch can be undone.
type trail struct {
	changes []change
	next    int      // the number of the next variable
	edits   int      // how often something was changed, or changed back
	asked   []*asked // of points
	// Undecided counts the ways that were given up because it could not be said whether they lead
	// anywhere.
	Undecided int
}

// A change is what a pointer or a level was before.
type change struct {
	at    **Term
	was   *Term
	level *int
	were  int
	bound *Term // the variable that was bound, or chosen from less than before
	asked bool  // a constraint on points was added
}

func (s *trail) Mark() int { return len(s.changes) }

// Undo takes back all that was changed since a mark.
func (s *trail) Undo(mark int) {
	s.edits++
	for i := len(s.changes) - 1; i >= mark; i-- {
		switch c := s.changes[i]; {
		case c.asked:
			s.asked = s.asked[:len(s.asked)-1]
		case c.at != nil:
			*c.at = c.was
		default:
			*c.level = c.were
		}
	}
	s.changes = s.changes[:mark]
}

func (s *trail) Set(at **Term, t *Term) {
	s.edits++
	s.changes = append(s.changes, change{at: at, was: *at})
	*at = t
}

func (s *trail) SetInt(at *int, n int) {
	s.edits++
	s.changes = append(s.changes, change{level: at, were: *at})
	*at = n
}

func (s *trail) bind(v, t *Term) {
	s.edits++
	s.changes = append(s.changes, change{at: &v.is, was: v.is, bound: v})
	v.is = t
}

func (s *trail) Variable(sort model.Sort) *Term {
	s.next++
	return &Term{Op: model.OpVar, Sort: sort, id: s.next, level: never}
}

// Draw is what a random operation draws, each time something else.
func (s *trail) Draw() *Term {
	s.next++
	return &Term{Op: model.OpAtom, Sort: Drawn, Name: strconv.Itoa(s.next)}
}

// Settle keeps all that was changed: nothing before is undone.
func (s *trail) Settle() { s.changes = nil }

// Unify makes two terms equal by binding variables, if it can. Terms of different sorts are
// never equal. After a failure the caller has to undo.
func (s *trail) Unify(a, b *Term) bool {
	a, b = a.Walk(), b.Walk()
	switch {
	case a == b:
		return true
	case a.Sort != b.Sort:
		return false
	case a.Open() && !occurs(a, b):
		s.bind(a, b)
		return true
	case b.Open() && !a.Open():
		return s.Unify(b, a)
	case a.Op == model.OpSum || b.Op == model.OpSum:
		return s.unifyPolys(a, b)
	}
	if a.Op != b.Op || a.Mode != b.Mode || a.Name != b.Name || a.At != b.At ||
		len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !s.Unify(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}

// UnifyAll makes two lists of terms equal.
func (s *trail) UnifyAll(a, b []*Term) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !s.Unify(a[i], b[i]) {
			return false
		}
	}
	return true
}
