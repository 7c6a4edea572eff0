package locale

import (
	"slices"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]Lang{"en": En, "AR": Ar, "ru_RU.UTF-8": Ru, "ar-SY": Ar, "en.UTF-8": En} {
		if got, err := Parse(in); err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "fr", "english", "-en", "C"} {
		if got, err := Parse(in); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", in, got)
		}
	}
	for l, want := range map[Lang]string{En: "ltr", Ar: "rtl", Ru: "ltr"} {
		if Dir(l) != want {
			t.Errorf("Dir(%s) = %s", l, Dir(l))
		}
	}
}

// The rules must agree with CLDR as golang.org/x/text carries it.
func TestPluralIsThatOfCLDR(t *testing.T) {
	forms := map[plural.Form]Category{
		plural.Zero: Zero, plural.One: One, plural.Two: Two, plural.Few: Few, plural.Many: Many, plural.Other: Other,
	}
	for _, l := range Langs {
		seen := map[Category]bool{}
		for n := range 2000 {
			want := forms[plural.Cardinal.MatchPlural(language.Make(string(l)), n, 0, 0, 0, 0)]
			got := Plural(l, int64(n))
			if got != want {
				t.Fatalf("%s: %d is %s, want %s", l, n, got, want)
			}
			seen[got] = true
		}
		for _, c := range Categories(l) {
			if !seen[c] {
				t.Errorf("%s: no number is %s", l, c)
			}
			delete(seen, c)
		}
		if len(seen) > 0 {
			t.Errorf("%s: categories not listed: %v", l, seen)
		}
	}
	if Plural(Ru, -21) != One {
		t.Error("-21 in Russian is not one")
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		l    Lang
		n    int64
		want string
	}{
		{En, 0, "0"},
		{En, 999, "999"},
		{En, 1000, "1,000"},
		{En, 1234567, "1,234,567"},
		{En, -1234, "\u22121,234"},
		{Ru, 1234, "1\u00a0234"},
		{Ar, 1234, "1,234"},
		{En, -9223372036854775808, "\u22129,223,372,036,854,775,808"},
	} {
		if got := Number(c.l, c.n); got != c.want {
			t.Errorf("%s: %d: %q, want %q", c.l, c.n, got, c.want)
		}
	}
	for want, r := range map[string][2]int64{"256–349": {256, 349}, "5": {5, 5}, "12+": {12, -1}, "1,000–2,000": {1000, 2000}} {
		if got := Range(En, r[0], r[1]); got != want {
			t.Errorf("%v: %q, want %q", r, got, want)
		}
	}
	if got, want := ArabicDigits("1,234.5, x"), "١٬٢٣٤٫٥, x"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "سوريا": 5, "مُحَمَّد": 4, "й": 1, "и\u0306": 1, "\u2068x\u2069": 1, "中文": 4, "ＡＢ": 4, "a\tb": 2, "–": 1, "✓": 1, "\u1112\u1161": 2,
	} {
		if got := Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
	if got := Pad("مُ", 3) + "|" + PadStart("7", 3) + "|" + Pad("long", 2); got != "مُ  |  7|long" {
		t.Errorf("%q", got)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s     string
		cells int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 13, []string{"one two three"}},
		{"a\nb c", 10, []string{"a", "b c"}},
		{"10\u00a0km away", 5, []string{"10\u00a0km", "away"}},
		{"abcdefgh i", 3, []string{"abc", "def", "gh", "i"}},
		{"x abcdefgh", 3, []string{"x", "abc", "def", "gh"}},
		{"مُحَمَّد", 2, []string{"مُحَ", "مَّد"}},
		{"中文", 1, []string{"中", "文"}},
		{"one two", 0, []string{"one two"}},
	} {
		if got := Wrap(c.s, c.cells); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.s, c.cells, got, c.want)
		}
	}
}

func TestIsolate(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"سوريا":                "\u2068سوريا\u2069",
		"a\u2069b\u202e":       "\u2068ab\u2069",
		"\u2067a\u2069":        "\u2068\u2067a\u2069\u2069",
		"\u202a\u2067a\u202c":  "\u2068a\u2069",
		"\u202aa\u202c \u200f": "\u2068\u202aa\u202c \u200f\u2069",
	} {
		if got := Isolate(in); got != want {
			t.Errorf("Isolate(%+q) = %+q, want %+q", in, got, want)
		}
	}
}
