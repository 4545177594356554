package timing

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"

	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/campaign"
)

// throughput measures how many worlds of one session, registration included, are done in a
// second of wall time, for each number of workers.
func (m *measuring) throughput(c sim.Config, workers []int) error {
	runs, err := runsFor(c, m.figures.throughput)
	if err != nil {
		return err
	}
	rates := make([][]float64, len(workers))
	for range m.figures.throughput.rounds {
		for i, n := range workers {
			runtime.GC()
			took, err := campaignRound(c, runs*n, n)
			if err != nil {
				return err
			}
			rates[i] = append(rates[i], float64(runs*n)/took.wall.Seconds())
		}
		m.step()
	}
	var one estimate
	for i, n := range workers {
		name := fmt.Sprintf("%s/%s/runs per second, workers=%d", c.Profile, c.Suite, n)
		rate := estimateOf(name, rates[i])
		if i == 0 {
			one = rate
		}
		m.results.Rates = append(m.results.Rates,
			Rate{Workers: n, Runs: rate.quantity(), OfOne: rate.over(one).quantity()})
	}
	return nil
}

// campaignRound measures how long a campaign of runs takes on the given number of workers.
func campaignRound(c sim.Config, runs, workers int) (spent, error) {
	return measure(func() error {
		_, err := campaign.Run(c, runs, workers, nil)
		return err
	})
}

// runsFor is how many runs take one worker about as long as a batch.
func runsFor(c sim.Config, e effort) (int, error) {
	const few = 20
	took, err := campaignRound(c, few, 1)
	return max(1, int(few*e.batch/max(took.wall, 1))), err
}

// workerCounts are the numbers of workers that are measured: doubling up to twice the cores.
func workerCounts() []int {
	var all []int
	for n := 1; n <= 2*runtime.GOMAXPROCS(0); n *= 2 {
		all = append(all, n)
	}
	return all
}

var recordInputs = []model.Input{model.InputEMR, model.InputSignal, model.InputDiagnosis}

// records measures a session with each size of the first record that a role takes in.
func (m *measuring) records(c sim.Config, p *model.Protocol) error {
	kind := ""
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if kind == "" && s.Kind == model.StepInput && slices.Contains(recordInputs, s.Input) {
			kind, m.results.Record = string(s.Input), s.Var.Symbol()
		}
	})
	for _, size := range m.figures.records {
		if kind == "" {
			m.step()
			continue
		}
		c.Records = map[string][]byte{kind: bytes.Repeat([]byte("x"), int(size))}
		s := series{name: fmt.Sprintf("%s/%s/session, %s of %d B", c.Profile, c.Suite,
			m.results.Record, size)}
		sent, err := bytesOf(c)
		if err != nil {
			return err
		}
		batch := 1
		if sent < 1e6 { // else one session is long beside the clock
			batch = max(10, int(m.figures.growth.batch/sessionTime))
		}
		if err := s.sessions(c, m.figures.growth.rounds, batch); err != nil {
			return err
		}
		m.results.Records = append(m.results.Records, Growth{size, sent, s.estimate().quantity()})
		m.series = append(m.series, s)
		m.step()
	}
	return nil
}

// bytesOf is how many bytes a session of c sends over the insecure network.
func bytesOf(c sim.Config) (int64, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return 0, err
	}
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		return 0, err
	}
	var sent int64
	for _, p := range r.Phases {
		if slices.Contains(bench.MessageGroups(protocol), p.Name) {
			sent += p.Bytes
		}
	}
	return sent, nil
}

// sessions times sessions of c, in rounds of a batch each.
func (s *series) sessions(c sim.Config, rounds, batch int) error {
	stand, err := sim.NewStand(c, nil, nil)
	if err != nil {
		return err
	}
	for range rounds {
		runtime.GC()
		took, err := repeated(batch, stand.Next)
		if err != nil {
			return err
		}
		s.add(took, batch)
	}
	return nil
}

// certificateBits pairs lengths of certificates with the length of a whole session, in bits.
// They go from a bare signature and identity to a chain of X.509 certificates.
func (m *measuring) certificateBits(p *model.Protocol) error {
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if m.results.Certificate == "" && s.Kind == model.StepCert {
			m.results.Certificate = s.Var.Symbol()
		}
	})
	if m.results.Certificate == "" {
		return nil
	}
	costs, err := bench.CostOf(nil, nil, nil)
	if err != nil {
		return err
	}
	for _, bits := range []int64{800, 2e3, 4e3, 8e3, 16e3, 32e3} {
		for i, l := range costs.Lengths.All {
			if l.Sort == model.Certificate.String() {
				costs.Lengths.All[i].Bits = bits
			}
		}
		c, err := bench.CostOf([]string{p.Name}, nil, costs.Lengths)
		if err != nil {
			return err
		}
		m.results.CertificateBits = append(m.results.CertificateBits,
			[2]int64{bits, bench.TrafficOf(c.Profiles[0].Declared, bench.Whole).Bits})
	}
	return nil
}
