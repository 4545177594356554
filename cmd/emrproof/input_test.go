package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"emrproof/attacks"
	"emrproof/attacks/script/need"
	"emrproof/bench"
	"emrproof/cmd/emrproof/attack"
	"emrproof/cmd/emrproof/cli"
	"emrproof/sim"
	"emrproof/sim/record"
	"emrproof/sim/trace"
)

// A fileKind is a kind of file that a user can give.
type fileKind struct {
	name string // of the file
	good string
	read func(in *cli.Inputs, file string) (any, error)
	bad  [][2]string // a text, and how the error goes on after the file's name
}

const leastScript = `title = "a script"
acts = []
world = need(D = ["bob"])
`

const leastConfig = `schema = 1
delta_t = "1m"
[[principals]]
name = "authority"
party = "MA"
[[principals]]
name = "cloud"
party = "PC"
`

const leastExpectations = "[[verdict]]\nid = \"a/b\"\nvalue = \"c\"\nreason = \"d\"\n"

// traceOf is the trace of a world in which nobody meets, or of an attack.
func traceOf(t *testing.T, script string) string {
	t.Helper()
	var b bytes.Buffer
	if script != "" {
		s, err := attack.Load(&cli.Inputs{}, script, need.Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.Run()
		if err != nil {
			t.Fatal(err)
		}
		trace, err := o.Trace()
		if err != nil {
			t.Fatal(err)
		}
		return string(trace)
	}
	c, err := sim.ParseConfig("c.toml", []byte(leastConfig))
	if err != nil {
		t.Fatal(err)
	}
	w := trace.NewWriter(&b, c)
	if _, err := sim.Run(c, nil, w.Event); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func replayed(in *cli.Inputs, file string) (any, error) {
	trace, _, err := readTrace(in, file)
	if err != nil {
		return nil, err
	}
	if attacked(trace) {
		o, err := attacks.Run(trace.Config)
		if err != nil {
			return nil, err
		}
		again, err := o.Trace()
		if err != nil {
			return nil, err
		}
		return nil, trace.Same(func(w io.Writer) error { _, err := w.Write(again); return err })
	}
	return nil, trace.Replay(nil)
}

func recordOf(kind record.Kind) func(in *cli.Inputs, file string) (any, error) {
	return func(in *cli.Inputs, file string) (any, error) {
		var c sim.Config
		f := runFlags{}
		*map[record.Kind]*string{record.EMR: &f.emr, record.Signal: &f.signal,
			record.Diagnosis: &f.diagnosis}[kind] = file
		err := f.records(in, &c)
		return c.Records, err
	}
}

// fileKinds are all kinds of files.
func fileKinds(t *testing.T) []fileKind {
	lengths, err := os.ReadFile("../../bench/lengths.toml")
	if err != nil {
		t.Fatal(err)
	}
	proof, err := os.ReadFile("../../proofs/protocol/calibration/kerberos.ban")
	if err != nil {
		t.Fatal(err)
	}
	json := [][2]string{{"{", ":1:2: end of file: want a key"},
		{"{\n\"a\": 1,\n\"a\": 1}", `:3:1: key "a" twice`}, {"[]", ":1:1: a list: want an object"}}
	trace := traceOf(t, "")
	traces := [][2]string{{trace[:len(trace)-9], ":12:28: end of line"},
		{strings.Replace(trace, `"seq"`, `"Seq"`, 1), `:2:17: field "Seq" is not known: want seq`},
		{strings.Replace(trace, `"seed":1`, `"seed":"1"`, 1), ":1:"},
		{"{}", ":1: not a trace"}}
	return []fileKind{
		{"link.toml", "# a way\ndelay = \"5ms\"\nloss_ppm = 1\nresend = \"1s\"\n",
			func(in *cli.Inputs, file string) (any, error) { return link(in, file) },
			[][2]string{{"delay = \"5ms", ":1:"}, {"Delay = 5", ":1:1: field \"Delay\""},
				{"\ndelay = 5", ":2:9: field \"delay\": 5: want a duration"}, {"# no", ": is empty"}}},
		{"config.toml", leastConfig,
			func(in *cli.Inputs, file string) (any, error) { return readConfig(in, file) },
			[][2]string{{"", ": schema: is missing"}, {"schema = 1\nSeed = 7", ":2:1: field \"Seed\""},
				{"schema = 1\nseed = 1.5", ":2:8: field \"seed\": 1.5: want a whole number"}}},
		{"config.jsonl", trace,
			func(in *cli.Inputs, file string) (any, error) { return readConfig(in, file) }, traces},
		{"trace.jsonl", trace, replayed, append(traces, [2]string{"", ":1: the trace has no end"})},
		{"attack.jsonl", traceOf(t, "W1"), replayed, nil},
		{"emr.json", string(record.For(record.EMR, "alice")), recordOf(record.EMR), json},
		{"signal.json", string(record.For(record.Signal, "alice")), recordOf(record.Signal), json},
		{"dx.json", string(record.For(record.Diagnosis, "alice")), recordOf(record.Diagnosis), json},
		{"my.star", leastScript, func(in *cli.Inputs, file string) (any, error) {
			s, err := attack.Load(in, file, need.Overrides{})
			if err != nil {
				return nil, err
			}
			return s.Title + s.Config.Profile, nil
		}, [][2]string{{"", ": the script does not say"}, {"world = need(", ":1:14: "},
			{"acts = []\nworld = need(d = 5)", ":2:"}}},
		{"my.ban", string(proof), func(in *cli.Inputs, file string) (any, error) {
			p, err := loadProof(in, file)
			if err != nil {
				return nil, err
			}
			return fmt.Sprint(p.Name, p.Title), nil
		}, [][2]string{{"", ":1:"}, {"protocol x: y\nprincipal A,", ":2:"}}},
		{"lengths.toml", string(lengths), func(in *cli.Inputs, file string) (any, error) {
			l, err := readLengths(in, file, bench.Profiles())
			if err != nil {
				return nil, err
			}
			return l.All, nil
		}, [][2]string{{"", ": field \"name\""}, {"name = 5", ":1:8: field \"name\": 5: want a text"},
			{"name = 'n'\n[[length]]\nBits = 3", ":3:1: field \"length[0].Bits\""}}},
		{"expect.toml", leastExpectations, func(in *cli.Inputs, file string) (any, error) {
			e, err := (&verifyFlags{expect: file}).expectations(in)
			if err != nil {
				return nil, err
			}
			var all []string
			for _, x := range e.All {
				all = append(all, x.ID, x.Value, x.Reason)
			}
			return all, nil
		}, [][2]string{{"[[verdict]]\nid = 5", ":2:6: field \"verdict[0].id\": 5"},
			{"[[verdict]]\nID = 'a/b'", ":2:1: field \"verdict[0].ID\""}}},
	}
}

// Whatever an editor does to a text file, every reader takes it for the same.
func TestTextsAreReadAlike(t *testing.T) {
	for _, k := range fileKinds(t) {
		t.Run(k.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), k.name)
			var want any
			for i, text := range []string{k.good, "\uFEFF" + k.good,
				strings.ReplaceAll(k.good, "\n", "\r\n"), strings.TrimSuffix(k.good, "\n"),
				"\uFEFF" + strings.TrimSuffix(strings.ReplaceAll(k.good, "\n", "\r\n"), "\r\n")} {
				save(t, file, text)
				got, err := k.read(&cli.Inputs{}, file)
				if err != nil {
					t.Errorf("form %d: %v", i, err)
				}
				if i == 0 {
					want = got
				}
				if m, ok := got.(map[string][]byte); ok { // a record keeps what ends it
					for kind := range m {
						got = map[string][]byte{kind: append(bytes.TrimSuffix(m[kind], []byte("\n")), '\n')}
					}
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("form %d: got %v, want %v", i, got, want)
				}
				stdin, err := k.read(&cli.Inputs{Stdin: strings.NewReader(text)}, cli.Dash)
				if err != nil {
					t.Errorf("form %d: standard input: %v", i, err)
				} else if i == 0 && !reflect.DeepEqual(stdin, want) {
					t.Errorf("standard input: got %v, want %v", stdin, want)
				}
			}
		})
	}
}

