package board

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"testing"
)

var (
	plainColour = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)
	bothColours = regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);`)
)

// Text has contrast 7:1 (WCAG 2.2, 1.4.6) on every ground, light and dark; symbols of states 4.5:1, borders of fields 3:1 (1.4.11).
func TestContrast(t *testing.T) {
	style := string(Style())
	light, dark, alone := map[string]string{}, map[string]string{}, map[string]string{}
	for _, m := range bothColours.FindAllStringSubmatch(style, -1) {
		light[m[1]], dark[m[1]] = m[2], m[3]
	}
	for _, m := range plainColour.FindAllStringSubmatch(style, -1) {
		alone[m[1]] = m[2]
	}
	if len(light) < 12 || len(light) != len(alone) {
		t.Fatalf("%d colours for both, %d for browsers without light-dark()", len(light), len(alone))
	}
	for name, colour := range light {
		if alone[name] != colour {
			t.Errorf("--%s is %s, and %s for browsers without light-dark()", name, colour, alone[name])
		}
	}
	for scheme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		least := func(want float64, grounds []string, names ...string) {
			for _, ground := range grounds {
				for _, name := range names {
					if got := contrast(t, colours[name], colours[ground]); got < want {
						t.Errorf("%s: --%s on --%s has %.2f:1, less than %.1f", scheme, name, ground, got, want)
					}
				}
			}
		}
		grounds := []string{"paper", "sheet", "mark"}
		least(7, grounds, "ink", "soft", "accent")
		least(7, []string{"accent"}, "on-accent")
		least(4.5, grounds, "green", "red", "blue", "amber", "purple", "grey")
		least(3, []string{"paper", "sheet"}, "edge")
	}
}

// A colour has one place: rooms name it by its use, so that each is made for light and dark.
func TestColoursAreNamed(t *testing.T) {
	found := 0
	walk(func(name string) {
		if len(name) < 4 || name[:4] != "css/" || name == "css/1-ground/2-colours.css" {
			return
		}
		found++
		text, err := assets.ReadFile("assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?i):[^;{}]*(#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(|\b(?:white|black|red|gr[ae]y)\b)`).FindAllStringSubmatch(string(text), -1) {
			if !regexp.MustCompile(`var\(--` + m[1] + `\)`).MatchString(m[0] + ")") {
				t.Errorf("%s: %s", name, m[0])
			}
		}
	})
	if found < 8 {
		t.Errorf("%d style sheets", found)
	}
}

// contrast is the ratio of WCAG 2.2 for two colours #rrggbb.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 {
		t.Fatal(fmt.Errorf("colour %q", colour))
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
