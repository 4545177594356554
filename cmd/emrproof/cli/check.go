package cli

import (
	"fmt"
	"slices"
	"strings"
)

// OneOf refuses a value of a flag that is none of those known.
func OneOf(flag, value string, known []string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("--%s %q: want one of %s", flag, value, strings.Join(known, ", "))
}

// AtLeast refuses a number that is too small.
func AtLeast(flag string, n, least int) error {
	if n >= least {
		return nil
	}
	return fmt.Errorf("--%s %d: want %d or more", flag, n, least)
}

// First is the first error that there is.
func First(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