// goWords are words that nobody who does not write Go knows.
var goWords = regexp.MustCompile(`(?i)struct|unmarshal|json:|toml:|strconv|\bEOF\b|\bnil\b|` +
	`\b(u?int|float)(8|16|32|64)\b|\[\]byte|interface|reflect|sim\.|%!|0x[0-9a-f]{6}`)

// What is no text of its kind is refused in a sentence that says where, without Go.
func TestBrokenTextsAreRefused(t *testing.T) {
	for _, k := range fileKinds(t) {
		t.Run(k.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, k.name)
			little := []byte{0xff, 0xfe}
			for _, u := range utf16.Encode([]rune(k.good)) {
				little = append(little, byte(u), byte(u>>8))
			}
			bad := append([][2]string{{string(little), ":1: is in UTF-16: want UTF-8"},
				{string(little[2:]), ":1: is in UTF-16: want UTF-8"},
				{strings.Replace(k.good, "\n", "\n\xff", 1), ":2:1: byte 0xff: want UTF-8"}}, k.bad...)
			if !strings.Contains(strings.TrimSuffix(k.good, "\n"), "\n") {
				bad[2][1] = ":" // one line
			}
			for _, b := range bad {
				save(t, file, b[0])
				_, err := k.read(&cli.Inputs{}, file)
				refused(t, err, file+b[1])
			}
			_, err := k.read(&cli.Inputs{}, filepath.Join(dir, "none-"+k.name))
			if err == nil || !strings.Contains(err.Error(), "none-"+k.name) {
				t.Errorf("a missing file: %v", err)
			}
			folder := filepath.Join(dir, "folder-"+k.name)
			if err := os.Mkdir(folder, 0o777); err != nil {
				t.Fatal(err)
			}
			_, err = k.read(&cli.Inputs{}, folder)
			if err == nil || !strings.HasSuffix(err.Error(), `"`+folder+`": is a directory`) {
				t.Errorf("a folder: %v", err)
			}
			if strings.HasSuffix(k.name, ".jsonl") {
				return // as long as it is
			}
			_, err = k.read(&cli.Inputs{Stdin: endless{}}, cli.Dash)
			refused(t, err, "stdin: is too long: want at most ")
		})
	}
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

func refused(t *testing.T, err error, want string) {
	t.Helper()
	words := ""
	if err != nil { // the name of the file is the user's
		words = err.Error()[strings.Index(err.Error(), ":")+1:]
	}
	switch {
	case err == nil || !strings.HasPrefix(err.Error(), want):
		t.Errorf("got  %v\nwant %s", err, want)
	case goWords.MatchString(words):
		t.Errorf("%v: has the word %q", err, goWords.FindString(words))
	case strings.Contains(err.Error(), "\n"):
		t.Errorf("%v: want one line", err)
	}
}

func save(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// Standard input can be read once.
func TestStandardInputIsTakenOnce(t *testing.T) {
	in := &cli.Inputs{Stdin: strings.NewReader("{}")}
	if _, _, err := in.Text("--emr", cli.Dash, 10); err != nil {
		t.Fatal(err)
	}
	_, _, err := in.Text("--signal", cli.Dash, 10)
	refused(t, err, "--signal -: standard input is read by --emr already")
}

// ofUnix skips a test of what Windows does not have.
func ofUnix(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such device")
	}
}
