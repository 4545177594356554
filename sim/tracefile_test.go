package sim

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

func TestTraceIsReadAndReplayed(t *testing.T) {
	for _, profile := range library.Profiles() {
		for _, s := range suite.Names() {
			c := standard(t, profile, SizeOf(library.Must(profile), 2, 2, 1, 1))
			c.Suite = s
			c.Link = delay.Link{Delay: 5e6, Jitter: 5e6, LossPPM: 100000, Resend: 1e6}
			_, text := traceOf(t, c)
			file, err := ReadTrace("t", strings.NewReader(text))
			if err != nil {
				t.Fatalf("%s, %s: %v", profile, s, err)
			}
			if got := string(bytes.Join(file.Lines, nil)); got != text {
				t.Errorf("%s, %s: the lines are not the file's", profile, s)
			}
			if got, want := file.Count, strings.Count(text, "\n")-2; got != want {
				t.Errorf("%s, %s: %d events, want %d", profile, s, got, want)
			}
			if err := file.Replay(nil); err != nil {
				t.Errorf("%s, %s: %v", profile, s, err)
			}
			if again := asJSON(t, file.Config); again != asJSON(t, c) {
				t.Errorf("%s, %s: the Config reads as %s", profile, s, again)
			}
		}
	}
}

// A trace in brief is its head and the sum of the whole: the run gives the same sum, and a
// Config or a sum that was changed does not.
func TestTraceInBrief(t *testing.T) {
	_, text := traceOf(t, standard(t, "ns", DefaultSize))
	brief, err := trace.Brief([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(brief, []byte("\n")); n != 2 || len(brief) > 2000 {
		t.Errorf("%d lines, %d bytes: want two, and short", n, len(brief))
	}
	read := func(text string) *Trace {
		t.Helper()
		file, err := ReadTrace("t", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	file := read(string(brief))
	if !file.Brief || file.Count != read(text).Count {
		t.Errorf("brief %v, %d events, want those of the whole, %d", file.Brief, file.Count,
			read(text).Count)
	}
	if err := file.Replay(nil); err != nil {
		t.Errorf("got %v, want the same again", err)
	}
	for _, c := range []struct{ old, new string }{{`"seed":1`, `"seed":2`},
		{`"events":`, `"events":1`}, {`"sha256":"`, `"sha256":"0`}} {
		changed := read(strings.Replace(string(brief), c.old, c.new, 1))
		var differs *trace.DifferError
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
	file, err := ReadTrace("t", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Replay(nil); err != nil {
		t.Error(err)
	}
}

// A short value stands in a trace in full, and a long one by its hash.
func TestTraceHasValues(t *testing.T) {
	for _, w := range []struct {
		size int
		want string
	}{
		{1, `"size":1,"hex":"61"`},
		{64, `"size":64,"hex":"` + strings.Repeat("61", 64) + `"`},
		// sha256sum of 65 times a
		{65, `"size":65,"sha256":"635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"`},
	} {
		value := &trace.Value{Sort: model.Data, Raw: bytes.Repeat([]byte("a"), w.size)}
		var b strings.Builder
		tw := trace.NewWriter(&b, standard(t, "ns", DefaultSize))
		tw.Event(&trace.Event{Seq: 1, At: trace.Epoch, Kind: trace.KindExhibit,
			Data: []trace.Datum{{Name: "x", Value: value}}})
		if err := tw.Close(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), w.want) {
			t.Errorf("%d bytes: no %s in %s", w.size, w.want, b.String())
		}
	}
}

// A trace is for people too: its text stands in it as it is.
func TestTraceIsPlainText(t *testing.T) {
	var b strings.Builder
	w := trace.NewWriter(&b, standard(t, "ns", DefaultSize))
	w.Event(&trace.Event{Seq: 1, At: trace.Epoch, Kind: trace.KindMove, Reason: "a < b & c > d"})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"a < b & c > d"`) {
		t.Errorf("got %s", b.String())
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
		"an unknown kind": func(l []string) { l[7] = strings.Replace(l[7], "start", "begin", 1) },
	} {
		changed := append([]string(nil), lines...)
		change(changed)
		if changed[7] == lines[7] {
			t.Fatalf("%s: nothing is changed in %s", name, lines[7])
		}
		file, err := ReadTrace("t", strings.NewReader(strings.Join(changed, "")))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var d *trace.DifferError
		if err := file.Replay(nil); !errors.As(err, &d) || d.Line != 8 {
			t.Errorf("%s: Replay: %v, want a difference in line 8", name, err)
		} else if string(d.Is) != lines[7] || string(d.Was) != changed[7] {
			t.Errorf("%s: was %s is %s", name, d.Was, d.Is)
		} else {
			wantError(t, name, err, "line 8: the run does not give this line again")
		}
	}
}

// The last line counts like any other.
func TestReplayComparesTheLastLine(t *testing.T) {
	_, text := traceOf(t, standard(t, "ns", DefaultSize))
	lines := strings.SplitAfter(text, "\n")
	last := len(lines) - 2 // what follows the last line break is nothing
	blank := strings.Replace(text, `"events":`, `"events": `, 1)
	file, err := ReadTrace("t", strings.NewReader(blank))
	if err != nil {
		t.Fatal(err)
	}
	var d *trace.DifferError
	if err := file.Replay(nil); !errors.As(err, &d) || d.Line != last+1 {
		t.Errorf("a blank in the last line: Replay: %v, want a difference in line %d", err, last+1)
	}
	if err := file.Same(writing(text)); !errors.As(err, &d) || string(d.Is) != lines[last] {
		t.Errorf("a blank in the last line: Same: %v, want a difference in the last line", err)
	}
	file, err = ReadTrace("t", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]string{"a line missing": strings.Join(lines[:last], ""),
		"a line too many": text + "\n"} {
		if file.Same(writing(other)) == nil {
			t.Errorf("%s: Same finds no difference", name)
		}
	}
}

// What an editor or a mail program does to the ends of lines makes no difference.
func TestReadTraceTakesAnyEndOfLine(t *testing.T) {
	_, text := traceOf(t, standard(t, "ns", DefaultSize))
	for name, changed := range map[string]string{
		"no last line break": strings.TrimSuffix(text, "\n"),
		"carriage returns":   strings.ReplaceAll(text, "\n", "\r\n"),
		"a byte-order mark":  "\uFEFF" + text,
	} {
		file, err := ReadTrace("t", strings.NewReader(changed))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if err := file.Replay(nil); err != nil {
			t.Errorf("%s: %v", name, err)
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
		`t:6:31: end of line after key "at": want ':'`},
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
	}, `t:34:36: field "x" is not known: want one of kind, events`},
	{"something after the end", func(l []string) []string { return append(l, "\n") },
		`t:35: something follows the end of the trace`},
	{"two traces", func(l []string) []string { return append(l, l...) },
		`t:35: something follows the end of the trace`},
	{"no head", func(l []string) []string { return l[1:] },
		`t:1: not a trace: want a first line with "kind":"emrproof trace"`},
	{"not JSON", func(l []string) []string { return append(l[:5:5], "hello\n") },
		`t:6:1: 'h': want a JSON value`},
	{"an empty line", func(l []string) []string { return append(l[:5:5], "\n") },
		`t:6:1: end of line: want a JSON value`},
	{"a list", func(l []string) []string { return append(l[:5:5], "[]\n") },
		`t:6:1: a list: want an object`},
	{"nothing", func(l []string) []string { return append(l[:5:5], "null\n") },
		`t:6:1: null: want an object`},
	{"an unknown field", replaced(5, `"seq"`, `"color":3,"seq"`),
		`t:6:19: field "color" is not known: want one of kind, seq, at, who, party, session, ` +
			`phase, step, eq, do, event, label, peer, reason, cost, message, data`},
	{"two values", replaced(5, "\n", " 1\n"), `t:6:119: '1' after the value: want one JSON value`},
	{"a brace too many", replaced(5, "\n", "}\n"),
		`t:6:118: '}' after the value: want one JSON value`},
	{"a bracket too many", replaced(5, "\n", "]\n"),
		`t:6:118: ']' after the value: want one JSON value`},
	{"another schema", replaced(0, `"schema":1`, `"schema":2`),
		`t:1: a trace of schema 2: this version reads schema 1`},
	{"another schema of the Config", replaced(0, `{"schema":1`, `{"schema":2`),
		`t:1:56: schema 2: this version reads schema 1`},
	{"a field in the Config", replaced(0, `"profile"`, `"color":3,"profile"`),
		`t:1:58: field "config.color" is not known: want one of schema, profile, options, ` +
			`description, suite, cache, seed, delta_t, link, routes, computation, stretch_kib, ` +
			`max_principals, max_sessions, principals, starts, moves, records`},
	{"a Config that does not run", replaced(0, `"ns"`, `"nss"`),
		fmt.Sprintf(`t:1:68: profile "nss": want one of %s`, strings.Join(library.Names(), ", "))},
	{"a duration without its unit", replaced(0, `"1m0s"`, `60`),
		`t:1:128: config.delta_t: 60: want a duration in quotes, with its unit, such as "5ms"`},
	{"a seed twice", replaced(0, `"seed":1`, `"seed":1,"seed":7`),
		`t:1:118: key "seed" twice: want it once in an object`},
	{"a seed in another case", replaced(0, `"seed":1`, `"seed":1,"Seed":7`),
		`t:1:118: field "config.Seed" is not known: want seed`},
	{"no ΔT", replaced(0, `"delta_t":"1m0s",`, ``), `t:1:46: delta_t 0s: want more than 0s`},
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
	w := trace.NewWriter(brokenFile{}, c)
	mustRun(t, c, nil, w.Event)
	wantError(t, "writing", w.Close(), "disk on fire")
}

// FuzzReadTrace: no panic, and no error without a place, of the events either. The seeds are
// short, since fuzzing spends its time in proportion to them: the head of a trace, an event and
// its end.
func FuzzReadTrace(f *testing.F) {
	_, text := traceOf(f, standard(f, "ns", Size{Each: 1}))
	lines := strings.SplitAfter(text, "\n")
	head, event, end := lines[0], lines[1], `{"kind":"end of trace","events":1}`+"\n"
	for _, seed := range []string{head + event + end, "\uFEFF" + head + event + end[:20], head + end,
		strings.ReplaceAll(head+event+end, "\n", "\r\n"), head + "{}\n" + end, "{}", "",
		strings.Replace(head, `"seed"`, `"Seed"`, 1) + event + end} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := ReadTrace("t", bytes.NewReader(data))
		switch {
		case err != nil && !strings.HasPrefix(err.Error(), "t:"):
			t.Errorf("the error does not say where: %q", err)
		case err == nil:
			text, err := input.Text("t", data)
			if got := bytes.Join(file.Lines, nil); err != nil ||
				!bytes.Equal(bytes.TrimSuffix(got, []byte("\n")), bytes.TrimSuffix(text, []byte("\n"))) {
				t.Errorf("the lines are not the file's: %v", err)
			}
			if _, err := file.Events(); err != nil && !strings.HasPrefix(err.Error(), "t:") {
				t.Errorf("the error does not say where: %q", err)
			}
		}
	})
}

// writing writes a text.
func writing(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}
