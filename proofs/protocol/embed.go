package protocol

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed *.ban calibration/*.ban
var files embed.FS

// Names returns the names of the protocols that come with the harness: the published one, the
// others about the same protocol, and then those of 1990.
func Names() []string {
	var names []string
	for _, folder := range []string{".", "calibration"} {
		entries, err := files.ReadDir(folder)
		if err != nil {
			panic("proofs: internal error: " + err.Error())
		}
		for _, e := range entries {
			if name, ok := strings.CutSuffix(e.Name(), ".ban"); ok {
				names = append(names, name)
			}
		}
	}
	i := slices.Index(names, "published")
	return append([]string{"published"}, slices.Delete(names, i, i+1)...)
}

// Load returns a protocol that comes with the harness, by its name.
func Load(name string) (*Protocol, error) {
	for _, file := range []string{name + ".ban", path.Join("calibration", name+".ban")} {
		text, err := files.ReadFile(file)
		if err == nil {
			return Parse(file, string(text))
		}
	}
	return nil, fmt.Errorf("protocol %q: want one of %s", name, strings.Join(Names(), ", "))
}
