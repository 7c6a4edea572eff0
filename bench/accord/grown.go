package accord

import (
	"context"
	"fmt"
	"iter"
	"time"

	"mithaq/internal/evidence/record"
)

// Grown gives Shared as if it had been entered over the years: each incident in its turn from the day on which the accord is in force, what was found of it within
// a month after, and a look at it by the public within two months.
func Grown(n int, seed uint64) iter.Seq2[record.Draft, error] {
	first, _ := time.Parse(time.DateOnly, Starts) // constants
	last, _ := time.Parse(time.DateOnly, LastDay)
	const day = 24 * 60 * 60
	return func(yield func(record.Draft, error) bool) {
		i := int64(0)
		for d, err := range Shared(n, seed) {
			if err != nil {
				yield(d, err)
				return
			}
			if _, is := d.Payload.(record.Incident); is {
				i++
			}
			d.Entered = first.Unix() + i*(last.Unix()-first.Unix())/int64(n+1)
			switch d.Payload.(type) {
			case record.Assessment, record.Review:
				d.Entered += i % 30 * day
			case record.Publication:
				d.Entered += (10 + i%50) * day
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// CachedGrown is Cached of Grown.
func CachedGrown(ctx context.Context, n int) (path string, err error) {
	return cached(ctx, fmt.Sprintf("mithaq-accord-grown-%d-%d-%d.db", form, n, Seed), Grown(n, Seed))
}
