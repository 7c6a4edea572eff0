package web

import (
	"cmp"
	"errors"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/fold"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// reviewsPage is how many findings a page of the queue shows.
const reviewsPage = 30

// toAssess is the step before all: that one of us assesses it.
const toAssess = "assess"

func (s *server) reviewRoutes() []route {
	read := right(review.Read)
	return []route{
		{method: "GET", pattern: "/reviews", needs: read, live: true, page: s.reviews},
		{method: "POST", pattern: "/reviews", needs: right(review.Assess), page: s.takeUp},
		{method: "GET", pattern: "/i/{incident}/review", needs: read, live: true, page: s.reviewPage},
		{method: "POST", pattern: "/i/{incident}/review", needs: read, page: s.review, givesBack: true},
		{method: "GET", pattern: "/i/{incident}/assess", needs: right(review.Assess), page: s.assessForm},
		{method: "POST", pattern: "/i/{incident}/assess", needs: right(review.Assess), page: s.assess, givesBack: true},
		{method: "GET", pattern: "/duplicates/pair", needs: read, live: true, page: s.pairPage},
		{method: "POST", pattern: "/duplicates/pair", needs: right(review.Assess), page: s.decidePair, givesBack: true},
	}
}

// reviews answers with the queue: what waits, by step, what waits longest first.
func (s *server) reviews(r *request) (*answer, error) {
	v := &board.ReviewsView{Query: map[string]string{}}
	for _, name := range []string{"step", "act", "place", "by", "after"} {
		value := strings.ToValidUTF8(r.values.Get(name), "�")
		if len(value) > longest {
			return nil, &badValue{"board.reviews.filter." + name, clip(value)}
		}
		v.Query[name] = value
	}
	v.Said = r.done("board.reviews.done")
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	work, err := r.app.Waiting(r.Context())
	if err != nil {
		return nil, err
	}
	waiting, err := r.app.Store().Incidents(r.Context(), r.toAssess(v.Query, 1))
	if err != nil {
		return nil, err
	}
	if work, err = r.asked(work, v.Query); err != nil {
		return nil, err
	}
	s.reviewSteps(r, v, work, waiting.Total)
	v.Acts = run.ActChoices(r.rd, v.Query["act"])
	if v.Step.Name == toAssess {
		err = s.assessQueue(r, run, v)
	} else {
		err = workQueue(r, run, v, work)
	}
	if err != nil {
		return nil, err
	}
	return &answer{page: "reviews", section: "reviews", title: r.rd.W.Text("board.reviews.title"), body: v, run: run}, nil
}

// done tells what the visitor just entered, by the number of the entry that the address names; "": it names none.
func (r *request) done(key string) string {
	n, err := strconv.ParseInt(r.values.Get("done"), 10, 64)
	if err != nil || n < 1 {
		return ""
	}
	return r.rd.W.Text(key, "n", n)
}

// toAssess asks for incidents that none of us has assessed.
func (r *request) toAssess(query map[string]string, limit int) record.Query {
	q := record.Query{Waiting: true, Sort: "entered", Act: query["act"], Place: query["place"], Limit: limit}
	if by := query["by"]; by != "" {
		q.Visible = &record.Visible{Enterer: by}
	}
	return q
}

// asked gives the findings that the filters ask for.
func (r *request) asked(work []*app.Work, query map[string]string) (out []*app.Work, err error) {
	act, by, place := query["act"], query["by"], fold.Text(query["place"])
	if act == "" && by == "" && place == "" {
		return work, nil
	}
	var unknown []string // of whom nobody has looked yet who entered it
	for _, w := range work {
		if act != "" && w.Incident.Act != act || by != "" && w.Enterers != nil && !slices.Contains(w.Enterers, by) || place != "" && !isAt(&w.Incident.Place, place) {
			continue
		}
		if out = append(out, w); by != "" && w.Enterers == nil {
			unknown = append(unknown, w.Incident.ID)
		}
	}
	entered := map[string]bool{}
	for ids := range slices.Chunk(unknown, 500) {
		seen, err := r.app.Store().Seen(r.Context(), record.Visible{Enterer: by}, ids)
		if err != nil {
			return nil, err
		}
		maps.Copy(entered, seen)
	}
	return slices.DeleteFunc(out, func(w *app.Work) bool { return by != "" && w.Enterers == nil && !entered[w.Incident.ID] }), nil
}

// isAt says whether a place has a name or a zone in which something folded is found.
func isAt(p *record.Place, folded string) bool {
	for _, name := range p.Name {
		if strings.Contains(fold.Text(name), folded) {
			return true
		}
	}
	return slices.ContainsFunc(p.Zones, func(zone string) bool { return strings.Contains(fold.Text(zone), folded) })
}

// reviewSteps counts what waits at each step, and opens the one that is asked for, else the first at which something waits for the visitor.
func (s *server) reviewSteps(r *request, v *board.ReviewsView, work []*app.Work, assess int) {
	who, today := r.app.Who(), r.app.Today()
	n, mine := map[string]int{toAssess: assess}, map[string]int{}
	if who.May(review.Assess, review.State{}) {
		mine[toAssess] = assess
	}
	for i := range work {
		step := work[i].For(today)
		n[step]++
		if ok, _ := work[i].Mine(who, step); ok {
			mine[step]++
		}
	}
	steps := append([]string{toAssess}, app.Waitings...)
	open := v.Query["step"]
	if !slices.Contains(steps, open) {
		open = toAssess
		for _, step := range []string{app.ToConfirm, app.ToFind, app.ToPut, app.ToPublish, app.ToInquire, app.ToAnswer} {
			if mine[step] > 0 {
				open = step
				break
			}
		}
	}
	for _, step := range steps {
		st := board.ReviewStep{
			Name: step, Word: r.rd.W.Text("board.reviews.step." + step), Hint: r.rd.W.Text("board.reviews.hint." + step), N: n[step], Mine: mine[step],
			Chosen: step == open, Bulk: step == app.ToInquire && mine[step] > 0,
		}
		q := url.Values{"step": {step}}
		for _, x := range r.state.Params() {
			q.Set(x.Name, x.Value)
		}
		for _, name := range []string{"act", "place", "by"} {
			if v.Query[name] != "" {
				q.Set(name, v.Query[name])
			}
		}
		st.Link = template.URL(q.Encode())
		if st.Chosen {
			v.Step = st
		}
		v.Steps = append(v.Steps, st)
	}
}

func (s *server) assessQueue(r *request, run *board.Run, v *board.ReviewsView) error {
	q := r.toAssess(v.Query, reviewsPage)
	q.After = v.Query["after"]
	page, err := r.app.Store().Incidents(r.Context(), q)
	if errors.Is(err, record.ErrCursor) {
		return &badValue{"board.filter.after", clip(q.After)}
	}
	if err != nil {
		return err
	}
	v.Total, v.AtMost = page.Total, page.AtMost
	for i := range page.Rows {
		v.Assess = append(v.Assess, run.IncidentRow(r.rd, &page.Rows[i]))
	}
	if page.Next != "" {
		v.Next = r.with("after", page.Next)
	}
	if q.After != "" {
		v.First = r.with("after", "")
	}
	return nil
}

func workQueue(r *request, run *board.Run, v *board.ReviewsView, work []*app.Work) error {
	today, who := r.app.Today(), r.app.Who()
	var here []*app.Work
	for _, w := range work {
		if w.For(today) == v.Step.Name {
			here = append(here, w)
		}
	}
	work = here
	v.Total = len(work)
	from, err := strconv.Atoi(cmp.Or(v.Query["after"], "0"))
	if err != nil || from < 0 {
		return &badValue{"board.filter.after", clip(v.Query["after"])}
	}
	if from > 0 {
		v.First = r.with("after", "")
	}
	work = work[min(from, len(work)):]
	if len(work) > reviewsPage {
		v.Next = r.with("after", strconv.Itoa(from+reviewsPage))
		work = work[:reviewsPage]
	}
	for _, w := range work {
		mine, not := w.Mine(who, v.Step.Name)
		v.Rows = append(v.Rows, run.ReviewRow(r.rd, &board.ReviewItem{
			Incident: &w.Incident, Held: &w.Held, Finding: &w.Finding, Since: w.Since, Second: w.Second, Mine: mine, Not: not,
		}, today))
	}
	return nil
}

// takeUp opens an inquiry into each finding that was chosen: it is all that is done to several at once, for it says nothing of any party.
func (s *server) takeUp(r *request) (*answer, error) {
	for _, chosen := range r.form["finding"] {
		parts := record.Parts(chosen)
		if len(parts) != 2 {
			return nil, &badValue{"board.reviews.filter.finding", clip(chosen)}
		}
		_, err := r.app.TakeStep(r.Context(), app.Step{Incident: parts[0], Assessor: parts[1], Stage: review.Inquiry})
		var refused review.Refusals
		if errors.As(err, &refused) {
			if slices.ContainsFunc(refused, func(x review.Refusal) bool { return x.Code == "same" || x.Code == "step" }) {
				continue // somebody took it up meanwhile
			}
			return nil, err
		}
		if err != nil {
			return nil, err
		}
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/reviews?step=" + app.ToFind}, nil
}
