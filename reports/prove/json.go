package prove

import (
	"io"
	"slices"

	"emrproof/attacks/survey"
	"emrproof/proofs"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/goals"
	"emrproof/proofs/idealised"
	"emrproof/reports/table"
)

// A proveLine is the result of the verb prove, as programs read it.
type proveLine struct {
	Schema     int                    `json:"schema"`
	Verb       string                 `json:"verb"`
	Protocol   string                 `json:"protocol"`
	Title      string                 `json:"title"`
	Source     string                 `json:"source"`
	Errata     []string               `json:"errata"`
	Extensions []string               `json:"extensions"`
	Goals      []goalLine             `json:"goals"`
	Statements []statementLine        `json:"statements"`
	Variants   []variantLine          `json:"variants"`
	Unused     []string               `json:"unused"`
	Circular   []circularLine         `json:"circular"`
	Mistaken   []mistakenLine         `json:"mistaken"`
	Wire       []idealised.Difference `json:"wire"`
	Omitted    []omittedLine          `json:"omitted"`
	Space      []string               `json:"space"`
	Behaviour  []behaviourLine        `json:"behaviour,omitempty"` // where runs were asked for
}

type omittedLine struct {
	Messages []string `json:"messages"`
	Why      string   `json:"why"`
}

// A behaviourLine says what runs do to a goal.
type behaviourLine struct {
	Goal     string                    `json:"goal"`
	Sentence string                    `json:"sentence"`
	Printed  bool                      `json:"printed"`
	After    [][]string                `json:"after"`
	Against  map[string]survey.Against `json:"against"`
	Random   []goals.Result            `json:"random"`
	// Shown is an account of how a random run violates the goal; empty when none does.
	Shown []string `json:"shown"`
}

type goalLine struct {
	ID        string      `json:"id"`
	Formula   string      `json:"formula"`
	Derivable bool        `json:"derivable"`
	Minimal   [][]string  `json:"minimal"`
	Missing   [][]string  `json:"missing"`
	Complete  bool        `json:"complete"`
	Extension string      `json:"extension,omitempty"` // with which it follows
	Barred    *barredLine `json:"barred,omitempty"`    // what bars the way
	OnTheWire *bool       `json:"on_the_wire"`         // null: there is no description to compare with
	Proof     []proofLine `json:"proof"`
}

// A barredLine is a step of a proof that a condition of its rule forbids.
type barredLine struct {
	Rule    string `json:"rule"`
	Formula string `json:"formula"`
	Why     string `json:"why"`
}

func barredOf(b *checker.Refusal) *barredLine {
	if b == nil {
		return nil
	}
	return &barredLine{b.Rule, b.Conclusion.String(), b.Why}
}

func extensionOf(e *proofs.Least) string {
	if e == nil {
		return ""
	}
	return e.IDs[0]
}

// A proofLine is a step of a proof. Its premises are the indices of earlier steps.
type proofLine struct {
	Formula  string `json:"formula"`
	Rule     string `json:"rule,omitempty"`
	Given    string `json:"given,omitempty"`
	Premises []int  `json:"premises,omitempty"`
}

type findingLine struct {
	Formula   string      `json:"formula"`
	Verdict   string      `json:"verdict"`
	Errata    [][]string  `json:"errata"`
	AsCited   [][]string  `json:"as_cited"`
	Extension string      `json:"extension"`
	Missing   [][]string  `json:"missing"`
	Complete  bool        `json:"complete"`
	Barred    *barredLine `json:"barred,omitempty"`
	Circles   []int       `json:"circles"`
}

type statementLine struct {
	N     int      `json:"n"`
	Cites []string `json:"cites"`
	Rule  string   `json:"rule"`
	findingLine
	Contents []findingLine `json:"contents"`
}

type variantLine struct {
	Errata    []string `json:"errata"`
	Derivable []string `json:"derivable"`
	Expected  bool     `json:"expected"`
	Differs   string   `json:"differs"`
}

type circularLine struct {
	Assumption string `json:"assumption"`
	Goal       string `json:"goal"`
	Same       bool   `json:"same"`
}

type mistakenLine struct {
	Message string `json:"message"`
	Formula string `json:"formula"`
}

