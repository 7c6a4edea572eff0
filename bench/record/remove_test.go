package record

import (
	"context"
	"fmt"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// BenchmarkRemove takes the content of one incident away, with all that is said of it: the transaction (commit-ms), and the traces in the
// store's own files after it (scrub-ms).
func BenchmarkRemove(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s := k.whole(b)
		n := 0
		for b.Loop() {
			n++
			id := fmt.Sprintf("made-up-%07d", number(b)/2+n)
			start := time.Now()
			if _, err := s.Append(b.Context(), nil, removing(b, s, id)); err != nil {
				b.Fatal(err)
			}
			committed := time.Now()
			if err := s.(record.Scrubber).Scrub(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(committed.Sub(start).Microseconds())/1000, "commit-ms")
			b.ReportMetric(float64(time.Since(committed).Microseconds())/1000, "scrub-ms")
		}
	})
}

// removing gives the removal of all entries on an incident.
func removing(tb testing.TB, s record.Store, id string) func(func(record.Draft, error) bool) {
	tb.Helper()
	r := record.Removal{ID: "removal of " + id, Ground: "safety", Why: "they are looked for", By: "desk", Second: "chief"}
	history, err := s.History(context.Background(), record.KindIncident, id)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range history {
		r.Entries = append(r.Entries, record.Removed{Seq: history[i].Seq, Entry: history[i].ID, Kind: history[i].Kind})
	}
	return func(yield func(record.Draft, error) bool) { yield(record.Draft{Actor: "desk", Payload: r}, nil) }
}
