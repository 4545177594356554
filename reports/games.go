package reports

import (
	"fmt"
	"io"

	"emrproof/attacks/games"
	"emrproof/attacks/survey"
	"emrproof/reports/table"
)

// Games are the results of the distinguishing games that were played on one profile.
type Games struct {
	Config games.Config
	All    []games.Result
	Again  string // the command that plays them again
}

// A gameLine is the result of one game, as programs read it. Shares are in permille.
type gameLine struct {
	Game          string `json:"game"`
	Claim         string `json:"claim"` // empty: no claim promises it
	Distinguisher string `json:"distinguisher"`
	Tell          string `json:"tell"`
	Training      int    `json:"training"`
	Trials        int    `json:"trials"`
	Correct       int    `json:"correct"`
	Advantage     int    `json:"advantage_permille"`
	Low           int    `json:"low_permille"`
	High          int    `json:"high_permille"`
	Confidence    int    `json:"confidence_permille"`
	Resolution    int    `json:"resolution_permille"`
	Verdict       string `json:"verdict"`
}

// JSON writes the results of the games as one JSON object.
func (g *Games) JSON(w io.Writer) error {
	object := struct {
		Schema       int        `json:"schema"`
		Verb         string     `json:"verb"`
		Profile      string     `json:"profile"`
		Options      []string   `json:"options"`
		Suite        string     `json:"suite"`
		Seed         uint64     `json:"seed"`
		EqualLengths bool       `json:"equal_lengths"`
		Results      []gameLine `json:"results"`
	}{table.Schema, "games", g.Config.Profile, append([]string{}, g.Config.Options...), g.Config.Suite,
		uint64(g.Config.Seed), g.Config.EqualLengths, []gameLine{}}
	for _, r := range g.All {
		object.Results = append(object.Results, gameLine{r.Game, r.Claim, r.Distinguisher, r.Tell,
			r.Training, r.Trials, r.Correct, r.AdvantagePermille, r.Low, r.High, r.Confidence,
			r.Resolution, survey.Apart(r)})
	}
	return table.WriteJSON(w, object)
}

// Text writes the results of the games for people.
func (g *Games) Text(w io.Writer, ink table.Ink) error {
	p := &page{out: w, ink: ink}
	p.table(gamesTable(g.All))
	p.labelled("profile", survey.Optioned(g.Config.Profile, g.Config.Options))
	p.labelled("suite", g.Config.Suite)
	if len(g.All) > 0 {
		r := g.All[0]
		p.labelled("trials", fmt.Sprintf("each game, %d to train on and then %d fresh ones; an "+
			"advantage of %s would be found, at %s", r.Training, r.Trials, decimal(r.Resolution),
			decimal(r.Confidence)))
	}
	if g.Config.EqualLengths {
		p.labelled("names", "the two candidates have names of one length")
	} else {
		p.labelled("names", "of the two candidates as people have them, of different lengths")
	}
	p.command("again", g.Again)
	return p.err
}

// gamesTable has a row for each game that was played.
func gamesTable(all []games.Result) *table.Table {
	t := &table.Table{Title: "games",
		From: "an outsider listens, or has stolen a table, and says which of two worlds it is in",
		Columns: []table.Column{{Name: "game", Wrap: 17}, {Name: "claim", Wrap: 14},
			{Name: "distinguisher", Wrap: 20}, {Name: "trials"}, {Name: "advantage", Wrap: 14},
			{Name: "verdict", Wrap: 13}}}
	for _, r := range all {
		name, claim := r.Game, r.Claim
		if claim == "" {
			claim = "none"
		}
		by := "none beats guessing"
		if r.Distinguisher != "" {
			by = r.Distinguisher + ": " + r.Tell
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: name}, {Value: claim, Source: table.Declared},
			{Value: by, Source: table.Measured}, {Value: r.Trials, Source: table.Measured},
			{Value: fmt.Sprintf("%s, %s to %s", decimal(r.AdvantagePermille), decimal(r.Low),
				decimal(r.High)), Source: table.Measured},
			{Value: survey.Apart(r), Source: table.Derived}})
	}
	return t
}

// decimal prints a number of permille as a decimal fraction.
func decimal(permille int) string {
	sign := ""
	if permille < 0 {
		sign, permille = "-", -permille
	}
	return fmt.Sprintf("%s%d.%03d", sign, permille/1000, permille%1000)
}
