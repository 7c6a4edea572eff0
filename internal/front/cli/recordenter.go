package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
)

var (
	recordInit     = &verb{name: "record init", plain: true, run: runRecordInit}
	recordAdd      = &verb{name: "record add", min: 2, max: -1, run: runRecordAdd}
	recordAssess   = &verb{name: "record assess", min: 1, max: -1, run: runRecordAssess, flags: slices.Concat([]flag{{"all", "", ""}}, filters, []flag{{"waiting", "", ""}})}
	recordCover    = &verb{name: "record cover", min: 1, max: -1, run: runRecordCover}
	recordTemplate = &verb{name: "record template", plain: true, min: 1, max: 1, run: runRecordTemplate}
)

func runRecordInit(c *call) int {
	a, err := c.open(c.recordPath(), app.Create)
	if err != nil {
		return c.fail(err)
	}
	defer a.Close()
	c.line(c.words.Text("cli.record.made", "file", app.Shown(c.recordPath())))
	return exitFine
}

// kinds are what "record add" takes, and the layout whose columns are its fields.
var kinds = map[string]string{
	"incident": intake.LayoutIncidents, "source": intake.LayoutSources, "coverage": intake.LayoutCoverage, "roster": intake.LayoutRosters,
	"position": intake.LayoutPositions, "tally": intake.LayoutTallies, "name": intake.LayoutNames, "person": intake.LayoutPersons,
}

func runRecordAdd(c *call) int {
	kind := c.args[0]
	if kind == "text" {
		return c.addTexts(c.args[1:])
	}
	layout, ok := kinds[kind]
	if !ok {
		var names []string
		for k := range kinds {
			names = append(names, k)
		}
		slices.Sort(names)
		return c.misuse(&usage{"cli.usage.kind", []any{"value", kind, "kinds", strings.Join(append(names, "text"), ", "), "near", suggest.Nearest(kind, names)}})
	}
	return c.enter(layout, c.args[1:])
}

func runRecordAssess(c *call) int {
	words, id := c.args, ""
	if !c.set("all") {
		id, words = words[0], words[1:]
	}
	if len(words) == 0 {
		return c.misuse(&usage{"cli.usage.few", []any{"verb", c.verb.name}})
	}
	fields, u := parseFields(words)
	q, u2 := c.query()
	if u == nil {
		u = u2
	}
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		if !slices.ContainsFunc(fields, func(f app.Field) bool { return f.Name == "assessor" }) {
			fields = append(fields, app.Field{Name: "assessor", Value: a.Who().ID})
		}
		assess := func() (record.Head, *intake.Plan, error) { return a.Assess(c.ctx, id, fields) }
		if c.set("all") {
			assess = func() (record.Head, *intake.Plan, error) { return a.AssessAll(c.ctx, q, fields) }
		}
		head, plan, err := assess()
		switch {
		case err != nil:
			return c.failAbout(id, err)
		case plan.Refused:
			return c.refused(plan)
		}
		return c.planned(plan, nil, &head)
	})
}

func runRecordCover(c *call) int { return c.enter(intake.LayoutCoverage, c.args) }

// enter adds one row of a layout.
func (c *call) enter(layout string, words []string) int {
	fields, u := parseFields(words)
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		plan, err := a.PlanFields(c.ctx, layout, fields)
		return c.finish(a, plan, err)
	})
}

// parseFields reads FIELD=VALUE words.
func parseFields(words []string) ([]app.Field, *usage) {
	var fields []app.Field
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok || name == "" {
			return nil, &usage{"cli.usage.field", []any{"word", w}}
		}
		fields = append(fields, app.Field{Name: name, Value: value})
	}
	return fields, nil
}

// finish tells what is wrong with a plan, or writes it and tells what was entered.
func (c *call) finish(a *app.App, plan *intake.Plan, err error) int {
	if err != nil {
		return c.fail(err)
	}
	if plan.Refused {
		return c.refused(plan)
	}
	head, err := a.Apply(c.ctx, plan)
	if err != nil {
		return c.fail(err)
	}
	return c.planned(plan, nil, &head)
}

// refused tells why fields cannot be entered.
func (c *call) refused(p *intake.Plan) int {
	if !c.set("json") {
		c.remarks(c.err, p.Diagnostics, nil)
	}
	return c.planned(p, nil, nil)
}

// addTexts stores agreements and the files that they name.
func (c *call) addTexts(paths []string) int {
	texts, err := app.ReadFiles(paths)
	if err != nil {
		return c.failEach(err)
	}
	r := app.Read(texts)
	if r.Program == nil {
		c.remarks(c.err, onlyErrors(r.Diagnostics), r.Files)
		return exitInput
	}
	return c.withRecord(func(a *app.App) int {
		n, err := a.AddTexts(c.ctx, texts)
		if err != nil {
			return c.fail(err)
		}
		c.line(c.words.Plural("cli.record.texts", int64(n)))
		return exitFine
	})
}

func runRecordTemplate(c *call) int {
	name := c.args[0]
	if layout, ok := kinds[name]; ok { // what "record add" calls it
		name = layout
	}
	text, ok := intake.Template(name)
	if !ok {
		withTemplate := slices.DeleteFunc(slices.Clone(intake.Layouts), func(l string) bool {
			_, has := intake.Template(l)
			return !has
		})
		return c.misuse(&usage{"cli.usage.layout", []any{
			"value", c.args[0], "layouts", strings.Join(withTemplate, ", "), "near", suggest.Nearest(c.args[0], withTemplate),
		}})
	}
	fmt.Fprint(c.out, string(text))
	return exitFine
}

// base gives the base name of a file, "-" for standard input.
func base(path string) string {
	if path == "-" {
		return "-"
	}
	return filepath.Base(path)
}

// readInput reads a file, or standard input for "-".
func (c *call) readInput(path string) ([]byte, error) {
	if path == "-" {
		return readAll(c.in)
	}
	return os.ReadFile(path)
}
