package app

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"

	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// GoingOut is what a bundle of all that is public would hold, and what of the published incidents would be left out of it.
type GoingOut struct {
	Incidents int // that are public
	Inside    int // that are not
	Withheld  []release.Withheld
}

// previews keeps what would be left out of each public incident, as of a head and a day. The zero value is ready.
type previews struct {
	mu   sync.Mutex
	head record.Head
	told *release.View
	by   map[string][]release.Withheld // by incident; nil: not made yet
	out  *GoingOut
}

func (p *previews) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.by = nil
}

// PreviewBundle says what a bundle would hold of what the public sees (Door.Public). It takes the right to publish. What it gives is shared: nobody changes it.
func (a *App) PreviewBundle(ctx context.Context, public *App) (*GoingOut, error) {
	if err := a.require(review.Publish); err != nil {
		return nil, err
	}
	p := a.previews
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.bring(ctx, a.store, public.view, a.today()); err != nil {
		p.by = nil // half of it may be new
		return nil, err
	}
	return p.out, nil
}

// bring makes what is kept that of the record as it is now.
func (p *previews) bring(ctx context.Context, store, public record.Reader, day string) error {
	head, err := store.Head(ctx)
	if err != nil || p.by != nil && head == p.head && day == p.told.Day {
		return err
	}
	told, err := guard.Told(ctx, store, day)
	if err != nil {
		return err
	}
	var ids []string
	whole := p.by == nil || !reflect.DeepEqual(told, p.told) // a consent touches no incident, and changes them all
	if !whole {
		if ids, whole, err = store.Touched(ctx, p.head.Seq, fewEntries); err != nil {
			return err
		}
	}
	if whole {
		p.by = map[string][]release.Withheld{}
		if ids, err = public.Matching(ctx, record.Query{}); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if _, err := public.Bundle(ctx, id); errors.Is(err, record.ErrNotFound) {
			delete(p.by, id)
			continue
		} else if err != nil {
			return err
		}
		b, err := store.Bundle(ctx, id)
		if err != nil {
			return err
		}
		_, p.by[id] = told.Public(b)
	}
	page, err := store.Incidents(ctx, record.Query{Limit: 1})
	if err != nil {
		return err
	}
	p.head, p.told, p.out = head, told, &GoingOut{Incidents: len(p.by), Inside: page.Total - len(p.by), Withheld: p.sums()}
	return nil
}

// sums adds up what would be left out, by what and why.
func (p *previews) sums() (out []release.Withheld) {
	n := map[release.Withheld]int{}
	for _, list := range p.by {
		for _, w := range list {
			n[release.Withheld{What: w.What, Why: w.Why}] += w.N
		}
	}
	for w, sum := range n {
		w.N = sum
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b release.Withheld) int { return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Why, b.Why)) })
	return out
}
