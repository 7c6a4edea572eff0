package board

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/bench/accord"
	"mithaq/internal/evidence/intake"
)

// Of the readers this many work on the record; the rest are not signed in.
const working = 10

// entryEvery is how often the record gets one more incident.
const entryEvery = 3 * time.Second

// walks are the ways of those who read and of those who work, by names of pages.
var walks = map[visitor][]string{
	public: {
		"agreements", "agreement", "term", "incident", "source", "timeline, other months", "term at a standard", "incidents by words, others each time", "incident", "map",
		"map, view of a region", "report of a month", "incident", "sequence", "incidents by four filters", "incident",
	},
	monitor: {
		"desk", "incidents", "incident", "review", "queue of reviews", "term", "desk", "incidents by words, others each time", "incident", "timeline", "source", "desk",
		"agreement", "term at a standard", "incident", "map, view of a region",
	},
}

// enters has the monitor enter an attack, which nobody published.
func (b *boardOf) enters(ctx context.Context, n int) error {
	_, plan, err := b.app.EnterRows(ctx, intake.LayoutIncidents, []map[string]string{{
		"incident": fmt.Sprintf("live-%d", n), "act": "attack", "when": accord.LastDay, "title_en": "Made up while others read", "source": "source-00",
	}})
	if err == nil && plan.Refused {
		err = fmt.Errorf("the incident is refused: %v", plan.Diagnostics)
	}
	return err
}

// BenchmarkMixed has 50 readers walk through the rooms, each on a way of their own, while an incident comes every few seconds. late is how many of a
// thousand requests took more than 100 ms, of the public and of those who work on the record.
func BenchmarkMixed(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	board := openShared(b, n)
	named := map[string]*measured{}
	for i := range pages {
		named[pages[i].name] = &pages[i]
	}
	step := func(who visitor, reader, i int) (time.Duration, error) {
		walk := walks[who]
		p := named[walk[(reader*3+i)%len(walk)]]
		took, _, err := board.ask(b.Context(), who, board.address(p, who, reader*131+i))
		return took, err
	}
	for who, walk := range walks { // what is made once after a start is measured elsewhere
		for i := range walk {
			if _, err := step(who, 0, i); err != nil {
				b.Fatal(err)
			}
		}
	}
	var mu sync.Mutex
	took := map[visitor][]time.Duration{}
	var next atomic.Int64
	var wg sync.WaitGroup
	used := processorTime(b)
	b.ResetTimer()
	done := make(chan struct{})
	entered := make(chan error)
	go func() {
		every := time.NewTicker(entryEvery)
		defer every.Stop()
		for i := 0; ; i++ {
			select {
			case <-done:
				entered <- nil
				return
			case <-every.C:
				if err := board.enters(b.Context(), i); err != nil {
					entered <- err
					return
				}
			}
		}
	}()
	for reader := range readers {
		wg.Go(func() {
			who := public
			if reader < working {
				who = monitor
			}
			var mine []time.Duration
			for i := 0; next.Add(1) <= int64(b.N); i++ {
				d, err := step(who, reader, i)
				if err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, d)
			}
			mu.Lock()
			defer mu.Unlock()
			took[who] = append(took[who], mine...)
		})
	}
	wg.Wait()
	b.StopTimer()
	close(done)
	if err := <-entered; err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(milliseconds(processorTime(b)-used)/float64(b.N), "cpu-ms")
	b.ReportMetric(0, "ns/op")
	for who, list := range took {
		if len(list) == 0 { // of the few requests of a trial run none was theirs
			continue
		}
		slices.Sort(list)
		at, _ := slices.BinarySearch(list, 100*time.Millisecond)
		b.ReportMetric(1000*float64(len(list)-at)/float64(len(list)), string(who)+"-late")
		b.ReportMetric(milliseconds(list[len(list)/2]), string(who)+"-p50-ms")
		b.ReportMetric(milliseconds(list[(len(list)-1)*99/100]), string(who)+"-p99-ms")
	}
}

// BenchmarkAfterEntry asks for each page once after an incident came that nobody published: run-ms is the processor's time of the first page (the judge goes on from the run
// before), page-ms that of the page itself. Run it with -benchtime 3x.
func BenchmarkAfterEntry(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	board := openShared(b, n)
	entries := 0
	for i := range pages {
		p := &pages[i]
		if p.dear() || testing.Short() && i%8 != 0 { // once, in small: some of them
			continue
		}
		for _, who := range p.by {
			b.Run(p.name+"/"+string(who), func(b *testing.B) {
				if _, _, err := board.ask(b.Context(), who, board.address(p, who, 0)); err != nil {
					b.Fatal(err)
				}
				var run, page time.Duration
				for range b.N {
					entries++
					if err := board.enters(b.Context(), entries); err != nil {
						b.Fatal(err)
					}
					for _, one := range []struct {
						path string
						sum  *time.Duration
					}{{"/en/", &run}, {board.address(p, who, 0), &page}} {
						used := processorTime(b)
						if _, _, err := board.ask(b.Context(), who, one.path); err != nil {
							b.Fatal(err)
						}
						*one.sum += processorTime(b) - used
					}
				}
				b.ReportMetric(milliseconds(run)/float64(b.N), "run-ms")
				b.ReportMetric(milliseconds(page)/float64(b.N), "page-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
