package board

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// pause is how long a reader looks at a page before the next one, in the mean. TPC-W (revision 1.8, clause 5.3.1) has its readers think for 7 seconds, by the same
// distribution; here they are more than three times as quick.
const pause = 2 * time.Second

// longestPause cuts the distribution, as TPC-W does, at ten times its mean.
const longestPause = 10 * pause

// paused gives a pause by the negative exponential distribution.
func paused(rnd *rand.Rand, mean time.Duration) time.Duration {
	return min(time.Duration(rnd.ExpFloat64()*float64(mean)), longestPause)
}

// BenchmarkReaders has 50 readers look at pages of all kinds, each time at another kind and another thing, and pause between them. Every kind comes as often as the
// others, those too for which the judge runs anew. late is how many of a thousand requests took more than 100 ms, over how many kinds have a 99th percentile
// above it; these are told by name. Run it with -benchtime 16000x for some hundred requests of each kind: about a quarter of an hour.
func BenchmarkReaders(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	board := openShared(b, n)
	type kind struct {
		page *measured
		who  visitor
	}
	var kinds []kind
	for i := range pages {
		for _, who := range pages[i].by {
			kinds = append(kinds, kind{&pages[i], who})
		}
	}
	board.handler.Prepare(b.Context()) // as whoever serves does
	for _, k := range kinds {          // what is made once after a start is measured elsewhere
		if _, _, err := board.ask(b.Context(), k.who, board.address(k.page, k.who, 0)); err != nil {
			b.Fatal(err)
		}
		if b.N == 1 && testing.Short() {
			break
		}
	}
	const seed = 20261129
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(kinds))
	var mu sync.Mutex
	took := map[kind][]time.Duration{}
	var next atomic.Int64
	var wg sync.WaitGroup
	used := processorTime(b)
	b.ResetTimer()
	for reader := range readers {
		rnd := rand.New(rand.NewPCG(seed, uint64(reader)+1))
		wg.Go(func() {
			for i := int(next.Add(1)); i <= b.N; i = int(next.Add(1)) {
				if b.N > 1 {
					time.Sleep(paused(rnd, pause))
				}
				k := kinds[order[i%len(kinds)]]
				d, _, err := board.ask(b.Context(), k.who, board.address(k.page, k.who, i/len(kinds)*31+reader))
				if err != nil {
					b.Error(err)
					return
				}
				mu.Lock()
				took[k] = append(took[k], d)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	const budget = 100 * time.Millisecond
	var all []time.Duration
	var over []string
	for k, list := range took {
		slices.Sort(list)
		all = append(all, list...)
		if p99 := list[(len(list)-1)*99/100]; p99 > budget {
			over = append(over, fmt.Sprintf("%s/%s: p50 %.0f, p99 %.0f ms of %d", k.page.name, k.who, milliseconds(list[len(list)/2]), milliseconds(p99), len(list)))
		}
	}
	slices.Sort(all)
	at, _ := slices.BinarySearch(all, budget)
	b.ReportMetric(milliseconds(processorTime(b)-used)/float64(b.N), "cpu-ms")
	b.ReportMetric(1000*float64(len(all)-at)/float64(len(all)), "late")
	b.ReportMetric(milliseconds(all[len(all)/2]), "p50-ms")
	b.ReportMetric(milliseconds(all[(len(all)-1)*99/100]), "p99-ms")
	b.ReportMetric(float64(len(over)), "over")
	b.ReportMetric(0, "ns/op")
	slices.Sort(over)
	if len(over) > 0 {
		b.Logf("over %v:\n%s", budget, strings.Join(over, "\n"))
	}
	if file := os.Getenv("MITHAQ_BENCH_KINDS"); file != "" { // what each kind took
		var out strings.Builder
		for _, k := range kinds {
			if list := took[k]; len(list) > 0 {
				fmt.Fprintf(&out, "%s/%s\t%d\t%.1f\t%.1f\t%.1f\n", k.page.name, k.who, len(list), milliseconds(list[len(list)/2]), milliseconds(list[(len(list)-1)*99/100]), milliseconds(list[len(list)-1]))
			}
		}
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			b.Error(err)
		}
	}
}
