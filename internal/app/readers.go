package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// mostDesks is of how many recorders something is made before they ask: each sees another record.
const mostDesks = 3

// Readers gives the record as the kinds of visitors see it who can be expected: the public, somebody who works on all of it, and the recorders who signed in last and
// have a session. What is made as them is there for all who see the same.
func (d *Door) Readers(ctx context.Context) ([]*App, error) {
	out := []*App{d.public()}
	us, err := d.root.users(ctx)
	if err != nil {
		return nil, err
	}
	if us.Single() {
		a, err := d.as(ctx, "")
		return append(out, a), err
	}
	desks := map[string]bool{}
	whole := ""
	for _, id := range slices.Sorted(maps.Keys(us)) {
		who, refused := us.Principal(id)
		switch {
		case refused != nil:
		case who.Whole():
			if whole == "" || who.May(review.Publish, review.State{}) {
				whole = id
			}
		case strings.HasPrefix(sight(who), deskSight):
			desks[id] = true
		}
	}
	list := []string{whole}
	if whole == "" {
		list = nil
	}
	if len(desks) > 0 {
		lately, err := d.lately(ctx, desks)
		if err != nil {
			return nil, err
		}
		list = append(list, lately...)
	}
	for _, id := range list {
		a, err := d.as(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// lately gives those of some users who signed in last and whose sessions stand, at most mostDesks of them.
func (d *Door) lately(ctx context.Context, of map[string]bool) ([]string, error) {
	now := d.root.Now().Unix()
	last := map[string]int64{}
	for st, err := range d.root.store.Each(ctx, record.KindSession, "") {
		if err != nil {
			return nil, err
		}
		if s, ok := st.Payload.(record.Session); ok && of[s.User] && s.Ended == 0 && now < s.Expires {
			last[s.User] = max(last[s.User], s.Started)
		}
	}
	list := slices.SortedFunc(maps.Keys(last), func(x, y string) int { return cmp.Or(cmp.Compare(last[y], last[x]), cmp.Compare(x, y)) })
	return list[:min(len(list), mostDesks)], nil
}

// Hold has the store hold in memory by what incidents are found, so that nobody who asks waits for that.
func (d *Door) Hold(ctx context.Context) error {
	if s, can := d.root.store.(interface{ Hold(context.Context) error }); can {
		return s.Hold(ctx)
	}
	return nil
}

// FindHolders looks for which accounts hold files, so that nobody who asks for a file waits for that.
func (d *Door) FindHolders(ctx context.Context) error {
	_, err := d.root.looks.holders.with(ctx, d.root.store, record.Hash{})
	return err
}
