package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
	"mithaq/internal/judge/fact"
)

// filters are the flags that choose incidents.
var filters = []flag{
	{"from", "", "cli.value.day"},
	{"to", "", "cli.value.day"},
	{"act", "", "cli.value.word"},
	{"party", "", "cli.value.word"},
	{"place", "", "cli.value.word"},
	{"grade", "", "cli.value.grade"},
	{"text", "", "cli.value.word"},
	{"publisher", "", "cli.value.word"},
}

var (
	recordList = &verb{name: "record list", run: runRecordList, flags: slices.Concat(filters, []flag{
		{"waiting", "", ""},
		{"sort", "", "cli.value.sort"},
		{"limit", "", "cli.value.number"},
		{"after", "", "cli.value.cursor"},
	})}
	recordShow  = &verb{name: "record show", min: 1, max: 1, run: runRecordShow}
	recordCount = &verb{name: "record count", run: runRecordCount, flags: slices.Concat([]flag{{"by", "", "cli.value.dimensions"}, {"least", "", "cli.value.number"}}, filters)}
	recordNames = &verb{name: "record names", max: -1, run: runRecordNames, flags: []flag{
		{"unbound", "", ""},
		{"bind", "", "cli.value.binding"},
		{"proposed", "", "cli.value.layout"},
	}}
)

// query reads the filters of the command line.
func (c *call) query() (record.Query, *usage) {
	if u := c.present(); u != nil {
		return record.Query{}, u
	}
	q := record.Query{
		From: c.get("from", ""), To: c.get("to", ""), Act: c.get("act", ""), Party: c.get("party", ""), Place: c.get("place", ""),
		Text: c.get("text", ""), Publisher: c.get("publisher", ""), Waiting: c.set("waiting"), Sort: c.get("sort", ""), After: c.get("after", ""),
	}
	for _, end := range []struct{ flag, day string }{{"from", q.From}, {"to", q.To}} {
		if _, err := civil.ParseDate(end.day); end.day != "" && err != nil {
			return q, &usage{"cli.usage.cut", []any{"flag", "--" + end.flag, "value", end.day}}
		}
	}
	if g := c.get("grade", ""); g != "" {
		parsed, err := grade.Parse(g)
		if err != nil {
			return q, &usage{"cli.usage.grade", []any{"value", g, "near", nearGrade(g)}}
		}
		q.Grade = &parsed
	}
	if s := q.Sort; s != "" && !strings.Contains(" date -date entered -entered killed -killed ", " "+s+" ") {
		return q, &usage{"cli.usage.sort", []any{"value", s}}
	}
	if n := c.get("limit", ""); n != "" {
		v, err := strconv.Atoi(n)
		if err != nil || v < 1 || v > 500 {
			return q, &usage{"cli.usage.limit", []any{"value", n}}
		}
		q.Limit = v
	}
	return q, nil
}

func runRecordList(c *call) int {
	q, u := c.query()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		if err := a.MayAsk(&q); err != nil {
			return c.fail(err)
		}
		page, err := a.Store().Incidents(c.ctx, q)
		switch {
		case errors.Is(err, record.ErrCursor):
			return c.misuse(&usage{"cli.usage.cursor", []any{"value", q.After}})
		case err != nil:
			return c.fail(err)
		}
		where, err := answers.Found(c.ctx, a.Store(), q.Text, page.Rows)
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("list", answers.ListOf(page, where), nil)
		}
		rd := c.reader()
		for i := range page.Rows {
			row := &page.Rows[i]
			word := c.words.Text("board.not_assessed")
			if row.Assessed {
				word = c.words.Grade(row.Grade).Word
			}
			c.hanging(locale.Pad(rd.When(row.Incident.When), 18)+" "+locale.Pad(word, 14)+" ",
				c.title(row.Incident.Title, row.Incident.ID)+" ["+c.words.Foreign(row.Incident.ID)+"]")
			if where[i] != "" {
				c.hanging("    ", c.words.Text("quote", "text", where[i]))
			}
		}
		c.line(c.words.Plural(board.TotalKey(page.AtMost), int64(page.Total)))
		if page.Next != "" {
			c.line(c.words.Text("cli.list.next", "cursor", page.Next))
		}
		return exitFine
	})
}

func runRecordShow(c *call) int {
	if u := c.present(); u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		id := c.args[0]
		cs, err := a.Case(c.ctx, id)
		if err != nil {
			return c.failAbout(id, err)
		}
		base, err := a.Store().Base(c.ctx, record.Cut{})
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("show", answers.ShowOf(cs, base), nil)
		}
		file := func(h record.Hash) *record.File {
			f, _, err := a.FileIn(c.ctx, cs.Bundle, h)
			if err != nil {
				return nil // it is not open to whoever looks, or no entry tells of it
			}
			return f
		}
		c.show(cs, base, c.reader().Persons(a.Person(c.ctx)), file, a.Today())
		return exitFine
	})
}

