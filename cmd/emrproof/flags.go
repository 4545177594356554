package main

import (
	"github.com/spf13/pflag"

	"emrproof/cmd/emrproof/cli"
	"emrproof/model"
	"emrproof/model/suite"
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
	cli.ProfileFlag(fs, &f.described, cli.DefaultProfile, "")
	cli.OptionFlag(fs, &f.options, "")
	fs.StringVar(&f.suite, "suite", suite.Names()[0], "the `NAME` of a choice of primitives")
	fs.Uint64Var(&f.seed, "seed", 1, "the number `N` that all randomness comes from")
	fs.SetAnnotation("seed", cli.SeedAlways, nil)
}

// protocol reads the description that the flags choose, with its options switched on.
func (f *protocolFlags) protocol(in *cli.Inputs) (p *model.Protocol, err error) {
	if f.profile, err = cli.Profile(in, f.described); err != nil {
		return nil, err
	}
	return cli.Described(f.profile, f.options)
}
