package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"emrproof/model/library"
	"emrproof/sim"
)

// ProfileFlag defines the flag that chooses a description; more says what else it takes.
func ProfileFlag(fs *pflag.FlagSet, value *string, usual, more string) {
	fs.StringVar(value, "profile", usual,
		"the `NAME` of a description, or a file that ends in .emr"+more)
}

// DefaultProfile is the description that is meant where none is named.
var DefaultProfile = library.Profiles()[0]

// OptionFlag defines the flag that switches options of a description on; more says what else it
// does.
func OptionFlag(fs *pflag.FlagSet, value *[]string, more string) {
	fs.StringSliceVar(value, "option", nil, "literal readings by their `IDS`, such as E12,E17"+more)
}

// BoundFlags defines the flags that raise the limits on the size of a world.
func BoundFlags(fs *pflag.FlagSet, b *sim.Bound) {
	fs.IntVar(&b.MaxPrincipals, "max-principals", 0, fmt.Sprintf(
		"a world may have `N` principals, 0 for %d", sim.DefaultMax))
	fs.IntVar(&b.MaxSessions, "max-sessions", 0, fmt.Sprintf(
		"a world may start `N` sessions, 0 for %d", sim.DefaultMax))
}

// Formats are the forms in which most verbs can write.
var Formats = []string{"text", "json"}

// FormatFlag defines the flag for one of Formats.
func FormatFlag(fs *pflag.FlagSet, format *string) {
	fs.StringVar(format, "format", Formats[0], "the `FORM` of what is written: text or json")
}

// ClaimsShown are the values of the flag --claims.
var ClaimsShown = []string{"violated", "all"}

// ClaimsFlag defines the flag for one of ClaimsShown.
func ClaimsFlag(fs *pflag.FlagSet, which *string) {
	fs.StringVar(which, "claims", ClaimsShown[0],
		"`WHICH` claims are written out: violated, the others in short; or all")
}

// OneOf refuses a value of a flag that is not among the known values.
func OneOf(flag, value string, known []string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("--%s %q: want one of %s", flag, value, strings.Join(known, ", "))
}

// AtLeast refuses a value of a flag that is too small.
func AtLeast(flag string, n, least int) error {
	if n >= least {
		return nil
	}
	return fmt.Errorf("--%s %d: want %d or more", flag, n, least)
}

// MostText is the size in bytes of the largest file that is read whole.
const MostText = 64 << 20
