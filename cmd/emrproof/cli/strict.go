package cli

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/model/input"
	"emrproof/sim/trace"
)

// A lateOutput writes to the output that a command has at the moment of writing.
type lateOutput struct{ c *cobra.Command }

func (l lateOutput) Write(text []byte) (int, error) { return l.c.OutOrStdout().Write(text) }

// Strict makes a root command refuse unknown verbs, arguments and flags, with messages in the
// style of emrproof's other errors.
func Strict(root *cobra.Command) {
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetHelpCommand(newHelp(root))
	root.SetOut(lateOutput{root}) // which cobra's verb keeps
	root.InitDefaultCompletionCmd()
	root.SetOut(nil)
	refuseWords(root)
	root.SetFlagErrorFunc(flagError)
}

// refuseWords makes a command with subcommands refuse any other word; cobra alone would print
// help and return exit status 0. A command that says nothing of arguments is made to refuse all
// arguments.
func refuseWords(c *cobra.Command) {
	for _, sub := range c.Commands() {
		refuseWords(sub)
	}
	if !c.HasSubCommands() {
		if c.Args == nil {
			c.Args = noArguments
		}
		return
	}
	c.SuggestionsMinimumDistance = 2
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return c.Help()
		}
		return unknown(c, args[0])
	}
}

// unknown returns the error for a word that is no verb of c.
func unknown(c *cobra.Command, word string) error {
	var known []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			known = append(known, sub.Name())
		}
	}
	err := fmt.Errorf("verb %q: want one of %s", word, strings.Join(known, ", "))
	if near := c.SuggestionsFor(word); len(near) > 0 {
		return Usage(err, "did you mean "+c.CommandPath()+" "+near[0]+"?")
	}
	return Usage(err)
}

// noArguments refuses any argument of a command that takes none.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return Usage(fmt.Errorf("%q: %s takes flags only", args[0], c.Name()),
		c.CommandPath()+" --help lists them")
}

// Args returns a check that refuses more or fewer arguments than a verb takes. The words say in
// the message what these arguments are. A verb without such a check takes no arguments.
func Args(least, most int, words string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return Usage(fmt.Errorf("%s: %d %s", c.Name(), len(args), words))
		}
		return nil
	}
}

// newHelp returns the verb help, which describes another verb.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "help on a verb",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil {
				return Usage(err)
			}
			if len(rest) > 0 {
				return unknown(c, rest[0])
			}
			return c.Help()
		},
	}
}

// wants says, for each type of flag, what its values look like.
var wants = map[string]string{
	"int":         "a whole number",
	"uint64":      "a whole number from 0 to 18446744073709551615",
	"bool":        "true or false",
	"stringSlice": "words with commas between them",
}

// wrongValue says what is wrong with the value of a flag.
func wrongValue(f *pflag.Flag, value *pflag.InvalidValueError) string {
	switch kind := f.Value.Type(); {
	case kind == "duration":
		text := value.GetValue()
		err := new(trace.Duration).UnmarshalText([]byte(text))
		return strings.TrimPrefix(fmt.Sprint(err), "duration "+input.Quote(text)+": ")
	case kind == "int" && errors.Is(value, strconv.ErrRange):
		return fmt.Sprintf("is out of range: want %d to %d", math.MinInt, math.MaxInt)
	default:
		return "want " + wants[kind]
	}
}

// flagError says what is wrong with a flag, in the style of emrproof's other errors.
func flagError(c *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	var none *pflag.NotExistError
	switch {
	case errors.As(err, &value):
		f := value.GetFlag()
		return Usage(fmt.Errorf("--%s %q: %s", f.Name, value.GetValue(), wrongValue(f, value)))
	case errors.As(err, &missing):
		return Usage(fmt.Errorf("--%s: want a value", missing.GetFlag().Name))
	case errors.As(err, &none):
		err = fmt.Errorf("flag %q is not known", none.GetSpecifiedName())
	}
	return Usage(err, c.CommandPath()+" --help lists the flags")
}
