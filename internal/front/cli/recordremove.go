package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
)

var (
	recordRemove = &verb{name: "record remove", plain: true, run: runRecordRemove, flags: []flag{
		{"ground", "", "cli.value.ground"},
		{"entries", "", "cli.value.entries"},
		{"incident", "", "cli.value.name"},
		secondFlag, whyFlag, identityFolder,
	}}
	recordRemovals = &verb{name: "record removals", run: runRecordRemovals}
	recordAccesses = &verb{name: "record accesses", run: runRecordAccesses}
)

func runRecordRemove(c *call) int {
	ground := c.get("ground", "")
	if !slices.Contains(record.Grounds, ground) {
		return c.misuse(&usage{"cli.usage.ground", []any{"value", ground, "grounds", strings.Join(record.Grounds, ", "), "near", suggest.Nearest(ground, record.Grounds)}})
	}
	if !c.set("entries") && !c.set("incident") {
		return c.misuse(&usage{"cli.usage.entries", []any{"value", ""}})
	}
	var named []int64
	if c.set("entries") {
		list, err := seqs(c.get("entries", ""))
		if err != nil {
			return c.misuse(&usage{"cli.usage.entries", []any{"value", c.get("entries", "")}})
		}
		named = list
	}
	return c.withRecord(func(a *app.App) int {
		if id := c.get("incident", ""); id != "" {
			history, err := a.Store().History(c.ctx, record.KindIncident, id)
			if err != nil {
				return c.failAbout(id, err)
			}
			for i := range history {
				if !history[i].Gone() {
					named = append(named, history[i].Seq)
				}
			}
		}
		plan, err := a.PlanRemoval(c.ctx, named, ground, c.get("why", ""))
		if err != nil {
			return c.failEach(err)
		}
		return c.remove(a, plan)
	})
}

// remove tells a plan, and carries it out where a second person is named.
func (c *call) remove(a *app.App, p *app.Removing) int {
	if !c.set("second") {
		c.tellRemoving(p, "cli.remove.would")
		c.say("cli.remove.second")
		return exitRemarks
	}
	head, err := a.Remove(c.ctx, p, c.get("second", ""))
	if err != nil && !errors.Is(err, app.ErrUnreached) {
		return c.fail(err)
	}
	c.tellRemoving(p, "cli.remove.gone")
	c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
	if err != nil {
		return c.fail(err)
	}
	return exitFine
}

// tellRemoving tells what goes, by kinds and positions alone, and what is out of reach.
func (c *call) tellRemoving(p *app.Removing, key string) {
	c.line(c.words.Plural(key, int64(len(p.Entries))))
	c.tellEntries(p.Entries)
	for _, h := range p.Boxes {
		c.line("  " + c.words.Text("cli.remove.box", "box", h.String()[:12]))
	}
	for _, h := range p.Files {
		c.line("  " + c.words.Text("cli.remove.file", "file", h.String()))
	}
	for _, h := range p.Shared {
		c.wrapped(2, c.words.Text("cli.remove.shared", "file", h.String()))
	}
	for _, d := range p.Left {
		c.wrapped(2, c.words.Text("cli.remove.left", "file", d.Hash.String()))
	}
	for _, id := range p.Changed {
		c.line("  " + c.words.Text("cli.remove.changed", "incident", id))
	}
	for _, id := range p.Publications {
		c.line("  " + c.words.Text("cli.remove.publication", "incident", id))
	}
	c.line(c.words.Text("cli.remove.unreached"))
	c.wrapped(2, c.words.Text("cli.remove.backups"))
	for i := range p.Taken {
		t := &p.Taken[i]
		c.wrapped(2, c.words.Text("cli.remove.taken", "user", t.User, "when", c.stamp(t.When), "id", t.ID))
	}
}

// tellEntries tells what lost its content: where it stood and of what kind it was, of files also which sort.
func (c *call) tellEntries(list []record.Removed) {
	for _, e := range list {
		kind := c.words.Text("entry." + string(e.Kind))
		if e.Type != "" {
			kind = c.words.Text("cli.removals.file", "type", e.Type)
		}
		c.line(fmt.Sprintf("  #%d %s", e.Seq, kind))
	}
}

// stamp writes an instant of the record in UTC.
func (c *call) stamp(t int64) string { return locale.DateTime(c.words.Lang(), t, civil.UTC) }

func runRecordRemovals(c *call) int {
	return c.withRecord(func(a *app.App) int {
		list, err := a.Removals(c.ctx)
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			return c.json("removals", map[string]any{"removals": append([]record.Removal{}, list...)}, nil)
		}
		for i := range list {
			r := &list[i]
			c.wrapped(0, c.words.Text("cli.removals.one", "ground", c.words.Text("ground."+r.Ground), "by", r.By, "second", r.Second, "day", c.reader().When(r.When)))
			c.tellEntries(r.Entries)
			if r.Why != "" {
				c.wrapped(2, c.words.Foreign(r.Why))
			}
		}
		if len(list) == 0 {
			c.line(c.words.Text("cli.removals.none"))
		}
		return exitFine
	})
}

type accessJSON struct {
	ID      string      `json:"id"`
	User    string      `json:"user"`
	What    string      `json:"what"`
	Kind    record.Kind `json:"kind,omitempty"`
	Subject string      `json:"subject,omitempty"`
	When    string      `json:"when"`
	Why     string      `json:"why,omitempty"`
}

func runRecordAccesses(c *call) int {
	return c.withRecord(func(a *app.App) int {
		list, err := a.Accesses(c.ctx)
		if err != nil {
			return c.fail(err)
		}
		if c.set("json") {
			out := []accessJSON{}
			for _, v := range list {
				out = append(out, accessJSON{v.ID, v.User, v.What, v.Kind, v.Subject, instant(v.When), v.Why})
			}
			return c.json("accesses", map[string]any{"accesses": out}, nil)
		}
		for i := range list {
			v := &list[i]
			c.hanging("", c.stamp(v.When)+" "+c.words.Foreign(v.User)+" "+c.words.Access(v.What)+" "+c.words.Foreign(v.Subject)+" "+c.words.Foreign(v.Why))
		}
		if len(list) == 0 {
			c.line(c.words.Text("cli.accesses.none"))
		}
		return exitFine
	})
}
