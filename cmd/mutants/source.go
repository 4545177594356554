package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A target is the package whose code is mutated, parsed and type-checked.
type target struct {
	name  string // of the package clause
	dir   string
	set   *token.FileSet
	files []*file
	info  *types.Info
}

// A file is a Go file of the package, other than a test.
type file struct {
	path string // as the compiler wants it
	name string // from the top of the module, with slashes
	text string
	ast  *ast.File
}

// load parses and type-checks a package, which is named as on the command line of go.
func load(pattern string) (*target, error) {
	var pkg struct {
		Dir, ImportPath, Name string
		GoFiles               []string
		Module                struct{ Path string }
	}
	out, err := goTool("list", "-json=Dir,ImportPath,Name,GoFiles,Module", pattern)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(out, &pkg); err != nil {
		return nil, fmt.Errorf("%s: want one package: %w", pattern, err)
	}
	t := &target{name: pkg.Name, dir: pkg.Dir, set: token.NewFileSet(), info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}}}
	var parsed []*ast.File
	for _, name := range pkg.GoFiles {
		path := filepath.Join(pkg.Dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(t.set, path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
		folder := strings.TrimPrefix(pkg.ImportPath, pkg.Module.Path+"/")
		t.files = append(t.files, &file{path, folder + "/" + name, string(text), f})
	}
	compiled, err := exports(pattern)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: importer.ForCompiler(t.set, "gc", compiled)}
	_, err = config.Check(pkg.ImportPath, t.set, parsed, t.info)
	return t, err
}

// exports finds the compiler's export data of each package that a package imports.
func exports(pattern string) (func(path string) (io.ReadCloser, error), error) {
	out, err := goTool("list", "-deps", "-export", "-f", "{{.ImportPath}}\t{{.Export}}", pattern)
	if err != nil {
		return nil, err
	}
	at := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, export, _ := strings.Cut(strings.TrimSpace(line), "\t")
		at[path] = export
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(at[path]) }, nil
}

// text returns the source between two positions.
func (t *target) text(f *file, from, to token.Pos) string {
	return f.text[t.offset(from):t.offset(to)]
}

func (t *target) offset(p token.Pos) int { return t.set.Position(p).Offset }

func goTool(args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New("go " + args[0] + ": " + strings.TrimSpace(wrong.String()))
	}
	return out, nil
}
