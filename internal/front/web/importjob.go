package web

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/link"
)

// How many files are read or written at a time, how many that were looked at are held, and how long.
const (
	importsAtOnce = 2
	importsHeld   = 8
	importIdle    = 20 * time.Minute
)

// importStage is how far the work on one file is.
type importStage string

const (
	importReading  importStage = "reading" // it is read against the record
	importJudging  importStage = "judging" // what it would change is worked out
	importLookedAt importStage = "looked"  // it can be looked at
	importWriting  importStage = "writing"
	importEnded    importStage = "ended"  // nothing more is done: it was entered, or stopped
	importFailed   importStage = "failed" // why stands in err
)

// imports is the work on files that users brought. What it holds can be made again from the file (app.Upload): a server that was killed goes on where it was.
type imports struct {
	s    *server
	mu   sync.Mutex
	of   map[string]*importJob // by user and upload
	line chan struct{}         // one token for each that may work
	all  sync.WaitGroup
}

// importJob is the work on one file.
type importJob struct {
	user string
	end  context.CancelFunc

	mu          sync.Mutex
	stage       importStage
	done, total int64
	looked      *importLooked // nil: it was not read yet, or it is being entered
	other       bool          // the record changed since the user looked: they look again
	err         error
	news        chan struct{} // closed when anything above changes
	idle        *time.Timer
}

// importLooked is what was found of a file.
type importLooked struct {
	planned *app.Planned
	digest  string
	effects []app.Effect
	judged  *app.Reading // of the texts; nil: no effects were looked for
	pairs   []link.Pair
	left    link.Left
}

// importSeen is a job as a page shows it.
type importSeen struct {
	stage       importStage
	done, total int64
	looked      *importLooked
	other       bool
	err         error
	news        <-chan struct{}
}

// busy says that it will go on by itself.
func (j *importSeen) busy() bool {
	return j.stage == importReading || j.stage == importJudging || j.stage == importWriting
}

func (j *importJob) see() importSeen {
	j.mu.Lock()
	defer j.mu.Unlock()
	return importSeen{j.stage, j.done, j.total, j.looked, j.other, j.err, j.news}
}

// set changes a job and wakes whoever waits for that.
func (j *importJob) set(change func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change()
	close(j.news)
	j.news = make(chan struct{})
}

func (j *importJob) progress(done, total int64) { j.set(func() { j.done, j.total = done, total }) }

// find gives the work on an upload, nil where there is none.
func (m *imports) find(user, id string) *importJob {
	m.mu.Lock()
	defer m.mu.Unlock()
	j := m.of[user+"/"+id]
	if j != nil {
		j.idle.Reset(importIdle)
	}
	return j
}

// read begins to read an upload, in place of what was done with it before.
func (m *imports) read(r *request, u *app.Upload, other bool) *importJob {
	a := r.app
	return m.begin(r, u, importReading, other, func(ctx context.Context, j *importJob) error {
		p, err := a.PlanUpload(ctx, u, j.progress)
		if err != nil {
			return err
		}
		return m.look(ctx, a, j, p)
	})
}

// look works out what a plan would change.
func (m *imports) look(ctx context.Context, a *app.App, j *importJob, p *app.Planned) (err error) {
	l := &importLooked{planned: p}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if l.digest, err = app.Digest(p.Plan); err != nil {
		return err
	}
	if !p.Refused && !p.Empty() {
		j.set(func() { j.stage = importJudging })
		reading, err := m.s.reads.read(ctx, m.s.texts)
		if err != nil {
			return err
		}
		if reading.Program != nil {
			if l.effects, err = a.Effects(ctx, reading, p.Plan); err != nil {
				return err
			}
			l.judged = reading
		}
		if l.pairs, l.left, err = a.DuplicatesOf(ctx, p.Plan); err != nil {
			return err
		}
	}
	j.set(func() { j.stage, j.looked = importLookedAt, l })
	return nil
}

