package web

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// fresh is how old, in seconds, a run as of now may be while the next one is made behind it. Only a deadline that
// passed in this time can make a difference, and the page says as of when it speaks.
const fresh = 600

// keptRuns is how many runs keep what pages derived from them.
const keptRuns = 8

// runs keeps runs of the judge with what pages derived from them.
type runs struct {
	mu     sync.Mutex
	of     map[*app.Judged]*board.Run
	order  []*app.Judged
	now    *app.Judged   // the last run as of now
	others []*app.Judged // beside it, those by each disputed reading
	text   *app.Reading  // that it read
	making bool          // the next one is on its way
}

// get gives the run at the cuts. While nothing but time went on, the last run of all that is known now is given at once.
func (k *runs) get(ctx context.Context, a *app.App, reading *app.Reading, cuts app.Cuts, log *slog.Logger) (*board.Run, error) {
	present := cuts == app.Cuts{}
	if present {
		head, err := a.Store().Head(ctx)
		if err != nil {
			return nil, err
		}
		at := a.Now().Unix()
		k.mu.Lock()
		if j := k.now; j != nil && k.text == reading && j.Head == head && at-j.In.At < fresh && at >= j.In.At {
			if at-j.In.At >= 60 && !k.making {
				k.making = true
				go k.renew(context.WithoutCancel(ctx), a, reading, log)
			}
			run := k.runOf(j, k.others)
			k.mu.Unlock()
			return run, nil
		}
		k.mu.Unlock()
	}
	j, others, err := judged(ctx, a, reading, cuts)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if present {
		k.now, k.others, k.text = j, others, reading
	}
	return k.runOf(j, others), nil
}

// judged gives the run of the texts as written and those by each disputed reading, all of one moment and one head of the record.
func judged(ctx context.Context, a *app.App, reading *app.Reading, cuts app.Cuts) (*app.Judged, []*app.Judged, error) {
	for {
		j, err := a.Judge(ctx, reading, cuts)
		if err != nil {
			return nil, nil, err
		}
		others, err := a.JudgeReadings(ctx, reading, cuts, app.Angle{})
		if err != nil {
			return nil, nil, err
		}
		if !slices.ContainsFunc(others, func(o *app.Judged) bool { return o.In != j.In || o.Head != j.Head }) {
			return j, others, nil
		}
	}
}

// put keeps a run as of now that was made elsewhere: the next page is made from it.
func (k *runs) put(j *app.Judged, others []*app.Judged, reading *app.Reading) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now, k.others, k.text = j, others, reading
}

// renew makes the next run as of now.
func (k *runs) renew(ctx context.Context, a *app.App, reading *app.Reading, log *slog.Logger) {
	j, others, err := judged(ctx, a, reading, app.Cuts{})
	k.mu.Lock()
	defer k.mu.Unlock()
	k.making = false
	if err != nil {
		log.Warn("the next run", "error", err) // the next page tries again
		return
	}
	k.now, k.others, k.text = j, others, reading
}

// wrap gives the pages' side of a run, the same one each time.
func (k *runs) wrap(j *app.Judged) *board.Run {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.runOf(j, nil)
}

func (k *runs) runOf(j *app.Judged, others []*app.Judged) *board.Run {
	run, known := k.of[j]
	if known && len(run.Readings) >= len(others) {
		return run
	}
	if k.of == nil {
		k.of = map[*app.Judged]*board.Run{}
	}
	if !known {
		if len(k.order) == keptRuns {
			delete(k.of, k.order[0])
			k.order = k.order[1:]
		}
		k.order = append(k.order, j)
	}
	run = RunOf(j, others...)
	k.of[j] = run
	return run
}
