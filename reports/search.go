package reports

import (
	"fmt"
	"io"
	"path"
	"strings"

	"emrproof/attacks/search"
	"emrproof/attacks/search/threats"
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/reports/table"
)

// A Search is a search under threats, with the bound that was asked for and the files that the
// findings were written to.
type Search struct {
	*threats.Search
	Saved map[*search.Answer]string // the files
	// Time is how long it took, in words; empty: nobody asked.
	Time  string
	Again string // the command that searches again
}

// Finding writes a run that violates claims: who is corrupt, which moves are left, and what
// happens, sentence by sentence.
func (s *Search) Finding(w io.Writer, ink table.Ink, f *threats.Finding) error {
	p := &page{out: w, ink: ink}
	var ids, files []string
	for _, a := range f.Answers {
		ids = append(ids, a.Claim.ID)
		if s.Saved[a] != "" {
			files = append(files, "emrproof replay "+s.Saved[a])
		}
	}
	if f.Before != nil {
		p.heading("violated", f.Name+", as "+f.Before.Name)
		for _, words := range survey.ByKind(ids) {
			p.fold("  ", "    ", p.ink.Bad(words))
		}
		p.line("")
		return p.err
	}
	first := f.Shrunk[0]
	left := fmt.Sprintf("%d of %d moves left", len(first.Outcome.Config.Moves), first.Moves)
	if first.Minimal {
		left += "; minimal"
	}
	p.heading("violated", fmt.Sprintf("%s, %s; %s", f.Name, instances(f.Answers[0].Instances), left))
	for _, words := range survey.ByKind(ids) {
		p.fold("  ", "    ", p.ink.Bad(words))
	}
	p.labelled("threat", survey.Threat(first.Outcome.Threat()))
	for _, m := range first.Outcome.Config.Moves {
		p.labelled("move", m)
	}
	for i, sentence := range survey.Tell(f.Shrunk) {
		p.fold(fmt.Sprintf("  %2d. ", i+1), "      ", sentence)
	}
	for _, again := range files {
		p.command("replay", again)
	}
	p.line("")
	return p.err
}

func instances(n int) string {
	if n == 1 {
		return "1 instance"
	}
	return fmt.Sprintf("%d instances", n)
}

// verdict is what is said of a claim under a threat. Where no number of instances was asked for,
// the runs that were searched are the bound; where one was, the search may not have come to it.
func (s *Search) verdict(t *threats.Threat, a *search.Answer) search.Verdict {
	switch asked := s.Question.Instances > 0; {
	case a.Verdict == search.Cut && !asked:
		return a.Within()
	case a.Verdict == search.None && a.Instances == 0,
		(a.Verdict == search.None || a.Verdict == search.Unreached) && asked && t.Open():
		return search.Cut
	}
	return a.Verdict
}

// Violated says whether a claim is violated.
func (s *Search) Violated() bool { return len(s.Found) > 0 }

// Text writes what the search says of each claim under each threat, and in which runs.
func (s *Search) Text(w io.Writer, ink table.Ink) error {
	p := &page{out: w, ink: ink}
	p.table(s.Table())
	for _, t := range s.Threats {
		p.labelled(t.Name, s.sentence(t))
	}
	p.labelled("time", s.Time)
	p.command("again", s.Again)
	return p.err
}

// sentence says in which runs no claim is violated, but those that are, and how many claims are
// undecided.
func (s *Search) sentence(t *threats.Threat) string {
	violated, none, unreached, undecided, times := 0, 0, 0, 0, 0
	for _, a := range t.Claims {
		switch a.Within() {
		case search.Violated:
			violated++
		case search.Undecided:
			undecided++
			times = max(times, a.Undecided)
		case search.None, search.Cut:
			none++
		case search.Unreached:
			unreached++
		}
	}
	scope := t.Scope() + "."
	if unreached > 0 {
		scope += fmt.Sprintf(" No such run comes to %s.", others(unreached, violated+none+undecided))
	}
	if undecided > 0 {
		scope += fmt.Sprintf(" Undecided claims: %d. Up to %d times the search could not say whether "+
			"the adversary can do something.", undecided, times)
	}
	switch {
	case none+undecided == 0 && unreached > 0:
		return "no violation " + scope
	case none+undecided == 0 && violated == 0:
		return "no claim is searched."
	case none+undecided == 0 && violated == 1:
		return fmt.Sprintf("the one claim that is searched is violated, after %d states.", t.States)
	case none+undecided == 0:
		return fmt.Sprintf("all %d claims that are searched are violated, after %d states.", violated,
			t.States)
	case t.Searched == 0:
		return fmt.Sprintf("no run was searched to its end: cut after %d states.", t.States)
	case none == 0:
		return "no violation is found of what is undecided " + scope
	case violated+undecided > 0 && none == 1:
		return "no violation of the one other claim " + scope
	case violated+undecided > 0:
		return fmt.Sprintf("no violation of the other %d claims %s", none, scope)
	case unreached > 0 && none == 1:
		return "no violation of one claim " + scope
	case unreached > 0:
		return fmt.Sprintf("no violation of %d claims %s", none, scope)
	}
	return "no violation " + scope
}

// others names so many claims beside others.
func others(n, beside int) string {
	switch {
	case beside == 0:
		return "where a claim is made"
	case n == 1:
		return "where one other claim is made"
	}
	return fmt.Sprintf("where %d other claims are made", n)
}

