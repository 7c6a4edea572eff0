package web

import (
	"context"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// counted is what the record tells of the incidents of a report's period, as the visitor sees it.
type counted struct {
	graded  map[string]int      // dated in the period, by grade
	dated   int                 // all of these
	before  int                 // dated in the period before
	waiting int                 // of those in the period that nobody assessed; of outsiders not asked: none would be an answer that is not so
	months  []record.Group      // by month and grade; for charts
	told    map[string][]string // those of the period, by the source that tells of them; for charts
}

func countIn(ctx context.Context, rep *app.Report, charts bool) (a counted, err error) {
	in := record.Query{From: rep.From.String(), To: rep.To.String()}
	groups, err := rep.Store.Count(ctx, []record.CountBy{record.ByGrade}, in)
	if err != nil {
		return a, err
	}
	a.graded = map[string]int{}
	for _, g := range groups {
		a.graded[g.Values[0]] = g.N
		a.dated += g.N
	}
	if a.before, err = count(ctx, rep.Store, record.Query{From: rep.BeforeFrom.String(), To: rep.BeforeTo.String()}); err != nil {
		return a, err
	}
	if rep.Insider {
		waiting := in
		waiting.Waiting = true
		if a.waiting, err = count(ctx, rep.Store, waiting); err != nil {
			return a, err
		}
	}
	if !charts {
		return a, nil
	}
	period, _ := periodsOf(rep)
	shown := board.ChartMonths(period)
	if a.months, err = rep.Store.Count(ctx, []record.CountBy{record.ByMonth, record.ByGrade}, record.Query{From: shown.From.String(), To: shown.To.String()}); err != nil {
		return a, err
	}
	sources := make([]string, len(rep.Now.Base.Sources))
	for i := range sources {
		sources[i] = rep.Now.Base.Sources[i].ID
	}
	a.told, err = rep.Store.Telling(ctx, sources, in)
	return a, err
}

// count counts the incidents that match.
func count(ctx context.Context, store record.Reader, q record.Query) (n int, err error) {
	groups, err := store.Count(ctx, nil, q)
	for _, g := range groups {
		n += g.N
	}
	return n, err
}

// meanwhile asks while its caller goes on, who waits for the answer in the end. A fault in it is the caller's, as if it had counted itself.
func meanwhile[T any](ask func() (T, error)) (wait func() (T, error)) {
	var answer T
	var err error
	var fault any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { fault = recover() }()
		answer, err = ask()
	}()
	return func() (T, error) {
		<-done
		if fault != nil {
			panic(fault)
		}
		return answer, err
	}
}
