package cli

import (
	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
)

var recordSources = &verb{name: "record sources", max: 1, run: runRecordSources}

// runRecordSources lists the sources that whoever looks may see: on whom each rests, its root, how many accounts it gives.
func runRecordSources(c *call) int {
	if u := c.present(); u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		only := ""
		if len(c.args) > 0 {
			only = c.args[0]
		}
		list, err := answers.SourcesOf(c.ctx, a.Store(), only)
		if err != nil {
			return c.fail(err)
		}
		if len(list) == 0 && len(c.args) > 0 {
			return c.failAbout(c.args[0], record.ErrNotFound)
		}
		if c.set("json") {
			return c.json("sources", answers.Sources{Sources: list}, nil)
		}
		wide := 0
		for i := range list {
			wide = max(wide, min(24, locale.Width(c.words.Foreign(list[i].Source))))
		}
		for i := range list {
			c.source(&list[i], wide)
		}
		c.line(c.words.Plural("cli.sources.total", int64(len(list))))
		return exitFine
	})
}

// source prints a row: the source, how many accounts, its name, and below on whom it rests and where that goes back to.
func (c *call) source(s *answers.Source, wide int) {
	series := func(ids []string) wording.Phrase { return wording.Phrase(c.words.And(c.foreign(ids))) }
	line := c.words.Plural("board.roots.accounts", int64(s.Accounts))
	if name := c.title(s.Name, ""); name != "" {
		line += " " + name
	}
	c.hanging(locale.Pad(c.words.Foreign(s.Source), wide)+"  ", line)
	below := func(text string) { c.hanging("    ", text) }
	if len(s.Always) > 0 {
		below(c.words.Text("cli.sources.always", "on", series(s.Always)))
	}
	if len(s.Here) > 0 {
		below(c.words.Text("cli.sources.here", "on", series(s.Here)))
	}
	for _, r := range s.Roots {
		key := "cli.sources.root"
		switch {
		case r.Unknown:
			key = "cli.sources.unknown"
		case r.Party != "":
			key = "cli.sources.party"
		case len(r.Sources) == 1 && r.Sources[0] == s.Source:
			key = "cli.sources.own"
		}
		below(c.words.Text(key, "root", series(r.Sources), "party", r.Party))
	}
}
