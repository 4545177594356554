package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/reports/table"
	"emrproof/sim/trace"
)

// A stepView is one step of an attack: what a chart draws, and who knows what more
// after it.
type stepView struct {
	N      int
	Anchor string
	When   string // seconds of virtual time since the run began
	Title  string
	Mark   string // what the adversary did to the message, or does
	Kind   string // of mark: "secure", "message", "act", "refuse" …; see kindOf
	Fields []fieldView
	Size   int // of the message, in bytes
	Checks []string
	Makes  []makeView
	Lines  []string // of a step that is several exchanges over the secure channel
	Breaks []string // claims that break here
	Learns []learnView
	Hears  []hearView

	drawn *stroke
	rank  int // the seq of the last event that it covers
}

// A fieldView is a field of a message.
type fieldView struct {
	Name, Term, Hex string
	Size            int
	Cut             string // the SHA-256 of a value that is not given in full
}

// A makeView is something that a session computes, in the paper's notation.
type makeView struct {
	Text   string
	Errata []linkView
}

// A learnView is what a session holds from a step on.
type learnView struct {
	Who   string
	Items []itemView
}

type itemView struct{ Name, Term string }

// A hearView is what the adversary holds from a step on.
type hearView struct {
	Name, How string
	Secret    bool
}

// What is longer is cut, and says so.
const (
	hexInFull  = 64  // bytes of a value
	hexCut     = 24  // bytes that are given of a longer one
	termInFull = 400 // letters of a term
	termBeside = 40  // letters of a term that stands beside its name
)

// stepsOf are what a chart of the attack draws, step by step. What happens over the secure
// channel in a row is one step.
func stepsOf(a *survey.Attack, anchor string) ([]*stepView, error) {
	c, err := NewChart(io.Discard, a.Outcome.Config, Style{All: true})
	if err != nil {
		return nil, err
	}
	var all []*stepView
	c.show = func(s *stroke) {
		last := len(all) - 1
		if s.secure != nil && last >= 0 && all[last].drawn.secure != nil {
			all[last].Lines = append(all[last].Lines, s.secure.line())
			all[last].Title = fmt.Sprintf("%d exchanges over the secure channel", len(all[last].Lines))
			all[last].rank = s.seq
			return
		}
		all = append(all, newStep(s))
	}
	for _, e := range a.Outcome.Events {
		c.Event(e)
	}
	if err := c.Close(); err != nil {
		return nil, err
	}
	for i, s := range all {
		s.N, s.Anchor = i+1, fmt.Sprintf("%s_%d", anchor, i+1)
	}
	if len(all) == 0 {
		return nil, nil
	}
	lessons, err := lessonsBySeq(a)
	if err != nil {
		return nil, err
	}
	breaks(a, all)
	learned(c, a.Outcome.Events, all)
	heard(all, lessons)
	return all, nil
}

func newStep(s *stroke) *stepView {
	us := int64(s.at.Since()) / 1000
	v := &stepView{When: fmt.Sprintf("%d.%06d s", us/1e6, us%1e6), Mark: s.mark, Kind: kindOf(s),
		drawn: s, rank: s.seq}
	switch {
	case s.secure != nil:
		v.Title, v.Lines = "1 exchange over the secure channel", []string{s.secure.line()}
	case s.act != nil:
		v.Title = adversary + " " + s.words
	case s.msg != nil:
		v.Title = fmt.Sprintf("%s → %s: %s", s.from, s.to, s.msg.Name)
		v.Size, v.Fields = s.msg.Size(), fieldsOf(s)
	case s.block != nil && s.block.opens:
		v.Title = s.who + " opens " + s.block.phase.Name
	case s.block != nil:
		v.Title = s.who + " goes on"
	default:
		v.Title = s.words
	}
	if s.refused && s.msg != nil {
		v.Lines = []string{s.words}
	}
	if b := s.block; b != nil {
		v.Checks = b.checks
		for i, words := range b.computes {
			v.Makes = append(v.Makes, makeView{strings.TrimSpace(words), errataLinks(b.errata[i])})
		}
	}
	return v
}

// errataLinks lead from errata's ids to where the page has them.
func errataLinks(ids string) []linkView {
	var links []linkView
	for id := range strings.FieldsSeq(ids) {
		l := linkView{Text: id}
		if _, ok := library.ErratumByID(id); ok {
			l.Href = "#erratum-" + table.Slug(id)
		}
		links = append(links, l)
	}
	return links
}

// kindOf is what a step is, in a word that the page gives its colours by.
func kindOf(s *stroke) string {
	switch {
	case s.secure != nil:
		return "secure"
	case s.act != nil:
		return "act"
	case s.refused:
		return "refuse"
	case s.msg == nil:
		return "alone"
	case strings.HasPrefix(s.mark, "✗"):
		return "dropped"
	case strings.HasPrefix(s.mark, "✂"):
		return "injected"
	case strings.HasPrefix(s.mark, "↻"):
		return "again"
	case s.mark != "":
		return "redirected"
	}
	return "message"
}

