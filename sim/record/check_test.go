package record

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emrproof/model/input"
)

// The least that Check takes, each a line.
const (
	leastBundle = `{"resourceType": "Bundle", "type": "collection"}`
	leastECG    = `{"resourceType": "Observation", "status": "final", "code": {"text": "ECG"}, ` +
		`"valueSampledData": {"origin": {"value": 0}, "period": 4, "dimensions": 1, "data": "1 2"}}`
	leastReport  = `{"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "x"}}`
	leastPatient = `{"resourceType": "Patient"}`
)

// TestCheckTakesValidFHIR shows what must not be refused, odd as it looks.
func TestCheckTakesValidFHIR(t *testing.T) {
	observation := func(more string) string {
		return `{"resourceType": "Observation", "status": "final", "code": {"text": "x"}, ` +
			more + `}`
	}
	bundle := func(entry string) string {
		return `{"resourceType": "Bundle", "type": "transaction", "entry": [` + entry + `]}`
	}
	for name, c := range map[string]struct {
		kind Kind
		text string
	}{
		"least bundle":        {EMR, leastBundle},
		"least ECG":           {Signal, leastECG},
		"least report":        {Diagnosis, leastReport},
		"least patient":       {patient, leastPatient},
		"white space":         {patient, "\r\n\t " + leastPatient + " \n"},
		"signal of one value": {Signal, observation(`"valueQuantity": {"value": 72}`)},
		"unknown elements":    {Signal, observation(`"mood": {"deep": [1, 2]}, "x": true`)},
		"extension":           {Signal, observation(`"extension": [{"url": "u", "valueInteger": 1}]`)},
		"status unknown for a reason": {Diagnosis, `{"resourceType": "DiagnosticReport", "_status": ` +
			`{"extension": [{"url": "u", "valueCode": "masked"}]}, "code": {"text": "x"}}`},
		"list with a gap": {EMR, `{"resourceType": "Bundle", "type": "collection", "meta": ` +
			`{"profile": [null, "u"], "_profile": [{"id": "x"}, null]}}`},
		"no samples": {Signal, observation(`"valueSampledData": ` +
			`{"origin": {"value": 0}, "period": 1.5, "dimensions": 2}`)},
		"odd samples": {Signal, observation(`"valueSampledData": {"origin": {"value": 0}, ` +
			`"period": 1e1, "dimensions": 2, "data": "E L U -.5 1.25 1e-3"}`)},
		"dates in part": {Signal, observation(`"effectiveDateTime": "2025-03"`)},
		"leap second":   {Signal, observation(`"issued": "2016-12-31T23:59:60.5+14:00"`)},
		"contained": {Signal, observation(`"contained": [{"resourceType": "Device", "id": "d", ` +
			`"patient": {"reference": "#"}}], "device": {"reference": "#d"}`)},
		"absolute":  {Signal, observation(`"subject": {"reference": "https://a.example/Patient/1"}`)},
		"by UUID":   {Signal, observation(`"subject": {"reference": "urn:uuid:0c3151bd-1cbf"}`)},
		"versioned": {Signal, observation(`"subject": {"reference": "Patient/a.b-C/_history/2"}`)},
		"conditional": {EMR, bundle(`{"resource": ` +
			observation(`"subject": {"reference": "Patient?identifier=1"}`) + `}`)},
		"entry without one": {EMR, bundle(`{"request": {"method": "DELETE", "url": "Patient/1"}}`)},
		"any resource": {EMR, bundle(`{"resource": {"resourceType": "Parameters", "parameter": ` +
			`[{"name": "n"}]}}`)},
		"escapes": {patient,
			`{"resourceType": "Pati\u0065nt", "x": "\"\\\/\b\f\n\r\t\ud83d\ude00"}`},
		"byte-order mark": {patient, "\uFEFF" + leastPatient},
		"a code that is called resourceType": {EMR, bundle(`{"resource": {"resourceType": ` +
			`"ExampleScenario", "contained": [{"resourceType": "Device", "id": "d"}], "instance": ` +
			`[{"resourceId": "r", "resourceType": "Patient", "extension": [{"url": "u", ` +
			`"valueReference": {"reference": "#d"}}]}]}}`)},
		"deep": {patient, `{"resourceType": "Patient", "x": ` + nest(200-1) + `}`},
	} {
		if err := Check(c.kind, "in", []byte(c.text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An element that is called reference is not always that of a Reference.
func TestCheckTakesReferencesOfOtherKinds(t *testing.T) {
	files, err := filepath.Glob("testdata/emr-*.json")
	if err != nil || len(files) != 3 {
		t.Fatalf("%v, %v: want three files", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(EMR, file, text); err != nil {
			t.Error(err)
		}
	}
}

// nest returns a list in a list … as many levels deep.
func nest(levels int) string {
	return strings.Repeat("[", levels-1) + "[1]" + strings.Repeat("]", levels-1)
}

// p opens a Patient, with 28 characters.
const p = `{"resourceType": "Patient", `

func TestCheckWantsOneTidyObject(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `in:1:1: end of file: want a JSON value`},
		{p + "\"x\": \"\xff\"}", `in:1:35: byte 0xff: want UTF-8`},
		{leastPatient + "\n}", `in:2:1: '}' after the value: want one JSON value`},
		{p, `in:1:29: end of file: want a key in double quotes`},
		{p + `}`, `in:1:29: '}': want a key in double quotes`},
		{p + `id: 1}`, `in:1:29: 'i': want a key in double quotes`},
		{p + `"id"}`, `in:1:33: '}' after key "id": want ':'`},
		{p + `"id": }`, `in:1:35: '}': want a JSON value`},
		{p + `"x": [1 2]}`, `in:1:37: '2' in a list: want ',' or ']'`},
		{p + `"x": 1 "y": 2}`, `in:1:36: '"' in an object: want ',' or '}'`},
		{p + `"x": 01}`, `in:1:34: number "01": want one such as 0, -1.5 or 2e3`},
		{p + `"x": 1.}`, `in:1:34: number "1.": want one such as 0, -1.5 or 2e3`},
		{p + `"x": NaN}`, `in:1:34: 'N': want a JSON value`},
		{p + `"x": "a`, `in:1:36: end of file in a string: want '"'`},
		{p + `"x": "a\`, `in:1:37: end of file in a string: want '"'`},
		{p + "\"x\": \"a\tb\"}", `in:1:36: control character '\t' in a string: want it escaped`},
		{p + `"x": "a\x"}`, `in:1:36: escape "\\x": want one of \" \\ \/ \b \f \n \r \t or \u ` +
			`and four hexadecimal digits`},
		{p + `"x": "\ud800"}`, `in:1:35: half of a surrogate pair: want both halves`},
		{"{\n \"x\": 1,\n \"y\": 2,\n \"x\": 3}", `in:4:2: key "x" twice: want it once in an object`},
		{p + `"x": ` + nest(200) + `}`,
			`in:1:233: more than 200 levels deep: want a flatter record`},
		{p + "\"é\":\n\"é\" x}", `in:2:5: 'x' in an object: want ',' or '}'`},
		{p + `"x": null}`, `in:1:34: x: null: want a value, or the element left out`},
		{p + `"x": [[{"y": ""}]]}`, `in:1:42: x[0][0].y: empty: want a value, or the element left out`},
		{p + `"x": []}`, `in:1:34: x: empty: want a value, or the element left out`},
		{p + `"x": {}}`, `in:1:34: x: empty: want a value, or the element left out`},
		{`[]`, `in:1:1: a list: want an object with resourceType "Patient"`},
		{`"Patient"`, `in:1:1: "Patient": want an object with resourceType "Patient"`},
		{`{}`, `in:1:1: resourceType: missing: want "Patient"`},
		{`{"resourceType": 1}`, `in:1:18: resourceType: 1: want "Patient" for a patient`},
		{leastReport, `in:1:18: resourceType: "DiagnosticReport": want "Patient" for a patient`},
	} {
		checkError(t, patient, c.text, c.want)
	}
}

func TestCheckKnowsAPatient(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{p + `"id": "a b"}`, `in:1:35: id: "a b": want 1 to 64 letters, digits, hyphens and full stops`},
		{p + `"active": "true"}`, `in:1:39: active: "true": want true or false`},
		{p + `"gender": "F"}`, `in:1:39: gender: "F": want one of male, female, other, unknown`},
		{p + `"birthDate": "2025-02-30"}`,
			`in:1:42: birthDate: "2025-02-30": want a date such as 2025, 2025-03 or 2025-03-18`},
		{p + `"birthDate": "0000"}`,
			`in:1:42: birthDate: "0000": want a date such as 2025, 2025-03 or 2025-03-18`},
		{p + `"deceasedDateTime": "2025-03-18T09:30:00"}`, `in:1:49: deceasedDateTime: ` +
			`"2025-03-18T09:30:00": want a date such as 2025-03-18 or 2025-03-18T09:30:00Z`},
		{p + `"deceasedBoolean": true, "deceasedDateTime": "2025"}`,
			`in:1:74: deceasedDateTime: stands beside deceasedBoolean: want one of them`},
		{p + `"multipleBirthInteger": 1.5}`, `in:1:53: multipleBirthInteger: 1.5: want a whole number`},
		{p + `"name": {"text": "x"}}`, `in:1:37: name: an object: want a list, each item an object`},
		{p + `"name": ["x"]}`, `in:1:38: name[0]: "x": want an object`},
		{p + `"name": [null]}`, `in:1:38: name[0]: null: want an object`},
		{p + `"identifier": [{"value": "1"}, {"use": "mine"}]}`, `in:1:68: identifier[1].use: ` +
			`"mine": want one of usual, official, temp, secondary, old`},
		{p + `"meta": {"lastUpdated": "2025-03-18"}}`, `in:1:53: meta.lastUpdated: "2025-03-18": ` +
			`want an instant such as 2025-03-18T09:30:00Z`},
		{p + `"text": {"status": "generated"}}`, `in:1:37: text.div: missing: want the text as XHTML`},
		{p + `"managingOrganization": "Organization/1"}`, `in:1:53: managingOrganization: ` +
			`"Organization/1": want a Reference, an object`},
		{p + `"managingOrganization": {"reference": "the hospital"}}`, `in:1:67: ` +
			`managingOrganization.reference: "the hospital": want Type/id, an absolute URI or #id`},
		{p + `"x": {"reference": "Hospital/1"}}`,
			`in:1:48: x.reference: "Hospital/1": want Type/id, an absolute URI or #id`},
		{p + `"x": {"reference": "#a"}}`,
			`in:1:48: x.reference: "#a": want the id of a contained resource after the #`},
		{p + `"contained": [{"id": "a"}]}`, `in:1:43: contained[0].resourceType: missing: ` +
			`want the name of a FHIR R4 resource`},
		{p + `"gender": "` + strings.Repeat("m", 50) + `"}`, `in:1:39: gender: "` +
			strings.Repeat("m", 40) + `…": want one of male, female, other, unknown`},
	} {
		checkError(t, patient, c.text, c.want)
	}
}

func TestCheckKnowsABundle(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"resourceType": "Bundle"}`,
			`in:1:1: type: missing: want what the Bundle is, such as collection`},
		{`{"resourceType": "Bundle", "_type": {"id": "x"}}`,
			`in:1:1: type: missing: want what the Bundle is, such as collection`},
		{`{"resourceType": "Bundle", "type": "bag"}`, `in:1:36: type: "bag": want one of document, ` +
			`message, transaction, transaction-response, batch, batch-response, history, ` +
			`searchset, collection`},
		{`{"resourceType": "Bundle", "type": "collection", "entry": [` + "\n" + `{"fullUrl": "urn:x"}]}`,
			`in:2:1: entry[0].resource: missing: want a resource, an object`},
		{`{"resourceType": "Bundle", "type": "collection", "entry": [` + "\n" + `{"resource": {}}]}`,
			`in:2:14: entry[0].resource.resourceType: missing: want the name of a FHIR R4 resource`},
		{`{"resourceType": "Bundle", "type": "collection", "entry": [` + "\n" +
			`{"resource": {"resourceType": "Pateint"}}]}`,
			`in:2:31: entry[0].resource.resourceType: "Pateint": want the name of a FHIR R4 resource`},
		{`{"resourceType": "Bundle", "type": "collection", "entry": [` + "\n" +
			`{"resource": {"resourceType": "Observation", "code": {"text": "x"}}}]}`,
			`in:2:14: entry[0].resource.status: missing: ` +
				`want how far the measurement is, such as final`},
		// What a resource contains is no other resource's.
		{`{"resourceType": "Bundle", "type": "collection", "entry": [` + "\n" +
			`{"resource": {"resourceType": "Flag", ` +
			`"contained": [{"resourceType": "Patient", "id": "p"}]}},` + "\n" +
			`{"resource": {"resourceType": "Flag", "subject": {"reference": "#p"}}}]}`,
			`in:3:64: entry[1].resource.subject.reference: "#p": ` +
				`want the id of a contained resource after the #`},
	} {
		checkError(t, EMR, c.text, c.want)
	}
}

