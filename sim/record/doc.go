// Package record holds the medical records that a run sends: FHIR R4 (4.0.1) JSON.
//
// Four records of one invented patient ship with it, written for this project; no person,
// hospital or device is real:
//
//	emr.json        a Bundle: nine encounters from 2017 to 2025 with their diagnoses,
//	                prescriptions, vaccinations and laboratory results (EMR)
//	signal.json     an Observation: eight seconds of a synthetic ECG, lead II, 250 samples
//	                a second, as SampledData (Signal)
//	diagnosis.json  a DiagnosticReport: what the doctor concludes from the two (Diagnosis)
//	patient.json    the Patient whom the others name (Patient)
//
// For gives any of them to a named principal; Check reads a user's own file in their place.
//
// Codes are from LOINC (loinc.org, © Regenstrief Institute), SNOMED CT, RxNorm, CVX, UCUM and
// the code systems of HL7; the clinical story around them is made up and advises nobody.
package record
