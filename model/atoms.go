package model

// Atoms splits the key of a monomial into its atoms, each as AtomKey gives it.
func Atoms(monomial string) []string { return monomialAtoms(monomial) }

// AtomKey is the key of the monomial that is a single atomic scalar: a fresh
// scalar, a hash, an inverse.
func AtomKey(t *Term) string {
	for m := range PolyOf(t) {
		return m
	}
	return ""
}
