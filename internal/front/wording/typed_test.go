package wording

import (
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
)

// A day that is to be typed stands between backticks in the Arabic words of the board: bare in a line from right to left, its parts are shown in
// the opposite order, and whoever types what they see types a day that does not exist.
func TestDaysToTypeKeepTheirOrder(t *testing.T) {
	day, typed := regexp.MustCompile(`\d{4}-\d{2}`), regexp.MustCompile("`[^`]*`")
	seen := 0
	for _, e := range load(t, catalogFiles, "ar") {
		if !strings.HasPrefix(e.key, "board.") || !day.MatchString(e.text) {
			continue
		}
		seen++
		if day.MatchString(typed.ReplaceAllString(e.text, "")) {
			t.Errorf("%s: %s", e.key, e.text)
		}
	}
	if seen == 0 {
		t.Error("no words of the board hold a day")
	}
}

// A sentence that names a grade names it as every list does: a reader looks for the same word.
func TestGradesAreNamedAsInLists(t *testing.T) {
	for _, lang := range locale.Langs {
		w := For(lang)
		grade := w.Text("grade.corroborated")
		for _, said := range []string{w.Text("board.roots.one"), w.Plural("why.one_voice", 1), w.Plural("why.one_voice", 2), w.Plural("why.one_voice", 5)} {
			if !strings.Contains(strings.ToLower(said), grade) {
				t.Errorf("%s: %q does not say %q", lang, said, grade)
			}
		}
	}
}
