package verify

import (
	"emrproof/attacks"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// An honestRun is the result of a run without any adversary.
type honestRun struct {
	Profile, Suite string
	Complete       bool     // every session, with no refusal
	Violated       []string // ids of claims
	Judged         int      // claims that there was something to judge of
}

// sizeOf is the number of principals and of sessions of an honest run of a profile: two of each
// party, and four sessions, or as many as there are kinds of them.
func sizeOf(profile string) sim.Size {
	kinds := len(library.Must(profile).StandardWorld().Sessions)
	return sim.Size{Each: 2, Sessions: max(4, kinds)}
}

// honest runs a profile on a suite without an adversary, and judges the run.
func honest(profile, suiteName string, seed sim.Seed) (honestRun, error) {
	c, err := sim.Standard(profile, sizeOf(profile))
	if err != nil {
		return honestRun{}, err
	}
	c.Suite, c.Seed = suiteName, seed
	return runHonest(c)
}

// runHonest runs a configuration that has no adversary, and judges the run.
func runHonest(c sim.Config) (honestRun, error) {
	h := honestRun{Profile: c.Profile, Suite: c.Suite}
	o, err := attacks.Run(c)
	if err != nil {
		return h, err
	}
	h.Complete = o.Result.Sessions.Completed == o.Result.Sessions.Started &&
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
