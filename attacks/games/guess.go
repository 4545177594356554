package games

import (
	"bytes"
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// An outsider can guess names. Often all that a signature covers, or all that a field is
// computed from, is on the network, or is public, or is one of a few names. The outsider then
// tries the names, and sees whether the signature verifies, or the field comes out again. The
// description says which signatures and fields these are.

// publicKeys are the keys of the directory by name, each decoded once.
type publicKeys map[string]*suite.PublicKeys

func (v *view) publicKey(name string) *suite.PublicKeys {
	key, ok := v.keys[name]
	if !ok {
		if value := v.net.PublicKeys[name]; value != nil {
			key, _ = v.net.Suite.DecodePublicKeys(value.Bytes())
		}
		v.keys[name] = key
	}
	return key
}

// A guess gives names to variables.
type guess map[string]string

// A guesser tries guesses on one round.
type guesser struct {
	*view
	known map[string][]byte       // what was heard, by the variable
	rows  map[string]directoryRow // where a variable stands in the directory
	made  map[string]*model.Term  // what a variable is computed as
}

// A directoryRow is the place of a variable in the directory: the variable that holds whose row
// it is, and the place in the row.
type directoryRow struct {
	of string
	at int
}

func (v *view) guesser(o overheard) *guesser {
	g := &guesser{v, map[string][]byte{}, map[string]directoryRow{}, map[string]*model.Term{}}
	for _, f := range append(v.wire(o), v.recovered(o)...) {
		if f.raw != nil && f.term.Op == model.OpVar && g.known[f.term.Name] == nil {
			g.known[f.term.Name] = f.raw
		}
	}
	v.protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		switch {
		case s.Kind == model.StepLet && g.made[s.Var.Name] == nil:
			g.made[s.Var.Name] = s.Term
		case s.Kind == model.StepStore && s.Table == model.Directory && s.Term.Op == model.OpVar:
			for i, f := range s.Fields {
				g.rows[f.Name] = directoryRow{s.Term.Name, i}
			}
		}
	})
	return g
}

// open lists the variables that have to be guessed to compute t. It returns false if something
// in t cannot be guessed.
func (g *guesser) open(t *model.Term, vars *[]string) bool { return g.openAt(t, vars, 0) }

// deepestGuess is the limit on the depth of nested computations. Without it, two roles that
// define two variables by each other would never end.
const deepestGuess = 50

func (g *guesser) openAt(t *model.Term, vars *[]string, depth int) bool {
	add := func(name string) bool {
		if len(g.choices[name]) > 0 && !slices.Contains(*vars, name) {
			*vars = append(*vars, name)
		}
		return len(g.choices[name]) > 0
	}
	switch t.Op {
	case model.OpPRK:
		return false
	case model.OpPUK:
		return add(g.protocol.Member(model.Party(t.Name)).ID.Name)
	case model.OpVar:
		switch {
		case t.Sort == model.Identity && add(t.Name):
			return true
		case g.known[t.Name] != nil || g.net.Public[t.Name] != nil:
			return true
		case g.rows[t.Name].of != "":
			return add(g.rows[t.Name].of)
		}
		made := g.made[t.Name]
		return made != nil && depth < deepestGuess && g.openAt(made, vars, depth+1)
	}
	for _, a := range t.Args {
		if !g.openAt(a, vars, depth+1) {
			return false
		}
	}
	return true
}

// value computes the value of a term under a guess.
func (g *guesser) value(t *model.Term, as guess) (*trace.Value, error) {
	switch t.Op {
	case model.OpGen, model.OpLabel:
		return g.net.Constant(t), nil
	case model.OpPUK:
		name := as[g.protocol.Member(model.Party(t.Name)).ID.Name]
		if key := g.net.PublicKeys[name]; key != nil {
			return key, nil
		}
		return nil, fmt.Errorf("the directory has no key of %q", name)
	case model.OpVar:
		return g.variable(t, as)
	}
	var args []*trace.Value
	for _, a := range t.Args {
		v, err := g.value(a, as)
		if err != nil {
			return nil, err
		}
		args = append(args, v)
	}
	return g.net.Apply(t.Op, t.Mode, "guess", args...)
}

