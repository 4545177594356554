package record

import (
	"fmt"
	"slices"

	"emrproof/model/input"
)

// resourceOf gives the FHIR resource that a record of each kind is.
var resourceOf = map[Kind]string{
	EMR:       "Bundle",
	Signal:    "Observation",
	Diagnosis: "DiagnosticReport",
	patient:   "Patient",
}

// Check reports the first place where a user's file is not FHIR R4 JSON of this kind, as an
// *input.Error. The name is what the user called the file.
//
// Check refuses only what no profile of FHIR R4 would take: text that is no JSON, another
// resource, a required element that is missing, a value of the wrong type or format, a code
// outside a required binding, a reference that cannot be one, emptiness. Elements that it
// does not know pass, and of the resources inside a Bundle it looks closely only at those
// kinds that can be a record themselves. An accepted file can therefore still break FHIR.
func Check(kind Kind, name string, data []byte) error {
	want, ok := resourceOf[kind]
	if !ok {
		return fmt.Errorf("record kind %s: want emr, signal, diagnosis or patient",
			input.Quote(string(kind)))
	}
	root, text, err := input.Parse(name, data)
	if err != nil {
		return err
	}
	c := &checker{text}
	if root.Is != "object" {
		return c.Fail(root.At, "", "%s: want an object with resourceType %q", root, want)
	}
	named := root.Get("resourceType")
	if named == nil {
		return c.Fail(root.At, "resourceType", "missing: want %q", want)
	}
	if named.Is != "string" || named.Text != want {
		return c.Fail(named.At, "resourceType", "%s: want %q for %s", named, want, article(kind))
	}
	if err := c.resource(root, ""); err != nil {
		return err
	}
	return c.tidy(root, "", "", nil)
}

func article(kind Kind) string {
	if kind == EMR {
		return "an emr"
	}
	return "a " + string(kind)
}

// checker walks one file. Its methods return the first error, or nil.
type checker struct {
	*input.Source
}

// resource checks the resource that stands at this path.
func (c *checker) resource(n *input.Value, path string) error {
	named, at := n.Get("resourceType"), join(path, "resourceType")
	switch {
	case named == nil:
		return c.Fail(n.At, at, "missing: want the name of a FHIR R4 resource")
	case named.Is != "string" || !isResource(named.Text):
		return c.Fail(named.At, at, "%s: want the name of a FHIR R4 resource", named)
	}
	if err := c.elements(n, path, everyResource); err != nil {
		return err
	}
	if shape := shapes[named.Text]; shape != nil {
		return c.object(n, path, shape)
	}
	return nil
}

// value checks one value against its type.
func (c *checker) value(n *input.Value, path string, t *datatype) error {
	switch {
	case n.Is != t.kind(),
		t.format != nil && !t.format(n.Text),
		t.among != nil && !slices.Contains(t.among, n.Text):
		return c.Fail(n.At, path, "%s: want %s", n, t.want())
	case t == anyResource:
		return c.resource(n, path)
	case t.kind() == "object":
		return c.object(n, path, t)
	}
	return nil
}

func (c *checker) object(n *input.Value, path string, t *datatype) error {
	if err := c.elements(n, path, t.elements); err != nil {
		return err
	}
	for _, choice := range t.choices {
		first := ""
		for _, m := range n.Members {
			if !slices.Contains(choice, m.Key) {
				continue
			}
			if first != "" {
				return c.Fail(m.Value.At, join(path, m.Key), "stands beside %s: want one of them",
					first)
			}
			first = m.Key
		}
	}
	if t.also != nil {
		return t.also(c, n, path)
	}
	return nil
}

func (c *checker) elements(n *input.Value, path string, elements []element) error {
	for _, e := range elements {
		at := join(path, e.name)
		v := n.Get(e.name)
		switch {
		case v == nil && e.need != "" && !standsIn(n.Get("_"+e.name), e):
			return c.Fail(n.At, at, "missing: want %s", e.need)
		case v == nil:
		case !e.many:
			if err := c.value(v, at, e.is); err != nil {
				return err
			}
		case v.Is != "list":
			return c.Fail(v.At, at, "%s: want a list, each item %s", v, e.is.want())
		default:
			if err := c.items(v, at, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// standsIn reports whether the extensions of a primitive stand in for its value. JSON keeps
// them in a sibling whose name starts with an underscore. FHIR allows it even where the
// element is required: the cause of a missing status is such an extension.
func standsIn(sibling *input.Value, e element) bool {
	return e.is.kind() != "object" && sibling.Get("extension") != nil
}

func (c *checker) items(list *input.Value, path string, e element) error {
	for i, item := range list.Items {
		if item.Is == "null" && e.is.kind() != "object" {
			continue // an item that has extensions only
		}
		if err := c.value(item, index(path, i), e.is); err != nil {
			return err
		}
	}
	return nil
}
