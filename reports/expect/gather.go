package expect

import (
	"bytes"
	"slices"
	"strings"

	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/proofs/protocol"
)

// NothingNew is what comes of the generated attacks on a protocol of the literature.
const NothingNew = "generated attacks violate no claim that no script violates"

// gather adds the expectations that are written elsewhere.
func (e *Expectations) gather() error {
	own := e
	if len(e.honest) == 0 {
		var err error
		if own, err = parse(defaultFile, expectations, false); err != nil {
			return err
		}
	}
	e.gathered = own.honestRuns()
	scripts, err := survey.Scripts(need.Overrides{})
	if err != nil {
		return err
	}
	for _, profile := range library.Names() {
		for _, s := range scripts {
			if s.Expect[profile] == "" {
				continue
			}
			// What it violates may be said of the profile: it is loaded for it.
			file, src := catalogue.Source(strings.TrimSuffix(s.File, ".star"))
			on, err := script.Load(file, src, need.Overrides{Profile: profile})
			if err != nil {
				return err
			}
			e.gathered = append(e.gathered, header(profile, on))
		}
		if slices.Contains(library.Profiles(), profile) {
			continue
		}
		e.gathered = append(e.gathered, expectation{ID: "literature/" + profile, Value: NothingNew,
			Reason: "the catalogue has what is known of it", file: defaultFile})
	}
	for _, name := range protocol.Names() {
		p, err := protocol.Load(name)
		if err != nil {
			return err
		}
		v, err := p.Variant()
		if err != nil {
			return err
		}
		for _, g := range v.Goals {
			e.gathered = append(e.gathered, derivable(p, g.ID))
		}
	}
	return nil
}

// header returns the verdict that the header of a script expects on a profile.
func header(profile string, s *script.Script) expectation {
	x := expectation{ID: "attacks." + profile + "/" + s.ID, Value: s.Expect[profile],
		Reason: s.Title, file: "attacks/script/catalogue/" + s.File}
	if why, not := strings.CutPrefix(x.Value, script.ExpectNot); not {
		x.Value, x.Reason = strings.TrimSuffix(script.ExpectNot, ": "), why
	} else if x.Value == "violated" {
		x.Value = "violated: " + strings.Join(s.Violates, "; ")
	}
	_, src := catalogue.Source(strings.TrimSuffix(s.File, ".star"))
	before, _, _ := bytes.Cut(src, []byte("\nexpect "))
	x.line = 2 + bytes.Count(before, []byte("\n"))
	return x
}

// derivable returns the expectation of a goal: the errata after which, by the file of its
// protocol, it is derivable.
func derivable(p *protocol.Protocol, goal string) expectation {
	var sets [][]string
	for _, e := range p.Expected {
		if slices.Contains(e.Goals, goal) {
			sets = append(sets, e.Errata)
		}
	}
	var least []string
	for _, set := range sets {
		if !slices.ContainsFunc(sets, func(other []string) bool {
			return len(other) < len(set) && !slices.ContainsFunc(other, func(id string) bool {
				return !slices.Contains(set, id)
			})
		}) {
			least = append(least, strings.Join(set, "+"))
		}
	}
	value := "after " + strings.Join(least, ", or ")
	switch {
	case len(least) == 0:
		value = "not"
	case least[0] == "":
		value = "as printed"
	}
	return expectation{ID: "logic." + p.Name + "/" + goal, Value: "derivable " + value,
		Reason: "the file of the protocol expects it", file: p.Name + ".ban"}
}

// An honest lists the claims that runs of a profile violate where nobody attacks.
type honest struct {
	Profile  string   `toml:"profile"`
	Option   string   `toml:"option"` // with which they are violated besides; empty: always
	Violated []string `toml:"violated"`
	Reason   string   `toml:"reason"`
}

// honestRuns returns the expectations of honest runs: one for every profile on every suite.
func (e *Expectations) honestRuns() []expectation {
	var all []expectation
	for _, profile := range library.Names() {
		i := slices.IndexFunc(e.honest, func(h honest) bool {
			return h.Profile == profile && h.Option == ""
		})
		if i < 0 {
			continue
		}
		for _, name := range suite.Names() {
			all = append(all, expectation{ID: "honest/" + profile + " " + name, file: e.File,
				Value: HonestWords(true, e.honest[i].Violated), Reason: e.honest[i].Reason})
		}
	}
	return all
}

// Honest returns the claims that a run of a profile with some options is expected to violate
// where nobody attacks, as the built-in file has them.
func Honest(profile string, options []string) ([]string, error) {
	e, err := parse(defaultFile, expectations, false)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range e.honest {
		if h.Profile == profile && (h.Option == "" || slices.Contains(options, h.Option)) {
			ids = append(ids, h.Violated...)
		}
	}
	return ids, nil
}

// HonestWords returns the verdict on an honest run in words: whether every session completed, and
// which claims were violated.
func HonestWords(complete bool, violated []string) string {
	words := "every session completes"
	if !complete {
		words = "not every session completes"
	}
	if len(violated) == 0 {
		return words + ", no claim is violated"
	}
	return words + ", violated: " + strings.Join(violated, "; ")
}
