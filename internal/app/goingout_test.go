package app

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// TestPreviewFollowsTheRecord: what is said to go out is after each entry what somebody finds who looks for the first time.
func TestPreviewFollowsTheRecord(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at },
		record.User{ID: "pia", Roles: []string{review.Publisher}}, record.Source{ID: "witness", Sort: "witness"}, record.Source{ID: "radio"},
		record.Incident{ID: "one", Act: "attack", When: "2016-03-01"}, record.Incident{ID: "two", Act: "attack", When: "2016-03-02"},
	)
	looks := func(d *Door) *GoingOut {
		t.Helper()
		pia, err := d.as(t.Context(), "pia")
		if err != nil {
			t.Fatal(err)
		}
		out, err := pia.PreviewBundle(t.Context(), d.Public())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	public := func(shown bool, accounts ...string) record.Publication {
		return record.Publication{Kind: record.KindIncident, Subject: "one", Public: shown, By: "pia", Accounts: accounts}
	}
	said := map[string]bool{}
	for i, entry := range []any{
		nil, public(true),
		record.Account{ID: "one:1", Source: "radio", Incident: "one"},
		record.Account{ID: "one:2", Source: "witness", Incident: "one"},
		public(true, "one:1", "one:2"),
		record.Consent{Kind: record.KindSource, Subject: "witness", Record: true, Publish: true, Until: "2016-04-01"},
		record.Incident{ID: "three", Act: "attack", When: "2016-03-03"},
		nil, public(false),
	} {
		if entry == nil {
			at = at.AddDate(0, 0, 1)
		} else if _, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Entered: at.Unix(), Actor: "holder", Payload: entry}, nil)
		}); err != nil {
			t.Fatal(err)
		}
		kept, anew := looks(d), looks(NewDoor(a))
		if !reflect.DeepEqual(kept, anew) || looks(d) != kept {
			t.Errorf("%d: %+v, and anew %+v", i, kept, anew)
		}
		said[fmt.Sprint(*kept)] = true
	}
	if len(said) < 6 {
		t.Errorf("only %v was said", said)
	}
}
