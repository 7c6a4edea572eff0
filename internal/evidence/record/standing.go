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

// Touches gives the incident that a payload speaks of; "": none. A withdrawal touches what its subject touched.
func Touches(payload any) string {
	switch p := payload.(type) {
	case Incident:
		return p.ID
	case Account:
		return p.Incident
	case Assessment:
		return p.Incident
	case Position:
		return p.About
	case Withdrawal:
		if p.Kind == KindIncident {
			return p.Subject
		}
	}
	return ""
}
