package record

import (
	"regexp"
	"slices"
	"strings"
)

// tidy checks what holds of every element, known or not: nothing is empty, and references are
// well formed. The ids are those of the resources contained in the one that n is part of;
// inner says that n is itself contained, or the list of those that are.
func (c *checker) tidy(n *node, path string, ids []string, inner bool) error {
	switch {
	case n.is == jsonString && n.text == "",
		n.is == jsonList && n.items == nil,
		n.is == jsonObject && n.members == nil:
		return c.fail(n.at, path, "empty: want a value, or the element left out")
	case n.get("resourceType") != nil && !inner:
		ids = containedIDs(n)
	}
	for _, m := range n.members {
		at := join(path, m.key)
		if m.value.is == jsonNull {
			return c.fail(m.value.at, at, "null: want a value, or the element left out")
		}
		if m.key == "reference" && m.value.is == jsonString && m.value.text != "" {
			if want := wantReference(m.value.text, ids); want != "" {
				return c.fail(m.value.at, at, "%s: want %s", m.value, want)
			}
		}
		if err := c.tidy(m.value, at, ids, m.key == "contained"); err != nil {
			return err
		}
	}
	for i, item := range n.items {
		if err := c.tidy(item, index(path, i), ids, inner); err != nil {
			return err
		}
	}
	return nil
}

func containedIDs(resource *node) []string {
	var ids []string
	if list := resource.get("contained"); list != nil {
		for _, item := range list.items {
			if id := item.get("id"); id != nil {
				ids = append(ids, id.text)
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
