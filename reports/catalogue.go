package reports

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/mechanism"
	"emrproof/attacks/script"
	"emrproof/attacks/survey"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
	"emrproof/sim"
)

// Attacks are the results of all attacks on one profile, with the command that makes them
// again.
type Attacks struct {
	*survey.Survey
	// SavedIn is the folder in which what random play found was saved; empty: nowhere.
	SavedIn string
	Again   string // the command that makes them again

	// Stopped is the error for which the only attack has no verdict; nil: it has one.
	Stopped error
}

// An attackLine is the result of one attack on one claim, as programs read it.
type attackLine struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Threat string `json:"threat"`
	// Options and Seed are those of this attack, whose script may choose its own.
	Options []string `json:"options"`
	Seed    sim.Seed `json:"seed"`
	Claim   string   `json:"claim"`
	Commit  string   `json:"commit"` // empty: not violated
	Verdict string   `json:"verdict"`
	// RefusedBy are the checks that refused a message; empty unless the attack was refused.
	RefusedBy string `json:"refused_by"`
	Expected  string `json:"expected"` // of this claim; empty: nothing
	Honest    bool   `json:"honest"`   // violated without any adversary too
	Differs   string `json:"differs"`  // of the attack as a whole; empty: as expected
	Minimal   bool   `json:"minimal"`
	Moves     int    `json:"moves"`  // left after shrinking; else those made
	Trials    int    `json:"trials"` // runs that shrinking took
	// Narration tells how the attack violates the claim; it is empty where it does not.
	Narration []string `json:"narration"`
}

// JSON writes the attacks as one JSON object, with a result for each claim.
func (s *Attacks) JSON(w io.Writer) error {
	object := struct {
		Schema  int          `json:"schema"`
		Verb    string       `json:"verb"`
		Profile string       `json:"profile"`
		Options []string     `json:"options"`
		Suite   string       `json:"suite"`
		Seed    sim.Seed     `json:"seed"`
		Results []attackLine `json:"results"`
		// Generated and Attributes are present when the whole catalogue was made.
		Generated  *generatedLine     `json:"generated,omitempty"`
		Attributes []survey.Attribute `json:"attributes,omitempty"`
		Random     *randomLine        `json:"random,omitempty"` // where it was asked for
		Stopped    *stoppedLine       `json:"stopped,omitempty"`
	}{table.Schema, "attack", s.Profile, append([]string{}, s.Options...), s.Suite, s.Seed,
		[]attackLine{}, s.generatedLine(), nil, s.randomLine(), s.stoppedLine()}
	if s.Generated != nil {
		object.Attributes = s.Attributes()
	}
	for _, a := range s.All {
		for i := range a.Results {
			object.Results = append(object.Results, lineOf(a, &a.Results[i]))
		}
	}
	return table.WriteJSON(w, object)
}

// A generatedLine is the result of the generated attacks, as programs read it.
type generatedLine struct {
	Tried     int            `json:"tried"`
	Status    map[string]int `json:"status"`
	RefusedBy map[string]int `json:"refused_by"`
}

func (s *Attacks) generatedLine() *generatedLine {
	if s.Generated == nil {
		return nil
	}
	l := &generatedLine{len(s.Generated.Cases), map[string]int{}, map[string]int{}}
	for _, t := range s.Generated.Cases {
		l.Status[t.Status]++
	}
	for _, c := range s.Generated.RefusedBy {
		l.RefusedBy[c.Name] = c.Tried
	}
	return l
}

