package app

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// Preparing tells that the proposals of duplicates are being worked out, and in hundredths how far that is.
type Preparing struct{ Percent int }

func (p *Preparing) Error() string {
	return fmt.Sprintf("duplicates are being worked out: %d of 100", p.Percent)
}

// preparing makes proposals behind the back of those who ask for them.
type preparing struct {
	done   chan struct{}
	known  chan struct{} // closed when it is known how many incidents are to be compared, unless few changed
	cancel context.CancelFunc

	of             int64
	read, compared atomic.Int64 // incidents

	is       *proposals // once it is done
	err      error
	dropped  bool // what it was made from was let go meanwhile: whoever waits begins anew
	panicked any
}

func (p *preparing) begin(incidents int) {
	p.of = int64(incidents)
	close(p.known)
}

// soonCompared is how many incidents are compared in so little time that everybody waits for it.
const soonCompared = 5000

func (p *preparing) percent() int {
	return int(min(99, 100*(p.read.Load()+p.compared.Load())/max(1, 2*p.of)))
}

type impatienceKey struct{}

// Impatient notes that whoever asks for something that takes long waits no longer than that for it, and would then rather be told how far it is (Preparing).
func Impatient(ctx context.Context, wait time.Duration) context.Context {
	return context.WithValue(ctx, impatienceKey{}, wait)
}

// proposed gives the proposals of the record as it is now. Error: Preparing, for whoever is impatient.
func (q *queue) proposed(ctx context.Context, a *App) (*proposals, error) {
	var late <-chan time.Time
	if wait, ok := ctx.Value(impatienceKey{}).(time.Duration); ok {
		t := time.NewTimer(wait)
		defer t.Stop()
		late = t.C
	}
	for {
		if is, err := q.now(ctx, a); err != nil || is != nil {
			return is, err
		}
		job, mine := q.begin(a)
		var large <-chan struct{} // when late: as soon as it is known
		for waiting := true; waiting; {
			select {
			case <-job.done:
				waiting = false
			case <-late:
				late, large = nil, job.known
			case <-large:
				if large = nil; job.of > soonCompared {
					return nil, &Preparing{job.percent()}
				}
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		switch {
		case job.panicked != nil:
			panic(job.panicked)
		case job.dropped:
		case job.err != nil:
			return nil, job.err
		case mine: // else it may have begun before what whoever asks has just entered
			return job.is, nil
		}
	}
}

// begin gives the work that is on its way, begun now where none is: mine.
func (q *queue) begin(a *App) (job *preparing, mine bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.job != nil {
		return q.job, false
	}
	job = &preparing{done: make(chan struct{}), known: make(chan struct{})}
	if job.err = q.ctx.Err(); job.err != nil {
		close(job.done)
		return job, true
	}
	var within context.Context
	within, job.cancel = context.WithCancel(q.ctx)
	q.job = job
	forgotten := q.forgotten
	q.work.Go(func() {
		defer job.cancel()
		defer func() {
			job.panicked = recover() // it is for those who wait to handle, as if they had done it themselves
			q.mu.Lock()
			defer q.mu.Unlock()
			if job.dropped = q.forgotten != forgotten; !job.dropped {
				q.is = job.is
			}
			q.job = nil
			close(job.done)
		}()
		job.err = q.with(within, func() (err error) {
			job.is, err = q.bring(within, a, job)
			return err
		})
	})
	return job, true
}
