package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// NotAgain are the flags that are left out of a command that repeats a run. They choose what is
// shown or saved of the run, where, or how fast it is done, and not what is done.
var NotAgain = []string{"accept", "all-attacks", "claims", "format", "list", "out",
	"plots", "quiet", "resume", "save", "trace", "verbose", "workers"}

// SeedAlways marks a flag that is part of the repeating command even where the user did not
// give it: a reader of "seed 1" need not know that 1 is the default. The flag is left out where
// the world, and its seed with it, comes from a file.
const SeedAlways = "emrproof: part of the command even where it was not given"

// Again returns the command line that repeats what a command did: its words, and the flags that
// the user gave. Every command that a verb tells its user to repeat is made here.
func Again(fs *pflag.FlagSet, words ...string) string {
	return CommandLine(AgainWords(fs, words...))
}

// AgainWords returns the words of that command line but for the name of the program.
func AgainWords(fs *pflag.FlagSet, words ...string) []string {
	words = slices.Clip(words)
	var always []*pflag.Flag
	fs.VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Annotations[SeedAlways]; ok && !f.Changed && !fs.Changed("config") {
			always = append(always, f)
		}
	})
	fs.Visit(func(f *pflag.Flag) {
		if !slices.Contains(NotAgain, f.Name) {
			words = append(words, flagWords(f)...)
		}
	})
	for _, f := range always {
		words = append(words, flagWords(f)...)
	}
	return words
}

// flagWords returns a flag with its value, as they are typed.
func flagWords(f *pflag.Flag) []string {
	value := f.Value.String()
	switch {
	case f.Value.Type() == "bool" && value == "true":
		return []string{"--" + f.Name}
	case f.Value.Type() == "bool":
		return []string{"--" + f.Name + "=" + value}
	case f.Value.Type() == "stringArray":
		var words []string
		for _, one := range f.Value.(pflag.SliceValue).GetSlice() {
			words = append(words, "--"+f.Name, one)
		}
		return words
	case f.Value.Type() == "stringSlice":
		// The value is a record of CSV, as which it is read: an element may hold a comma.
		value = strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
	}
	return []string{"--" + f.Name, value}
}
