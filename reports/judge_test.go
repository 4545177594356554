package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/random"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/reports/expect"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// traceText is the trace file of an attack.
func traceText(t testing.TB, o *attacks.Outcome) []byte {
	t.Helper()
	text, err := o.Trace()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// judgedFile judges what a trace file has in it.
func judgedFile(text []byte) (*judgement, error) {
	file, err := sim.ReadTrace("t", bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return Judge("t", file)
}

// A file is judged as the run was that it tells of: whatever the monitors need is on it.
func TestFilesAreJudgedLikeRuns(t *testing.T) {
	simtest.Long(t)
	violated := map[model.ClaimKind]bool{}
	compare := func(what string, o *attacks.Outcome) {
		j, err := judgedFile(traceText(t, o))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		for i, v := range j.Outcome.Verdicts {
			if !reflect.DeepEqual(v, o.Verdicts[i]) {
				t.Errorf("%s: of the file %+v, of the run %+v", what, v, o.Verdicts[i])
			}
			if v.Status == monitor.Violated {
				violated[v.Claim.Kind] = true
			}
		}
	}
	for _, profile := range library.Profiles() {
		cases, err := survey.Scripts(need.Overrides{Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			o, err := c.Run()
			if err == nil {
				compare(profile+", "+c.ID, o.Outcome)
			} else if !errors.Is(err, attacks.ErrNeverActed) {
				t.Fatalf("%s: %v", c.ID, err)
			}
		}
	}
	for i := range 5 {
		for _, profile := range []string{"published", "hardened"} {
			o, err := random.Nth(random.Question{Profile: profile, Seed: 1}, i)
			if err != nil {
				t.Fatal(err)
			}
			compare(fmt.Sprintf("%s, play %d", profile, i), o)
		}
	}
	if len(violated) < 12 {
		t.Errorf("violated are claims of the kinds %v: want all that a trace decides", violated)
	}
}

// What is expected to be violated where nobody attacks is what honest runs violate, on every
// profile and with every option.
func TestViolatedAnyway(t *testing.T) {
	for _, profile := range library.Profiles() {
		for _, option := range append([]string{""}, library.OptionIDs(profile)...) {
			c, err := sim.Standard(profile, sim.DefaultSize)
			if err != nil {
				t.Fatal(err)
			}
			if option != "" {
				c.Options = []string{option}
			}
			anyway, err := attacks.ViolatedAnyway(c)
			if err != nil {
				t.Fatal(err)
			}
			got := slices.Sorted(maps.Keys(anyway))
			want, err := expect.Honest(profile, c.Options)
			if slices.Sort(want); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s %s: violated are %q, expected %q, %v", profile, option, got, want, err)
			}
		}
	}
}

// FuzzJudge edits the trace of an attack, an event or a value at a time, and gives events
// their numbers again, so that no edit is found by its number alone. There is no panic, and a
// trace that is refused is refused at a line.
func FuzzJudge(f *testing.F) {
	script := attacktest.Script(f, "lowe", need.Overrides{})
	o, err := script.Run()
	if err != nil {
		f.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(traceText(f, o.Outcome)), []byte("\n"))
	for line := range lines {
		f.Add([]byte{0, byte(line), byte(line), 0})
		f.Add([]byte{1, byte(line), 0, 0, 2, byte(line), 5, 9})
		f.Add([]byte{3, byte(line), byte(3 * line), 7})
	}
	f.Fuzz(func(t *testing.T, tape []byte) {
		text := edited(lines, tape)
		j, err := judgedFile(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "t:") || strings.Contains(err.Error(), "\n") {
				t.Errorf("it does not say where: %v", err)
			}
			return
		}
		if err := errors.Join(j.Text(io.Discard, false, true), j.JSON(io.Discard)); err != nil {
			t.Error(err)
		}
		for _, v := range j.Outcome.Verdicts {
			for _, b := range v.Breaches {
				if line := trace.Line(b.Commit); line < 2 || line > len(j.Outcome.Events)+1 {
					t.Errorf("line %d of %d", line, len(j.Outcome.Events)+2)
				}
			}
		}
	})
}

// edited is a trace with some edits, each of four bytes: what to do, where, and with what.
func edited(lines [][]byte, tape []byte) []byte {
	events := make([]map[string]any, 0, len(lines))
	for _, line := range lines[1 : len(lines)-1] {
		var e map[string]any
		if err := json.Unmarshal(line, &e); err != nil {
			panic(err)
		}
		events = append(events, e)
	}
	for ; len(tape) >= 4 && len(events) > 1; tape = tape[4:] {
		at, other := int(tape[1])%len(events), int(tape[2])%len(events)
		switch tape[0] % 5 {
		case 0:
			events[at], events[other] = events[other], events[at]
		case 1:
			events = slices.Delete(events, at, at+1)
		case 2:
			events = slices.Insert(events, at, maps.Clone(events[other]))
		default:
			change(events[at], events[other], tape[2], tape[3])
		}
	}
	text := append(slices.Clone(lines[0]), '\n')
	for i, e := range events {
		e["seq"] = i + 1
		line, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		text = append(append(text, line...), '\n')
	}
	return fmt.Appendf(text, "{\"kind\":\"end of trace\",\"events\":%d}\n", len(events))
}

// change puts something else under a key of an object, or of one inside it: what the same key
// of another one has, a number, a text or nothing.
func change(e, other map[string]any, key, with byte) {
	keys := slices.Sorted(maps.Keys(e))
	if len(keys) == 0 {
		return
	}
	k := keys[int(key)%len(keys)]
	inner, _ := e[k].(map[string]any)
	if list, ok := e[k].([]any); ok && len(list) > 0 {
		inner, _ = list[int(with)%len(list)].(map[string]any)
	}
	if inner != nil && with%3 > 0 {
		change(inner, other, key/7+with, with/3)
		return
	}
	switch with % 6 {
	case 0:
		delete(e, k)
	case 1:
		e[k] = int(with) - 100
	case 2:
		e[k] = []string{"", "alice", "ff", "exchange", "claim", "∞"}[int(with)/6%6]
	default:
		e[k] = other[k]
	}
}
