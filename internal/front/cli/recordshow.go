package cli

import (
	"cmp"
	"fmt"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"

	"mithaq/internal/agreement/norms"
)

// title gives a text of the record in the reader's language, fit to stand beside sentences.
func (e *Env) title(t record.Text, id string) string {
	return e.words.Foreign(wording.Name(e.words.Lang(), norms.Names(t), id))
}

// foreign does the same for several words.
func (e *Env) foreign(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = e.words.Foreign(w)
	}
	return out
}

// show prints an incident with everything that stands about it, and its history.
func (c *call) show(b *record.Bundle, history []record.Entry) {
	rd := c.reader()
	in := &b.Incident
	c.hanging("", c.bold(c.title(in.Title, in.ID)))
	if b.Withdrawn {
		c.wrapped(0, c.words.Text("board.withdrawn"))
	}
	c.field("board.col.when", rd.When(in.When))
	c.field("board.col.act", c.words.Foreign(in.Act))
	c.field("board.col.place", c.title(in.Place.Name, ""))
	for _, w := range in.Roles {
		join := c.words.And
		if w.OneOf {
			join = c.words.Or
		}
		c.line("  " + locale.Pad(c.words.Role(w.Role), 16) + " " + join(c.foreign(w.Words)))
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.assessments.title")))
	for i := range b.Assessments {
		a := &b.Assessments[i]
		line := c.words.Text("board.assessed_by", "by", a.Assessor) + ": " + c.words.Grade(a.Grade).Word
		if a.Contested {
			line += " " + wording.Contested + " " + c.words.Text("board.contested")
		}
		c.line("  " + line)
		var to []string
		for _, t := range a.Attributions {
			to = append(to, c.words.Foreign(t.To)+": "+c.words.Grade(t.Grade).Word)
		}
		if len(to) > 0 {
			prefix := ""
			if a.OneOf {
				prefix = c.words.Text("board.one_of") + " "
			}
			c.line("    " + c.words.Text("board.attribution") + ": " + prefix + c.words.Series(to))
		}
		for _, m := range a.Amounts {
			if n := rd.Range(m.Range); n != "" && m.Total() {
				c.line("    " + c.words.Role(m.Role) + ": " + n)
			}
		}
		if a.Verbatim != "" {
			c.line("    " + c.words.Text("quote", "text", a.Verbatim))
		}
		if a.Why != "" {
			c.wrapped(4, c.words.Foreign(a.Why))
		}
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.accounts.title")))
	for i := range b.Accounts {
		a := &b.Accounts[i]
		published := c.words.Text("board.published", "date", wording.Phrase(rd.When(a.Published)))
		c.line("  " + c.words.Text("list.comma", "a", a.Source, "b", wording.Phrase(published)) + "  " + c.words.Foreign(a.URL))
	}
	for i := range b.Denials {
		d := &b.Denials[i]
		c.line("  " + c.words.Text("board.denial", "party", d.Party, "stance", wording.Phrase(c.words.Stance(d.Stance)), "date", wording.Phrase(rd.When(d.When)), "says", wording.Phrase(c.title(d.Says, ""))))
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.history.title")))
	for i := range history {
		e := &history[i]
		c.line(fmt.Sprintf("  #%d %s %s %s %s %s", e.Seq, locale.DateTime(c.words.Lang(), e.Entered, civil.UTC), c.words.Text("entry."+string(e.Kind)), gradeIn(c, e), c.words.Foreign(cmp.Or(e.Actor, "–")), e.ID.String()[:12]))
	}
}

// gradeIn tells what an assessment's entry holds, so that a regrading shows in the history.
func gradeIn(c *call, e *record.Entry) string {
	payload, err := record.Decode(e.Kind, e.Version, e.Payload)
	if a, ok := payload.(record.Assessment); err == nil && ok {
		return "(" + c.words.Foreign(a.Assessor) + ": " + c.words.Assessment(&a, c.words.Foreign) + ")"
	}
	return ""
}

func (c *call) field(key, value string) {
	if value != "" {
		c.line("  " + locale.Pad(c.words.Text(key), 16) + " " + value)
	}
}

type entryJSON struct {
	Seq     int64       `json:"seq"`
	Kind    record.Kind `json:"kind"`
	Subject string      `json:"subject"`
	Entered string      `json:"entered"`
	Actor   string      `json:"actor"`
	ID      record.Hash `json:"id"`
	Payload any         `json:"payload"`
}

func showData(b *record.Bundle, history []record.Entry) any {
	out := struct {
		Incident    record.Incident     `json:"incident"`
		Accounts    []record.Account    `json:"accounts"`
		Assessments []record.Assessment `json:"assessments"`
		Denials     []record.Position   `json:"denials"`
		Withdrawn   bool                `json:"withdrawn"`
		History     []entryJSON         `json:"history"`
	}{
		b.Incident, append([]record.Account{}, b.Accounts...), append([]record.Assessment{}, b.Assessments...), append([]record.Position{}, b.Denials...),
		b.Withdrawn,
		[]entryJSON{},
	}
	for i := range history {
		e := &history[i]
		entry := entryJSON{Seq: e.Seq, Kind: e.Kind, Subject: e.Subject, Entered: instant(e.Entered), Actor: e.Actor, ID: e.ID}
		if payload, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
			entry.Payload = payload
		}
		out.History = append(out.History, entry)
	}
	return out
}
