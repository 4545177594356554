package survey

import (
	"emrproof/attacks"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// An HonestRun is a run without any adversary.
type HonestRun struct {
	Profile, Suite string
	Complete       bool     // every visit, with no refusal
	Violated       []string // ids of claims
	Judged         int      // claims that there was something to judge of
}

// Honest runs a world that nobody is to disturb, and judges the run.
func Honest(c sim.Config) (HonestRun, error) {
	h := HonestRun{Profile: c.Profile, Suite: c.Suite}
	o, err := attacks.Run(c)
	if err != nil {
		return h, err
	}
	h.Complete = o.Result.Visits.Completed == o.Result.Visits.Started &&
		len(attacks.Refusals(o)) == 0
	for _, d := range o.Verdicts {
		if d.Status != monitor.Vacuous {
			h.Judged++
		}
		if d.Status == monitor.Violated {
			h.Violated = append(h.Violated, d.Claim.ID)
		}
	}
	return h, nil
}
