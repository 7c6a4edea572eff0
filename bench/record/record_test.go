package record

import (
	"context"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
)

// BenchmarkPage reads one page of 50 with its total. slowest-ms is the slowest of all.
func BenchmarkPage(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s := k.whole(b)
		for _, q := range queries {
			b.Run(q.name, func(b *testing.B) {
				n, slowest, total := 0, time.Duration(0), 0
				for b.Loop() {
					start := time.Now()
					page, err := s.Incidents(b.Context(), q.of(n))
					if err != nil {
						b.Fatal(err)
					}
					slowest = max(slowest, time.Since(start))
					total = page.Total
					n++
				}
				b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
				b.ReportMetric(float64(total), "total")
			})
		}
	})
}

// BenchmarkDeepPage reads a page far down a long list.
func BenchmarkDeepPage(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s := k.whole(b)
		q := record.Query{Text: "made", Limit: 500}
		for range 20 {
			page, err := s.Incidents(b.Context(), q)
			if err != nil {
				b.Fatal(err)
			}
			if page.Next == "" {
				break
			}
			q.After = page.Next
		}
		q.Limit = 50
		for b.Loop() {
			if _, err := s.Incidents(b.Context(), q); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBundles streams everything that stands, as a status does: now, and at two cuts.
func BenchmarkBundles(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s := k.whole(b)
		head, err := s.Head(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct {
			name string
			cut  record.Cut
		}{{"now", record.Cut{}}, {"head", record.Cut{Seq: head.Seq}}, {"half", record.Cut{Seq: head.Seq / 2}}} {
			b.Run(c.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					n := 0
					for _, err := range s.Bundles(b.Context(), c.cut) {
						if err != nil {
							b.Fatal(err)
						}
						n++
					}
					b.ReportMetric(float64(n), "bundles")
				}
			})
		}
	})
}

// BenchmarkCount counts by grade, month and attribution: all, and those with a word.
func BenchmarkCount(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s := k.whole(b)
		by := []record.CountBy{record.ByGrade, record.ByMonth, record.ByAttribution}
		for name, q := range map[string]record.Query{"all": {}, "word": {Text: word(2, 0)}} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Count(b.Context(), by, q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// TestSmall: every query that is measured is answered on each store, and alike.
func TestSmall(t *testing.T) {
	ctx := context.Background()
	const rows = 400
	totals := map[string]int{}
	for _, k := range kinds {
		s := k.make(t)
		head, err := s.Append(ctx, nil, sourceRows(rows))
		if err != nil {
			t.Fatal(err)
		}
		if head.Seq != 3*rows+20 {
			t.Errorf("%s: %d entries, want three for each row and the sources", k.name, head.Seq)
		}
		for _, q := range queries {
			page, err := s.Incidents(ctx, q.of(0))
			if err != nil {
				t.Fatalf("%s, %s: %v", k.name, q.name, err)
			}
			if was, ok := totals[q.name]; ok && was != page.Total {
				t.Errorf("%s, %s: %d found, elsewhere %d", k.name, q.name, page.Total, was)
			}
			totals[q.name] = page.Total
		}
	}
	for _, name := range []string{"all", "act and window", "place", "common word", "one letter", "three digits"} {
		if totals[name] == 0 {
			t.Errorf("%s: nothing is found", name)
		}
	}
}
