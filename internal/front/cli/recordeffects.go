package cli

import (
	"errors"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// effects tells what a plan changes in the statuses of the texts that the record holds. A record without texts has none.
func (c *call) effects(a *app.App, plan *intake.Plan) ([]answers.Effect, error) {
	if plan.Refused || plan.Empty() {
		return nil, nil
	}
	texts, err := a.RecordTexts(c.ctx)
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	r := app.Read(texts)
	list, err := a.Effects(c.ctx, r, plan)
	if errors.Is(err, app.ErrTexts) {
		return nil, nil // the texts in the record have errors: check says which
	}
	if err != nil {
		return nil, err
	}
	if !c.set("json") {
		c.tellEffects(r, list)
	}
	return answers.EffectsOf(list), nil
}

// tellEffects prints what changes, a line for each status and the standards at which it does.
func (c *call) tellEffects(r *app.Reading, list []app.Effect) {
	if len(list) == 0 {
		c.line(c.words.Text("cli.import.no_effects"))
		return
	}
	c.line(c.words.Plural("cli.import.effects", int64(len(list))))
	for i := range list {
		if i == maxTold {
			c.line(c.words.Plural("cli.import.more_changes", int64(len(list)-maxTold)))
			return
		}
		e := &list[i]
		name := ""
		if e.After != nil {
			name = e.After.Key.Norm
		} else {
			name = e.Is.Key.Norm
		}
		c.line("  " + name)
		for l := range status.Lanes {
			if was, is := c.effectWords(r, e, l); was != is {
				c.hanging("    ", c.words.Text("cli.import.effect", "standard", c.words.Grade(grade.Standards[l]).Word, "before", was, "after", is))
			}
		}
		if e.Members > 0 {
			c.line("    " + c.words.Plural("cli.import.members", int64(e.Members)))
		}
	}
}

// effectWords gives the words of a status before and after, at one standard.
func (c *call) effectWords(r *app.Reading, e *app.Effect, lane int) (was, is string) {
	if e.After != nil {
		return c.words.State(e.Before.Lanes[lane], e.Before).Word, c.words.State(e.After.Lanes[lane], e.After).Word
	}
	l := wording.Lookup{Program: r.Program}.In(c.words)
	return c.words.Claim(l, e.Was, lane).Word, c.words.Claim(l, e.Is, lane).Word
}
