package cli

import (
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
)

// angleFlags are the flags by which the same texts and record are looked at in another way.
var angleFlags = []flag{
	{"without", "", "cli.value.source"},
	{"point", "", "cli.value.point"},
}

// ends are what --point reads: dates and numbers each by one end.
var ends = map[string]fact.PointReading{
	"earliest": {Dates: fact.Lowest}, "latest": {Dates: fact.Highest}, "low": {Counts: fact.Lowest}, "high": {Counts: fact.Highest},
}

// angle reads --without and --point.
func (c *call) angle() (g app.Angle, u *usage) {
	for _, list := range c.flags["without"] {
		g = g.LeaveOut(strings.FieldsFunc(list, func(r rune) bool { return r == ',' })...)
	}
	for _, list := range c.flags["point"] {
		for word := range strings.SplitSeq(list, ",") {
			p := ends[word]
			if p == (fact.PointReading{}) || p.Dates != fact.Whole && g.Point.Dates != fact.Whole || p.Counts != fact.Whole && g.Point.Counts != fact.Whole {
				return g, &usage{"cli.usage.point", []any{"value", list, "near", suggest.Nearest(word, sorted(ends))}}
			}
			g.Point.Dates, g.Point.Counts = g.Point.Dates+p.Dates, g.Point.Counts+p.Counts
		}
	}
	return g, nil
}

func sorted(m map[string]fact.PointReading) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// views are runs of the same texts, and of an illustration also the record as it stands.
type views struct {
	answers.Views
	whole *app.Judged // nil: it is none
}

// views reads the texts and judges them from the angle of the command line.
func (c *call) views(a *app.App, files []string, angle app.Angle) (v *views, code int, ok bool) {
	r, code, ok := c.texts(a, files)
	if !ok {
		return nil, code, false
	}
	if c.given == nil { // a server has other work besides
		roomy, err := makeRoom(c.ctx, a)
		if err != nil {
			return nil, c.fail(err), false
		}
		defer roomy()
	}
	var err error
	v = &views{Views: answers.Views{Angle: angle, Of: runOf}}
	if v.Run, err = a.JudgeFrom(c.ctx, r, c.cutsOf(), angle); err == nil && angle.Illustration() {
		v.whole, err = a.Judge(c.ctx, r, c.cutsOf())
	}
	if err == nil {
		v.Readings, err = a.JudgeReadings(c.ctx, r, c.cutsOf(), angle)
	}
	if err != nil {
		return nil, c.fail(err), false
	}
	return v, exitFine, true
}

// runOf gives the pages' side of a run.
func runOf(j *app.Judged) *board.Run { return web.RunOf(j) }

// illustration says that an answer is one, and of what.
func (c *call) illustration(g app.Angle) {
	if !g.Illustration() {
		return
	}
	c.wrapped(0, c.bold(c.words.Text("cli.angle.lead")))
	if g.Without != "" {
		var names []string
		for _, s := range g.Sources() {
			names = append(names, c.words.Foreign(s))
		}
		c.wrapped(0, c.words.Text("cli.angle.without", "list", wording.Phrase(c.words.And(names))))
	}
	switch g.Point.Dates {
	case fact.Lowest:
		c.wrapped(0, c.words.Text("cli.angle.earliest"))
	case fact.Highest:
		c.wrapped(0, c.words.Text("cli.angle.latest"))
	case fact.Whole:
	}
	switch g.Point.Counts {
	case fact.Lowest:
		c.wrapped(0, c.words.Text("cli.angle.low"))
	case fact.Highest:
		c.wrapped(0, c.words.Text("cli.angle.high"))
	case fact.Whole:
	}
	c.line("")
}
