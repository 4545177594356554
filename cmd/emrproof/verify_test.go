package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
	"emrproof/reports/expect"
	"emrproof/reports/verify"
)

// verifying is the command whose verify asks by a function.
func verifying(ask func(verify.Question) (*verify.Verification, error)) (
	*cobra.Command, *bytes.Buffer,
) {
	root := newRoot()
	for _, c := range root.Commands() {
		if c.Name() == "verify" {
			root.RemoveCommand(c)
		}
	}
	root.AddCommand(newVerifyOf(&verifyFlags{ask: ask}))
	var stderr bytes.Buffer
	root.SetErr(&stderr)
	root.SetOut(&bytes.Buffer{})
	return root, &stderr
}

// A fault of emrproof while it verifies is one, and not the user's.
func TestFaultWhileVerifying(t *testing.T) {
	for name, ask := range map[string]func(verify.Question) (*verify.Verification, error){
		"an error": func(verify.Question) (*verify.Verification, error) {
			return nil, errors.New("W3: the attack does not repeat")
		},
		"a panic": func(verify.Question) (*verify.Verification, error) {
			panic("two and two")
		},
	} {
		root, stderr := verifying(ask)
		out := filepath.Join(t.TempDir(), "out")
		if got := cli.Status(root, []string{"verify", "--quick", "--out", out}); got != wantFault {
			t.Errorf("%s: status %d, want %d:\n%s", name, got, wantFault, stderr)
		}
		if !strings.Contains(stderr.String(), "this is a fault of emrproof") {
			t.Errorf("%s: it says %q", name, stderr)
		}
	}
}

// What the store says of the world, such as a full disk, is no fault of emrproof.
func TestUsageWhileVerifying(t *testing.T) {
	root, stderr := verifying(func(verify.Question) (*verify.Verification, error) {
		return nil, cli.Usage(fmt.Errorf("--out: no space left"))
	})
	out := filepath.Join(t.TempDir(), "out")
	if got := cli.Status(root, []string{"verify", "--out", out}); got != wantUsage {
		t.Errorf("status %d, want %d:\n%s", got, wantUsage, stderr)
	}
}

func TestHintToGoOn(t *testing.T) {
	f := &verifyFlags{}
	c := newVerifyOf(f)
	const given = "--quick --out dir --workers 2 --expect e.toml --accept --seed 3"
	if err := c.ParseFlags(strings.Fields(given)); err != nil {
		t.Fatal(err)
	}
	const want = "emrproof verify --quick --expect e.toml --seed 3 --out dir --accept --resume " +
		"goes on from what is finished"
	if got := f.goOn(c.Flags(), nil); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// One verdict that differs, is missing or is new is enough for the exit status, and for
// what programs read.
func TestStatusOfVerdicts(t *testing.T) {
	for status, want := range map[string]error{
		"expected": nil, "differs": cli.ErrDiffers,
		"missing": cli.ErrDiffers, "extra": cli.ErrDiffers,
	} {
		var out bytes.Buffer
		c := newVerifyOf(&verifyFlags{})
		c.SetOut(&out)
		f := &verifyFlags{format: "json"}
		got := f.tell(c, &verify.Report{Verification: &verify.Verification{},
			Compared: []expect.Comparison{{ID: "a/1", Status: "expected"},
				{ID: "a/2", Status: status}}})
		if got != want {
			t.Errorf("%s: got %v, want %v", status, got, want)
		}
		expected := fmt.Sprintf(`"as_expected": %t`, want == nil)
		if !strings.Contains(out.String(), expected) {
			t.Errorf("%s: no %s in %s", status, expected, &out)
		}
	}
}
