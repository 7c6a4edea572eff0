package app

import (
	"context"
	"slices"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// Runs are kept for pages: the present one, the ones compared with it, some as of other days.
const (
	keepRuns  = 8
	keepDays  = 4       // of them, as of other days than now: they rest on what another holds, and are made again in little time
	keepFacts = 400_000 // facts in kept runs together, counted once for those that rest on the same; beyond it only the last run is kept
)

// factsKey names what the facts of a run were made from.
type factsKey struct {
	head      record.Head
	texts     [32]byte
	published int64
	cut       record.Cut
	without   string
	point     fact.PointReading
	known     string // what outsiders are shown of what was known at a cut, in place of the cut: at many cuts it is the same; of others that there is one
	day       string // on which it was looked at, where what is seen hangs on it: a consent ends with its day
}

// runKey names what a run was made from. Equal keys, equal runs.
type runKey struct {
	factsKey
	reading   string
	standards string // of the agreements: they may differ from those of the texts
	cuts      Cuts
	at        int64
}

// run is a run of the judge that is kept, or on its way.
type run struct {
	key      runKey
	ready    chan struct{} // closed when it is there
	judged   *Judged
	err      error
	panicked any
	waiting  int // callers that wait for it
	cancel   context.CancelFunc
}

// runs keeps the last runs of the judge and lets callers who ask for the same one wait for it together.
type runs struct {
	mu   sync.Mutex
	ctx  context.Context // ends when the record is closed
	stop context.CancelFunc
	work sync.WaitGroup
	list []*run // the one asked for last stands last
}

func newRuns() *runs {
	k := &runs{}
	k.ctx, k.stop = context.WithCancel(context.Background())
	return k
}

// close ends what is on its way and waits until it has ended.
func (k *runs) close() {
	k.stop()
	k.work.Wait()
}

// get gives the run of the key. It is made once, however many ask for it; it is given up when nobody waits for it any more.
func (k *runs) get(ctx context.Context, key runKey, judge func(context.Context) (*Judged, error)) (*Judged, error) {
	k.mu.Lock()
	var r *run
	if i := slices.IndexFunc(k.list, func(r *run) bool { return r.key == key }); i >= 0 {
		r = k.list[i]
		k.list = append(slices.Delete(k.list, i, i+1), r)
	} else {
		r = &run{key: key, ready: make(chan struct{})}
		var within context.Context
		within, r.cancel = context.WithCancel(k.ctx)
		k.list = append(k.list, r)
		k.work.Go(func() { k.make(within, r, judge) })
	}
	r.waiting++
	k.mu.Unlock()

	select {
	case <-r.ready:
	case <-ctx.Done():
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	r.waiting--
	select {
	case <-r.ready:
		if r.panicked != nil {
			panic(r.panicked)
		}
		return r.judged, r.err
	default:
		if r.waiting == 0 {
			r.cancel()
			k.drop(r) // who asks next begins anew
		}
		return nil, ctx.Err()
	}
}

// make judges. What a judgement that failed or was given up had made by then is not kept: who asks next begins anew.
func (k *runs) make(ctx context.Context, r *run, judge func(context.Context) (*Judged, error)) {
	defer r.cancel()
	var judged *Judged
	var err error
	defer func() {
		panicked := recover() // it is the caller's to handle, as if it had judged itself
		k.mu.Lock()
		defer k.mu.Unlock()
		if r.err, r.panicked = err, panicked; err == nil && panicked == nil {
			r.judged = judged
		} else {
			k.drop(r)
		}
		k.evict()
		close(r.ready)
	}()
	judged, err = judge(ctx)
}

// forget lets every run go that is made: the record it was made from holds things that are removed.
func (k *runs) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = slices.DeleteFunc(k.list, func(r *run) bool { return r.judged != nil })
}

func (k *runs) drop(r *run) {
	k.list = slices.DeleteFunc(k.list, func(x *run) bool { return x == r })
}

// evict lets the oldest runs go until the rest is within the limits. Those on their way stay.
func (k *runs) evict() {
	n, days, facts := 0, 0, 0
	held := map[*holding]bool{}
	for i := len(k.list) - 1; i >= 0; i-- {
		r := k.list[i]
		if r.judged == nil {
			continue
		}
		if r.key.cuts.AsOf != "" {
			if days == keepDays {
				k.list = slices.Delete(k.list, i, i+1)
				continue
			}
			days++
		}
		n++
		if !held[r.judged.held] {
			held[r.judged.held] = true
			facts += len(r.judged.Facts.Facts)
		}
		if n > 1 && (n > keepRuns || facts > keepFacts) {
			k.list = slices.Delete(k.list, i, i+1)
		}
	}
}

// facts gives a kept run that was made from the same facts, nil when there is none.
func (k *runs) facts(key factsKey) *Judged {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, r := range k.list {
		if r.judged != nil && r.key.factsKey == key && len(r.judged.held.later) == 0 {
			return r.judged
		}
	}
	return nil
}

// alike gives a kept run of the same texts on the same facts, as of the same instant if there is one, else of whatever; nil when there is none. On which day what
// they rest on was known may differ, where nothing else was known on it.
func (k *runs) alike(key runKey) (found *Judged) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, r := range k.list {
		was := r.key
		was.cuts, was.at = key.cuts, key.at
		if r.judged != nil && was == key && (found == nil || found.In.At != key.at) {
			found = r.judged
		}
	}
	return found
}

// before gives the last kept run of the same on an earlier record, perhaps at an earlier time; nil when there is none.
func (k *runs) before(key runKey) *Judged {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := len(k.list) - 1; i >= 0; i-- {
		r := k.list[i]
		was := r.key
		was.head, was.at = key.head, key.at
		if r.judged != nil && was == key && r.key.head.Seq < key.head.Seq {
			return r.judged
		}
	}
	return nil
}
