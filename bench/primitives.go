package bench

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"time"

	bls "github.com/cloudflare/circl/ecc/bls12381"

	"emrproof/model/suite"
	"emrproof/sim"
)

// messageSize is what primitives work on, in bytes: about a message of the paper.
const messageSize = 256

// inputs are what the primitives of a suite are called with.
type inputs struct {
	suite        suite.Suite
	rnd          io.Reader
	scalar       *suite.Scalar
	point, other *suite.Point
	keys         *suite.PrivateKeys
	key          []byte
	msg          []byte
	sealed, ct   []byte
	sig          []byte
	g1           *bls.G1
	g2           *bls.G2
	sink         any // keeps the compiler from leaving a call out
}

func newInputs(name string) (*inputs, error) {
	s, err := suite.New(name)
	if err != nil {
		return nil, err
	}
	x := &inputs{suite: s, rnd: rand.NewChaCha8(keyOf("inputs")), msg: make([]byte, messageSize)}
	if x.scalar, err = s.RandomScalar(x.rnd); err != nil {
		return nil, err
	}
	x.other = s.BaseMul(s.HashScalar("bench", x.msg))
	x.point = s.BaseMul(x.scalar)
	if x.keys, err = s.NewKeys(x.rnd); err != nil {
		return nil, err
	}
	x.key = s.Hash("bench", x.msg)
	if x.sealed, err = s.Seal(x.rnd, x.keys.Public(), x.msg); err != nil {
		return nil, err
	}
	if x.ct, err = s.Encrypt(x.rnd, x.key, x.msg); err != nil {
		return nil, err
	}
	x.sig = s.Sign(x.keys, x.msg)
	x.g1, x.g2 = bls.G1Generator(), bls.G2Generator()
	return x, nil
}

func keyOf(name string) [32]byte { return sha256.Sum256([]byte("emrproof bench " + name)) }

// A kind is a kind of operation that is timed.
type kind struct {
	name string
	of   func(suite.Counts) int // how often it is called; nil: no suite has it
	call func(*inputs)
}

// kinds are the calls that a suite counts, and the pairing, which the schemes that
// the paper compares with use.
var kinds = []kind{
	{"sign", func(n suite.Counts) int { return n.Sign },
		func(x *inputs) { x.sink = x.suite.Sign(x.keys, x.msg) }},
	{"verify", func(n suite.Counts) int { return n.Verify },
		func(x *inputs) { x.sink = x.suite.Verify(x.keys.Public(), x.msg, x.sig) }},
	{"verify cert", func(n suite.Counts) int { return n.Cert },
		func(x *inputs) { x.sink = x.suite.VerifyCert(x.keys.Public(), x.msg, x.sig) }},
	{"seal", func(n suite.Counts) int { return n.Seal },
		func(x *inputs) { x.sink, _ = x.suite.Seal(x.rnd, x.keys.Public(), x.msg) }},
	{"open", func(n suite.Counts) int { return n.Open },
		func(x *inputs) { x.sink, _ = x.suite.Open(x.keys, x.sealed) }},
	{"encrypt", func(n suite.Counts) int { return n.Encrypt },
		func(x *inputs) { x.sink, _ = x.suite.Encrypt(x.rnd, x.key, x.msg) }},
	{"decrypt", func(n suite.Counts) int { return n.Decrypt },
		func(x *inputs) { x.sink, _ = x.suite.Decrypt(x.key, x.ct) }},
	{"hash", func(n suite.Counts) int { return n.Hash },
		func(x *inputs) { x.sink = x.suite.Hash("bench", x.msg) }},
	{"base mul", func(n suite.Counts) int { return n.BaseMul },
		func(x *inputs) { x.sink = x.suite.BaseMul(x.scalar) }},
	{"mul", func(n suite.Counts) int { return n.Mul },
		func(x *inputs) { x.sink = x.suite.Mul(x.scalar, x.other) }},
	{"add", func(n suite.Counts) int { return n.Add },
		func(x *inputs) { x.sink = x.suite.AddPoints(x.point, x.other) }},
	{"keys", func(n suite.Counts) int { return n.Keys },
		func(x *inputs) { x.sink, _ = x.suite.NewKeys(x.rnd) }},
	{"mac", func(n suite.Counts) int { return n.MAC },
		func(x *inputs) { x.sink = x.suite.MAC(x.key, x.msg) }},
	{"stretch", func(n suite.Counts) int { return n.Stretch },
		func(x *inputs) { x.sink = x.suite.Stretch(x.key, x.key, sim.DefaultStretchKiB) }},
	{"stretch, 64 MiB", nil, // what RFC 9106, section 4, recommends at least
		func(x *inputs) { x.sink = x.suite.Stretch(x.key, x.key, 65536) }},
	{Pairing, nil, func(x *inputs) { x.sink = bls.Pair(x.g1, x.g2) }},
}

// Pairing is the name of the measurement of a BLS12-381 pairing.
const Pairing = "pairing"

// kindsOf are the calls of n by the names of their kinds, those that are none left out.
func kindsOf(n suite.Counts) map[string]int {
	all := map[string]int{}
	for _, k := range kinds {
		if k.of != nil && k.of(n) > 0 {
			all[k.name] = k.of(n)
		}
	}
	return all
}

// A Series is one measurement: nanoseconds an operation, a value a round.
type Series struct {
	Name string    `json:"name"` // such as "ristretto255/sign"
	CPU  []float64 `json:"cpu_ns"`
	Wall []float64 `json:"wall_ns"`
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
	for _, k := range kinds { // in order, so that the last digit does not vary
		if k.of != nil && k.of(n) > 0 {
			sum = sum.Plus(t[k.name].Times(float64(k.of(n))))
		}
	}
	return sum
}

// Class is the time of one operation of a class of Table 4. A class that joins the
// two sides of an operation has the mean of the two; T_M is a multiple of any point,
// T_H a hash of 256 bytes.
func (t Times) Class(name string) Quantity {
	mean := func(a, b string) Quantity { return t[a].Plus(t[b]).Times(0.5) }
	switch name {
	case "T_Sign":
		return mean("sign", "verify")
	case "T_A":
		return mean("seal", "open")
	case "T_M":
		return t["mul"]
	case "T_P":
		return t[Pairing]
	case "T_S":
		return mean("encrypt", "decrypt")
	case "T_H":
		return t["hash"]
	case "T_MAC":
		return t["mac"]
	case "T_Stretch":
		return t["stretch"]
	}
	panic("bench: internal error: no class " + name)
}

// OfOps is the time of operations in the classes of Table 4. Certificate checks are
// verifications.
func (t Times) OfOps(o Ops) Quantity {
	sum := t["verify cert"].Times(float64(o.Cert))
	for _, c := range Classes {
		sum = sum.Plus(t.Class(c.Name).Times(float64(c.Of(o))))
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
