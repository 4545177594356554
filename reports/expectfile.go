package reports

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// A passage is where an expectation stands in its file. A part of it that is not there has
// no width.
type passage struct {
	begin, end    int  // from its header to behind its last line
	value, reason span // with their quotes
	id            span
}

// A span is a stretch of a file, in bytes.
type span struct{ from, to int }

func (s span) there() bool { return s.to > s.from }

const wantVerdict = "want [[verdict]] with id, value and reason"

// readVerdicts reads the verdicts of a file with where each of them stands. The decoder
// says whether the file is TOML; its parser says what stands where, which the decoder does
// not tell, in the letters of the file: "ID" is not id.
func readVerdicts(text string) ([]Expectation, error) {
	var any map[string]any
	if err := toml.Unmarshal([]byte(text), &any); err != nil {
		return nil, tomlError(err)
	}
	r := verdictReader{text: text}
	r.p.Reset([]byte(text))
	for r.p.NextExpression() {
		if err := r.expression(r.p.Expression()); err != nil {
			return nil, err
		}
	}
	return r.all, tomlError(r.p.Error())
}

// tomlError says where in a file the first mistake is.
func tomlError(err error) error {
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		row, column := decode.Position()
		return fmt.Errorf("line %d, column %d: %s", row, column,
			strings.TrimPrefix(decode.Error(), "toml: "))
	}
	return err
}

type verdictReader struct {
	p    unstable.Parser
	text string
	all  []Expectation
}

func (r *verdictReader) expression(e *unstable.Node) error {
	key := e.Key()
	var names []string
	var first unstable.Range
	for key.Next() {
		if names == nil {
			first = key.Node().Raw
		}
		names = append(names, string(key.Node().Data))
	}
	at := r.p.Shape(first).Start
	bad := func() error {
		return fmt.Errorf("line %d, column %d: %s: %s", at.Line, at.Column, strings.Join(names, "."),
			wantVerdict)
	}
	switch {
	case e.Kind == unstable.ArrayTable && len(names) == 1 && names[0] == "verdict":
		begin := 1 + strings.LastIndexByte(r.text[:first.Offset], '\n')
		r.all = append(r.all, Expectation{line: at.Line,
			at: passage{begin: begin, end: r.lineEnd(int(first.Offset))}})
		return nil
	case e.Kind != unstable.KeyValue || len(names) != 1 || len(r.all) == 0:
		return bad()
	}
	v := &r.all[len(r.all)-1]
	field := map[string]*string{"id": &v.ID, "value": &v.Value, "reason": &v.Reason}[names[0]]
	if field == nil {
		return bad()
	}
	value := e.Value()
	if value.Kind != unstable.String {
		return fmt.Errorf("line %d, column %d: %s: want text in quotes", at.Line, at.Column, names[0])
	}
	*field = string(value.Data)
	where := span{int(value.Raw.Offset), int(value.Raw.Offset + value.Raw.Length)}
	*map[string]*span{"id": &v.at.id, "value": &v.at.value,
		"reason": &v.at.reason}[names[0]] = where
	v.at.end = r.lineEnd(where.to)
	return nil
}

// lineEnd is behind the line of a place in the file.
func (r *verdictReader) lineEnd(from int) int {
	if i := strings.IndexByte(r.text[from:], '\n'); i >= 0 {
		return from + i + 1
	}
	return len(r.text)
}
