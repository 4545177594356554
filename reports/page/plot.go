package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"html/template"
	"io"
	"slices"
	"strings"

	"emrproof/reports/cost"
	"emrproof/reports/table"
)

// plotElements are the SVG elements that a plot may contain: none of them loads or runs
// anything.
var plotElements = []string{"svg", "g", "path", "rect", "line", "polyline", "polygon", "circle",
	"ellipse", "text", "tspan", "defs", "clipPath", "linearGradient", "stop"}

// plotColours replaces black and white in a plot by the colours of the page.
var plotColours = strings.NewReplacer("#000000", "currentColor", "#FFFFFF", "var(--card)",
	"#ffffff", "var(--card)")

// plotHTML returns a plot as HTML for the page. Its ids get a prefix, so that they differ from
// all others. Its title and its description become text in it, for readers who cannot see it.
// An element or attribute that could load or run something is an error.
func plotHTML(id string, p cost.Plot) (template.HTML, error) {
	fail := func(err error) (template.HTML, error) {
		return "", fmt.Errorf("plot %q: %w", p.Title, err)
	}
	var b strings.Builder
	in := xml.NewDecoder(bytes.NewReader(p.SVG))
	depth, roots := 0, 0
	for {
		token, err := in.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fail(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "title" || t.Name.Local == "desc" {
				if err := in.Skip(); err != nil {
					return fail(err)
				}
				continue
			}
			if depth == 0 {
				roots++
			}
			depth++
			if err := plotStart(&b, t, id, depth == 1); err != nil {
				return fail(err)
			}
			if depth == 1 {
				fmt.Fprintf(&b, `<title id="%s_t">%s</title><desc id="%[1]s_d">%s</desc>`, id,
					html.EscapeString(table.Plain(p.Title)), html.EscapeString(table.Plain(p.Text)))
			}
		case xml.EndElement:
			depth--
			b.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			b.WriteString(html.EscapeString(table.Plain(string(t))))
		}
	}
	if roots != 1 {
		return fail(fmt.Errorf("%d elements at the top: want one <svg>", roots))
	}
	return template.HTML(b.String()), nil
}

func plotStart(b *strings.Builder, t xml.StartElement, id string, root bool) error {
	name := t.Name.Local
	if !slices.Contains(plotElements, name) || root != (name == "svg") {
		return fmt.Errorf("element <%s>: want an <svg> of %s", name,
			strings.Join(plotElements[1:], ", "))
	}
	b.WriteString("<" + name)
	if root {
		fmt.Fprintf(b, ` class="plot" role="img" aria-labelledby="%s_t %[1]s_d"`, id)
	}
	box := false
	for _, a := range t.Attr {
		key := a.Name.Local
		switch {
		case key == "xmlns" || a.Name.Space == "xmlns" || a.Name.Space == "xml",
			root && (key == "width" || key == "height"):
			continue // it takes the width that the page gives it
		case strings.HasPrefix(strings.ToLower(key), "on") || key == "href" || key == "class":
			return fmt.Errorf("attribute %s of <%s>: want none that links or runs anything", key, name)
		case key == "id":
			a.Value = id + "_" + a.Value
		}
		box = box || key == "viewBox"
		value := strings.ReplaceAll(a.Value, "url(#", "url(#"+id+"_")
		if strings.Count(value, "url(") != strings.Count(value, "url(#") ||
			strings.Contains(value, "@import") {
			return fmt.Errorf("attribute %s of <%s>: %q: want nothing from elsewhere", key, name, a.Value)
		}
		fmt.Fprintf(b, ` %s="%s"`, key, html.EscapeString(plotColours.Replace(value)))
	}
	if root && !box {
		return fmt.Errorf("<svg> without a viewBox: it could not be scaled")
	}
	b.WriteString(">")
	return nil
}
