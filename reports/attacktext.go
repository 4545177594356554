package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model/input"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
)

// An AttackStyle says how an attack is written for people: coloured or not, and how much of it.
type AttackStyle struct {
	Ink   table.Ink
	Quiet bool // without the chart
	All   bool // every claim with what it says, in place of the compact tables
	// Again is the command that makes the attack again. Keep is the command that replays it, or
	// what to do to be able to.
	Again, Keep string
}

// AttackText writes an attack for people: who attacks what, the moves of the adversary, the
// messages, the verdicts, an account of each violation, and how the attack differs from what is
// expected of it.
func AttackText(w io.Writer, a *survey.Attack, s AttackStyle) error {
	p := &page{out: w, ink: s.Ink}
	header(a, p)
	account := a.Account()
	moves(a, account.Given, account.Idle, p)
	if !s.Quiet {
		p.drawn(a.Outcome, s)
	}
	p.verdicts(a.Outcome, s.All)
	for _, s := range account.Stories {
		p.story(s)
	}
	anywayOf(a, p)
	says(a, p)
	accountOf(a, account.Expected, p, s)
	return p.err
}

// A page is a text for people that is written line by line. It keeps the first error of the
// writer.
type page struct {
	out io.Writer
	ink table.Ink
	err error
}

func (p *page) line(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.out, strings.TrimRight(text, " ")+"\n")
	}
}

func (p *page) heading(title, from string) {
	title = p.ink.Heading(title)
	if from != "" {
		title += ": " + from
	}
	p.line(title)
}

// fold writes a text in as many lines as it takes. The first line begins with one prefix, the
// others with another.
func (p *page) fold(first, other, words string) {
	for i, line := range table.Fold(words, table.TextWidth-table.Columns(other)) {
		if i == 0 {
			p.line(first + line)
		} else {
			p.line(other + line)
		}
	}
}

// labelled writes a text behind a label, folded.
func (p *page) labelled(label, words string) {
	if words != "" {
		p.fold(table.Pad(label+" ", 10), table.Pad("", 10), words)
	}
}

// command writes a shell command behind a label. It is not folded, so that it can be copied.
func (p *page) command(label, line string) {
	if line != "" {
		p.line(table.Pad(label+" ", 10) + line)
	}
}

func (p *page) table(t *table.Table) {
	if p.err == nil {
		p.err = t.Write(p.out, "text", p.ink)
	}
	p.line("")
}

func header(a *survey.Attack, p *page) {
	c := a.Outcome.Config
	title := a.ID
	if a.Title != "" {
		title += ": " + a.Title
	}
	p.line(p.ink.Strong(input.Visible(title)))
	p.labelled("threat", input.Visible(a.Threat))
	p.labelled("source", input.Visible(a.Source))
	p.labelled("profile", survey.Optioned(c.Profile, c.Options))
	p.labelled("suite", c.Suite)
	p.labelled("seed", fmt.Sprint(c.Seed))
	p.line("")
}

// moves writes the powers that the adversary of an attack was given, and its moves in the form
// in which they are saved.
func moves(a *survey.Attack, given []string, idle string, p *page) {
	p.heading("the adversary", "what it was given, and its moves")
	for _, words := range given {
		p.fold("  given  ", "         ", words)
	}
	if len(given) == 0 {
		p.line("  given  nothing")
	}
	for _, m := range a.Outcome.Config.Moves {
		p.fold("  move   ", "           ", m)
	}
	if idle != "" {
		p.line("  " + idle)
	}
	p.line("")
}

// drawn writes the message chart of a run that is over.
func (p *page) drawn(o *attacks.Outcome, s AttackStyle) {
	if p.err != nil {
		return
	}
	c, err := timeline.NewChart(p.out, o.Config, s.Ink, false)
	if err != nil {
		p.err = err
		return
	}
	for _, e := range o.Events {
		c.Event(e)
	}
	p.err = c.Close()
}

// story writes where an attack violates claims, and tells how, sentence by sentence.
func (p *page) story(s survey.Story) {
	p.heading("violated", s.Needs)
	longest := 0
	for _, r := range s.Same {
		longest = max(longest, table.Columns(r.Verdict.Claim.ID))
	}
	for _, r := range s.Same {
		line := "  " + p.ink.Bad(table.Pad(r.Verdict.Claim.ID, longest)) + "  " +
			timeline.Place(r.Finding.Outcome, r.Finding.Breach)
		if r.Honest {
			line += "; also violated without any adversary"
		}
		p.line(line)
	}
	for i, sentence := range s.Told {
		p.fold(fmt.Sprintf("  %2d. ", i+1), "      ", sentence)
	}
	p.line("")
}

// anywayOf writes, one a line, the claims that runs violate without any adversary too.
func anywayOf(a *survey.Attack, p *page) {
	found := false
	for i := range a.Results {
		r := &a.Results[i]
		if r.Finding == nil && r.Violated() {
			found = true
			p.line("also violated without any adversary: " + p.ink.Bad(r.Verdict.Claim.ID))
		}
	}
	if found {
		p.line("")
	}
}

// accountOf writes how the attack differs from what is expected, and the commands that make and
// replay it.
func accountOf(a *survey.Attack, expected string, p *page, s AttackStyle) {
	p.labelled("expected", expected)
	came := cameTo(a)
	switch {
	case a.Differs != nil:
		p.labelled("came out", came)
		p.labelled("differs", p.ink.Bad(a.Differs.Error()))
	case a.Expect[a.Config.Profile] != "":
		p.labelled("came out", strings.TrimPrefix(came+"; "+p.ink.Good("as expected"), "; "))
	}
	p.command("again", s.Again)
	p.command("replay", s.Keep)
}

// cameTo returns the verdicts on the claims that the attack is meant to violate.
func cameTo(a *survey.Attack) string {
	var all []string
	for i := range a.Results {
		r := &a.Results[i]
		if _, _, came := a.Came(r); r.Named && !slices.Contains(all, came) {
			all = append(all, came)
		}
	}
	return strings.Join(all, "; ")
}
