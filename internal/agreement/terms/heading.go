package terms

import (
	"slices"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
)

// draft is an agreement while it is resolved.
type draft struct {
	*Agreement
	syntax *syntax.Agreement
	scope  *scope
	marks  map[string]*Mark
	terms  map[string]*Term
	tracks map[string]*Track
	norms  map[string]*Norm     // by label; those with errors too, so that references to them are no further errors
	rules  map[string]*CountsAs // by label
	open   bool                 // part of it could not be read: an unknown name may be there

	readings map[string]*readingDraft
}

// declareAgreement enters an agreement, its marks, and the labels of its terms and norms.
func (r *resolver) declareAgreement(f *syntax.File, s *syntax.Agreement) *draft {
	d := &draft{
		Agreement: &Agreement{
			ID: s.Name.Text, Titles: r.titles(s.Title), File: f, Zone: civil.UTC, Standard: grade.Corroborated, Span: s.Name.Span,
		},
		syntax: s, scope: newScope(),
		marks: map[string]*Mark{}, terms: map[string]*Term{}, tracks: map[string]*Track{}, norms: map[string]*Norm{},
		rules: map[string]*CountsAs{}, readings: map[string]*readingDraft{},
	}
	if first, twice := r.agreements[d.ID]; twice && d.ID != "" {
		r.twice(s.Name, first.Span)
	} else {
		r.agreements[d.ID] = d
	}
	r.book.Agreements = append(r.book.Agreements, d.Agreement)
	for _, item := range s.Items {
		switch item := item.(type) {
		case *syntax.Mark:
			m := &Mark{ID: item.Name.Text, Titles: r.titles(item.Title), Span: item.Name.Span}
			if enter(r, d.marks, nil, item.Name, m) {
				d.Marks = append(d.Marks, m)
			}
		case *syntax.Track:
			t := &Track{ID: item.Name.Text, Titles: r.titles(item.Title), Span: item.Name.Span}
			if enter(r, d.tracks, nil, item.Name, t) {
				d.Tracks = append(d.Tracks, t)
			}
		case *syntax.Term:
			r.declareTerm(d, item)
		case *syntax.Bad:
			d.open = true
		}
	}
	return d
}

// declareTerm enters a term and the labels of its norms. A label is a norm's, or a mark's, never both: a point in time may be either.
func (r *resolver) declareTerm(d *draft, s *syntax.Term) {
	t := &Term{ID: s.Label.Text, Titles: r.titles(s.Title), Span: s.Label.Span}
	if first, twice := d.terms[t.ID]; twice && t.ID != "" {
		r.labelTwice(s.Label, first.Span)
	} else {
		d.terms[t.ID] = t
	}
	d.Terms = append(d.Terms, t)
	var reading *readingDraft
	for _, item := range s.Items {
		switch item := item.(type) {
		case *syntax.Bad:
			d.open = true
		case *syntax.Reading:
			reading = r.declareReading(d, item)
		case *syntax.Norm:
			r.declareNorm(d, t, reading, item)
		case *syntax.CountsAs:
			if !item.Label.Missing() && !r.labelTaken(d, nil, item.Label) {
				d.rules[item.Label.Text] = &CountsAs{ID: item.Label.Text, Term: t, Span: item.Label.Span}
			}
		}
	}
}

// declareNorm enters the label of a norm: in its reading, or in the text.
func (r *resolver) declareNorm(d *draft, t *Term, reading *readingDraft, s *syntax.Norm) {
	if s.Label.Missing() || r.labelTaken(d, reading, s.Label) {
		return
	}
	n := &Norm{ID: s.Label.Text, Agreement: d.Agreement, Term: t, Span: s.Span, Label: s.Label.Span}
	if reading != nil {
		n.Reading = reading.Reading
		reading.norms[n.ID] = n
		return
	}
	d.norms[n.ID] = n
}

// labelTaken says whether a label is used already. A norm of a reading may have that of a norm of the text.
func (r *resolver) labelTaken(d *draft, reading *readingDraft, n syntax.Name) bool {
	norms := d.norms
	if reading != nil {
		norms = reading.norms
	}
	if first, twice := norms[n.Text]; twice {
		r.labelTwice(n, first.Label)
	} else if first, twice := d.marks[n.Text]; twice {
		r.labelTwice(n, first.Span)
	} else if first, twice := d.rules[n.Text]; twice {
		r.labelTwice(n, first.Span)
	} else {
		return false
	}
	return true
}

func (r *resolver) labelTwice(n syntax.Name, first source.Span) {
	r.fail(codeLabelTwice, n.Span, diag.Args("name", n.Text), diag.Related{Key: "first", Span: first})
}

// headings resolves the head of an agreement. Vocabularies first: the names of all other headings are theirs.
func (r *resolver) headings(d *draft) {
	r.uses(d)
	seen := map[string]source.Span{}
	for _, h := range d.syntax.Headings {
		if sort := headingSort(h); sort != "" {
			if first, twice := seen[sort]; twice {
				r.fail(codeHeadTwice, h.Head().Span, nil, diag.Related{Key: "first", Span: first})
				continue
			}
			seen[sort] = h.Head().Span
		}
		r.heading(d, h)
	}
	for _, need := range []struct {
		sort string
		code diag.Code
	}{{"force", codeNoForce}, {"dated", codeNoDate}, {"zone", codeNoZone}} {
		if _, there := seen[need.sort]; !there {
			r.missing(d, need.code)
		}
	}
}

