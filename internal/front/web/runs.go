package web

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/front/board"
)

// fresh is how old, in seconds, a run as of now may be while the next one is made behind it. On one day only a deadline that
// passed in this time can make a difference, and the page says as of when it speaks. With the day consents end: then a run is made anew.
const fresh = 600

// keptRuns is how many runs keep what pages derived from them.
const keptRuns = 6

// runs keeps runs of the judge with what pages derived from them.
type runs struct {
	mu     sync.Mutex
	of     map[*app.Judged]*board.Run
	order  []*app.Judged
	now    *app.Judged   // the last run as of now
	others []*app.Judged // beside it, those by each disputed reading
	text   *app.Reading  // that it read
	day    civil.Date    // on which it was made
	making bool          // the next one is on its way
	marks  map[*board.Run]string
}

// get gives the run at the cuts. While nothing but time went on, the last run of all that is known now is given at once.
func (k *runs) get(ctx context.Context, a *app.App, reading *app.Reading, cuts app.Cuts, log *slog.Logger) (*board.Run, error) {
	j, others, err := k.latest(ctx, a, reading, cuts, log)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.runOf(j, others), nil
}

// latest is get before the pages' side: the run of the texts as written, and those by each disputed reading.
func (k *runs) latest(ctx context.Context, a *app.App, reading *app.Reading, cuts app.Cuts, log *slog.Logger) (*app.Judged, []*app.Judged, error) {
	present := cuts == app.Cuts{}
	if present {
		head, err := a.Head(ctx)
		if err != nil {
			return nil, nil, err
		}
		at := a.Now().Unix()
		k.mu.Lock()
		if j := k.now; j != nil && k.text == reading && k.day == a.Today() && j.Head == head && at-j.In.At < fresh && at >= j.In.At {
			if at-j.In.At >= 60 && !k.making {
				k.making = true
				go k.renew(context.WithoutCancel(ctx), a, reading, log)
			}
			others := k.others
			k.mu.Unlock()
			return j, others, nil
		}
		k.mu.Unlock()
	}
	day := a.Today() // before it is judged: a run that saw the turn of the day is made anew
	j, others, err := judged(ctx, a, reading, cuts)
	if err != nil {
		return nil, nil, err
	}
	if present {
		k.put(j, others, reading, day)
	}
	return j, others, nil
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

// put keeps a run as of now that was made on a day: the next page is made from it.
func (k *runs) put(j *app.Judged, others []*app.Judged, reading *app.Reading, day civil.Date) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now, k.others, k.text, k.day = j, others, reading, day
}

// renew makes the next run as of now. Nobody waits for it: where it fails, even by a fault of the program, the next page tries again and tells.
func (k *runs) renew(ctx context.Context, a *app.App, reading *app.Reading, log *slog.Logger) {
	defer func() {
		if fault := recover(); fault != nil {
			log.Error("the next run", "fault", fault)
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.making = false
	}()
	day := a.Today()
	j, others, err := judged(ctx, a, reading, app.Cuts{})
	if err != nil {
		log.Warn("the next run", "error", err)
		return
	}
	k.put(j, others, reading, day)
}

// wrap gives the pages' side of a run, the same one each time.
func (k *runs) wrap(j *app.Judged) *board.Run {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.runOf(j, nil)
}

// holds says whether a run is kept.
func (k *runs) holds(run *board.Run) bool {
	for _, kept := range k.of {
		if kept == run {
			return true
		}
	}
	return false
}

func (k *runs) runOf(j *app.Judged, others []*app.Judged) *board.Run {
	run, known := k.of[j]
	if known { // what is asked for stays: it goes to the end of those that are let go
		i := slices.Index(k.order, j)
		k.order = append(slices.Delete(k.order, i, i+1), j)
	}
	if known && len(run.Readings) >= len(others) {
		return run
	}
	if k.of == nil {
		k.of = map[*app.Judged]*board.Run{}
	}
	if !known {
		if len(k.order) == keptRuns {
			delete(k.marks, k.of[k.order[0]])
			delete(k.of, k.order[0])
			k.order = k.order[1:]
		}
		k.order = append(k.order, j)
	}
	delete(k.marks, run)
	run = RunOf(j, others...)
	run.OfFacts = k.ofFacts(j)
	k.of[j] = run
	return run
}

// ofFacts gives what is derived from the facts on which a run rests: what the runs on the same facts have that are kept.
func (k *runs) ofFacts(j *app.Judged) *board.OfFacts {
	for _, other := range k.order {
		if run := k.of[other]; run != nil && other.Facts == j.Facts {
			return run.OfFacts
		}
	}
	return &board.OfFacts{}
}
