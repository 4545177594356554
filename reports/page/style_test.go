package page

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// WCAG 2.2, 1.4.3 (AA): text has a contrast of 4.5 : 1 at least. The style sheet says in
// its first comment which colour stands on which.
func TestColoursHaveContrast(t *testing.T) {
	first, _, _ := strings.Cut(pageCSS, "*/")
	_, list, _ := strings.Cut(first, "pairs:")
	pairs := strings.Fields(list)
	if len(pairs) < 20 {
		t.Fatalf("%d pairs of colours", len(pairs))
	}
	schemes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(pageCSS, -1)
	if len(schemes) != 3 {
		t.Fatalf("%d sets of colours, want those of light, dark and paper", len(schemes))
	}
	names := colours(schemes[0][1])
	for i, scheme := range schemes {
		set := colours(scheme[1])
		if len(set) != len(names) {
			t.Errorf("scheme %d has %d colours, want %d", i, len(set), len(names))
		}
		for _, pair := range pairs {
			text, ground, _ := strings.Cut(pair, "/")
			if set[text] == nil || set[ground] == nil {
				t.Errorf("pair %s: no such colour", pair)
				continue
			}
			if c := contrast(set[text], set[ground]); c < 4.5 {
				t.Errorf("scheme %d: %s has a contrast of %.2f", i, pair, c)
			}
		}
	}
	used := regexp.MustCompile(`[^-]color: var\(--([a-z-]+)\)`)
	for _, used := range used.FindAllStringSubmatch(pageCSS, -1) {
		stands := func(pair string) bool { return strings.HasPrefix(pair, used[1]+"/") }
		if !slices.ContainsFunc(pairs, stands) {
			t.Errorf("text in %s stands on nothing that is declared", used[1])
		}
	}
}

// The formula gives what everyone knows of it.
func TestContrast(t *testing.T) {
	black, white, grey := []float64{0, 0, 0}, []float64{255, 255, 255}, []float64{0x77, 0x77, 0x77}
	if c := contrast(black, white); math.Abs(c-21) > 1e-9 {
		t.Errorf("black on white: got %v, want 21", c)
	}
	if c := contrast(grey, white); c > 4.5 || c < 4.4 {
		t.Errorf("#777777 on white: got %v, want just below 4.5", c)
	}
}

func colours(css string) map[string][]float64 {
	set := map[string][]float64{}
	declared := regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)
	for _, m := range declared.FindAllStringSubmatch(css, -1) {
		var r, g, b float64
		var n int
		fmt.Sscanf(m[2], "%06x", &n)
		r, g, b = float64(n>>16), float64(n>>8&255), float64(n&255)
		set[m[1]] = []float64{r, g, b}
	}
	return set
}

// contrast is the ratio of relative luminances, each with 0.05 for the light of the room.
func contrast(a, b []float64) float64 {
	l, m := luminance(a), luminance(b)
	return (max(l, m) + 0.05) / (min(l, m) + 0.05)
}

func luminance(rgb []float64) float64 {
	var lin [3]float64
	for i, c := range rgb {
		c /= 255
		if c <= 0.04045 {
			lin[i] = c / 12.92
		} else {
			lin[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*lin[0] + 0.7152*lin[1] + 0.0722*lin[2]
}
