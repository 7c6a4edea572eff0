package app

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Work is a finding of ours that waits for its next step.
type Work struct {
	Incident record.Incident // as it stands
	Held     record.Assessment
	Finding  review.Finding
	Since    int64    // the entry on which it waits was entered, seconds UTC
	Second   string   // who is waited for as the second person; "": nobody
	Enterers []string // who entered the incident and its accounts, sorted; nil: nobody has looked yet (nothing before an inquiry asks for it)
}

// What a finding waits for.
const (
	ToInquire = "inquiry"   // that somebody takes it up
	ToFind    = "finding"   // that somebody makes it a finding
	ToConfirm = "second"    // that the second person confirms
	ToPut     = "put"       // that it is put to those it names
	ToAnswer  = "answer"    // that they answer, or let the time pass
	ToPublish = "published" // that it is published
)

// Waitings lists what a finding can wait for, in the order of the ladder.
var Waitings = []string{ToInquire, ToFind, ToConfirm, ToPut, ToAnswer, ToPublish}

// For says what it waits for on a day; "": for nothing.
func (w *Work) For(today civil.Date) string {
	f := &w.Finding
	switch {
	case w.Second != "":
		return ToConfirm
	case f.Stage != review.Put:
		return f.Next()
	case f.Heard(f.Review.Put, func(p *record.Put) bool { return review.Silent(p, today) }):
		return ToPublish
	}
	return ToAnswer
}

// Mine says whether somebody may take the next step that the finding waits for; not: why not, where it is for what they themselves entered.
func (w *Work) Mine(who review.Principal, step string) (mine bool, not review.Refusals) {
	action := review.For(step)
	switch step {
	case ToConfirm:
		return who.ID != "" && w.Second == who.ID, nil
	case ToAnswer:
		action = review.PutTo
	}
	if !who.May(action, review.State{}) {
		return false, nil
	}
	if step != ToInquire {
		not = w.Finding.Bars(w.Incident.ID, w.Enterers, who.ID)
	}
	return len(not) == 0, not
}

// works keeps what waits on the record, until the record changes.
type works struct {
	turn   chan struct{} // holds one token: whoever has it may use the rest
	head   record.Head
	by     map[string][]*Work // by incident; nil: not made yet
	sorted []*Work            // all of them, what waits longest first; never changed once it was handed out
}

func newWorks() *works {
	w := &works{turn: make(chan struct{}, 1)}
	w.turn <- struct{}{}
	return w
}

// forget lets go what was made of the record, once nobody reads it.
func (w *works) forget() {
	<-w.turn
	w.by, w.sorted = nil, nil
	w.turn <- struct{}{}
}

