package guard

import (
	"context"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// outside is the record of outsiders: the public's, or that of an observer of a party.
type outside struct {
	store record.Reader
	who   review.Principal
	day   func() string // today: consents end

	mu    sync.Mutex
	head  record.Head
	made  bool
	told  *release.View                     // what may go out, as of head and the day
	forms map[string]*form                  // replaced, never changed
	said  map[record.Kind][]record.Standing // what is shown of each kind, as of head; nil: not made yet
}

// reread is how many new entries are looked at one by one before the shelf is made anew.
const reread = 1000

// shelf gives what the principal sees now, by id. The map is not to be changed.
func (o *outside) shelf(ctx context.Context) (map[string]*form, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	head, err := o.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	day := o.day()
	if o.made && head == o.head && day == o.told.Day {
		return o.forms, nil
	}
	ids, all, err := o.store.Touched(ctx, o.head.Seq, reread)
	if err != nil {
		return nil, err
	}
	told, err := Told(ctx, o.store, day)
	if err != nil {
		return nil, err
	}
	all, o.told = all || !reflect.DeepEqual(told, o.told), told // a consent touches no incident, and changes them all
	forms := map[string]*form{}
	if o.made && !all {
		for id, f := range o.forms {
			forms[id] = f
		}
	} else if ids, err = o.candidates(ctx); err != nil {
		return nil, err
	}
	for _, id := range ids {
		f, err := o.load(ctx, id, nil, record.Cut{})
		if err != nil {
			return nil, err
		}
		if delete(forms, id); f != nil {
			forms[id] = f
		}
	}
	o.forms, o.head, o.made, o.said = forms, head, true, nil // entries that came meanwhile are looked at again
	return forms, nil
}

// candidates gives the incidents that may be on the shelf, as the store filters them.
func (o *outside) candidates(ctx context.Context) (ids []string, err error) {
	q := record.Query{Visible: &record.Visible{Public: true, PutTo: o.who.Party}, Sort: "entered", Limit: 500}
	for {
		page, err := o.store.Incidents(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			ids = append(ids, page.Rows[i].Incident.ID)
		}
		if q.After = page.Next; q.After == "" {
			return ids, nil
		}
	}
}

// sorted gives the ids on a shelf in order.
func sorted(forms map[string]*form) []string {
	ids := make([]string, 0, len(forms))
	for id := range forms {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (o *outside) Head(ctx context.Context) (record.Head, error) { return o.store.Head(ctx) }

// Entries gives none: an entry says who entered it, and more than was published.
func (o *outside) Entries(context.Context, int64) iter.Seq2[record.Entry, error] {
	return func(func(record.Entry, error) bool) {}
}

// History gives no entries, but tells what is there from what is not.
func (o *outside) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	_, err := o.Standing(ctx, kind, subject)
	return nil, err
}

func (o *outside) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	forms, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	f := forms[id]
	if f == nil {
		return nil, absent(record.KindIncident, id)
	}
	b := f.bundle
	return &b, nil
}

// Bundles gives, at a cut, nothing that is not shown now: what was withdrawn from the public is not to be had by asking for yesterday. At a position
// in the record it gives nothing at all: outsiders are shown no entries, and could count from position to position those that they are not shown.
func (o *outside) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		forms, err := o.shelf(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		if o.now(cut) {
			for _, id := range sorted(forms) {
				b := forms[id].bundle
				if !yield(&b, nil) {
					return
				}
			}
			return
		}
		if cut.Seq > 0 { // which entry stands where would tell how many are not shown
			return
		}
		for b, err := range o.store.Bundles(ctx, cut) {
			var f *form
			if err == nil && forms[b.Incident.ID] != nil {
				f, err = o.load(ctx, b.Incident.ID, b, cut)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if f == nil {
				continue
			}
			narrow(&f.bundle, &forms[b.Incident.ID].bundle)
			if !yield(&f.bundle, nil) {
				return
			}
		}
	}
}

// now says whether a cut leaves out nothing of the record as it is.
func (o *outside) now(cut record.Cut) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return cut.Entered == 0 && (cut.Seq == 0 || cut.Seq >= o.head.Seq)
}

// narrow takes out of what stood at a cut what is not shown now.
func narrow(then, now *record.Bundle) {
	then.Accounts = slices.DeleteFunc(then.Accounts, func(a record.Account) bool {
		return !slices.ContainsFunc(now.Accounts, func(b record.Account) bool { return a.ID == b.ID })
	})
	then.Assessments = slices.DeleteFunc(then.Assessments, func(a record.Assessment) bool {
		return !slices.ContainsFunc(now.Assessments, func(b record.Assessment) bool { return a.Assessor == b.Assessor })
	})
	then.Denials = slices.DeleteFunc(then.Denials, func(a record.Position) bool {
		return !slices.ContainsFunc(now.Denials, func(b record.Position) bool { return a.ID == b.ID })
	})
}

func (o *outside) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return o.Bundles(ctx, cut)
}

// Touched names none: whoever asks reads all again, which is not much.
func (o *outside) Touched(ctx context.Context, after int64, _ int) ([]string, bool, error) {
	head, err := o.store.Head(ctx)
	return nil, head.Seq > after, err
}

