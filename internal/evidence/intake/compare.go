package intake

import (
	"bytes"
	"cmp"
	"errors"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/evidence/record"
)

// compare drafts what is new or different about the items and gives the ids of standing incidents that are gone, sorted. known says of an
// incident that the file has a row for it, if a rejected one.
func (in *intake) compare(items []Item, gone, known func(*record.Incident) bool) ([]string, error) {
	index := make(map[string]int, len(items))
	for i := range items {
		index[items[i].Incident.ID] = i
	}
	var missing []string
	differing := make([][]pair, len(items))
	seen := make([]bool, len(items))
	kept, before := 0, in.plan.Publisher == "" // before: something of this publisher stood here before this file
	p := in.plan
	for b, err := range in.bundles(items) {
		if err != nil {
			return nil, err
		}
		before = before || b.Incident.Publisher == p.Publisher
		i, ok := index[b.Incident.ID]
		switch {
		case ok && b.Withdrawn: // as if it did not stand
		case ok:
			seen[i] = true
			if differing[i], err = pairs(&items[i], b); err != nil {
				return nil, err
			}
		case b.Withdrawn:
		case gone(&b.Incident):
			missing = append(missing, b.Incident.ID)
		case known(&b.Incident):
			kept++
		}
	}
	for i := range items {
		if !seen[i] {
			back, stays := false, false
			if before {
				var err error
				if back, stays, err = in.withdrawn(&items[i]); err != nil {
					return nil, err
				}
			}
			switch {
			case stays:
				p.Same++
				continue
			case back:
				p.Restored++
			default:
				p.Added++
			}
			p.drafts = append(p.drafts, in.all(&items[i])...)
			continue
		}
		changed := false
		for _, d := range differing[i] {
			c, err := in.correct(d, items[i].Line)
			if err != nil {
				return nil, err
			}
			changed = changed || c
		}
		if changed {
			p.Changed++
		} else {
			p.Same++
		}
	}
	if kept > 0 {
		p.Diagnostics = append(p.Diagnostics, diag.Diagnostic{
			Code: CodeKept, Severity: diag.Note, Span: source.Span{File: in.opt.File}, Args: diag.Args("n", strconv.Itoa(kept)),
		})
	}
	slices.Sort(missing)
	return missing, nil
}