// Waiting gives every finding of ours that waits for a step, what waits longest first. It takes the right to read every incident. What it gives is shared: nobody changes it.
func (a *App) Waiting(ctx context.Context) ([]*Work, error) {
	if err := a.require(review.Read); err != nil {
		return nil, err
	}
	w := a.works
	select {
	case <-w.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { w.turn <- struct{}{} }()
	if err := w.bring(ctx, a); err != nil {
		w.by, w.sorted = nil, nil
		return nil, err
	}
	return w.sorted, nil
}

func (w *works) sort() {
	w.sorted = make([]*Work, 0, len(w.by))
	for _, list := range w.by {
		w.sorted = append(w.sorted, list...)
	}
	slices.SortFunc(w.sorted, func(x, y *Work) int {
		return cmp.Or(cmp.Compare(x.Since, y.Since), cmp.Compare(x.Incident.ID, y.Incident.ID), cmp.Compare(x.Finding.Assessor, y.Finding.Assessor))
	})
}

// bring makes what is kept that of the record as it is now.
func (w *works) bring(ctx context.Context, a *App) error {
	head, err := a.store.Head(ctx)
	if err != nil || w.by != nil && head == w.head {
		return err
	}
	var ids []string
	whole := w.by == nil
	if !whole {
		if ids, whole, err = w.changed(ctx, a); err != nil {
			return err
		}
	}
	if whole {
		if w.by, ids, err = allWork(ctx, a.store); err != nil {
			return err
		}
	}
	us, err := a.users(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		list, err := a.workOn(ctx, id, us)
		if err != nil {
			return err
		}
		if delete(w.by, id); len(list) > 0 {
			w.by[id] = list
		}
	}
	w.head = head
	w.sort()
	return nil
}

// changed gives the incidents on which something else may wait than before; whole: all are to be looked at anew.
func (w *works) changed(ctx context.Context, a *App) (ids []string, whole bool, err error) {
	n := 0
	for e, err := range a.store.Entries(ctx, w.head.Seq) {
		if err != nil {
			return nil, false, err
		}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if n++; n > queueEntries || err != nil { // removed, or a newer program's
			return nil, true, nil //nolint:nilerr // then all is read anew
		}
		kind, subject := e.Kind, e.Subject
		if gone, is := p.(record.Withdrawal); is {
			kind, subject = gone.Kind, gone.Subject
		}
		switch kind {
		case record.KindRemoval:
			return nil, true, nil
		case record.KindUser, record.KindSignature: // it may be one that was waited for
			for id, list := range w.by {
				if slices.ContainsFunc(list, func(x *Work) bool { return x.Second != "" }) {
					ids = append(ids, id)
				}
			}
		case record.KindAccount, record.KindAssessment, record.KindReview, record.KindLink: // an account may have spoken of another incident
			before, err := spokeOf(ctx, a.store, kind, subject)
			if err != nil {
				return nil, false, err
			}
			ids = append(ids, before...)
		}
		ids = append(ids, record.Touches(p)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), false, nil
}

// allWork gives what waits on the whole record. What nobody has taken up yet, usually by far the most, follows from the assessments alone; ids are the incidents
// that are to be looked at one by one: with a review, or joined with another.
func allWork(ctx context.Context, store record.Reader) (by map[string][]*Work, ids []string, err error) {
	by = map[string][]*Work{}
	slow := map[string]bool{}
	published := map[string]record.Hash{} // by subject, the assessment that was
	for st, err := range store.Each(ctx, record.KindReview, "") {
		if err != nil {
			return nil, nil, err
		}
		if r, ok := st.Payload.(record.Review); ok {
			slow[r.Incident] = true
			if r.Stage == review.Published {
				published[st.Entry.Subject] = r.Finding
			}
		}
	}
	for st, err := range store.Each(ctx, record.KindLink, "") {
		if err != nil {
			return nil, nil, err
		}
		if l, ok := st.Payload.(record.Link); ok && l.Decision == "merge" {
			slow[l.A], slow[l.B] = true, true
		}
	}
	one := map[string]bool{}
	for st, err := range store.Each(ctx, record.KindAssessment, "") {
		if err != nil {
			return nil, nil, err
		}
		as, ok := st.Payload.(record.Assessment)
		switch {
		case !ok || as.Rule != "" || published[st.Entry.Subject] == st.Entry.ID:
		case slow[as.Incident]:
			one[as.Incident] = true
		default:
			f := review.Finding{Assessor: as.Assessor, Stage: review.Allegation, Entry: st.Entry.Seq, Assessment: st.Entry.ID, By: st.Entry.Actor, Named: append([]string{}, review.Named(&as)...)}
			by[as.Incident] = append(by[as.Incident], &Work{Held: as, Finding: f, Since: st.Entry.Entered})
		}
	}
	stands := map[string]bool{}
	for st, err := range store.Each(ctx, record.KindIncident, "") {
		if err != nil {
			return nil, nil, err
		}
		in, ok := st.Payload.(record.Incident)
		if list := by[in.ID]; ok && list != nil {
			stands[in.ID] = true
			for _, w := range list {
				w.Incident = shown(in)
			}
		}
	}
	for id := range by {
		if !stands[id] {
			delete(by, id)
		}
	}
	return by, slices.Sorted(maps.Keys(one)), nil
}

// shown is of an incident what the queue shows and filters by.
func shown(in record.Incident) record.Incident {
	return record.Incident{ID: in.ID, Scheme: in.Scheme, Act: in.Act, Title: in.Title, When: in.When, Zone: in.Zone, Place: in.Place, Graphic: in.Graphic}
}

// workOn gives what waits on an incident: nothing on one that was withdrawn, or merged into another.
func (a *App) workOn(ctx context.Context, id string, us review.Users) (out []*Work, err error) {
	b, err := a.store.Bundle(ctx, id)
	if errors.Is(err, record.ErrNotFound) || err == nil && !b.Stands() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c, err := a.caseOf(ctx, a.store, b, us)
	if err != nil {
		return nil, err
	}
	for _, f := range c.Findings() {
		if f.Imported || f.Entry == 0 {
			continue
		}
		w := WorkOf(c, &f)
		if w.Second == "" && f.Stage != review.Put && f.Next() == "" {
			continue
		}
		out = append(out, &w)
	}
	return out, nil
}

// WorkOf tells what a finding waits for.
func WorkOf(c *review.Case, f *review.Finding) Work {
	w := Work{Incident: shown(c.Bundle.Incident), Finding: *f, Second: c.Waits(f), Enterers: c.Enterers()}
	for i := range c.Bundle.Assessments {
		if c.Bundle.Assessments[i].Assessor == f.Assessor {
			w.Held = c.Bundle.Assessments[i]
		}
	}
	on := f.Entry
	if f.Review != nil && !f.SentBack() {
		on = max(on, f.ReviewedIn)
	}
	for i := range c.History {
		if c.History[i].Seq == on {
			w.Since = c.History[i].Entered
		}
	}
	return w
}

// caseOf reads what the rules of review look at besides what stands of an incident.
func (a *App) caseOf(ctx context.Context, from record.Reader, b *record.Bundle, us review.Users) (*review.Case, error) {
	c := &review.Case{Bundle: b, Users: us}
	var err error
	if c.History, err = from.History(ctx, record.KindIncident, b.Incident.ID); err != nil {
		return nil, err
	}
	for i := range c.History {
		if err := signatures(ctx, from, c, c.History[i].ID); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// signatures adds those under an entry: their subjects begin with its id.
func signatures(ctx context.Context, from record.Reader, c *review.Case, entry record.Hash) error {
	under := record.Key(entry.String(), "")
	for st, err := range from.Each(ctx, record.KindSignature, under) {
		if err != nil || !strings.HasPrefix(st.Entry.Subject, under) {
			return err
		}
		if s, ok := st.Payload.(record.Signature); ok && s.Entry == entry {
			c.Signatures = append(c.Signatures, s)
		}
	}
	return nil
}
