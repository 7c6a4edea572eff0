package cli

import (
	"cmp"
	"fmt"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
)

var recordHistory = &verb{name: "record history", min: 1, max: 1, run: runRecordHistory}

func phrase(s string) wording.Phrase { return wording.Phrase(s) }

func runRecordHistory(c *call) int {
	id := c.args[0]
	return c.withRecord(func(a *app.App) int {
		entries, err := a.Store().History(c.ctx, record.KindIncident, id)
		if err != nil {
			return c.failAbout(id, err)
		}
		versions := review.Versions(entries)
		if c.set("json") {
			return c.json("history", answers.HistoryOf(id, versions), nil)
		}
		for _, v := range versions {
			c.version(&v)
		}
		return exitFine
	})
}

// version tells who entered what, when and why, and what it says otherwise than before.
func (c *call) version(v *review.Version) {
	e := v.Entry
	c.line(fmt.Sprintf("#%d %s %s %s %s", e.Seq, locale.DateTime(c.words.Lang(), e.Entered, civil.UTC), c.words.Text("entry."+string(e.Kind)),
		c.words.Foreign(cmp.Or(e.Actor, "–")), e.ID.String()[:12]))
	if s := v.Why(); s != "" {
		c.hanging("    ", c.words.Text("review.why", "why", s))
	}
	switch {
	case v.Payload == nil:
		c.hanging("    ", c.words.Text("review.removed"))
	case v.First:
		c.hanging("    ", c.words.Text("review.first")+" "+gradeIn(c, e))
	}
	for _, change := range v.Changes {
		c.hanging("    ", c.words.Change(change))
	}
}
