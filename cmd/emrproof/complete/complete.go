// Package complete tells a shell what the word that a user is typing may become: descriptions,
// options, checks, attacks, proofs, and files of these kinds.
package complete

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/cmd/emrproof/cli"
	"emrproof/model/build"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/proofs/protocol"
	"emrproof/sim/delay"
)

// A completer lists what the word that a user is typing may become; a tab separates each from a
// few words about it.
type completer func(c *cobra.Command, args []string, word string) []string

// completers complete the values of flags, by the flag.
var completers = map[string]completer{
	"profile": completeProfile,
	"option":  completeOption,
	"claim":   completeClaim,
	"corrupt": completeParty,
	"suite":   completeFrom(suite.Names),
	"claims":  completeFrom(func() []string { return []string{"violated", "all"} }),
	"link": completeFrom(func() (names []string) {
		for _, l := range delay.Links() {
			names = append(names, l.Name)
		}
		return names
	}),
}

// arguments complete the arguments of verbs, by the verb.
var arguments = map[string]completer{
	"show":   first(completeProfile),
	"check":  completeFiles(emr.Extension),
	"verify": first(completeFiles(emr.Extension)),
	"attack": first(completeAttack),
	"prove":  first(completeProof),
}

// Teach teaches a command and its verbs what to complete.
func Teach(c *cobra.Command) {
	for _, sub := range c.Commands() {
		Teach(sub)
		if f := arguments[sub.Name()]; f != nil {
			sub.ValidArgsFunction = f.offered
		}
		for flag, f := range completers {
			if sub.Flags().Lookup(flag) != nil {
				if err := sub.RegisterFlagCompletionFunc(flag, f.offered); err != nil {
					panic("emrproof: internal error: " + err.Error())
				}
			}
		}
	}
}

// first completes the first argument alone.
func first(f completer) completer {
	return func(c *cobra.Command, args []string, word string) []string {
		if len(args) > 0 {
			return nil
		}
		return f(c, args, word)
	}
}

func completeFrom(names func() []string) completer {
	return func(_ *cobra.Command, _ []string, word string) []string {
		return beginning(names(), word)
	}
}

func completeFiles(suffix string) completer {
	return func(_ *cobra.Command, _ []string, word string) []string {
		return named(word, suffix)
	}
}

// completeProfile lists descriptions: those that come with emrproof, and files.
func completeProfile(_ *cobra.Command, _ []string, word string) []string {
	return append(beginning(library.Names(), word), named(word, emr.Extension)...)
}

// completeOption lists the options of the description that the other words name, and, behind
// without:, its checks. What stands before the last comma stays.
func completeOption(c *cobra.Command, args []string, word string) []string {
	profile := describedBy(c, args)
	if profile == "" {
		return nil
	}
	before, last := "", word
	if i := strings.LastIndexByte(word, ','); i >= 0 {
		before, last = word[:i+1], word[i+1:]
	}
	var all []string
	for _, o := range library.Options(profile) {
		all = append(all, o.ID+"\t"+o.Text)
	}
	p, err := library.Profile(profile)
	if err == nil && strings.HasPrefix(last, build.WithoutPrefix) {
		for _, check := range build.Checks(p) {
			all = append(all, build.WithoutPrefix+check.ID)
		}
	} else {
		all = append(all, build.WithoutPrefix)
	}
	found := beginning(all, last)
	for i := range found {
		found[i] = before + found[i]
	}
	return found
}

// describedBy is the name of the description that the other words name; empty: there is none.
func describedBy(c *cobra.Command, args []string) string {
	described := library.Profiles()[0]
	if f := c.Flags().Lookup("profile"); f != nil && f.Value.String() != "" {
		described = f.Value.String()
	} else if f == nil && len(args) > 0 {
		described = args[0]
	}
	if described == cli.Dash { // it is read once, by the command
		return ""
	}
	profile, err := cli.Profile(&cli.Inputs{}, described)
	if err != nil {
		return ""
	}
	return profile
}

// completeClaim lists the claims of the description that the other words name.
func completeClaim(c *cobra.Command, args []string, word string) (ids []string) {
	if p, err := library.Profile(describedBy(c, args)); err == nil {
		for _, claim := range p.Claims {
			ids = append(ids, claim.ID)
		}
	}
	return beginning(ids, word)
}

// completeParty lists the parties of the description that the other words name.
func completeParty(c *cobra.Command, args []string, word string) (names []string) {
	if p, err := library.Profile(describedBy(c, args)); err == nil {
		for _, m := range p.Parties {
			names = append(names, string(m.Party)+"\t"+m.Name)
		}
	}
	return beginning(names, word)
}

// completeAttack lists attacks: those of the catalogue, and files.
func completeAttack(_ *cobra.Command, _ []string, word string) []string {
	scripts, err := survey.Scripts(need.Overrides{})
	if err != nil {
		return nil
	}
	var ids []string
	for _, s := range scripts {
		ids = append(ids, s.ID+"\t"+s.Title)
	}
	return append(beginning(ids, word), named(word, ".star")...)
}

// completeProof lists what can be proved: what comes with emrproof, and files.
func completeProof(_ *cobra.Command, _ []string, word string) []string {
	return append(beginning(protocol.Names(), word), named(word, ".ban")...)
}

// beginning are the names that begin with a word.
func beginning(names []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return !strings.HasPrefix(name, word)
	})
}

// named are the folders, and the files of a kind, whose path begins with a word.
func named(word, suffix string) []string {
	dir, begin := filepath.Split(word)
	entries, err := os.ReadDir(filepath.Clean("./" + dir))
	if filepath.IsAbs(word) {
		entries, err = os.ReadDir(dir)
	}
	if err != nil {
		return nil
	}
	var all []string
	for _, e := range entries {
		switch name := e.Name(); {
		case !strings.HasPrefix(name, begin) || name[0] == '.' && begin == "":
		case e.IsDir():
			all = append(all, dir+name+string(filepath.Separator))
		case strings.HasSuffix(name, suffix):
			all = append(all, dir+name)
		}
	}
	return all
}

// offered is a completer as the library of the command line takes it. The shell does not end a
// word that goes on, as that of a folder does.
func (f completer) offered(c *cobra.Command, args []string, word string) (
	[]string, cobra.ShellCompDirective,
) {
	words := f(c, args, word)
	for _, w := range words {
		if strings.HasSuffix(w, string(filepath.Separator)) || w == build.WithoutPrefix {
			return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
