package attack

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/meter"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/cmd/emrproof/cli"
)

const scriptSuffix = ".star"

// isFile says whether the name of an attack is that of a file, and not an id of the catalogue.
func isFile(name string) bool {
	return name == cli.Dash || strings.HasSuffix(name, scriptSuffix) ||
		strings.ContainsRune(name, filepath.Separator)
}

// Load returns an attack: from the catalogue, by its id or the name of its file, or from a file
// of the user.
func Load(in *cli.Inputs, name string, o need.Overrides) (*script.Script, error) {
	if isFile(name) {
		file, src, err := in.Text("attack", name, meter.MaxSource)
		if err != nil {
			return nil, err
		}
		return script.Load(file, src, o)
	}
	scripts, err := survey.Scripts(need.Overrides{})
	if err != nil {
		return nil, err
	}
	var known []string
	for _, s := range scripts {
		base := strings.TrimSuffix(s.File, scriptSuffix)
		if strings.EqualFold(name, s.ID) || strings.EqualFold(name, base) {
			_, src := catalogue.Source(base)
			return script.Load(s.File, src, o)
		}
		known = append(known, s.ID)
	}
	return nil, cli.Usage(fmt.Errorf("attack %q: want a script, such as my.star, or one of %s",
		name, strings.Join(known, ", ")), "emrproof attack --list describes them")
}

// scriptError returns the error of an attack that failed. The fault is the script's, unless the
// same attack went in two different ways, or the adversary was found to know more than it had
// deduced.
func scriptError(err error) error {
	if errors.Is(err, attacks.ErrDoesNotRepeat) || errors.Is(err, attacks.ErrDeduction) {
		return err
	}
	return cli.Usage(err)
}
