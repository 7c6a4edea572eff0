package app

import (
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// TestOutsidersRunStands: what was judged for outsiders stands while what is entered changes nothing that they see, and not a moment longer.
func TestOutsidersRunStands(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at })
	if err := a.LoadExample(t.Context()); err != nil {
		t.Fatal(err)
	}
	enter := func(payloads ...any) {
		t.Helper()
		if _, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
			for _, p := range payloads {
				if !yield(record.Draft{Entered: at.Unix(), Actor: "holder", Payload: p}, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	enter(record.User{ID: "anna", Roles: []string{review.Administrator}}, record.User{ID: "nada", Roles: []string{review.Observer}, Party: "gov"})
	texts, err := a.RecordTexts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reading := Read(texts)
	public := func(shown bool) record.Publication {
		return record.Publication{Kind: record.KindIncident, Subject: "zz-1", Public: shown, By: "holder"}
	}
	before := map[string]*Judged{}
	for _, step := range []struct {
		what  string
		enter any // nil: the day turns
		anew  bool
		shown bool
	}{
		{"an incident that nobody published", record.Incident{ID: "zz-1", Act: "attack", When: "2016-03-01"}, false, false},
		{"somebody signed in", record.Session{ID: "1", User: "anna", Started: 1, Expires: 2}, false, false},
		{"its publication", public(true), true, true},
		{"an account that was not published", record.Account{ID: "zz-1:1", Source: "airwars", Incident: "zz-1"}, false, true},
		{"another date", record.Incident{ID: "zz-1", Act: "attack", When: "2016-03-02"}, true, true},
		{"the publication taken back", public(false), true, false},
		{"a source", record.Source{ID: "new", Name: record.Text{"en": "New"}}, true, false},
		{"another day", nil, true, false},
	} {
		if len(before) == 0 {
			for _, user := range []string{"", "nada"} {
				as, err := d.as(t.Context(), user)
				if err == nil {
					before[user], err = as.Judge(t.Context(), reading, Cuts{})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		if step.enter == nil {
			at = at.AddDate(0, 0, 1)
		} else {
			enter(step.enter)
		}
		for user, was := range before {
			as, err := d.as(t.Context(), user)
			if err != nil {
				t.Fatal(err)
			}
			now, err := as.Judge(t.Context(), reading, Cuts{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = as.Store().Bundle(t.Context(), "zz-1")
			if anew, shown := now != was, err == nil; anew != step.anew || shown != step.shown {
				t.Errorf("%s, as %q: judged anew %t, shown %t", step.what, user, anew, shown)
			}
			if head, err := as.Head(t.Context()); err != nil || head != now.Head {
				t.Errorf("%s, as %q: the head is %d, the run's %d, %v", step.what, user, head.Seq, now.Head.Seq, err)
			}
			before[user] = now
		}
	}
}
