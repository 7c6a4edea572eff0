// Package board measures the pages of the board over a made-up accord of 600 norms and a large record, with many readers at once. From the module root:
//
//	GOMAXPROCS=2 go test ./bench/board -run '^$' -bench Board -benchtime 500x
//
// MITHAQ_BENCH_ACCORD_N sets another number of incidents than 100,000.
package board

import (
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/front/web"
)

// readers is how many ask at once.
const readers = 50

// dearly is how many requests of a dear page are measured at most.
const dearly = 20

func incidents() (int, error) {
	if s := os.Getenv("MITHAQ_BENCH_ACCORD_N"); s != "" {
		return strconv.Atoi(s)
	}
	return 100_000, nil
}

// client keeps a connection for each reader, and does not go on where a form leads.
var client = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: readers},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// BenchmarkBoard has 50 readers ask for one kind of page again and again, each time for another one where there are several. alone-ms is what the first
// request takes, p99-ms what 99 of a hundred do not exceed. cpu-ms is the processor's time of one, of readers and server together: two processors
// answer 50 readers within 100 ms where it is under 4.
func BenchmarkBoard(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	board := openShared(b, n)
	board.handler.Prepare(b.Context()) // as whoever serves does
	for i := range pages {
		if testing.Short() && i%4 != 0 { // TestSmall asks for all of them
			continue
		}
		p := &pages[i]
		for _, who := range p.by {
			b.Run(p.name+"/"+string(who), func(b *testing.B) {
				alone, size, err := board.ask(b.Context(), who, board.address(p, who, 0))
				if err != nil {
					b.Fatal(err)
				}
				var next atomic.Int64
				took := make([]time.Duration, b.N)
				if p.dear() {
					took = took[:min(b.N, dearly)]
				}
				var wg sync.WaitGroup
				used := processorTime(b)
				b.ResetTimer()
				for range readers {
					wg.Go(func() {
						for i := next.Add(1); i <= int64(len(took)); i = next.Add(1) {
							d, _, err := board.ask(b.Context(), who, board.address(p, who, int(i)))
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
				used = processorTime(b) - used
				slices.Sort(took)
				b.ReportMetric(milliseconds(alone), "alone-ms")
				b.ReportMetric(milliseconds(used)/float64(len(took)), "cpu-ms")
				b.ReportMetric(milliseconds(took[len(took)/2]), "p50-ms")
				b.ReportMetric(milliseconds(took[(len(took)-1)*99/100]), "p99-ms")
				b.ReportMetric(float64(size), "bytes/page")
				b.ReportMetric(0, "ns/op")
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.Sys>>20), "MB")
			})
		}
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// TestSmall: every page that is measured is there. With MITHAQ_LONG=1 for everybody as whom it is measured, and asked for again.
func TestSmall(t *testing.T) {
	board := openShared(t, 300)
	long := os.Getenv("MITHAQ_LONG") != ""
	for i := range pages {
		p := &pages[i]
		for _, who := range p.by {
			for i := range 2 {
				if !long && (i > 0 || who != p.by[len(p.by)-1] || p.dear()) {
					continue
				}
				if _, size, err := board.ask(t.Context(), who, board.address(p, who, i)); err != nil || size == 0 {
					t.Errorf("%s: %d bytes, %v", p.name, size, err)
				}
			}
		}
	}
}

// TestAllPagesAreMeasured: whoever adds a kind of page adds it here too.
func TestAllPagesAreMeasured(t *testing.T) {
	for _, at := range web.Addresses() {
		known := slices.ContainsFunc(pages, func(p measured) bool { return p.of(at.Pattern) })
		if why, left := unmeasured[at.Pattern]; !known && !left {
			t.Errorf("%s is not measured (pages_test.go)", at.Pattern)
		} else if known && left {
			t.Errorf("%s is measured, though it is %s", at.Pattern, why)
		}
	}
}
