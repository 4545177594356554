package record

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"emrproof/model/input"
)

// The general-purpose types, https://hl7.org/fhir/R4/datatypes.html#complex.
var (
	anyObject = &datatype{name: "an object"}

	coding = &datatype{name: "a Coding, an object", elements: []element{
		one("system", anyURI), one("version", anyString), one("code", anyCode),
		one("display", anyString), one("userSelected", anyBoolean),
	}}
	concept = &datatype{name: "a CodeableConcept, an object", elements: []element{
		some("coding", coding), one("text", anyString),
	}}
	period = &datatype{name: "a Period, an object", elements: []element{
		one("start", dateTime), one("end", dateTime),
	}}
	identifier = &datatype{name: "an Identifier, an object", elements: []element{
		one("use", codes("usual official temp secondary old")), one("type", concept),
		one("system", anyURI), one("value", anyString), one("period", period),
	}}
	reference = &datatype{name: "a Reference, an object", elements: []element{
		one("reference", anyString), one("type", anyURI), one("identifier", identifier),
		one("display", anyString),
	}}
	quantity = &datatype{name: "a Quantity, an object", also: checkQuantity, elements: []element{
		one("value", anyDecimal), one("comparator", codes("< <= >= >")),
		one("unit", anyString), one("system", anyURI), one("code", anyCode),
	}}
	valueRange = &datatype{name: "a Range, an object", elements: []element{
		one("low", quantity), one("high", quantity),
	}}
	ratio = &datatype{name: "a Ratio, an object", elements: []element{
		one("numerator", quantity), one("denominator", quantity),
	}}
	sampledData = &datatype{name: "a SampledData, an object", also: checkSamples,
		elements: []element{
			must("origin", quantity, "the quantity that a sample of 0 stands for, with its unit"),
			must("period", anyDecimal, "the milliseconds between samples"),
			one("factor", anyDecimal), one("lowerLimit", anyDecimal), one("upperLimit", anyDecimal),
			must("dimensions", positiveInt, "the number of samples at each point in time"),
			one("data", anyString),
		}}
	narrative = &datatype{name: "a Narrative, an object", elements: []element{
		must("status", codes("generated extensions additional empty"), "how it was made"),
		must("div", anyString, "the text as XHTML"),
	}}
	meta = &datatype{name: "a Meta, an object", elements: []element{
		one("versionId", anyID), one("lastUpdated", instant), one("source", anyURI),
		some("profile", anyURI), some("security", coding), some("tag", coding),
	}}
)

// anyResource is the type of a resource inside another. What is checked of it depends on its
// resourceType.
var anyResource = &datatype{name: "a resource, an object"}

// everyResource are the elements that every resource has.
var everyResource = []element{
	one("id", anyID), one("meta", meta), one("implicitRules", anyURI), one("language", anyCode),
	one("text", narrative), some("contained", anyResource),
}

// shapes are the resources that Check looks at closely. Their choices hold the invariant
// obs-6, too: an Observation has no reason for an absent value beside its value.
var shapes = map[string]*datatype{
	"Bundle": {elements: []element{
		one("identifier", identifier),
		must("type", codes("document message transaction transaction-response batch "+
			"batch-response history searchset collection"),
			"what the Bundle is, such as collection"),
		one("timestamp", instant), some("link", anyObject), some("entry", entry),
	}},
	"Observation": {
		choices: [][]string{effective, slices.Concat(values, []string{"dataAbsentReason"})},
		elements: slices.Concat(measured, []element{
			some("identifier", identifier), some("basedOn", reference), some("partOf", reference),
			must("status", codes("registered preliminary final amended corrected cancelled "+
				"entered-in-error unknown"), "how far the measurement is, such as final"),
			some("category", concept), one("subject", reference), some("focus", reference),
			one("encounter", reference), one("effectiveDateTime", dateTime),
			one("effectivePeriod", period), one("effectiveTiming", anyObject),
			one("effectiveInstant", instant), one("issued", instant),
			some("performer", reference), some("note", anyObject), one("bodySite", concept),
			one("method", concept), one("specimen", reference), one("device", reference),
			some("hasMember", reference), some("derivedFrom", reference),
			some("component", component),
		})},
	"DiagnosticReport": {choices: [][]string{effective}, elements: []element{
		some("identifier", identifier), some("basedOn", reference),
		must("status", codes("registered partial preliminary final amended corrected appended "+
			"cancelled entered-in-error unknown"), "how far the report is, such as final"),
		some("category", concept), must("code", concept, "what was examined"),
		one("subject", reference), one("encounter", reference),
		one("effectiveDateTime", dateTime), one("effectivePeriod", period),
		one("issued", instant), some("performer", reference),
		some("resultsInterpreter", reference), some("specimen", reference),
		some("result", reference), some("imagingStudy", reference), some("media", anyObject),
		one("conclusion", anyString), some("conclusionCode", concept),
		some("presentedForm", anyObject),
	}},
	"Patient": {choices: [][]string{
		{"deceasedBoolean", "deceasedDateTime"}, {"multipleBirthBoolean", "multipleBirthInteger"},
	}, elements: []element{
		some("identifier", identifier), one("active", anyBoolean), some("name", anyObject),
		some("telecom", anyObject), one("gender", codes("male female other unknown")),
		one("birthDate", anyDate), one("deceasedBoolean", anyBoolean),
		one("deceasedDateTime", dateTime), some("address", anyObject),
		one("maritalStatus", concept), one("multipleBirthBoolean", anyBoolean),
		one("multipleBirthInteger", anyInteger), some("photo", anyObject),
		some("contact", anyObject), some("communication", anyObject),
		some("generalPractitioner", reference), one("managingOrganization", reference),
		some("link", anyObject),
	}},
}

