package record

import (
	"context"
	"fmt"
	"iter"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Of the incidents one in publishedOneIn is published, and one in gradedOneIn, up to mostGraded, stands somewhere on the ladder of a finding.
const (
	publishedOneIn = 20
	gradedOneIn    = 100
	mostGraded     = 500
)

// roles are those who do not see the whole record.
var roles = []struct {
	name string
	who  review.Principal
}{
	{"public", review.Public},
	{"observer", review.Principal{ID: "obs", Roles: []string{"observer"}, Party: "russia"}},
	{"recorder", review.Principal{ID: "rami", Roles: []string{"recorder"}}},
}

func today() string { return "2018-01-01" }

func drafts(payloads []any) iter.Seq2[record.Draft, error] {
	return func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 1514764800, Actor: "lina", Payload: p}, nil) {
				return
			}
		}
	}
}

// guarded makes of the record of all rows one of which some is published, and some stands at each stage of the ladder.
func (k *kind) guarded(tb testing.TB, s record.Store, n int) {
	tb.Helper()
	ctx := context.Background()
	var published, assessed, reviewed []any
	id := func(i int) string { return fmt.Sprintf("made-up-%07d", i) }
	for i := 0; i < n; i += publishedOneIn {
		published = append(published, record.Publication{
			Kind: record.KindIncident, Subject: id(i), Public: true, By: "lina", Accounts: []string{id(i) + "-0"}, Radius: int64(i % 3 * 1000),
		})
	}
	graded := min(n/gradedOneIn, mostGraded)
	for i := range graded {
		assessed = append(assessed, record.Assessment{
			Incident: id(i * gradedOneIn), Assessor: "desk", Grade: grade.Corroborated, Attributions: []record.Attribution{{To: "russia", Grade: grade.Alleged}},
		})
	}
	if _, err := s.Append(ctx, nil, drafts(append(published, assessed...))); err != nil {
		tb.Fatal(err)
	}
	for i := range graded {
		history, err := s.History(ctx, record.KindIncident, id(i*gradedOneIn))
		if err != nil {
			tb.Fatal(err)
		}
		r := record.Review{Incident: id(i * gradedOneIn), Assessor: "desk", Stage: record.Stages[i%len(record.Stages)], By: "lina", Second: "omar", When: "2017-01-01"}
		for _, e := range history {
			if e.Kind == record.KindAssessment && e.Subject == record.Key(r.Incident, r.Assessor) {
				r.Finding = e.ID
			}
		}
		if r.Stage == review.Put || r.Stage == review.Published {
			r.Put = []record.Put{{Party: "russia", Asked: "2017-01-02", Until: "2017-02-01"}}
		}
		reviewed = append(reviewed, r)
	}
	if _, err := s.Append(ctx, nil, drafts(reviewed)); err != nil {
		tb.Fatal(err)
	}
}

// guardedQueries are those of queries that are measured for each role.
var guardedQueries = []string{"all", "last", "most killed", "source", "act and window", "seven at once", "rare word", "common word", "word of all", "one letter"}

// BenchmarkGuarded asks for pages as those do who see a part of the record. open-ms is what the first page takes in a new view, kept-MB what the view
// holds in memory from then on; again-ms is the first page after somebody published one incident more.
func BenchmarkGuarded(b *testing.B) {
	each(b, func(b *testing.B, k *kind) {
		s, n := k.make(forAll{b}), number(b)
		if _, err := s.Append(b.Context(), nil, sourceRows(n)); err != nil {
			b.Fatal(err)
		}
		k.guarded(b, s, n)
		for i, role := range roles {
			view, before, start := guard.View(s, role.who, today), heap(), time.Now()
			ask(b, view, record.Query{})
			open := time.Since(start)
			kept := heap() - before
			if _, err := s.Append(b.Context(), nil, drafts([]any{record.Publication{Kind: record.KindIncident, Subject: fmt.Sprintf("made-up-%07d", i+1), Public: true, By: "lina"}})); err != nil {
				b.Fatal(err)
			}
			start = time.Now()
			ask(b, view, record.Query{})
			again := time.Since(start)
			for _, q := range queries {
				if !slices.Contains(guardedQueries, q.name) {
					continue
				}
				b.Run(role.name+"/"+q.name, func(b *testing.B) {
					n, slowest, total := 0, time.Duration(0), 0
					for b.Loop() {
						start := time.Now()
						total = ask(b, view, q.of(n))
						slowest = max(slowest, time.Since(start))
						n++
					}
					b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
					b.ReportMetric(float64(total), "total")
				})
			}
			b.Run(role.name+"/one incident", func(b *testing.B) {
				for b.Loop() {
					if _, err := view.Bundle(b.Context(), "made-up-0000000"); err != nil && role.name != "recorder" {
						b.Fatal(err)
					}
					if _, err := view.History(b.Context(), record.KindIncident, "made-up-0000000"); err != nil && role.name != "recorder" {
						b.Fatal(err)
					}
				}
			})
			fmt.Fprintf(os.Stderr, "%s, %s: open-ms %.1f, again-ms %.1f, kept-MB %d\n", k.name, role.name, milliseconds(open), milliseconds(again), kept>>20)
		}
	})
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func ask(tb testing.TB, r record.Reader, q record.Query) int {
	page, err := r.Incidents(context.Background(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return page.Total
}

// heap gives how many bytes are held.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestGuarded: each role sees some and not all of the record that is measured, alike in each store.
func TestGuarded(t *testing.T) {
	const rows = 400
	totals := map[string]int{}
	for _, k := range kinds {
		s := k.make(t)
		if _, err := s.Append(context.Background(), nil, sourceRows(rows)); err != nil {
			t.Fatal(err)
		}
		k.guarded(t, s, rows)
		for _, role := range roles {
			n := ask(t, guard.View(s, role.who, today), record.Query{})
			if was, ok := totals[role.name]; n == 0 || n == rows || ok && was != n {
				t.Errorf("%s, %s: %d incidents, elsewhere %d", k.name, role.name, n, was)
			}
			totals[role.name] = n
		}
	}
}