// line is an exchange over the secure channel in a line.
func (x *exchange) line() string {
	if len(x.sent) == 0 {
		return x.by + " " + strings.Join(x.made, "; ")
	}
	pair, size, fields := x.summed()
	return strings.TrimSpace(fmt.Sprintf("%s: %s, %d B: %s %s", pair, x.phase.Name, size, fields,
		ranges(x.eqs)))
}

// fieldsOf are the fields of a message, by the names that the sender gives them or, of
// one that the adversary made, its receiver.
func fieldsOf(s *stroke) []fieldView {
	var all []fieldView
	for i, d := range s.msg.Fields {
		raw := d.Value.Bytes()
		f := fieldView{Name: d.Name, Term: cut(d.Value.String(), termInFull), Size: len(raw),
			Hex: hex.EncodeToString(raw)}
		if i < len(s.fields) {
			f.Name = s.fields[i].Name
		}
		if len(raw) > hexInFull {
			f.Hex = hex.EncodeToString(raw[:hexCut])
			f.Cut = fmt.Sprintf("%x", sha256.Sum256(raw))
		}
		all = append(all, f)
	}
	return all
}

// cut is text without what is over so many letters, and says how many those are.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return fmt.Sprintf("%s… (%d letters more)", string(runes[:most]), len(runes)-most)
}

// stepAt is the step that covers an event: of several that end with it, the last.
func stepAt(all []*stepView, seq int) *stepView {
	i := slices.IndexFunc(all, func(s *stepView) bool { return s.rank >= seq })
	if i < 0 {
		return all[len(all)-1]
	}
	for all[i].rank == seq && i+1 < len(all) && all[i+1].rank == seq {
		i++
	}
	return all[i]
}

// breaks notes where claims break: each at its first place, and none that breaks
// without an adversary, unless the attack is meant to violate it.
func breaks(a *survey.Attack, all []*stepView) {
	for i := range a.Results {
		r := &a.Results[i]
		if !r.Violated() || r.Honest && !r.Named {
			continue
		}
		b := r.Verdict.Breaches[0]
		at := stepAt(all, b.Commit)
		at.Breaks = append(at.Breaks, r.Verdict.Claim.ID+": "+strings.TrimSuffix(b.Text, "."))
	}
}

// learned notes what sessions come to hold: what they make, receive, take out of what
// they open, and look up.
func learned(c *Chart, events []*trace.Event, all []*stepView) {
	known := map[string]map[string]bool{} // by session and name
	for _, e := range events {
		items := itemsOf(c, e)
		if known[e.Session] == nil {
			known[e.Session] = map[string]bool{}
		}
		for _, it := range items {
			if known[e.Session][it.Name] {
				continue
			}
			known[e.Session][it.Name] = true
			at := stepAt(all, e.Seq)
			i := slices.IndexFunc(at.Learns, func(l learnView) bool { return l.Who == e.Session })
			if i < 0 {
				i = len(at.Learns)
				at.Learns = append(at.Learns, learnView{Who: e.Session})
			}
			at.Learns[i].Items = append(at.Learns[i].Items, it)
		}
	}
}

// itemsOf are the values that a session holds after an event.
func itemsOf(c *Chart, e *trace.Event) []itemView {
	var items []itemView
	switch {
	case e.Kind == trace.KindDeliver:
		fields := e.Msg.Fields
		for i, f := range c.step(e).Fields {
			it := itemView{Name: f.Name}
			if i < len(fields) {
				it.Term = beside(fields[i].Value.String(), f.Name)
			}
			items = append(items, it)
		}
	case e.Kind != trace.KindCompute:
	case e.Do == model.StepLookup.String():
		for _, f := range c.step(e).Fields {
			items = append(items, itemView{Name: f.Name})
		}
	case slices.Contains(gives, e.Do):
		for _, d := range e.Data {
			items = append(items, itemView{d.Name, beside(d.Value.String(), d.Name)})
		}
	}
	return items
}

// gives are the steps whose events carry what the session holds from then on.
var gives = []string{model.StepFresh.String(), model.StepStamp.String(),
	model.StepInput.String(), model.StepLet.String(), model.StepOpen.String()}

// beside is a term to stand beside a name; empty when it is long, or says no more.
func beside(term, name string) string {
	if table.Columns(term) > termBeside || strings.HasPrefix(term, name+"[") {
		return ""
	}
	return term
}

// heard notes what the adversary comes to hold. What crosses the network comes as one
// item for each message.
func heard(all []*stepView, lessons map[int][]attacks.Lesson) {
	for _, seq := range slices.Sorted(maps.Keys(lessons)) {
		var fields []string
		message := ""
		var others []hearView
		for _, l := range lessons[seq] {
			name, of, _ := strings.Cut(l.Name, " of ")
			if l.Heard {
				fields, message = append(fields, name), of
				continue
			}
			others = append(others, hearView{Name: cut(l.Name, termInFull),
				How: cut(l.How, termInFull), Secret: l.Secret})
		}
		at := stepAt(all, seq)
		if message != "" {
			at.Hears = append(at.Hears, hearView{Name: strings.Join(fields, ", ") + " of " + message,
				How: "sent over the insecure network"})
		}
		at.Hears = append(at.Hears, others...)
	}
}
