package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/status"
)

// Effect is the status of a norm or a claim that an import changes, at any standard.
type Effect struct {
	Agreement     string
	Before, After *status.Norm  // nil: it is a claim
	Was, Is       *status.Claim // nil: it is a norm
	Members       int           // of a family: how many members stand otherwise
}

// Effects judges the record as it stands and as the plan would leave it, and gives what differs, in the order of the texts. Nothing is stored.
// ErrTexts: the texts have errors.
func (a *App) Effects(ctx context.Context, r *Reading, plan *intake.Plan) ([]Effect, error) {
	return a.effectsOf(ctx, r, func() (*supposed, error) { return suppose(ctx, a.store, plan.Drafts()) })
}

// effectsOf compares the record as it stands with one that is supposed.
func (a *App) effectsOf(ctx context.Context, r *Reading, otherwise func() (*supposed, error)) ([]Effect, error) {
	if !a.who.Single && !a.who.Whole() { // what a change does to a status may tell what its reader cannot see
		return nil, nil
	}
	before, err := a.Judge(ctx, r, Cuts{})
	if err != nil {
		return nil, err
	}
	store, err := otherwise()
	if err != nil {
		return nil, err
	}
	at := before.In.At // both as of one instant
	other := newApp(store, a.path, a.opts)
	defer other.runs.close()
	after, err := other.judgeAt(ctx, r, at)
	if err != nil {
		return nil, err
	}
	return effects(before.Result, after.Result), nil
}

// judgeAt judges everything as of an instant.
func (a *App) judgeAt(ctx context.Context, r *Reading, at int64) (*Judged, error) {
	pinned := *a
	pinned.opts.Now = func() time.Time { return time.Unix(at, 0) }
	return pinned.Judge(ctx, r, Cuts{})
}

func effects(was, is *status.Result) (out []Effect) {
	for i := range is.Agreements {
		before, after := &was.Agreements[i], &is.Agreements[i]
		for j := range after.Norms {
			e := Effect{Agreement: after.ID, Before: &before.Norms[j], After: &after.Norms[j]}
			e.Members = membersDiffer(e.Before.Instances, e.After.Instances)
			if e.Members > 0 || !sameStates(&e.Before.Lanes, &e.After.Lanes) {
				out = append(out, e)
			}
		}
		for j := range after.Claims {
			e := Effect{Agreement: after.ID, Was: &before.Claims[j], Is: &after.Claims[j]}
			for l := range e.Is.Lanes {
				if e.Is.Lanes[l].States != e.Was.Lanes[l].States {
					out = append(out, e)
					break
				}
			}
		}
	}
	return out
}

func sameStates(a, b *[status.Lanes]status.Lane) bool {
	for l := range a {
		if a[l].States != b[l].States {
			return false
		}
	}
	return true
}

// membersDiffer counts the members that come, go or stand otherwise.
func membersDiffer(was, is []status.Instance) (n int) {
	find := func(list []status.Instance, k status.Key) int {
		return slices.IndexFunc(list, func(x status.Instance) bool { return x.Key == k })
	}
	if len(was) == len(is) { // the usual case, without a search for each
		for i := range is {
			if was[i].Key != is[i].Key {
				n = -1
				break
			}
			if !sameStates(&was[i].Lanes, &is[i].Lanes) {
				n++
			}
		}
		if n >= 0 {
			return n
		}
	}
	n = 0
	for i := range is {
		if j := find(was, is[i].Key); j < 0 || !sameStates(&was[j].Lanes, &is[i].Lanes) {
			n++
		}
	}
	for i := range was {
		if find(is, was[i].Key) < 0 {
			n++
		}
	}
	return n
}

func isNotFound(err error) bool { return errors.Is(err, record.ErrNotFound) }
