package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// body resolves what stands below the head of an agreement.
func (r *resolver) body(d *draft) {
	r.conditions(d)
	byLabel := 0 // d.Terms is in the order of the text, as the items are
	concerns, claims := map[string]source.Span{}, map[string]source.Span{}
	for _, item := range d.syntax.Items {
		switch item := item.(type) {
		case *syntax.Term:
			r.termBody(d, d.Terms[byLabel], item)
			byLabel++
		case *syntax.Claim:
			if r.once(claims, item.Name) {
				r.claim(d, item)
			}
		case *syntax.Concern:
			if r.once(concerns, item.Name) {
				r.concern(d, item)
			}
		case *syntax.Position:
			r.position(d, item)
		}
	}
}

// once says whether a name is new among its like.
func (r *resolver) once(seen map[string]source.Span, n syntax.Name) bool {
	if n.Missing() {
		return false
	}
	if first, twice := seen[n.Text]; twice {
		r.twice(n, first)
		return false
	}
	seen[n.Text] = n.Span
	return true
}

// conditions resolves what the head says of conditions and states: these need the names of the whole text.
func (r *resolver) conditions(d *draft) {
	c := &context{r: r, scope: d.scope, draft: d}
	for _, rd := range d.Readings {
		rd.By, _ = r.partyList(d.scope, d.readings[rd.ID].by)
	}
	entry := false
	seen := map[syntax.WhenWord]source.Span{}
	for _, h := range d.syntax.Headings {
		switch h := h.(type) {
		case *syntax.InForce:
			if h.Once != nil && !entry {
				entry = true // a second one was told as a heading that stands twice
				if cond, ok := c.cond(h.Once); ok && !h.Broken {
					d.Entry = cond
				}
			}
		case *syntax.AtStart:
			if p, ok := c.initial(h.State); ok {
				d.AtStart = append(d.AtStart, p)
			}
		case *syntax.Applies:
			c.applies(&d.Applies, h, seen)
		case *syntax.Intended:
			c.intended(nil, d.syntax.Span, h)
		}
	}
}

// applies resolves a clause that a text or a term gives its norms.
func (c *context) applies(out *Clauses, s *syntax.Applies, seen map[syntax.WhenWord]source.Span) {
	if first, twice := seen[s.Word]; twice {
		c.r.fail(codeClauseTwice, s.Span, nil, diag.Related{Key: "first", Span: first})
		return
	}
	seen[s.Word] = s.Span
	cond, ok := c.cond(s.Cond)
	if !ok || s.Broken {
		return
	}
	*map[syntax.WhenWord]*Cond{syntax.If: &out.If, syntax.Once: &out.Once, syntax.While: &out.While, syntax.UntilCond: &out.Until}[s.Word] = cond
}

// initial resolves a state that held when the text started: one constant for each role that is given.
func (c *context) initial(s *syntax.Pattern) (Pattern, bool) {
	p, ok := c.pattern(s, askState)
	if !ok {
		return p, false
	}
	for _, w := range p.Wants {
		if len(w.Values) != 1 || w.Values[0].Near > 0 {
			c.r.fail(codeAtStart, w.Span, diag.Args("name", w.Role.Name))
			ok = false
		}
	}
	return p, ok
}

