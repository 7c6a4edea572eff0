package fold

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestExcerpt(t *testing.T) {
	long := "At dawn two aircraft came from the north over the town and then turned away again. People had gathered near the market of Douma to buy bread when the shelling began, it is said. Nothing more is known of it by now."
	for _, c := range []struct {
		what, s, search string
		letters         int
		want            string
		n               int
	}{
		{"nothing", "a market", "school", 40, "", 0},
		{"all of a short one", " A market\n in Douma ", "douma", 40, "A market in Douma", 1},
		{"the middle", long, "market shell", 60, "…market of Douma to buy bread when the shelling began, it is…", 2},
		{"the beginning", long, "dawn", 30, "At dawn two aircraft came…", 1},
		{"the end", long, "nothing", 40, "…is said. Nothing more is known of it by…", 1},
		{"the most words, not the first", "market. " + long, "market bread", 50, "…the market of Douma to buy bread when the…", 2},
		{"one of two", long, "bread school", 30, "…to buy bread when the…", 1},
		{"Arabic, with what is written together", "وقع القصف على الغُوطة الشرقية", "غوطة", 12, "…الغُوطة…", 1},
		{"a word longer than the part", "x internationalization y", "inter", 4, "…internationalization…", 1},
		{"Han", "北京市", "京", 1, "…京…", 1},
	} {
		if part, n := Excerpt(c.s, all(c.search), c.letters); part != c.want || n != c.n {
			t.Errorf("%s: %q, %d; want %q, %d", c.what, part, n, c.want, c.n)
		}
	}
}

// TestExcerptShowsWhatIsFound: whatever a search of one word finds, an excerpt shows, and the word is found in the excerpt.
func TestExcerptShowsWhatIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("ab' -ابلوة\u064b\u0301ё北\n"))).Draw(t, "s")
		for _, word := range all(s) {
			part, n := Excerpt(s, []Word{word}, rapid.IntRange(1, 20).Draw(t, "letters"))
			if n != 1 || !utf8.ValidString(part) || !found(part, word.Text) {
				t.Fatalf("%+q: of %+q the excerpt %+q, %d", s, word.Text, part, n)
			}
		}
	})
}

// all gives the words of a search.
func all(search string) []Word {
	s := Sought(search)
	return s.All()
}
