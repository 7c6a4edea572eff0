package cli

import (
	"context"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/export"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/web"
)

var (
	recordExport = &verb{name: "record export", plain: true, run: runRecordExport, flags: slices.Concat([]flag{
		{"format", "", "cli.value.format"},
		{"out", "", "cli.value.file"},
		{"request", "", "cli.value.id"},
	}, filters)}
	recordBundle = &verb{name: "record bundle", plain: true, min: 1, max: 1, run: runRecordBundle, flags: []flag{{"check", "", ""}}}
	requestAsk   = &verb{name: "record request ask", plain: true, run: runRequestAsk, flags: slices.Concat([]flag{
		{"format", "", "cli.value.format"},
		{"for", "", "cli.value.name"},
		whyFlag,
	}, filters)}
	requestApprove = &verb{name: "record request approve", plain: true, min: 1, max: 1, run: runRequestApprove, flags: []flag{{"days", "", "cli.value.number"}}}
	requestRefuse  = &verb{name: "record request refuse", plain: true, min: 1, max: 1, run: runRequestRefuse}
	requestList    = &verb{name: "record request list", run: runRequestList}
)

// exportFormats lists the forms of an export.
func exportFormats() []string {
	return append(slices.Sorted(maps.Keys(export.Formats)), app.RecordFormat)
}

// asked reads what is to go out.
func (c *call) asked() (app.Asked, *usage) {
	format := c.get("format", "")
	if !slices.Contains(exportFormats(), format) {
		return app.Asked{}, &usage{"cli.usage.export", []any{"value", format, "formats", strings.Join(exportFormats(), ", "), "near", suggest.Nearest(format, exportFormats())}}
	}
	q, u := c.query()
	if format == app.RecordFormat && u == nil && q != (record.Query{}) {
		u = &usage{"cli.usage.whole", nil}
	}
	return app.Asked{Format: format, Query: q}, u
}

func runRecordExport(c *call) int {
	id, out := c.get("request", ""), c.get("out", "")
	var what app.Asked
	if id == "" {
		var u *usage
		if what, u = c.asked(); u != nil {
			return c.misuse(u)
		}
		if what.Format == app.RecordFormat {
			return c.misuse(&usage{"cli.usage.needs_request", nil})
		}
	} else if out == "" {
		return c.misuse(&usage{"cli.usage.needs_out", nil})
	}
	return c.withRecord(func(a *app.App) int {
		var went *app.Exported
		write := func(w io.Writer) (err error) {
			if id == "" {
				went, err = a.ExportPublic(c.ctx, w, what, Version())
			} else {
				went, err = a.ExportRequested(c.ctx, w, id, Version())
			}
			return err
		}
		var err error
		if out == "" {
			err = write(c.out)
		} else {
			err = app.Into(out, write)
		}
		if err != nil {
			return c.failAbout(id, err)
		}
		c.tellExported(went)
		return exitFine
	})
}

// runRecordBundle writes what is public with the pages of the board that need no server: as an archive where the name ends so, else as a folder.
func runRecordBundle(c *call) int {
	if c.set("check") {
		return c.checkBundle()
	}
	return c.withRecord(func(a *app.App) int {
		pages := func(ctx context.Context, put func(string, []byte) error) error {
			return web.Site(ctx, a, a.RecordTexts, nil, put)
		}
		out := c.args[0]
		var went *app.Exported
		err := app.Again(func() (err error) { // somebody may enter something while it is made
			if strings.HasSuffix(out, ".zip") {
				return app.Into(out, func(w io.Writer) (err error) {
					went, err = a.Bundle(c.ctx, w, Version(), pages)
					return err
				})
			}
			went, err = a.BundleFolder(c.ctx, out, Version(), pages)
			return err
		})
		if err != nil {
			return c.fail(err)
		}
		c.tellExported(went)
		return exitFine
	})
}