func (g *guesser) variable(t *model.Term, as guess) (*trace.Value, error) {
	if name, ok := as[t.Name]; ok {
		return g.net.Literal(model.Identity, []byte(name))
	}
	if raw := g.known[t.Name]; raw != nil {
		return g.net.Literal(t.Sort, raw)
	}
	if v := g.net.Public[t.Name]; v != nil {
		return v, nil
	}
	if r, ok := g.rows[t.Name]; ok {
		if values := g.net.Directory[as[r.of]]; r.at < len(values) {
			return values[r.at], nil
		}
		return nil, fmt.Errorf("the directory has no %s of %q", t.Name, as[r.of])
	}
	return g.value(g.made[t.Name], as)
}

// maxGuesses is how many guesses are tried at one text.
const maxGuesses = 4096

// try goes through the guesses of vars until one is right, and returns a mark for each of vars:
// the number of its name, from 1. All marks are 0 if no guess is right.
func (g *guesser) try(label string, vars []string, right func(as guess) bool) []mark {
	marks := make([]mark, len(vars))
	names := make([][]string, len(vars))
	total := 1
	for i, v := range vars {
		marks[i].label = v + " by " + label
		names[i] = g.choices[v]
		if raw := g.known[v]; raw != nil { // heard, so that there is nothing to guess
			names[i] = []string{string(raw)}
		}
		if total *= len(names[i]); total > maxGuesses {
			return nil
		}
	}
	for n := range total {
		as := guess{}
		for i, rest := 0, n; i < len(vars); i++ {
			as[vars[i]] = names[i][rest%len(names[i])]
			rest /= len(names[i])
		}
		if right(as) {
			for i, v := range vars {
				marks[i].value = int64(slices.Index(g.choices[v], as[v]) + 1)
			}
			break
		}
	}
	return marks
}

func (v *view) trialVerification() []mark {
	return v.compare(func(o overheard) []mark {
		g := v.guesser(o)
		var marks []mark
		v.protocol.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
			if s.Kind != model.StepVerify || s.Term.Op != model.OpVar {
				return
			}
			var vars []string
			open := g.open(s.Key, &vars)
			for _, f := range s.Fields {
				open = open && g.open(f, &vars)
			}
			sig := g.known[s.Term.Name]
			if !open || sig == nil {
				return
			}
			label := fmt.Sprintf("%s as %s verifies it", s.Term.Name, r.Party)
			marks = append(marks, g.try(label, vars, func(as guess) bool {
				return g.verifies(s, sig, as)
			})...)
		})
		return marks
	})
}

// verifies says whether a verification step succeeds under a guess.
func (g *guesser) verifies(s *model.Step, sig []byte, as guess) bool {
	var text [][]byte
	for _, f := range s.Fields {
		value, err := g.value(f, as)
		if err != nil {
			return false
		}
		text = append(text, value.Bytes())
	}
	if s.Mode&model.Recovery != 0 {
		parts, err := wire.Decode(sig, 2)
		if err != nil {
			return false
		}
		sig = parts[0]
	}
	signed := wire.Encode(text...)
	if s.Mode&model.Raw != 0 {
		signed = bytes.Join(text, nil)
	}
	key := g.publicKey(as[g.protocol.Member(model.Party(s.Key.Name)).ID.Name])
	return key != nil && g.net.Suite.Verify(key, signed, sig)
}

func (v *view) trialEncryption() []mark {
	return v.compare(func(o overheard) []mark {
		g := v.guesser(o)
		var marks []mark
		for _, f := range v.wire(o) {
			made := g.made[f.term.Name]
			var vars []string
			if f.raw == nil || made == nil || !g.open(made, &vars) {
				continue
			}
			marks = append(marks, g.try(f.label, vars, func(as guess) bool {
				value, err := g.value(made, as)
				return err == nil && bytes.Equal(value.Bytes(), f.raw)
			})...)
		}
		return marks
	})
}
