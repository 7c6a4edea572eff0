//go:build unix

package core

import (
	"slices"
	"sync"
	"syscall"
	"time"

	"mithaq/internal/judge/core/policy"
)

// Split is a log that has been read and split for workers, to be evaluated by itself.
type Split struct {
	policy  *policy.Checked
	slicing slicing
	options Options
	filling *pool
	parcels []*parcel
	stamp   int64
	open    bool
	size    int
}

// NewSplit prepares to split a log; the policy must allow it.
func NewSplit(p *policy.Checked, workers int) *Split {
	s, ok := sliced(p)
	if !ok {
		panic("the policy is not sliced")
	}
	o := Options{Symbols: NewSymbols(), Workers: workers}
	return &Split{policy: p, slicing: s, options: o, filling: newPool(p, s, o)}
}

// Point begins a time point.
func (s *Split) Point(stamp int64) error {
	_ = s.Flush()
	s.stamp, s.open = stamp, true
	if s.size >= parcelSize {
		s.cut()
	}
	return nil
}

// Tuple adds a tuple.
func (s *Split) Tuple(pred int, args []Word) error {
	s.size++
	s.filling.tuple(pred, args)
	return nil
}

// Flush ends the time point.
func (s *Split) Flush() error {
	if s.open {
		s.open = false
		s.size++
		s.filling.point(s.stamp)
	}
	return nil
}

func (s *Split) cut() {
	s.size = 0
	s.parcels = append(s.parcels, s.filling.filling)
	s.filling.filling = s.filling.parcel(s.options.Workers)
}

// Evaluate runs the workers over the log, so many times at once, and gives the time that passed, the processors' time, how often a thread
// waited for another, and the number of tuples found by the last.
func (s *Split) Evaluate(times int) (took, used time.Duration, waits int64, found int) {
	_ = s.Flush()
	if s.size > 0 {
		s.cut()
	}
	runs := make([]func() int, times)
	for i := range runs {
		runs[i] = s.ready()
	}
	start, before, gave := time.Now(), processor(), waited()
	var others sync.WaitGroup
	for _, run := range runs[1:] {
		others.Go(func() { run() })
	}
	found = runs[0]()
	others.Wait()
	return time.Since(start), processor() - before, waited() - gave, found
}

// ready makes ready what runs the workers over the log once.
func (s *Split) ready() (run func() (found int)) {
	parcels := make([]*parcel, len(s.parcels)) // a pool uses parcels again
	for i, p := range s.parcels {
		c := &parcel{stamps: slices.Clone(p.stamps)}
		for _, share := range p.shares {
			c.shares = append(c.shares, slices.Clone(share))
		}
		parcels[i] = c
	}
	l := newPool(s.policy, s.slicing, s.options)
	return func() (found int) {
		defer l.stop()
		for i, p := range parcels {
			l.filling = p
			rest := onTheWay
			if i == len(parcels)-1 {
				rest = 0
			}
			if err := l.send(rest); err != nil {
				panic(err)
			}
			for {
				_, rows := l.verdict()
				if rows == nil {
					break
				}
				found += rows.n
			}
		}
		return found
	}
}

// waited tells how often a thread of this process gave up its processor.
func waited() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Nvcsw
}

// processor gives the processors' time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Close ends the workers that only split.
func (s *Split) Close() { s.filling.stop() }
