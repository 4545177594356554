package trace

import "emrproof/model"

// A Head is what the head of a trace tells a monitor of the run, beside its events.
type Head struct {
	DeltaT     Duration // ΔT, the longest accepted age of a message
	Principals []Principal
}

// A Principal is a principal, the party that it plays, and its clock as configured.
type Principal struct {
	Name  string
	Party model.Party
	Clock
}
