package guard

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// absent is what a store says of what it does not hold.
func absent(kind record.Kind, subject string) error {
	return fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
}

// desk is what a recorder entered and what waits. Sources, coverage and the like, which any new entry may need, are all there.
type desk struct{ whole }

// visible is the desk as a store filters it.
func (d *desk) visible() *record.Visible { return &record.Visible{Enterer: d.who.ID, Waiting: true} }

// sees says whether an incident is on the desk.
func (d *desk) sees(ctx context.Context, id string) (bool, error) {
	b, err := d.Reader.Bundle(ctx, id)
	if errors.Is(err, record.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return d.holds(ctx, b)
}

func (d *desk) holds(ctx context.Context, b *record.Bundle) (bool, error) {
	history, err := d.Reader.History(ctx, record.KindIncident, b.Incident.ID)
	if err != nil || len(history) == 0 {
		return false, err
	}
	return d.who.May(review.Read, d.who.StateOf(b.Joined(), history[0].Actor)), nil
}

// seesEntry says whether an entry is of the desk: all the incidents that it speaks of are, or it is of a kind that hangs on none.
func (d *desk) seesEntry(ctx context.Context, e *record.Entry) (bool, error) {
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	if err != nil {
		return false, nil //nolint:nilerr // what cannot be read is not shown
	}
	ids := record.Touches(p)
	if in, ok := p.(record.Incident); ok {
		for _, r := range in.Related {
			ids = append(ids, r.Incident)
		}
	}
	for _, id := range ids {
		if ok, err := d.sees(ctx, id); err != nil || !ok {
			return false, err
		}
	}
	return len(ids) > 0 || loose(e.Kind) || e.Kind == record.KindPerson && e.Actor == d.who.ID, nil
}

// loose are the kinds that are of no incident.
func loose(kind record.Kind) bool {
	switch kind {
	case record.KindSource, record.KindCoverage, record.KindRoster, record.KindPosition, record.KindTally, record.KindName, record.KindText,
		record.KindMapping, record.KindImport, record.KindUser, record.KindZone:
		return true
	}
	return false
}

// lone takes away what a bundle says of incidents that are not on the desk.
func (d *desk) lone(ctx context.Context, b *record.Bundle) (*record.Bundle, error) {
	out := *b
	out.Links, out.Incident.Related = nil, nil
	for _, l := range b.Links {
		other := l.A
		if other == b.Incident.ID {
			other = l.B
		}
		ok, err := d.sees(ctx, other)
		if err != nil {
			return nil, err
		}
		if ok {
			out.Links = append(out.Links, l)
		}
	}
	out.Merged = nil
	for i := range b.Merged {
		ok, err := d.sees(ctx, b.Merged[i].Incident.ID)
		if err != nil {
			return nil, err
		}
		if ok {
			out.Merged = append(out.Merged, b.Merged[i])
		}
	}
	for _, r := range b.Incident.Related {
		ok, err := d.sees(ctx, r.Incident)
		if err != nil {
			return nil, err
		}
		if ok {
			out.Incident.Related = append(out.Incident.Related, r)
		}
	}
	return &out, nil
}

func (d *desk) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	b, err := d.Reader.Bundle(ctx, id)
	if err != nil {
		return nil, err
	}
	ok, err := d.holds(ctx, b)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, absent(record.KindIncident, id)
	}
	return d.lone(ctx, b)
}

func (d *desk) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for b, err := range d.Reader.Bundles(ctx, cut) {
			var ok bool
			if err == nil {
				ok, err = d.sees(ctx, b.Incident.ID)
			}
			if err == nil && ok {
				b, err = d.lone(ctx, b)
			}
			if (err != nil || ok) && !yield(b, err) || err != nil {
				return
			}
		}
	}
}

func (d *desk) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return d.Bundles(ctx, cut)
}

func (d *desk) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	q.Visible = d.visible()
	page, err := d.Reader.Incidents(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range page.Rows {
		in := &page.Rows[i].Incident
		b, err := d.lone(ctx, &record.Bundle{Incident: *in})
		if err != nil {
			return nil, err
		}
		in.Related = b.Incident.Related
	}
	return page, nil
}

func (d *desk) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	q.Visible = d.visible()
	return d.Reader.Count(ctx, by, q)
}

// Touched names none that is not on the desk. What came onto it or left it changes more than itself.
func (d *desk) Touched(ctx context.Context, after int64, most int) ([]string, bool, error) {
	ids, all, err := d.Reader.Touched(ctx, after, most)
	if err != nil || all {
		return nil, all, err
	}
	for _, id := range ids {
		if ok, err := d.sees(ctx, id); err != nil || !ok {
			return nil, err == nil, err
		}
	}
	return ids, false, nil
}

func (d *desk) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return sift(d.Reader.Entries(ctx, after), func(e *record.Entry) (bool, error) { return d.seesEntry(ctx, e) })
}

func (d *desk) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	all, err := d.Reader.History(ctx, kind, subject)
	if err != nil {
		return nil, err
	}
	if kind == record.KindIncident {
		if ok, err := d.sees(ctx, subject); err != nil || !ok {
			return nil, errors.Join(err, absent(kind, subject))
		}
	}
	out := slices.Clone(all[:0])
	for i := range all {
		ok, err := d.seesEntry(ctx, &all[i])
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, all[i])
		}
	}
	if len(out) == 0 {
		return nil, absent(kind, subject)
	}
	return out, nil
}

func (d *desk) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	st, err := d.Reader.Standing(ctx, kind, subject)
	if err != nil {
		return record.Standing{}, err
	}
	if ok, err := d.seesEntry(ctx, &st.Entry); err != nil || !ok {
		return record.Standing{}, errors.Join(err, absent(kind, subject))
	}
	return st, nil
}

func (d *desk) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return sift(d.Reader.Each(ctx, kind, after), func(st *record.Standing) (bool, error) { return d.seesEntry(ctx, &st.Entry) })
}
