// Package record measures the record's store over 100,000 made-up incidents. From the module root:
//
//	go test ./bench/record -bench . -benchtime 5x -run '^$'
//
// MITHAQ_BENCH_N sets another number of incidents.
package record

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/evidence/record/sqlite"
)

func number(b *testing.B) int {
	if s := os.Getenv("MITHAQ_BENCH_N"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	return 100_000
}

// big is the record that the reading benchmarks share, made once.
var big = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "mithaq-bench-")
	return filepath.Join(dir, "record.db"), err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := big(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func opened(b *testing.B) *sqlite.Store {
	b.Helper()
	ctx := context.Background()
	path, err := big()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		s, err := sqlite.Create(ctx, path, sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Append(ctx, nil, recordtest.Generate(number(b), 1)); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// BenchmarkAppend makes the whole record in one transaction.
func BenchmarkAppend(b *testing.B) {
	for b.Loop() {
		s, err := sqlite.Create(b.Context(), filepath.Join(b.TempDir(), "record.db"), sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		head, err := s.Append(b.Context(), nil, recordtest.Generate(number(b), 1))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(head.Seq), "entries")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendOne adds a single account, as a page of the desk does.
func BenchmarkAppendOne(b *testing.B) {
	s, err := sqlite.Create(b.Context(), filepath.Join(b.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Append(b.Context(), nil, recordtest.Generate(100, 1)); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		_, err := s.Append(b.Context(), nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Actor: "desk", Payload: record.Account{ID: strconv.Itoa(n), Source: "source-01", Incident: "made-up-0000001"}}, nil)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBundles streams everything that stands, as a status does: now, and at two cuts.
func BenchmarkBundles(b *testing.B) {
	s := opened(b)
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
}

// BenchmarkPage reads one page of 50, each time with another word or window, so that no total is remembered.
func BenchmarkPage(b *testing.B) {
	s := opened(b)
	for _, c := range []struct {
		name  string
		query func(n int) record.Query
	}{
		{"all", func(int) record.Query { return record.Query{} }},
		{"window", func(n int) record.Query {
			return record.Query{Act: "attack", From: "2016-01-" + strconv.Itoa(10+n%20), To: "2016-03-01", Sort: "-date"}
		}},
		{"party", func(n int) record.Query {
			return record.Query{Party: "russia", From: "2016-01-" + strconv.Itoa(10+n%20)}
		}},
		{"words", func(n int) record.Query { return record.Query{Text: "douma " + strconv.Itoa(n)} }},
		{"place", func(n int) record.Query {
			return record.Query{Place: "دوما", Text: strconv.Itoa(n), Sort: "-killed"}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n++
				if _, err := s.Incidents(b.Context(), c.query(n)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCount counts all by grade, month and attribution.
func BenchmarkCount(b *testing.B) {
	s := opened(b)
	for b.Loop() {
		if _, err := s.Count(b.Context(), []record.CountBy{record.ByGrade, record.ByMonth, record.ByAttribution}, record.Query{}); err != nil {
			b.Fatal(err)
		}
	}
}
