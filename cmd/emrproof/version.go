package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "say which emrproof this is",
		Args:  cli.NoArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			_, err := fmt.Fprintln(c.OutOrStdout(), versionText(info))
			return err
		},
	}
}

// versionText is the module's version, the revision that it was built from, and the
// version of Go.
func versionText(info *debug.BuildInfo) string {
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	words := []string{"emrproof", info.Main.Version}
	if info.Main.Version == "" {
		words[1] = "(devel)"
	}
	if r := setting["vcs.revision"]; r != "" {
		if setting["vcs.modified"] == "true" {
			r += " with changes"
		}
		words = append(words, "revision "+r)
	}
	if info.GoVersion != "" {
		words = append(words, info.GoVersion)
	}
	return strings.Join(words, ", ")
}

// version is which emrproof this is, without its name.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return strings.TrimPrefix(versionText(info), "emrproof, ")
}

// build is what the build really is: the sum of the program itself. The version is the same
// for two builds of one revision with different changes.
func build() string {
	name, err := os.Executable()
	if err != nil {
		return version()
	}
	f, err := os.Open(name)
	if err != nil {
		return version()
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return version()
	}
	return "program " + hex.EncodeToString(h.Sum(nil))
}
