package terms

import (
	"strconv"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// readingDraft is a reading while it is resolved.
type readingDraft struct {
	*Reading
	norms map[string]*Norm // by label
	by    []syntax.Name    // who reads so, as written
}

// mostReadings is how many readings a run may have (spec/norms.md, section 12).
const mostReadings = 16

// declareReading enters a reading where it is named first; later mentions add norms to it.
func (r *resolver) declareReading(d *draft, s *syntax.Reading) *readingDraft {
	if s.Name.Missing() {
		return &readingDraft{Reading: &Reading{}, norms: map[string]*Norm{}}
	}
	first := d.readings[s.Name.Text]
	described := len(s.By) > 0 || len(s.Title) > 0
	switch {
	case first == nil:
		first = &readingDraft{
			Reading: &Reading{ID: s.Name.Text, Titles: r.titles(s.Title), Span: s.Name.Span},
			norms:   map[string]*Norm{}, by: s.By,
		}
		d.readings[s.Name.Text] = first
		d.Readings = append(d.Readings, first.Reading)
		if len(s.By) == 0 && !s.Broken {
			r.fail(codeReadingBy, s.Name.Span, diag.Args("name", s.Name.Text))
		}
		if len(d.Readings) == mostReadings+1 {
			r.fail(codeReadings, s.Name.Span, diag.Args("limit", strconv.Itoa(mostReadings)))
		}
	case described:
		r.fail(codeReadingTwice, s.Name.Span, diag.Args("name", s.Name.Text), diag.Related{Key: "first", Span: first.Span})
	}
	return first
}

// textOnly resolves wording that is not made a norm.
func (c *context) textOnly(t *Term, s *syntax.TextOnly) {
	out := TextOnly{Texts: c.r.titles(s.Words), Span: s.Span}
	if s.Of != nil {
		var ok bool
		if out.Norm, ok = c.norm(syntax.Ref{Name: *s.Of}, codeNorm); !ok {
			return
		}
	}
	if !s.Broken {
		t.Only = append(t.Only, out)
	}
}

// countsAs resolves a rule that an act counts as another. What it counts as has one value, written out, for each role that it gives.
func (c *context) countsAs(out *CountsAs, s *syntax.CountsAs) bool {
	var ok, fine bool
	out.From, ok = c.pattern(s.From, askAct)
	out.To, fine = c.pattern(s.To, askAct)
	ok = ok && fine
	out.For, fine = c.r.partyList(c.scope, s.For)
	ok = ok && fine && !s.Broken
	for _, w := range out.To.Wants {
		one := len(w.Values) == 1 || w.All
		if w.Amount != nil {
			one = w.Amount.Op == syntax.Equal
		}
		for _, v := range w.Values {
			one = one && v.Near == 0
		}
		if !one || w.Role == out.To.Act.Doer() {
			c.r.fail(codeCountsTo, w.Span, diag.Args("name", w.Role.Name))
			ok = false
		}
	}
	return ok
}
