package attacks

import (
	"bytes"
	"errors"
	"fmt"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
)

// ErrDeduction says that deduction and bytes disagree about a secret: the harness is at fault.
var ErrDeduction = errors.New("the adversary's deduction is at fault")

// Read brings Knowledge up to date with what crossed the network, and with what the adversary
// has made.
func (x *Executor) Read() {
	for _, m := range x.unread {
		for i, r := range deduce.Heard(m) {
			x.hold(computed{r, m.Fields[i].Value})
		}
	}
	x.unread = nil
	for _, c := range x.Evaluator.made[x.learned:] {
		x.hold(c)
	}
	x.learned = len(x.Evaluator.made)
}

// hold adds a value that the adversary has to Knowledge, and to the values found by their
// bytes.
func (x *Executor) hold(c computed) {
	x.Knowledge.Add(c.is.Term, c.recipe)
	key := string(c.is.Bytes())
	if old, ok := x.byBytes[key]; !ok || old.recipe.Guess() {
		x.byBytes[key] = c
	}
}

// derive returns a recipe by which the adversary makes a term, if it can make it.
func (x *Executor) derive(t *model.Term) (deduce.Recipe, bool) {
	x.Read()
	return x.Knowledge.Derive(t)
}

// Knows returns a recipe by which the adversary makes a secret, if it can make it. A victim may
// take bytes that the adversary made as one sort for a secret of another sort; the adversary
// knows that secret too.
func (x *Executor) Knows(s Secret) (deduce.Recipe, bool) {
	if r, ok := x.derive(s.term); ok && !r.Guess() {
		return r, true
	}
	c, made := x.byBytes[string(s.is.Bytes())]
	if !made || c.is.Sort == s.is.Sort || c.recipe.Guess() {
		return deduce.Recipe{}, false
	}
	x.Knowledge.Add(s.term, deduce.Apply("cast", deduce.Text(s.is.Sort.String()), c.recipe))
	return x.Knowledge.Derive(s.term)
}

// exhibit shows each secret that the adversary can make, once.
func (x *Executor) exhibit() error {
	for _, s := range x.Secrets {
		if x.shown[s.Label] {
			continue
		}
		r, ok := x.Knows(s)
		if !ok {
			continue
		}
		v, err := deducer{x.Evaluator}.Evaluate(r)
		if err != nil {
			return fmt.Errorf("%w: %s follows by %s, which gives no bytes: %w", ErrDeduction, s.Label,
				r, err)
		}
		if !bytes.Equal(v.Bytes(), s.is.Bytes()) {
			return fmt.Errorf("%w: %s follows by %s, which gives other bytes", ErrDeduction, s.Label, r)
		}
		x.shown[s.Label] = true
		x.showed = append(x.showed, showing{s.Label, r, len(x.Made), x.when})
		x.Net.Note("knows " + s.Label + " = " + r.String())
		x.Net.Exhibit(s.Label, v)
	}
	return nil
}

// End shows every secret that the adversary can make, at the end of the run. It does not rely
// on deduction alone. A value that was evaluated in the run and has the bytes of a secret is
// shown as well; it is then an error that deduction has overlooked it.
func (x adversary) End(*sim.Network) error {
	if err := x.exhibit(); err != nil {
		return err
	}
	for _, s := range x.Secrets {
		c, made := x.byBytes[string(s.is.Bytes())]
		if x.shown[s.Label] || !made || c.recipe.Guess() {
			continue
		}
		x.Net.Exhibit(s.Label, c.is)
		return fmt.Errorf("%w: %s does not follow, and %s gives its bytes", ErrDeduction, s.Label,
			c.recipe)
	}
	return nil
}
