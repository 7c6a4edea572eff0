package app

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/bind"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Judged is one run of the judge with everything that went into it.
type Judged struct {
	Reading *Reading
	Program *norms.Program
	Base    *record.Base
	Facts   *fact.Set
	Result  *status.Result
	Head    record.Head // of the record that was read
	Cuts    Cuts
	In      Instants

	store   record.Store
	mu      sync.Mutex // guards what follows: a machine is not for several goroutines at once
	machine *monitor.Machine
	titles  map[string]record.Text
	byID    map[string]int // fact's id to its place in Facts; not changed after it was made
}

type judgedKey struct {
	head record.Head
	text string // hashes of the texts
	cuts Cuts
	at   int64
}

// keepJudged is how many runs are kept for pages: the present one, the ones compared with it, and a few as of other days.
const keepJudged = 6

// ErrTexts tells that the texts have errors: Reading.Diagnostics says which.
var ErrTexts = errors.New("the text has errors")

// Judge judges the texts on the record within the cuts. The same inputs give the same result; a result is kept for the next call.
func (a *App) Judge(ctx context.Context, r *Reading, cuts Cuts) (*Judged, error) {
	if r.Program == nil {
		return nil, ErrTexts
	}
	zone := civil.UTC
	if len(r.Program.Agreements) > 0 {
		zone = r.Program.Agreements[0].Zone
	}
	now := a.Now().Unix()
	in, err := cuts.instants(zone, now)
	if err != nil {
		return nil, err
	}
	head, err := a.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	if cuts.AsOf == "" {
		// Without a cut the status is that of now. A page need not be judged again every second: nothing but a
		// deadline can change it while the record stands still, and deadlines fall on seconds after a minute's end.
		in.At = now - now%60
	}
	key := judgedKey{head, textKey(r.Program), cuts, in.At}
	if j := a.kept(key); j != nil {
		return j, nil
	}
	j, err := a.judge(ctx, r, zone, in)
	if err != nil {
		return nil, err
	}
	j.Head, j.Cuts = j.Base.Head, cuts
	a.keep(key, j)
	return j, nil
}

func (a *App) judge(ctx context.Context, r *Reading, zone civil.Zone, in Instants) (*Judged, error) {
	base, err := a.store.Base(ctx, in.Record)
	if err != nil {
		return nil, err
	}
	facts, err := bind.Bind(&r.Program.Vocabulary, zone, base, a.store.Bundles(ctx, in.Record), bind.Options{
		Order: orderOf(base), PublishedBy: in.Published,
	})
	if err != nil {
		return nil, err
	}
	machine, err := monitor.New(r.Program, monitor.Options{})
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	machine.Context(facts)
	for i := range facts.Facts {
		machine.Step(monitor.Event{Fact: &facts.Facts[i]})
	}
	machine.Step(monitor.Event{Tick: in.At})
	j := &Judged{
		Reading: r, Program: r.Program, Base: base, Facts: facts, Result: machine.Snapshot(), In: in,
		store: a.store, machine: machine, titles: map[string]record.Text{},
	}
	j.Result.Unbound = facts.Unbound
	j.byID = make(map[string]int, len(facts.Facts))
	for i := range facts.Facts {
		j.byID[facts.Facts[i].ID] = i
	}
	return j, nil
}

// Fact gives a fact by its incident's id.
func (j *Judged) Fact(id string) (*fact.Fact, bool) {
	i, ok := j.byID[id]
	if !ok {
		return nil, false
	}
	return &j.Facts.Facts[i], true
}

// Reasons gives all reasons of one instance.
func (j *Judged) Reasons(key status.Key) status.Reasons {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.machine.Reasons(key)
}

// Since gives the reading from which on the status at a lane has been as it is.
func (j *Judged) Since(key status.Key, lane int) int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	since := civil.Ever
	history := j.machine.History(key)
	for i := range history {
		if i > 0 && history[i].Sets[lane] != history[i-1].Sets[lane] {
			since = history[i].Reading
		}
	}
	return since
}

// Title gives the title of an incident, nil where the record has none.
func (j *Judged) Title(id string) record.Text {
	j.mu.Lock()
	defer j.mu.Unlock()
	title, known := j.titles[id]
	if known {
		return title
	}
	if b, err := j.store.Bundle(context.Background(), id); err == nil {
		title = b.Incident.Title
	}
	j.titles[id] = title
	return title
}

// orderOf gives the order of assessors that the record states in its names table: scheme "mithaq", sort "assessors".
func orderOf(base *record.Base) []string {
	for i := range base.Names {
		if n := &base.Names[i]; n.Scheme == "mithaq" && n.Sort == "assessors" {
			return n.Means
		}
	}
	return nil
}

func textKey(p *norms.Program) string {
	key := ""
	for i := range p.Agreements {
		key += p.Agreements[i].Hash
	}
	return key
}

func (a *App) kept(key judgedKey) *Judged {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.judged[key]
}

func (a *App) keep(key judgedKey, j *Judged) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.order) == keepJudged {
		delete(a.judged, a.order[0])
		a.order = a.order[1:]
	}
	a.judged[key] = j
	a.order = append(a.order, key)
}