func (r *resolver) termBody(d *draft, t *Term, s *syntax.Term) {
	if s.Track != nil {
		if track, ok := d.tracks[s.Track.Text]; ok {
			t.Track = track
		} else if !s.Track.Missing() {
			r.unknown(d.open, codeTrack, *s.Track, names(d.tracks), nil)
		}
	}
	langs := map[string]source.Span{}
	applied := map[syntax.WhenWord]source.Span{}
	c := &context{r: r, scope: d.scope, draft: d}
	var said *syntax.Reading
	var above *Norm // the norm directly above
	for _, item := range s.Items {
		switch item := item.(type) {
		case *syntax.Text:
			if t.Texts == nil {
				t.Texts = Titles{}
			}
			r.addTitles(t.Texts, item.Words, langs)
		case *syntax.Nature:
			t.Nature = Nature(item.Word) + Recital
		case *syntax.Applies:
			c.applies(&t.Applies, item, applied)
		case *syntax.TextOnly:
			c.textOnly(t, item)
		case *syntax.Intended:
			c.intended(t, s.Span, item)
		case *syntax.Reading:
			c.reading, above, said = d.readings[item.Name.Text], nil, item
		case *syntax.CountsAs:
			if said != nil {
				r.fail(codeRuleInReading, item.Label.Span, nil, diag.Related{Key: "reading", Span: said.Span})
				continue
			}
			if rule := d.rules[item.Label.Text]; rule != nil && rule.Span == item.Label.Span && c.countsAs(rule, item) {
				d.Counts = append(d.Counts, rule)
			}
		case *syntax.Norm:
			n := d.norms[item.Label.Text]
			if said != nil {
				n = c.ownNorm(item.Label.Text)
			}
			if n == nil || n.Label != item.Label.Span {
				above = nil
				continue // it has no label, or one that is used twice
			}
			if r.norm(c, n, item, above) {
				if n.Reading != nil {
					n.Reading.Norms = append(n.Reading.Norms, n)
				} else {
					t.Norms = append(t.Norms, n)
				}
			}
			above = n
		}
	}
}

func (r *resolver) claim(d *draft, s *syntax.Claim) {
	c := &context{r: r, scope: d.scope, draft: d}
	by, ok := r.partyList(d.scope, s.By)
	out := &Claim{ID: s.Name.Text, By: by, Titles: r.titles(s.Title), RedLine: s.RedLine, Span: s.Span}
	fine := false
	switch {
	case s.Compare != nil && s.Compare.With != nil:
		r.fail(codeClaimNumber, s.Compare.With.Span, nil)
	case s.Compare != nil:
		out.Figure, fine = c.figure(&s.Compare.Figure)
		out.Op, out.N, out.Number = s.Compare.Op, int64(s.Compare.N.Value), true
	case s.Seen != nil:
		out.Figure, fine = c.seenFigure(s.Seen)
		out.N = 1
	}
	if ok && fine && !s.Broken {
		d.Claims = append(d.Claims, out)
	}
}

// seenFigure is the figure of a claim that one such act happened.
func (c *context) seenFigure(s *syntax.Seen) (f Figure, ok bool) {
	f.Measure = syntax.Count
	f.Pattern, ok = c.pattern(s.Pattern, askAct)
	return c.between(f, s.From, s.Until, ok)
}

func (r *resolver) concern(d *draft, s *syntax.Concern) {
	of, ok := r.party(d.scope, s.Of)
	out := &Concern{ID: s.Name.Text, Of: of, Titles: r.titles(s.Title), Span: s.Span}
	for _, label := range s.AnsweredBy {
		t, found := r.term(d, label)
		if !found {
			ok = false
			continue
		}
		out.AnsweredBy = append(out.AnsweredBy, t)
	}
	if ok && !s.Broken {
		d.Concerns = append(d.Concerns, out)
	}
}

func (r *resolver) position(d *draft, s *syntax.Position) {
	who, ok := r.party(d.scope, s.Party)
	of := d
	if s.Term == nil {
		var found bool
		if of, found = r.agreement(s.Agreement); !found {
			return
		}
	}
	out := &Position{Party: who, Stance: s.Stance, Agreement: of.Agreement, On: s.On.Date, Said: r.titles(s.Said), Span: s.Span}
	if s.Term != nil {
		var found bool
		out.Term, found = r.term(d, *s.Term)
		ok = ok && found
	}
	if !ok || s.Broken || out.On.IsZero() {
		return
	}
	if !of.Dated.IsZero() && out.On.Compare(of.Dated) < 0 {
		r.say(diag.Diagnostic{
			Code: codeEarlyStance, Severity: diag.Remark, Span: s.On.Span,
			Args: diag.Args("date", out.On.String(), "dated", of.Dated.String(), "name", of.ID),
		})
	}
	d.Positions = append(d.Positions, out)
}
