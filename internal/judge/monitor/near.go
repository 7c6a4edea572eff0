package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/geo"
	"mithaq/internal/judge/fact"
)

// vicinity is a wanted value of a place: within so many metres of a zone or a line.
type vicinity struct {
	zone   string
	metres int64
	shapes []shape // the outlines and lines of the zone and of those inside it
}

// shape is an area or a line on the map.
type shape interface {
	Near(centre geo.Point, radius, metres int64) geo.Relation
}

func (m *Machine) vicinity(v norms.Value) vicinity {
	out := vicinity{zone: v.ID, metres: v.Near}
	for i := range m.prog.Vocabulary.Zones {
		z := &m.prog.Vocabulary.Zones[i]
		if !m.vocab.zoneBelow(z.ID, v.ID) {
			continue
		}
		if z.Area != nil {
			out.shapes = append(out.shapes, z.Area)
		}
		if z.Line != nil {
			out.shapes = append(out.shapes, geo.Line(z.Line))
		}
	}
	return out
}

// fitNames compares a place known by the name of its zone alone: in a wanted zone it is near; elsewhere it may be.
func (b *vocab) fitNames(v string, near []vicinity) fit {
	best := no
	for i := range near {
		best = max(best, coarse)
		if b.zoneBelow(v, near[i].zone) {
			return yes
		}
	}
	return best
}

// holdNear holds the distances that a want allows against a fact's place.
func (m *Machine) holdNear(p *fact.Place, near []vicinity) fit {
	best := no
	for i := range near {
		n := &near[i]
		for _, z := range p.Zones {
			if m.vocab.zoneBelow(z, n.zone) {
				return yes
			}
		}
		if p.Point == nil || len(n.shapes) == 0 {
			best = max(best, coarse)
			continue
		}
		reach := no
		for _, s := range n.shapes {
			switch s.Near(*p.Point, p.Radius, n.metres) {
			case geo.Inside:
				return yes
			case geo.Crosses:
				reach = coarse
			}
		}
		best = max(best, reach)
	}
	return best
}
