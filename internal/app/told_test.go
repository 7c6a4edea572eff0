package app

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// TestTellIsAsOneByOne: what is read of many incidents at once is what is read of each, whoever looks, also as it was known on a day.
func TestTellIsAsOneByOne(t *testing.T) {
	ctx := t.Context()
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at }, append(fired(), record.User{ID: "rami", Roles: []string{review.Recorder}}, record.User{ID: "lina", Roles: []string{review.Assessor}})...)
	publishFired(t, a, at)
	ids := []string{"nowhere", "i1"}
	for i := range 6 {
		id := fmt.Sprintf("j%d", i)
		ids = append(ids, id)
		enterAt(t, a.store, at.AddDate(0, 0, -i), record.Incident{ID: id, Act: "fire", When: "2016-02-03", Title: record.Text{"en": "Fire, the day before " + id}})
	}
	enterAt(t, a.store, at, record.Incident{ID: "j1", Act: "fire", When: "2016-02-03", Title: record.Text{"en": "Fire, seen again"}}, record.Link{A: "j2", B: "j3", Decision: "merge", Into: "j2", By: "lina", Why: "one fire"})
	told, answered, unseen := 0, 0, 0
	for _, user := range []string{"", "rami", "lina"} {
		one, err := d.as(ctx, user)
		if err != nil {
			t.Fatal(err)
		}
		for _, cuts := range []Cuts{{}, {KnownAt: "2016-03-28"}, {KnownAt: "2016-03-31"}} {
			j, err := one.Judge(ctx, Read([]Text{{Name: "river.mithaq", Content: silence}}), cuts)
			if err != nil {
				t.Fatal(err)
			}
			j.Tell(ids)
			for _, id := range ids {
				got, known := j.told[id]
				want, err := j.look(ctx, id)
				if known != (err == nil) || known && !reflect.DeepEqual(got, want) {
					t.Fatalf("%s as %q, %+v: at once %+v (%v), alone %+v (%v)", id, user, cuts, got, known, want, err)
				}
				if known && got.title != nil {
					told++
				} else if !known {
					unseen++
				}
				answered += len(got.answers)
			}
		}
	}
	if told == 0 || answered == 0 || unseen == 0 {
		t.Errorf("%d titles and %d answers were compared, %d incidents were not seen", told, answered, unseen)
	}
}
