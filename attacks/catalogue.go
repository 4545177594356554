package attacks

import (
	"embed"
	"path"
	"strings"
)

//go:embed catalogue/*.star
var catalogueFiles embed.FS

// Catalogue are the names of the attacks that come with the harness, such as "w03",
// sorted.
func Catalogue() []string {
	files, err := catalogueFiles.ReadDir("catalogue")
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".star"))
	}
	return names
}

// CatalogueScript is the source of an attack of the catalogue, and its file's name;
// nil when there is none of that name.
func CatalogueScript(name string) (file string, src []byte) {
	file = name + ".star"
	src, err := catalogueFiles.ReadFile(path.Join("catalogue", file))
	if err != nil {
		return file, nil
	}
	return file, src
}
