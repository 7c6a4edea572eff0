package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// answerDays is within how many days an answer of a party is asked for, unless somebody says otherwise.
const answerDays = 14

// reviewing is one finding that is looked at, with what was typed.
type reviewing struct {
	r        *request
	run      *board.Run
	c        *review.Case
	assessor string
	v        *board.ReviewView
}

// reviewPage answers with one finding, everything it rests on, and the step that it waits for.
func (s *server) reviewPage(r *request) (*answer, error) {
	p, err := s.reviewing(r, r.values.Get("assessor"))
	if err != nil {
		return nil, err
	}
	p.days()
	p.v.Said = r.done("board.merge.done")
	return p.page(0)
}

// days fills in the days that are most often meant.
func (p *reviewing) days() {
	today := p.r.app.Today()
	p.v.Typed["asked"], p.v.Typed["until"], p.v.Typed["on"] = today.String(), today.AddDays(answerDays).String(), today.String()
}

// badDay tells that a field of the form holds no day.
type badDay struct{ field, value string }

func (e *badDay) Error() string { return e.field + ": " + e.value + " is not a day" }

func (s *server) reviewing(r *request, assessor string) (*reviewing, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	c, err := r.app.Case(r.Context(), r.PathValue("incident"))
	if err != nil {
		return nil, err
	}
	findings := c.Findings()
	if assessor == "" { // the one that is ours, else the first
		i := slices.IndexFunc(findings, func(f review.Finding) bool { return !f.Imported })
		if i = max(i, 0); i < len(findings) {
			assessor = findings[i].Assessor
		}
	}
	i := slices.IndexFunc(findings, func(f review.Finding) bool { return f.Assessor == assessor })
	if i < 0 {
		return nil, errNotFound
	}
	w := app.WorkOf(c, &findings[i])
	step := ""
	if !findings[i].Imported && findings[i].Entry != 0 {
		step = w.For(r.app.Today())
	}
	mine, not := w.Mine(r.app.Who(), step)
	p := &reviewing{r: r, run: run, c: c, assessor: assessor}
	p.v = run.ReviewPage(r.rd, c, assessor, step, r.app.Who(), mine && step != "", not, r.rd.Persons(r.app.Person(r.Context())), r.app.Today())
	return p, s.addFiles(r, c.Bundle, p.v.IncidentView)
}

func (p *reviewing) page(status int) (*answer, error) {
	a := &answer{page: "review", section: "reviews", title: p.r.rd.W.Bare().Text("board.review.tab", "incident", p.c.Bundle.Incident.ID), body: p.v, run: p.run, status: status}
	return a, nil
}

// review takes what was decided of a finding, and goes on with the queue.
func (s *server) review(r *request) (*answer, error) {
	head, err := s.decided(r)
	var refused review.Refusals
	var day *badDay
	if errors.As(err, &refused) || errors.As(err, &day) {
		p, err := s.reviewing(r, r.form.Get("assessor"))
		if err != nil {
			return nil, err
		}
		p.days()
		for name := range r.form {
			p.v.Typed[name] = r.form.Get(name)
		}
		p.v.Wrong = r.rd.Refusals(refused)
		if day != nil {
			p.v.Typed[day.field] = "" // a field for a day takes nothing else
			for _, said := range wrongDay(r.rd, day.value) {
				p.v.Wrong = append(p.v.Wrong, r.rd.W.Text("board.review."+day.field)+": "+said)
			}
		}
		status := http.StatusUnprocessableEntity
		switch {
		case slices.ContainsFunc(refused, func(x review.Refusal) bool { return x.Code == "right" || x.Code == "who" }):
			status = http.StatusForbidden
		case slices.ContainsFunc(refused, review.Refusal.Overtaken):
			status = http.StatusConflict
		}
		return p.page(status)
	}
	if err != nil {
		return nil, err
	}
	q := url.Values{"done": {strconv.FormatInt(head.Seq, 10)}}
	if step := r.form.Get("step"); slices.Contains(app.Waitings, step) {
		q.Set("step", step)
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/reviews?" + q.Encode()}, nil
}

// decided does what a form asks for, through what the terminal uses.
func (s *server) decided(r *request) (record.Head, error) {
	ctx, form, id := r.Context(), r.form, r.PathValue("incident")
	seen, err := strconv.ParseInt(form.Get("seen"), 10, 64)
	if err != nil || seen < 1 {
		return record.Head{}, &badValue{"board.review.seen", clip(form.Get("seen"))}
	}
	assessor, why := form.Get("assessor"), strings.TrimSpace(form.Get("why"))
	step := app.Step{Incident: id, Assessor: assessor, Last: seen, Why: why, Second: strings.TrimSpace(form.Get("second"))}
	for _, name := range []string{"asked", "until", "on"} {
		if _, err := civil.ParseDate(form.Get(name)); form.Get(name) != "" && err != nil {
			return record.Head{}, &badDay{name, clip(form.Get(name))}
		}
	}
	switch form.Get("do") {
	case "accept":
		step.Stage = form.Get("stage")
		if !slices.Contains([]string{review.Inquiry, review.Found, review.Published}, step.Stage) {
			return record.Head{}, &badValue{"board.review.do", clip(step.Stage)}
		}
		return r.app.TakeStep(ctx, step)
	case "back":
		step.Stage = cmp.Or(form.Get("stage"), review.Inquiry)
		if !slices.Contains(record.Stages, step.Stage) {
			return record.Head{}, &badValue{"board.review.do", clip(step.Stage)}
		}
		return r.app.TakeStep(ctx, step)
	case "second":
		return r.app.Confirm(ctx, id, assessor, seen)
	case "put":
		step.Stage = review.Put
		step.Put = func(p *record.Put) {
			p.Asked, p.Until = cmp.Or(form.Get("asked"), r.app.Today().String()), form.Get("until")
		}
		return r.app.TakeStep(ctx, step)
	case "answer":
		in := app.Answer{Incident: id, Assessor: assessor, Parties: []string{form.Get("party")}, On: form.Get("on"), Stance: form.Get("stance"), Last: seen}
		if says := strings.TrimSpace(form.Get("says")); says != "" {
			in.Says = record.Text{string(r.rd.Lang): says}
		}
		return r.app.EnterAnswer(ctx, in)
	case "dissent":
		return r.app.Dissent(ctx, id, assessor, record.Text{string(r.rd.Lang): form.Get("says")}, seen)
	case "adopt":
		return r.app.Adopt(ctx, id, assessor, "", why, seen)
	}
	return record.Head{}, &badValue{"board.review.do", clip(form.Get("do"))}
}
