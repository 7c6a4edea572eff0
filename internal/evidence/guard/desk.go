package guard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// absent is what a store says of what it does not hold.
func absent(kind record.Kind, subject string) error {
	return fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
}

// desk is what a recorder entered and what waits. Sources, coverage and the like, which any new entry may need, are all there.
type desk struct{ whole }

// visible is the desk as a store filters it.
func (d *desk) visible() record.Visible { return record.Visible{Enterer: d.who.ID, Waiting: true} }

// sees says whether all of some incidents are on the desk.
func (d *desk) sees(ctx context.Context, ids ...string) (bool, error) {
	seen, err := d.Reader.Seen(ctx, d.visible(), ids)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(ids, func(id string) bool { return !seen[id] }), nil
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
	if len(ids) > 0 {
		return d.sees(ctx, ids...)
	}
	return loose(e.Kind) || e.Kind == record.KindPerson && e.Actor == d.who.ID, nil
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

// others gives the incidents of which a bundle speaks besides its own.
func others(b *record.Bundle) []string {
	var ids []string
	for _, l := range b.Links {
		ids = append(ids, other(&l, b.Incident.ID))
	}
	for i := range b.Merged {
		ids = append(ids, b.Merged[i].Incident.ID)
	}
	for _, r := range b.Incident.Related {
		ids = append(ids, r.Incident)
	}
	return ids
}

// other gives the other one of the two incidents of a link.
func other(l *record.Link, id string) string {
	if l.A == id {
		return l.B
	}
	return l.A
}

// lone takes away what bundles say of incidents that are not on the desk.
func (d *desk) lone(ctx context.Context, bundles ...*record.Bundle) error {
	var ids []string
	for _, b := range bundles {
		ids = append(ids, others(b)...)
	}
	if len(ids) == 0 {
		return nil
	}
	seen, err := d.Reader.Seen(ctx, d.visible(), ids)
	if err != nil {
		return err
	}
	for _, b := range bundles {
		b.Links = kept(b.Links, func(l *record.Link) bool { return seen[other(l, b.Incident.ID)] })
		b.Merged = kept(b.Merged, func(m *record.Bundle) bool { return seen[m.Incident.ID] })
		b.Incident.Related = kept(b.Incident.Related, func(r *record.Related) bool { return seen[r.Incident] })
	}
	return nil
}

func (d *desk) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	if ok, err := d.sees(ctx, id); err != nil || !ok {
		return nil, cmp.Or(err, absent(record.KindIncident, id))
	}
	b, err := d.Reader.Bundle(ctx, id)
	if err != nil {
		return nil, err
	}
	return b, d.lone(ctx, b)
}

// sortedAtMost is how many incidents are sorted in memory; of a larger desk the record gives the order.
const sortedAtMost = 10_000

// Bundles reads, where there is no cut and the desk is not large, no more than the desk.
func (d *desk) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		if cut == (record.Cut{}) {
			if done, err := d.few(ctx, yield); done || err != nil {
				if err != nil {
					yield(nil, err)
				}
				return
			}
		}
		for b, err := range d.Reader.Bundles(ctx, cut) {
			var ok bool
			if err == nil {
				ok, err = d.sees(ctx, b.Incident.ID)
			}
			if err == nil && ok {
				err = d.lone(ctx, b)
			}
			if (err != nil || ok) && !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// few gives the bundles that stand on the desk, ordered by ID; done: there were few enough.
func (d *desk) few(ctx context.Context, yield func(*record.Bundle, error) bool) (done bool, err error) {
	var all []*record.Bundle
	for at, err := range d.Reader.Sights(ctx, d.visible()) {
		if err != nil || len(all) == sortedAtMost {
			return false, err
		}
		all = append(all, at.Bundle)
	}
	slices.SortFunc(all, func(a, b *record.Bundle) int { return strings.Compare(a.Incident.ID, b.Incident.ID) })
	if err := d.lone(ctx, all...); err != nil {
		return false, err
	}
	for _, b := range all {
		if !yield(b, nil) {
			break
		}
	}
	return true, nil
}

// Seen gives those that are on the desk besides.
func (d *desk) Seen(ctx context.Context, v record.Visible, ids []string) (map[string]bool, error) {
	seen, err := d.Reader.Seen(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	own, err := d.Reader.Seen(ctx, d.visible(), ids)
	maps.DeleteFunc(seen, func(id string, _ bool) bool { return !own[id] })
	return seen, err
}

func (d *desk) Sights(ctx context.Context, v record.Visible) iter.Seq2[record.Sight, error] {
	return sift(d.Reader.Sights(ctx, v), func(at *record.Sight) (bool, error) {
		ok, err := d.sees(ctx, at.Bundle.Incident.ID)
		if err == nil && ok {
			err = d.lone(ctx, at.Bundle)
		}
		return ok, err
	})
}

func (d *desk) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	if cut != (record.Cut{}) {
		return d.Bundles(ctx, cut)
	}
	return func(yield func(*record.Bundle, error) bool) {
		for at, err := range d.Reader.Sights(ctx, d.visible()) {
			if err == nil {
				err = d.lone(ctx, at.Bundle)
			}
			if !yield(at.Bundle, err) || err != nil {
				return
			}
		}
	}
}

func (d *desk) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	visible := d.visible()
	q.Visible = &visible
	page, err := d.Reader.Incidents(ctx, q)
	if err != nil {
		return nil, err
	}
	bundles := make([]*record.Bundle, len(page.Rows))
	for i := range page.Rows {
		bundles[i] = &record.Bundle{Incident: page.Rows[i].Incident}
	}
	if err := d.lone(ctx, bundles...); err != nil {
		return nil, err
	}
	for i, b := range bundles {
		page.Rows[i].Incident.Related = b.Incident.Related
	}
	return page, nil
}

func (d *desk) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	visible := d.visible()
	q.Visible = &visible
	return d.Reader.Count(ctx, by, q)
}

// Touched names none that is not on the desk. What came onto it or left it changes more than itself.
func (d *desk) Touched(ctx context.Context, after int64, most int) ([]string, bool, error) {
	ids, all, err := d.Reader.Touched(ctx, after, most)
	if err != nil || all {
		return nil, all, err
	}
	if ok, err := d.sees(ctx, ids...); err != nil || !ok {
		return nil, err == nil, err
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
