package web

import (
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/answers"
	"mithaq/internal/judge/fact"
)

// views judges what is asked for, as the command does: within the cuts, at a standard that leads, from an angle.
func (q *apiRequest) views() (answers.Views, error) {
	reading, err := q.texts()
	if err != nil {
		return answers.Views{}, err
	}
	v := answers.Views{Of: q.s.runsOf(q.request).wrap}
	cuts := q.cuts()
	if v.Angle, err = q.angle(); err != nil {
		return v, err
	}
	if cuts == (app.Cuts{}) && v.Angle == (app.Angle{}) && q.one("standard") == "" {
		v.Run, v.Readings, err = q.s.runsOf(q.request).latest(q.Context(), q.app, reading, cuts, q.s.log)
		return v, err
	}
	if v.Run, err = q.app.JudgeFrom(q.Context(), reading, cuts, v.Angle); err != nil {
		return v, err
	}
	v.Readings, err = q.app.JudgeReadings(q.Context(), reading, cuts, v.Angle)
	return v, err
}

// texts reads the texts that are judged, with the standard that is to lead.
func (q *apiRequest) texts() (*app.Reading, error) {
	reading, err := q.s.reads.read(q.Context(), q.s.texts)
	switch {
	case err != nil:
		return nil, err
	case len(reading.Texts) == 0:
		return nil, errNoTexts
	case reading.Program == nil:
		return nil, &badTexts{reading}
	}
	if name := q.one("standard"); name != "" {
		g, err := grade.Parse(name)
		if err != nil {
			return nil, err
		}
		reading = reading.Led(g)
	}
	return reading, nil
}

// cuts are the limits that the query sets to what is judged.
func (q *apiRequest) cuts() app.Cuts {
	return app.Cuts{AsOf: q.one("as-of"), PublishedBy: q.one("published-by"), KnownAt: q.one("known-at")}
}

// apiEnds are what point reads: dates and numbers each by one end.
var apiEnds = []string{"earliest", "latest", "low", "high"}

// angle reads another way to look at the record.
func (q *apiRequest) angle() (g app.Angle, err error) {
	list := func(name string) []string {
		return strings.FieldsFunc(q.one(name), func(r rune) bool { return r == ',' })
	}
	g = g.LeaveOut(list("without")...)
	for _, word := range list("point") {
		p := map[string]fact.PointReading{
			"earliest": {Dates: fact.Lowest}, "latest": {Dates: fact.Highest}, "low": {Counts: fact.Lowest}, "high": {Counts: fact.Highest},
		}[word]
		if p == (fact.PointReading{}) || p.Dates != fact.Whole && g.Point.Dates != fact.Whole || p.Counts != fact.Whole && g.Point.Counts != fact.Whole {
			return g, badParams{{code: "bad_value", field: "point", value: clip(q.one("point")), near: suggest.Nearest(word, apiEnds)}}
		}
		g.Point.Dates, g.Point.Counts = g.Point.Dates+p.Dates, g.Point.Counts+p.Counts
	}
	return g, nil
}
