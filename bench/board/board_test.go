// Package board measures the pages of the board over a made-up accord of 600 norms and a large record, with many readers at once. From the module root:
//
//	GOMAXPROCS=2 go test ./bench/board -run '^$' -bench . -benchtime 1000x
//
// MITHAQ_BENCH_ACCORD_N sets another number of incidents than 100,000.
package board

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/bench/accord"
	"mithaq/internal/app"
	"mithaq/internal/front/web"
)

// readers is how many ask at once.
const readers = 50

// pages are the routes, each with an address of it. %d is another number every time.
var pages = []struct{ name, path string }{
	{"agreements", "/en/"},
	{"agreement", "/en/a/accord"},
	{"agreement, Arabic", "/ar/a/accord"},
	{"term", "/en/a/accord/t/3"},
	{"timeline", "/en/a/accord/timeline"},
	{"timeline, a month", "/ar/a/accord/timeline?from=2018-03-01&to=2018-03-31"},
	{"sequence", "/en/a/accord/sequence"},
	{"incidents", "/en/incidents"},
	{"filtered", "/en/incidents?from=2018-01-01&to=2018-12-31&act=attack&party=insurgents&sort=-killed"},
	{"search", "/en/incidents?text=town&sort=-date"},
	{"incident", "/en/i/incident-%07d"},
	{"source", "/en/s/source-01"},
	{"desk", "/en/desk"},
	{"duplicates", "/en/duplicates"},
	{"report", "/en/report?from=2018-01-01&to=2018-01-31"},
}

func incidents() (int, error) {
	if s := os.Getenv("MITHAQ_BENCH_ACCORD_N"); s != "" {
		return strconv.Atoi(s)
	}
	return 100_000, nil
}

// board is a server over n incidents, as on the last day of the record.
func board(tb testing.TB, n int) string {
	tb.Helper()
	ctx := context.Background()
	path, err := accord.Cached(ctx, n)
	if err != nil {
		tb.Fatal(err)
	}
	now, err := time.Parse(time.DateOnly, accord.LastDay)
	if err != nil {
		tb.Fatal(err)
	}
	a, err := app.Open(ctx, path, app.Options{Actor: "bench", Now: func() time.Time { return now.Add(12 * time.Hour) }})
	if err != nil {
		tb.Fatal(err)
	}
	texts := []app.Text{{Name: "accord.mithaq", Content: accord.Text(accord.Seed)}}
	h, err := web.New(a, func(context.Context) ([]app.Text, error) { return texts, nil }, web.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	srv := httptest.NewServer(h)
	tb.Cleanup(func() {
		srv.Close()
		if err := a.Close(); err != nil {
			tb.Error(err)
		}
	})
	return srv.URL
}

// client keeps a connection for each reader.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers}}

func get(url string) (took time.Duration, size int64, err error) {
	start := time.Now()
	r, err := client.Get(url)
	if err != nil {
		return 0, 0, err
	}
	defer r.Body.Close()
	size, err = io.Copy(io.Discard, r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, r.Status)
	}
	return time.Since(start), size, err
}

// address gives the address of a page, another one each time where the page has several.
func address(path string, i int64, n int) string {
	if path == "/en/i/incident-%07d" {
		return fmt.Sprintf(path, i*7919%int64(n))
	}
	return path
}

// BenchmarkBoard has 50 readers ask for one page again and again. alone-ms is what the first one takes, p99-ms what 99 of a hundred do not exceed.
func BenchmarkBoard(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	url := board(b, n)
	for _, p := range pages {
		b.Run(p.name, func(b *testing.B) {
			alone, size, err := get(url + address(p.path, 0, n))
			if err != nil {
				b.Fatal(err)
			}
			var next atomic.Int64
			took := make([]time.Duration, b.N)
			var wg sync.WaitGroup
			b.ResetTimer()
			for range readers {
				wg.Go(func() {
					for i := next.Add(1); i <= int64(len(took)); i = next.Add(1) {
						d, _, err := get(url + address(p.path, i, n))
						if err != nil {
							b.Error(err)
							return
						}
						took[i-1] = d
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(milliseconds(alone), "alone-ms")
			b.ReportMetric(milliseconds(took[len(took)/2]), "p50-ms")
			b.ReportMetric(milliseconds(took[(len(took)-1)*99/100]), "p99-ms")
			b.ReportMetric(float64(size), "bytes/page")
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys>>20), "MB")
		})
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// TestSmall: every page that is measured is there.
func TestSmall(t *testing.T) {
	url := board(t, 300)
	for _, p := range pages {
		if _, size, err := get(url + address(p.path, 1, 300)); err != nil || size < 1000 {
			t.Errorf("%s: %d bytes, %v", p.name, size, err)
		}
	}
}
