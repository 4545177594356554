package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "say which emrproof this is",
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

// versionText returns the version of the module, the revision from which it was built, and the
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

// version returns the version of emrproof, without its name.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return strings.TrimPrefix(versionText(info), "emrproof, ")
}