func runRecordCount(c *call) int {
	q, u := c.query()
	if u != nil {
		return c.misuse(u)
	}
	var by []record.CountBy
	var all []string
	for _, one := range record.CountsBy {
		all = append(all, string(one))
	}
	for d := range strings.SplitSeq(c.get("by", "grade"), ",") {
		if !strings.Contains(" "+strings.Join(all, " ")+" ", " "+d+" ") {
			return c.misuse(&usage{"cli.usage.dimension", []any{"value", d, "dimensions", strings.Join(all, ", "), "near", suggest.Nearest(d, all)}})
		}
		by = append(by, record.CountBy(d))
	}
	least, err := strconv.Atoi(c.get("least", "0"))
	if err != nil || least < 2 && c.set("least") {
		return c.misuse(&usage{"cli.usage.least", []any{"value", c.get("least", "")}})
	}
	return c.withRecord(func(a *app.App) int {
		groups, err := a.Store().Count(c.ctx, by, q)
		if err != nil {
			return c.fail(err)
		}
		if least > 0 {
			return c.countTold(by, groups, least)
		}
		if c.set("json") {
			return c.json("count", answers.CountOf(by, groups), nil)
		}
		rd := c.reader()
		total := 0
		for _, g := range groups {
			total += g.N
			var cells []string
			for i, v := range g.Values {
				cells = append(cells, c.countValue(by[i], v))
			}
			c.line(locale.PadStart(strconv.Itoa(g.N), 7) + "  " + strings.Join(cells, " ") + " " +
				c.words.Text("cli.count.killed", "n", cmp.Or(rd.Range(g.Killed), "–")))
		}
		c.line(locale.PadStart(strconv.Itoa(total), 7) + "  " + c.words.Text("cli.count.total"))
		return exitFine
	})
}

func runRecordNames(c *call) int {
	if layout := c.get("proposed", ""); layout != "" {
		return c.proposedNames(layout)
	}
	if b := c.get("bind", ""); b != "" {
		left, means, ok := strings.Cut(b, "=")
		scheme, rest, ok2 := strings.Cut(left, ":")
		sort, word, ok3 := strings.Cut(rest, ":")
		if !ok || !ok2 || !ok3 {
			return c.misuse(&usage{"cli.usage.binding", []any{"value", b}})
		}
		return c.withRecord(func(a *app.App) int {
			plan, err := a.PlanFields(c.ctx, intake.LayoutNames, []app.Field{
				{Name: "scheme", Value: scheme},
				{Name: "sort", Value: sort},
				{Name: "word", Value: word},
				{Name: "means", Value: strings.ReplaceAll(means, ",", "|")},
				{Name: "by", Value: c.options().Actor},
			})
			return c.finish(a, plan, err)
		})
	}
	return c.withRecord(func(a *app.App) int {
		if c.set("unbound") {
			j, code, ok := c.judge(a, c.args)
			if !ok {
				return code
			}
			return c.unbound(j.Result.Unbound)
		}
		b, err := a.Store().Base(c.ctx, record.Cut{})
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("names", answers.Names{Names: append([]record.Name{}, b.Names...)}, nil)
		}
		for _, n := range b.Names {
			c.hanging("", c.words.Foreign(n.Scheme+":"+n.Sort+":"+n.Word)+" = "+c.words.Foreign(cmp.Or(strings.Join(n.Means, ", "), "–"))+" "+c.words.Text("cli.names.by", "by", cmp.Or(n.By, "–"), "why", n.Why))
		}
		return exitFine
	})
}

// unboundName writes a word as --bind takes it; a word of the record's own vocabulary has no scheme.
func unboundName(u fact.Unbound) string {
	if u.Scheme == "" {
		return u.Sort + ":" + u.Word
	}
	return u.Scheme + ":" + u.Sort + ":" + u.Word
}

func (c *call) unbound(list []fact.Unbound) int {
	if c.set("json") {
		return c.json("unbound", map[string]any{"unbound": answers.UnboundOf(list)}, nil)
	}
	for _, u := range list {
		c.line(c.words.Foreign(unboundName(u)) + "  " + c.words.Plural("board.incidents_n", int64(u.Count)))
	}
	if len(list) == 0 {
		c.line(c.words.Text("cli.names.all_bound"))
	}
	return exitFine
}

// proposedNames prints the words of a publisher that this program knows, in the layout of the names table, for a person to check and import.
func (c *call) proposedNames(layout string) int {
	fmt.Fprintln(c.out, "scheme,sort,word,means,by,why")
	for _, n := range intake.ProposedNames(layout) {
		fmt.Fprintf(c.out, "%s,%s,%s,%s,%s,%s\n", csvCell(n.Scheme), n.Sort, csvCell(n.Word), csvCell(strings.Join(n.Means, "|")), csvCell(n.By), csvCell(n.Why))
	}
	return exitFine
}

func csvCell(s string) string {
	if strings.ContainsAny(s, ",\"\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
