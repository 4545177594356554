package attacktest

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/mechanism"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/campaign"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// The golden file has the mechanisms by which the attacks of the catalogue violate claims, on
// each profile without options. It is what Catalogued reads.
func TestMechanismsOfTheCatalogue(t *testing.T) {
	simtest.Long(t)
	var b strings.Builder
	for _, profile := range library.Names() {
		fmt.Fprintf(&b, "on %s\n", profile)
		names := catalogue.Names()
		lines := make([]string, len(names))
		err := campaign.Each(len(names), 0, func(i int) (err error) {
			lines[i], err = waysOf(t, names[i], profile)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(strings.Join(lines, ""))
	}
	simtest.Golden(t, "mechanisms.txt", b.String())
}

// waysOf has a line for each way in which an attack of the catalogue violates a claim.
func waysOf(t *testing.T, name, profile string) (string, error) {
	if Script(t, name, need.Overrides{}).Expect[profile] == "" {
		return "", nil
	}
	s := Script(t, name, need.Overrides{Profile: profile})
	if len(s.Config.Options) > 0 {
		return "", nil
	}
	o, err := s.Run()
	if err != nil {
		return "", err
	}
	lines := ""
	for _, v := range o.Violated() {
		all, err := ways(o.Outcome, v)
		if err != nil {
			return "", err
		}
		for _, f := range all {
			lines += fmt.Sprintf("  %s: %s\n", s.ID, mechanism.Of(f))
		}
	}
	return lines, nil
}

// ways returns the findings for a claim's violation. For availability there is one for each
// refusal that costs too much, not shrunk.
func ways(o *attacks.Outcome, v monitor.Verdict) ([]*attacks.Finding, error) {
	if v.Claim.Kind != model.Availability {
		f, err := attacks.Find(o, v)
		return []*attacks.Finding{f}, err
	}
	var all []*attacks.Finding
	for _, b := range v.Breaches {
		all = append(all, &attacks.Finding{Claim: v.Claim, Breach: b, Outcome: o})
	}
	return all, nil
}
