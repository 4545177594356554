package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
	"emrproof/model/input"
	"emrproof/model/library"
	"emrproof/reports/show"
)

// mostDescription is the size in bytes of the largest description that is read.
const mostDescription = 1 << 20

// isDescription says whether a value is that of a file with a description, and not the name of
// a description that comes with emrproof.
func isDescription(value string) bool {
	return value == Dash || strings.HasSuffix(value, emr.Extension) ||
		strings.ContainsRune(value, '/') || strings.ContainsRune(value, os.PathSeparator)
}

// Profile returns the name by which the description is known that a flag gives: one that comes
// with emrproof, by its name, or one of the user, by its file. The file is read and checked.
func Profile(in *Inputs, value string) (name string, err error) {
	if !isDescription(value) {
		if !slices.Contains(library.Names(), value) {
			_, err = library.Profile(value)
			return "", Usage(err, append(didYouMean(value, library.Names()),
				"a description of your own is a file whose name ends in "+emr.Extension)...)
		}
		return value, nil
	}
	file, text, err := Description(in, "--profile", value)
	if err != nil {
		return "", err
	}
	if name, err = library.Add(file, string(text)); err != nil {
		return "", Usage(err)
	}
	return name, nil
}

// Running is Profile for a verb that has nothing to say of a description whose honest run does not
// complete.
func Running(in *Inputs, value string) (name string, err error) {
	if name, err = Profile(in, value); err == nil {
		err = Runs(name)
	}
	return name, err
}

// Runs refuses a description of the user's whose honest run does not complete.
func Runs(profile string) error {
	if library.Added(profile) == "" {
		return nil
	}
	return Usage(show.Completes(profile))
}

// Description reads the text of a description from a file, for a flag or a verb. The result file
// is what error messages call it.
func Description(in *Inputs, what, value string) (file string, text []byte, err error) {
	if file, text, err = in.Text(what, value, mostDescription); err != nil {
		return "", nil, Usage(err)
	}
	return file, text, nil
}

// Described returns a description with options switched on. Where one of them is not known, the
// error has a hint.
func Described(profile string, options []string) (*model.Protocol, error) {
	p, err := library.Profile(profile, options...)
	if err == nil {
		return p, nil
	}
	var hints []string
	for _, o := range options {
		if id, ok := strings.CutPrefix(o, build.WithoutPrefix); ok {
			hints = append(hints, checkHints(profile, options, id)...)
		} else if ids := library.OptionIDs(profile); !slices.Contains(ids, o) {
			hints = append(hints, didYouMean(o, ids)...)
		}
	}
	return nil, Usage(err, hints...)
}

// checkHints say what a check may be meant to be that a description, with those of the options
// that are no checks, does not have.
func checkHints(profile string, options []string, id string) []string {
	readings := slices.DeleteFunc(slices.Clone(options), func(o string) bool {
		return strings.HasPrefix(o, build.WithoutPrefix)
	})
	p, err := library.Profile(profile, readings...)
	if err != nil {
		return nil
	}
	var ids []string
	for _, c := range build.Checks(p) {
		ids = append(ids, c.ID)
	}
	if slices.Contains(ids, id) {
		return nil
	}
	return append(didYouMean(id, ids),
		fmt.Sprintf("emrproof show %s lists its checks", library.Flag(profile)))
}

// didYouMean is a hint at the known name that is nearest to one that is not known, or the only
// one that has it in it; empty: there is none.
func didYouMean(name string, known []string) []string {
	near := input.Nearest(name, known)
	if near == "" && name != "" {
		longer := slices.DeleteFunc(slices.Clone(known), func(k string) bool {
			return !strings.Contains(k, name)
		})
		if len(longer) == 1 {
			near = longer[0]
		}
	}
	if near == "" {
		return nil
	}
	return []string{"did you mean " + near + "?"}
}
