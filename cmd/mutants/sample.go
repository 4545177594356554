package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
)

// sample chooses so many mutants, spread over the functions: one mutant of each function comes
// before a second of any, so that the first part of a run tells something about all functions.
// The seed decides which mutants are chosen. With a count of 0 it returns all.
func sample(all []*mutant, count int, seed uint64) []*mutant {
	if count == 0 {
		count = len(all)
	}
	drawn := func(what string) string {
		return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, what)))
	}
	byFunction := map[string][]*mutant{}
	for _, m := range all {
		f := m.file.path + " " + m.function
		byFunction[f] = append(byFunction[f], m)
	}
	var functions []string
	for f, here := range byFunction {
		functions = append(functions, f)
		slices.SortFunc(here, func(a, b *mutant) int {
			return cmp.Compare(drawn(a.String()), drawn(b.String()))
		})
	}
	slices.SortFunc(functions, func(a, b string) int {
		return cmp.Or(cmp.Compare(drawn(a), drawn(b)), cmp.Compare(a, b))
	})
	var taken []*mutant
	for round := 0; len(taken) < min(count, len(all)); round++ {
		for _, f := range functions {
			if round < len(byFunction[f]) && len(taken) < count {
				taken = append(taken, byFunction[f][round])
			}
		}
	}
	return taken
}
