package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/reports/cost"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Run is the result of one run, or of a campaign of runs.
type Run struct {
	Config   sim.Config
	Runs     int // more than 1: a campaign
	Result   *sim.Result
	Holdings []sim.Holding // nil for a campaign
	Again    string        // the command that repeats it

	refusals []refusal // of a single run; see Event
}

// A refusal is a check that failed in a session, which ended the session.
type refusal struct {
	Session string `json:"session"`
	Phase   string `json:"phase"`
	Eq      int    `json:"eq"` // 0: the check has no number in the paper
	Reason  string `json:"reason"`
}

// Event collects what the report shows of an event of a single run: the refusals. It is the
// watcher of the run.
func (r *Run) Event(e *trace.Event) {
	if e.Kind == trace.KindRefuse {
		r.refusals = append(r.refusals, refusal{Session: e.Session, Phase: e.Phase, Eq: e.Eq,
			Reason: e.Reason})
	}
}

// mostRefusals is the largest number of refusals that are listed for people.
const mostRefusals = 20

// AsExpected says whether the run went as it must when nobody attacks: every session completed,
// and no session refused a message.
func (r *Run) AsExpected() bool {
	return r.Result.Sessions.Completed == r.Result.Sessions.Started && len(r.refusals) == 0
}

// A column is one column of the table of totals, with the kinds of calls that it counts
// together.
type column struct {
	name  string
	rank  int
	calls []model.Call
}

// totalColumns are the columns of the table of totals, in order.
var totalColumns = allColumns()

func allColumns() []column {
	var all []column
	for _, call := range model.RankedCalls() {
		name := call.Kind().Column
		i := slices.IndexFunc(all, func(c column) bool { return c.name == name })
		switch {
		case name == "":
		case i >= 0:
			all[i].calls = append(all[i].calls, call)
		default:
			all = append(all, column{name, call.Kind().Rank, []model.Call{call}})
		}
	}
	return all
}

func (c column) of(n suite.Counts) int {
	sum := 0
	for _, call := range c.calls {
		sum += n[call]
	}
	return sum
}

// shown says whether the table of totals shows the column. A column for calls that the paper's
// protocol does not make is shown only where it counts some.
func (c column) shown(all suite.Counts) bool { return c.rank < 2 || c.of(all) > 0 }

// JSON writes the run as one JSON object. A campaign has no list of refusals.
func (r *Run) JSON(w io.Writer) error {
	object := struct {
		Schema     int                       `json:"schema"`
		Verb       string                    `json:"verb"`
		Seed       sim.Seed                  `json:"seed"`
		Profile    string                    `json:"profile"`
		Suite      string                    `json:"suite"`
		Sessions   sim.Sessions              `json:"sessions"`
		Phases     []sim.PhaseTotal          `json:"phases"`
		Operations map[string]map[string]int `json:"operations"`
		Refusals   []refusal                 `json:"refusals,omitzero"`
	}{
		Schema: table.Schema, Verb: "run", Seed: r.Config.Seed, Profile: r.Config.Profile,
		Suite: r.Config.Suite, Sessions: r.Result.Sessions, Phases: r.Result.Phases,
		Operations: map[string]map[string]int{},
	}
	for _, p := range r.Result.Phases {
		counts := r.Result.Total(p.Name)
		object.Operations[p.Name] = map[string]int{}
		for _, op := range totalColumns {
			object.Operations[p.Name][op.name] = op.of(counts)
		}
	}
	if r.Runs == 1 {
		object.Refusals = append([]refusal{}, r.refusals...)
	}
	return table.WriteJSON(w, object)
}

// Text writes the run for people: what each principal knows at the end, the totals, and the
// command that repeats the run.
func (r *Run) Text(w io.Writer, ink table.Ink) error {
	protocol, err := library.Profile(r.Config.Profile, r.Config.Options...)
	if err != nil {
		return err
	}
	if r.Holdings != nil {
		if err := knowledge(protocol, r.Holdings).Write(w, "text", ink); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	if err := r.totals().Write(w, "text", ink); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n"+r.account(ink))
	return err
}

// totals returns the table of messages, bytes and operations by group of phases.
func (r *Run) totals() *table.Table {
	t := &table.Table{Title: "totals by phase", From: "counted in this run, certificate checks apart",
		Columns: []table.Column{{Name: "phase"}, {Name: "messages"}, {Name: "bytes"}}}
	if r.Runs > 1 {
		t.From = fmt.Sprintf("counted in these %d runs, certificate checks apart", r.Runs)
	}
	var messages int
	var bytes int64
	var all suite.Counts
	for _, p := range r.Result.Phases {
		messages, bytes, all = messages+p.Messages, bytes+p.Bytes, all.Plus(r.Result.Total(p.Name))
	}
	row := func(name string, messages int, bytes int64, counts suite.Counts) []table.Cell {
		row := []table.Cell{{Value: name}, {Value: messages, Source: table.Measured},
			{Value: bytes, Unit: "B", Source: table.Measured}}
		for _, op := range totalColumns {
			if op.shown(all) {
				row = append(row, table.Cell{Value: op.of(counts), Source: table.Measured})
			}
		}
		return row
	}
	for _, op := range totalColumns {
		if op.shown(all) {
			t.Columns = append(t.Columns, table.Column{Name: op.name})
		}
	}
	for _, p := range r.Result.Phases {
		t.Rows = append(t.Rows, row(p.Name, p.Messages, p.Bytes, r.Result.Total(p.Name)))
	}
	t.Sum = row("total", messages, bytes, all)
	return t
}

// account returns sentences on how the run went, which suite and seed it used, and the command
// that repeats it.
func (r *Run) account(ink table.Ink) string {
	var b strings.Builder
	line := func(label, words string) { fmt.Fprintf(&b, "%-10s%s\n", label, words) }
	v := r.Result.Sessions
	sessions := fmt.Sprintf("%d started, %d completed, %d refused", v.Started, v.Completed, v.Refused)
	if r.AsExpected() {
		line("sessions", ink.Good(sessions))
	} else {
		line("sessions", ink.Bad(sessions))
	}
	for i, f := range r.refusals {
		if i == mostRefusals {
			line("", fmt.Sprintf("… and %d more", len(r.refusals)-i))
			break
		}
		line("refused", ink.Bad(fmt.Sprintf("%s in %s%s: %s", f.Session, f.Phase, r.at(f.Eq), f.Reason)))
	}
	took := fmt.Sprintf("%s of virtual time", r.Result.Duration)
	if r.Runs > 1 {
		took += fmt.Sprintf(" in %d runs together", r.Runs)
	}
	line("time", fmt.Sprintf("%s; link %s, ΔT %s", took, cost.LinkText(r.Config.Link),
		r.Config.DeltaT))
	if s, err := suite.New(r.Config.Suite); err == nil {
		for i, p := range table.Wrap(primitives(s), ";", table.TextWidth-10) {
			line([]string{"suite", ""}[min(i, 1)], p)
		}
	}
	line("seed", fmt.Sprintf("%d; again: %s", r.Config.Seed, r.Again))
	return b.String()
}

func (r *Run) at(eq int) string {
	p, err := library.Profile(r.Config.Profile, r.Config.Options...)
	if eq == 0 || err != nil {
		return ""
	}
	return ", " + p.Equation(eq)
}

func primitives(s suite.Suite) []string {
	words := []string{s.Name()}
	for _, p := range s.Primitives() {
		words = append(words, p.Use+": "+p.Name)
	}
	return words
}