// bundles gives what stands: of the items alone, when they are few and nothing else is asked about, so that typing in one incident does not
// read the whole record; otherwise everything.
func (in *intake) bundles(items []Item) iter.Seq2[*record.Bundle, error] {
	if in.plan.Publisher != "" || in.plan.Rejected > 0 || len(items) > 200 {
		return in.store.Bundles(in.ctx, record.Cut{})
	}
	return func(yield func(*record.Bundle, error) bool) {
		for i := range items {
			b, err := in.store.Bundle(in.ctx, items[i].Incident.ID)
			if errors.Is(err, record.ErrNotFound) {
				continue
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

// withdrawn looks whether an item that does not stand was withdrawn: then it is back, or it stays withdrawn, when it was the desk and not the
// publisher that withdrew it and the publisher says no more than before.
func (in *intake) withdrawn(item *Item) (back, stays bool, err error) {
	e, err := in.last(record.KindIncident, item.Incident.ID)
	if err != nil || e.Seq == 0 {
		return false, false, err
	}
	w, err := in.last(record.KindWithdrawal, record.Key(string(record.KindIncident), item.Incident.ID))
	if err != nil || w.Seq < e.Seq {
		return false, false, err
	}
	payload, err := record.Decode(w.Kind, w.Version, w.Payload)
	if err != nil {
		return false, false, err
	}
	by, _ := payload.(record.Withdrawal)
	if by.By == in.plan.Publisher {
		return true, false, nil
	}
	_, _, now, _, err := record.EncodePayload(item.Incident)
	same := bytes.Equal(now, e.Payload)
	return !same, same, err
}

// all drafts everything that an item says.
func (in *intake) all(item *Item) []record.Draft {
	ds := []record.Draft{in.draft(record.KindIncident, item.Line, item.Incident)}
	for _, a := range item.Accounts {
		ds = append(ds, in.draft(record.KindAccount, item.Line, a))
	}
	for _, a := range item.Assessments {
		ds = append(ds, in.draft(record.KindAssessment, item.Line, a))
	}
	return ds
}

// pair is a payload as the file has it, and as it stands (nil: it does not).
type pair struct{ now, was any }

// pairs gives what the item says otherwise than the bundle. What stands is copied: the bundle is good only until the next one, and the
// store is not asked anything else while it lists them.
func pairs(item *Item, b *record.Bundle) (out []pair, err error) {
	one := func(now, was any) {
		if err != nil || reflect.DeepEqual(now, was) {
			return
		}
		if was != nil {
			_, _, _, was, err = record.EncodePayload(was)
		}
		out = append(out, pair{now, was})
	}
	one(carry(item.Incident, b.Incident), b.Incident)
	for _, a := range item.Accounts {
		var was any
		if i := slices.IndexFunc(b.Accounts, func(o record.Account) bool { return o.ID == a.ID }); i >= 0 {
			was = b.Accounts[i]
		}
		one(carry(a, was), was)
	}
	for _, a := range item.Assessments {
		var was any
		if i := slices.IndexFunc(b.Assessments, func(o record.Assessment) bool { return o.Assessor == a.Assessor }); i >= 0 {
			was = b.Assessments[i]
		}
		one(carry(a, was), was)
	}
	return out, err
}

// carry keeps in a payload what stands and no file of these layouts speaks of: the persons and ties that the desk added to an incident, the words, translations
// and files of an account, the degrees of an assessment. A correction of the rest must not take them away.
func carry[T any](now T, was any) T {
	switch n := any(now).(type) {
	case record.Incident:
		if w, ok := was.(record.Incident); ok {
			n.Persons, n.Related = orElse(n.Persons, w.Persons), orElse(n.Related, w.Related)
			if n.Publisher == "" { // the desk corrects what a publisher told: it stays the publisher's
				n.Publisher, n.Key, n.Verbatim = w.Publisher, w.Key, maps.Clone(w.Verbatim)
			}
			return any(n).(T)
		}
	case record.Account:
		if w, ok := was.(record.Account); ok {
			n.Words, n.Connection = cmp.Or(n.Words, w.Words), cmp.Or(n.Connection, w.Connection)
			n.Translations, n.Cites, n.Files = orElse(n.Translations, w.Translations), orElse(n.Cites, w.Cites), orElse(n.Files, w.Files)
			if reflect.ValueOf(n.Claim).IsZero() {
				n.Claim = copied(w).Claim
			}
			return any(n).(T)
		}
	case record.Assessment:
		if w, ok := was.(record.Assessment); ok {
			n.Status, n.Reliability, n.Degrees = cmp.Or(n.Status, w.Status), cmp.Or(n.Reliability, w.Reliability), orElse(n.Degrees, w.Degrees)
			return any(n).(T)
		}
	}
	return now
}

func orElse[T any](now, was []T) []T {
	if now == nil {
		return slices.Clone(was) // the bundle is good only until the next one
	}
	return now
}

// correct drafts a payload that is new or differs from what stands, and says whether it did. It does not when the last import said the same:
// then what differs is a correction made here since, and the same words of the publisher do not undo it.
func (in *intake) correct(d pair, line int) (bool, error) {
	kind, subject, now, _, err := record.EncodePayload(d.now)
	if err != nil {
		return false, err
	}
	if d.was != nil {
		if _, _, was, _, err := record.EncodePayload(d.was); err == nil && bytes.Equal(now, was) {
			return false, nil
		}
		entries, err := in.store.History(in.ctx, kind, subject)
		if err != nil && !errors.Is(err, record.ErrNotFound) {
			return false, err
		}
		for _, e := range slices.Backward(entries) {
			if e.Kind == kind && e.Subject == subject && e.Origin.File != "" {
				if bytes.Equal(e.Payload, now) {
					return false, nil
				}
				break
			}
		}
	}
	in.plan.drafts = append(in.plan.drafts, in.draft(kind, line, d.now))
	if kind == record.KindSource && d.was == nil {
		return true, nil // a source comes with what it says: that it is new is no change of anything
	}
	in.plan.Diffs = append(in.plan.Diffs, compareFields(kind, subject, line, d.was, d.now)...)
	return true, nil
}
