package guard

import (
	"context"
	"fmt"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// What an outsider is told to have become otherwise is what became so for them, and nothing else: neither what is entered on what they do not see,
// nor what is entered and not shown on what they do.
func TestShownTellsWhatIsSeen(t *testing.T) {
	ctx := context.Background()
	s := twin(t, 1)
	view := View(s, review.Public, today).(Showing)
	add := func(payloads ...any) {
		t.Helper()
		if _, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: 2000, Actor: "rami", Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	first, _, known, err := view.Shown(ctx, "")
	if err != nil || known || first == "" {
		t.Fatalf("%q %v %v", first, known, err)
	}
	at := first
	incident := func(id, title string) record.Incident {
		return record.Incident{ID: id, Act: "attack", When: "2015-11-01", Title: record.Text{"en": title}, Publisher: "p", Place: record.Place{Name: record.Text{"en": "Douma"}}}
	}
	public := func(id string, yes bool, accounts ...string) record.Publication {
		return record.Publication{Kind: record.KindIncident, Subject: id, Public: yes, By: "anna", Accounts: accounts}
	}
	for _, c := range []struct {
		what string
		add  []any
		want string
	}{
		{"an incident that is not shown", []any{incident("new", "market new")}, "[] [] []"},
		{"a report that is not shown", []any{record.Account{ID: "b-i0", Source: "agency", Incident: "i0", Says: record.Text{"en": "hidden"}}}, "[] [] []"},
		{"an assessment that is not shown", []any{record.Assessment{Incident: "i1", Assessor: "desk", Attributions: []record.Attribution{{To: "south"}}}}, "[] [] []"},
		{"another title", []any{incident("i0", "market seen again")}, "[] [i0] []"},
		{"a report that is published", []any{public("i0", true, "a-i0", "b-i0")}, "[] [i0] []"},
		{"one that is published, beside one that is not", []any{public("new", true), incident("secret-0-0", "else")}, "[new] [] []"},
		{"one that is shown no more", []any{public("i2", false)}, "[] [] [i2]"},
		{"two at once, of which one is as it was in the end", []any{public("i3", false), public("i3", true, "a-i3"), incident("i4", "market four")}, "[] [i4] []"},
		{"a source that nobody is told of", []any{record.Source{ID: "s-secret-0-0", Name: record.Text{"en": "another hidden witness"}, Sort: "witness"}}, "[] [] []"},
	} {
		add(c.add...)
		now, m, known, err := view.Shown(ctx, at)
		if err != nil || !known {
			t.Fatalf("%s: %v %v", c.what, known, err)
		}
		if got := fmt.Sprint(m.Added, m.Changed, m.Gone); got != c.want {
			t.Errorf("%s: %s, not %s", c.what, got, c.want)
		}
		if (now == at) != (c.want == "[] [] []") {
			t.Errorf("%s: named %s, and was %s", c.what, now, at)
		}
		at = now
	}
	if _, m, known, _ := view.Shown(ctx, first); !known || fmt.Sprint(m.Added, m.Changed, m.Gone) != "[new] [i0 i4] [i2]" {
		t.Errorf("since the first: %+v %v", m, known)
	}
	if other, _, _, err := View(s, review.Public, today).(Showing).Shown(ctx, ""); err != nil || other != at {
		t.Errorf("another looks at the same and names it %s, not %s: %v", other, at, err)
	}
}
