package deduce

import (
	"fmt"
	"strconv"
	"strings"
)

// Tell puts a recipe into words, with the names of what the value is made from. The map fields
// has the names of the fields of each message, by its label. A recipe inside the recipe is told
// one level deep, and then abbreviated; the recipe itself has the rest.
func (r Recipe) Tell(fields map[string][]string) string { return teller(fields).tell(r, 1) }

// A teller puts recipes into words. It has the names of the fields of each message, by label.
type teller map[string][]string

func (t teller) tell(r Recipe, deep int) string {
	if name, ok := t.name(r); ok {
		return name
	}
	if whole, ok := t.resealed(r); ok {
		return r.Op + "(" + t.tell(r.Args[1], 0) + ", " + whole + ")"
	}
	if r.Op == "expand" && len(r.Args) == 2 && r.Args[1].Op == "label" {
		return "the key " + r.Args[1].Args[0].String()
	}
	var args []string
	short := deep == 0 && !t.plain(r)
	for i, a := range r.Values() {
		_, named := t.name(a)
		if short && (i > 0 || !named) {
			args = append(args, "…")
			break
		}
		args = append(args, t.tell(a, deep-1))
	}
	return r.Op + "(" + strings.Join(args, ", ") + ")"
}

// plain says whether a recipe can be told in few words, such as r6·G.
func (t teller) plain(r Recipe) bool {
	for _, a := range r.Values() {
		if _, named := t.name(a); !named || a.Op == "part" {
			return false
		}
	}
	return len(r.Values()) <= 2
}

// name returns the name of a value that the adversary was given, saw, opened or drew.
func (t teller) name(r Recipe) (string, bool) {
	if r.Kind() != KindValue {
		return r.String(), true
	}
	switch r.Op {
	case "field":
		names, i := t[r.Args[0].Text], int(r.Args[1].Int.Int64())
		if i > len(names) {
			return "", false
		}
		return names[i-1] + " of " + r.Args[0].Text, true
	case "own":
		if r.Args[1].Text == "PRK" {
			return "PRK_" + r.Args[0].Text, true
		}
		return r.Args[1].Text + " of " + r.Args[0].Text, true
	case "puk":
		return "PUK_" + r.Args[0].Text, true
	case "entry":
		return fmt.Sprintf("value %s of %s in the directory", r.Args[1], r.Args[0].Text), true
	case "part":
		what := fmt.Sprintf("part %s of what %s opens to", r.Args[0], t.tell(r.Args[2], 0))
		if key, named := t.name(r.Args[3]); named {
			what += " under " + key
		}
		return what, true
	case "recovered":
		return fmt.Sprintf("part %s of the text that %s carries", r.Args[0], t.tell(r.Args[2], 0)), true
	}
	return drawn(r)
}

// drawn returns the name of a constant, or of a value that the adversary draws. That is the
// name that a script gives it.
func drawn(r Recipe) (string, bool) {
	switch r.Op {
	case "public", "id", "fresh", "freshkey":
		return r.Args[0].Text, true
	case "label", "data":
		if text := []rune(r.Args[0].Text); len(text) > 40 {
			return strconv.Quote(string(text[:40]) + "…"), true
		}
		return r.Args[0].String(), true
	case "hexdata":
		return fmt.Sprintf("%d bytes", len(r.Args[0].Text)/2), true
	case "junk":
		return fmt.Sprintf("%s random bytes", r.Args[1]), true
	case "const":
		return r.Args[0].String(), true
	case "time":
		return "a time stamp", true
	case "G":
		return "G", true
	case "mul":
		if r.String() == "mul(const(1), G())" {
			return "G", true
		}
	}
	return "", false
}

// resealed describes an encryption of all that another ciphertext opens to.
func (t teller) resealed(r Recipe) (string, bool) {
	if !r.Random() {
		return "", false
	}
	parts := r.fields()
	for i, p := range parts {
		if p.Op != "part" || p.Args[0].String() != fmt.Sprint(i+1) ||
			p.Args[1].String() != fmt.Sprint(len(parts)) ||
			p.Args[2].String() != parts[0].Args[2].String() ||
			p.Args[3].String() != parts[0].Args[3].String() {
			return "", false
		}
	}
	return fmt.Sprintf("all that %s opens to under %s", t.tell(parts[0].Args[2], 1),
		t.tell(parts[0].Args[3], 1)), true
}
