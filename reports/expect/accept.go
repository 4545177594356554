package expect

import (
	"fmt"
	"slices"
	"strings"
)

// An acceptance is a rewritten file of expectations, under which everything that was found is
// expected, with a list of the changes.
type acceptance struct {
	Text                    string
	Changed, Added, Removed []string // ids
	// Unreasoned are the verdicts in the file that have no reason yet, each with its place.
	// Parse refuses the file until every one has a reason.
	Unreasoned []string
}

// Changes says whether the file differs from what it was.
func (a *acceptance) Changes() bool { return len(a.Changed)+len(a.Added)+len(a.Removed) > 0 }

const newExpectations = "# What emrproof verify is to find, and why. Each reason is read by a " +
	"person; verify refuses an\n# empty one. emrproof verify --accept brings this file up to date.\n"

// Accept returns a rewritten file of expectations, under which everything that was found is
// expected. Only the verdicts that came out otherwise are rewritten: everything else keeps its
// bytes, its order and its comments, and a value keeps its kind of quotes where it can. The
// reason of a verdict that changed or is new is left empty, to be filled in by hand. The
// expectations of a suite in which nothing was asked are kept.
func (e *Expectations) Accept(found []Found) (*acceptance, error) {
	a := &acceptance{}
	w := rewriter{text: e.text}
	if e.text == "" {
		w.add(0, newExpectations)
	}
	asked, came := map[string]bool{}, map[string]bool{}
	for i := range found {
		f := &found[i]
		asked[f.suite()], came[f.ID] = true, true
		switch x := e.of(f.ID); {
		case x == nil, x.at == passage{} && x.Value != f.Value: // or it stands elsewhere
			a.Added = append(a.Added, f.ID)
			w.add(e.endOf(f.suite()), w.verdict(f))
		case x.Value != f.Value:
			a.Changed = append(a.Changed, f.ID)
			w.replace(x.at.value, f.Value)
			if x.at.reason.there() {
				w.replace(x.at.reason, "")
			}
		}
	}
	for _, x := range e.All {
		suite, _, _ := strings.Cut(x.ID, "/")
		if asked[suite] && !came[x.ID] {
			a.Removed = append(a.Removed, x.ID)
			w.remove(x.at)
		}
	}
	a.Text = w.done()
	now, err := parse(e.File, a.Text, true)
	if err != nil {
		return nil, fmt.Errorf("reports: internal error: what was written cannot be read: %w", err)
	}
	for _, x := range now.All {
		if strings.TrimSpace(x.Reason) == "" {
			a.Unreasoned = append(a.Unreasoned, fmt.Sprintf("%s:%d: %s", e.File, x.line, x.ID))
		}
	}
	if e.crlf {
		a.Text = strings.ReplaceAll(a.Text, "\n", "\r\n")
	}
	return a, nil
}

// endOf is the offset in the file at which a new expectation of a suite is inserted: after the
// last expectation of the suite or, if there is none, of the file.
func (e *Expectations) endOf(suite string) int {
	end := len(e.text)
	for _, x := range e.All {
		if s, _, _ := strings.Cut(x.ID, "/"); s == suite {
			end = x.at.end
		}
	}
	return end
}

// A rewriter replaces some stretches of a text, and leaves the rest as it is.
type rewriter struct {
	text  string
	edits []edit
}

type edit struct {
	span
	text string
}

func (w *rewriter) add(at int, text string) {
	w.edits = append(w.edits, edit{span{at, at}, text})
}

func (w *rewriter) replace(at span, value string) {
	w.edits = append(w.edits, edit{at, quotedLike(w.text[at.from:at.to], value)})
}

// remove deletes an expectation, and the empty line before it.
func (w *rewriter) remove(p passage) {
	before := w.text[:p.begin]
	if strings.HasSuffix(before, "\n\n") {
		p.begin--
	}
	w.edits = append(w.edits, edit{span{p.begin, p.end}, ""})
}

func (w *rewriter) verdict(f *Found) string {
	return "\n" + strings.Join([]string{"[[verdict]]", "id = " + basic(f.ID),
		"value = " + basic(f.Value), `reason = ""`, ""}, "\n")
}

// done returns the text with all changes made.
func (w *rewriter) done() string {
	slices.SortStableFunc(w.edits, func(a, b edit) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, e := range w.edits {
		b.WriteString(w.text[at:e.from])
		if e.from == len(w.text) && e.from > at && !strings.HasSuffix(w.text, "\n") {
			b.WriteByte('\n') // the last line has no end
		}
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(w.text[at:])
	return b.String()
}

// quotedLike quotes a value in the same kind of quotes as an old value, where these can hold
// it.
func quotedLike(old, value string) string {
	plain := !strings.ContainsFunc(value, func(r rune) bool {
		return r < ' ' && r != '\t' || r == 0x7f
	})
	switch {
	case strings.HasPrefix(old, "'''") && plain && !strings.Contains(value, "'''") &&
		!strings.HasSuffix(value, "'"):
		return "'''" + value + "'''"
	case strings.HasPrefix(old, "'") && !strings.HasPrefix(old, "'''") && plain &&
		!strings.Contains(value, "'"):
		return "'" + value + "'"
	case strings.HasPrefix(old, `"""`):
		return `""` + basic(value) + `""`
	}
	return basic(value)
}

// basic returns a value as a basic string of TOML.
func basic(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
