package attacks

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// dear is what only costs time or memory: values of many bytes, and passwords stretched.
var dear = regexp.MustCompile(`[0-9]{5}|stretch`)

// Whatever recipe can be read can be evaluated or is refused; it gives the same bytes
// again, and what it came to is known, with a recipe for the same bytes.
func FuzzEvaluate(f *testing.F) {
	for _, src := range leaves {
		f.Add(src)
	}
	for _, c := range guesses {
		f.Add(c.src)
	}
	f.Add(`cast("masked", tuple(junk("j", 9), time(5)))`)
	f.Add(`part(1, 2, mask(cast("key", junk("k", 32)), id("bob")), freshkey("k"))`)
	f.Add(`recovered(1, 1, cast("signature", tuple(data("x"), data("y"))))`)
	f.Add(`add(mul(fresh("a"), public("PK")), entry("hospital-a", 1))`)
	f.Add(`inv(cast("scalar", flip(const(5), 0, "01")))`)
	f.Fuzz(func(t *testing.T, src string) {
		r, err := deduce.ParseRecipe(src)
		if err != nil || dear.MatchString(src) {
			return
		}
		x := listened(t, 1)
		v, err := x.Evaluator.Evaluate(r)
		if err != nil {
			return
		}
		how, ok := x.derive(v.Term)
		if !ok {
			t.Fatalf("%s is evaluated and not known", r)
		}
		again, err := deducer{x.Evaluator}.Evaluate(how)
		if err != nil || !bytes.Equal(again.Bytes(), v.Bytes()) {
			t.Fatalf("%s is known by %s, which gives %v, %v", r, how, again, err)
		}
	})
}

// Whatever moves can be read can be made or are refused, and give the same trace again.
func FuzzRunMoves(f *testing.F) {
	f.Add(strings.Join(replayTwice, "\n"))
	f.Add("on alice.2#1: drop()\nat 1s: start(\"visit\", \"alice\", \"bob\", \"cardiology\")")
	f.Add("begin: reveal(\"bob\", \"all\")\nat 2s: exhibit(\"SEK1 of bob.3\", freshkey(\"k\"))")
	f.Add("begin: skew(\"bob\", \"-1s\")\nat 9999h: deliver(\"alice.2#1\", \"bob\", 3, \"1h\")")
	f.Fuzz(func(t *testing.T, lines string) {
		c := simtest.World(t, "published")
		c.Moves = strings.Split(lines, "\n")
		if dear.MatchString(lines) || len(c.Moves) > 20 {
			return
		}
		o, err := Run(c)
		if errors.Is(err, ErrDeduction) {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		if err := o.confirm(); err != nil {
			t.Fatal(err)
		}
		o.Injected()
		if _, err := sim.ReadTrace("t.jsonl", bytes.NewReader(traceOf(t, o))); err != nil {
			t.Fatal(err)
		}
	})
}

func traceOf(t *testing.T, o *Outcome) []byte {
	t.Helper()
	trace, err := o.Trace()
	if err != nil {
		t.Fatal(err)
	}
	return trace
}
