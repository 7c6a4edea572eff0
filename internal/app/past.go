package app

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
)

// pastMost is of how many incidents lists are made as they were known at a cut: each is read anew for it. Tests set another number.
var pastMost = 20_000

// keptPasts is how many of them are kept of each sight.
const keptPasts = 2

// pasts keeps what a record was at cuts, for all who see the same. The zero value is ready.
type pasts struct {
	mu   sync.Mutex
	list []pastAt // the one asked for last stands last

	forms forms // of outsiders
}

// pastAt is the record of one cut, by all on which it rests.
type pastAt struct {
	head  record.Head
	cut   record.Cut
	day   string
	store record.Reader // nil: there are too many incidents
}

func (k *pasts) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = nil
	k.forms.forget()
}

// StoreAt gives the record as it was known at a cut, as far as whoever acts may see it now; whole: incidents in it are those of then. Where there are
// more than pastMost (Options.PastMost) they are those of now. zone is that in which the cut's day is read.
func (a *App) StoreAt(ctx context.Context, cuts Cuts, zone civil.Zone) (store record.Reader, whole bool, err error) {
	if cuts.KnownAt == "" {
		return a.view, true, nil
	}
	cut, head, err := a.cutOf(ctx, cuts, zone)
	if err != nil {
		return nil, false, err
	}
	at := pastAt{head: head, cut: cut, day: a.today()}
	known := a.pasts.find(&at)
	if !known {
		leave, err := a.turn(ctx, asking(ctx))
		if err != nil {
			return nil, false, err
		}
		defer leave()
		if known = a.pasts.find(&at); !known { // nor was it made meanwhile
			if at.store, err = guard.Past(ctx, a.view, cut, cmp.Or(a.opts.PastMost, pastMost)); err != nil {
				return nil, false, err
			}
			a.pasts.keep(at)
		}
	}
	if at.store == nil {
		return a.view, false, nil
	}
	return at.store, true, nil
}

// find fills in what is kept of a cut; false: it is to be made.
func (k *pasts) find(at *pastAt) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.list, func(p pastAt) bool { return p.head == at.head && p.cut == at.cut && p.day == at.day })
	if i < 0 {
		return false
	}
	*at = k.list[i]
	k.list = append(slices.Delete(k.list, i, i+1), *at)
	return true
}

func (k *pasts) keep(at pastAt) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.list) == keptPasts {
		k.list = slices.Delete(k.list, 0, 1)
	}
	k.list = append(k.list, at)
}

// BundleAt gives an incident as it was known at a cut, and nothing that whoever acts may not see now. Error: record.ErrNotFound, also where it was not known then.
func (a *App) BundleAt(ctx context.Context, id string, cuts Cuts, zone civil.Zone) (*record.Bundle, error) {
	if cuts.KnownAt == "" {
		return a.view.Bundle(ctx, id)
	}
	cut, _, err := a.cutOf(ctx, cuts, zone)
	if err != nil {
		return nil, err
	}
	return guard.At(ctx, a.view, id, cut)
}

func (a *App) cutOf(ctx context.Context, cuts Cuts, zone civil.Zone) (record.Cut, record.Head, error) {
	in, err := cuts.instants(zone, a.Now().Unix())
	if err != nil {
		return record.Cut{}, record.Head{}, err
	}
	head, err := a.store.Head(ctx)
	return in.Record, head, err
}
