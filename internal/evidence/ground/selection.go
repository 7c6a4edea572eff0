package ground

import (
	"context"
	"math"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Selection is the incidents of a ground that meet a query. Several may read it.
type Selection struct {
	ground *Ground
	rows   set // of spots
	Total  int // how many there are
	Placed int // how many of them have coordinates
}

// Select gives what meets the filters of a query: days, act, party, grade, place and words. Words are asked of the record, the rest is in the
// ground. of, where it is not nil, takes only some incidents.
func (g *Ground) Select(ctx context.Context, r record.Reader, q *record.Query, of func(id string) bool) (*Selection, error) {
	c, err := project.ConditionsOf(q)
	if err != nil {
		return nil, err
	}
	s, meets := &Selection{ground: g, rows: newSet(len(g.spots))}, g.meets(c)
	take := func(i int32) {
		at := &g.spots[i]
		if !meets(at) || of != nil && !of(at.id) || s.rows.has(i) {
			return
		}
		s.rows.put(i)
		if s.Total++; at.radius > 0 {
			s.Placed++
		}
	}
	if c.Place.Empty() && c.Text.Empty() {
		for i := range g.spots {
			take(int32(i))
		}
		return s, nil
	}
	found, err := r.Matching(ctx, record.Query{Place: q.Place, Text: q.Text})
	if err != nil {
		return nil, err
	}
	at := g.ids()
	for _, id := range found {
		if i, known := at.find(id); known { // it may have come meanwhile
			take(i)
		}
	}
	return s, nil
}

// Bytes is how many bytes keeping the selection takes, beside its ground.
func (s *Selection) Bytes() int { return 8 * len(s.rows) }

// meets says of incidents whether they meet conditions, but for words.
func (g *Ground) meets(c *project.Conditions) func(*spot) bool {
	from, to, act, known := int32(0), int32(math.MaxInt32), int32(-1), true
	if c.From != nil {
		from = int32(*c.From)
	}
	if c.To != nil {
		to = int32(*c.To)
	}
	if c.Act != "" {
		act, known = g.number[actKey(c.Act)]
	}
	party := make([]bool, len(g.parties))
	for i, set := range g.parties {
		party[i] = c.Party == "" || slices.Contains(set, c.Party)
	}
	return func(s *spot) bool {
		return known && s.hi >= from && s.lo <= to && (c.Act == "" || s.act == act) && (c.Grade == nil || s.grade == int8(*c.Grade)) && party[s.parties]
	}
}

// Grades counts incidents by the highest grade of the act among the standing assessments: those without any first, then from discounted to verified.
type Grades [5]int

func (n *Grades) add(grade int8) { n[grade+1]++ }

// PlaceCount is a place by its name with its incidents.
type PlaceCount struct {
	Name   record.Text
	N      int
	Grades Grades
	Placed bool // all of them have coordinates
}

// ByPlace counts the incidents by the names of their places, the most first.
func (s *Selection) ByPlace() []PlaceCount {
	at := map[int32]*PlaceCount{}
	order := []int32{}
	for i := range s.rows.each() {
		spot := &s.ground.spots[i]
		p := at[spot.place]
		if p == nil {
			p = &PlaceCount{Name: s.ground.places[spot.place], Placed: true}
			at[spot.place] = p
			order = append(order, spot.place)
		}
		p.N++
		p.Grades.add(spot.grade)
		p.Placed = p.Placed && spot.radius > 0
	}
	out := make([]PlaceCount, 0, len(order))
	for _, place := range order {
		out = append(out, *at[place])
	}
	slices.SortStableFunc(out, func(a, b PlaceCount) int { return b.N - a.N })
	return out
}

// Extent gives the box that holds all incidents with coordinates, each with the circle around it in which it may have happened; false: there are none.
func (s *Selection) Extent() (box Box, some bool) {
	box = Box{180, 90, -180, -90}
	for i := range s.rows.each() {
		spot := &s.ground.spots[i]
		if spot.radius == 0 {
			continue
		}
		some = true
		lat, lon := spot.at.degrees()
		up, aside := reach(lat, spot.radius)
		box.West, box.East = min(box.West, lon-aside), max(box.East, lon+aside)
		box.South, box.North = min(box.South, lat-up), max(box.North, lat+up)
	}
	return box, some
}
