package fold

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// found says whether a search finds a text.
func found(text, search string) bool {
	s := Sought(search)
	for _, w := range s.Words {
		has := false
		Tokens(text, func(t string) { has = has || w.Finds(t) })
		if !has {
			return false
		}
	}
	return !slices.ContainsFunc(s.Phrases, func(phrase []string) bool { return !Holds(text, phrase) })
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
		{"in, in the search", "حلب", "بحلب"},
		{"in the, in the search", "الغوطة", "بالغوطة"},
		{"for the, in the search", "مدرسة", "للمدرسة"},
		{"and, in the search", "إدلب", "وإدلب"},
		{"and in the, in the search", "غوطة", "وبالغوطة"},
		{"to, in the search", "ريف دمشق", "لريف"},
		{"one of them in each", "لحلب", "بحلب"},
		{"like the, in the search", "مدرسة", "كالمدرسة"},
		{"a case in the search", "удар по Дамаску", "Дамаске"},
		{"the nominative in the search", "в Москве", "Москва"},
		{"a case of an adjective", "в Восточной Гуте", "Восточная"},
		{"no ending in the text", "Донецк", "Донецком"},
		{"a name that has no cases", "в Алеппо", "Алеппо"},
		{"a phrase", "Shelling of a market in Douma", `"a market in"`},
		{"a phrase over a comma", "in Douma, market", `"douma market"`},
		{"a phrase and a word", "Shelling of a market in Douma", `douma "of a" shell`},
		{"two phrases", "Shelling of a market in Douma", `"in douma" "shelling of"`},
		{"guillemets", "обстрел рынка в городе", "«рынка в»"},
		{"curved quotation marks", "Shelling of a market", "“of a market”"},
		{"a phrase in Arabic", "القصف على الغوطة الشرقية", `"غوطة شرقية"`},
		{"a phrase with articles", "في غوطة شرقية", `"الغوطة الشرقية"`},
		{"a phrase with what is written together", "بالغوطة الشرقية", `"الغوطة الشرقية"`},
		{"a phrase with marks", "قَصَفَ مُسْتَشْفَى", `"قصف مستشفى"`},
		{"a phrase begun twice", "a a b", `"a b"`},
		{"a phrase with an elision", "province d'Alep", `"province alep"`},
		{"a phrase of one word", "Douma market", `"market"`},
		{"a mark that is not closed", "Douma market", `dou "mark`},
		{"an empty phrase", "Douma", `"" dou`},
		{"a phrase at the end", "a b c", `"b c"`},
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
		{"words in another order", "market of a shelling", `"shelling of"`},
		{"words apart", "shelling, then of", `"shelling of"`},
		{"the beginning of a word in a phrase", "a market in", `"a mark"`},
		{"the beginning of a word in quotation marks", "market", `"mark"`},
		{"the end of a phrase only", "b c", `"a b c"`},
		{"the beginning of a phrase only", "a b", `"a b c"`},
		{"one of two phrases", "a b", `"a b" "b a"`},
		{"another case in quotation marks", "Дамаск", `"Дамаске"`},
		{"what is written together, in quotation marks", "حلب", `"بحلب"`},
		{"like without the article", "دير", "كدير"},
		{"great is no well", "بير", "كبير"},
		{"a word that begins with what may be left", "حلبية", "بحلب"},
		{"another word of the stem", "москвичи", "Москве"},
		{"a short word has no endings", "село", "села"},
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
		search := Sought(s)
		for _, word := range search.All() {
			letters := []rune(word.Text)
			if n := rapid.IntRange(1, len(letters)).Draw(t, "letters"); !found(s, string(letters[:n])) {
				t.Fatalf("%+q is not found by %+q", s, string(letters[:n]))
			}
		}
	})
}

// TestKeys: what holds a phrase has the cores of its words as pairs.
func TestKeys(t *testing.T) {
	word := rapid.SampledFrom([]string{"والغوطة", "غوطة", "بالغوطه", "فلسطين", "لسطين", "للم", "a", "b", "d'alep", "alep", "x'y'alep", "北", "ومدينة", "مدينة"})
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 0, 8).Draw(t, "text")
		text, said := strings.Join(words, " "), rapid.SliceOfN(word, 2, 3).Draw(t, "phrase")
		if len(words) > 1 && rapid.Bool().Draw(t, "from the text") { // by chance alone a text hardly ever holds a phrase
			from := rapid.IntRange(0, len(words)-2).Draw(t, "from")
			said = words[from:min(from+len(said), len(words))]
		}
		search := Sought(`"` + strings.Join(said, " ") + `"`)
		if len(search.Phrases) != 1 || !Holds(text, search.Phrases[0]) {
			return
		}
		met++
		phrase, pairs := search.Phrases[0], map[[2]string]bool{}
		Keys(text, func(string) {}, func(a, b string) { pairs[[2]string{a, b}] = true })
		for i := 1; i < len(phrase); i++ {
			if !pairs[[2]string{Core(phrase[i-1]), Core(phrase[i])}] {
				t.Fatalf("%q holds %q, and has no pair %q %q", text, phrase, Core(phrase[i-1]), Core(phrase[i]))
			}
		}
	})
	if met < 10 {
		t.Errorf("%d texts held a phrase", met)
	}
}

// TestLongPhrase: the first sixty words of a phrase count.
func TestLongPhrase(t *testing.T) {
	text := strings.Repeat("a ", 59)
	if !found(text+"b c", `"`+text+`b d"`) || found(text+"c", `"`+text+`b"`) {
		t.Error("a phrase of sixty words and more")
	}
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
