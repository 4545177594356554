package reports

import (
	"fmt"
	"io"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model/library"
	"emrproof/reports/expect"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// A judgement holds the verdicts of the monitors on a trace file. Nothing is run for it.
type judgement struct {
	File    string // as the user calls it
	Outcome *attacks.Outcome
	anyway  []string // ids of the claims that an honest run violates too
}

// Judge returns the verdict on every claim, as decided from the events of a trace file.
func Judge(file string, t *sim.Trace) (*judgement, error) {
	events, err := t.Events()
	if err != nil {
		return nil, err
	}
	c := t.Config
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	anyway, err := expect.Honest(c.Profile, c.Options)
	if err != nil {
		return nil, err
	}
	return &judgement{File: file, anyway: anyway,
		Outcome: &attacks.Outcome{Config: c, Events: events,
			Verdicts: monitor.Decide(protocol, c.Head(), events)}}, nil
}

// AsExpected says whether the only violated claims are those that an honest run violates too.
func (j *judgement) AsExpected() bool {
	return !slices.ContainsFunc(j.Outcome.Violated(), func(v monitor.Verdict) bool {
		return !slices.Contains(j.anyway, v.Claim.ID)
	})
}

// Text writes the verdicts for people. With all, it lists every claim with what it says.
func (j *judgement) Text(w io.Writer, ink table.Ink, all bool) error {
	p := &page{out: w, ink: ink}
	c := j.Outcome.Config
	p.line(fmt.Sprintf("%s: %d events of %s, suite %s, seed %d", j.File, len(j.Outcome.Events),
		survey.Optioned(c.Profile, c.Options), c.Suite, c.Seed))
	p.line("")
	p.verdicts(j.Outcome, all)
	for _, v := range j.Outcome.Violated() {
		line := "violated  " + ink.Bad(v.Claim.ID)
		if slices.Contains(j.anyway, v.Claim.ID) {
			line += "  as expected: it is without any adversary too"
		}
		p.line(line)
		for i, b := range v.Breaches {
			if i == mostBreaches {
				p.line(fmt.Sprintf("          and %d more", len(v.Breaches)-i))
				break
			}
			p.line(fmt.Sprintf("          %s:%d: %s", j.File, trace.Line(b.Commit),
				timeline.Place(j.Outcome, b)))
			p.fold("            ", "            ", b.Text)
		}
	}
	return p.err
}

// mostBreaches is the largest number of breaches of a claim that are listed for people.
const mostBreaches = 3

// A judgedLine is a verdict in JSON. Its lines are line numbers of the trace file.
type judgedLine struct {
	Claim    string         `json:"claim"`
	Status   monitor.Status `json:"status"`
	Checked  int            `json:"checked"`
	Expected bool           `json:"expected"` // violated, and without any adversary too
	Note     string         `json:"note"`
	Breaches []breachLine   `json:"breaches"`
}

type breachLine struct {
	Line     int    `json:"line"`
	Session  string `json:"session"`
	Who      string `json:"who"`
	About    string `json:"about"`
	Place    string `json:"place"`
	Text     string `json:"text"`
	Evidence []int  `json:"evidence"`
}

// JSON writes the verdicts as one JSON object.
func (j *judgement) JSON(w io.Writer) error {
	c := j.Outcome.Config
	object := struct {
		Schema   int          `json:"schema"`
		Verb     string       `json:"verb"`
		File     string       `json:"file"`
		Events   int          `json:"events"`
		Profile  string       `json:"profile"`
		Options  []string     `json:"options"`
		Suite    string       `json:"suite"`
		Seed     sim.Seed     `json:"seed"`
		Verdicts []judgedLine `json:"verdicts"`
	}{table.Schema, "judge", j.File, len(j.Outcome.Events), c.Profile, append([]string{},
		c.Options...),
		c.Suite, c.Seed, nil}
	for _, v := range j.Outcome.Verdicts {
		l := judgedLine{v.Claim.ID, v.Status, v.Checked, v.Status == monitor.Violated &&
			slices.Contains(j.anyway, v.Claim.ID), v.Note, []breachLine{}}
		for _, b := range v.Breaches {
			evidence := []int{}
			for _, seq := range b.Evidence {
				evidence = append(evidence, trace.Line(seq))
			}
			l.Breaches = append(l.Breaches, breachLine{trace.Line(b.Commit), b.Session, b.Who, b.About,
				timeline.Place(j.Outcome, b), b.Text, evidence})
		}
		object.Verdicts = append(object.Verdicts, l)
	}
	return table.WriteJSON(w, object)
}
