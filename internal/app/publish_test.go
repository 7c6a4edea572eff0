package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// toPublish is a record with an incident of the day in its id, and words of roles of which one is a person's.
func toPublish(t *testing.T) *App {
	t.Helper()
	a, _ := deskOf(
		t, func() time.Time { return time.Date(2016, 4, 1, 0, 0, 0, 0, time.UTC) },
		record.Name{Scheme: "desk", Sort: "kind", Word: "baker", Means: []string{"civilian"}},
		record.Incident{
			ID: "2016-03-05-marsh", Act: "fire", When: "2016-03-05",
			Roles: []record.Words{{Role: "harmed", Words: []string{"civilian", "omar", "Baker", "khalil saad"}}, {Role: "object", Words: []string{"bazaar"}}},
		},
	)
	return a
}

// A word of a role that no vocabulary knows may be a name, whatever its letters: the look shows it. What the texts or the names table know is not shown.
func TestWordsThatMayBeNames(t *testing.T) {
	a := toPublish(t)
	p := record.Publication{Kind: record.KindIncident, Subject: "2016-03-05-marsh", Public: true}
	pre, err := a.PreviewPublication(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"harmed: [?khalil saad]", "harmed: [?omar]", "object: [?bazaar]"}; !slices.Equal(pre.Texts, want) || pre.Look != 3 {
		t.Errorf("%d: %q", pre.Look, pre.Texts)
	}
	text := Text{Name: "v.mithaq", Content: "vocabulary v \"v\"\nkind things { bazaar }\n"}
	if pre, err = a.PreviewPublication(t.Context(), p, Read([]Text{text})); err != nil || pre.Look != 2 || len(pre.Texts) != 2 {
		t.Errorf("by a text that knows one: %d %q %v", pre.Look, pre.Texts, err)
	}
	p.Hide = []string{"harmed", "object"}
	if pre, err = a.PreviewPublication(t.Context(), p, nil); err != nil || pre.Look != 0 {
		t.Errorf("what does not go out: %d %q %v", pre.Look, pre.Texts, err)
	}
}

// By month nothing goes out under an id that tells the day, unless whoever publishes says that it may.
func TestDatedIsRefused(t *testing.T) {
	a := toPublish(t)
	p := record.Publication{Kind: record.KindIncident, Subject: "2016-03-05-marsh", Public: true, Date: "month"}
	head, err := a.Store().Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var dated *DatedError
	if _, err := a.Publish(t.Context(), p, false); !errors.As(err, &dated) || !slices.Equal(dated.IDs, []string{"2016-03-05-marsh"}) {
		t.Errorf("%v", err)
	}
	if now, err := a.Store().Head(t.Context()); err != nil || now != head {
		t.Errorf("it was entered: %v", err)
	}
	if _, err := a.Publish(t.Context(), p, true); err != nil {
		t.Error(err)
	}
	p.Public = false // what is taken back is never refused
	if _, err := a.Publish(t.Context(), p, false); err != nil {
		t.Error(err)
	}
	p.Public, p.Date = true, ""
	if _, err := a.Publish(t.Context(), p, false); err != nil {
		t.Error(err)
	}
}
