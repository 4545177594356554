package record

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"emrproof/model/input"
)

// datatype is what Check knows of a FHIR type: what a value has to be, and no more.
type datatype struct {
	name     string            // in an error, after "want"
	is       string            // its type in JSON; empty: object
	format   func(string) bool // of a scalar; nil takes any
	among    []string          // the codes of a required binding; nil for any
	elements []element         // those of an object which Check looks at
	choices  [][]string        // of each group at most one element may be present
	also     func(c *checker, n *input.Value, path string) error
}

func (t *datatype) kind() string {
	if t.is == "" {
		return "object"
	}
	return t.is
}

func (t *datatype) want() string {
	if t.among != nil {
		return "one of " + strings.Join(t.among, ", ")
	}
	return t.name
}

// element describes one element of an object.
type element struct {
	name string
	is   *datatype
	many bool   // a list in JSON
	need string // in an error, after "want": what a required element is; empty if optional
}

func one(name string, is *datatype) element  { return element{name: name, is: is} }
func some(name string, is *datatype) element { return element{name: name, is: is, many: true} }

func must(name string, is *datatype, need string) element {
	return element{name: name, is: is, need: need}
}

// codes is the type of an element with a required binding.
func codes(list string) *datatype {
	return &datatype{is: "string", among: strings.Fields(list)}
}

func matches(pattern string) func(string) bool {
	return regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString
}

// The primitive types, https://hl7.org/fhir/R4/datatypes.html#primitive, which gives the
// patterns.
var (
	anyString  = &datatype{name: "a string", is: "string"}
	anyBoolean = &datatype{name: "true or false", is: "boolean"}
	anyDecimal = &datatype{name: "a number", is: "number"}
	anyInteger = &datatype{name: "a whole number", is: "number",
		format: func(s string) bool { return whole(s) && fits(s) }}
	positiveInt = &datatype{name: "a whole number from 1", is: "number",
		format: func(s string) bool { return whole(s) && fits(s) && s[0] != '-' && s != "0" }}
	anyID = &datatype{name: "1 to 64 letters, digits, hyphens and full stops",
		is: "string", format: matches(`[A-Za-z0-9.-]{1,64}`)}
	anyCode = &datatype{name: "a code, without spaces at its ends or two in a row",
		is: "string", format: matches(`\S+(\s\S+)*`)}
	anyURI  = &datatype{name: "a URI, without spaces", is: "string", format: matches(`\S*`)}
	anyDate = &datatype{name: "a date such as 2025, 2025-03 or 2025-03-18",
		is: "string", format: isDate}
	anyTime = &datatype{name: "a time such as 09:30:00",
		is: "string", format: matches(clock)}
	dateTime = &datatype{name: "a date such as 2025-03-18 or 2025-03-18T09:30:00Z",
		is: "string", format: isDateTime}
	instant = &datatype{name: "an instant such as 2025-03-18T09:30:00Z",
		is: "string", format: isInstant}
)

const (
	clock = `([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?`
	zone  = `(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))`
)

var (
	whole     = matches(`0|-?[1-9][0-9]*`)
	afterDate = matches(`T` + clock + zone)
	monthForm = matches(`[0-9]{4}(-(0[1-9]|1[0-2]))?`)
)

func fits(s string) bool {
	_, err := strconv.ParseInt(s, 10, 32)
	return err == nil
}

// isDate reports whether s is a year, a month or a day that the calendar has; FHIR has no year
// 0000.
func isDate(s string) bool {
	if strings.HasPrefix(s, "0000") {
		return false
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil || monthForm(s)
}

// isDateTime reports whether s is a date, or a day with a time and its zone.
func isDateTime(s string) bool {
	const day = len(time.DateOnly)
	if len(s) <= day {
		return isDate(s)
	}
	return isDate(s[:day]) && afterDate(s[day:])
}

// isInstant reports whether s is a day with a time and its zone.
func isInstant(s string) bool { return len(s) > len(time.DateOnly) && isDateTime(s) }