// checkBundle holds a bundle that somebody has against the hashes in it. It takes no record.
func (c *call) checkBundle() int {
	x, err := app.CheckBundle(c.args[0])
	if err != nil {
		return c.fail(err)
	}
	for _, list := range []struct {
		key   string
		files []string
	}{{"changed", x.Changed}, {"missing", x.Missing}, {"added", x.Added}} {
		for _, file := range list.files {
			c.line(c.words.Text("cli.bundle."+list.key, "file", c.words.Foreign(file)))
		}
	}
	c.line(c.words.Plural("cli.bundle.sound", int64(x.Files)))
	if !x.Sound() {
		return exitInput
	}
	return exitFine
}

// tellExported tells on standard error how much went out, and as what.
func (c *call) tellExported(e *app.Exported) {
	key := "cli.export.public"
	if e.Request != "" {
		key = "cli.export.requested"
	}
	n := int64(e.Incidents)
	if e.Entries > 0 {
		key, n = "cli.export.record", e.Entries
	}
	c.sayPlural(key, n)
}

func (c *call) sayPlural(key string, n int64) {
	_, _ = io.WriteString(c.err, c.words.Plural(key, n)+"\n")
}

func runRequestAsk(c *call) int {
	what, u := c.asked()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		id, err := a.Ask(c.ctx, what, c.get("for", ""), c.get("why", ""))
		if err != nil {
			return c.fail(err)
		}
		c.line(id)
		return exitFine
	})
}

func runRequestApprove(c *call) int {
	days, err := strconv.Atoi(c.get("days", strconv.Itoa(app.ApprovalDays)))
	if err != nil || days < 1 || days > 90 {
		return c.misuse(&usage{"cli.usage.days", []any{"value", c.get("days", "")}})
	}
	return c.decideRequest(true, days)
}

func runRequestRefuse(c *call) int { return c.decideRequest(false, 0) }

func (c *call) decideRequest(approve bool, days int) int {
	return c.withRecord(func(a *app.App) int {
		head, err := a.AnswerRequest(c.ctx, c.args[0], approve, days)
		if err != nil {
			return c.failAbout(c.args[0], err)
		}
		c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
		return exitFine
	})
}

type requestJSON struct {
	ID       string `json:"id"`
	User     string `json:"user"`
	For      string `json:"for,omitempty"`
	What     string `json:"what"`
	Why      string `json:"why"`
	Asked    string `json:"asked"`
	Approved string `json:"approved,omitempty"`
	Refused  string `json:"refused,omitempty"`
	Expires  string `json:"expires,omitempty"`
	Used     string `json:"used,omitempty"`
}

func runRequestList(c *call) int {
	return c.withRecord(func(a *app.App) int {
		list, err := a.Requests(c.ctx)
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			out := []requestJSON{}
			for _, r := range list {
				j := requestJSON{ID: r.ID, User: r.User, For: r.For, What: r.What, Why: r.Why, Asked: instant(r.Asked), Approved: r.Approved, Refused: r.Refused}
				if r.Expires != 0 {
					j.Expires = instant(r.Expires)
				}
				if r.Used != 0 {
					j.Used = instant(r.Used)
				}
				out = append(out, j)
			}
			return c.json("requests", map[string]any{"requests": out}, nil)
		}
		for i := range list {
			c.tellRequest(&list[i], a.Now().Unix())
		}
		if len(list) == 0 {
			c.line(c.words.Text("cli.request.none"))
		}
		return exitFine
	})
}

func (c *call) tellRequest(r *record.Request, now int64) {
	state := c.words.Text("cli.request.waits")
	switch {
	case r.Used != 0:
		state = c.words.Text("cli.request.used", "when", c.stamp(r.Used))
	case r.Refused != "":
		state = c.words.Text("cli.request.refused", "by", r.Refused)
	case r.Approved != "" && r.Expires < now:
		state = c.words.Text("cli.request.over", "when", c.stamp(r.Expires))
	case r.Approved != "":
		state = c.words.Text("cli.request.approved", "by", r.Approved, "when", c.stamp(r.Expires))
	}
	c.hanging(c.words.Foreign(r.ID)+" ", c.words.Foreign(r.User)+": "+c.words.Foreign(r.What)+" → "+c.words.Foreign(r.For)+" ("+c.words.Foreign(r.Why)+") "+state)
}