// headingSort names the headings that stand once; "" for those that may stand several times.
func headingSort(h syntax.Heading) string {
	switch h := h.(type) {
	case *syntax.Force:
		return "force"
	case *syntax.Dated:
		return "dated"
	case *syntax.InForce:
		if h.Once != nil {
			return "in force once"
		}
		return "in force"
	case *syntax.Disputes:
		return "disputes"
	case *syntax.FirstDay:
		return "first day"
	case *syntax.TimeZone:
		return "zone"
	case *syntax.Standard:
		return "standard"
	case *syntax.Observed:
		return "observed"
	}
	return ""
}

// missing says that a heading is missing, unless part of the head could not be read.
func (r *resolver) missing(d *draft, code diag.Code, fixes ...diag.Fix) {
	if d.syntax.Broken || d.syntax.Name.Missing() {
		return
	}
	r.say(diag.Diagnostic{Code: code, Severity: diag.Error, Span: d.Span, Args: diag.Args("name", d.ID), Fixes: fixes})
}

// uses makes the scope of an agreement from the vocabularies that it names.
func (r *resolver) uses(d *draft) {
	said := false
	for _, h := range d.syntax.Headings {
		u, ok := h.(*syntax.Uses)
		if !ok {
			continue
		}
		said = true
		for _, n := range u.Names {
			v, ok := r.vocabularies[n.Text]
			switch {
			case n.Missing():
				d.scope.open = true
			case !ok:
				r.unknown(false, codeVocabulary, n, names(r.vocabularies), nil)
				d.scope.open = true
			case !slices.Contains(d.Uses, v.Vocabulary):
				d.Uses = append(d.Uses, v.Vocabulary)
				d.scope.include(v.scope)
			}
		}
	}
	if !said {
		var fixes []diag.Fix
		for _, v := range r.order {
			fixes = append(fixes, diag.Fix{Key: "add", Args: diag.Args("vocabulary", v.ID)})
		}
		r.missing(d, codeNoUses, fixes...)
	}
	if !said || d.scope.open {
		d.scope.include(r.all) // so that what can be told of the names is told
		d.scope.open = true
	}
}

// heading resolves one line of the head.
func (r *resolver) heading(d *draft, h syntax.Heading) {
	switch h := h.(type) {
	case *syntax.Force:
		d.Force = h.Word
		d.By, _ = r.partyList(d.scope, h.By)
		d.To, _ = r.partyList(d.scope, h.To)
	case *syntax.Dated:
		d.Dated = h.Date.Date
	case *syntax.InForce:
		d.InForce = moment(h.From)
	case *syntax.Disputes:
		d.Disputes, _ = r.partyList(d.scope, h.To)
	case *syntax.FirstDay:
		d.FirstDay = true
	case *syntax.TimeZone:
		zone, err := civil.LoadZone(h.Zone.Text)
		if err != nil {
			r.fail(codeTimeZone, h.Zone.Span, diag.Args("name", h.Zone.Text))
			return
		}
		d.Zone = zone
	case *syntax.Standard:
		if h.Grade != syntax.NoGrade { // a missing one was told by the parser
			d.Standard = [...]grade.Grade{syntax.Alleged: grade.Alleged, syntax.Corroborated: grade.Corroborated, syntax.Verified: grade.Verified}[h.Grade]
		}
	case *syntax.Observed:
		d.Observed, _ = r.observed(d, h)
	case *syntax.Supersedes:
		for _, ref := range h.Texts {
			if s, ok := r.superseded(ref); ok {
				d.Supersedes = append(d.Supersedes, s)
				r.superseding[d.Agreement] = append(r.superseding[d.Agreement], ref.Span)
			}
		}
	case *syntax.Includes:
		for _, n := range h.Names {
			if other, ok := r.agreement(n); ok {
				d.Includes = append(d.Includes, other.Agreement)
				r.including[d.Agreement] = append(r.including[d.Agreement], n.Span)
			}
		}
	case *syntax.Partial:
		d.Partial = true
	}
}

// superseded resolves "X", an agreement, or "X.3", a term of it.
func (r *resolver) superseded(ref syntax.Ref) (s Superseded, ok bool) {
	text := ref.Name
	if ref.Of != nil {
		text = *ref.Of
	}
	d, ok := r.agreement(text)
	if !ok {
		return s, false
	}
	s.Agreement = d.Agreement
	if ref.Of != nil {
		s.Term, ok = r.term(d, ref.Name)
	}
	return s, ok
}

func (r *resolver) observed(d *draft, s *syntax.Observed) (*Observed, bool) {
	by, ok := r.partyList(d.scope, s.By)
	return &Observed{By: by, Percent: s.Percent.Value}, ok && !s.Broken
}

func (r *resolver) agreement(n syntax.Name) (*draft, bool) {
	if n.Missing() {
		return nil, false
	}
	d, ok := r.agreements[n.Text]
	if !ok {
		r.unknown(false, codeAgreement, n, names(r.agreements), nil)
	}
	return d, ok
}

// term finds a term of an agreement by its label.
func (r *resolver) term(d *draft, n syntax.Name) (*Term, bool) {
	if n.Missing() {
		return nil, false
	}
	t, ok := d.terms[n.Text]
	if !ok {
		r.unknown(d.open, codeTerm, n, names(d.terms), diag.Args("of", d.ID))
	}
	return t, ok
}