// Base gives the texts, the meanings of words, who speaks in what is shown, and of the rest what was published.
func (o *outside) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	b, err := o.store.Base(ctx, cut)
	if err != nil {
		return nil, err
	}
	forms, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	if cut.Seq > 0 && !o.now(cut) {
		return &record.Base{Head: b.Head}, nil
	}
	public := map[string]bool{}
	for st, err := range o.store.Each(ctx, record.KindPublication, "") {
		if err != nil {
			return nil, err
		}
		if p, ok := st.Payload.(record.Publication); ok && p.Public {
			public[record.Key(string(p.Kind), p.Subject)] = true
		}
	}
	out := &record.Base{Head: b.Head, Texts: b.Texts, Names: b.Names, Newer: min(b.Newer, 1)}
	shown := func(kind record.Kind, id string) bool { return public[record.Key(string(kind), id)] }
	out.Coverage = kept(b.Coverage, func(c *record.Coverage) bool { return shown(record.KindCoverage, c.ID) })
	out.Rosters = kept(b.Rosters, func(r *record.Roster) bool { return shown(record.KindRoster, r.ID) })
	out.Positions = kept(b.Positions, func(p *record.Position) bool { return shown(record.KindPosition, p.ID) })
	out.Tallies = kept(b.Tallies, func(t *record.Tally) bool { return shown(record.KindTally, t.ID) })
	speaks := speakers(forms, out)
	for _, s := range b.Sources {
		s, ok := o.told.Source(s)
		if ok && (shown(record.KindSource, s.ID) || speaks[s.ID]) {
			s.Cites = slices.DeleteFunc(s.Cites, func(id string) bool { return !speaks[id] })
			out.Sources = append(out.Sources, s)
		}
	}
	slices.SortFunc(out.Sources, func(a, b record.Source) int { return strings.Compare(a.ID, b.ID) })
	out.Sources = slices.CompactFunc(out.Sources, func(a, b record.Source) bool { return a.ID == b.ID }) // witnesses are one: a witness
	return out, nil
}

func kept[T any](list []T, keep func(*T) bool) (out []T) {
	for i := range list {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// speakers gives the sources that what is shown names.
func speakers(forms map[string]*form, b *record.Base) map[string]bool {
	out := map[string]bool{}
	for _, f := range forms {
		out[f.bundle.Incident.Publisher] = true
		for i := range f.bundle.Accounts {
			out[f.bundle.Accounts[i].Source] = true
		}
		for i := range f.bundle.Assessments {
			out[f.bundle.Assessments[i].Assessor] = true
		}
		for i := range f.bundle.Denials {
			out[f.bundle.Denials[i].Source] = true
		}
	}
	for _, c := range b.Coverage {
		out[c.Source], out[c.Observer] = true, true
	}
	for _, r := range b.Rosters {
		out[r.Source] = true
	}
	for _, p := range b.Positions {
		out[p.Source] = true
	}
	for _, t := range b.Tallies {
		out[t.Source] = true
	}
	return out
}

func (o *outside) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	for st, err := range o.standing(ctx, kind) {
		if err != nil {
			return record.Standing{}, err
		}
		if st.Entry.Subject == subject {
			return st, nil
		}
	}
	return record.Standing{}, absent(kind, subject)
}

func (o *outside) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return sift(o.standing(ctx, kind), func(st *record.Standing) (bool, error) { return st.Entry.Subject > after, nil })
}

// standing gives what is shown of a kind, in the order of subjects. The entry says of what it speaks and nothing else.
func (o *outside) standing(ctx context.Context, kind record.Kind) iter.Seq2[record.Standing, error] {
	return func(yield func(record.Standing, error) bool) {
		said, err := o.stands(ctx)
		if err != nil {
			yield(record.Standing{}, err)
			return
		}
		for _, st := range said[kind] {
			if !yield(st, nil) {
				return
			}
		}
	}
}

// stands sorts what is shown by kind and subject.
func (o *outside) stands(ctx context.Context) (map[record.Kind][]record.Standing, error) {
	if _, err := o.shelf(ctx); err != nil {
		return nil, err
	}
	o.mu.Lock()
	said, head := o.said, o.head
	o.mu.Unlock()
	if said != nil {
		return said, nil
	}
	all, err := o.all(ctx)
	if err != nil {
		return nil, err
	}
	said = map[record.Kind][]record.Standing{}
	for _, p := range all {
		if k, subject, err := record.SubjectOf(p); err == nil {
			said[k] = append(said[k], record.Standing{Entry: record.Entry{Kind: k, Version: record.Version(k), Subject: subject}, Payload: p})
		}
	}
	for _, list := range said {
		slices.SortFunc(list, func(a, b record.Standing) int { return strings.Compare(a.Entry.Subject, b.Entry.Subject) })
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.head == head {
		o.said = said
	}
	return said, nil
}

// all gives every payload that is shown.
func (o *outside) all(ctx context.Context) (out []any, err error) {
	forms, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	base, err := o.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	for _, f := range forms {
		b := &f.bundle
		out = append(out, b.Incident)
		out = append(out, anys(b.Accounts)...)
		out = append(out, anys(b.Assessments)...)
		out = append(out, anys(b.Denials)...)
		out = append(out, anys(b.Reviews)...)
	}
	for _, list := range [][]any{
		anys(base.Sources), anys(base.Coverage), anys(base.Rosters), anys(base.Positions), anys(base.Tallies), anys(base.Names), anys(base.Texts),
	} {
		out = append(out, list...)
	}
	return out, nil
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}
