package app

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"mithaq/internal/base/civil"
	"mithaq/internal/bind"
	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// forms keeps what was bound of the forms that outsiders are shown, now and at cuts: most incidents never changed, and of the rest each stage is bound once. The zero value is ready.
type forms struct {
	mu        sync.Mutex
	texts     [32]byte
	published int64
	names     []record.Name
	binder    *bind.Binder // nil: nothing is kept
	of        map[[32]byte]*bind.Bound
}

// formsSpare is how many forms are kept beyond twice those that stood at a cut.
const formsSpare = 20_000

func (k *forms) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.binder, k.of = nil, nil
}

// facts gives the facts of what was known at a cut, where no source is left out: sources then bear on nothing but on whether the accounts of an incident are one voice,
// which is not said of what outsiders see.
func (k *forms) facts(ctx context.Context, j *Judged, zone civil.Zone, known *guard.Known) (*fact.Set, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.binder == nil || k.texts != j.Reading.key || k.published != j.In.Published || !reflect.DeepEqual(k.names, known.Base.Names) {
		k.texts, k.published, k.names = j.Reading.key, j.In.Published, known.Base.Names
		k.binder = bind.NewBinder(&j.Program.Vocabulary, zone, &record.Base{Names: k.names}, j.binding(known.Base))
		k.of = make(map[[32]byte]*bind.Bound, len(known.Forms))
	}
	all := make([]*bind.Bound, 0, len(known.Forms))
	for _, st := range known.Forms {
		b := k.of[st.Sign]
		if b == nil {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			form, err := st.Bundle()
			if err != nil {
				return nil, err
			}
			b = k.binder.One(form)
			k.of[st.Sign] = b
		}
		all = append(all, b)
	}
	set := k.binder.Set(known.Base, slices.Values(all), len(all))
	if len(k.of) > 2*len(all)+formsSpare {
		k.binder, k.of = nil, nil
	}
	return set, nil
}

// knownAs names what was known at an instant of what outsiders are shown.
func (a *App) knownAs(ctx context.Context, view outsiders, entered int64) (string, error) {
	if same, known, err := view.KnownAs(ctx, entered); known || err != nil {
		return same, err
	}
	leave, err := a.turn(ctx, asking(ctx))
	if err != nil {
		return "", err
	}
	defer leave()
	k, err := view.Known(ctx, entered)
	if err != nil {
		return "", err
	}
	return k.Same, nil
}
