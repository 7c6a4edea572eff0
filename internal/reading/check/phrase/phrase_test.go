package phrase

import (
	"slices"
	"testing"

	"mithaq/internal/agreement/terms"
)

// TestFind: whole words, endings, one letter before an Arabic word, other cases and vowel marks, the longest phrase first.
func TestFind(t *testing.T) {
	l := New("as soon as possible", "as soon", "without delay", "эффективн* мер*", "في أقرب وقت", "مناسب", "etc", "effective", "!effective date")
	for text, want := range map[string][]string{
		"Do it As soon as  possible, without delays.": {"As soon as  possible"},
		"as soon as it rains":                         {"as soon"},
		"WITHOUT DELAY; etc.":                         {"WITHOUT DELAY", "etc"},
		"Принимаются эффективные меры и эффективность.": {"эффективные меры"},
		"يجري ذلك في أقربِ وقتٍ، وبشكل":                 {"في أقربِ وقتٍ"},
		"وفي أقرب وقت":                            {"وفي أقرب وقت"},
		"مناسبات ومناسب":                          {"ومناسب"},
		"the effective date of an effective step": {"effective"},
		"": nil,
	} {
		var got []string
		for _, h := range l.Find(text) {
			got = append(got, text[h.Start:h.End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestIn: a name counts word by word, in any language of its titles.
func TestIn(t *testing.T) {
	l := New("groups", "формирован*")
	if !l.In("armed_groups", nil) || !l.In("x", terms.Titles{"ru": "Иностранные формирования"}) {
		t.Error("a word of a name or a title is not found")
	}
	if l.In("regroups", terms.Titles{"en": "Support Group"}) {
		t.Error("a part of a word is found")
	}
}