func TestCheckKnowsASignal(t *testing.T) {
	sampled := func(inside string) string {
		return `{"resourceType": "Observation", "status": "final", "code": {"text": "x"},` + "\n" +
			`"component": [{"code": {"text": "y"}, "valueSampledData":` + "\n{" + inside + `}}]}`
	}
	const at = `component[0].valueSampledData`
	for _, c := range []struct{ text, want string }{
		{`{"resourceType": "Observation", "status": "final"}`,
			`in:1:1: code: missing: want what was measured`},
		{`{"resourceType": "Observation", "status": "finall", "code": {"text": "x"}}`, `in:1:43: ` +
			`status: "finall": want one of registered, preliminary, final, amended, corrected, ` +
			`cancelled, entered-in-error, unknown`},
		{`{"resourceType": "Observation", "status": "final", "code": {"text": "x"}, ` +
			`"valueString": "y", "dataAbsentReason": {"text": "z"}}`,
			`in:1:115: dataAbsentReason: stands beside valueString: want one of them`},
		{sampled(`"period": 4, "dimensions": 1`), `in:3:1: ` + at + `.origin: missing: ` +
			`want the quantity that a sample of 0 stands for, with its unit`},
		{sampled(`"origin": {"value": 0}, "dimensions": 1`),
			`in:3:1: ` + at + `.period: missing: want the milliseconds between samples`},
		{sampled(`"origin": {"value": 0}, "period": "4", "dimensions": 1`),
			`in:3:36: ` + at + `.period: "4": want a number`},
		{sampled(`"origin": {"value": 0}, "period": 4`), `in:3:1: ` + at + `.dimensions: missing: ` +
			`want the number of samples at each point in time`},
		{sampled(`"origin": {"value": 0}, "period": 4, "dimensions": 0`),
			`in:3:53: ` + at + `.dimensions: 0: want a whole number from 1`},
		{sampled(`"origin": {"code": "mV"}, "period": 4, "dimensions": 1`), `in:3:12: ` + at +
			`.origin.system: missing: want the system of the unit's code, such as ` +
			`"http://unitsofmeasure.org"`},
		{sampled(`"origin": {"value": 0}, "period": 4, "dimensions": 1, "data": "1 two 3"`),
			`in:3:64: ` + at + `.data: sample 2 is "two": want decimals, E, L or U, ` +
				`with one space between them`},
		{sampled(`"origin": {"value": 0}, "period": 4, "dimensions": 2, "data": "1 2 3"`),
			`in:3:64: ` + at + `.data: 3 samples: want a multiple of the 2 dimensions`},
	} {
		checkError(t, Signal, c.text, c.want)
	}
}

