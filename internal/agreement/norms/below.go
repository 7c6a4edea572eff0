package norms

import (
	"slices"

	"mithaq/internal/base/civil"
)

// Tree is one of the three orders of a vocabulary.
type Tree uint8

// The trees. Parties may be in several others, with dates; kinds and zones in one.
const (
	PartyTree Tree = iota
	KindTree
	ZoneTree
)

// Below says whether v is w or lies below it: a sub-kind, a zone inside, a party that is in it (through others too) at the
// instant at. Kinds and zones do not depend on the instant. Spec/norms.md, section 2. Names that the vocabulary does not hold are below themselves alone.
func (voc *Vocabulary) Below(tree Tree, v, w string, at int64) bool {
	if v == w {
		return true
	}
	if tree == PartyTree {
		return slices.ContainsFunc(voc.Within(v, w), func(i civil.Interval) bool { return i.Lo <= at && at <= i.Hi })
	}
	if voc.reach != nil {
		table := voc.reach.kinds
		if tree == ZoneTree {
			table = voc.reach.zones
		}
		a, okA := table[v]
		b, okB := table[w]
		return okA && okB && b.first <= a.first && a.first < b.after
	}
	return slices.Contains(voc.above(tree, v), w)
}

// Within gives the times at which party v is below party w, disjoint and in order; for v itself: always.
func (voc *Vocabulary) Within(v, w string) []civil.Interval {
	if v == w {
		return []civil.Interval{{Lo: civil.Ever, Hi: civil.Forever}}
	}
	if voc.reach != nil {
		return voc.reach.parties[v][w]
	}
	return partyReach(voc)[v][w]
}

// reach holds the three orders in a form that answers at once.
type reach struct {
	kinds   map[string]stretch
	zones   map[string]stretch
	parties map[string]map[string][]civil.Interval
}

// stretch is a node's place in a walk that visits parents first: all that lies below it is numbered first to after-1.
type stretch struct{ first, after int }

func newReach(voc *Vocabulary) *reach {
	kinds := make([][2]string, len(voc.Kinds))
	for i, k := range voc.Kinds {
		kinds[i] = [2]string{k.ID, k.Parent}
	}
	zones := make([][2]string, len(voc.Zones))
	for i, z := range voc.Zones {
		zones[i] = [2]string{z.ID, z.In}
	}
	return &reach{stretches(kinds), stretches(zones), partyReach(voc)}
}

// stretches numbers a forest given as pairs of node and parent.
func stretches(nodes [][2]string) map[string]stretch {
	known := make(map[string]bool, len(nodes))
	for _, n := range nodes {
		known[n[0]] = true
	}
	below := map[string][]string{}
	var roots []string
	for _, n := range nodes {
		if n[1] == "" || !known[n[1]] {
			roots = append(roots, n[0])
		} else {
			below[n[1]] = append(below[n[1]], n[0])
		}
	}
	table := make(map[string]stretch, len(nodes))
	next := 0
	var visit func(id string)
	visit = func(id string) {
		first := next
		next++
		for _, c := range below[id] {
			visit(c)
		}
		table[id] = stretch{first, next}
	}
	for _, r := range roots {
		visit(r)
	}
	return table
}

// partyReach gives, for each party, the times at which it is below each other.
func partyReach(voc *Vocabulary) map[string]map[string][]civil.Interval {
	in := make(map[string][]Membership, len(voc.Parties))
	for _, p := range voc.Parties {
		in[p.ID] = p.In
	}
	table := make(map[string]map[string][]civil.Interval, len(voc.Parties))
	for _, p := range voc.Parties {
		found := map[string][]civil.Interval{}
		climb(in, p.ID, civil.Interval{Lo: civil.Ever, Hi: civil.Forever}, map[string]bool{p.ID: true}, found)
		for w := range found {
			found[w] = merge(found[w])
		}
		if len(found) > 0 {
			table[p.ID] = found
		}
	}
	return table
}

// climb follows every chain of memberships upwards; a chain holds while all its links do.
func climb(in map[string][]Membership, id string, while civil.Interval, onPath map[string]bool, found map[string][]civil.Interval) {
	for _, m := range in[id] {
		dates := civil.Interval{Lo: max(while.Lo, m.Dates.Lo), Hi: min(while.Hi, m.Dates.Hi)}
		if dates.Lo > dates.Hi || onPath[m.In] {
			continue
		}
		found[m.In] = append(found[m.In], dates)
		onPath[m.In] = true
		climb(in, m.In, dates, onPath, found)
		delete(onPath, m.In)
	}
}

// merge joins intervals that touch, in order.
func merge(list []civil.Interval) []civil.Interval {
	slices.SortFunc(list, func(a, b civil.Interval) int {
		if a.Lo != b.Lo {
			return int(max(-1, min(1, a.Lo-b.Lo)))
		}
		return int(max(-1, min(1, a.Hi-b.Hi)))
	})
	out := list[:1]
	for _, i := range list[1:] {
		last := &out[len(out)-1]
		if i.Lo <= last.Hi+1 {
			last.Hi = max(last.Hi, i.Hi)
		} else {
			out = append(out, i)
		}
	}
	return out
}

// above lists what a kind or zone lies in, nearest first.
func (voc *Vocabulary) above(tree Tree, id string) (list []string) {
	up := map[string]string{}
	if tree == KindTree {
		for _, k := range voc.Kinds {
			up[k.ID] = k.Parent
		}
	} else {
		for _, z := range voc.Zones {
			up[z.ID] = z.In
		}
	}
	for id = up[id]; id != "" && !slices.Contains(list, id); id = up[id] {
		list = append(list, id)
	}
	return list
}
