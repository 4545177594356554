package sim

// For the golden files, which package sim_test compares: simtest imports sim.
var (
	ChecksText         = checksText
	EquationsText      = equationsText
	HardenedChecksText = hardenedChecksText
)
