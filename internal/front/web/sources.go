package web

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// sourcesPage is how many sources a page lists.
const sourcesPage = 100

func (s *server) sourceRoutes() []route {
	return []route{
		{method: "GET", pattern: "/sources", needs: anybody, live: true, page: s.sources},
		{method: "GET", pattern: "/s/{source}", needs: anybody, live: true, page: s.source, kept: true},
	}
}

// lineages keeps where what the sources of the record say comes from, of each sight, until the record changes: it takes a look at all incidents.
type lineages struct {
	mu sync.Mutex
	of map[string]*lineage
}

// lineage is that of one sight at one moment.
type lineage struct {
	once sync.Once
	head record.Head
	day  string
	list []record.SourceLineage // in the order of ids
	uses map[string]*record.SourceUse
	err  error
}

// get gives the lineage of the sources that a visitor sees.
func (k *lineages) get(ctx context.Context, a *app.App) (*lineage, error) {
	head, err := a.Head(ctx)
	if err != nil {
		return nil, err
	}
	return k.keep(a.Sight(), head, a.Today().String(), func(l *lineage) error { return l.make(context.WithoutCancel(ctx), a.Store()) })
}

// keep gives the lineage of a sight at a head on a day: the one that is kept, or one that is made now.
func (k *lineages) keep(sight string, head record.Head, day string, make func(*lineage) error) (*lineage, error) {
	k.mu.Lock()
	if k.of == nil {
		k.of = map[string]*lineage{}
	}
	l := k.of[sight]
	if l == nil || l.head != head || l.day != day {
		l = &lineage{head: head, day: day}
		k.of[sight] = l
	}
	k.mu.Unlock()
	l.once.Do(func() {
		made := false
		defer func() { // also where making it ends in a fault: it is made anew for the next who asks
			if made {
				return
			}
			k.mu.Lock()
			defer k.mu.Unlock()
			if k.of[sight] == l {
				delete(k.of, sight)
			}
		}()
		l.err = make(l)
		made = l.err == nil
	})
	return l, l.err
}

// lineageOf gives the lineage that a page shows: that of now is kept, that of what was known on a day is made.
func (s *server) lineageOf(r *request, run *board.Run) (*lineage, error) {
	if r.state.KnownAt == "" {
		return s.lineages.get(r.Context(), r.app)
	}
	store, _, err := r.then(run)
	if err != nil {
		return nil, err
	}
	l := &lineage{}
	return l, l.make(r.Context(), store)
}

func (l *lineage) make(ctx context.Context, store record.Reader) error {
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return err
	}
	passing, uses := record.SourceUses(base, store.Findings(ctx, record.Cut{}))
	l.uses = uses
	l.list, err = record.SourceLineages(base, passing)
	return err
}

// sources answers with the list of those who say things, those first on whom most rests.
func (s *server) sources(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	l, err := s.lineageOf(r, run)
	if err != nil {
		return nil, err
	}
	_, uncut, err := r.then(run)
	if err != nil {
		return nil, err
	}
	sought := strings.ToLower(strings.TrimSpace(clip(r.values.Get("q"))))
	source := record.SourceIn(run.Base.Sources)
	var rows []record.SourceLineage
	for i := range l.list {
		one, _ := source(l.list[i].Source)
		if sought == "" || strings.Contains(strings.ToLower(strings.Join(append([]string{l.list[i].Source}, texts(one.Name)...), "\n")), sought) {
			rows = append(rows, l.list[i])
		}
	}
	slices.SortStableFunc(rows, func(a, b record.SourceLineage) int { return cmp.Compare(use(l, b.Source), use(l, a.Source)) })
	from, err := r.number("from", len(rows)+1)
	if err != nil {
		return nil, err
	}
	v := &board.SourcesView{Sought: clip(r.values.Get("q")), Total: len(rows), MayEnter: r.app.Who().May(review.Enter, review.State{})}
	to := min(from+sourcesPage, len(rows))
	v.Rows = run.SourceRows(r.rd, rows[from:to], l.uses)
	if to < len(rows) {
		v.Next = r.with("from", digits(to))
	}
	if from > 0 {
		v.First = r.with("from", "")
	}
	return &answer{page: "sources", section: "incidents", title: r.rd.W.Bare().Text("board.sources.title"), body: v, run: run, uncut: uncut}, nil
}

func use(l *lineage, id string) int {
	if u := l.uses[id]; u != nil {
		return u.Incidents
	}
	return 0
}

func texts(t record.Text) (out []string) {
	for _, words := range t {
		out = append(out, words)
	}
	return out
}
