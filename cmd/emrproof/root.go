package main

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/attack"
	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/complete"
	"emrproof/cmd/emrproof/search"
)

// newRoot returns the command emrproof with its verbs.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "emrproof VERB",
		Short: "run, attack and measure an authorization protocol for medical records",
	}
	root.AddCommand(newVerify(), newRun(), attack.New(), search.New(), newGames(), newReplay(),
		newJudge(), newProve(), newCost(), newBench(), newShow(), newCheck(), newVersion())
	cli.Strict(root)
	describe(root)
	complete.Teach(root)
	return root
}

// helpPages are the help texts of the verbs: one file for each, whose last paragraph may be
// examples.
//
//go:embed help/*.txt
var helpPages embed.FS

// describe gives a command and its verbs their help texts.
func describe(c *cobra.Command) {
	for _, sub := range c.Commands() {
		describe(sub)
	}
	if page, err := helpPages.ReadFile("help/" + c.Name() + ".txt"); err == nil {
		text := strings.TrimSuffix(string(page), "\n")
		c.Long, c.Example, _ = strings.Cut(text, "\n\nExamples:\n")
	}
}
