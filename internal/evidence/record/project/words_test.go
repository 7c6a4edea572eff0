package project

import (
	"slices"
	"testing"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
)

// TestWordsOfABundle: a bundle in no index is found by what the keys of the index say, and by nothing that is kept apart.
func TestWordsOfABundle(t *testing.T) {
	b := &record.Bundle{
		Incident: record.Incident{
			ID: "made-up-17", Act: "attack", Title: record.Text{"en": "A market is hit"}, Note: "heard twice", Place: record.Place{Name: record.Text{"ar": "دوما"}, Zones: []string{"rif_dimashq"}},
			Roles: []record.Words{{Role: "object", Words: []string{"bakery"}}}, Persons: []record.Involved{{Person: "hidden-person", As: "victim"}},
		},
		Accounts: []record.Account{{
			ID: "hidden-account", Source: "hidden-source", Says: record.Text{"en": "People say so"}, Words: "Рынок обстреляли", Note: "by phone", URL: "https://user@www.example.org:8080/secret?a",
			Translations: []record.Translation{{Lang: "fr", Text: "Un marché", By: "hidden-translator"}},
		}},
		Assessments: []record.Assessment{{Assessor: "hidden-assessor", Why: "hidden-why"}},
	}
	var keys []string
	KeysOf(b, func(key string) { keys = append(keys, key) })
	slices.Sort(keys)
	byKeys := func(word, whole, starts string) bool {
		run := beginning(word, whole, starts)
		i, _ := slices.BinarySearch(keys, run.From)
		return i < len(keys) && keys[i] < run.To
	}
	for _, c := range []struct {
		search        string
		text, inPlace bool
	}{
		{"made-up-17", true, false},
		{"mark", true, false},
		{"hi", true, false},
		{"h", true, false},
		{"twice", true, false},
		{"بدوما", false, false},
		{"دوما", true, true},
		{"dimash", true, true},
		{"r", true, true},
		{"bakery", true, false},
		{"say", true, false},
		{"рынок", true, false},
		{"marche", true, false},
		{"phone", true, false},
		{"example.org", true, false},
		{"secret", false, false},
		{"user", false, false},
		{"www", false, false},
		{"hidden", false, false},
		{"attack", false, false},
		{"school", false, false},
		{"arket", false, false},
	} {
		words := fold.Sought(c.search)
		if got := HasWords(b, nil, words); got != c.text {
			t.Errorf("%q is found: %v", c.search, got)
		}
		if got := HasWords(b, words, nil); got != c.inPlace {
			t.Errorf("%q is found in the place: %v", c.search, got)
		}
		all, place := true, true
		for _, w := range words {
			all, place = all && byKeys(w, keyWord, keyWordStart), place && byKeys(w, keyPlace, keyPlaceStart)
		}
		if all != c.text || place != c.inPlace {
			t.Errorf("%q is in the index: %v, in the place %v", c.search, all, place)
		}
	}
}
