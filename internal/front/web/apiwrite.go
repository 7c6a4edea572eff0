package web

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"slices"

	"mithaq/internal/app"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

// importBytes is how large a file may be that is imported over a line; longer ones are imported where the record is (record import).
const importBytes = 64 << 20

// apiMostRows is how many rows are entered at once.
const apiMostRows = 1000

// apiMostColumns is how many columns the rows may have in all: a table is as large as its rows times these.
const apiMostColumns = 500

// refusedPlan tells that nothing was entered because of what stands in the rows.
type refusedPlan struct {
	answer answers.Plan
	row    func(line int) int // nil: a file, whose lines are told
}

func (e *refusedPlan) Error() string { return "the rows are refused" }

// apiRows makes the call that enters rows of a layout.
func apiRows(layout string) func(*apiRequest) (*apiAnswer, error) {
	return func(q *apiRequest) (*apiAnswer, error) {
		var body struct {
			Rows []map[string]string `json:"rows"`
		}
		if err := q.json(&body); err != nil {
			return nil, err
		}
		switch {
		case len(body.Rows) == 0:
			return nil, &badJSON{code: "missing", field: "rows", line: 1, column: 1}
		case len(body.Rows) > apiMostRows:
			return nil, errTooLarge
		}
		names := map[string]bool{}
		for _, row := range body.Rows {
			for name := range row {
				if names[name] = true; len(names) > apiMostColumns {
					return nil, errTooLarge
				}
			}
		}
		if q.one("dry-run") != "" {
			p, err := q.app.PlanRows(q.Context(), layout, body.Rows)
			if err != nil {
				return nil, err
			}
			return q.planned(p.Plan, p.Row, nil, nil)
		}
		head, p, err := q.app.EnterRows(q.Context(), layout, body.Rows)
		if err != nil {
			return nil, err
		}
		return q.planned(p.Plan, p.Row, nil, &head)
	}
}

// planned tells what became of a plan. row finds the row of the body that a line is; nil: it was a file.
func (q *apiRequest) planned(p *intake.Plan, row func(int) int, effects []answers.Effect, head *record.Head) (*apiAnswer, error) {
	if p.Refused {
		return nil, &refusedPlan{answers.PlanOf(q.rd.W, p, nil, nil), row}
	}
	status := http.StatusOK
	if head != nil && !p.Empty() {
		status = http.StatusCreated
	}
	return &apiAnswer{data: answers.PlanOf(q.rd.W, p, effects, head), status: status}, nil
}

func apiAssess(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		Fields map[string]string `json:"fields"`
		Seen   string            `json:"seen"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	if len(body.Fields) == 0 {
		return nil, &badJSON{code: "missing", field: "fields", line: 1, column: 1}
	}
	var seen record.Hash
	if body.Seen != "" {
		if err := seen.UnmarshalText([]byte(body.Seen)); err != nil {
			return nil, &badJSON{code: "bad_value", field: "seen", value: clip(body.Seen), line: 1, column: 1}
		}
	}
	if body.Fields["assessor"] == "" {
		body.Fields["assessor"] = q.app.Who().ID
	}
	var fields []app.Field
	for _, name := range slices.Sorted(maps.Keys(body.Fields)) {
		fields = append(fields, app.Field{Name: name, Value: body.Fields[name]})
	}
	head, plan, err := q.app.AssessOver(q.Context(), q.PathValue("incident"), fields, seen)
	if err != nil {
		return nil, err
	}
	// What else the row says of the incident was not entered, and what stands of it is no matter of an assessment.
	plan.Diffs = slices.DeleteFunc(plan.Diffs, func(d intake.Diff) bool { return d.Kind != record.KindAssessment })
	return q.planned(plan, func(int) int { return 1 }, nil, &head)
}

func (q *apiRequest) entered(head record.Head, err error) (*apiAnswer, error) {
	if err != nil {
		return nil, err
	}
	return &apiAnswer{data: answers.Entered{Entered: head}, status: http.StatusCreated}, nil
}

// How many files are taken at once, and how many of them are read at a time.
const (
	apiUploads = 8
	apiImports = 2
)

func apiImport(q *apiRequest) (*apiAnswer, error) {
	select {
	case q.s.importing <- struct{}{}:
		defer func() { <-q.s.importing }()
	case <-q.Context().Done():
		return nil, q.Context().Err()
	}
	opt := intake.Options{As: q.one("as"), File: q.one("file"), Encoding: q.one("encoding"), Sheet: q.one("sheet"), NoHeader: q.one("no-header") != "", Strict: q.one("strict") != ""}
	if word := q.one("release"); word != "" {
		opt.Release, _ = intake.ParseRelease(word) // of the words of the table of routes
	}
	data, ds, err := intake.Load(bytes.NewReader(q.content), opt.File, int64(len(q.content)))
	if err != nil {
		return nil, err
	}
	if ds != nil {
		return nil, &refusedPlan{answers.Plan{Plan: &intake.Plan{File: opt.File, Refused: true}, Diagnostics: answers.Remarks(q.rd.W, ds)}, nil}
	}
	for tries := 0; ; tries++ {
		plan, err := q.app.Plan(q.Context(), data, opt)
		if err != nil {
			return nil, err
		}
		if plan.Refused {
			return q.planned(plan, nil, nil, nil)
		}
		effects, err := q.effects(plan)
		if err != nil || q.one("dry-run") != "" {
			if err != nil {
				return nil, err
			}
			return q.planned(plan, nil, effects, nil)
		}
		head, err := q.app.Apply(q.Context(), plan)
		if errors.Is(err, record.ErrHeadMoved) && tries < 8 {
			continue // somebody wrote meanwhile: all is looked at again
		}
		if err != nil {
			return nil, err
		}
		return q.planned(plan, nil, effects, &head)
	}
}

// effects tells what a plan changes in the statuses of the texts.
func (q *apiRequest) effects(plan *intake.Plan) ([]answers.Effect, error) {
	if plan.Refused || plan.Empty() {
		return nil, nil
	}
	texts, err := q.app.RecordTexts(q.Context())
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	list, err := q.app.Effects(q.Context(), app.Read(texts), plan)
	if errors.Is(err, app.ErrTexts) {
		return nil, nil // the texts in the record have errors: no status can be told
	}
	return answers.EffectsOf(list), err
}