func TestCheckKnowsADiagnosis(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"resourceType": "DiagnosticReport", "code": {"text": "x"}}`,
			`in:1:1: status: missing: want how far the report is, such as final`},
		{`{"resourceType": "DiagnosticReport", "status": "final"}`,
			`in:1:1: code: missing: want what was examined`},
		{`{"resourceType": "DiagnosticReport", "status": "final", "code": "ECG"}`,
			`in:1:65: code: "ECG": want a CodeableConcept, an object`},
		{`{"resourceType": "DiagnosticReport", "status": "final", ` +
			`"code": {"coding": [{"code": " x"}]}}`,
			`in:1:86: code.coding[0].code: " x": ` +
				`want a code, without spaces at its ends or two in a row`},
	} {
		checkError(t, Diagnosis, c.text, c.want)
	}
	got := Check("xray", "in", []byte(leastReport)).Error()
	if want := `record kind "xray": want emr, signal, diagnosis or patient`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func checkError(t *testing.T, kind Kind, text, want string) {
	t.Helper()
	err := Check(kind, "in", []byte(text))
	var typed *input.Error
	if !errors.As(err, &typed) {
		t.Errorf("Check(%s) = %v, want an *input.Error: %s", text, err, want)
		return
	}
	if got := err.Error(); got != want {
		t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
	}
}

func TestCheckRefusesEndlessNesting(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("[", 1<<20),
		strings.Repeat(`{"a":`, 1<<20),
	} {
		if err := Check(EMR, "in", []byte(text)); err == nil {
			t.Error("a million levels pass")
		}
	}
}
