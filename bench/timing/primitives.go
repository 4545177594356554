package timing

import (
	"math"
	"math/rand/v2"
	"runtime"
	"time"

	bls "github.com/cloudflare/circl/ecc/bls12381"

	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// messageSize is the length of the message that primitives are timed on, in bytes: about that
// of a message of the paper.
const messageSize = 256

// A kind is a kind of operation that is timed.
type kind struct {
	name string
	call func(*inputs)
}

// inputs are the arguments with which the primitives of a suite are called.
type inputs struct {
	*example
	key  []byte
	g1   *bls.G1
	g2   *bls.G2
	sink any // keeps the compiler from leaving a call out
}

func newInputs(name string) (*inputs, error) {
	s, err := suite.New(name)
	if err != nil {
		return nil, err
	}
	x, err := newExample(s, rand.NewChaCha8(keyOf("inputs")), messageSize,
		sim.DefaultStretchKiB)
	if err != nil {
		return nil, err
	}
	return &inputs{example: x, key: s.Hash("bench", make([]byte, messageSize)),
		g1: bls.G1Generator(), g2: bls.G2Generator()}, nil
}

// pairing is the name of a BLS12-381 pairing.
const pairing = "pairing"

// kinds are the operations that are timed: the calls that a suite counts, and two that no
// suite has. These are the pairing, which the schemes that the paper compares with use, and
// what RFC 9106, section 4, recommends at least for a password.
var kinds = allKinds()

func allKinds() []kind {
	var all []kind
	for c := range model.Call(model.Calls) {
		all = append(all, kind{measured(c), func(x *inputs) { x.call(c) }})
	}
	return append(all,
		kind{"stretch, 64 MiB", func(x *inputs) { x.sink = x.Stretch(x.key, x.key, 65536) }},
		kind{pairing, func(x *inputs) { x.sink = bls.Pair(x.g1, x.g2) }})
}

// measured is the name under which a kind of call is measured.
func measured(c model.Call) string {
	if name := c.Kind().Measured; name != "" {
		return name
	}
	return c.Kind().Name
}

// An effort says how much is measured.
type effort struct {
	rounds int           // of everything, one after the other
	batch  time.Duration // about how long one thing is timed in a round
}

// timePrimitives times every kind of operation of a suite, and the pairing. After a warm-up it
// times batches that are long beside the clock. Each round takes each kind in turn, so that
// what disturbs the machine for a while disturbs all of them.
func timePrimitives(name string, e effort, step func()) ([]series, error) {
	x, err := newInputs(name)
	if err != nil {
		return nil, err
	}
	call := func(k kind) func() error { return func() error { k.call(x); return nil } }
	all, batches := make([]series, len(kinds)), make([]int, len(kinds))
	for i, k := range kinds {
		all[i].name = name + "/" + k.name
		batches[i] = batchFor(e.batch, call(k))
	}
	for range e.rounds {
		runtime.GC()
		for i, k := range kinds {
			took, _ := repeated(batches[i], call(k))
			all[i].add(took, batches[i])
		}
		step()
	}
	return all, nil
}

// batchFor is how many calls take about as long as want. Finding it out is the warm-up.
func batchFor(want time.Duration, call func() error) int {
	for n := 1; ; n *= 2 {
		took, _ := repeated(n, call)
		if took.wall >= want/2 || n >= 1<<24 {
			return max(1, int(float64(n)*float64(want)/float64(max(took.wall, 1))))
		}
	}
}

// primitiveTimes are the CPU times of the primitives of a suite, by their names.
type primitiveTimes map[string]estimate

// timesOf returns the times of primitives from their measurements, which are in the order of
// kinds.
func timesOf(all []series) primitiveTimes {
	times := primitiveTimes{}
	for i, k := range kinds {
		times[k.name] = all[i].estimate()
	}
	return times
}

// of is the time that the counted calls of a suite take, one after the other.
func (t primitiveTimes) of(n suite.Counts) estimate {
	var sum estimate
	for c, times := range n { // in order, so that the last digit does not vary
		if times > 0 {
			sum = sum.plus(t[measured(model.Call(c))].times(float64(times)))
		}
	}
	return sum
}

// ofOps is the time of operations in the classes of Table 4, and of checks of certificates. A
// class that joins the two sides of an operation has the mean of the two; T_M is a multiple of
// any point, T_H a hash of 256 bytes.
func (t primitiveTimes) ofOps(o bench.Ops) estimate {
	mean := func(calls ...model.Call) estimate {
		var sum estimate
		for _, c := range calls {
			sum = sum.plus(t[measured(c)])
		}
		return sum.times(1 / float64(len(calls)))
	}
	var sum estimate
	for _, class := range []struct {
		n   int
		one estimate
	}{
		{o.Sign, mean(model.CallSign, model.CallVerify)}, {o.A, mean(model.CallSeal, model.CallOpen)},
		{o.M, t[measured(model.CallMul)]}, {o.P, t[pairing]},
		{o.S, mean(model.CallEncrypt, model.CallDecrypt)}, {o.H, mean(model.CallHash)},
		{o.Cert, mean(model.CallCert)}, {o.MAC, mean(model.CallMAC)},
		{o.Stretch, mean(model.CallStretch)},
	} {
		sum = sum.plus(class.one.times(float64(class.n)))
	}
	return sum
}

// ofSchemes returns the times of the schemes of Table 4.
func (t primitiveTimes) ofSchemes() map[string]map[string]Quantity {
	all := map[string]map[string]Quantity{}
	for _, s := range bench.Schemes {
		all[s.Name] = map[string]Quantity{}
		for phase, ops := range s.Ops {
			all[s.Name][phase] = t.ofOps(ops).quantity()
		}
	}
	return all
}

// computation is how long the primitives take in a run in virtual time: their medians, to the
// nanosecond.
func (t primitiveTimes) computation() delay.Computation {
	c := delay.Computation{}
	for call := range model.Call(model.Calls) {
		c[call.Kind().Key] = trace.Duration(math.Round(t[measured(call)].median))
	}
	return c
}
