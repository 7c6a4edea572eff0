package recordtest

import (
	"cmp"
	"maps"
	"slices"

	"mithaq/internal/evidence/record"
)

// merges is what the standing merges make of incidents, found by going through them again and again.
type merges struct {
	parent map[string]string
	idle   int // merges that do not count
	linked map[string]map[string]bool
}

func mergesOf(all []said, known map[string]bool) *merges {
	m := &merges{parent: map[string]string{}, linked: map[string]map[string]bool{}}
	links := standing[record.Link](all, record.KindLink)
	slices.SortFunc(links, func(x, y record.Link) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	for _, l := range links {
		if l.Decision != "merge" || !known[l.A] || !known[l.B] {
			continue
		}
		for _, pair := range [][2]string{{l.A, l.B}, {l.B, l.A}} {
			if m.linked[pair[0]] == nil {
				m.linked[pair[0]] = map[string]bool{}
			}
			m.linked[pair[0]][pair[1]] = true
		}
		from := l.A
		if l.Into == l.A {
			from = l.B
		}
		if _, twice := m.parent[from]; twice || slices.Contains(m.path(l.Into), from) {
			m.idle++
			continue
		}
		m.parent[from] = l.Into
	}
	return m
}

// path is an incident and those above it.
func (m *merges) path(id string) []string {
	out := []string{id}
	for {
		up, ok := m.parent[id]
		if !ok {
			return out
		}
		out, id = append(out, up), up
	}
}

// group is every incident of the same tree.
func (m *merges) group(id string, among []string) (out []string) {
	top := func(id string) string { p := m.path(id); return p[len(p)-1] }
	for _, o := range among {
		if top(o) == top(id) {
			out = append(out, o)
		}
	}
	return out
}

// reached is every incident to which links lead.
func (m *merges) reached(id string) map[string]bool {
	out := map[string]bool{id: true}
	for grew := true; grew; {
		grew = false
		for a := range out {
			for b := range m.linked[a] {
				grew = grew || !out[b]
				out[b] = true
			}
		}
	}
	return out
}

// merge makes of incidents, each for itself, what stands after the merges.
func (m *model) merge(all []said, own []record.Bundle) []record.Bundle {
	known, at, ids := map[string]bool{}, map[string]*record.Bundle{}, []string{}
	for i := range own {
		id := own[i].Incident.ID
		known[id], at[id], ids = true, &own[i], append(ids, id)
	}
	ms := mergesOf(all, known)
	out := slices.Clone(own)
	for i := range out {
		id := own[i].Incident.ID
		for other := range ms.reached(id) {
			out[i].Seq = max(out[i].Seq, at[other].Seq)
		}
		if own[i].Withdrawn {
			continue
		}
		stands := "" // the one nearest to the top of those that are not withdrawn, the first of them
		for _, o := range ms.group(id, ids) {
			if !at[o].Withdrawn && (stands == "" || len(ms.path(o)) < len(ms.path(stands))) {
				stands = o
			}
		}
		if stands != id {
			out[i].Into = stands
		}
	}
	for i := range out {
		if out[i].Into != "" {
			j := slices.IndexFunc(out, func(b record.Bundle) bool { return b.Incident.ID == out[i].Into })
			out[j].Merged = append(out[j].Merged, out[i])
		}
	}
	return out
}

// together is an incident with what those merged into it add to counts.
func together(b *record.Bundle) record.Bundle {
	out := *b
	out.Assessments, out.Accounts = slices.Clone(b.Assessments), slices.Clone(b.Accounts)
	for _, m := range b.Merged {
		out.Accounts = append(out.Accounts, m.Accounts...)
		for _, a := range m.Assessments {
			has := false
			for _, o := range out.Assessments {
				has = has || o.Assessor == a.Assessor
			}
			if !has {
				out.Assessments = append(out.Assessments, a)
			}
		}
	}
	return out
}

func (m *model) merges() *merges {
	order, _, _ := newest[record.Incident](m.said, record.KindIncident)
	known := map[string]bool{}
	for _, id := range order {
		known[id] = true
	}
	return mergesOf(m.said, known)
}

// noteMerges says which of the cases of merges worth meeting an entry is, on top of what was said.
func (h *history) noteMerges(m *model, payload any) {
	before := m.merges()
	into := slices.Collect(maps.Values(before.parent)) // those that stand for others
	switch p := payload.(type) {
	case record.Link:
		switch from, to, merge := p.Merged(); {
		case merge && (before.parent[to] != "" || slices.Contains(into, from)):
			h.met["chain"] = true
		case merge:
			h.met["merge"] = true
		case before.parent[p.A] == p.B || before.parent[p.B] == p.A:
			h.met["merge undone"] = true
		}
	case record.Account:
		if before.parent[p.Incident] != "" {
			h.met["account on a merged incident"] = true
		}
	case record.Withdrawal:
		if p.Kind == record.KindIncident && before.parent[p.Subject] != "" {
			h.met["merged withdrawn"] = true
		}
		if p.Kind == record.KindIncident && slices.Contains(into, p.Subject) {
			h.met["another stands for a withdrawn one"] = true
		}
	}
}
