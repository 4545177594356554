// Package catalogue has the attacks that come with the harness, each a script.
package catalogue

import (
	"embed"
	"strings"
)

//go:embed *.star
var catalogueFiles embed.FS

// Names are the names of the attacks that come with the harness, such as "w03",
// sorted.
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

// Source is the source of an attack of the catalogue, and its file's name;
// nil when there is none of that name.
func Source(name string) (file string, src []byte) {
	file = name + ".star"
	src, err := catalogueFiles.ReadFile(file)
	if err != nil {
		return file, nil
	}
	return file, src
}
