package guard

import (
	"context"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
	"mithaq/internal/evidence/review"
)

// TestWordsOfOthers: nobody finds an incident by words on it that he may not see: on the desk those of an incident that was merged into it, outside
// those of accounts, answers, dissent and notes that were not published.
func TestWordsOfOthers(t *testing.T) {
	ctx := context.Background()
	store, err := sqlite.Create(ctx, filepath.Join(t.TempDir(), "r.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	enter := func(actor string, payloads ...any) {
		t.Helper()
		_, err := store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: 1, Actor: actor, Payload: p}, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	enter("rami", record.Incident{
		ID: "i1", Act: "attack", Title: record.Text{"en": "zqtitle of it"}, Verbatim: map[string]string{"column": "zqverbatim of it"}, Note: "zqnote of it",
		Place: record.Place{Name: record.Text{"en": "zqtown of it"}},
	})
	enter("lina",
		record.Source{ID: "s1", Name: record.Text{"en": "A newsroom"}, Sort: "newsroom"},
		record.Incident{ID: "i2", Act: "attack", Title: record.Text{"en": "zqmerged of it"}, Place: record.Place{Name: record.Text{"en": "zqplace of it"}}},
		record.Assessment{Incident: "i2", Assessor: "desk", Grade: 1, Why: "zqmerged why"},
		record.Account{ID: "a1", Source: "s1", Incident: "i1", Words: "zqaccount of it"},
		record.Account{ID: "a2", Source: "s1", Incident: "i1", Words: "zqpublished of it"},
		record.Assessment{Incident: "i1", Assessor: "desk", Grade: 1, Why: "zqwhy of it"},
		record.Position{ID: "p1", Party: "north", Stance: "deny", When: "2016-01-01", About: "i1", Says: record.Text{"en": "zqdenied of it"}},
		record.Review{
			Incident: "i1", Assessor: "desk", Stage: "inquiry", By: "lina", When: "2016-01-01", Put: []record.Put{{Party: "north", Asked: "2016-01-01", Answered: "2016-01-01", Answer: record.Text{"en": "zqanswer of it"}}},
		},
		record.Dissent{Incident: "i1", Assessor: "desk", By: "lina", When: "2016-01-02", Says: record.Text{"en": "zqdissent of it"}},
		record.Link{A: "i1", B: "i2", Decision: "merge", Into: "i1", By: "lina"},
		record.Publication{Kind: record.KindIncident, Subject: "i1", Public: true, By: "lina", Accounts: []string{"a2"}})
	whole := review.Principal{ID: "lina", Roles: []string{"assessor"}}
	rami := review.Principal{ID: "rami", Roles: []string{"recorder"}}
	for _, c := range []struct {
		word                string
		desk, place, public bool
	}{
		{"zqtitle", true, false, true},
		{"zqtown", true, true, true},
		{"zqdenied", true, false, true},
		{"zqpublished", true, false, true},
		{"zqverbatim", true, false, false},
		{"zqnote", true, false, false},
		{"zqaccount", true, false, false},
		{"zqwhy", true, false, false},
		{"zqanswer", true, false, false},
		{"zqdissent", true, false, false},
		{"zqmerged", false, false, false},
		{"zqplace", false, false, false},
	} {
		for _, search := range []string{c.word, c.word[:len(c.word)-1], `"` + c.word + `"`, `"` + c.word + ` of"`} {
			for _, as := range []struct {
				who        review.Principal
				all, place bool
			}{{whole, true, c.place || c.word == "zqplace"}, {rami, c.desk, c.place}, {review.Public, c.public, c.place && c.public}} {
				v := View(store, as.who, today)
				for q, want := range map[record.Query]bool{{Text: search}: as.all, {Place: search}: as.place} {
					page, err := v.Incidents(ctx, q)
					if err != nil || (page.Total == 1) != want || len(page.Rows) != page.Total {
						t.Errorf("%v: %+v finds %d (%v), want %t", as.who.Roles, q, page.Total, err, want)
					}
					groups, err := v.Count(ctx, nil, q)
					if err != nil || (len(groups) == 1) != want {
						t.Errorf("%v: %+v counts %+v (%v), want %t", as.who.Roles, q, groups, err, want)
					}
				}
			}
		}
	}
}
