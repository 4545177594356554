package expect

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"emrproof/reports/table"
)

// JUnit writes comparisons as JUnit XML. The argument by names the program that made them. Each
// suite is a test suite, in the order in which the suites first occur, and each verdict that is
// not the expected one is a failure. No times are given, for a comparison takes none of its
// own.
func JUnit(w io.Writer, by string, all []Comparison) error {
	report := junit.Testsuites{Name: plainText(by)}
	var suites []*junit.Testsuite
	byName := map[string]*junit.Testsuite{}
	for i := range all {
		c := &all[i]
		s := byName[c.Suite]
		if s == nil {
			s = &junit.Testsuite{Name: plainText(c.Suite), ID: len(suites), Time: "0.000"}
			byName[c.Suite] = s
			suites = append(suites, s)
		}
		s.AddTestcase(testcase(c))
	}
	for _, s := range suites {
		report.AddSuite(*s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return report.WriteXML(w)
}

func testcase(c *Comparison) junit.Testcase {
	test := junit.Testcase{Name: plainText(c.title()), Classname: plainText(c.Suite)}
	if c.Status != expected {
		test.Failure = &junit.Result{Message: c.Status + ": " + plainText(c.Text),
			Type: c.Status, Data: plainText(place(c) + c.Words())}
	}
	return test
}

// place returns the file and line of an expectation as compilers write them, on a line of its
// own.
func place(c *Comparison) string {
	if c.File == "" {
		return ""
	}
	if c.Line == 0 {
		return c.File + "\n"
	}
	return fmt.Sprintf("%s:%d\n", c.File, c.Line)
}

// plainText returns a text that XML can hold: it has no control characters, and neither of the
// two code points that Unicode calls noncharacters and XML forbids.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\uFFFE' || r == '\uFFFF' {
			return '\uFFFD'
		}
		return r
	}, table.Plain(text))
}
