package record

import (
	"fmt"
	"slices"
)

// Error says where a file is no record, and what it would take.
type Error struct {
	File   string
	Line   int    // from 1
	Column int    // from 1, in characters
	Path   string // the element, such as "entry[3].resource.status"; empty if it is no JSON
	Reason string // what is wrong, then what would be right
}

// Error returns file:line:column: path: reason.
func (e *Error) Error() string {
	where := fmt.Sprintf("%s:%d:%d: ", e.File, e.Line, e.Column)
	if e.Path != "" {
		where += e.Path + ": "
	}
	return where + e.Reason
}

// resourceOf gives the FHIR resource that a record of each kind is.
var resourceOf = map[Kind]string{
	EMR:       "Bundle",
	Signal:    "Observation",
	Diagnosis: "DiagnosticReport",
	Patient:   "Patient",
}

// Check reports the first place where a user's file is not FHIR R4 JSON of this kind, as an
// *Error. The name is what the user called the file.
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
			quote(string(kind)))
	}
	c := &checker{&file{name, data}}
	root, err := c.parse()
	if err != nil {
		return err
	}
	if root.is != jsonObject {
		return c.fail(root.at, "", "%s: want an object with resourceType %q", root, want)
	}
	named := root.get("resourceType")
	if named == nil {
		return c.fail(root.at, "resourceType", "missing: want %q", want)
	}
	if named.is != jsonString || named.text != want {
		return c.fail(named.at, "resourceType", "%s: want %q for %s", named, want, article(kind))
	}
	if err := c.resource(root, ""); err != nil {
		return err
	}
	return c.tidy(root, "", nil, false)
}

func article(kind Kind) string {
	if kind == EMR {
		return "an emr"
	}
	return "a " + string(kind)
}

// checker walks one file. Its methods return the first error, or nil.
type checker struct {
	*file
}

// resource checks the resource that stands at this path.
func (c *checker) resource(n *node, path string) error {
	named, at := n.get("resourceType"), join(path, "resourceType")
	switch {
	case named == nil:
		return c.fail(n.at, at, "missing: want the name of a FHIR R4 resource")
	case named.is != jsonString || !isResource(named.text):
		return c.fail(named.at, at, "%s: want the name of a FHIR R4 resource", named)
	}
	if err := c.elements(n, path, everyResource); err != nil {
		return err
	}
	if shape := shapes[named.text]; shape != nil {
		return c.object(n, path, shape)
	}
	return nil
}

// value checks one value against its type.
func (c *checker) value(n *node, path string, t *datatype) error {
	switch {
	case n.is != t.is,
		t.format != nil && !t.format(n.text),
		t.among != nil && !slices.Contains(t.among, n.text):
		return c.fail(n.at, path, "%s: want %s", n, t.want())
	case t == anyResource:
		return c.resource(n, path)
	case t.is == jsonObject:
		return c.object(n, path, t)
	}
	return nil
}

func (c *checker) object(n *node, path string, t *datatype) error {
	if err := c.elements(n, path, t.elements); err != nil {
		return err
	}
	for _, choice := range t.choices {
		first := ""
		for _, m := range n.members {
			if !slices.Contains(choice, m.key) {
				continue
			}
			if first != "" {
				return c.fail(m.value.at, join(path, m.key), "stands beside %s: want one of them",
					first)
			}
			first = m.key
		}
	}
	if t.also != nil {
		return t.also(c, n, path)
	}
	return nil
}

func (c *checker) elements(n *node, path string, elements []element) error {
	for _, e := range elements {
		at := join(path, e.name)
		v := n.get(e.name)
		switch {
		case v == nil && e.need != "" && !standsIn(n.get("_"+e.name), e):
			return c.fail(n.at, at, "missing: want %s", e.need)
		case v == nil:
		case !e.many:
			if err := c.value(v, at, e.is); err != nil {
				return err
			}
		case v.is != jsonList:
			return c.fail(v.at, at, "%s: want a list, each item %s", v, e.is.want())
		default:
			if err := c.items(v, at, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// standsIn reports whether the extensions of a primitive, which JSON keeps in a sibling whose
// name starts with an underscore, stand in for its value. FHIR allows it even where the
// element is required: the cause of a missing status is such an extension.
func standsIn(sibling *node, e element) bool {
	return e.is.is != jsonObject && sibling.get("extension") != nil
}

func (c *checker) items(list *node, path string, e element) error {
	for i, item := range list.items {
		if item.is == jsonNull && e.is.is != jsonObject {
			continue // an item that has extensions only
		}
		if err := c.value(item, index(path, i), e.is); err != nil {
			return err
		}
	}
	return nil
}