// enter begins to enter what was looked at.
func (m *imports) enter(r *request, u *app.Upload, l *importLooked) *importJob {
	a := r.app
	return m.begin(r, u, importWriting, false, func(ctx context.Context, j *importJob) error {
		_, err := a.Import(ctx, u, l.planned, j.progress)
		var other *app.OtherwiseError
		switch {
		case errors.As(err, &other):
			j.set(func() { j.other = true })
			return m.look(ctx, a, j, other.Plan)
		case errors.Is(err, context.Canceled):
			j.set(func() { j.stage = importEnded })
			return nil
		case err != nil:
			return err
		}
		j.set(func() { j.stage = importEnded })
		return nil
	})
}

// begin does work on an upload beside the requests. It ends when the server stops.
func (m *imports) begin(r *request, u *app.Upload, stage importStage, other bool, work func(context.Context, *importJob) error) *importJob {
	ctx, end := context.WithCancel(context.WithoutCancel(r.Context()))
	if stop, ok := r.Context().Value(stopping{}).(<-chan struct{}); ok {
		go func() {
			select {
			case <-stop:
				end()
			case <-ctx.Done():
			}
		}()
	}
	user := r.app.Who().ID
	key := user + "/" + u.ID
	j := &importJob{user: user, end: end, stage: stage, other: other, news: make(chan struct{})}
	j.idle = time.AfterFunc(importIdle, func() { m.drop(key, j) })
	m.mu.Lock()
	if m.of == nil {
		m.of, m.line = map[string]*importJob{}, make(chan struct{}, importsAtOnce)
	}
	was := m.of[key]
	m.of[key] = j
	m.all.Add(1)
	m.mu.Unlock()
	if was != nil {
		was.let()
	}
	m.spare(key)
	go func() {
		defer m.all.Done()
		defer end()
		err := func() (err error) {
			defer func() { // behind it stands no request that would catch a fault of the program
				if fault := recover(); fault != nil {
					err = fmt.Errorf("a fault: %v", fault)
				}
			}()
			select {
			case m.line <- struct{}{}:
				defer func() { <-m.line }()
			case <-ctx.Done():
				return ctx.Err()
			}
			return work(ctx, j)
		}()
		if err != nil {
			j.set(func() { j.stage, j.err = importFailed, err })
		}
	}()
	return j
}

// let ends the work on a file, and lets go what is held of it.
func (j *importJob) let() {
	j.end()
	j.idle.Stop()
	j.mu.Lock()
	l := j.looked
	j.looked = nil
	j.mu.Unlock()
	if l != nil {
		_ = l.planned.Close() // it was only read
	}
}

// drop lets a job go, unless it is at work.
func (m *imports) drop(key string, j *importJob) {
	if seen := j.see(); seen.busy() {
		j.idle.Reset(importIdle)
		return
	}
	m.mu.Lock()
	if m.of[key] == j {
		delete(m.of, key)
	}
	m.mu.Unlock()
	j.let()
}

// spare lets go of jobs at rest where too many are held.
func (m *imports) spare(but string) {
	m.mu.Lock()
	var rest map[string]*importJob
	for key, j := range m.of {
		if seen := j.see(); len(m.of)-len(rest) > importsHeld && key != but && !seen.busy() {
			if rest == nil {
				rest = map[string]*importJob{}
			}
			rest[key] = j
		}
	}
	m.mu.Unlock()
	for key, j := range rest {
		m.drop(key, j)
	}
}

// wait gives a job some time to come to rest, so that a small file needs no page of its progress.
func (m *imports) wait(ctx context.Context, j *importJob, most time.Duration) importSeen {
	late := time.NewTimer(most)
	defer late.Stop()
	for {
		seen := j.see()
		if !seen.busy() {
			return seen
		}
		select {
		case <-seen.news:
		case <-late.C:
			return j.see()
		case <-ctx.Done():
			return j.see()
		}
	}
}
