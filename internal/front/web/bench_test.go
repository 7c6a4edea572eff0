package web_test

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/front/web"
)

// large is a server over the example's texts and 100,000 made-up incidents beside its own, judged once.
var large = sync.OnceValues(func() (*httptest.Server, error) {
	ctx := context.Background()
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	a, err := app.Create(ctx, filepath.Join(dir, "large.db"), app.Options{Actor: "bench", Now: func() time.Time { return time.Date(2018, 1, 31, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		return nil, err
	}
	if err := a.LoadExample(ctx); err != nil {
		return nil, err
	}
	if _, err := a.Store().Append(ctx, nil, recordtest.Generate(100_000, 1)); err != nil {
		return nil, err
	}
	h, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		return nil, err
	}
	return httptest.NewServer(h), nil
})

// BenchmarkPage asks for pages over a large record again and again. p99-ms is what the slowest hundredth of them takes.
//
//	go test ./internal/front/web -run '^$' -bench Page
func BenchmarkPage(b *testing.B) {
	srv, err := large()
	if err != nil {
		b.Fatal(err)
	}
	first := rows(get(b, srv.URL+"/en/incidents?text=hospital&sort=entered"))
	for _, p := range []struct{ name, path string }{
		{"agreements", "/en/"},
		{"agreement", "/en/a/khatib"},
		{"term", "/en/a/khatib/t/11"},
		{"claim", "/en/a/khatib/c/hospitals"},
		{"incidents", "/en/incidents"},
		{"filtered", "/en/incidents?from=2016-01-01&to=2016-12-31&act=attack&party=russia&place=douma&text=hospital&sort=-killed"},
		{"incident", "/en/i/" + first[0]},
		{"source", "/en/s/airwars"},
		{"desk", "/en/desk"},
		{"report", "/en/report?from=2016-01-01&to=2016-01-31"},
	} {
		b.Run(p.name, func(b *testing.B) {
			start := time.Now()
			r := get(b, srv.URL+p.path)
			if r.status != 200 {
				b.Fatalf("%s: %d", p.path, r.status)
			}
			cold := time.Since(start)
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				get(b, srv.URL+p.path)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(cold.Microseconds())/1000, "first-ms")
			b.ReportMetric(float64(len(r.body)), "bytes/page")
		})
	}
}
