package app

import (
	"errors"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// Who alone has the file follows up without a name too, and finds what they noted; for an outsider nothing is kept that nobody would ever see.
func TestFollowUpWithoutAName(t *testing.T) {
	a, d := deskOf(
		t, func() time.Time { return time.Date(2016, 4, 1, 0, 0, 0, 0, time.UTC) },
		record.Incident{ID: "one", Act: "fire", When: "2016-03-05"}, record.Publication{Kind: record.KindIncident, Subject: "one", Public: true},
	)
	a.who.ID = ""
	made, err := a.FollowUp(t.Context(), "one", "call the clinic", "2016-04-02")
	if err != nil {
		t.Fatal(err)
	}
	if list, err := a.FollowUps(t.Context(), ""); err != nil || len(list) != 1 || list[0] != made {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := a.CloseFollowUp(t.Context(), made.ID); err != nil {
		t.Error(err)
	}
	outside := d.Public()
	if _, err := outside.FollowUp(t.Context(), "one", "anything", ""); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an outsider: %v", err)
	}
	if list, err := a.Aside().AllKept(t.Context(), followShelf, ""); err != nil || len(list) != 0 {
		t.Errorf("kept: %+v %v", list, err)
	}
}
