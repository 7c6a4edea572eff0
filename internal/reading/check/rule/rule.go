// Package rule says what a check of a text is: a code, how grave it is, how it is found, and a text that shows it.
//
// A check finds a fact about the text. Its sentence stands in front/wording under "diag.CODE", its page under
// "check.CODE.title" and "check.CODE.page"; no text is made here.
package rule

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/schedule"
)

// Rule is one check.
type Rule struct {
	Code     diag.Code
	Severity diag.Severity
	Run      func(*Text) []diag.Diagnostic // Code and Severity are filled in by the caller; nil: it looks at the remarks of others
	Plays    bool                          // it makes runs: it is asked only of texts without errors
	Example  string                        // a text that gives this remark once, and no other
	Mended   string                        // the same text without the fault: none stands open
}

// Text is what checks read: the same agreements as resolved, with places of all words, and as judged.
type Text struct {
	Book    *terms.Book
	Program *norms.Program

	schedules []schedule.Schedule
}

// Schedules gives the schedule of the text and of each of its readings; it is made once.
func (t *Text) Schedules() []schedule.Schedule {
	if t.schedules == nil {
		t.schedules = schedule.Of(t.Program)
	}
	return t.schedules
}

// Norms calls f for every norm, in the order of the text.
func (t *Text) Norms(f func(a *terms.Agreement, n *terms.Norm)) {
	for _, a := range t.Book.Agreements {
		for n := range a.AllNorms {
			f(a, n)
		}
	}
}

// Judged gives the norm as it is judged, of the text or of its own reading; nil where an error kept it out.
func (t *Text) Judged(n *terms.Norm) *norms.Norm {
	if n.Reading == nil {
		return t.Program.Norm(n.Name())
	}
	a := t.Program.Agreement(n.Agreement.ID)
	for i := range a.Readings {
		r := &a.Readings[i]
		for j := range r.Norms {
			if r.ID == n.Reading.ID && r.Norms[j].ID == n.ID {
				return &r.Norms[j]
			}
		}
	}
	return nil
}

// Label names a norm for a sentence: by its label; among several texts with the text's name before it, as a text would refer to it.
func (t *Text) Label(full string) string {
	if n := t.Program.Norm(full); n != nil && len(t.Program.Agreements) == 1 {
		return n.ID
	}
	return full
}
