package attacks

import (
	"bytes"
	"errors"
	"fmt"

	"emrproof/model"
	"emrproof/sim"
)

// ErrDeduction is about a secret on which deduction and bytes disagree: the harness is
// at fault.
var ErrDeduction = errors.New("the adversary's deduction is at fault")

// read puts what crossed the network, and then what the adversary made of it and made
// up, into the knowledge; it is put off until somebody asks.
func (x *Executor) read() {
	for _, m := range x.unread {
		for i, f := range m.Fields {
			x.hold(computed{recipe("field", text(m.Label), number(i+1)), f.Value})
		}
	}
	x.unread = nil
	for _, c := range x.kitchen.made[x.learned:] {
		x.hold(c)
	}
	x.learned = len(x.kitchen.made)
}

// hold takes in a value that the adversary has, as a term and as bytes.
func (x *Executor) hold(c computed) {
	x.Knowledge.Add(c.is.Term, c.recipe)
	key := string(c.is.Bytes())
	if old, ok := x.byBytes[key]; !ok || old.recipe.guess() {
		x.byBytes[key] = c
	}
}

// Derive finds how the adversary makes a term, if it can.
func (x *Executor) Derive(t *model.Term) (Recipe, bool) {
	x.read()
	return x.Knowledge.Derive(t)
}

// knows finds how the adversary makes a secret, if it can. Bytes that it made as one
// sort, and that a victim takes for a secret of another, it can read as that too.
func (x *Executor) knows(s secret) (Recipe, bool) {
	if r, ok := x.Derive(s.term); ok && !r.guess() {
		return r, true
	}
	c, made := x.byBytes[string(s.is.Bytes())]
	if !made || c.is.Sort == s.is.Sort || c.recipe.guess() {
		return Recipe{}, false
	}
	x.Knowledge.Add(s.term, recipe("cast", text(s.is.Sort.String()), c.recipe))
	return x.Knowledge.Derive(s.term)
}

// exhibit shows each secret that can be made, once.
func (x *Executor) exhibit() error {
	for _, s := range x.secrets {
		if x.shown[s.label] {
			continue
		}
		r, ok := x.knows(s)
		if !ok {
			continue
		}
		v, err := deducer{x.kitchen}.evaluate(r)
		if err != nil {
			return fmt.Errorf("%w: %s follows by %s, which gives no bytes: %w", ErrDeduction, s.label,
				r, err)
		}
		if !bytes.Equal(v.Bytes(), s.is.Bytes()) {
			return fmt.Errorf("%w: %s follows by %s, which gives other bytes", ErrDeduction, s.label, r)
		}
		x.shown[s.label] = true
		x.showed = append(x.showed, showing{s.label, r, len(x.Made), x.when})
		x.net.Note("knows " + s.label + " = " + r.String())
		x.net.Exhibit(s.label, v)
	}
	return nil
}

// End shows every secret that the adversary can make. It does not trust deduction with
// it: whatever was evaluated in the run, and has the bytes of a secret, is shown; and
// that deduction has overlooked it is an error.
func (x *Executor) End(*sim.Network) error {
	if err := x.exhibit(); err != nil {
		return err
	}
	for _, s := range x.secrets {
		c, made := x.byBytes[string(s.is.Bytes())]
		if x.shown[s.label] || !made || c.recipe.guess() {
			continue
		}
		x.net.Exhibit(s.label, c.is)
		return fmt.Errorf("%w: %s does not follow, and %s gives its bytes", ErrDeduction, s.label,
			c.recipe)
	}
	return nil
}

// guessBytes is how long a text is that nobody guesses.
const guessBytes = 16

// guess says whether a recipe gives back what the adversary wrote down itself, and what
// was written is so short that it may as well have been guessed. That one of ten
// thousand numbers is right does not tell it which one is. What a right guess opens, or
// gives when something is computed from it, is no guess; and a script can exhibit one.
func (r Recipe) guess() bool {
	switch r.Op {
	case "data":
		return len(r.Args[0].Text) < guessBytes
	case "hexdata":
		return len(r.Args[0].Text) < 2*guessBytes
	case "time":
		return true
	case "flip":
		return r.Args[0].guess()
	case "cast":
		return r.Args[1].guess()
	}
	in, ok := r.putIn()
	return ok && in.guess()
}

// putIn is what a recipe takes out of what the adversary put together itself.
func (r Recipe) putIn() (Recipe, bool) {
	switch r.Op {
	case "split", "recovered", "part":
		from := r.Args[2]
		if row := from.row(); row == nil || row.Undo == nil {
			return Recipe{}, false
		}
		i := int(r.Args[0].Int.Int64()) - 1
		if fields := from.fields(); i >= 0 && i < len(fields) {
			return fields[i], true
		}
	}
	return Recipe{}, false
}
