package library

import (
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
)

//go:embed *.emr
var texts embed.FS

// profiles are the descriptions that a verification asks about, the default first.
var profiles = []string{"published", "hardened", "ns", "nsl"}

// Profiles are the names of the descriptions that a verification asks about, the default first.
func Profiles() []string { return slices.Clone(profiles) }

// Names are the names of all descriptions that come with the harness: the profiles, and then
// those of the literature.
var Names = sync.OnceValue(func() []string {
	names := Profiles()
	entries, err := fs.Glob(texts, "*.emr")
	if err != nil {
		panic("library: internal error: " + err.Error())
	}
	for _, e := range entries {
		if name := strings.TrimSuffix(e, emr.Extension); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return slices.Clip(names) // shared: to append to it copies it
})

// added are the descriptions that a user gave, by name, and read are those that come with the
// harness, as far as somebody asked for them.
var added, read sync.Map

// A description is one that a user gave.
type description struct {
	path, text string
	file       *emr.File
}

// Add makes a description that a user wrote known under the base name of its file, such as
// "otway.emr". To add the same text again makes no difference; another one under the same name
// is refused, since a name means one description in all of a process. The error of a text that
// cannot be read has all that is wrong with it, as far as it can be seen before options are
// known, at places in the file as it is given.
func Add(file, text string) (name string, err error) {
	name = filepath.Base(file)
	if had, ok := added.Load(name); ok {
		if had.(description).text != text {
			return "", fmt.Errorf("profile %q: another description of this name is in use", name)
		}
		return name, nil
	}
	if slices.Contains(Names(), name) {
		return "", fmt.Errorf("profile %q: a description of this name comes with emrproof", name)
	}
	parsed, err := emr.Parse(file, []byte(text))
	if err != nil {
		return "", err
	}
	if _, err := parsed.Protocol(); err != nil {
		return "", err
	}
	added.Store(name, description{file, text, parsed})
	return name, nil
}

// Added is the text of a description that was added; empty: the name is none of these.
func Added(name string) string {
	if had, ok := added.Load(name); ok {
		return had.(description).text
	}
	return ""
}

// Flag is the value that the flag --profile takes for a description: its name, or the file from
// which it was added.
func Flag(name string) string {
	if had, ok := added.Load(name); ok {
		return had.(description).path
	}
	return name
}

// fileOf returns the file of a description by its name, nil when there is none.
func fileOf(name string) *emr.File {
	if had, ok := added.Load(name); ok {
		return had.(description).file
	}
	if had, ok := read.Load(name); ok {
		return had.(*emr.File)
	}
	if !slices.Contains(Names(), name) {
		return nil
	}
	text, err := texts.ReadFile(name + emr.Extension)
	if err != nil {
		panic("library: internal error: " + err.Error())
	}
	f, err := emr.Parse(name+emr.Extension, text)
	if err != nil {
		panic("library: internal error: " + err.Error())
	}
	read.Store(name, f)
	return f
}

// An Option changes a description: a literal reading of the paper, by its erratum's id, or a
// repair that is taken out again, by the number of a line.
type Option struct {
	ID      string
	Profile string // the description that it is for
	Text    string
}

// Options lists the options of some profiles, each in the order of its file; with no profile
// given, those of all that come with the harness.
func Options(profiles ...string) []Option {
	if len(profiles) == 0 {
		profiles = Names()
	}
	var all []Option
	for _, name := range profiles {
		if f := fileOf(name); f != nil {
			for _, o := range f.Options() {
				all = append(all, Option{o.ID, name, o.Text})
			}
		}
	}
	return all
}

// OptionIDs are the ids of the options for a profile.
func OptionIDs(profile string) []string {
	var ids []string
	for _, o := range Options(profile) {
		ids = append(ids, o.ID)
	}
	return ids
}

// built remembers the descriptions that were built, by name and options: to build one takes as
// long as a third of a run.
var built sync.Map

// Profile returns a description by its name, with options switched on: those of its file by
// their ids, and checks taken out by build.WithoutPrefix and theirs. The description is shared
// and must not be changed.
func Profile(name string, options ...string) (*model.Protocol, error) {
	key := strings.Join(append([]string{name}, options...), "\x00")
	if p, ok := built.Load(key); ok {
		return p.(*model.Protocol), nil
	}
	f := fileOf(name)
	if f == nil {
		return nil, fmt.Errorf("profile %q: want one of %s", name, strings.Join(Names(), ", "))
	}
	var readings, checks []string
	for _, o := range options {
		if id, ok := strings.CutPrefix(o, build.WithoutPrefix); ok {
			checks = append(checks, id)
		} else {
			readings = append(readings, o)
		}
	}
	p, err := f.Protocol(readings...)
	if err == nil && len(checks) > 0 {
		if p, err = build.Without(p, checks); err == nil {
			p, err = build.Protocol(p)
		}
	}
	if err != nil {
		return nil, err
	}
	built.Store(key, p)
	return p, nil
}

// Must returns a profile that is known to exist; any error is a panic.
func Must(name string, options ...string) *model.Protocol {
	p, err := Profile(name, options...)
	if err != nil {
		panic("library: internal error: " + err.Error())
	}
	return p
}
