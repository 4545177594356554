package bench

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	bls "github.com/cloudflare/circl/ecc/bls12381"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
)

// messageSize is what primitives work on, in bytes: about a message of the paper.
const messageSize = 256

func keyOf(name string) [32]byte { return sha256.Sum256([]byte("emrproof bench " + name)) }

// A kind is a kind of operation that is timed.
type kind struct {
	name string
	call func(*inputs)
}

// inputs are what the primitives of a suite are called with.
type inputs struct {
	*suite.Example
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
	x, err := suite.NewExample(s, rand.NewChaCha8(keyOf("inputs")), messageSize,
		sim.DefaultStretchKiB)
	if err != nil {
		return nil, err
	}
	return &inputs{Example: x, key: s.Hash("bench", make([]byte, messageSize)),
		g1: bls.G1Generator(), g2: bls.G2Generator()}, nil
}

// kinds are the calls that a suite counts, and two that no suite has: the pairing, which
// the schemes that the paper compares with use, and what RFC 9106, section 4, recommends
// at least for a password.
var kinds = allKinds()

func allKinds() []kind {
	var all []kind
	for c := range model.Call(model.Calls) {
		all = append(all, kind{measured(c), func(x *inputs) { x.Call(c) }})
	}
	return append(all,
		kind{"stretch, 64 MiB", func(x *inputs) { x.sink = x.Stretch(x.key, x.key, 65536) }},
		kind{Pairing, func(x *inputs) { x.sink = bls.Pair(x.g1, x.g2) }})
}

// measured is the name of the measurement of a kind of call.
func measured(c model.Call) string {
	if name := c.Kind().Measured; name != "" {
		return name
	}
	return c.Kind().Name
}

// Pairing is the name of the measurement of a BLS12-381 pairing.
const Pairing = "pairing"

// kindsOf are the calls of n by the names of their kinds, those that are none left out.
func kindsOf(n suite.Counts) map[string]int {
	all := map[string]int{}
	for c, times := range n {
		if times > 0 {
			all[measured(model.Call(c))] = times
		}
	}
	return all
}

// A Series is one measurement: nanoseconds an operation, a value a round.
type Series struct {
	Name string // such as "ristretto255/sign"
	CPU  []float64
	Wall []float64
}

// add notes a round of n operations.
func (s *Series) add(spent Spent, n int) {
	s.CPU = append(s.CPU, float64(spent.CPU)/float64(n))
	s.Wall = append(s.Wall, float64(spent.Wall)/float64(n))
}

// Quantity is the CPU time of an operation, in nanoseconds.
func (s *Series) Quantity() Quantity { return QuantityOf(s.Name, s.CPU) }

// An Effort is how much is measured.
type Effort struct {
	Rounds int           // of everything, one after the other
	Batch  time.Duration // about how long one thing is timed in a round
}

// Primitives times every kind of operation of a suite, and the pairing: batches that
// are long beside the clock, after a warm-up, in rounds that take each kind in turn,
// so that what disturbs the machine for a while disturbs all of them.
func Primitives(name string, e Effort, step func()) ([]Series, error) {
	x, err := newInputs(name)
	if err != nil {
		return nil, err
	}
	all, batches := make([]Series, len(kinds)), make([]int, len(kinds))
	for i, k := range kinds {
		all[i].Name = name + "/" + k.name
		batches[i] = batchFor(e.Batch, func() { k.call(x) })
	}
	for range e.Rounds {
		runtime.GC()
		for i, k := range kinds {
			spent, _ := Measure(func() error {
				for range batches[i] {
					k.call(x)
				}
				return nil
			})
			all[i].add(spent, batches[i])
		}
		step()
	}
	return all, nil
}

// batchFor is how many calls take about so long. Finding it out is the warm-up.
func batchFor(want time.Duration, call func()) int {
	for n := 1; ; n *= 2 {
		spent, _ := Measure(func() error {
			for range n {
				call()
			}
			return nil
		})
		if spent.Wall >= want/2 || n >= 1<<24 {
			return max(1, int(float64(n)*float64(want)/float64(max(spent.Wall, 1))))
		}
	}
}

// Times are measured primitives of a suite by the names of their kinds, in
// nanoseconds of CPU time.
type Times map[string]Quantity

// TimesOf are the primitives of a suite out of measurements.
func TimesOf(name string, all []Series) (Times, error) {
	times := Times{}
	for _, k := range kinds {
		for i := range all {
			if all[i].Name == name+"/"+k.name {
				times[k.name] = all[i].Quantity()
			}
		}
		if _, ok := times[k.name]; !ok {
			return nil, fmt.Errorf("%s/%s was not measured", name, k.name)
		}
	}
	return times, nil
}

// Of is the time of calls of a suite, one after the other: of what was counted.
func (t Times) Of(n suite.Counts) Quantity {
	sum := Exactly(0)
	for c, times := range n { // in order, so that the last digit does not vary
		if times > 0 {
			sum = sum.Plus(t[measured(model.Call(c))].Times(float64(times)))
		}
	}
	return sum
}

// Class is the time of one operation of a class of Table 4. A class that joins the
// two sides of an operation has the mean of the two; T_M is a multiple of any point,
// T_H a hash of 256 bytes.
func (t Times) Class(class model.Class) Quantity {
	switch class {
	case model.ClassM:
		return t[measured(model.CallMul)]
	case model.ClassP:
		return t[Pairing]
	}
	sum, sides := Exactly(0), 0
	for c := range model.Call(model.Calls) {
		if c.Kind().Class == class {
			sum, sides = sum.Plus(t[measured(c)]), sides+1
		}
	}
	return sum.Times(1 / float64(sides))
}

// OfOps is the time of operations in the classes of Table 4, and of checks of certificates.
func (t Times) OfOps(o Ops) Quantity {
	sum := t.Class(model.ClassCert).Times(float64(o[model.ClassCert]))
	for class, n := range o {
		if class := model.Class(class); class != model.ClassCert {
			sum = sum.Plus(t.Class(class).Times(float64(n)))
		}
	}
	return sum
}

// KindNames are the names of the kinds of operations that are timed, in order.
func KindNames() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}
