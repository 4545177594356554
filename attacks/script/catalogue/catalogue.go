// Package catalogue holds the attacks that come with the harness, each a script.
package catalogue

import (
	"embed"
	"strings"
)

//go:embed *.star
var catalogueFiles embed.FS

// Names returns the names of the attacks that come with the harness, such as "w03", sorted.
func Names() []string {
	files, err := catalogueFiles.ReadDir(".")
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".star"))
	}
	return names
}

// Source returns the source of an attack of the catalogue, and its file's name. The source is
// nil if there is no attack of that name.
func Source(name string) (file string, src []byte) {
	file = name + ".star"
	src, err := catalogueFiles.ReadFile(file)
	if err != nil {
		return file, nil
	}
	return file, src
}