// Table has a row for each claim and what came out under each threat. Threats of which the same
// is said share a row.
func (s *Search) Table() *table.Table {
	t := &table.Table{Title: "claims", From: "profile " + survey.Optioned(s.Question.Profile,
		s.Question.Options) + "; instances: of the run that violates it, or of all that were searched",
		Columns: []table.Column{{Name: "claim", Wrap: 40}, {Name: "threat", Wrap: 24}, {Name: "verdict"},
			{Name: "instances"}, {Name: "moves"}}}
	for i, first := range s.Threats[0].Claims {
		type key struct {
			verdict          search.Verdict
			instances, moves int
		}
		var keys []key
		who := map[key][]string{}
		for _, threat := range s.Threats {
			a := threat.Claims[i]
			k := key{s.verdict(threat, a), a.Instances, s.moves(a)}
			if who[k] == nil {
				keys = append(keys, k)
			}
			who[k] = append(who[k], threat.Name)
		}
		name := first.Claim.ID
		for _, k := range keys {
			row := []table.Cell{{Value: name, Source: table.Declared},
				{Value: strings.Join(who[k], ", "), Source: table.Declared},
				{Value: string(k.verdict), Source: table.Measured}, {Value: "–"}, {Value: ""}}
			if k.verdict != search.Not && k.verdict != search.Void {
				row[3] = table.Cell{Value: k.instances, Source: table.Measured}
			}
			if k.moves > 0 {
				row[4] = table.Cell{Value: k.moves, Source: table.Measured}
			}
			t.Rows = append(t.Rows, row)
			name = ""
		}
	}
	return t
}

// moves are how many moves of the adversary a violation takes; 0: there is none, or it is not
// shrunk under this threat.
func (s *Search) moves(a *search.Answer) int {
	for _, f := range s.Found {
		for i, b := range f.Answers {
			if b == a && f.Before == nil {
				return len(f.Shrunk[i].Outcome.Config.Moves)
			}
		}
	}
	return 0
}

// A searchedLine is what the search says of a claim under a threat, as programs read it.
type searchedLine struct {
	ID      string         `json:"id"`
	Threat  string         `json:"threat"`
	Corrupt []string       `json:"corrupt"`
	Verdict search.Verdict `json:"verdict"`
	Bound   boundLine      `json:"bound"`
	States  int            `json:"states"`
	// Undecided is how often the search could not say whether the adversary can do something.
	Undecided int `json:"undecided"`
	// Moves is how many are left of the violation, and File replays it.
	Moves int    `json:"moves,omitempty"`
	File  string `json:"file,omitempty"`
	// As is the threat of less under which the claim is violated too, and shrunk.
	As        string   `json:"as,omitempty"`
	Narration []string `json:"narration,omitempty"`
}

// A boundLine says which runs were searched: of at most so many instances, of which a party has
// at most so many.
type boundLine struct {
	Instances int                 `json:"instances"`
	Of        map[model.Party]int `json:"of,omitempty"`
}

// JSON writes the search as one JSON object, with a line for each claim and threat.
func (s *Search) JSON(w io.Writer) error {
	object := struct {
		Schema  int            `json:"schema"`
		Verb    string         `json:"verb"`
		Profile string         `json:"profile"`
		Options []string       `json:"options"`
		Claims  []searchedLine `json:"claims"`
		Scopes  []string       `json:"scopes"` // a sentence for each threat
	}{table.Schema, "search", s.Question.Profile, append([]string{}, s.Question.Options...),
		[]searchedLine{}, []string{}}
	by := map[*search.Answer]*threats.Finding{}
	for _, f := range s.Found {
		for _, a := range f.Answers {
			by[a] = f
		}
	}
	for _, t := range s.Threats {
		for _, a := range t.Claims {
			l := searchedLine{ID: a.Claim.ID, Threat: t.Name, Corrupt: append([]string{}, t.Corrupt...),
				Verdict: s.verdict(t, a), Bound: boundLine{a.Instances, s.Question.Of}, States: a.States,
				Undecided: a.Undecided, Moves: s.moves(a), File: s.Saved[a]}
			if f := by[a]; f != nil && f.Before != nil {
				l.As = f.Before.Name
			} else if f != nil {
				l.Narration = narrationOf(f, a)
			}
			object.Claims = append(object.Claims, l)
		}
		object.Scopes = append(object.Scopes, t.Name+": "+s.sentence(t))
	}
	return table.WriteJSON(w, object)
}

func narrationOf(f *threats.Finding, a *search.Answer) []string {
	for i, b := range f.Answers {
		if a == b {
			return f.Shrunk[i].Narrate()
		}
	}
	return nil
}

// Save writes each violation that was shrunk to a file of a folder, which replays it.
func (s *Search) Save(f *threats.Finding, dir string, write func(string, []byte) error) error {
	for i, a := range f.Answers {
		if f.Before != nil {
			return nil
		}
		trace, err := f.Shrunk[i].Outcome.Trace()
		if err != nil {
			return err
		}
		name := path.Join(dir, table.Slug(f.Name+" "+a.Claim.ID)+".jsonl")
		if err := write(name, trace); err != nil {
			return err
		}
		s.Saved[a] = name
	}
	return nil
}
