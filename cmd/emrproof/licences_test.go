package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A modRow is a line of THIRD_PARTY.md.
type modRow struct{ licences, copyright string }

// thirdParty are the lines of THIRD_PARTY.md by their modules.
func thirdParty(t *testing.T) map[string]modRow {
	t.Helper()
	text, err := os.ReadFile("../../THIRD_PARTY.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]modRow{}
	line := regexp.MustCompile("(?m)^\\| `(.+)` \\| (.+) \\| (.+) \\|$")
	for _, m := range line.FindAllStringSubmatch(string(text), -1) {
		if _, twice := rows[m[1]]; twice {
			t.Errorf("%s has two lines", m[1])
		}
		rows[m[1]] = modRow{m[2], m[3]}
	}
	return rows
}

// goTool runs the go command, without the network, for an operating system.
func goTool(t *testing.T, system string, args ...string) string {
	t.Helper()
	c := exec.Command("go", args...)
	c.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOOS="+system)
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// linked are the modules whose packages the command imports, on the systems it is built for.
// A package that is not in the module cache still has its path.
func linked(t *testing.T) []string {
	t.Helper()
	var mod struct{ Require []struct{ Path string } }
	if err := json.Unmarshal([]byte(goTool(t, "linux", "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	// The longest path first: it is the module of a package.
	slices.SortFunc(mod.Require, func(a, b struct{ Path string }) int {
		return cmp.Compare(len(b.Path), len(a.Path))
	})
	all := map[string]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, name := range strings.Fields(goTool(t, system, "list", "-e", "-deps", ".")) {
			for _, m := range mod.Require {
				if name == m.Path || strings.HasPrefix(name, m.Path+"/") {
					all[m.Path] = true
					break
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Each module that is linked has a line, and each line a module.
func TestEveryLinkedModuleHasALicence(t *testing.T) {
	rows, modules := thirdParty(t), linked(t)
	if len(modules) < 10 {
		t.Fatalf("%d modules are linked: want those of the command", len(modules))
	}
	for _, m := range modules {
		if _, ok := rows[m]; !ok {
			t.Errorf("%s is linked, and THIRD_PARTY.md has no line for it", m)
		}
	}
	for m := range rows {
		if !slices.Contains(modules, m) {
			t.Errorf("THIRD_PARTY.md has a line for %s, which is not linked", m)
		}
	}
}

// marks are words that only the text of a licence has.
var marks = map[string][]string{
	"MIT":          {"Permission is hereby granted, free of charge", "shall be included in"},
	"BSD-3-Clause": {"Redistribution and use in source and binary forms", "either the name"},
	"Apache-2.0":   {"Apache License", "Version 2.0, January 2004"},
	"OFL-1.1":      {"SIL OPEN FONT LICENSE Version 1.1"},
	"CC-BY-4.0":    {"Creative Commons Attribution 4.0 International Public License"},
	"FTL":          {"The FreeType License", "licenses/ftl.txt"},
	"Unlicense":    {"free and unencumbered software released into the public domain"},
}

// The texts of the licences are those that the lines say. It looks at the modules that are in
// the module cache; those that this system links are.
func TestLicencesAreWhatTheirTextsSay(t *testing.T) {
	read := 0
	holder := regexp.MustCompile(`(?:©|\([cC]\) )\d{4}[^,;|]*`)
	for m, row := range thirdParty(t) {
		dir := strings.TrimSpace(goTool(t, "linux", "list", "-m", "-f", "{{.Dir}}", m))
		if dir == "" {
			continue
		}
		text := licenceText(t, dir)
		for _, l := range strings.Split(row.licences, " AND ") {
			if marks[l] == nil {
				t.Errorf("%s: licence %q: want one of %v", m, l, slices.Sorted(maps.Keys(marks)))
			}
			for _, mark := range marks[l] {
				if !strings.Contains(text, mark) {
					t.Errorf("%s: %s: its texts do not say %q", m, l, mark)
				}
			}
		}
		for _, who := range holder.FindAllString(row.copyright, -1) {
			if !strings.Contains(text, who) && !strings.Contains(row.licences, "FTL") {
				t.Errorf("%s: its texts do not say %q", m, who)
			}
		}
		read++
	}
	if read < 10 {
		t.Errorf("the licences of %d modules were read: is there no module cache?", read)
	}
}

// licenceText is all that the files with a licence in a folder say, with single blanks.
func licenceText(t *testing.T, dir string) string {
	t.Helper()
	var all string
	for _, pattern := range []string{"LICEN[CS]E*", "UNLICEN[CS]E*", "COPYING*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all += string(text) + "\n"
		}
	}
	return strings.Join(strings.Fields(all), " ")
}
