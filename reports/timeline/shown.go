package timeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/errata"
	"emrproof/model/library"
	"emrproof/reports/table"
	"emrproof/sim/trace"
)

// A stepView is one step of an attack: what a chart draws of it, and who has learned what by
// it.
type stepView struct {
	N      int
	Anchor string
	When   string // seconds of virtual time since the run began
	Title  string
	Mark   string // what the adversary did to the message, or does
	Kind   kind
	Fields []fieldView
	Size   int // of the message, in bytes
	Checks []string
	Makes  []makeView
	Lines  []string // of a step that is several exchanges over the secure channel
	Breaks []string // claims that break here
	Learns []learnView
	Hears  []hearView

	drawn *step
	rank  int // the seq of the last event that it covers
}

// A fieldView is a field of a message, with its value.
type fieldView struct {
	Name, Term, Hex string
	Size            int
	Cut             string // the SHA-256 of a value that is not given in full
}

// A makeView is a value that a session computes, in the paper's notation.
type makeView struct {
	Text   string
	Errata []erratumView
}

// An erratumView is the id of an erratum, with a link to its place in the page where it has one.
type erratumView struct{ Text, Href string }

// A learnView lists the values that a session holds from a step on.
type learnView struct {
	Who   string
	Items []itemView
}

type itemView struct{ Name, Term string }

// A hearView is a value that the adversary holds from a step on.
type hearView struct {
	Name, How string
	Secret    bool
}

// The limits of the values and terms that are shown in full. Longer ones are cut, and marked as
// cut.
const (
	hexInFull  = 64  // bytes of a value
	hexCut     = 24  // bytes that are given of a longer one
	termInFull = 400 // letters of a term
	termBeside = 40  // letters of a term that stands beside its name
)

// stepsOf returns the steps of an attack that its chart draws. Events over the secure channel
// that follow each other make one step.
func stepsOf(a *survey.Attack, anchor string) ([]*stepView, error) {
	steps, err := stepsOfRun(a.Outcome.Config, a.Outcome.Events)
	if err != nil {
		return nil, err
	}
	var all []*stepView
	for _, s := range steps {
		last := len(all) - 1
		if s.Kind == secure && last >= 0 && all[last].Kind == secure {
			all[last].Lines = append(all[last].Lines, s.Exchange.String())
			all[last].Title = fmt.Sprintf("%d exchanges over the secure channel", len(all[last].Lines))
			all[last].rank = s.Seq
			continue
		}
		all = append(all, newStep(s))
	}
	for i, s := range all {
		s.N, s.Anchor = i+1, fmt.Sprintf("%s_%d", anchor, i+1)
	}
	if len(all) == 0 {
		return nil, nil
	}
	protocol, err := library.Profile(a.Config.Profile, a.Config.Options...)
	if err != nil {
		return nil, err
	}
	lessons, err := lessonsBySeq(a)
	if err != nil {
		return nil, err
	}
	breaks(a, all)
	learned(protocol, a.Outcome.Events, all)
	heard(all, lessons)
	return all, nil
}

func newStep(s *step) *stepView {
	us := int64(s.At.Since()) / 1000
	v := &stepView{When: fmt.Sprintf("%d.%06d s", us/1e6, us%1e6), Mark: s.Mark, Kind: s.Kind,
		Checks: s.Checks, drawn: s, rank: s.Seq}
	switch {
	case s.Kind == secure:
		v.Title, v.Lines = "1 exchange over the secure channel", []string{s.Exchange.String()}
	case s.Kind == acted:
		v.Title = adversary + " " + s.Words
	case s.Message != nil:
		v.Title = fmt.Sprintf("%s → %s: %s", s.From, s.To, s.Message.Name)
		v.Size, v.Fields = s.Message.Size(), fieldsOf(s)
	case s.Opens:
		v.Title = s.Session + " opens " + s.Phase.Name
	case s.Kind == alone:
		v.Title = s.Session + " goes on"
	default:
		v.Title = s.Words
	}
	if s.Kind == refused && s.Message != nil {
		v.Lines = []string{s.Words}
	}
	for _, c := range s.Computes {
		v.Makes = append(v.Makes, makeView{strings.TrimSpace(c.Text), errataLinks(c.Errata)})
	}
	return v
}

