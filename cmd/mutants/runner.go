package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A suite is the compiled test program of one package, in which every mutant sleeps.
type suite struct {
	pkg, binary, dir string
	tests            []*testRun
}

// A testRun records what one test did while no mutant was awake.
type testRun struct {
	name string
	used time.Duration // of the processor
	met  map[int]bool  // the mutants that it came by
	// kills counts, for each file, the mutants that the test killed; it is kept for quick tests
	// only.
	kills map[*file]int
}

// compile builds the tests of a package with the mutants in its code.
func compile(pkg, overlay, dir string) (*suite, error) {
	at, err := goTool("list", "-f", "{{.Dir}}", pkg)
	if err != nil {
		return nil, err
	}
	s := &suite{pkg: pkg, dir: strings.TrimSpace(string(at)),
		binary: filepath.Join(dir, strings.Trim(strings.ReplaceAll(pkg, "/", "-"), ".-")+".test")}
	_, err = goTool("test", "-c", "-p", "1", "-overlay", overlay, "-o", s.binary, pkg)
	return s, err
}

// look runs each test by itself while no mutant is awake. Every test must pass. A test that
// takes longer than the longest allowed time is not used.
func (s *suite) look(o options) error {
	list, err := exec.Command(s.binary, "-test.list", ".").Output()
	if err != nil {
		return fmt.Errorf("%s: %w", s.pkg, err)
	}
	for _, name := range strings.Fields(string(list)) {
		if strings.HasPrefix(name, "Benchmark") || o.skip != nil && o.skip.MatchString(name) ||
			o.tests != nil && !o.tests.MatchString(name) {
			continue
		}
		t, err := s.lookAt(name, o.longest)
		if err != nil {
			return err
		}
		if t != nil {
			s.tests = append(s.tests, t)
		}
	}
	return nil
}

func (s *suite) lookAt(name string, longest time.Duration) (*testRun, error) {
	met := s.binary + ".met"
	if err := os.Remove(met); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	r, err := s.run([]string{name}, longest, metVariable+"="+met)
	switch {
	case err != nil:
		return nil, err
	case r.cut:
		fmt.Fprintf(os.Stderr, "%s: %s is not used: more than %s\n", s.pkg, name, longest)
		return nil, nil
	case !r.passed:
		return nil, fmt.Errorf("%s: %s fails with no mutant awake:\n%s", s.pkg, name, r.out)
	}
	t := &testRun{name: name, used: r.used, met: map[int]bool{},
		kills: map[*file]int{}}
	text, err := os.ReadFile(met)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for _, line := range strings.Fields(string(text)) {
		id, err := strconv.Atoi(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", met, err)
		}
		t.met[id] = true
	}
	return t, nil
}

// mostMemory is the greatest memory that the tests of a mutant may use, in units of 1024 bytes.
const mostMemory = 8 << 20

// A result is the outcome of running some tests.
type result struct {
	out    string
	used   time.Duration // of the processor
	passed bool
	cut    bool // ended by a signal, as the limit does
}

// run runs tests with a limit on processor time, so that it does not matter how busy the
// machine is otherwise.
func (s *suite) run(tests []string, limit time.Duration, env string) (result, error) {
	script := fmt.Sprintf(`ulimit -v %d; ulimit -t %d; exec "$0" "$@"`,
		mostMemory, int(limit.Seconds()))
	cmd := exec.Command("sh", "-c", script, s.binary, "-test.failfast", "-test.timeout=30m",
		"-test.run=^("+strings.Join(tests, "|")+")$")
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), env, "GOMAXPROCS=1", "GOTRACEBACK=none")
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return result{}, err
	}
	state := cmd.ProcessState
	return result{printed.String(), state.UserTime() + state.SystemTime(), err == nil,
		state.ExitCode() < 0}, nil
}

// The limit on the processor time of a mutant's tests: a multiple of the time that they take
// without the mutant, and an allowance for the start of the process.
const (
	patience = 10
	start    = 10 * time.Second
)

// batch is the amount of work, measured without a mutant, that is worth a process of its own.
const batch = time.Second

// kill runs the tests that meet a mutant until one fails. It returns the name of that test, or
// says that the time limit was met; killer is empty when the mutant survives.
func (s *suite) kill(m *mutant) (killer string, tried int, err error) {
	tests := s.order(m)
	for i, from := 0, 0; i < len(tests); i++ {
		var sum time.Duration
		var names []string
		for _, t := range tests[from : i+1] {
			sum, names = sum+t.used, append(names, t.name)
		}
		if sum < batch && i+1 < len(tests) {
			continue
		}
		from, tried = i+1, i+1
		r, err := s.run(names, start+patience*sum, awakeVariable+"="+strconv.Itoa(m.id))
		if err != nil {
			return "", tried, err
		}
		if !r.passed {
			killer = whoFailed(r)
			s.remember(m, killer)
			return killer, tried, nil
		}
	}
	return "", tried, nil
}

// order returns the tests that meet a mutant: first those that killed other mutants of its
// file, then the quickest.
func (s *suite) order(m *mutant) []*testRun {
	var tests []*testRun
	for _, t := range s.tests {
		if t.met[m.id] {
			tests = append(tests, t)
		}
	}
	slices.SortStableFunc(tests, func(a, b *testRun) int {
		return cmp.Or(cmp.Compare(b.kills[m.file], a.kills[m.file]), cmp.Compare(a.used, b.used))
	})
	return tests
}

func (s *suite) remember(m *mutant, killer string) {
	name, _, _ := strings.Cut(killer, "/")
	for _, t := range s.tests {
		if t.name == name && t.used < batch {
			t.kills[m.file]++
		}
	}
}

var failure = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

func whoFailed(r result) string {
	if found := failure.FindStringSubmatch(r.out); found != nil {
		return found[1]
	}
	if r.cut {
		return "the limit"
	}
	return "a panic"
}
