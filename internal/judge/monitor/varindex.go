package monitor

import (
	"slices"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
)

// varIndex finds, of a pattern's hits, those that may answer to a value of a variable: a family over a hundred thousand acts
// must not hold each of its members against each hit. It narrows only what is tried.
type varIndex struct {
	want  *varWant
	by    map[string][]int32 // positions in hits by the values that the fact gives the role
	mute  []int32            // positions of the facts that do not tell: they may match whatever is wanted
	other []int32            // positions of those that tell by other means than names
	names []string           // the values, sorted
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
	var at []int32
	var index *varIndex
	some := false
	if len(p.vars) > 0 {
		index = p.index.of(p, m.facts)
		at, some = m.positions(index, s)
	}
	if !some {
		out := make([]found, len(p.hits))
		for i, h := range p.hits {
			out[i].hit = h
		}
		return out
	}
	x := index
	out := make([]found, 0, len(at)+len(x.mute))
	for i, j := 0, 0; i < len(at) || j < len(x.mute); {
		if j == len(x.mute) || i < len(at) && at[i] < x.mute[j] {
			out = append(out, found{p.hits[at[i]], false})
			i++
		} else {
			out = append(out, found{p.hits[x.mute[j]], true})
			j++
		}
	}
	return out
}

// positions gives those of the hits that tell something which may match, ascending; false: any hit may.
func (m *Machine) positions(x *varIndex, s *scope) ([]int32, bool) {
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
	slices.Sort(out)
	return slices.Compact(out), true
}

// newVarIndex indexes by the first want that a variable fills.
func newVarIndex(p *pattern, facts []*fact.Fact) *varIndex {
	x := &varIndex{want: &p.vars[0], by: map[string][]int32{}}
	name := p.act.Roles[x.want.role].Name
	for i := range p.hits {
		f := facts[p.hits[i].fact]
		put := func(id string) {
			if list := x.by[id]; len(list) == 0 || list[len(list)-1] != int32(i) {
				x.by[id] = append(list, int32(i))
			}
		}
		r := f.Role(name)
		switch {
		case p.hits[i].via > 0 || x.want.all: // it is read as another act; or several values are asked for
			x.other = append(x.other, int32(i))
		case x.want.doer:
			vals, unknown := doerValues(&f.Attribution)
			for _, v := range vals {
				put(v.id)
			}
			if unknown { // not known, but not one whose attribution is discounted
				x.other = append(x.other, int32(i))
			}
		case r != nil && len(r.Values) > 0:
			for _, v := range r.Values {
				put(v)
			}
		case x.want.place && r == nil && (f.Place.Point != nil || len(f.Place.Zones) > 0):
			x.other = append(x.other, int32(i))
		default:
			x.mute = append(x.mute, int32(i))
		}
	}
	for id := range x.by {
		x.names = append(x.names, id)
	}
	slices.Sort(x.names)
	return x
}

// plain says whether a value answers to no other than itself.
func (w *want) plain() bool {
	return w.typ != norms.PartyRole && w.typ != norms.KindRole && w.typ != norms.PlaceRole
}
