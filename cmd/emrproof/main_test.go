package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/simtest"
)

// The exit statuses, as the README has them.
const (
	wantExpected = 0
	wantDiffers  = 1
	wantUsage    = 2
	wantFault    = 3
	wantPipe     = 141
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"emrproof": main})
}

func TestScripts(t *testing.T) {
	const dir = "testdata/script"
	if found, err := filepath.Glob(dir + "/*.txt"); err != nil || len(found) == 0 {
		t.Fatalf("no scripts in %s: %v", dir, err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Setup: func(env *testscript.Env) error {
			env.Setenv("README", string(readme))
			return nil
		},
		Dir:                 dir,
		UpdateScripts:       simtest.Updating(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"quiet":   quiet,
			"replace": replace,
			"appears": appears,
			"shows":   shows,
			"parses":  parses,
			"smaller": smaller,
			"edit":    edit,
		},
	})
}

// progressLine is what a run that takes long says of how far it has come. How long a run takes
// depends on the machine.
var progressLine = regexp.MustCompile(`^emrproof: \d+ of \d+ [a-z ]+$`)

// quiet wants nothing on standard error, but how far a run has come.
func quiet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: quiet")
	}
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		if !progressLine.MatchString(strings.TrimSuffix(line, "\n")) {
			ts.Fatalf("standard error has %q", line)
		}
	}
}

// exits is "exits N program args…": the program ends with status N.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// replace is "replace FILE OLD NEW", once; OLD has to be there.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	text = strings.Replace(text, args[1], args[2], 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// edit is "edit FILE TEXT": the file, which has to be there, has this text and nothing else.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: edit FILE TEXT")
	}
	ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]), 0o666))
}

// appears is "appears PATTERN": a file of such a name is there, or comes to be;
// it is waited for as long as the test may run. "! appears PATTERN": there is none.
func appears(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] appears PATTERN")
	}
	for {
		found, err := filepath.Glob(ts.MkAbs(args[0]))
		ts.Check(err)
		switch {
		case neg && len(found) > 0:
			ts.Fatalf("%s is there", found[0])
		case neg || len(found) > 0:
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// smaller is "smaller DIR MB": the files of a folder have less together.
func smaller(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: smaller DIR MB")
	}
	most, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	var sum int64
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	}))
	if sum >= most*1e6 || sum == 0 {
		ts.Fatalf("%s has %d bytes, want less than %d MB", args[0], sum, most)
	}
}

// verb is a command whose only verb does what f does.
func verb(f func() error) (*cobra.Command, *bytes.Buffer) {
	root := &cobra.Command{Use: "emrproof", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(&cobra.Command{Use: "do", Args: cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error { return f() }})
	var stderr bytes.Buffer
	root.SetErr(&stderr)
	return root, &stderr
}

func TestStatus(t *testing.T) {
	const report = "emrproof: hint: this is a fault of emrproof: please report it, with what stands " +
		"above and this command: emrproof do 'it now'\n"
	for _, c := range []struct {
		name   string
		do     func() error
		status int
		stderr string
	}{
		{"as expected", func() error { return nil }, 0, ""},
		{"a verdict differs", func() error { return cli.ErrDiffers }, 1, ""},
		{"usage", func() error { return cli.Usage(fmt.Errorf("no")) }, 2, "emrproof: error: no\n"},
		{"usage with a hint", func() error {
			return cli.Usage(errors.New("no"), "try yes")
		}, 2, "emrproof: error: no\nemrproof: hint: try yes\n"},
		{"fault", func() error { return errors.New("no") }, 3, "emrproof: error: no\n" + report},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, stderr := verb(c.do)
			if got := cli.Status(root, []string{"do", "it now"}); got != c.status {
				t.Errorf("status %d, want %d", got, c.status)
			}
			if got := stderr.String(); got != c.stderr {
				t.Errorf("stderr %q, want %q", got, c.stderr)
			}
		})
	}
}

func TestPanicIsAFault(t *testing.T) {
	root, stderr := verb(func() error { panic("sim: internal error: two and two") })
	if got := cli.Status(root, []string{"do", "7"}); got != wantFault {
		t.Errorf("status %d, want %d", got, wantFault)
	}
	for _, want := range []string{"emrproof: error: sim: internal error: two and two\n",
		"main_test.go:", "please report it", "emrproof do 7\n"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("stderr has no %q:\n%s", want, stderr)
		}
	}
}

// A panic in a world of a campaign is one of this process, not its end.
func TestPanicInAWorkerIsAFault(t *testing.T) {
	root, stderr := verb(func() error {
		c, err := sim.Standard("ns", sim.DefaultSize)
		if err != nil {
			return err
		}
		_, err = campaign.Run(c, 4, 2, func() { panic("two and two") })
		return err
	})
	if got := cli.Status(root, []string{"do"}); got != wantFault {
		t.Errorf("status %d, want %d", got, wantFault)
	}
	if want := "emrproof: error: two and two\n"; !strings.HasPrefix(stderr.String(), want) {
		t.Errorf("stderr %q, want %q first", stderr, want)
	}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "emrproof"},
		{[]string{"run", "--skew", "bob=-1.5s"}, "emrproof run --skew bob=-1.5s"},
		{[]string{"run", "--trace", "my run"}, "emrproof run --trace 'my run'"},
		{[]string{"it's", ""}, `emrproof 'it'\''s' ''`},
	} {
		if got := cli.CommandLine(c.args); got != c.want {
			t.Errorf("%q: got %s, want %s", c.args, got, c.want)
		}
	}
}
