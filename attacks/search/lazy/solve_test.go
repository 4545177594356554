package lazy

import (
	"strconv"
	"testing"

	"emrproof/model"
)

func atom(name string, sort model.Sort) *Term {
	return &Term{Op: model.OpAtom, Sort: sort, Name: name}
}

// sealed is a text that is encrypted with a key.
func sealed(draw, key *Term, fields ...*Term) *Term {
	return &Term{Op: model.OpSEnc, Sort: model.Ciphertext,
		Args: append(append([]*Term{key}, fields...), draw)}
}

// ways counts the ways to make some terms from what is known up to a level.
func ways(k *Knowledge, level int, ts ...*Term) int {
	var todo []Target
	for _, t := range ts {
		todo = append(todo, Target{t, level})
	}
	n := 0
	k.Solve(todo, func() bool { n++; return false })
	return n
}

var (
	key, other = atom("K", model.Key), atom("L", model.Key)
	secret     = atom("M", model.Key)
)

// What comes at a level is not there before, and neither is what it opens.
func TestLevels(t *testing.T) {
	k := &Knowledge{Level: 1}
	k.Learn(sealed(k.Draw(), key, secret), 1)
	for _, c := range []struct {
		t     *Term
		level int
		want  int
	}{{secret, 1, 0}, {key, 1, 0}} {
		if got := ways(k, c.level, c.t); got != c.want {
			t.Errorf("%s at %d: got %d ways, want %d", c.t, c.level, got, c.want)
		}
	}
	saved := k.Save()
	k.Advance([]*Term{key}, nil)
	for _, c := range []struct {
		t     *Term
		level int
		want  int
	}{{secret, 2, 1}, {key, 2, 1}, {secret, 1, 0}, {other, 2, 0}} {
		if got := ways(k, c.level, c.t); got != c.want {
			t.Errorf("%s at %d, with the key: got %d ways, want %d", c.t, c.level, got, c.want)
		}
	}
	k.Back(saved)
	if got := ways(k, 2, secret); got != 0 {
		t.Errorf("when the key is taken back: got %d ways", got)
	}
}

// A variable waits. When it is bound later, the adversary must have been able to make it then.
func TestAVariableIsMadeWhenItWasChosen(t *testing.T) {
	k := &Knowledge{Level: 1}
	v := k.Variable(model.Key)
	k.Solve([]Target{{v, 1}}, func() bool {
		k.Advance([]*Term{key}, nil)
		mark := k.Mark()
		if !k.Unify(v, key) {
			t.Fatal("they do not fit")
		}
		if k.Solve(k.Woken(mark, nil), func() bool { return true }) {
			t.Error("a key that came later was chosen before")
		}
		return true
	})
	if v.Walk() != v {
		t.Error("the variable stays bound")
	}
}

// An encryption that the adversary makes differs from each that it has heard.
func TestWhatIsDrawn(t *testing.T) {
	k := &Knowledge{Level: 1}
	k.Learn(key, 1)
	k.Learn(secret, 1)
	if got := ways(k, 1, sealed(k.Draw(), key, secret)); got != 0 {
		t.Errorf("another's encryption: got %d ways", got)
	}
	heard := sealed(k.Draw(), other, secret)
	k.Learn(heard, 1)
	if got := ways(k, 1, heard); got != 1 {
		t.Errorf("what was heard: got %d ways, want 1", got)
	}
	if got := ways(k, 1, sealed(k.Variable(Drawn), key, secret)); got != 1 {
		t.Errorf("its own: got %d ways, want 1", got)
	}
}

// Values of different sorts are different, and nothing contains itself.
func TestUnify(t *testing.T) {
	k := &Knowledge{}
	v, w := k.Variable(model.Ciphertext), k.Variable(model.Key)
	if k.Unify(v, w) {
		t.Error("a ciphertext is a key")
	}
	if k.Unify(v, sealed(k.Draw(), key, v)) {
		t.Error("a ciphertext contains itself")
	}
	mark := k.Mark()
	if !k.Unify(sealed(key, key, w), sealed(key, key, secret)) || !Same(w, secret) {
		t.Error("a variable does not take the value")
	}
	k.Undo(mark)
	if Same(w, secret) {
		t.Error("a variable keeps the value")
	}
}

// A search that is told to stop looks for no more ways, however many there are.
func TestStop(t *testing.T) {
	var k Knowledge
	k.Level = 1
	hash := func(of *Term) *Term {
		return &Term{Op: model.OpHashK, Sort: model.Key, Args: []*Term{of}}
	}
	for i := range 40 {
		k.Learn(hash(atom(strconv.Itoa(i), model.Data)), 1)
	}
	var todo []Target
	for range 6 { // each is one of 40 hashes: 40⁶ ways
		todo = append(todo, Target{hash(k.Variable(model.Data)), 1})
	}
	asked, ways := 0, 0
	k.Stop = func() bool { asked++; return asked == 2 }
	if !k.Solve(todo, func() bool { ways++; return false }) || asked != 2 {
		t.Errorf("it was asked %d times, and went on", asked)
	}
	if ways == 0 || ways > 2*stopEvery {
		t.Errorf("%d ways", ways)
	}
}
