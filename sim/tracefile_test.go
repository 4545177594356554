package sim

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
)

func TestTraceIsReadAndReplayed(t *testing.T) {
	for _, profile := range model.Profiles() {
		for _, s := range suite.Names() {
			c := standard(t, profile, Size{Patients: 2, Doctors: 1, Hospitals: 1, Visits: 2})
			c.Suite = s
			c.Link = Link{Delay: 5e6, Jitter: 5e6, LossPPM: 100000, Resend: 1e6}
			_, text := traceOf(t, c)
			trace, err := ReadTrace("t", strings.NewReader(text))
			if err != nil {
				t.Fatalf("%s, %s: %v", profile, s, err)
			}
			if got := string(bytes.Join(trace.Lines, nil)); got != text {
				t.Errorf("%s, %s: the lines are not the file's", profile, s)
			}
			if got, want := trace.Len(), strings.Count(text, "\n")-2; got != want {
				t.Errorf("%s, %s: %d events, want %d", profile, s, got, want)
			}
			if err := trace.Replay(nil); err != nil {
				t.Errorf("%s, %s: %v", profile, s, err)
			}
			if again := asJSON(t, trace.Config); again != asJSON(t, c) {
				t.Errorf("%s, %s: the Config reads as %s", profile, s, again)
			}
		}
	}
}

