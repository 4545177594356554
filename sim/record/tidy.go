package record

import (
	"regexp"
	"slices"
	"strings"

	"emrproof/model/input"
)

// tidy checks what has to hold of every element, known or not: nothing is empty, and
// references are well formed. The key is that of the element; the ids are those of the
// resources contained in the one that the element is part of.
func (c *checker) tidy(n *input.Value, path, key string, ids []string) error {
	switch {
	case n.Is == "string" && n.Text == "",
		n.Is == "list" && n.Items == nil,
		n.Is == "object" && n.Members == nil:
		return c.Fail(n.At, path, "empty: want a value, or the element left out")
	case slices.Contains(holders, key) && n.Get("resourceType") != nil:
		ids = containedIDs(n)
	}
	if ref := n.Get("reference"); isReference(n, key) && ref.Text != "" {
		if want := wantReference(ref.Text, ids); want != "" {
			return c.Fail(ref.At, join(path, "reference"), "%s: want %s", ref, want)
		}
	}
	for _, m := range n.Members {
		at := join(path, m.Key)
		if m.Value.Is == "null" {
			return c.Fail(m.Value.At, at, "null: want a value, or the element left out")
		}
		if err := c.tidy(m.Value, at, m.Key, ids); err != nil {
			return err
		}
	}
	for i, item := range n.Items {
		if err := c.tidy(item, index(path, i), key, ids); err != nil {
			return err
		}
	}
	return nil
}

// holders are the elements that hold a whole resource, which contains others: the file, and
// those of Bundle and Parameters. What is contained contains nothing. Another element may be
// called resourceType, as in ExampleScenario.instance.
var holders = []string{"", "resource", "outcome"}

// ofReference are the elements that a Reference has.
var ofReference = []string{"id", "extension", "reference", "_reference", "type", "_type",
	"identifier", "display", "_display"}

// isReference reports whether an object is a Reference with its element of that name. Three
// other elements of R4 have the same name and hold a URI of any form: those of DetectedIssue
// and Expression, which have elements that no Reference has, and that of
// Immunization.education.
func isReference(n *input.Value, key string) bool {
	ref := n.Get("reference")
	return ref != nil && ref.Is == "string" && key != "education" &&
		!slices.ContainsFunc(n.Members, func(m input.Member) bool {
			return !slices.Contains(ofReference, m.Key)
		})
}

func containedIDs(resource *input.Value) []string {
	var ids []string
	if list := resource.Get("contained"); list != nil {
		for _, item := range list.Items {
			if id := item.Get("id"); id != nil {
				ids = append(ids, id.Text)
			}
		}
	}
	return ids
}

var (
	absolutePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:\S+$`)
	relativePattern = regexp.MustCompile(`^([A-Za-z]+)` +
		`(/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?(#\S*)?|\?\S+)$`)
)

// wantReference returns what would be right in place of a reference, or "" if it is right:
// "#id" of a contained resource, "#" for the one that contains, an absolute URI, or
// Type/id with or without a version. A transaction may also say Type?search.
func wantReference(ref string, ids []string) string {
	if id, ok := strings.CutPrefix(ref, "#"); ok {
		if id != "" && !slices.Contains(ids, id) {
			return "the id of a contained resource after the #"
		}
		return ""
	}
	if absolutePattern.MatchString(ref) {
		return ""
	}
	if m := relativePattern.FindStringSubmatch(ref); m != nil && isResource(m[1]) {
		return ""
	}
	return "Type/id, an absolute URI or #id"
}
