package project

import (
	"slices"
	"testing"

	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// TestWordsOfABundle: a bundle in no index is found by what the keys of the index say, and by nothing that is kept apart.
func TestWordsOfABundle(t *testing.T) {
	b := &record.Bundle{
		Incident: record.Incident{
			ID: "made-up-17", Act: "attack", Title: record.Text{"en": "A market is hit"}, Note: "heard twice", Verbatim: map[string]string{"hidden-column": "Contested"}, Place: record.Place{Name: record.Text{"ar": "دوما"}, Zones: []string{"rif_dimashq"}},
			Roles: []record.Words{{Role: "object", Words: []string{"bakery"}}}, Persons: []record.Involved{{Person: "hidden-person", As: "victim"}},
		},
		Accounts: []record.Account{{
			ID: "hidden-account", Source: "hidden-source", Says: record.Text{"en": "People say so"}, Words: "Рынок обстреляли, улица", Note: "by phone", URL: "https://user@www.example.org:8080/secret?a",
			Translations: []record.Translation{{Lang: "fr", Text: "Un marché", By: "hidden-translator"}},
		}},
		Assessments: []record.Assessment{{Assessor: "hidden-assessor", Why: "Seen in the rubble", Verbatim: "Fair"}},
		Denials:     []record.Position{{ID: "hidden-position", Party: "hidden-party", Says: record.Text{"en": "Denied"}}},
		Reviews: []record.Review{{
			Assessor: "hidden-assessor", By: "hidden-reviewer", Why: "hidden-step", Put: []record.Put{{Party: "hidden-party", Answer: record.Text{"en": "It was empty"}}},
		}},
		Dissents: []record.Dissent{{By: "hidden-dissenter", Says: record.Text{"en": "I dissent"}}},
	}
	merged := record.Bundle{Incident: record.Incident{ID: "joined", Act: "attack", Place: record.Place{Name: record.Text{"en": "Naba road"}}}}
	b.Merged = []record.Bundle{merged}
	var keys []string
	KeysOf(b, func(key string) { keys = append(keys, key) })
	slices.Sort(keys)
	byKeys := func(s *fold.Search, whole, starts string) bool {
		for _, runs := range searchRuns(s, whole, starts) {
			if !slices.ContainsFunc(runs, func(r index.Run) bool {
				return slices.ContainsFunc(keys, func(key string) bool { return r.From <= key && key < r.To && (r.Only == nil || r.Only(key)) })
			}) {
				return false
			}
		}
		return true
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
		{"بدوما", true, true},
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
		{"улице", true, false},
		{"contested", true, false},
		{"fair", true, false},
		{"rubble", true, false},
		{"denied", true, false},
		{"empty", true, false},
		{"dissent", true, false},
		{"naba", true, true},
		{`"market is hit"`, true, false},
		{`"rif dimashq"`, true, true},
		{`"naba road"`, true, true},
		{`"is market"`, false, false},
		{`"twice dimashq"`, false, false},
	} {
		words, none := fold.Sought(c.search), fold.Search{}
		if got := HasWords(b, &none, &words); got != c.text {
			t.Errorf("%q is found: %v", c.search, got)
		}
		if got := HasWords(b, &words, &none); got != c.inPlace {
			t.Errorf("%q is found in the place: %v", c.search, got)
		}
		if all, place := byKeys(&words, keyWord, keyWordStart), byKeys(&words, keyPlace, keyPlaceStart); all != c.text || place != c.inPlace {
			t.Errorf("%q is in the index: %v, in the place %v", c.search, all, place)
		}
	}
}
