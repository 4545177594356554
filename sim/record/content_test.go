package record

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// These tests hold the shipped records to what neither Check nor the JSON schema looks at:
// that they fit together. They read them with encoding/json, not with this package's parser.

type object = map[string]any

func load(t *testing.T, kind Kind) object {
	t.Helper()
	var o object
	d := json.NewDecoder(bytes.NewReader(For(kind, subject)))
	d.UseNumber()
	if err := d.Decode(&o); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return o
}

// walk calls session for each element of each object, with the object.
func walk(v any, session func(parent object, key string, value any)) {
	switch v := v.(type) {
	case object:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			session(v, key, v[key])
			walk(v[key], session)
		}
	case []any:
		for _, item := range v {
			walk(item, session)
		}
	}
}

func list(v any) []object {
	var objects []object
	for _, item := range v.([]any) {
		objects = append(objects, item.(object))
	}
	return objects
}

func number(t *testing.T, v any) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(string(v.(json.Number)), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheHistoryIsOfRealisticSize(t *testing.T) {
	if size := len(For(EMR, "alice")); size < 30_000 || size > 60_000 {
		t.Errorf("emr.json has %d bytes, want 30,000 to 60,000", size)
	}
	got := map[string]int{}
	for _, e := range list(load(t, EMR)["entry"]) {
		got[e["resource"].(object)["resourceType"].(string)]++
	}
	want := map[string]int{
		"Patient": 1, "Organization": 1, "Practitioner": 2, "Encounter": 9, "Condition": 5,
		"AllergyIntolerance": 1, "MedicationRequest": 5, "Immunization": 4, "Observation": 22,
		"DiagnosticReport": 1,
	}
	if !maps.Equal(got, want) {
		t.Errorf("entries: got %v, want %v", got, want)
	}
}

func TestThePatientIsTheOneInTheHistory(t *testing.T) {
	first := list(load(t, EMR)["entry"])[0]["resource"]
	if !reflect.DeepEqual(first, any(load(t, patient))) {
		t.Error("patient.json is not the Patient of emr.json")
	}
}

// TestReferencesResolve: those of the history inside it, those of the signal and of the
// diagnosis inside the three together. A fullUrl is the server's address and Type/id, so that
// relative references mean entries.
func TestReferencesResolve(t *testing.T) {
	known := map[string]bool{}
	for _, e := range list(load(t, EMR)["entry"]) {
		r := e["resource"].(object)
		id := r["resourceType"].(string) + "/" + r["id"].(string)
		if known[id] {
			t.Errorf("%s stands twice in emr.json", id)
		}
		known[id] = true
		if want := "https://hospital.example/fhir/" + id; e["fullUrl"] != want {
			t.Errorf("fullUrl of %s: got %v, want %s", id, e["fullUrl"], want)
		}
	}
	for _, kind := range []Kind{EMR, Signal, Diagnosis} {
		record, count := load(t, kind), 0
		if kind != EMR {
			known[record["resourceType"].(string)+"/"+record["id"].(string)] = true
		}
		walk(record, func(_ object, key string, value any) {
			if key != "reference" {
				return
			}
			count++
			if local := kind == Signal && value == "#sensor"; !local && !known[value.(string)] {
				t.Errorf("%s: %v is not there", kind, value)
			}
		})
		if count < 3 {
			t.Errorf("%s: %d references, want more", kind, count)
		}
	}
}

func TestIDsAreFHIRIDs(t *testing.T) {
	pattern := regexp.MustCompile(`^[A-Za-z0-9\-\.]{1,64}$`)
	longest := strings.Repeat("x", nameMax)
	for _, kind := range kinds {
		var o object
		if err := json.Unmarshal(For(kind, longest), &o); err != nil {
			t.Fatal(err)
		}
		walk(o, func(_ object, key string, value any) {
			if key == "id" && !pattern.MatchString(value.(string)) {
				t.Errorf("%s: id %v", kind, value)
			}
			if key == "subject" && value.(object)["reference"] != "Patient/"+longest {
				t.Errorf("%s: subject %v", kind, value)
			}
		})
	}
}

func TestDatesAreFHIRDatesInOrder(t *testing.T) {
	// As the standard prints it for dateTime; date and instant are narrower.
	pattern := regexp.MustCompile(`^([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)` +
		`(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1])(T([01][0-9]|2[0-3]):[0-5][0-9]:` +
		`([0-5][0-9]|60)(\.[0-9]+)?(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00)))?)?)?$`)
	dated := regexp.MustCompile(`^(birthDate|start|end|issued|authoredOn|timestamp|lastUpdated|` +
		`recordedDate|\w+DateTime)$`)
	const last = "2025-03-18T09:30"
	for _, kind := range kinds {
		count := 0
		walk(load(t, kind), func(parent object, key string, value any) {
			if !dated.MatchString(key) {
				return
			}
			count++
			if s := value.(string); !pattern.MatchString(s) || s < "1968-04-12" || s > last {
				t.Errorf("%s: %s %s", kind, key, s)
			}
			if end, ok := parent["end"]; ok && parent["start"].(string) >= end.(string) {
				t.Errorf("%s: %v ends before it starts", kind, parent)
			}
		})
		if count == 0 {
			t.Errorf("%s: no date", kind)
		}
	}
}

func TestUnitsAreUCUM(t *testing.T) {
	units := strings.Fields("mm[Hg] /min Cel kg cm % mg/dL mmol/L mV {tbl}")
	for _, kind := range []Kind{EMR, Signal} {
		count := 0
		walk(load(t, kind), func(parent object, key string, _ any) {
			if key != "unit" {
				return
			}
			count++
			code, _ := parent["code"].(string)
			if parent["system"] != "http://unitsofmeasure.org" || !slices.Contains(units, code) {
				t.Errorf("%s: unit %v", kind, parent)
			}
		})
		if count == 0 {
			t.Errorf("%s: no unit", kind)
		}
	}
}

func TestCodesNameTheirSystem(t *testing.T) {
	patterns := map[string]string{ // of the codes of each system
		"http://loinc.org":                            `^[0-9]+-[0-9]$`,
		"http://snomed.info/sct":                      `^[1-9][0-9]{5,17}$`,
		"http://www.nlm.nih.gov/research/umls/rxnorm": `^[1-9][0-9]*$`,
		"http://hl7.org/fhir/sid/cvx":                 `^[0-9]{2,3}$`,
		"urn:oid:2.16.840.1.113883.6.24":              `^13[0-9]{4}$`,
		"urn:ietf:bcp:47":                             `^en$`,
	}
	for _, kind := range kinds {
		walk(load(t, kind), func(_ object, key string, value any) {
			if key != "coding" {
				return
			}
			for _, c := range list(value) {
				system, code := c["system"].(string), c["code"].(string)
				pattern, ok := patterns[system]
				if strings.HasPrefix(system, "http://terminology.hl7.org/CodeSystem/") {
					pattern, ok = `^[A-Za-z-]+$`, true
				}
				if !ok || !regexp.MustCompile(pattern).MatchString(code) {
					t.Errorf("%s: code %v", kind, c)
				}
			}
		})
	}
}

// samples returns the lead's voltages in mV and the milliseconds between two of them.
func samples(t *testing.T, signal object) (volts []float64, period float64) {
	t.Helper()
	data := list(signal["component"])[0]["valueSampledData"].(object)
	low, high := number(t, data["lowerLimit"]), number(t, data["upperLimit"])
	if number(t, data["dimensions"]) != 1 {
		t.Fatalf("dimensions: %v, want 1", data["dimensions"])
	}
	for _, s := range strings.Split(data["data"].(string), " ") {
		v := number(t, json.Number(s))*number(t, data["factor"]) +
			number(t, data["origin"].(object)["value"])
		if v < low || v > high {
			t.Errorf("sample %s: %g mV, want %g to %g", s, v, low, high)
		}
		volts = append(volts, v)
	}
	return volts, number(t, data["period"])
}

func TestTheSignalIsAsLongAsItSays(t *testing.T) {
	signal := load(t, Signal)
	volts, ms := samples(t, signal)
	when := signal["effectivePeriod"].(object)
	start, err1 := time.Parse(time.RFC3339, when["start"].(string))
	end, err2 := time.Parse(time.RFC3339, when["end"].(string))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	got := time.Duration(float64(len(volts)) * ms * float64(time.Millisecond))
	if want := end.Sub(start); got != want {
		t.Errorf("%d samples last %v, the period %v", len(volts), got, want)
	}
}

// TestTheHeartBeatsAtTheRateStated counts the R waves, the only ones above 0.6 mV.
func TestTheHeartBeatsAtTheRateStated(t *testing.T) {
	signal := load(t, Signal)
	volts, ms := samples(t, signal)
	var peaks []int
	for i := 1; i+1 < len(volts); i++ {
		top := volts[i] > 0.6 && volts[i] >= volts[i-1] && volts[i] > volts[i+1]
		if top && (peaks == nil || i-peaks[len(peaks)-1] > 50) {
			peaks = append(peaks, i)
		}
	}
	if len(peaks) != 10 {
		t.Fatalf("%d beats, want 10", len(peaks))
	}
	got := 60_000 * float64(len(peaks)-1) / (float64(peaks[9]-peaks[0]) * ms)
	want := number(t, list(signal["component"])[1]["valueQuantity"].(object)["value"])
	if math.Abs(got-want) > 0.5 {
		t.Errorf("the strip beats at %.1f a minute, the record says %g", got, want)
	}
}
