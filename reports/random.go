package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/random"
	"emrproof/attacks/survey"
	"emrproof/reports/table"
)

// A randomLine is the result of random play, as programs read it.
type randomLine struct {
	Runs   int              `json:"runs"`
	Moves  int              `json:"moves"`
	Claims []randomFindLine `json:"claims"`
	// MedianFirst is the number of runs after which random play had violated half of the
	// claims.
	MedianFirst int `json:"median_first"`
}

type randomFindLine struct {
	Claim string `json:"claim"`
	Runs  int    `json:"runs"`
	First int    `json:"first"`
	// Looked is how many of the violating runs were shrunk. Ways are the different mechanisms
	// among them, each once.
	Looked int             `json:"looked_at"`
	Ways   []randomWayLine `json:"ways"`
}

// A randomWayLine is one way in which random play violated a claim, as programs read it.
type randomWayLine struct {
	Run       int      `json:"run"`
	Threat    []string `json:"threat"` // what the adversary was given; empty: nothing
	Moves     []string `json:"moves"`  // that are left
	Made      int      `json:"made"`   // before shrinking
	Minimal   bool     `json:"minimal"`
	Mechanism string   `json:"mechanism"`
	// Explained are the attacks of the catalogue that have the same mechanism.
	Explained []string `json:"explained"`
	Narration []string `json:"narration"`
	File      string   `json:"file,omitempty"` // that replays it, where it was saved
}

func (s *Attacks) randomLine() *randomLine {
	if s.Random == nil {
		return nil
	}
	l := &randomLine{Runs: s.Random.Runs, Moves: s.Random.Moves, MedianFirst: medianFirst(s.Random),
		Claims: []randomFindLine{}}
	for _, c := range s.Random.Claims {
		f := randomFindLine{c.Claim, c.Runs, c.First, c.Looked, []randomWayLine{}}
		for _, w := range c.Ways {
			f.Ways = append(f.Ways, randomWayLine{w.Play, append([]string{}, w.Threat...),
				w.Config.Moves, w.Moves, w.Minimal, w.Mechanism, s.Explain(w.Mechanism), w.Story,
				s.savedAs(c.Claim, w)})
		}
		l.Claims = append(l.Claims, f)
	}
	return l
}

// random returns the table of what random play found, for people.
func (s *Attacks) random() *table.Table {
	t := &table.Table{Title: "random play",
		From: fmt.Sprintf("%d runs, %d moves; half of the claims after %d runs", s.Random.Runs,
			s.Random.Moves, medianFirst(s.Random)),
		Columns: []table.Column{{Name: "claim"}, {Name: "runs"}, {Name: "first"}, {Name: "looked at"},
			{Name: "ways"},
			{Name: "explained by", Wrap: 40}}}
	for _, c := range s.Random.Claims {
		var by []string
		for _, w := range c.Ways {
			ids := s.Explain(w.Mechanism)
			if len(ids) == 0 {
				ids = []string{"nothing: a new finding"}
			}
			for _, id := range ids {
				if !slices.Contains(by, id) {
					by = append(by, id)
				}
			}
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: c.Claim, Source: table.Declared},
			{Value: c.Runs, Source: table.Measured}, {Value: c.First, Source: table.Measured},
			{Value: c.Looked, Source: table.Measured}, {Value: len(c.Ways), Source: table.Measured},
			{Value: strings.Join(by, ", "), Source: table.Derived}})
	}
	return t
}

// ways writes how each shrunk run of random play violates claims. Runs that shrink to the same
// moves are told once, with all claims that they violate.
func (s *Attacks) ways(p *page) {
	told := map[string]bool{}
	for i, c := range s.Random.Claims {
		for _, w := range c.Ways {
			if key := moveKey(w); !told[key] {
				told[key] = true
				s.way(p, s.Random.Claims[i:], w)
			}
		}
	}
}

// moveKey identifies a shrunk run: two findings of one run have the same key when the same
// moves are left of both.
func moveKey(w random.Way) string {
	return fmt.Sprint(w.Play, "\n", strings.Join(w.Config.Moves, "\n"))
}

// way writes one shrunk run of random play, with all claims that its moves violate.
func (s *Attacks) way(p *page, claims []random.Claim, w random.Way) {
	var ends, files []string
	for _, c := range claims {
		for _, other := range c.Ways {
			if moveKey(other) != moveKey(w) {
				continue
			}
			by := strings.Join(s.Explain(other.Mechanism), ", ")
			if by == "" {
				by = p.ink.Bad("nothing: a new finding")
			}
			p.heading("random play violates", p.ink.Bad(c.Claim)+", explained by "+by)
			ends = append(ends, other.Story[len(other.Story)-1])
			if file := s.savedAs(c.Claim, other); file != "" {
				files = append(files, "emrproof replay "+file)
			}
		}
	}
	p.labelled("run", fmt.Sprintf("%d, %s", w.Play, leftOf(w)))
	p.labelled("threat", survey.Threat(w.Threat))
	for _, m := range w.Config.Moves {
		p.labelled("move", m)
	}
	for i, sentence := range append(w.Story[:len(w.Story)-1:len(w.Story)-1], ends...) {
		p.fold(fmt.Sprintf("  %2d. ", i+1), "      ", sentence)
	}
	for _, again := range files {
		p.labelled("replay", again)
	}
	p.line("")
}

func leftOf(w random.Way) string {
	words := fmt.Sprintf("%d of %d moves left", len(w.Config.Moves), w.Moves)
	if w.Minimal {
		words += "; minimal"
	}
	return words
}

// SaveRandom saves what random play found: for each finding one trace file, which replays it.
func (s *Attacks) SaveRandom(dir string, write func(name string, trace []byte) error) error {
	s.SavedIn = dir
	for _, c := range s.Random.Claims {
		for _, w := range c.Ways {
			o, err := attacks.Run(w.Config)
			if err != nil {
				return err
			}
			trace, err := o.Trace()
			if err != nil {
				return err
			}
			if err := write(s.savedAs(c.Claim, w), trace); err != nil {
				return err
			}
		}
	}
	return nil
}

// savedAs is the file name under which a finding was saved; empty where saving was not asked
// for.
func (s *Attacks) savedAs(claim string, w random.Way) string {
	if s.SavedIn == "" {
		return ""
	}
	return fmt.Sprintf("%s/run-%04d-%s.jsonl", strings.TrimSuffix(s.SavedIn, "/"), w.Play,
		table.Slug(claim))
}

// medianFirst is the number of runs after which random play had violated half of the claims.
func medianFirst(r *random.Result) int {
	if len(r.Claims) == 0 {
		return 0
	}
	var firsts []int
	for _, c := range r.Claims {
		firsts = append(firsts, c.First)
	}
	slices.Sort(firsts)
	return firsts[(len(firsts)-1)/2]
}
