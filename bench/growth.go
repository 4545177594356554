package bench

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"emrproof/model/library"
	"emrproof/sim"
)

// A Rate is how many runs so many workers do in a second of wall time.
type Rate struct {
	Workers int
	Runs    Quantity
}

// Throughput is how many worlds of one visit, registration included, are done in a
// second of wall time, by the number of workers.
func Throughput(c sim.Config, workers []int, e Effort, step func()) ([]Rate, error) {
	runs, err := runsFor(c, e)
	if err != nil {
		return nil, err
	}
	rates := make([][]float64, len(workers))
	for range e.Rounds {
		for i, n := range workers {
			runtime.GC()
			spent, err := Measure(func() error {
				_, err := sim.Campaign(c, runs*n, n, nil)
				return err
			})
			if err != nil {
				return nil, err
			}
			rates[i] = append(rates[i], float64(runs*n)/spent.Wall.Seconds())
		}
		step()
	}
	all := make([]Rate, len(workers))
	for i, n := range workers {
		name := fmt.Sprintf("%s/%s/runs per second, workers=%d", c.Profile, c.Suite, n)
		all[i] = Rate{Workers: n, Runs: QuantityOf(name, rates[i])}
	}
	return all, nil
}

// runsFor is how many runs take a worker about as long as a batch.
func runsFor(c sim.Config, e Effort) (int, error) {
	const few = 20
	spent, err := Measure(func() error {
		_, err := sim.Campaign(c, few, 1, nil)
		return err
	})
	return max(1, int(few*e.Batch/max(spent.Wall, 1))), err
}

// Workers are the numbers of workers that are tried: doubling up to twice the cores.
func Workers() []int {
	var all []int
	for n := 1; n <= 2*runtime.GOMAXPROCS(0); n *= 2 {
		all = append(all, n)
	}
	return all
}

// A Growth is what a visit costs when something in it has a size.
type Growth struct {
	Size   int64 // bytes of what grows
	Bytes  int64 // on the wire, of the whole visit
	CPU    Quantity
	Series Series
}

// RecordGrowth is the cost of a visit by the size of M_EMR.
func RecordGrowth(c sim.Config, sizes []int64, e Effort, step func()) ([]Growth, error) {
	return grow(sizes, step, func(size int64) (Growth, error) {
		c.Records = map[string][]byte{"emr": bytes.Repeat([]byte("x"), int(size))}
		return growth(c, fmt.Sprintf("M_EMR of %d B", size), e)
	})
}

// CertificateGrowth is the cost of a visit by the length of the doctor's name, which
// Cert_D holds.
func CertificateGrowth(c sim.Config, names []int64, e Effort, step func()) ([]Growth, error) {
	return grow(names, step, func(size int64) (Growth, error) {
		name := strings.Repeat("d", int(size))
		one := c
		one.Principals = slices.Clone(c.Principals)
		one.Starts = slices.Clone(c.Starts)
		i := slices.IndexFunc(one.Principals, func(p sim.Principal) bool { return p.Party == "D" })
		if i < 0 {
			return Growth{}, fmt.Errorf("profile %q: it has no doctor", c.Profile)
		}
		for j := range one.Starts {
			if one.Starts[j].With == one.Principals[i].Name {
				one.Starts[j].With = name
			}
		}
		one.Principals[i].Name = name
		return growth(one, fmt.Sprintf("Cert_D with a name of %d B", size), e)
	})
}

func grow(sizes []int64, step func(), one func(int64) (Growth, error)) ([]Growth, error) {
	all := make([]Growth, len(sizes))
	for i, size := range sizes {
		g, err := one(size)
		if err != nil {
			return nil, err
		}
		g.Size = size
		all[i] = g
		step()
	}
	return all, nil
}

// growth is what a visit of c costs.
func growth(c sim.Config, what string, e Effort) (Growth, error) {
	g := Growth{Series: Series{Name: c.Profile + "/" + c.Suite + "/visit, " + what}}
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return g, err
	}
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		return g, err
	}
	for _, p := range r.Phases {
		if slices.Contains(MessageGroups(protocol), p.Name) {
			g.Bytes += p.Bytes
		}
	}
	stand, err := sim.NewStand(c, nil, nil)
	if err != nil {
		return g, err
	}
	batch := 1
	if g.Bytes < 1e6 { // else one visit is long beside the clock
		batch = max(10, int(e.Batch/visitTime))
	}
	for range e.Rounds {
		runtime.GC()
		spent, err := Measure(func() error {
			for range batch {
				if err := stand.Visit(); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return g, err
		}
		g.Series.add(spent, batch)
	}
	g.CPU = g.Series.Quantity()
	return g, nil
}
