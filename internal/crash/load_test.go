package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
)

const (
	writers  = 16
	readers  = 64
	counters = 4 // incidents whose assessment counts up
)

// TestLoad: 16 writers and 64 readers at once, for 30 seconds (600 with MITHAQ_LONG). No update is lost, whoever has written reads it at once, no
// reader's record ever goes back, nobody waits for ever.
func TestLoad(t *testing.T) {
	last := 30 * time.Second
	if testroot.Long() {
		last = 10 * time.Minute
	}
	if testing.Short() {
		last = 3 * time.Second
	}
	each(t, func(t *testing.T, where string) {
		a := opened(t, where, app.Options{})
		var start []any
		for c := range counters {
			start = append(start, record.Incident{ID: counter(c), Act: "attack"}, record.Assessment{Incident: counter(c), Assessor: "desk", Why: "0"})
		}
		if _, err := a.Store().Append(t.Context(), nil, drafts("desk", start)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), last+time.Minute)
		defer cancel()
		l := &load{T: t, store: a.Store(), end: time.Now().Add(last)}
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() { l.write(ctx, w) })
		}
		for range readers {
			wg.Go(func() { l.read(ctx) })
		}
		wg.Wait()
		sum := 0
		for c := range counters {
			sum += l.value(ctx, c)
		}
		t.Logf("%d updates, %d of them tried again, %d new incidents, %d reads, longest write %v", l.updates.Load(), l.again.Load(), l.news.Load(), l.reads.Load(), time.Duration(l.longest.Load()))
		if int64(sum) != l.updates.Load() {
			t.Errorf("%d updates were acknowledged, the counters say %d", l.updates.Load(), sum)
		}
		if l.updates.Load() < 20 || l.again.Load() == 0 || l.reads.Load() < 200 {
			t.Error("the writers never met, or hardly anything happened")
		}
		page, err := a.Store().Incidents(ctx, record.Query{})
		if err != nil || int64(page.Total) != counters+l.news.Load() {
			t.Errorf("%d incidents (%v), want %d", page.Total, err, counters+l.news.Load())
		}
		if _, err := a.Store().(checker).Check(ctx); err != nil {
			t.Error(err)
		}
	})
}

func counter(c int) string { return fmt.Sprintf("counter-%d", c) }

type load struct {
	*testing.T
	store                       record.Store
	end                         time.Time
	updates, again, news, reads atomic.Int64
	longest                     atomic.Int64
}

// value is the count that an incident's assessment says.
func (l *load) value(ctx context.Context, c int) int {
	b, err := l.store.Bundle(ctx, counter(c))
	if err != nil {
		l.Error(err)
		return -1
	}
	n, err := strconv.Atoi(b.Assessments[0].Why)
	if err != nil {
		l.Error(err)
	}
	return n
}

func (l *load) write(ctx context.Context, w int) {
	for i := 0; time.Now().Before(l.end); i++ {
		began := time.Now()
		if rand.IntN(3) == 0 {
			id := fmt.Sprintf("w%d-%d", w, i)
			if _, err := l.store.Append(ctx, nil, drafts("w", []any{record.Incident{ID: id, Act: "attack"}})); err != nil {
				l.Errorf("writer %d: %v", w, err)
				return
			}
			l.news.Add(1)
			if _, err := l.store.Bundle(ctx, id); err != nil {
				l.Errorf("writer %d does not find what it wrote: %v", w, err)
				return
			}
		} else if !l.update(ctx, w) {
			return
		}
		for took := int64(time.Since(began)); ; {
			was := l.longest.Load()
			if took <= was || l.longest.CompareAndSwap(was, took) {
				break
			}
		}
	}
}

// update reads a counter and writes it one higher, upon the head that it read it from, until that is still the head.
func (l *load) update(ctx context.Context, w int) bool {
	for c := rand.IntN(counters); ; l.again.Add(1) {
		head, err := l.store.Head(ctx)
		if err != nil {
			l.Errorf("writer %d: %v", w, err)
			return false
		}
		n := l.value(ctx, c)
		_, err = l.store.Append(ctx, &head, drafts("w", []any{record.Assessment{Incident: counter(c), Assessor: "desk", Why: strconv.Itoa(n + 1)}}))
		switch {
		case err == nil:
			l.updates.Add(1)
			if got := l.value(ctx, c); got < n+1 {
				l.Errorf("writer %d wrote %d and reads %d", w, n+1, got)
				return false
			}
			return true
		case !errors.Is(err, record.ErrHeadMoved):
			l.Errorf("writer %d: %v", w, err)
			return false
		}
	}
}

func (l *load) read(ctx context.Context) {
	var seq int64
	counts := [counters]int{}
	for time.Now().Before(l.end) {
		l.reads.Add(1)
		head, err := l.store.Head(ctx)
		if err != nil {
			l.Error(err)
			return
		}
		if head.Seq < seq {
			l.Errorf("the head went back from %d to %d", seq, head.Seq)
		}
		seq = head.Seq
		c := rand.IntN(counters)
		if n := l.value(ctx, c); n < counts[c] {
			l.Errorf("a count went back from %d to %d", counts[c], n)
		} else {
			counts[c] = n
		}
		if _, err := l.store.Incidents(ctx, record.Query{Sort: "-entered", Limit: 20}); err != nil {
			l.Error(err)
			return
		}
		if rand.IntN(20) == 0 {
			if _, err := l.store.Count(ctx, []record.CountBy{record.ByGrade}, record.Query{}); err != nil {
				l.Error(err)
				return
			}
		}
	}
}
