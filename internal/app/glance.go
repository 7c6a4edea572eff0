package app

import (
	"context"
	"slices"

	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Glance is how a record looks to whoever acts, at a glance: enough to tell whether something came in that they may see.
type Glance struct {
	Looked    bool        // false: never
	Seq       int64       // the newest entry that was looked at; 0 for outsiders, who are told of no entries
	Incidents int         // how many an outsider sees; 0 for others
	Shown     guard.Shown `json:",omitempty"` // what an outsider sees of them, by name; "" for others
}

// Came is what came in between two glances.
type Came struct {
	N         int      // entries; of outsiders: incidents that they did not see before. At most glanced
	Incidents []string // that the entries change; nil: none, more than are named, or more than incidents. Of outsiders: of which they see something else
	Else      bool     // of outsiders: something that they see became otherwise, and it is not known what
}

// GlanceAt looks at the record as it stands at a head; false: it has moved on, and what an outsider would have seen then is not known.
func (a *App) GlanceAt(ctx context.Context, head record.Head) (Glance, bool, error) {
	if a.Insider() {
		return Glance{Looked: true, Seq: head.Seq}, true, nil
	}
	now, _, err := a.Glance(ctx, Glance{})
	if err != nil {
		return Glance{}, false, err
	}
	after, err := a.Head(ctx) // an entry that came before or while it was looked at is one after this head, if it changes something for them
	return now, err == nil && after == head, err
}

// Insider says whether whoever acts reads entries, and not only what was published.
func (a *App) Insider() bool {
	return a.who.Single || a.who.Whole() || a.who.May(review.Read, review.State{Entered: true})
}

// MayAsk refuses the question what waits for an assessment, of whoever does not work on the record: that none waits would be an answer that is not so.
func (a *App) MayAsk(q *record.Query) error {
	if q.Waiting && !a.Insider() {
		return review.Refusals{{Code: "waiting"}}
	}
	return nil
}

const (
	glanced    = 1000 // new entries that are counted one by one
	fewTouched = 50   // incidents that are named
)

// telling are the kinds of entries of which those who read them are told as they come in. The rest is about the work on the record, or for
// administrators: not all who have the same sight may know of it.
var telling = map[record.Kind]bool{
	record.KindSource: true, record.KindAccount: true, record.KindIncident: true, record.KindAssessment: true, record.KindCoverage: true, record.KindRoster: true,
	record.KindPosition: true, record.KindTally: true, record.KindName: true, record.KindText: true, record.KindFile: true, record.KindReview: true,
	record.KindDissent: true, record.KindSignature: true, record.KindLink: true, record.KindPublication: true, record.KindZone: true, record.KindRemoval: true,
}

// Glance looks at the record again and tells what came in since the glance before. The zero glance before is the first look, since which
// nothing came in.
func (a *App) Glance(ctx context.Context, before Glance) (now Glance, came Came, err error) {
	if !a.Insider() {
		return a.outsideGlance(ctx, before)
	}
	head, err := a.store.Head(ctx)
	if err != nil {
		return Glance{}, Came{}, err
	}
	now.Looked, now.Seq = true, head.Seq
	if !before.Looked || head.Seq == before.Seq {
		return now, Came{}, nil
	}
	for e, err := range a.view.Entries(ctx, before.Seq) {
		if err != nil {
			return Glance{}, Came{}, err
		}
		if e.Seq > head.Seq || came.N == glanced {
			break
		}
		if telling[tellingKind(&e)] {
			came.N++
		}
	}
	ids, whole, err := a.view.Touched(ctx, before.Seq, fewTouched)
	if err != nil {
		return Glance{}, Came{}, err
	}
	if !whole {
		came.Incidents = ids
	}
	return now, came, nil
}

// tellingKind gives what kind of thing an entry is about: of a withdrawal, what is withdrawn.
func tellingKind(e *record.Entry) record.Kind {
	if e.Kind != record.KindWithdrawal {
		return e.Kind
	}
	p, err := record.Decode(e.Kind, e.Version, e.Payload)
	if w, ok := p.(record.Withdrawal); err == nil && ok {
		return w.Kind
	}
	return ""
}

// outsideGlance is Glance of an outsider: it rests on what they see alone, so that it tells of nothing else, not even by its moment.
func (a *App) outsideGlance(ctx context.Context, before Glance) (now Glance, came Came, err error) {
	var moved guard.Moved
	known := false
	if view, ok := a.view.(guard.Showing); ok {
		if now.Shown, moved, known, err = view.Shown(ctx, before.Shown); err != nil {
			return Glance{}, Came{}, err
		}
	}
	page, err := a.view.Incidents(ctx, record.Query{Limit: 1})
	if err != nil {
		return Glance{}, Came{}, err
	}
	now.Looked, now.Incidents = true, page.Total
	switch {
	case !before.Looked:
	case !known:
		came.N, came.Else = max(0, now.Incidents-before.Incidents), before.Shown != "" // "": kept by a program that did not know it
	default:
		came.N = len(moved.Added)
		if all := slices.Concat(moved.Added, moved.Changed, moved.Gone); len(all) <= fewTouched {
			slices.Sort(all)
			came.Incidents = all
		} else {
			came.Else = len(moved.Changed)+len(moved.Gone) > 0
		}
	}
	return now, came, nil
}
