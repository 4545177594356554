package expect

import (
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"emrproof/model/input"
)

// A passage is the place of an expectation in its file. A part that the expectation lacks is a
// span of no width.
type passage struct {
	begin, end    int  // from its header to behind its last line
	value, reason span // with their quotes
	id            span
}

// A span is a stretch of a file, in bytes.
type span struct{ from, to int }

func (s span) there() bool { return s.to > s.from }

// readVerdicts reads the verdicts of a file, each with its place. Package input checks that the
// file is well formed; the parser of TOML, used here, gives the places.
func readVerdicts(file, text string) ([]expectation, []honest, error) {
	var read struct {
		Honest  []honest `toml:"honest"`
		Verdict []struct {
			ID     string `toml:"id"`
			Value  string `toml:"value"`
			Reason string `toml:"reason"`
		} `toml:"verdict"`
	}
	fields, err := input.TOML(file, []byte(text), &read)
	if err != nil {
		return nil, nil, err
	}
	r := verdictReader{text: text}
	r.p.Reset([]byte(text))
	for r.p.NextExpression() {
		r.expression(r.p.Expression())
	}
	if len(r.all) != len(read.Verdict) {
		return nil, nil, fields.Place("", input.Wrong("verdict",
			`field "verdict": want each under a header [[verdict]]`))
	}
	return r.all, read.Honest, nil
}

type verdictReader struct {
	p    unstable.Parser
	text string
	all  []expectation
	in   bool // below a header of a verdict
}

// expression reads a header, or a key with its value.
func (r *verdictReader) expression(e *unstable.Node) {
	key := e.Key()
	key.Next()
	first := key.Node()
	if e.Kind == unstable.ArrayTable {
		if r.in = string(first.Data) == "verdict"; !r.in {
			return
		}
		begin := 1 + strings.LastIndexByte(r.text[:first.Raw.Offset], '\n')
		r.all = append(r.all, expectation{line: r.p.Shape(first.Raw).Start.Line,
			at: passage{begin: begin, end: r.lineEnd(int(first.Raw.Offset))}})
		return
	}
	if !r.in {
		return // verdict = […], or another header
	}
	v, value := &r.all[len(r.all)-1], e.Value()
	text := string(value.Data)
	where := span{int(value.Raw.Offset), int(value.Raw.Offset + value.Raw.Length)}
	switch string(first.Data) {
	case "id":
		v.ID, v.at.id = text, where
	case "value":
		v.Value, v.at.value = text, where
	case "reason":
		v.Reason, v.at.reason = text, where
	}
	v.at.end = r.lineEnd(where.to)
}

// lineEnd returns the offset just after the line that holds a given offset.
func (r *verdictReader) lineEnd(from int) int {
	if i := strings.IndexByte(r.text[from:], '\n'); i >= 0 {
		return from + i + 1
	}
	return len(r.text)
}