// errataLinks returns links from the ids of errata to the place of each in the page.
func errataLinks(ids []string) []erratumView {
	var links []erratumView
	for _, id := range ids {
		l := erratumView{Text: id}
		if slices.ContainsFunc(errata.All, func(e errata.Erratum) bool { return e.ID == id }) {
			l.Href = "#erratum-" + table.Slug(id)
		}
		links = append(links, l)
	}
	return links
}

// fieldsOf returns the fields of a message under the names that its sender gives them. For a
// message that the adversary made, it takes the names that the receiver gives them.
func fieldsOf(s *step) []fieldView {
	var all []fieldView
	for i, d := range s.Message.Fields {
		raw := d.Value.Bytes()
		f := fieldView{Name: d.Name, Term: cut(d.Value.String(), termInFull), Size: len(raw),
			Hex: hex.EncodeToString(raw)}
		if i < len(s.Fields) {
			f.Name = s.Fields[i].Name
		}
		if len(raw) > hexInFull {
			f.Hex = hex.EncodeToString(raw[:hexCut])
			f.Cut = fmt.Sprintf("%x", sha256.Sum256(raw))
		}
		all = append(all, f)
	}
	return all
}

// cut returns a text of at most so many letters, and behind it how many letters were cut off.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return fmt.Sprintf("%s… (%d letters more)", string(runes[:most]), len(runes)-most)
}

// stepAt returns the step that covers an event; when several steps end with it, the last of
// these.
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

// breaks notes in the steps where claims break: each claim at the first place where it does. A
// claim that breaks without an adversary is left out, unless the attack is meant to violate it.
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

// learned notes in the steps what sessions learn: the values that they make, receive, take out
// of what they decrypt, and look up.
func learned(p *model.Protocol, events []*trace.Event, all []*stepView) {
	known := map[string]map[string]bool{} // by session and name
	for _, e := range events {
		items := itemsOf(p, e)
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

// itemsOf returns the values that an event adds to what its session holds.
func itemsOf(p *model.Protocol, e *trace.Event) []itemView {
	var items []itemView
	switch {
	case e.Kind == trace.KindDeliver:
		fields := e.Msg.Fields
		for i, f := range stepOf(p, e).Fields {
			it := itemView{Name: f.Name}
			if i < len(fields) {
				it.Term = beside(fields[i].Value.String(), f.Name)
			}
			items = append(items, it)
		}
	case e.Kind != trace.KindCompute:
	case e.Do == model.StepLookup.String():
		for _, f := range stepOf(p, e).Fields {
			items = append(items, itemView{Name: f.Name})
		}
	case slices.Contains(gives, e.Do):
		for _, d := range e.Data {
			items = append(items, itemView{d.Name, beside(d.Value.String(), d.Name)})
		}
	}
	return items
}

// stepOf returns the step of the protocol description to which an event belongs.
func stepOf(p *model.Protocol, e *trace.Event) *model.Step {
	return &p.PhaseNamed(e.Phase).Role(e.Party).Steps[e.Step-1]
}

// gives are the kinds of steps whose events carry a value that the session holds from then on.
var gives = []string{model.StepFresh.String(), model.StepStamp.String(),
	model.StepInput.String(), model.StepLet.String(), model.StepOpen.String()}

// beside returns a term to be shown beside its name. It is empty when the term is long, or
// tells no more than the name.
func beside(term, name string) string {
	if table.Columns(term) > termBeside || strings.HasPrefix(term, name+"[") {
		return ""
	}
	return term
}

// heard notes in the steps what the adversary learns. All that it hears of one message is one
// item.
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

// lessonsBySeq returns what the adversary learns in an attack, by the sequence number of the
// event from which it learns.
func lessonsBySeq(a *survey.Attack) (map[int][]attacks.Lesson, error) {
	lessons, err := a.Outcome.Lessons()
	if err != nil {
		return nil, err
	}
	bySeq := map[int][]attacks.Lesson{}
	for _, l := range lessons {
		bySeq[l.Seq] = append(bySeq[l.Seq], l)
	}
	return bySeq, nil
}
