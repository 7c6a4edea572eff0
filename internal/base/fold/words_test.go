package fold

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// found says whether a search finds a text: each of its words begins a token.
func found(text, search string) bool {
	var tokens []string
	Tokens(text, func(t string) { tokens = append(tokens, t) })
	for _, word := range Sought(search) {
		if !slices.ContainsFunc(tokens, func(t string) bool { return strings.HasPrefix(t, word) }) {
			return false
		}
	}
	return true
}

// TestFound: what a search finds. The first ones are those that the folding of SQLite's own full-text search (unicode61) misses.
func TestFound(t *testing.T) {
	for _, c := range []struct{ what, text, search string }{
		{"vowel marks in the text", "قَصَفَ مُسْتَشْفَى", "مستشفى"},
		{"vowel marks in the search", "قصف مستشفى", "مُسْتَشْفَى"},
		{"alef with hamza", "إدلب", "ادلب"},
		{"hamza left out in the text", "ادلب", "إدلب"},
		{"alef with madda", "آب", "اب"},
		{"ta marbuta", "مدرسة", "مدرسه"},
		{"ta marbuta in the search", "مدرسه", "مدرسة"},
		{"yo", "Артём в самолёте", "артем самолете"},
		{"yo in the search", "самолет", "самолёт"},

		{"tatweel", "حلـــب", "حلب"},
		{"alef maqsura", "مستشفى", "مستشفي"},
		{"hamza carriers", "مسؤول", "مسوول"},
		{"Arabic-Indic digits", "٢٠١٥", "2015"},
		{"Persian digits in the search", "2015", "۲۰۱۵"},
		{"Persian letters", "کیلو", "كيلو"},
		{"in", "القصف بحلب", "حلب"},
		{"and the", "والحلب", "حلب"},
		{"and in the", "وبالغوطة الشرقية", "غوطة"},
		{"for the", "للمدرسة", "مدرسة"},
		{"and for the", "وللمدرسة", "المدرسة"},
		{"so, like the", "فكالحلب", "حلب"},
		{"the article in the search alone", "غوطة دمشق", "الغوطة"},
		{"the article in the text alone", "الغوطة", "غوطة"},
		{"with and without", "بالغوطة", "الغوطة"},
		{"the beginning of a word", "Douma market", "mark dou"},
		{"case", "MARKET", "market"},
		{"Latin marks", "Ḥalab, Şırnak", "halab sirnak"},
		{"the decomposed", "Ha\u0301lab", "halab"},
		{"stress", "за\u0301мок", "замок"},
		{"a case of Russian", "под Донецком", "донецк"},
		{"apostrophes", "Ma'arat al-Nu'man", "maarat numan"},
		{"typographic apostrophes", "Ma’arat", "Ma'arat"},
		{"ayn", "Maʿarrat", "maarrat"},
		{"an elision", "province d'Alep", "alep"},
		{"the possessive", "Assad's forces", "assad"},
		{"a hyphen", "al-Bab", "bab"},
		{"a hyphen in the search", "al Bab", "al-bab"},
		{"an underline", "rif_dimashq", "dimashq"},
		{"invisible signs", "\u202bحلب\u202c a\u00adb", "حلب ab"},
		{"Han", "北京市", "京"},
		{"a long word", strings.Repeat("a", 50), strings.Repeat("a", 60)},
		{"nothing sought", "anything", " - "},
	} {
		if !found(c.text, c.search) {
			t.Errorf("%s: %q is not found by %q", c.what, c.text, c.search)
		}
	}
	for _, c := range []struct{ what, text, search string }{
		{"another word", "دوما", "حلب"},
		{"the middle of a word", "market", "arket"},
		{"one of two", "Douma market", "douma school"},
		{"more than the word", "mark", "market"},
		{"a short word taken apart", "باب", "اب"},
		{"God without the article", "الله", "له"},
		{"short i", "Йемен", "и"},
	} {
		if found(c.text, c.search) {
			t.Errorf("%s: %q is found by %q", c.what, c.text, c.search)
		}
	}
}

// TestSoughtFindsItsText: a text is found by itself, by each of its words, and by their beginnings.
func TestSoughtFindsItsText(t *testing.T) {
	piece := rapid.SampledFrom([]string{"والغوطة", "للم", "ال", "ب", "Ma'a", "'", "ё", "٢", "北", "-", " ", "\u0301", "A", "ß", "ـ", "لل", "x1"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.OneOf(piece, rapid.String()), 0, 6).Draw(t, "pieces"), "")
		if !found(s, s) {
			t.Fatalf("%+q is not found by itself", s)
		}
		for _, word := range Sought(s) {
			letters := []rune(word)
			if n := rapid.IntRange(1, len(letters)).Draw(t, "letters"); !found(s, string(letters[:n])) {
				t.Fatalf("%+q is not found by %+q", s, string(letters[:n]))
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	for _, c := range []struct{ name, s string }{
		{"latin", "Shelling of a market in Eastern Ghouta, Douma; Ma'arat"},
		{"arabic", "القصف على الغوطة الشرقية، سوق دوما"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Tokens(c.s, func(string) {})
			}
		})
	}
}
