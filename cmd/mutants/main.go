// Command mutants changes the code of a package in one small place at a time and runs the
// tests on it: a change that no test notices is a survivor, which wants a test or a reason.
//
//	go run ./cmd/mutants -count 60 ./sim/monitor
//	go run ./cmd/mutants -survivors out.txt ./sim ./attacks
//	go run ./cmd/mutants -only out.txt ./sim           # the survivors again
//	go run ./cmd/mutants -known cmd/mutants/KNOWN.md ./sim  # but for those that change nothing
//
// The first package on the command line is changed. Its tests are run on every mutant, and the
// tests of the other packages on the mutants that survive. No source file is changed: all mutants
// are compiled together, by an overlay, and each process wakes one of them. Only the tests that
// reach a mutant are run, the quickest first. A test that takes ten times its usual processor
// time, and ten seconds besides, counts as one that noticed the mutant.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

type options struct {
	count     int
	seed      uint64
	files     *regexp.Regexp // of the mutants' files; nil for all
	tests     *regexp.Regexp // that are used; nil for all
	skip      *regexp.Regexp // tests that are not; nil for none
	only      string         // a file of mutants
	known     string         // a file that lists survivors
	survivors string         // the file to write
	longest   time.Duration  // of a test that is used
	list      bool
	packages  []string
}

func main() {
	o, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	survived := 0
	if err == nil {
		survived, err = run(o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants: error:", err)
		os.Exit(2)
	}
	if survived > 0 {
		os.Exit(1)
	}
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("mutants", flag.ContinueOnError)
	f.IntVar(&o.count, "count", 0, "how many mutants, spread over the functions; 0 is all")
	f.Uint64Var(&o.seed, "seed", 1, "draws which")
	f.StringVar(&o.only, "only", "", "a file of mutants, one a line as they are listed: these")
	f.StringVar(&o.known, "known", "", "a file whose lines \"- `mutant`: why\" list known survivors: "+
		"not these")
	f.StringVar(&o.survivors, "survivors", "", "the file to write survivors to")
	f.DurationVar(&o.longest, "longest", 30*time.Second, "leave out tests that take longer")
	f.BoolVar(&o.list, "list", false, "list the mutants, and run nothing")
	expression := func(to **regexp.Regexp) func(string) error {
		return func(s string) (err error) {
			*to, err = regexp.Compile(s)
			return err
		}
	}
	f.Func("files", "change the files that match", expression(&o.files))
	f.Func("tests", "use the tests that match", expression(&o.tests))
	f.Func("skip", "leave out tests that match", expression(&o.skip))
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.packages = f.Args(); len(o.packages) == 0 {
		return o, errors.New("want a package, such as ./sim")
	}
	return o, nil
}

// run tries the mutants that the options choose, and returns how many survived.
func run(o options, out io.Writer) (int, error) {
	t, err := load(o.packages[0])
	if err != nil {
		return 0, err
	}
	all := mutants(t)
	chosen, err := choose(all, o)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(out, "%d of %d mutants of %s, seed %d\n", len(chosen), len(all), o.packages[0], o.seed)
	if o.list {
		for _, m := range chosen {
			fmt.Fprintln(out, m)
		}
		return 0, nil
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	list, err := overlay(t, all, dir)
	if err != nil {
		return 0, err
	}
	left := chosen
	for _, pkg := range o.packages {
		if len(left) == 0 {
			break
		}
		s, err := compile(pkg, list, dir)
		if err != nil {
			return 0, err
		}
		if err := s.look(o); err != nil {
			return 0, err
		}
		if left, err = s.try(left, out); err != nil {
			return 0, err
		}
	}
	fmt.Fprintf(out, "%d of %d survive\n", len(left), len(chosen))
	slices.SortFunc(left, func(a, b *mutant) int { return cmp.Compare(a.id, b.id) })
	return len(left), write(o.survivors, left)
}

// try runs the tests on mutants, and returns those that survive.
func (s *suite) try(mutants []*mutant, out io.Writer) ([]*mutant, error) {
	var left []*mutant
	for _, m := range mutants {
		killer, tried, err := s.kill(m)
		switch {
		case err != nil:
			return nil, err
		case killer != "":
			fmt.Fprintf(out, "%s\n\tkilled by %s\n", m, killer)
			continue
		case tried == 0:
			fmt.Fprintf(out, "%s\n\tno test of %s comes by\n", m, s.pkg)
		default:
			fmt.Fprintf(out, "%s\n\tSURVIVES %d tests of %s\n", m, tried, s.pkg)
		}
		left = append(left, m)
	}
	return left, nil
}

// choose returns the mutants that the options ask for.
func choose(all []*mutant, o options) ([]*mutant, error) {
	known := map[string]bool{}
	if o.known != "" {
		text, err := os.ReadFile(o.known)
		if err != nil {
			return nil, err
		}
		for _, name := range listed(string(text)) {
			known[name] = true
		}
	}
	of := slices.DeleteFunc(slices.Clone(all), func(m *mutant) bool {
		return known[m.name()] || o.files != nil && !o.files.MatchString(m.place())
	})
	if o.only == "" {
		return sample(of, o.count, o.seed), nil
	}
	text, err := os.ReadFile(o.only)
	if err != nil {
		return nil, err
	}
	return named(of, string(text))
}

var listLine = regexp.MustCompile("(?m)^- `([^`]*)`: .")

// listed returns the names of the mutants in a list of known survivors.
func listed(text string) []string {
	var names []string
	for _, found := range listLine.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	return names
}

// named returns the mutants of a list, which names them by their places or their names. A
// mutant that does not exist is an error: the code has changed.
func named(all []*mutant, list string) ([]*mutant, error) {
	of := map[string][]*mutant{}
	for _, m := range all {
		of[m.String()] = append(of[m.String()], m)
		of[m.name()] = append(of[m.name()], m)
	}
	var found []*mutant
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if of[line] == nil {
			return nil, fmt.Errorf("no mutant %q", line)
		}
		found = append(found, of[line]...)
	}
	return found, nil
}

func write(path string, mutants []*mutant) error {
	if path == "" {
		return nil
	}
	var b strings.Builder
	for _, m := range mutants {
		fmt.Fprintln(&b, m)
	}
	return os.WriteFile(path, []byte(b.String()), 0o666)
}