// A trace in brief is its head and the sum of the whole: the run gives the same sum, and a
// Config or a sum that was changed does not.
func TestTraceInBrief(t *testing.T) {
	_, text := traceOf(t, standard(t, "ns", DefaultSize))
	brief, err := BriefTrace([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(brief, []byte("\n")); n != 2 || len(brief) > 2000 {
		t.Errorf("%d lines, %d bytes: want two, and short", n, len(brief))
	}
	read := func(text string) *Trace {
		t.Helper()
		trace, err := ReadTrace("t", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return trace
	}
	trace := read(string(brief))
	if !trace.Brief() || trace.Len() != read(text).Len() {
		t.Errorf("brief %v, %d events, want those of the whole, %d", trace.Brief(), trace.Len(),
			read(text).Len())
	}
	if err := trace.Replay(nil); err != nil {
		t.Errorf("got %v, want the same again", err)
	}
	for _, c := range []struct{ old, new string }{{`"seed":1`, `"seed":2`},
		{`"events":`, `"events":1`}, {`"sha256":"`, `"sha256":"0`}} {
		changed := read(strings.Replace(string(brief), c.old, c.new, 1))
		var differs *DifferError
		if err := changed.Replay(nil); !errors.As(err, &differs) || differs.Line != 2 {
			t.Errorf("%s: got %v, want that line 2 differs", c.new, err)
		}
	}
	for _, bad := range []string{string(brief) + "x",
		strings.Replace(string(brief), "sum of", "sum or", 1),
		strings.Replace(string(brief), `"sha256"`, `"sha"`, 1),
		strings.Replace(text, "\n", "\n"+strings.SplitAfter(string(brief), "\n")[1], 2)} {
		if _, err := ReadTrace("t", strings.NewReader(bad)); err == nil {
			t.Errorf("it is taken: %.300s", bad)
		}
	}
}

// A trace is replayed from its Config alone, records and all.
func TestTraceOfARichConfig(t *testing.T) {
	c := richConfig(t)
	c.Moves, c.Link.LossPPM = nil, 1
	_, text := traceOf(t, c)
	trace, err := ReadTrace("t", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := trace.Replay(nil); err != nil {
		t.Error(err)
	}
}

func TestSameSeedSameTrace(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	_, a := traceOf(t, c)
	_, b := traceOf(t, c)
	if a != b {
		t.Error("the same Config gives two traces")
	}
	c.Seed = 2
	if _, b = traceOf(t, c); a == b {
		t.Error("another seed gives the same trace")
	}
	// Every key, nonce and ciphertext is another one: no message is the same but
	// those that say only who somebody is.
	seen := map[string]bool{}
	for _, text := range []string{a, b} {
		mine := map[string]bool{}
		for _, line := range strings.Split(text, "\n") {
			_, after, ok := strings.Cut(line, `"bytes":"`)
			message, _, _ := strings.Cut(after, `"`)
			if ok && seen[message] {
				t.Errorf("both seeds send %.40s…", message)
			}
			mine[message] = true
		}
		seen = mine
	}
}

// What went over the secure channel is on the trace as a fact, without bytes.
func TestSecureMessagesShowNoBytes(t *testing.T) {
	secure := 0
	for line := range strings.Lines(secondOf(traceOf(t, standard(t, "published", DefaultSize)))) {
		if !strings.Contains(line, `"secure":true`) {
			continue
		}
		secure++
		for _, word := range []string{`"bytes"`, `"fields"`} {
			if strings.Contains(line, word) {
				t.Errorf("a secure message shows %s: %.200s", word, line)
			}
		}
	}
	if secure != 22 { // 11 messages, each sent and delivered
		t.Errorf("%d lines on secure messages, want 22", secure)
	}
}

func secondOf(_ *Result, text string) string { return text }

func TestReplayFindsTheLineThatDiffers(t *testing.T) {
	_, text := traceOf(t, standard(t, "ns", DefaultSize))
	lines := strings.SplitAfter(text, "\n")
	for name, change := range map[string]func(lines []string){
		"a time":          func(l []string) { l[7] = strings.Replace(l[7], `:0`, `:1`, 1) },
		"a blank":         func(l []string) { l[7] = strings.Replace(l[7], `,`, `, `, 1) },
		"a carriage":      func(l []string) { l[7] = strings.Replace(l[7], "\n", "\r\n", 1) },
		"an unknown kind": func(l []string) { l[7] = strings.Replace(l[7], "start", "begin", 1) },
	} {
		changed := append([]string(nil), lines...)
		change(changed)
		if changed[7] == lines[7] {
			t.Fatalf("%s: nothing is changed in %s", name, lines[7])
		}
		trace, err := ReadTrace("t", strings.NewReader(strings.Join(changed, "")))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var d *DifferError
		if err := trace.Replay(nil); !errors.As(err, &d) || d.Line != 8 {
			t.Errorf("%s: Replay: %v, want a difference in line 8", name, err)
		} else if string(d.Is) != lines[7] || string(d.Was) != changed[7] {
			t.Errorf("%s: was %s is %s", name, d.Was, d.Is)
		}
	}
	// The last line counts like any other.
	last := len(lines) - 2 // what follows the last line break is nothing
	for name, file := range map[string]string{
		"without the last line break":   strings.TrimSuffix(text, "\n"),
		"with a blank in the last line": strings.Replace(text, `"events":`, `"events": `, 1),
	} {
		trace, err := ReadTrace("t", strings.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var d *DifferError
		if err := trace.Replay(nil); !errors.As(err, &d) || d.Line != last+1 {
			t.Errorf("%s: Replay: %v, want a difference in line %d", name, err, last+1)
		}
		if err := trace.Same([]byte(text)); !errors.As(err, &d) || string(d.Is) != lines[last] {
			t.Errorf("%s: Same: %v, want a difference in the last line", name, err)
		}
	}
	trace, err := ReadTrace("t", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"a line missing": strings.Join(lines[:last], ""),
		"a line too many": text + "\n"} {
		if trace.Same([]byte(file)) == nil {
			t.Errorf("%s: Same finds no difference", name)
		}
	}
}

// badTraces are changes to the trace of an exchange of ns: 34 lines, of which 32 are
// events.
var badTraces = []struct {
	name   string
	change func(lines []string) []string
	want   string
}{
	{"empty", func([]string) []string { return nil },
		`t:1: the trace has no end: it was cut short`},
	{"no end", func(l []string) []string { return l[:33] },
		`t:33: the trace has no end: it was cut short`},
	{"a head alone", func(l []string) []string { return l[:1] },
		`t:1: the trace has no end: it was cut short`},
	{"cut in a line", func(l []string) []string { return append(l[:5:5], l[5][:30]) },
		`t:6: unexpected EOF`},
	{"a line missing", func(l []string) []string { return append(l[:5:5], l[6:]...) },
		`t:6: event 6, want 5`},
	{"a line twice", func(l []string) []string { return append(l[:6:6], l[5:]...) },
		`t:7: event 5, want 6`},
	{"two lines swapped", func(l []string) []string { l[5], l[6] = l[6], l[5]; return l },
		`t:6: event 6, want 5`},
	{"the last event missing", func(l []string) []string { return append(l[:32:32], l[33]) },
		`t:33: the trace has 31 events, its end says 32`},
	{"a wrong count", func(l []string) []string {
		return append(l[:33:33], `{"kind":"end of trace","events":33}`+"\n")
	}, `t:34: the trace has 32 events, its end says 33`},
	{"another end", func(l []string) []string {
		return append(l[:33:33], `{"kind":"end of trace?","events":32}`+"\n")
	}, `t:34: kind "end of trace?": want "end of trace"`},
	{"a field at the end", func(l []string) []string {
		return append(l[:33:33], `{"kind":"end of trace","events":32,"x":1}`+"\n")
	}, `t:34: json: unknown field "x"`},
	{"something after the end", func(l []string) []string { return append(l, "\n") },
		`t:34: something follows the end of the trace`},
	{"two traces", func(l []string) []string { return append(l, l...) },
		`t:34: something follows the end of the trace`},
	{"no head", func(l []string) []string { return l[1:] },
		`t:1: not a trace: want a first line with "kind":"emrproof trace"`},
	{"not JSON", func(l []string) []string { return append(l[:5:5], "hello\n") },
		`t:6: invalid character 'h' looking for beginning of value`},
	{"an empty line", func(l []string) []string { return append(l[:5:5], "\n") }, `t:6: EOF`},
	{"a list", func(l []string) []string { return append(l[:5:5], "[]\n") },
		`t:6: json: cannot unmarshal array into Go value of type sim.eventLine`},
	{"nothing", func(l []string) []string { return append(l[:5:5], "null\n") },
		`t:6: event 0, want 5`},
	{"an unknown field", replaced(5, `"seq"`, `"color":3,"seq"`),
		`t:6: json: unknown field "color"`},
	{"two values", replaced(5, "\n", " 1\n"), `t:6: something follows the value`},
	{"a brace too many", replaced(5, "\n", "}\n"), `t:6: something follows the value`},
	{"a bracket too many", replaced(5, "\n", "]\n"), `t:6: something follows the value`},
	{"another schema", replaced(0, `"schema":1`, `"schema":2`),
		`t:1: a trace of schema 2: this version reads schema 1`},
	{"another schema of the Config", replaced(0, `{"schema":1`, `{"schema":2`),
		`t:1: schema 2: this version reads schema 1`},
	{"a field in the Config", replaced(0, `"profile"`, `"color":3,"profile"`),
		`t:1: json: unknown field "color"`},
	{"a Config that does not run", replaced(0, `"ns"`, `"nss"`),
		fmt.Sprintf(`t:1: profile "nss": want one of %s`, strings.Join(model.Profiles(), ", "))},
	{"a duration without its unit", replaced(0, `"1m0s"`, `60`),
		`t:1: json: cannot unmarshal number into Go struct field Config.config.delta_t of type ` +
			`sim.Duration`},
}

// replaced changes the first such text in a line, counted from 0.
func replaced(line int, old, new string) func([]string) []string {
	return func(l []string) []string {
		l[line] = strings.Replace(l[line], old, new, 1)
		return l
	}
}

func TestReadTraceIsStrict(t *testing.T) {
	_, text := traceOf(t, standard(t, "ns", DefaultSize))
	for _, b := range badTraces {
		lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
		lines[len(lines)-1] += "\n"
		if len(lines) != 34 {
			t.Fatalf("%d lines, want 34", len(lines))
		}
		_, err := ReadTrace("t", strings.NewReader(strings.Join(b.change(lines), "")))
		wantError(t, b.name, err, b.want)
	}
}

type brokenFile struct{}

func (brokenFile) Read([]byte) (int, error)  { return 0, errors.New("disk on fire") }
func (brokenFile) Write([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestTraceFileFails(t *testing.T) {
	_, err := ReadTrace("t", io.MultiReader(strings.NewReader("{"), brokenFile{}))
	wantError(t, "reading", err, "t:1: disk on fire")
	c := standard(t, "published", DefaultSize)
	w := NewTraceWriter(brokenFile{}, c)
	mustRun(t, c, nil, w.Event)
	wantError(t, "writing", w.Close(), "disk on fire")
}

// FuzzReadTrace: no panic, and no error without a text. The seeds are short, so that they
// are changed often: a head and a line of each kind, and not a trace whole.
func FuzzReadTrace(f *testing.F) {
	_, text := traceOf(f, standard(f, "ns", DefaultSize))
	lines := strings.SplitAfter(text, "\n")
	f.Add([]byte(lines[0]))
	f.Add([]byte(lines[0] + `{"kind":"end of trace","events":0}`))
	f.Add([]byte(lines[0] + `{"kind":"sum of trace","events":32,"sha256":"00"}`))
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		kind, rest, _ := strings.Cut(line, `,"seq":`)
		_, rest, ok := strings.Cut(rest, ",")
		if ok && !seen[kind] && len(line) < 600 {
			seen[kind] = true
			f.Add([]byte(lines[0] + kind + `,"seq":1,` + rest + `{"kind":"end of trace","events":1}`))
		}
	}
	if len(seen) < 4 {
		f.Errorf("%d kinds of lines among the seeds, want 4 or more", len(seen))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		trace, err := ReadTrace("t", bytes.NewReader(data))
		switch {
		case err != nil && !strings.HasPrefix(err.Error(), "t:"):
			t.Errorf("the error does not say where: %q", err)
		case err == nil && !bytes.Equal(bytes.Join(trace.Lines, nil), data):
			t.Error("the lines are not the file's")
		}
	})
}