// lineOf returns the result of an attack on one claim, as programs read it.
func lineOf(a *survey.Attack, r *survey.ClaimResult) attackLine {
	l := attackLine{ID: a.ID, Title: a.Title, Threat: a.Threat,
		Options: append([]string{}, a.Config.Options...), Seed: a.Config.Seed,
		Claim: r.Verdict.Claim.ID, Commit: timeline.CommitPoint(a.Outcome,
			r.Verdict), Expected: expectedOf(a, r),
		Honest: r.Honest && r.Violated(), Narration: []string{}}
	l.Verdict, l.RefusedBy, _ = a.Came(r)
	if a.Differs != nil {
		l.Differs = a.Differs.Error()
	}
	if a.Outcome != nil {
		l.Moves = len(a.Outcome.Config.Moves)
	}
	if f := r.Finding; f != nil {
		l.Minimal, l.Moves, l.Trials = f.Minimal, len(f.Outcome.Config.Moves), f.Tried
		l.Narration = f.Narrate()
	}
	return l
}

// expectedOf returns the verdict that is expected on a claim; empty where none is.
func expectedOf(a *survey.Attack, r *survey.ClaimResult) string {
	if !r.Named {
		return ""
	}
	return a.Expect[a.Config.Profile]
}

// Text writes the attacks for people: one table of all, and how they differ from what is
// expected.
func (s *Attacks) Text(w io.Writer, ink table.Ink) error {
	p := &page{out: w, ink: ink}
	if len(s.All) > 0 {
		p.table(s.Table())
	}
	anyway := s.anyway()
	for _, id := range anyway {
		p.line("also violated without any adversary: " + ink.Bad(id))
	}
	if len(anyway) > 0 {
		p.line("")
	}
	differ := 0
	for _, a := range s.All {
		if a.Differs != nil {
			differ++
			p.labelled("differs", a.ID+": "+ink.Bad(a.Differs.Error()))
		}
	}
	if s.Generated != nil {
		if len(s.All) > 0 {
			p.line("")
		}
		p.table(s.tries())
		p.labelled("refused by", s.refusedBy())
		for _, f := range s.Found {
			s.generatedFinding(p, f)
		}
		for _, t := range s.Generated.Unexplained() {
			p.labelled("unexplained", ink.Bad(t.Kind+" "+t.Message+" "+t.Field+" "+t.With))
		}
		p.line("")
		if s.Random != nil {
			p.table(s.random())
			p.line("")
			s.ways(p)
		}
		if len(s.Attributes()) > 0 {
			p.table(s.attributes())
			p.line("")
		}
	}
	if len(s.All) == 0 {
		p.labelled("attacks", "none of the catalogue is about "+s.Profile)
		p.command("again", s.Again)
		return p.err
	}
	p.labelled("attacks", fmt.Sprintf("%d made, %d as expected", len(s.All), len(s.All)-differ))
	p.command("again", s.Again)
	return p.err
}

// generatedFinding writes how a generated attack violates a claim.
func (s *Attacks) generatedFinding(p *page, f *attacks.Finding) {
	p.labelled("violated", fmt.Sprintf("%s, by %d of %d moves: %s", p.ink.Bad(f.Claim.ID),
		len(f.Outcome.Config.Moves), f.Moves, f.Breach.Text))
	p.labelled("threat", survey.Threat(f.Outcome.Threat()))
	for _, m := range f.Outcome.Config.Moves {
		p.labelled("move", m)
	}
	by := strings.Join(s.Explain(mechanism.Of(f)), ", ")
	if by == "" {
		by = p.ink.Bad("nothing: a new finding")
	}
	p.labelled("explained", "by "+by)
}

// Others are the tables of the attacks that no script makes: generated attacks, games and
// random play.
func (s *Attacks) Others() []*table.Table {
	var all []*table.Table
	if s.Generated != nil {
		all = append(all, s.tries())
	}
	if len(s.Games) > 0 {
		all = append(all, gamesTable(s.Games))
	}
	if s.Random != nil {
		all = append(all, s.random())
	}
	return all
}

