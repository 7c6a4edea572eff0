package cli

import (
	"cmp"
	"fmt"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/wording"
)

var recordHistory = &verb{name: "record history", min: 1, max: 1, run: runRecordHistory}

func phrase(s string) wording.Phrase { return wording.Phrase(s) }

type versionJSON struct {
	Seq     int64           `json:"seq"`
	Kind    record.Kind     `json:"kind"`
	Subject string          `json:"subject"`
	Entered string          `json:"entered"`
	Actor   string          `json:"actor"`
	ID      record.Hash     `json:"id"`
	Why     string          `json:"why,omitempty"`
	First   bool            `json:"first"`
	Changes []review.Change `json:"changes"`
}

func runRecordHistory(c *call) int {
	id := c.args[0]
	return c.withRecord(func(a *app.App) int {
		entries, err := a.Store().History(c.ctx, record.KindIncident, id)
		if err != nil {
			return c.failAbout(id, err)
		}
		versions := review.Versions(entries)
		if c.set("json") {
			out := []versionJSON{}
			for _, v := range versions {
				e := v.Entry
				out = append(out, versionJSON{e.Seq, e.Kind, e.Subject, instant(e.Entered), e.Actor, e.ID, why(v.Payload), v.First, append([]review.Change{}, v.Changes...)})
			}
			return c.json("history", map[string]any{"incident": id, "versions": out}, nil)
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
	if s := why(v.Payload); s != "" {
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

// why gives the reason that an entry states.
func why(payload any) string {
	switch p := payload.(type) {
	case record.Assessment:
		return p.Why
	case record.Review:
		return p.Why
	case record.Publication:
		return p.Why
	case record.Withdrawal:
		return p.Why
	case record.Link:
		return p.Why
	}
	return ""
}
