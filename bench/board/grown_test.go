package board

import (
	"context"
	"testing"
	"time"

	"mithaq/bench/accord"
	"mithaq/internal/app"
)

// BenchmarkGrown has one reader after another ask for the timeline as it was known on other days, of a record that was entered over the years: on each day something
// else was known.
func BenchmarkGrown(b *testing.B) {
	n, err := incidents()
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	path, err := accord.CachedGrown(ctx, n)
	if err != nil {
		b.Fatal(err)
	}
	a, _, url, folder := serveCopy(b, path, app.Options{Actor: accord.Monitor, User: accord.Monitor}, accord.Text(accord.Seed)+letter)
	board := &boardOf{app: a, url: url, incidents: n, cookie: map[visitor]string{}}
	if err := board.furnish(ctx, folder); err != nil {
		b.Fatal(err)
	}
	p := measured{path: "/en/a/accord/timeline?known-at={day}&standard=verified"}
	for _, who := range worlds {
		b.Run(string(who), func(b *testing.B) {
			if _, _, err := board.ask(ctx, who, board.address(&p, who, 1999)); err != nil {
				b.Fatal(err)
			}
			used := processorTime(b)
			b.ResetTimer()
			var longest time.Duration
			for i := range b.N {
				took, _, err := board.ask(ctx, who, board.address(&p, who, i*977))
				if err != nil {
					b.Fatal(err)
				}
				longest = max(longest, took)
			}
			b.StopTimer()
			b.ReportMetric(milliseconds(processorTime(b)-used)/float64(b.N), "cpu-ms")
			b.ReportMetric(milliseconds(longest), "longest-ms")
		})
	}
}