var entry = &datatype{name: "an entry, an object", also: checkEntry, elements: []element{
	one("fullUrl", anyURI), one("resource", anyResource), one("search", anyObject),
	one("request", anyObject), one("response", anyObject),
}}

var effective = []string{
	"effectiveDateTime", "effectivePeriod", "effectiveTiming", "effectiveInstant",
}

// measured are the elements that an Observation and each of its components have.
var measured = []element{
	must("code", concept, "what was measured"),
	one("valueQuantity", quantity), one("valueCodeableConcept", concept),
	one("valueString", anyString), one("valueBoolean", anyBoolean),
	one("valueInteger", anyInteger), one("valueRange", valueRange), one("valueRatio", ratio),
	one("valueSampledData", sampledData), one("valueTime", anyTime),
	one("valueDateTime", dateTime), one("valuePeriod", period),
	one("dataAbsentReason", concept), some("interpretation", concept),
	some("referenceRange", anyObject),
}

var values = func() (names []string) {
	for _, e := range measured {
		if strings.HasPrefix(e.name, "value") {
			names = append(names, e.name)
		}
	}
	return names
}()

var component = &datatype{name: "a component, an object", choices: [][]string{values},
	elements: measured}

// checkEntry checks the invariant bdl-5 of FHIR: an entry has a resource, a request or a
// response.
func checkEntry(c *checker, n *input.Value, path string) error {
	if n.Get("resource") == nil && n.Get("request") == nil && n.Get("response") == nil {
		return c.Fail(n.At, join(path, "resource"), "missing: want a resource, an object")
	}
	return nil
}

// checkQuantity checks the invariant qty-3 of FHIR: a coded unit names its code system.
func checkQuantity(c *checker, n *input.Value, path string) error {
	if n.Get("code") != nil && n.Get("system") == nil && n.Get("_system") == nil {
		return c.Fail(n.At, join(path, "system"),
			`missing: want the system of the unit's code, such as "http://unitsofmeasure.org"`)
	}
	return nil
}

// samplePattern is the form of one sample: a number, E for an error, or L or U for a value
// beyond the lower or the upper limit.
var samplePattern = regexp.MustCompile(`^(-?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?|[ELU])$`)

// checkSamples checks the samples of a SampledData one by one.
func checkSamples(c *checker, n *input.Value, path string) error {
	data := n.Get("data")
	if data == nil || data.Text == "" {
		return nil
	}
	path = join(path, "data")
	samples := strings.Split(data.Text, " ")
	for i, s := range samples {
		if !samplePattern.MatchString(s) {
			return c.Fail(data.At, path, "sample %d is %s: want decimals, E, L or U, "+
				"with one space between them", i+1, input.Quote(s))
		}
	}
	dimensions := n.Get("dimensions")
	if dimensions == nil {
		return nil
	}
	if d, _ := strconv.Atoi(dimensions.Text); len(samples)%d != 0 {
		return c.Fail(data.At, path, "%d samples: want a multiple of the %d dimensions",
			len(samples), d)
	}
	return nil
}
