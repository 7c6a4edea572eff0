package ground

import (
	"cmp"
	"math"
	"slices"

	"mithaq/internal/evidence/record"
)

// MaxZoom is the greatest zoom. The map of zoom 0 is 512 pixels wide, as MapLibre counts, and eight cells. Incidents of one cell make one sign.
const MaxZoom = 20

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

// Clusters puts the incidents in a view together, so that no two signs of a zoom stand much nearer than a cell is wide. What is known only roughly
// is put together with what is known as roughly, in cells no narrower than that: its sign is an area. Over the world each incident with
// coordinates is in one sign.
func (s *Selection) Clusters(v View) []Cluster {
	p, sum, out := s.ground.plane(v.Zoom), newSums(s.ground), []Cluster{}
	all := s.Total == len(s.ground.spots)
	var rows []int32
	for i := range p.signs {
		at := &p.signs[i]
		some, whole := v.cuts(at)
		if !some {
			continue
		}
		if rows = p.spots[at.from:at.to]; all && whole {
			out = append(out, *sum.whole(at, rows))
			continue
		}
		sum.rows = sum.rows[:0]
		for _, i := range rows {
			if s.rows.has(i) && (whole || v.holds(&s.ground.spots[i])) {
				sum.rows = append(sum.rows, i)
			}
		}
		if len(sum.rows) > 0 {
			out = append(out, sum.cluster(sum.rows))
		}
	}
	slices.SortFunc(out, func(a, b Cluster) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.At.Lat, b.At.Lat), cmp.Compare(a.At.Lon, b.At.Lon), cmp.Compare(a.Reach, b.Reach), cmp.Compare(a.IDs[0], b.IDs[0]))
	})
	return out
}

// sums adds incidents up to signs, one after another.
type sums struct {
	ground *Ground
	acts   []int32 // how many of each
	places []int32 // likewise
	named  []int32 // places of which there are some, as they were met
	rows   []int32 // to gather those of a sign in
}

func newSums(g *Ground) *sums {
	return &sums{ground: g, acts: make([]int32, len(g.acts)), places: make([]int32, len(g.places))}
}

// whole gives the sign of all that lies in its cell, and keeps it where there is much. It is not to be changed.
func (s *sums) whole(at *sign, rows []int32) *Cluster {
	c := at.whole.Load()
	if c == nil {
		made := s.cluster(rows)
		c = &made
		if c.N >= keptFrom {
			at.whole.Store(c)
		}
	}
	return c
}

// cluster makes a sign of incidents, which are in the order of ids.
func (s *sums) cluster(rows []int32) Cluster {
	spots := s.ground.spots
	c := Cluster{N: len(rows)}
	var x, y float64
	first := &spots[rows[0]]
	one := true // all of them are at the same point
	for _, i := range rows {
		spot := &spots[i]
		x, y = x+spot.x, y+spot.y
		one = one && spot.at == first.at
		c.Grades.add(spot.grade)
		s.acts[spot.act]++
		if s.places[spot.place]++; s.places[spot.place] == 1 {
			s.named = append(s.named, spot.place)
		}
		if len(c.IDs) < shown {
			c.IDs = append(c.IDs, spot.id)
		}
	}
	if c.At = first.at; !one {
		c.At = unsquare(x/float64(len(rows)), y/float64(len(rows)))
	}
	for _, i := range rows {
		spot := &spots[i]
		c.Reach = max(c.Reach, int64(math.Ceil(metres(c.At, spot.at)))+spot.radius)
	}
	for act, n := range s.acts {
		if n > 0 {
			c.Acts = append(c.Acts, Tally{s.ground.acts[act], int(n)})
			s.acts[act] = 0
		}
	}
	slices.SortFunc(c.Acts, func(a, b Tally) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Word, b.Word)) })
	best := first.place
	for _, place := range s.named { // of as many the one that comes first, by id
		if s.places[place] > s.places[best] {
			best = place
		}
	}
	c.Place, c.Places = s.ground.places[best], len(s.named)
	for _, place := range s.named {
		s.places[place] = 0
	}
	s.named = s.named[:0]
	return c
}

// reach gives how many degrees of latitude and of longitude a radius is.
func reach(lat float64, radius int64) (up, aside float64) {
	up = float64(radius) / (Equator / 360)
	return up, up / max(math.Cos(lat*math.Pi/180), 0.01)
}
