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
	"mithaq/internal/evidence/review"
)

var (
	assessorFlag = flag{"assessor", "", "cli.value.name"}

	recordReview = &verb{name: "record review", plain: true, min: 1, max: 1, run: runRecordReview, flags: []flag{
		{"stage", "", "cli.value.stage"}, assessorFlag, secondFlag, whyFlag,
	}}
	recordPut = &verb{name: "record put", plain: true, min: 1, max: 1, run: runRecordPut, flags: []flag{
		{"party", "", "cli.value.word"}, {"asked", "", "cli.value.day"}, {"until", "", "cli.value.day"}, assessorFlag, secondFlag,
	}}
	recordAnswer = &verb{name: "record answer", plain: true, min: 1, max: 1, run: runRecordAnswer, flags: []flag{
		{"party", "", "cli.value.word"}, {"on", "", "cli.value.day"}, {"stance", "", "cli.value.word"}, {"says", "", "cli.value.text"}, assessorFlag,
	}}
	recordAdopt = &verb{name: "record adopt", plain: true, min: 1, max: 1, run: runRecordAdopt, flags: []flag{
		{"from", "", "cli.value.name"}, assessorFlag, whyFlag,
	}}
	recordDissent = &verb{name: "record dissent", plain: true, min: 1, max: 1, run: runRecordDissent, flags: []flag{
		{"says", "", "cli.value.text"}, assessorFlag,
	}}
)

// needs tells that a flag is missing.
func (c *call) needs(name string) *usage {
	if c.get(name, "") != "" {
		return nil
	}
	return &usage{"cli.usage.needs", []any{"verb", c.verb.name, "flag", "--" + name}}
}

// day reads a flag that is a date.
func (c *call) day(name, otherwise string) (string, *usage) {
	v := c.get(name, otherwise)
	if _, err := civil.ParseEDTF(v); v != "" && err != nil {
		return "", &usage{"cli.usage.cut", []any{"flag", "--" + name, "value", v}}
	}
	return v, nil
}

// decided tells what a decision became.
func (c *call) decided(about string, head record.Head, err error) int {
	if err != nil {
		return c.failAbout(about, err)
	}
	c.line(c.words.Text("cli.record.entered", "n", head.Seq, "hash", head.Hash.String()[:12]))
	return exitFine
}

func (c *call) step(s app.Step) int {
	s.Incident, s.Assessor, s.Second, s.Why = c.args[0], c.get("assessor", ""), c.get("second", ""), c.get("why", "")
	return c.withRecord(func(a *app.App) int {
		head, err := a.TakeStep(c.ctx, s)
		return c.decided(s.Incident, head, err)
	})
}

// stage tells what is wrong with --stage.
func (c *call) stage() *usage {
	if u := c.needs("stage"); u != nil {
		return u
	}
	if stage := c.get("stage", ""); !slices.Contains(record.Stages, stage) {
		return &usage{"cli.usage.stage", []any{"value", stage, "near", suggest.Nearest(stage, record.Stages)}}
	}
	return nil
}

func runRecordReview(c *call) int {
	if u := c.stage(); u != nil {
		return c.misuse(u)
	}
	return c.step(app.Step{Stage: c.get("stage", "")})
}

func runRecordPut(c *call) int {
	asked, u := c.day("asked", "")
	until, u2 := c.day("until", "")
	if u == nil {
		u = u2
	}
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		if asked == "" {
			asked = a.Today().String()
		}
		head, err := a.TakeStep(c.ctx, app.Step{
			Incident: c.args[0], Assessor: c.get("assessor", ""), Stage: review.Put, Second: c.get("second", ""), Parties: c.flags["party"],
			Put: func(p *record.Put) { p.Asked, p.Until = asked, until },
		})
		return c.decided(c.args[0], head, err)
	})
}

// partyAnswer reads what a party answered.
func (c *call) partyAnswer() (in app.Answer, u *usage) {
	on, u := c.day("on", "")
	if u == nil {
		u = c.needs("party")
	}
	stance := c.get("stance", "")
	if u == nil && stance != "" && !slices.Contains(record.Stances, stance) {
		u = &usage{"cli.usage.stance", []any{"value", stance, "stances", strings.Join(record.Stances, ", "), "near", suggest.Nearest(stance, record.Stances)}}
	}
	in = app.Answer{Incident: c.args[0], Assessor: c.get("assessor", ""), Parties: c.flags["party"], On: on, Stance: stance}
	if says := c.get("says", ""); says != "" {
		in.Says = record.Text{string(c.words.Lang()): says}
	}
	return in, u
}

func runRecordAnswer(c *call) int {
	in, u := c.partyAnswer()
	if u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.EnterAnswer(c.ctx, in)
		return c.decided(c.args[0], head, err)
	})
}

func runRecordAdopt(c *call) int {
	if u := c.needs("from"); u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.Adopt(c.ctx, c.args[0], c.get("from", ""), c.get("assessor", ""), c.get("why", ""), 0)
		return c.decided(c.args[0], head, err)
	})
}

func runRecordDissent(c *call) int {
	if u := c.needs("says"); u != nil {
		return c.misuse(u)
	}
	return c.withRecord(func(a *app.App) int {
		head, err := a.Dissent(c.ctx, c.args[0], c.get("assessor", ""), record.Text{string(c.words.Lang()): c.get("says", "")}, 0)
		return c.decided(c.args[0], head, err)
	})
}

// refuse tells every rule that forbids what was asked.
func (e *Env) refuse(rs review.Refusals) int {
	e.complain("cli.refused")
	for _, r := range rs {
		for i, line := range locale.Wrap(e.words.Refusal(r), max(e.width, 72)-4) {
			head := "  - "
			if i > 0 {
				head = "    "
			}
			fmt.Fprintln(e.err, head+line)
		}
	}
	return exitInput
}

// refusalsIn gives the refusals that an error is.
func refusalsIn(err error) review.Refusals {
	var rs review.Refusals
	if errors.As(err, &rs) {
		return rs
	}
	return nil
}
