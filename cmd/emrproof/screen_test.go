package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
)

// runs runs a command line on files for its output and errors.
func runs(t *testing.T, stdin io.Reader, out *os.File, args ...string) (code int, stderr string) {
	t.Helper()
	errors, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer errors.Close()
	root := newRoot()
	root.SetOut(cli.Screen(out, "standard output", false))
	root.SetErr(cli.Screen(errors, "standard error", false))
	root.SetIn(stdin)
	code = cli.Status(root, args)
	text, err := os.ReadFile(errors.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(text)
}

const rudeScript = `title = "a \x1b[31mred \x1b[32mtitle"
threat = "\x1b[1mbold"
acts = []
world = need(D = ["bob"])
def on_begin():
    print("\x1b[2Jgone \u009b1m \x1b[32mgreen")
`

// What a script says of itself reaches no terminal as it is.
func TestEscapesOfAScript(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "rude.star"), rudeScript)
	for _, args := range [][]string{{"-q"}, {}, {"--format", "json"}} {
		out, err := os.Create(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		_, stderr := runs(t, nil, out, append([]string{"attack", filepath.Join(dir, "rude.star")},
			args...)...)
		out.Close()
		text, err := os.ReadFile(out.Name())
		if err != nil {
			t.Fatal(err)
		}
		all := string(text) + stderr
		if strings.ContainsAny(all, "\x1b\u009b") || !strings.Contains(all, `\x1b[2Jgone`) {
			t.Errorf("%v: got %q", args, all)
		}
	}
}

// On a terminal our own colours pass, and a script cannot have them.
func TestColoursOfAScript(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "rude.star")
	save(t, name, rudeScript)
	out, err := os.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	root := newRoot()
	root.SetOut(cli.Screen(out, "standard output", true))
	cli.Status(root, []string{"attack", "-q", name})
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("\x1b[1;4mclaims\x1b[0m")) {
		t.Errorf("no colours of our own: %q", text)
	}
	for _, rude := range []string{"\x1b[32mtitle", "\x1b[1mbold", "\x1b[32mgreen"} {
		if bytes.Contains(text, []byte(rude)) {
			t.Errorf("has %q", rude)
		}
	}
}

// Where a disk is full, or nobody reads, the system is at fault, and not emrproof; nothing
// is left behind.
func TestFullDisk(t *testing.T) {
	ofUnix(t)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	dir := t.TempDir()
	trace := filepath.Join(dir, "run.jsonl")
	save(t, trace, traceOf(t, ""))
	const want = "emrproof: error: standard output: no space left on device\n"
	for _, args := range []string{"run", "run -q --format json", "run --list", "run --runs 2",
		"run --skew bob=2m", // where a verdict would differ

		"attack --list", "attack W1 -q", "attack W1 --format json", "prove needham", "prove --list",
		"prove needham --format json", "cost --format csv", "cost --format json", "replay " + trace,
		"judge " + trace, "judge --format json " + trace,
		"version", "help", "run --help", "--help", "run --trace -", "completion bash"} {
		code, stderr := runs(t, nil, full, strings.Fields(args)...)
		if got := stderr[strings.LastIndex(strings.TrimSuffix(stderr, "\n"), "\n")+1:]; code !=
			wantUsage || got != want {
			t.Errorf("%s: status %d, %q", args, code, got)
		}
	}
	link := filepath.Join(dir, "link.svg")
	if err := os.Symlink("/dev/full", link); err != nil {
		t.Fatal(err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for args, name := range map[string]string{"run -q --trace": "--trace",
		"attack W1 -q --save": "--save"} {
		for file, why := range map[string]string{
			link: "no space left on device", dir: "is a directory",
			filepath.Join(dir, "none", "x"): "no such file or directory",
			filepath.Join(trace, "x"):       "not a directory",
		} {
			code, stderr := runs(t, nil, null, append(strings.Fields(args), file)...)
			if want := "emrproof: error: " + name + ` "` + file + `": ` + why + "\n"; code !=
				wantUsage || stderr != want {
				t.Errorf("%s: status %d\ngot  %swant %s", args, code, stderr, want)
			}
		}
	}
	if got := names(t, dir); len(got) != 2 {
		t.Errorf("left behind: %v", got)
	}
}

// Every file that a report has is refused by a full disk alike.
func TestFullDiskOfAReport(t *testing.T) {
	ofUnix(t)
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.Symlink("/dev/full", name); err != nil {
		t.Fatal(err)
	}
	if err := files.Write(name, []byte("x")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want an error of the system", err)
	}
}

// Like other tools, emrproof ends without a word when nobody reads on.
func TestClosedPipe(t *testing.T) {
	ofUnix(t)
	signal.Ignore(syscall.SIGPIPE)
	defer signal.Reset(syscall.SIGPIPE)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close()
	dir := t.TempDir()
	code, stderr := runs(t, nil, w, "run", "--trace", filepath.Join(dir, "x"))
	if code != wantPipe || stderr != "" {
		t.Errorf("status %d, %q", code, stderr)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

// "-" is standard output, and nothing else goes there then.
func TestTraceToStandardOutput(t *testing.T) {
	dir := t.TempDir()
	for _, args := range []string{"run --trace -", "attack W1 --save -"} {
		out, err := os.Create(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		code, stderr := runs(t, nil, out, strings.Fields(args)...)
		out.Close()
		if code != wantExpected || !strings.Contains(stderr, "published") {
			t.Errorf("%s: status %d, %q", args, code, stderr)
		}
		text, err := os.ReadFile(out.Name())
		if err != nil {
			t.Fatal(err)
		}
		again, err := os.Create(filepath.Join(dir, "again"))
		if err != nil {
			t.Fatal(err)
		}
		code, stderr = runs(t, bytes.NewReader(text), again, "replay", "-")
		again.Close()
		if code != wantExpected || stderr != "" {
			t.Errorf("%s | replay -: status %d, %q", args, code, stderr)
		}
	}
}

func TestDashIsRefused(t *testing.T) {
	for args, want := range map[string]string{
		"run --trace - --format json":      "--trace -: standard output has the JSON already",
		"attack W1 --save - --format json": "--save -: standard output has the JSON already",
		"bench --plots -":                  "--plots -: the plots are several files",
		"verify --out -":                   "--out -: the report is several files",
		"verify --expect - --accept":       "--expect -: --accept writes the file",
	} {
		code, stderr := runs(t, strings.NewReader(""), os.Stdout, strings.Fields(args)...)
		if code != wantUsage || !strings.HasPrefix(stderr, "emrproof: error: "+want) {
			t.Errorf("%s: status %d, %s", args, code, stderr)
		}
	}
}

// names are what is in a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}
