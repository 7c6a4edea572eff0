package ground

import (
	"cmp"
	"math"
	"slices"

	"mithaq/internal/evidence/record"
)

// The map of zoom 0 is 512 pixels wide, as MapLibre counts. Incidents of one cell make one sign.
const (
	mapPixels  = 512
	cellPixels = 64
	MaxZoom    = 20
)

// shown is how many incidents of a sign are named.
const shown = 8

// Cluster is one sign of the map: one incident, or several that are near each other.
type Cluster struct {
	At     Point // in their middle
	Reach  int64 // metres: the circle around At in which all of them happened, as far as is known
	N      int
	Grades Grades
	Acts   []Tally     // the commonest first
	Place  record.Text // of most of them
	Places int         // how many places by their names
	IDs    []string    // the first of them, by id
}

// Tally is a word and how many incidents have it.
type Tally struct {
	Word string
	N    int
}

// cell is a part of the map: that of what is known exactly enough has level 0, each level above is twice as wide.
type cell struct {
	level uint8
	x, y  int32
}

// Clusters puts the incidents in a view together, so that no two signs of a zoom stand much nearer than a cell is wide. What is known only roughly
// is put together with what is known as roughly, in cells no narrower than that: its sign is an area. Over the world each incident with
// coordinates is in one sign.
func (s *Selection) Clusters(in Box, zoom int) []Cluster {
	fine := mapPixels / cellPixels * math.Exp2(float64(zoom))
	view := in.in(fine)
	cells := map[cell][]int32{}
	for _, i := range s.rows {
		spot := &s.ground.spots[i]
		if spot.radius == 0 || !view.holds(spot.x, spot.y) {
			continue
		}
		level, wide := spot.level(fine)
		at := cell{level, int32(spot.x * wide), int32(spot.y * wide)}
		cells[at] = append(cells[at], i)
	}
	out := make([]Cluster, 0, len(cells))
	for _, rows := range cells {
		out = append(out, s.cluster(rows))
	}
	slices.SortFunc(out, func(a, b Cluster) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.At.Lat, b.At.Lat), cmp.Compare(a.At.Lon, b.At.Lon), cmp.Compare(a.Reach, b.Reach), cmp.Compare(a.IDs[0], b.IDs[0]))
	})
	return out
}

// level gives how much wider than the finest cells that of an incident is, and how many such cells the map has from west to east.
func (s *spot) level(fine float64) (level uint8, cells float64) {
	lat, _ := s.at.degrees()
	width := Equator * math.Cos(lat*math.Pi/180) / fine // of a cell, in metres
	for cells = fine; float64(s.radius) > width/2 && cells > 1; cells /= 2 {
		level++
		width *= 2
	}
	return level, cells
}

// cluster makes a sign of incidents, which are in the order of ids.
func (s *Selection) cluster(rows []int32) Cluster {
	c := Cluster{N: len(rows)}
	acts, places := map[string]int{}, map[int32]int{}
	var x, y float64
	first := &s.ground.spots[rows[0]]
	one := true // all of them are at the same point
	for _, i := range rows {
		spot := &s.ground.spots[i]
		x, y = x+spot.x, y+spot.y
		one = one && spot.at == first.at
		c.Grades.add(spot.grade)
		acts[spot.act]++
		places[spot.place]++
		if len(c.IDs) < shown {
			c.IDs = append(c.IDs, spot.id)
		}
	}
	if c.At = first.at; !one {
		c.At = unsquare(x/float64(len(rows)), y/float64(len(rows)))
	}
	for _, i := range rows {
		spot := &s.ground.spots[i]
		c.Reach = max(c.Reach, int64(math.Ceil(metres(c.At, spot.at)))+spot.radius)
	}
	for act, n := range acts {
		c.Acts = append(c.Acts, Tally{act, n})
	}
	slices.SortFunc(c.Acts, func(a, b Tally) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Word, b.Word)) })
	best := first.place
	for _, i := range rows { // of as many the one that comes first, by id
		if place := s.ground.spots[i].place; places[place] > places[best] {
			best = place
		}
	}
	c.Place, c.Places = s.ground.places[best], len(places)
	return c
}

// reach gives how many degrees of latitude and of longitude a radius is.
func reach(lat float64, radius int64) (up, aside float64) {
	up = float64(radius) / (Equator / 360)
	return up, up / max(math.Cos(lat*math.Pi/180), 0.01)
}
