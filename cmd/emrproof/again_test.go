package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"emrproof/cmd/emrproof/cli"
	"emrproof/sim/simtest"
)

// repeated matches a command that a verb prints for its user to type again, as text, in
// Markdown or in JSON.
var repeated = regexp.MustCompile(`(?mi)(?:\bagain:? +|"again": ?")\x60?(emrproof [^"\x60\n]*)`)

// keeps matches a command that keeps an attack as a file.
var keeps = regexp.MustCompile(`(?m)^replay +(emrproof .*) keeps it$`)

// ran runs a command line in this process, and returns what it wrote and its status.
func ran(t *testing.T, args []string) (string, int) {
	t.Helper()
	var out, complaints bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetErr(&complaints)
	code := cli.Status(root, args)
	if code == wantUsage || code == wantFault {
		t.Errorf("%s: exit status %d: %s", cli.CommandLine(args), code, &complaints)
	}
	return out.String(), code
}

// repeats runs a verb, then each command that it prints for its user to type again, and
// that gives the same again. A verb that prints none fails.
func repeats(t *testing.T, args ...string) {
	t.Helper()
	first, code := ran(t, args)
	found := repeated.FindAllStringSubmatch(first, -1)
	if len(found) == 0 {
		t.Errorf("%s prints no command to repeat it:\n%s", cli.CommandLine(args), first)
	}
	for _, m := range found {
		again := append(shellWords(t, m[1])[1:], shownBy(args)...)
		second, codeAgain := ran(t, again)
		if d := simtest.Difference(second, first); d != "" || codeAgain != code {
			t.Errorf("%s gives status %d, and %s, which it prints, gives %d:\n%s", cli.CommandLine(args),
				code, cli.CommandLine(again), codeAgain, d)
		}
	}
	for _, m := range keeps.FindAllStringSubmatch(first, -1) {
		words := shellWords(t, m[1])
		ran(t, words[1:])
		if _, err := os.Stat(words[len(words)-1]); err != nil {
			t.Errorf("%s keeps nothing: %v", m[1], err)
		}
	}
}

// shownBy are the flags among args that say what is shown: they are no part of the
// command, and are needed to compare.
func shownBy(args []string) []string {
	var list []string
	for i, a := range args {
		if a == "--format" || a == "--claims" {
			list = append(list, a, args[i+1])
		}
		if a == "--quiet" {
			list = append(list, a)
		}
	}
	return list
}

// shellWords splits a line as a shell does, as far as commandLine quotes.
func shellWords(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	quoted, open := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'':
			quoted, open = !quoted, true
		case c == '\\' && !quoted && i+1 < len(line):
			i++
			word.WriteByte(line[i])
		case c == ' ' && !quoted:
			if word.Len() > 0 || open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteByte(c)
		}
	}
	if quoted {
		t.Fatalf("%s: a quote is not closed", line)
	}
	if word.Len() > 0 || open {
		words = append(words, word.String())
	}
	return words
}

func TestCommandsRepeat(t *testing.T) {
	simtest.Long(t)
	lengths, err := os.ReadFile("../../bench/lengths.toml")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("my lengths.toml", lengths, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"run --quiet",
		"run --quiet --runs 2 --seed 7 --size P=2 --sessions 2",
		"run --quiet --option E12,E17 --skew alice=2s,bob=-500ms --delta-t 5m --suite p256",
		"run --profile ns --quiet",
		"games --profile li2018 --equal-lengths --resolution 1000 --seed 3",
		"attack W3",
		"attack W3 --option 'without:visit/D/verify Sig_P1' --claims all",
		"attack --profile ns --random 3",
		"attack --profile nsl --random 2 --seed 9",
		"prove --errata B1,B5", "prove hardened --format markdown",
		"cost", "cost --profile all --lengths 'my lengths.toml'", "cost --format markdown",
	} {
		t.Run(line, func(t *testing.T) { repeats(t, shellWords(t, line)...) })
	}
}

// What is measured does not come out the same, but the command that measures again has to
// be one.
func TestBenchCommand(t *testing.T) {
	c := newBench()
	given := strings.Fields("--quick --suite p256 --plots dir")
	if err := c.ParseFlags(given); err != nil {
		t.Fatal(err)
	}
	if got, want := cli.Again(c.Flags(), "bench"), "emrproof bench --quick --suite p256"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Every kind of flag comes out as it is typed.
func TestAgain(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"--on", "emrproof do x --on"},
		{"--on=false", "emrproof do x --on=false"},
		{"--option a,b --option c", "emrproof do x --option a,b,c"},
		{`--option "a,b",c`, `emrproof do x --option '"a,b",c'`},
		{"--n 3 --workers 4 --format json", "emrproof do x --n 3"},
	} {
		fs := pflag.NewFlagSet("do", pflag.ContinueOnError)
		fs.SortFlags = false
		fs.Bool("on", false, "")
		fs.StringSlice("option", nil, "")
		fs.Int("n", 0, "")
		fs.Int("workers", 0, "")
		fs.String("format", "", "")
		if err := fs.Parse(strings.Fields(c.given)); err != nil {
			t.Fatal(err)
		}
		if got := cli.Again(fs, "do", "x"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.given, got, c.want)
		}
	}
}

// Every flag of every verb that prints a command to repeat is either part of it, or known
// not to be: a flag that is renamed is not left among those that are left out.
func TestNotAgainNamesFlags(t *testing.T) {
	known := map[string]bool{}
	for _, verb := range newRoot().Commands() {
		verb.Flags().VisitAll(func(f *pflag.Flag) { known[f.Name] = true })
	}
	for _, name := range cli.NotAgain {
		if !known[name] {
			t.Errorf("no verb has --%s", name)
		}
	}
}

// parses is "parses FILE": every command in the file that its user is to type again is
// one that the program takes; those of the verbs that are named are run as well.
func parses(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: parses FILE [verb...]")
	}
	seen := map[string]bool{}
	for _, m := range repeated.FindAllStringSubmatch(ts.ReadFile(args[0]), -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		words := strings.Fields(m[1])[1:]
		c, rest, err := newRoot().Find(words)
		ts.Check(err)
		if err := c.ParseFlags(rest); err != nil {
			ts.Fatalf("%s: %v", m[1], err)
		}
		ts.Check(c.ValidateArgs(c.Flags().Args()))
		if slices.Contains(args[1:], words[0]) {
			var exit *exec.ExitError
			err := ts.Exec("emrproof", words...)
			if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == wantDiffers) {
				ts.Fatalf("%s: %v", m[1], err)
			}
		}
	}
	if len(seen) < 50 {
		ts.Fatalf("%d commands in %s", len(seen), args[0])
	}
}
