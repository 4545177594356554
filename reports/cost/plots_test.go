package cost_test

import (
	"bytes"
	"io"
	"testing"

	"emrproof/reports/cost"
	"emrproof/reports/page"
)

// The same measurements are drawn as the same bytes, which a page can take up.
func TestPlots(t *testing.T) {
	first, err := cost.TimingsForTest(t).Plots()
	if err != nil {
		t.Fatal(err)
	}
	again, err := cost.TimingsForTest(t).Plots()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for i, p := range first {
		if !bytes.Equal(p.SVG, again[i].SVG) {
			t.Errorf("%s: drawn again it has other bytes", p.Title)
		}
		if p.Title == "" || p.Text == "" || names[p.File] {
			t.Errorf("%q: %q, file %s", p.Title, p.Text, p.File)
		}
		names[p.File] = true
	}
	if len(first) != 6 {
		t.Errorf("%d plots, want 6", len(first))
	}
	page := page.Page{Costs: []page.Section{{Title: "measured", Plots: first}}}
	if err := page.Write(io.Discard); err != nil {
		t.Error(err)
	}
}
