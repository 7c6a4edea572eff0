package cli

import (
	"errors"
	"strconv"

	"mithaq/internal/app"
	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

var (
	recordDuplicates = &verb{name: "record duplicates", run: runRecordDuplicates, flags: []flag{
		{"new-since", "", "cli.value.number"}, {"limit", "", "cli.value.number"}, {"after", "", "cli.value.cursor"},
	}}
	recordMerge = &verb{name: "record merge", plain: true, min: 2, max: 2, run: decideAs("merge"), flags: []flag{{"into", "", "cli.value.incident"}, whyFlag}}
	recordApart = &verb{name: "record apart", plain: true, min: 2, max: 2, run: decideAs("apart"), flags: []flag{whyFlag}}
	recordUndo  = &verb{name: "record undo", plain: true, min: 2, max: 2, run: decideAs("open"), flags: []flag{whyFlag}}
)

const duplicatesPage = 50

func runRecordDuplicates(c *call) int {
	since, limit := int64(0), int64(duplicatesPage)
	for _, n := range []struct {
		flag string
		into *int64
		most int64
	}{{"new-since", &since, 1 << 53}, {"limit", &limit, 500}} {
		v := c.get(n.flag, "")
		if v == "" {
			continue
		}
		read, err := strconv.ParseInt(v, 10, 64)
		switch {
		case n.flag == "limit" && (err != nil || read < 1 || read > n.most):
			return c.misuse(&usage{"cli.usage.limit", []any{"value", v}})
		case err != nil || read < 0 || read > n.most:
			return c.misuse(&usage{"cli.usage.seq", []any{"value", v}})
		}
		*n.into = read
	}
	return c.withRecord(func(a *app.App) int {
		d, err := a.Duplicates(c.ctx, since, c.get("after", ""), int(limit))
		switch {
		case errors.Is(err, record.ErrCursor):
			return c.misuse(&usage{"cli.usage.cursor", []any{"value", c.get("after", "")}})
		case err != nil:
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("duplicates", answers.DuplicatesOf(d), nil)
		}
		for i := range d.Pairs {
			if err := c.pair(a, &d.Pairs[i]); err != nil {
				return c.fail(err)
			}
		}
		if d.Total == 0 {
			c.line(c.words.Text("cli.duplicates.none"))
		} else {
			c.line(c.words.Plural("cli.duplicates.total", int64(d.Total)))
		}
		if l := d.Left; l != (link.Left{}) {
			c.wrapped(0, c.words.Text("cli.duplicates.left", "undated", l.Undated, "placeless", l.Placeless, "crowded", l.Crowded))
		}
		if d.Next != "" {
			c.line(c.words.Text("cli.list.next", "cursor", d.Next))
		}
		return exitFine
	})
}

// pair prints two incidents with what speaks for and against their being one.
func (c *call) pair(a *app.App, p *link.Pair) error {
	var named [2]string
	for i, id := range []string{p.A, p.B} {
		b, err := a.Store().Bundle(c.ctx, id)
		if err != nil {
			return err
		}
		named[i] = c.reader().When(b.Incident.When) + "  " + c.title(b.Incident.Title, id) + " [" + c.words.Foreign(id) + "]"
	}
	c.hanging("", c.bold(link.Weight(p.Score))+"  "+named[0])
	c.hanging("      ", named[1])
	var pro, contra []string
	for _, s := range p.Signs {
		if said := c.words.SignWeight(s); s.Weight < 0 {
			contra = append(contra, said)
		} else {
			pro = append(pro, said)
		}
	}
	if len(pro) > 0 {
		c.wrapped(6, c.words.Text("cli.duplicates.for", "signs", c.words.Series(pro)))
	}
	if len(contra) > 0 {
		c.wrapped(6, c.words.Text("cli.duplicates.against", "signs", c.words.Series(contra)))
	}
	switch {
	case p.Before.Decision == "apart":
		c.wrapped(6, c.words.Text("cli.duplicates.before.apart", "by", p.Before.By))
	case p.Before.Decision == "open":
		c.wrapped(6, c.words.Text("cli.duplicates.before.open", "by", p.Before.By))
	}
	if p.SamePublisher {
		c.wrapped(6, c.words.Text("cli.duplicates.publisher"))
	}
	return nil
}

// pairOf tells what is wrong with the two incidents that are decided on.
func (c *call) pairOf(decision string) *usage {
	a, b := c.args[0], c.args[1]
	if a == b {
		return &usage{"cli.usage.pair", []any{"a", a}}
	}
	if decision != "merge" {
		return nil
	}
	if u := c.needs("into"); u != nil {
		return u
	}
	if into := c.get("into", ""); into != a && into != b {
		return &usage{"cli.usage.into", []any{"value", into, "a", a, "b", b}}
	}
	return nil
}

// decideAs enters a decision on two incidents.
func decideAs(decision string) func(*call) int {
	return func(c *call) int {
		if u := c.pairOf(decision); u != nil {
			return c.misuse(u)
		}
		x, y := c.args[0], c.args[1]
		return c.withRecord(func(a *app.App) int {
			head, err := a.Decide(c.ctx, x, y, decision, c.get("into", ""), c.get("why", ""), "")
			var about *app.AboutError
			if errors.As(err, &about) {
				return c.failAbout(about.Subject, about.Err)
			}
			return c.decided(x, head, err)
		})
	}
}
