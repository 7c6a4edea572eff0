package record

import (
	"cmp"
	"slices"
)

// Apply takes the next entry that touches the incident id into what stands about it. Entries come in their order; payload is
// what Decode gave. An entry that does not speak of the incident (any more) takes away what its subject said of it before.
//
// The newest entry on a subject decides: a withdrawal takes the subject away, a later entry on the subject brings it back.
func (b *Bundle) Apply(id string, seq int64, payload any) {
	switch p := payload.(type) {
	case Incident:
		b.Incident, b.Withdrawn = p, false
	case Account:
		b.Accounts = put(b.Accounts, p, p.Incident == id, func(a *Account) string { return a.ID })
	case Assessment:
		b.Assessments = put(b.Assessments, p, true, func(a *Assessment) string { return a.Assessor })
	case Position:
		b.Denials = put(b.Denials, p, p.About == id, func(a *Position) string { return a.ID })
	case Review:
		b.Reviews = put(b.Reviews, p, true, func(r *Review) string { return r.Assessor })
	case Dissent:
		b.Dissents = put(b.Dissents, p, true, func(d *Dissent) string { return Key(d.Assessor, d.By) })
	case Publication:
		b.Publication = p
	case Link:
		b.Links = put(b.Links, p, true, func(l *Link) string { return Key(l.A, l.B) })
	case Withdrawal:
		b.withdraw(id, p)
	}
	b.Seq = seq
}

func (b *Bundle) withdraw(id string, w Withdrawal) {
	switch w.Kind {
	case KindIncident:
		b.Withdrawn = b.Withdrawn || w.Subject == id
	case KindAccount:
		b.Accounts = slices.DeleteFunc(b.Accounts, func(a Account) bool { return a.ID == w.Subject })
	case KindAssessment:
		b.Assessments = slices.DeleteFunc(b.Assessments, func(a Assessment) bool { return Key(a.Incident, a.Assessor) == w.Subject })
	case KindReview:
		b.Reviews = slices.DeleteFunc(b.Reviews, func(r Review) bool { return Key(r.Incident, r.Assessor) == w.Subject })
	case KindDissent:
		b.Dissents = slices.DeleteFunc(b.Dissents, func(d Dissent) bool { return Key(d.Incident, d.Assessor, d.By) == w.Subject })
	case KindLink:
		b.Links = slices.DeleteFunc(b.Links, func(l Link) bool { return Key(l.A, l.B) == w.Subject })
	case KindPublication:
		if w.Subject == Key(string(KindIncident), id) {
			b.Publication = Publication{}
		}
	case KindPosition:
		b.Denials = slices.DeleteFunc(b.Denials, func(a Position) bool { return a.ID == w.Subject })
	}
}

// put replaces the item with the same key in a sorted list, or takes it out.
func put[T any](list []T, item T, keep bool, key func(*T) string) []T {
	i, found := slices.BinarySearchFunc(list, key(&item), func(t T, k string) int { return cmp.Compare(key(&t), k) })
	switch {
	case found && keep:
		list[i] = item
	case found:
		return slices.Delete(list, i, i+1)
	case keep:
		return slices.Insert(list, i, item)
	}
	return list
}

// Touches gives the incidents that a payload speaks of: none, one, or the two of a link. A withdrawal touches what its subject touched.
func Touches(payload any) []string {
	one := ""
	switch p := payload.(type) {
	case Incident:
		one = p.ID
	case Account:
		one = p.Incident
	case Assessment:
		one = p.Incident
	case Review:
		one = p.Incident
	case Dissent:
		one = p.Incident
	case Position:
		one = p.About
	case Publication:
		if p.Kind == KindIncident {
			one = p.Subject
		}
	case Link:
		return []string{p.A, p.B}
	case Withdrawal:
		if p.Kind == KindIncident {
			one = p.Subject
		}
	}
	if one == "" {
		return nil
	}
	return []string{one}
}
