// Package ground holds the incidents of a record as points of a map, small enough to be kept in memory, and counts them by place.
//
//	record as somebody sees it ──> Ground ──Select(filters)──> Selection ──Clusters(view, zoom)──> signs of a map
//
// It rests on nothing but a record.Reader: read from a guarded view (package guard) it holds what that view gives, coordinates as coarse as
// the view tells them, and so no count can speak of an incident that the view does not show.
package ground

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Ground is where the incidents of a record happened, as of one head. It does not change: several may read it.
type Ground struct {
	Head   record.Head
	spots  []spot // by id
	planes *planes
	ids    func() *ids // of the spots, made when it is first asked for
	names
}

// spot is one incident.
type spot struct {
	id                  string
	at                  Point
	radius              int64   // metres; 0: no coordinates
	x, y                float64 // of at, in the square of the map
	lo, hi              int32   // yyyymmdd, as project.Columns has them
	act, place, parties int32   // in names
	grade               int8    // -1: no assessment stands
	rough               uint8   // spot.roughness
}

// names holds each act, each name of a place, and each set of parties, once.
type names struct {
	acts    []string
	places  []record.Text
	parties [][]string
	number  map[string]int32
}

// act gives the number of an act.
func (n *names) act(word string) int32 {
	key := actKey(word)
	i, known := n.number[key]
	if !known {
		i = int32(len(n.acts))
		n.acts, n.number[key] = append(n.acts, strings.Clone(word)), i
	}
	return i
}

func actKey(word string) string { return record.Key("act", word) }

// place gives the number of a place by its names.
func (n *names) place(name record.Text) int32 {
	var parts []string
	for _, lang := range slices.Sorted(maps.Keys(name)) {
		parts = append(parts, lang, name[lang])
	}
	key := record.Key(append([]string{"place"}, parts...)...)
	i, known := n.number[key]
	if !known {
		i = int32(len(n.places))
		n.places, n.number[key] = append(n.places, maps.Clone(name)), i
	}
	return i
}

// set gives the number of a set of parties.
func (n *names) set(parties []string) int32 {
	key := record.Key(append([]string{"parties"}, parties...)...)
	i, known := n.number[key]
	if !known {
		i = int32(len(n.parties))
		n.parties, n.number[key] = append(n.parties, slices.Clone(parties)), i
	}
	return i
}

// Read makes the ground of a record.
func Read(ctx context.Context, r record.Reader) (*Ground, error) {
	head, err := r.Head(ctx) // before the incidents: what comes while they are read is taken up by the next Refresh
	if err != nil {
		return nil, err
	}
	g := &Ground{Head: head, names: names{number: map[string]int32{}}}
	for b, err := range r.Bundles(ctx, record.Cut{}) {
		if err != nil {
			return nil, err
		}
		g.spots = append(g.spots, g.spotOf(b))
	}
	g.order()
	return g, nil
}

// order puts the spots in order, once all of them are there.
func (g *Ground) order() {
	slices.SortFunc(g.spots, byID)
	g.planes = &planes{}
	g.ids = sync.OnceValue(func() *ids { return idsOf(g.spots) })
}

// few is how many entries are taken up one by one; after more of them all is read again.
const few = 512

// Refresh gives the ground of the record as it is now, made from this one where few entries came since.
func (g *Ground) Refresh(ctx context.Context, r record.Reader) (*Ground, error) {
	head, err := r.Head(ctx)
	if err != nil || head == g.Head {
		return g, err
	}
	ids, whole, err := r.Touched(ctx, g.Head.Seq, few)
	if err != nil {
		return nil, err
	}
	if whole || head.Seq < g.Head.Seq {
		return Read(ctx, r)
	}
	if len(ids) == 0 {
		same := *g
		same.Head = head
		return &same, nil
	}
	next := &Ground{Head: head, names: names{slices.Clip(g.acts), slices.Clip(g.places), slices.Clip(g.parties), maps.Clone(g.number)}}
	changed := make(map[string]bool, len(ids))
	for _, id := range ids {
		changed[id] = true
	}
	for i := range g.spots {
		if !changed[g.spots[i].id] {
			next.spots = append(next.spots, g.spots[i])
		}
	}
	for id := range changed {
		b, err := r.Bundle(ctx, id)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if b.Stands() {
			next.spots = append(next.spots, next.spotOf(b))
		}
	}
	next.order()
	return next, nil
}

// Same says whether two grounds hold the same, though they are of different heads.
func (g *Ground) Same(other *Ground) bool {
	return len(g.spots) == len(other.spots) && (len(g.spots) == 0 || &g.spots[0] == &other.spots[0])
}

func byID(a, b spot) int { return strings.Compare(a.id, b.id) }

// spotOf makes the spot of an incident that stands.
func (g *Ground) spotOf(b *record.Bundle) spot {
	in, c := &b.Incident, project.ColumnsOf(b)
	s := spot{
		id: strings.Clone(in.ID), act: g.act(in.Act), lo: int32(c.Lo), hi: int32(c.Hi), grade: int8(c.Grade),
		place: g.place(in.Place.Name), parties: g.set(c.Parties),
	}
	if in.Place.Radius > 0 {
		s.at, s.radius = Point{in.Place.Lat, in.Place.Lon}, in.Place.Radius
		s.x, s.y = s.at.square()
		s.rough = s.roughness()
	}
	return s
}
