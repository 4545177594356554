package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"emrproof/cmd/emrproof/cli"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
)

// protocolFlags are the flags that choose the protocol profile, its options, the cryptographic
// suite and the seed.
type protocolFlags struct {
	described      string // as the flag gives it: a name, or a file
	profile, suite string // profile is set by the method protocol
	options        []string
	seed           uint64
}

func (f *protocolFlags) register(fs *pflag.FlagSet) {
	profileFlag(fs, &f.described, defaultProfile, "")
	optionFlag(fs, &f.options, "")
	fs.StringVar(&f.suite, "suite", suite.Names()[0], "the `NAME` of a choice of primitives")
	fs.Uint64Var(&f.seed, "seed", 1, "the number `N` that all randomness comes from")
	fs.SetAnnotation("seed", seedAlways, nil)
}

// protocol reads the description that the flags choose, with its options switched on.
func (f *protocolFlags) protocol(in *cli.Inputs) (p *model.Protocol, err error) {
	if f.profile, err = cli.Profile(in, f.described); err != nil {
		return nil, err
	}
	return cli.Described(f.profile, f.options)
}

// profileFlag defines the flag that chooses a description; more says what else it takes.
func profileFlag(fs *pflag.FlagSet, value *string, usual, more string) {
	fs.StringVar(value, "profile", usual,
		"the `NAME` of a description, or a file that ends in .emr"+more)
}

// defaultProfile is the description that is meant where none is named.
var defaultProfile = library.Profiles()[0]

// optionFlag defines the flag that switches options of a description on; more says what else it
// does.
func optionFlag(fs *pflag.FlagSet, value *[]string, more string) {
	fs.StringSliceVar(value, "option", nil, "literal readings by their `IDS`, such as E12,E17"+more)
}

// boundFlags defines the flags that raise the limits on the size of a world.
func boundFlags(fs *pflag.FlagSet, b *sim.Bound) {
	fs.IntVar(&b.MaxPrincipals, "max-principals", 0, fmt.Sprintf(
		"a world may have `N` principals, 0 for %d", sim.DefaultMax))
	fs.IntVar(&b.MaxSessions, "max-sessions", 0, fmt.Sprintf(
		"a world may start `N` sessions, 0 for %d", sim.DefaultMax))
}

// formats are the forms in which most verbs can write.
var formats = []string{"text", "json"}

func formatFlag(fs *pflag.FlagSet, format *string) {
	fs.StringVar(format, "format", formats[0], "the `FORM` of what is written: text or json")
}

// claimsShown are the values of the flag --claims.
var claimsShown = []string{"violated", "all"}

func claimsFlag(fs *pflag.FlagSet, which *string) {
	fs.StringVar(which, "claims", claimsShown[0],
		"`WHICH` claims are written out: violated, the others in short; or all")
}

// oneOf refuses a value of a flag that is not among the known values.
func oneOf(flag, value string, known []string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("--%s %q: want one of %s", flag, value, strings.Join(known, ", "))
}

// atLeast refuses a value of a flag that is too small.
func atLeast(flag string, n, least int) error {
	if n >= least {
		return nil
	}
	return fmt.Errorf("--%s %d: want %d or more", flag, n, least)
}

// mostText is the size in bytes of the largest file that is read whole.
const mostText = 64 << 20