// Table has a row for each attack with its verdicts. Claims of one attack whose other cells are
// equal share a row.
func (s *Attacks) Table() *table.Table {
	t := &table.Table{Title: "attacks", From: "profile " + survey.Optioned(s.Profile, s.Options) +
		"; moves left of those made, *: minimal",
		Columns: []table.Column{{Name: "id and threat"}, {Name: "claim"}, {Name: "commit point",
			Wrap: 16},
			{Name: "verdict", Wrap: 13}, {Name: "expected", Wrap: 13}, {Name: "moves"}}}
	for _, a := range s.All {
		var rows [][]string // verdict, and so on
		claims := map[string][]string{}
		for i := range a.Results {
			r := &a.Results[i]
			if r.Finding == nil && r.Violated() {
				continue
			}
			_, _, came := a.Came(r)
			row := []string{timeline.CommitPoint(a.Outcome, r.Verdict), came,
				short(expectedOf(a, r)), left(a, r)}
			key := strings.Join(row, "\n")
			if claims[key] == nil {
				rows = append(rows, row)
			}
			claims[key] = append(claims[key], r.Verdict.Claim.ID)
		}
		if len(rows) == 0 {
			rows = append(rows, []string{"", "", short(a.Expect[a.Config.Profile]),
				left(a, &survey.ClaimResult{})})
		}
		name := folded([]string{a.ID, a.Threat}, 13)
		for _, row := range rows {
			claim := folded(survey.ByKind(claims[strings.Join(row, "\n")]), 24)
			t.Rows = append(t.Rows, []table.Cell{{Value: name, Source: table.Declared},
				{Value: claim, Source: table.Declared}, {Value: row[0], Source: table.Derived},
				{Value: row[1], Source: table.Derived}, {Value: row[2], Source: table.Declared},
				{Value: row[3], Source: table.Measured}})
			name = ""
		}
	}
	return t
}

// short returns an expectation without its reason.
func short(expected string) string {
	if strings.HasPrefix(expected, script.ExpectNot) {
		return strings.TrimSuffix(script.ExpectNot, ": ")
	}
	return expected
}

// left returns how many moves of an attack are left after shrinking.
func left(a *survey.Attack, r *survey.ClaimResult) string {
	switch {
	case a.Outcome == nil:
		return ""
	case r.Finding == nil:
		return fmt.Sprint(len(a.Outcome.Config.Moves))
	}
	words := fmt.Sprintf("%d of %d", len(r.Finding.Outcome.Config.Moves), r.Finding.Moves)
	if r.Finding.Minimal {
		words += " *"
	}
	return words
}

// anyway returns the claims that are violated without any adversary too.
func (s *Attacks) anyway() []string {
	var ids []string
	for _, a := range s.All {
		for _, r := range a.Results {
			if r.Honest && !slices.Contains(ids, r.Verdict.Claim.ID) {
				ids = append(ids, r.Verdict.Claim.ID)
			}
		}
	}
	return ids
}

// Scripts writes a list of the scripts of a catalogue, with what each expects.
func Scripts(w io.Writer, ink table.Ink, scripts []*script.Script) error {
	t := &table.Table{Title: "catalogue", From: "emrproof attack ID",
		Columns: []table.Column{{Name: "id"}, {Name: "title and threat"}, {Name: "violates"},
			{Name: "expected"}}}
	for _, s := range scripts {
		var expected []string
		for _, profile := range slices.Sorted(maps.Keys(s.Expect)) {
			expected = append(expected, profile+": "+s.Expect[profile])
		}
		t.Rows = append(t.Rows, table.Words(s.ID, folded([]string{s.Title, "(" + s.Threat + ")"},
			26),
			folded(survey.ByKind(s.Violates), 28), folded(expected, 22)))
	}
	return t.Write(w, "text", ink)
}

// folded folds phrases for a cell; each phrase begins a new line.
func folded(phrases []string, width int) string {
	var all []string
	for _, p := range phrases {
		if p != "" {
			all = append(all, table.Fold(p, width)...)
		}
	}
	return strings.Join(all, "\n")
}
