package monitor

import (
	"slices"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
)

// varIndex finds, of a pattern's hits, those that may answer to a value of a variable: a family over a hundred thousand acts
// must not hold each of its members against each hit. It narrows only what is tried. Each list is in the order of the facts.
type varIndex struct {
	want  *varWant
	by    map[string][]hit // by the values that the fact gives the role
	mute  []hit            // of the facts that do not tell: they may match whatever is wanted
	other []hit            // of those that tell by other means than names
	names []string         // the values, sorted
}

// madeIndex is the index of a pattern, made when it is first asked for, by whichever part asks.
type madeIndex struct {
	mu   sync.Mutex
	made *varIndex
}

func (x *madeIndex) of(p *pattern, facts []*fact.Fact) *varIndex {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.made == nil {
		x.made = newVarIndex(p, facts)
	}
	return x.made
}

// takeIn takes in what a step changes of the hits.
func (x *madeIndex) takeIn(m *Machine, p *pattern, d *delta) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.made != nil {
		x.made.takeIn(m, p, d)
	}
}

// drop drops it: the hits have changed.
func (x *madeIndex) drop() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.made = nil
}

// found is a hit that may match for the values that the variables have.
type found struct {
	hit
	mute bool // the fact does not tell what the first want with a variable asks for
}

// candidates gives the hits that may match for the values that the variables have, in order.
func (m *Machine) candidates(p *pattern, s *scope) []found {
	var telling []hit
	var index *varIndex
	some := false
	if len(p.vars) > 0 {
		index = p.index.of(p, m.facts)
		telling, some = m.telling(index, s)
	}
	if !some {
		out := make([]found, len(p.hits))
		for i, h := range p.hits {
			out[i].hit = h
		}
		return out
	}
	mute := index.mute
	out := make([]found, 0, len(telling)+len(mute))
	for i, j := 0, 0; i < len(telling) || j < len(mute); {
		if j == len(mute) || i < len(telling) && m.hitBefore(telling[i], mute[j]) < 0 {
			out = append(out, found{telling[i], false})
			i++
		} else {
			out = append(out, found{mute[j], true})
			j++
		}
	}
	return out
}

// telling gives those of the hits that tell something which may match, in order; false: any hit may.
func (m *Machine) telling(x *varIndex, s *scope) ([]hit, bool) {
	if x.want.all || x.want.near != nil {
		return nil, false
	}
	type value struct {
		norms.Value
		id string
	}
	var wanted []value
	for _, id := range x.want.ids {
		wanted = append(wanted, value{id: id})
	}
	for _, v := range x.want.vars {
		vals, unknown := s.values(v)
		if unknown || v.Near != 0 {
			return nil, false
		}
		for _, val := range vals {
			wanted = append(wanted, value{v, val.id})
		}
	}
	out := slices.Clone(x.other)
	for _, w := range wanted {
		if x.want.plain() {
			out = append(out, x.by[w.id]...)
			continue
		}
		table := m.wantFor(x.want, w.Value, w.id).table
		for _, name := range x.names {
			if k := m.number(name); k >= 0 && int(k) < len(table) && table[k] != no {
				out = append(out, x.by[name]...)
			}
		}
	}
	if len(out) > 1 {
		slices.SortFunc(out, m.hitBefore)
		out = slices.CompactFunc(out, func(a, b hit) bool { return a.fact == b.fact && a.via == b.via })
	}
	return out, true
}

// newVarIndex indexes by the first want that a variable fills.
func newVarIndex(p *pattern, facts []*fact.Fact) *varIndex {
	x := &varIndex{want: &p.vars[0], by: map[string][]hit{}}
	for _, h := range p.hits {
		x.each(p, h, facts[h.fact], func(list []hit) []hit {
			if n := len(list); n > 0 && list[n-1].fact == h.fact && list[n-1].via == h.via {
				return list
			}
			return append(list, h)
		})
	}
	for id := range x.by {
		x.names = append(x.names, id)
	}
	slices.Sort(x.names)
	return x
}

// each changes every list in which a hit stands or is to stand.
func (x *varIndex) each(p *pattern, h hit, f *fact.Fact, change func([]hit) []hit) {
	r := f.Role(p.act.Roles[x.want.role].Name)
	switch {
	case h.via > 0 || x.want.all: // it is read as another act; or several values are asked for
		x.other = change(x.other)
	case x.want.doer:
		vals, unknown := doerValues(&f.Attribution)
		for _, v := range vals {
			x.by[v.id] = change(x.by[v.id])
		}
		if unknown { // not known, but not one whose attribution is discounted
			x.other = change(x.other)
		}
	case r != nil && len(r.Values) > 0:
		for _, v := range r.Values {
			x.by[v] = change(x.by[v])
		}
	case x.want.place && r == nil && (f.Place.Point != nil || len(f.Place.Zones) > 0):
		x.other = change(x.other)
	default:
		x.mute = change(x.mute)
	}
}

// takeIn takes in what a step changes of the hits.
func (x *varIndex) takeIn(m *Machine, p *pattern, d *delta) {
	for _, g := range d.gone {
		x.each(p, g.hit, g.fact, func(list []hit) []hit {
			return slices.DeleteFunc(list, func(h hit) bool { return h.fact == g.hit.fact && h.via == g.hit.via })
		})
	}
	for _, h := range d.come {
		before := len(x.by)
		x.each(p, h, m.facts[h.fact], func(list []hit) []hit {
			at, there := slices.BinarySearchFunc(list, h, m.hitBefore)
			if there {
				return list
			}
			return slices.Insert(list, at, h)
		})
		if len(x.by) > before && !x.want.plain() {
			x.names = x.names[:0]
			for id := range x.by {
				x.names = append(x.names, id)
			}
			slices.Sort(x.names)
		}
	}
}

// plain says whether a value answers to no other than itself.
func (w *want) plain() bool {
	return w.typ != norms.PartyRole && w.typ != norms.KindRole && w.typ != norms.PlaceRole
}
