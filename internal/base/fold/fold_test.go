package fold

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ what, in, want string }{
		{"nothing", "", ""},
		{"plain", "eastern ghouta", "eastern ghouta"},
		{"case", "Eastern GHOUTA", "eastern ghouta"},
		{"spaces", "  a\t\n b\u00a0 c ", "a b c"},
		{"latin diacritics", "Čelebići Şırnak Łódź Ærø", "celebici sirnak lodz aero"},
		{"sharp s", "Straße STRAẞE", "strasse strasse"},
		{"ligature, full width", "oﬃce ＡＢ", "office ab"},
		{"sigma", "Σς", "σσ"},
		{"vowel marks", "مُحَمَّدٌ", "محمد"},
		{"superscript alef", "رحمٰن", "رحمن"},
		{"tatweel", "ســـوريا", "سوريا"},
		{"alef", "أحمد إدلب آب ٱسم", "احمد ادلب اب اسم"},
		{"alef maqsura", "على", "علي"},
		{"persian yeh and kaf", "کیلو", "كيلو"},
		{"ta marbuta", "الغوطة الشرقية", "الغوطه الشرقيه"},
		{"hamza carriers", "مسؤول رئيس", "مسوول رييس"},
		{"hamza alone stays", "ماء", "ماء"},
		{"digits", "٢٠١٥ ۲۰۱۵", "2015 2015"},
		{"presentation form", "ﺳﻮﺭﻳﺎ ﻻ", "سوريا لا"},
		{"yo", "Артём ЁЛКА", "артем елка"},
		{"short i", "Йемен Российской", "йемен российской"},
		{"short i decomposed", "И\u0306емен", "йемен"},
		{"stress", "за\u0301мок", "замок"},
		{"controls", "\u200fa\u200eb\u2068c\u2069\u202ed\u200de\u200cf\u00adg\ufeff", "abcdefg"},
		{"quotes and dashes", "“A” ‘b’ «c» 1–2", `"a" 'b' "c" 1-2`},
		{"a space before a tatweel alone", "и\u00a0\u0640", "и"},
		{"a space and a tatweel before a letter", "и \u0640 \u0640б", "и б"},
		{"devanagari keeps its vowels", "हिन्दी", "हिन्दी"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.what, c.in, got, c.want)
		}
	}
}

func TestTextIsIdempotentOnEveryRune(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		once := Text("a" + string(r) + "b")
		if twice := Text(once); twice != once {
			t.Fatalf("U+%04X: %q then %q", r, once, twice)
		}
	}
}

func TestTextIsIdempotent(t *testing.T) {
	// Marks, invisibles and the letters with rules of their own, in any order.
	piece := rapid.SampledFrom([]string{
		"и", "\u0306", "\u0301", "\u200d", "\u034f", "ا", "\u0654", "ي", "\u0652", "\u0640", " ", "\u093c", "\u094d", "क",
		"ß", "I", "\u0307", "\ufe70", "\x80", "A", "x", "\u1112", "\u1161", "\u00a0", "\u0345", "`",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.OneOf(piece, rapid.String()), 0, 8).Draw(t, "pieces") {
			s += p
		}
		once := Text(s)
		if twice := Text(once); twice != once {
			t.Fatalf("%+q: %+q then %+q", s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Fatalf("%+q: not UTF-8", s)
		}
	})
}

func BenchmarkText(b *testing.B) {
	for _, c := range []struct{ name, s string }{
		{"folded", "eastern ghouta, douma market"},
		{"latin", "Eastern Ghouta, Douma Market"},
		{"arabic", "الغوطة الشرقية، سوق دوما"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Text(c.s)
			}
		})
	}
}
