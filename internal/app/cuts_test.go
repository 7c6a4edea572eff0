package app

import (
	"testing"
	"time"

	"mithaq/internal/judge/status"
)

// Before anybody entered anything nothing was known, however long before: neither to the public, nor to whoever holds the file, nor on a list.
func TestNothingWasKnownBeforeTheFirstEntry(t *testing.T) {
	at := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	a, d := deskOf(t, func() time.Time { return at }, fired()...)
	publishFired(t, a, at)
	public, err := d.as(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	reading := Read([]Text{{Name: "river.mithaq", Content: silence}})
	for _, who := range []*App{public, a} {
		for _, then := range []string{"0000", "0001-01-01", "1969-12-31", "1970-01-01T00:00:00Z", "1970-01-02", "2016-03-30"} {
			j, err := who.Judge(t.Context(), reading, Cuts{KnownAt: then})
			if err != nil {
				t.Fatal(err)
			}
			if got := j.Result.Agreements[0].Norms[0].Lanes[0].States; got.Has(status.Breached) {
				t.Errorf("%s, known at %s: %v", who.Sight(), then, got)
			}
			store, _, err := who.StoreAt(t.Context(), Cuts{KnownAt: then}, reading.Program.Agreements[0].Zone)
			if err != nil {
				t.Fatal(err)
			}
			for b, err := range store.Bundles(t.Context(), j.In.Record) {
				t.Errorf("%s, known at %s: %s %v", who.Sight(), then, b.Incident.ID, err)
			}
		}
	}
}
