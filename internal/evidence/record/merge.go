package record

import (
	"cmp"
	"maps"
	"slices"
)

// Merged gives, of a decision that two incidents are one, the incident that is merged and the one that goes on standing; ok is false of other decisions.
func (l *Link) Merged() (from, into string, ok bool) {
	switch {
	case l.Decision != "merge":
		return "", "", false
	case l.Into == l.A:
		return l.B, l.A, true
	}
	return l.A, l.B, true
}

// Stands says whether the incident counts: it is in the record, was not withdrawn, and was not merged into another.
func (b *Bundle) Stands() bool { return b.Incident.ID != "" && !b.Withdrawn && b.Into == "" }

// Merging says whether a standing decision merges the incident with another, in either direction.
func (b *Bundle) Merging() bool {
	return slices.ContainsFunc(b.Links, func(l Link) bool { return l.Decision == "merge" })
}

// Connected gathers the incidents that merges connect with b, b among them, by ID. Each is what its own entries say of it (Bundle.Apply); own gives that,
// or nil for an incident that is not in the record.
func Connected(b *Bundle, own func(id string) (*Bundle, error)) (map[string]*Bundle, error) {
	found := map[string]*Bundle{b.Incident.ID: b}
	for queue := []*Bundle{b}; len(queue) > 0; queue = queue[1:] {
		for _, l := range queue[0].Links {
			if l.Decision != "merge" {
				continue
			}
			for _, id := range []string{l.A, l.B} {
				if found[id] != nil {
					continue
				}
				next, err := own(id)
				if err != nil {
					return nil, err
				}
				if next != nil && next.Incident.ID != "" {
					found[id] = next
					queue = append(queue, next)
				}
			}
		}
	}
	return found, nil
}

// Settle says what stands of incidents that merges connect, as Connected gathers them (spec/record.md, 5). All of them rest on the newest
// entry of any. idle are the merges that do not count: of an incident that is merged already, or in a circle.
func Settle(own map[string]*Bundle) (settled map[string]*Bundle, idle []Link) {
	into := map[string]string{}
	newest := int64(0)
	ids := slices.Sorted(maps.Keys(own))
	for _, id := range ids {
		newest = max(newest, own[id].Seq)
		for _, l := range own[id].Links {
			from, to, merge := l.Merged()
			if !merge || l.A != id || own[l.B] == nil { // a link hangs on both: it is taken once
				continue
			}
			if into[from] != "" || top(into, to) == from {
				idle = append(idle, l)
				continue
			}
			into[from] = to
		}
	}
	groups := map[string][]string{}
	for _, id := range ids {
		root := top(into, id)
		groups[root] = append(groups[root], id)
	}
	settled = make(map[string]*Bundle, len(own))
	for _, group := range groups {
		slices.SortFunc(group, func(a, b string) int { return cmp.Or(cmp.Compare(depth(into, a), depth(into, b)), cmp.Compare(a, b)) })
		var stands *Bundle
		for _, id := range group {
			b := *own[id]
			b.Seq, b.Into, b.Merged = newest, "", nil
			settled[id] = &b
			switch {
			case b.Withdrawn:
			case stands == nil:
				stands = &b
			default:
				b.Into = stands.Incident.ID
				stands.Merged = append(stands.Merged, b)
			}
		}
		if stands != nil {
			slices.SortFunc(stands.Merged, func(a, b Bundle) int { return cmp.Compare(a.Incident.ID, b.Incident.ID) })
		}
	}
	return settled, idle
}

func top(into map[string]string, id string) string {
	for into[id] != "" {
		id = into[id]
	}
	return id
}

func depth(into map[string]string, id string) (n int) {
	for ; into[id] != ""; id = into[id] {
		n++
	}
	return n
}

// Joined gives the incident with what the incidents merged into it add: their accounts, what parties say of them, and the assessments of assessors
// who have none of the incident itself. Of several incidents merged that one assessor assessed, the first by ID counts. The lists are those of b where nothing was merged.
func (b *Bundle) Joined() *Bundle {
	if len(b.Merged) == 0 {
		return b
	}
	out := *b
	out.Accounts, out.Assessments, out.Denials = slices.Clip(b.Accounts), slices.Clip(b.Assessments), slices.Clip(b.Denials)
	for i := range b.Merged {
		m := &b.Merged[i]
		out.Accounts = append(out.Accounts, m.Accounts...)
		out.Denials = append(out.Denials, m.Denials...)
		for _, a := range m.Assessments {
			if !slices.ContainsFunc(out.Assessments, func(x Assessment) bool { return x.Assessor == a.Assessor }) {
				out.Assessments = append(out.Assessments, a)
			}
		}
	}
	slices.SortFunc(out.Accounts, func(x, y Account) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(out.Assessments, func(x, y Assessment) int { return cmp.Compare(x.Assessor, y.Assessor) })
	slices.SortFunc(out.Denials, func(x, y Position) int { return cmp.Compare(x.ID, y.ID) })
	return &out
}
