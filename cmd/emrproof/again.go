package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"emrproof/cmd/emrproof/cli"
)

// notAgain are the flags that are no part of a command that does the same again: they say
// what is shown or kept of it, and where, or how fast it is done.
var notAgain = []string{"accept", "all-attacks", "claims", "format", "list", "out",
	"plots", "quiet", "resume", "save", "trace", "verbose", "workers"}

// seedAlways marks a flag that is part of the command even where it was not given: who
// reads "seed 1" need not know that this is the default. Not so where the world, and its
// seed with it, comes from a file.
const seedAlways = "emrproof: part of the command even where it was not given"

// again is the command line that does the same again: the words of it, and the flags that
// were given. Every command that a verb tells its user to repeat is made here.
func again(fs *pflag.FlagSet, words ...string) string {
	return cli.CommandLine(againWords(fs, words...))
}

func againWords(fs *pflag.FlagSet, words ...string) []string {
	words = slices.Clip(words)
	var always []*pflag.Flag
	fs.VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Annotations[seedAlways]; ok && !f.Changed && !fs.Changed("config") {
			always = append(always, f)
		}
	})
	fs.Visit(func(f *pflag.Flag) {
		if !slices.Contains(notAgain, f.Name) {
			words = append(words, flagWords(f)...)
		}
	})
	for _, f := range always {
		words = append(words, flagWords(f)...)
	}
	return words
}

// flagWords are a flag with its value, as they are typed.
func flagWords(f *pflag.Flag) []string {
	value := f.Value.String()
	switch {
	case f.Value.Type() == "bool" && value == "true":
		return []string{"--" + f.Name}
	case f.Value.Type() == "bool":
		return []string{"--" + f.Name + "=" + value}
	case f.Value.Type() == "stringSlice":
		// As a record of CSV, which is how it is read: a value may hold a comma.
		value = strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
	}
	return []string{"--" + f.Name, value}
}
