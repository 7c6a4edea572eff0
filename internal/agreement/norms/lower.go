package norms

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
)

// Lower writes a Book out as a Program: every default in place, windows as bounds (spec/norms.md, section 4), lists sorted.
// It remarks windows that are empty or begin before the text; these can be judged all the same.
func Lower(book *terms.Book) (*Program, []diag.Diagnostic) {
	p := &Program{}
	for _, v := range book.Vocabularies {
		lowerVocabulary(&p.Vocabulary, v)
	}
	sortVocabulary(&p.Vocabulary)
	var remarks []diag.Diagnostic
	l := lowering{program: p, norms: map[*terms.Norm]*Norm{}}
	texts := canon{}
	for _, a := range book.Agreements {
		p.Agreements = append(p.Agreements, l.agreement(a, texts.hash(a)))
	}
	for i, a := range book.Agreements {
		l.place(&p.Agreements[i], a)
	}
	l.effects(book)
	for i := range p.Agreements {
		remarks = append(remarks, windows(&p.Agreements[i])...)
	}
	p.Index()
	diag.Sort(remarks)
	return p, remarks
}

// lowering holds what is known while a Program is made.
type lowering struct {
	program *Program
	norms   map[*terms.Norm]*Norm // where each norm lies
}

func (l *lowering) agreement(x *terms.Agreement, hash string) Agreement {
	a := Agreement{
		ID: x.ID, Names: Names(x.Titles), Force: Force(x.Force), By: partyIDs(x.By), To: partyIDs(x.To),
		Dated: x.Dated, Zone: x.Zone, Standard: x.Standard, Observed: lowerObserved(x.Observed, Observed{}),
		Partial: x.Partial, Hash: hash, Span: x.Span,
	}
	if !x.Dated.IsZero() || x.InForce != nil {
		a.Starts = x.Starts()
	}
	for _, s := range x.Supersedes {
		name := s.Agreement.ID
		if s.Term != nil {
			name = termName(name, s.Term.ID)
		}
		a.Supersedes = append(a.Supersedes, name)
	}
	for _, y := range x.Includes {
		a.Includes = append(a.Includes, y.ID)
	}
	a.Disputes = partyIDs(x.Disputes)
	a.Entry = a.cond(x.Entry)
	for i := range x.AtStart {
		a.Initially = append(a.Initially, lowerPattern(&x.AtStart[i]))
	}
	for _, t := range x.Tracks {
		a.Tracks = append(a.Tracks, Track{ID: t.ID, Names: Names(t.Titles), Span: t.Span})
	}
	for _, c := range x.Counts {
		a.Counts = append(a.Counts, CountsAs{
			ID: c.ID, Term: c.Term.ID, From: lowerPattern(&c.From), To: lowerPattern(&c.To), For: partyIDs(c.For), Span: c.Span,
		})
	}
	for _, m := range x.Marks {
		a.Marks = append(a.Marks, Mark{ID: m.ID, Names: Names(m.Titles), Span: m.Span})
	}
	for _, t := range x.Terms {
		term := Term{ID: t.ID, Title: Names(t.Titles), Texts: Names(t.Texts), Nature: Nature(t.Nature), Span: t.Span}
		if t.Track != nil {
			term.Track = t.Track.ID
		}
		for _, o := range t.Only {
			only := TextOnly{Text: Names(o.Texts), Span: o.Span}
			if o.Norm != nil {
				only.Norm = o.Norm.ID
			}
			term.Only = append(term.Only, only)
		}
		for _, n := range t.Norms {
			term.Norms = append(term.Norms, n.ID)
			a.Norms = append(a.Norms, lowerNorm(&a, n, x.FirstDay))
		}
		a.Terms = append(a.Terms, term)
	}
	for _, y := range x.Readings {
		reading := Reading{ID: y.ID, By: partyIDs(y.By), Names: Names(y.Titles), Span: y.Span}
		for _, n := range y.Norms {
			reading.Norms = append(reading.Norms, lowerNorm(&a, n, x.FirstDay))
		}
		a.Readings = append(a.Readings, reading)
	}
	for _, c := range x.Claims {
		a.Claims = append(a.Claims, Claim{
			ID: c.ID, Agree: a.ID, By: partyIDs(c.By), Title: Names(c.Titles), Figure: a.figure(&c.Figure),
			Op: Op(c.Op), N: c.N, Number: c.Number, RedLine: c.RedLine, Span: c.Span,
		})
	}
	for _, c := range x.Concerns {
		concern := Concern{ID: c.ID, Of: c.Of.ID, Title: Names(c.Titles), Span: c.Span}
		for _, t := range c.AnsweredBy {
			concern.AnsweredBy = append(concern.AnsweredBy, t.ID)
		}
		a.Concerns = append(a.Concerns, concern)
	}
	for _, p := range x.Positions {
		pos := Position{
			Party: p.Party.ID, Stance: Stance(p.Stance), Agree: p.Agreement.ID, Date: p.On, Said: Names(p.Said), Span: p.Span,
		}
		if p.Term != nil {
			pos.Term = p.Term.ID
		}
		a.Positions = append(a.Positions, pos)
	}
	return a
}

// place notes where the norms of an agreement lie, once they stay there.
func (l *lowering) place(a *Agreement, x *terms.Agreement) {
	i := 0
	for _, t := range x.Terms {
		for _, n := range t.Norms {
			l.norms[n] = &a.Norms[i]
			i++
		}
	}
	for i, y := range x.Readings {
		for j, n := range y.Norms {
			l.norms[n] = &a.Readings[i].Norms[j]
		}
	}
}

// termName names a term among all agreements, for the reader.
func termName(agreement, term string) string { return agreement + " term " + term }

func partyIDs(list []*terms.Party) (ids []string) {
	for _, p := range list {
		ids = append(ids, p.ID)
	}
	return ids
}

func lowerObserved(x *terms.Observed, otherwise Observed) Observed {
	if x == nil {
		return otherwise
	}
	return Observed{By: partyIDs(x.By), Percent: x.Percent}
}
