package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/files/display"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
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
func (c *call) show(cs *review.Case, base *record.Base, person func(string) string, file fileOf, today civil.Date) {
	rd, b := c.reader(), cs.Bundle
	in := &b.Incident
	c.hanging("", c.bold(c.title(in.Title, in.ID)))
	if b.Withdrawn {
		c.wrapped(0, c.words.Text("board.withdrawn"))
	}
	if b.Into != "" {
		c.wrapped(0, c.words.Text("board.merged", "into", b.Into))
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
	for i, line := range rd.Involved(in, person) {
		if i == 0 {
			c.field("review.persons", line)
			continue
		}
		c.hanging(strings.Repeat(" ", 19), line)
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.assessments.title")))
	for i := range b.Assessments {
		a := &b.Assessments[i]
		c.assessment(a, person)
		c.finding(rd.Finding(cs, a.Assessor, itself, today))
	}
	if rs := cs.Findings(); slices.ContainsFunc(rs, func(f review.Finding) bool { return len(f.Persons) > 0 }) {
		c.wrapped(2, c.words.Text("review.declared_lead"))
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.accounts.title")))
	for i := range b.Accounts {
		c.account(&b.Accounts[i], file)
	}
	c.lineage(base, b)
	for i := range b.Denials {
		d := &b.Denials[i]
		c.line("  " + c.words.Text("board.denial", "party", d.Party, "stance", wording.Phrase(c.words.Stance(d.Stance)), "date", wording.Phrase(rd.When(d.When)), "says", wording.Phrase(c.title(d.Says, ""))))
	}
	c.merged(b, person, file)
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.history.title")))
	for i := range cs.History {
		e := &cs.History[i]
		c.line(fmt.Sprintf("  #%d %s %s %s %s %s", e.Seq, locale.DateTime(c.words.Lang(), e.Entered, civil.UTC), c.words.Text("entry."+string(e.Kind)), gradeIn(c, e), c.words.Foreign(cmp.Or(e.Actor, "–")), e.ID.String()[:12]))
	}
}

// lineage prints to how few voices the accounts go back, and who rests on whom.
func (c *call) lineage(base *record.Base, b *record.Bundle) {
	v := board.Lineage(c.reader(), base, b, itself, itself)
	if v == nil {
		return
	}
	c.hanging("  ", v.Count)
	for _, line := range slices.Concat(v.Rests, v.Roots) {
		c.hanging("    ", line)
	}
	if v.One {
		c.wrapped(2, c.words.Text("board.roots.one"))
	}
}

// merged prints what was merged into the incident, as it was said.
func (c *call) merged(b *record.Bundle, person func(string) string, file fileOf) {
	if len(b.Merged) == 0 {
		return
	}
	fmt.Fprintln(c.out)
	c.line(c.bold(c.words.Text("board.merged.title")))
	for i := range b.Merged {
		m := &b.Merged[i]
		c.hanging("  ", c.reader().When(m.Incident.When)+"  "+c.title(m.Incident.Title, m.Incident.ID)+" ["+c.words.Foreign(m.Incident.ID)+"]")
		for j := range m.Assessments {
			c.assessment(&m.Assessments[j], person)
		}
		for j := range m.Accounts {
			c.account(&m.Accounts[j], file)
		}
	}
}

func itself(word string) string { return word }

func (c *call) assessment(a *record.Assessment, person func(string) string) {
	rd := c.reader()
	c.line("  " + c.words.Text("board.assessed_by", "by", a.Assessor))
	line := c.words.Text("review.act_grade") + ": " + c.words.Grade(a.Grade).Word
	if a.Contested {
		line += " " + wording.Contested + " " + c.words.Text("board.contested")
	}
	c.hanging("    ", line)
	for _, t := range a.Attributions {
		c.hanging("    ", c.words.Text("review.attribution_grade", "party", t.To, "grade", wording.Phrase(c.words.Grade(t.Grade).Word)))
	}
	if a.OneOf {
		c.hanging("    ", c.words.Text("board.group", "grade", wording.Phrase(c.words.Grade(a.Group).Word)))
	}
	if a.OneOf && a.Exhaustive {
		c.hanging("    ", c.words.Text("board.exhaustive"))
	}
	for _, n := range c.words.Counts(a.Amounts, rd.Range) {
		c.hanging("    ", n.Role+": "+n.Text)
	}
	if a.Status != "" {
		c.line("    " + c.words.Text("review.status") + ": " + c.words.ViolationStatus(a.Status))
	}
	if a.Reliability != "" {
		c.line("    " + c.words.Text("review.reliability") + ": " + c.words.Reliability(a.Reliability))
	}
	for _, line := range rd.Degrees(a, itself, person) {
		c.hanging("    ", c.words.Text("review.involvement")+": "+line)
	}
	if a.Verbatim != "" {
		c.line("    " + c.words.Text("quote", "text", a.Verbatim))
	}
	if a.Why != "" {
		c.wrapped(4, c.words.Foreign(a.Why))
	}
}

// finding prints how far a finding has come, and what was answered to it.
func (c *call) finding(v *board.FindingView) {
	line := c.words.Text("review.stage") + ": " + v.Stage
	for _, more := range []string{v.Imported, v.SentBack} {
		if more != "" {
			line += "; " + more
		}
	}
	c.hanging("    ", line)
	for _, more := range slices.Concat([]string{v.By, v.Why}, v.Put, v.Dissents) {
		if more != "" {
			c.hanging("    ", more)
		}
	}
}

func (c *call) account(a *record.Account, file fileOf) {
	rd := c.reader()
	published := c.words.Text("board.published", "date", wording.Phrase(rd.When(a.Published)))
	c.line("  " + c.words.Text("list.comma", "a", a.Source, "b", wording.Phrase(published)) + "  " + c.words.Foreign(a.URL))
	var lines []string
	if a.Connection != "" {
		lines = append(lines, c.words.Text("review.connection")+": "+c.words.Connection(a.Connection))
	}
	if len(a.Cites) > 0 {
		lines = append(lines, c.words.Text("review.cites", "sources", wording.Phrase(c.words.Series(c.foreign(a.Cites)))))
	}
	if claims := rd.Claims(&a.Claim, itself); claims != "" {
		lines = append(lines, claims)
	}
	for _, line := range append(lines, rd.Words(a)...) {
		c.hanging("    ", line)
	}
	for _, h := range a.Files {
		c.hanging("    ", c.accountFile(h, file(h)))
	}
}

// fileOf looks up what the record says of a file; nil: nothing that whoever looks may see.
type fileOf func(record.Hash) *record.File

// accountFile tells a file of an account in a line.
func (c *call) accountFile(h record.Hash, f *record.File) string {
	short := h.String()[:12]
	if f == nil {
		return c.words.Text("review.file_unknown", "hash", short)
	}
	key := "review.file_no_copy"
	if display.Has(f.Type) {
		key = "review.file"
	}
	rd := c.reader()
	return c.words.Text(key, "name", rd.FileName(f), "type", f.Type, "size", wording.Phrase(rd.Bytes(f.Size)), "hash", short)
}

// gradeIn tells what an assessment's entry holds, so that a regrading shows in the history.
func gradeIn(c *call, e *record.Entry) string {
	payload, err := record.Decode(e.Kind, e.Version, e.Payload)
	if err != nil {
		return ""
	}
	switch p := payload.(type) {
	case record.Assessment:
		return "(" + c.words.Foreign(p.Assessor) + ": " + c.words.Assessment(&p, c.words.Foreign) + ")"
	case record.Review:
		return "(" + c.words.Foreign(p.Assessor) + ": " + c.words.Stage(p.Stage) + ")"
	}
	return ""
}

func (c *call) field(key, value string) {
	if value != "" {
		c.line("  " + locale.Pad(c.words.Text(key), 16) + " " + value)
	}
}
