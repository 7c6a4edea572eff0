package guard

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"math"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/evidence/release"
)

// past is what a view shows of a record as it stood at a cut: incidents by a shelf of their own, so that they are found, sorted and counted as they
// were. What is not of incidents is that of the view.
type past struct {
	record.Reader
	cut   record.Cut
	shelf *shelf
}

// Past gives a view as it stood at a cut; nil: it shows more incidents than most, or may not be asked by this cut. It shows nothing that the view does not show now.
func Past(ctx context.Context, view record.Reader, cut record.Cut, most int) (record.Reader, error) {
	order, err := entered(ctx, view, most)
	if err != nil || order == nil {
		return nil, err
	}
	p := &past{view, cut, newShelf(&release.View{})}
	n := 0
	for b, err := range view.Bundles(ctx, cut) {
		if err != nil {
			return nil, err
		}
		if n++; n > most {
			return nil, nil
		}
		row, known := order[b.Incident.ID]
		if !known { // it came while this was asked
			continue
		}
		// The *Bundle is valid only until the next one; what is kept of it is packed.
		if err := p.shelf.put(&form{id: b.Incident.ID, first: row, seq: b.Seq, bundle: *b}); err != nil {
			return nil, err
		}
	}
	return p, p.shelf.changes.Flush(&p.shelf.index, math.MaxInt64)
}

// entered gives the place of each incident in the order of entry; nil: there are more than most.
func entered(ctx context.Context, view record.Reader, most int) (map[string]int64, error) {
	page, err := view.Incidents(ctx, record.Query{Limit: 1})
	if err != nil || page.Total > most {
		return nil, err
	}
	order := map[string]int64{}
	for e, err := range view.Entries(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if _, known := order[e.Subject]; !known && e.Kind == record.KindIncident {
			order[e.Subject] = e.Seq
		}
	}
	if len(order) > 0 {
		return order, nil
	}
	q := record.Query{Sort: "entered", Limit: 500} // whoever is shown no entries is shown their order all the same
	for {
		page, err := view.Incidents(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			order[page.Rows[i].Incident.ID] = int64(len(order)) + 1
		}
		if q.After = page.Next; q.After == "" {
			return order, nil
		}
	}
}

func (p *past) Bundle(_ context.Context, id string) (*record.Bundle, error) {
	b, err := p.shelf.bundle(id)
	if err == nil && b == nil {
		err = absent(record.KindIncident, id)
	}
	return b, err
}

func (p *past) Several(_ context.Context, ids []string) (map[string]*record.Bundle, error) {
	return p.shelf.several(ids)
}

func (p *past) Bundles(context.Context, record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for _, l := range p.shelf.lines() {
			if b, err := l.bundle(); !yield(b, err) || err != nil {
				return
			}
		}
	}
}

func (p *past) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return p.Bundles(ctx, cut)
}

func (p *past) Base(ctx context.Context, _ record.Cut) (*record.Base, error) {
	return p.Reader.Base(ctx, p.cut)
}

func (p *past) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	return project.Incidents(ctx, p.shelf.read, &q)
}

func (p *past) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	return project.Count(ctx, p.shelf.read, by, &q)
}

func (p *past) Matching(ctx context.Context, q record.Query) ([]string, error) {
	return project.Matching(ctx, p.shelf.read, &q)
}

func (p *past) Telling(ctx context.Context, sources []string, q record.Query) (map[string][]string, error) {
	return project.Telling(ctx, p.shelf.read, sources, &q)
}

// At gives an incident as a view shows it, as it stood at a cut. Error: record.ErrNotFound where it did not stand then, or is not shown.
func At(ctx context.Context, view record.Reader, id string, cut record.Cut) (*record.Bundle, error) {
	if o, ok := view.(*outside); ok {
		return o.At(ctx, id, cut)
	}
	if _, err := view.Bundle(ctx, id); err != nil { // it is not shown now
		return nil, err
	}
	history, err := view.History(ctx, record.KindIncident, id)
	if err != nil {
		return nil, err
	}
	b, err := stood(ctx, view, id, within(history, cut), cut)
	if err != nil || b == nil {
		return nil, cmp.Or(err, absent(record.KindIncident, id))
	}
	if d, ok := view.(*desk); ok {
		err = d.lone(ctx, b)
	}
	return b, err
}

// stood makes an incident as it stood at a cut of the entries on it up to there, and of those on the incidents that merges connect with it; nil: it did not stand.
func stood(ctx context.Context, store record.Reader, id string, history []record.Entry, cut record.Cut) (*record.Bundle, error) {
	past := project.Past{Own: func(other string, b *record.Bundle) error {
		entries := history
		if other != id {
			all, err := store.History(ctx, record.KindIncident, other)
			if err != nil && !errors.Is(err, record.ErrNotFound) {
				return err
			}
			entries = within(all, cut)
		}
		for i := range entries {
			if err := project.ApplyEntry(b, other, &entries[i]); err != nil {
				return err
			}
		}
		return nil
	}}
	b := &record.Bundle{}
	if ok, err := past.Take(id, false, "", b); err != nil || !ok {
		return nil, err
	}
	return b, nil
}

func (p *past) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	history, err := p.Reader.History(ctx, kind, subject)
	return within(history, p.cut), err
}
