package guard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"mithaq/internal/evidence/record"
)

// absent is what a store says of what it does not hold.
func absent(kind record.Kind, subject string) error {
	return fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
}

// desk is what a recorder entered and what waits. Sources, coverage and the like, which any new entry may need, are all there.
type desk struct {
	whole
	most int // of how many incidents it is held in memory (heldAtMost)
}

// visible is the desk as a store filters it.
func (d *desk) visible() record.Visible { return record.Visible{Enterer: d.who.ID, Waiting: true} }

// seenAtOnce is of how many incidents a store is asked together.
const seenAtOnce = 1000

// seen gives those of some incidents that are on the desk.
func (d *desk) seen(ctx context.Context, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range slices.Chunk(ids, seenAtOnce) {
		seen, err := d.Reader.Seen(ctx, d.visible(), some)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, seen)
	}
	return out, nil
}

// sees says whether all of some incidents are on the desk.
func (d *desk) sees(ctx context.Context, ids ...string) (bool, error) {
	seen, err := d.seen(ctx, ids)
	return err == nil && containsAll(seen, ids), err
}

func containsAll(seen map[string]bool, ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { return !seen[id] })
}

// seesEntries says of each of some entries whether it is of the desk: all the incidents that it speaks of are, or it is of a kind that hangs on none.
func (d *desk) seesEntries(ctx context.Context, entries ...*record.Entry) ([]bool, error) {
	of, out := make([][]string, len(entries)), make([]bool, len(entries))
	for i, e := range entries {
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err != nil { // what cannot be read is not shown
			continue
		}
		of[i] = record.Touches(p)
		if in, ok := p.(record.Incident); ok {
			for _, r := range in.Related {
				of[i] = append(of[i], r.Incident)
			}
		}
		out[i] = len(of[i]) == 0 && (loose(e.Kind) || e.Kind == record.KindPerson && e.Actor == d.who.ID)
	}
	seen, err := d.seen(ctx, slices.Concat(of...))
	if err != nil {
		return nil, err
	}
	for i := range of {
		out[i] = out[i] || len(of[i]) > 0 && containsAll(seen, of[i])
	}
	return out, nil
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
	seen, err := d.seen(ctx, ids)
	if err != nil {
		return err
	}
	for _, b := range bundles {
		limit(b, seen)
	}
	return nil
}

// limit takes away what a bundle says of incidents that are not seen.
func limit(b *record.Bundle, seen map[string]bool) {
	b.Links = kept(b.Links, func(l *record.Link) bool { return seen[other(l, b.Incident.ID)] })
	b.Merged = kept(b.Merged, func(m *record.Bundle) bool { return seen[m.Incident.ID] })
	b.Incident.Related = kept(b.Incident.Related, func(r *record.Related) bool { return seen[r.Incident] })
}

// EnteredBy tells nothing of when something was entered that is not on the desk.
func (d *desk) EnteredBy(_ context.Context, instant int64) (int64, error) { return instant, nil }

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

// Several reads before it asks what is on the desk, so that nothing newer is told than was on it.
func (d *desk) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	all, err := d.Reader.Several(ctx, ids)
	if err != nil {
		return nil, err
	}
	named := slices.Collect(maps.Keys(all))
	for _, b := range all {
		named = append(named, others(b)...)
	}
	seen, err := d.seen(ctx, named)
	if err != nil {
		return nil, err
	}
	for id, b := range all {
		if !seen[id] {
			delete(all, id)
			continue
		}
		limit(b, seen)
	}
	return all, nil
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

func (d *desk) Matching(ctx context.Context, q record.Query) ([]string, error) {
	visible := d.visible()
	q.Visible = &visible
	return d.Reader.Matching(ctx, q)
}

func (d *desk) Telling(ctx context.Context, sources []string, q record.Query) (map[string][]string, error) {
	visible := d.visible()
	q.Visible = &visible
	return d.Reader.Telling(ctx, sources, q)
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
	entries := make([]*record.Entry, len(all))
	for i := range all {
		entries[i] = &all[i]
	}
	ok, err := d.seesEntries(ctx, entries...)
	if err != nil {
		return nil, err
	}
	var out []record.Entry
	for i := range all {
		if ok[i] {
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
	if ok, err := d.seesEntries(ctx, &st.Entry); err != nil || !ok[0] {
		return record.Standing{}, errors.Join(err, absent(kind, subject))
	}
	return st, nil
}