// JSON writes the report as one JSON object. When only is not empty, it is the one goal that is
// written.
func (p *Report) JSON(w io.Writer, only string) error {
	v := p.Variant
	o := proveLine{Schema: table.Schema, Verb: "prove", Protocol: v.Name, Title: v.Title,
		Source: v.Source, Errata: some(v.Applied), Extensions: some(v.Extensions),
		Goals: []goalLine{}, Statements: []statementLine{}, Variants: []variantLine{},
		Unused: some(p.unneeded()), Circular: []circularLine{}, Mistaken: []mistakenLine{},
		Wire: some(p.Wire), Omitted: []omittedLine{}, Space: []string{}}
	for _, g := range p.Goals {
		if only == "" || g.ID == only {
			o.Goals = append(o.Goals, p.goalLine(g))
		}
	}
	for _, m := range v.Messages {
		if d := p.Mistaken[m.ID]; d != nil {
			o.Mistaken = append(o.Mistaken, mistakenLine{m.ID, d.Conclusion().String()})
		}
	}
	for _, s := range p.Statements {
		line := statementLine{s.N, s.Cites, s.Rule, findingOf(s.Result), []findingLine{}}
		for _, c := range s.Contents {
			line.Contents = append(line.Contents, findingOf(c))
		}
		o.Statements = append(o.Statements, line)
	}
	for _, c := range p.Columns {
		o.Variants = append(o.Variants, variantLine{some(c.Errata), some(c.Derivable), c.Expected,
			c.Differs})
	}
	for _, c := range p.Circular {
		o.Circular = append(o.Circular, circularLine{c.Assumption, c.Goal, c.Same})
	}
	for _, m := range v.Omissions {
		o.Omitted = append(o.Omitted, omittedLine{m.Messages, m.Why})
	}
	if p.Behaviour != nil {
		o.Behaviour = behaviourLines(p.Behaviour)
	}
	for _, c := range p.Space {
		o.Space = append(o.Space, c.String())
	}
	return table.WriteJSON(w, o)
}

func (p *Report) goalLine(g proofs.Goal) goalLine {
	line := goalLine{g.ID, g.Formula.String(), g.Proof != nil, some(proofs.Sets(g.Minimal)),
		candidates(g.Additions), g.Whole, extensionOf(g.Extended), barredOf(g.Barred), nil,
		proofLines(g.Proof)}
	if p.Variant.Model != "" {
		backed := g.Proof != nil && p.Backed[g.ID] != nil
		line.OnTheWire = &backed
	}
	return line
}

func behaviourLines(b *goals.Behaviour) []behaviourLine {
	var lines []behaviourLine
	for i := range b.Rows {
		g := &b.Rows[i]
		line := behaviourLine{Goal: g.ID, Sentence: g.Sentence, Printed: printed(g),
			After: [][]string{}, Against: g.Against, Random: some(g.Random), Shown: []string{}}
		for _, set := range proofs.Sets(g.After) {
			line.After = append(line.After, some(set))
		}
		for j := range b.Shown {
			if slices.Contains(b.Shown[j].Goals, g.ID) {
				line.Shown = survey.Tell(b.Shown[j].Findings)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// some returns a list that is never null in JSON.
func some[T any](list []T) []T { return append([]T{}, list...) }

func candidates(additions []proofs.Addition) [][]string {
	all := [][]string{}
	for _, a := range additions {
		var set []string
		for _, c := range a.Candidates {
			set = append(set, c.String())
		}
		all = append(all, set)
	}
	return all
}

func findingOf(f proofs.Result) findingLine {
	sets := func(all [][]string) [][]string {
		lists := [][]string{}
		for _, s := range all {
			lists = append(lists, some(s))
		}
		return lists
	}
	return findingLine{f.Formula.String(), f.Status, sets(proofs.Sets(f.Errata)),
		sets(proofs.Sets(f.AsCited)), extensionOf(f.Extended), candidates(f.Additions), f.Whole,
		barredOf(f.Barred), some(f.Circles)}
}

func proofLines(d *checker.Derivation) []proofLine {
	lines := []proofLine{}
	if d == nil {
		return lines
	}
	var done []*checker.Derivation
	d.Walk(func(d *checker.Derivation) {
		r, _ := d.Rule()
		line := proofLine{Formula: d.Conclusion().String(), Rule: r.ID, Given: d.Given()}
		for _, p := range d.Premises() {
			line.Premises = append(line.Premises, slices.Index(done, p))
		}
		done = append(done, d)
		lines = append(lines, line)
	})
	return lines
}
