package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/model/input"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/record"
	"emrproof/sim/trace"
)

// worldFlags are the flags that describe a world, and so contradict a file that describes one.
var worldFlags = []string{"profile", "size", "sessions", "max-principals", "max-sessions"}

// build returns the Config that the flags ask for: a standard world, or the world of a file, in
// which the values from the command line replace those of the file.
func (f *runFlags) build(in *cli.Inputs, given func(flag string) bool) (sim.Config, error) {
	c, err := f.world(in, given)
	if err != nil {
		return c, err
	}
	set := func(flag string) bool { return f.config == "" || given(flag) }
	if set("option") {
		c.Options = f.options
	}
	if set("suite") {
		c.Suite = f.suite
	}
	if set("seed") {
		c.Seed = sim.Seed(f.seed)
	}
	if set("delta-t") {
		c.DeltaT = trace.Duration(f.deltaT)
	}
	if set("link") {
		if c.Link, err = link(in, f.link); err != nil {
			return c, err
		}
	}
	if err := skew(&c, f.skew); err != nil {
		return c, err
	}
	if err := f.records(in, &c); err != nil {
		return c, err
	}
	return c, c.Check()
}

// world returns the world that the flags or a file describe, before the other flags are
// applied.
func (f *runFlags) world(in *cli.Inputs, given func(flag string) bool) (sim.Config, error) {
	if f.config == "" {
		return f.standard(in)
	}
	for _, flag := range worldFlags {
		if given(flag) {
			return sim.Config{}, fmt.Errorf("--%s: --config gives the world already", flag)
		}
	}
	c, err := readConfig(in, f.config)
	if err == nil && len(c.Moves) > 0 {
		return c, cli.Usage(fmt.Errorf(
			"--config %q: it has the moves of an adversary, and run makes an honest run", f.config),
			"emrproof replay runs a saved attack again, emrproof attack makes one")
	}
	return c, err
}

// standard returns the standard world of the size that the flags ask for.
func (f *runFlags) standard(in *cli.Inputs) (sim.Config, error) {
	p, err := f.protocol(in)
	if err != nil {
		return sim.Config{}, err
	}
	of, err := cli.Size("--size", p, f.size)
	if err != nil {
		return sim.Config{}, err
	}
	return sim.Standard(f.profile, sim.Size{Of: of, Sessions: f.sessions, Bound: f.bound})
}

// readConfig reads a Config from a TOML file, or from the head of a trace.
func readConfig(in *cli.Inputs, file string) (sim.Config, error) {
	f, name, err := in.Open("--config", file)
	if err != nil {
		return sim.Config{}, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if begins(r, '{') {
		trace, err := sim.ReadTrace(name, r)
		if err != nil {
			return sim.Config{}, files.Error("--config", file, err)
		}
		return trace.Config, nil
	}
	text, err := input.Read(name, r, cli.MostText)
	if err != nil {
		return sim.Config{}, files.Error("--config", file, err)
	}
	return sim.ParseConfig(name, text)
}

// link returns a link, by its name or from a file.
func link(in *cli.Inputs, name string) (delay.Link, error) {
	l, unknown := delay.LinkNamed(name)
	if unknown == nil {
		return l, nil
	}
	file, text, err := in.Text("--link", name, cli.MostText)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return l, unknown
	case err != nil:
		return l, err
	}
	return delay.ParseLink(file, text)
}

// skew sets how far clocks are off; each argument is of the form principal=duration.
func skew(c *sim.Config, clocks []string) error {
	seen := map[string]bool{}
	for _, clock := range clocks {
		name, ahead, ok := strings.Cut(clock, "=")
		if !ok {
			return fmt.Errorf("--skew %q: want principal=duration, such as alice=2s", clock)
		}
		var d trace.Duration
		if err := d.UnmarshalText([]byte(ahead)); err != nil {
			return fmt.Errorf("--skew %q: %w", clock, err)
		}
		if seen[name] {
			return fmt.Errorf("--skew: %q is there twice", name)
		}
		seen[name] = true
		i := principal(c, name)
		if i < 0 {
			return fmt.Errorf("--skew: principal %q: want one of %s", name, principals(c))
		}
		c.Principals[i].Skew = d
	}
	return nil
}

func principal(c *sim.Config, name string) int {
	for i, p := range c.Principals {
		if p.Name == name {
			return i
		}
	}
	return -1
}

func principals(c *sim.Config) string {
	var names []string
	for _, p := range c.Principals {
		names = append(names, p.Name)
	}
	return table.Few(names, 12)
}

// records reads the user's own medical records into the Config.
func (f *runFlags) records(in *cli.Inputs, c *sim.Config) error {
	for _, r := range []struct {
		kind record.Kind
		file string
	}{{record.EMR, f.emr}, {record.Signal, f.signal}, {record.Diagnosis, f.diagnosis}} {
		if r.file == "" {
			continue
		}
		name, data, err := in.Text("--"+string(r.kind), r.file, cli.MostText)
		if err != nil {
			return err
		}
		if err := record.Check(r.kind, name, data); err != nil {
			return err
		}
		if c.Records == nil {
			c.Records = map[string][]byte{}
		}
		c.Records[string(r.kind)] = data
	}
	return nil
}

// begins says whether a text begins with a given character, after spaces and a byte-order mark.
func begins(r *bufio.Reader, with byte) bool {
	head, _ := r.Peek(r.Size()) // an error comes again
	head = bytes.TrimLeftFunc(bytes.TrimPrefix(head, []byte("\uFEFF")), unicode.IsSpace)
	return len(head) > 0 && head[0] == with
}
