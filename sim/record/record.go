package record

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"sync"

	"emrproof/model/input"
)

// Kind names a kind of medical record. Its text is what stands in a Config and on a command
// line.
type Kind string

// The kinds, and the FHIR resource that each of them is.
const (
	EMR       Kind = "emr"       // Bundle: the history that the hospital holds
	Signal    Kind = "signal"    // Observation: what the patient's sensor measured
	Diagnosis Kind = "diagnosis" // DiagnosticReport: what the doctor found
	patient   Kind = "patient"   // Patient: who the others are about
)

// subject is the patient's id in the files as they ship. Every id that belongs to one patient
// starts with it ("Encounter/the-patient-03"), so that the records of two patients can lie
// in one store; those of the hospital and its doctors do not.
const subject = "the-patient"

// nameMax is the longest name in characters: 64, which FHIR allows an id, less the longest
// ending that the files put after the patient's ("-emr").
const nameMax = 60

var (
	//go:embed emr.json
	emrJSON []byte
	//go:embed signal.json
	signalJSON []byte
	//go:embed diagnosis.json
	diagnosisJSON []byte
	//go:embed patient.json
	patientJSON []byte
)

// templates are the built-in record files, each cut at every mention of the subject.
var templates = sync.OnceValue(func() map[Kind][][]byte {
	cut := func(file []byte) [][]byte { return bytes.Split(file, []byte(subject)) }
	return map[Kind][][]byte{
		EMR:       cut(emrJSON),
		Signal:    cut(signalJSON),
		Diagnosis: cut(diagnosisJSON),
		patient:   cut(patientJSON),
	}
})

// For returns the built-in record of this kind with the named principal as its patient: the
// Patient's id is the name, and every reference and every id of the patient's own follows.
// The bytes are the caller's to keep and change. A name that CheckName refuses and a kind
// that is none of the four are mistakes of the program, and panic.
func For(kind Kind, patient string) []byte {
	template, ok := templates()[kind]
	if !ok {
		panic(fmt.Sprintf("record: internal error: no record of kind %q", string(kind)))
	}
	if err := CheckName(patient); err != nil {
		panic("record: internal error: " + err.Error())
	}
	return bytes.Join(template, []byte(patient))
}

var sessionPattern = regexp.MustCompile(`\.[0-9]+$`)

var namePattern = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9.-]{1,%d}$`, nameMax))

// CheckName reports whether a principal of this name can be the patient of a built-in record,
// which takes a name that can stand in a FHIR id, and no name of a session: alice.2 is one of
// alice.
func CheckName(patient string) error {
	switch {
	case !namePattern.MatchString(patient):
		return fmt.Errorf("name %s: want 1 to %d letters, digits, hyphens and full stops",
			input.Quote(patient), nameMax)
	case sessionPattern.MatchString(patient):
		return fmt.Errorf("name %s: sessions are called so: want no full stop before a number at the end",
			input.Quote(patient))
	}
	return nil
}
