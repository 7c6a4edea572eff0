package ground

import (
	"math"
	"sync"
	"sync/atomic"
)

// halvings is how often the square of the map is halved, either way, until its cells are those of zoom 0: 8 of them are 512 pixels of 64.
const halvings = 3

// plane is the spots with coordinates put together by the cells of a zoom. It is made once, for all views and all filters.
type plane struct {
	zoom  int
	signs []sign
	spots []int32 // of one sign after another, in the order of ids
}

// sign is what lies in one cell.
type sign struct {
	cell
	past     bool // of some of its spots the square of the map holds no more than the edge
	from, to int32
	whole    atomic.Pointer[Cluster] // of all that lies in it; nil: not made yet
}

// planes keeps planes of a ground, as many as there is room for.
type planes struct {
	mu    sync.Mutex
	of    map[int]*plane // by zoom
	bytes int
}

// Room for planes, beside the last one that was asked for; and bytes that a plane takes for each sign, and for one of which the whole is kept.
const (
	planesBytes = 12 << 20
	signBytes   = 32
	wholeBytes  = 400
)

// keptFrom is how many spots a sign has whose whole is kept: fewer are added up as quickly.
const keptFrom = 8

func (g *Ground) plane(zoom int) *plane {
	k := g.planes
	k.mu.Lock()
	defer k.mu.Unlock()
	if p := k.of[zoom]; p != nil {
		return p
	}
	p := planeOf(g.spots, zoom)
	if k.bytes += p.bytes(); k.of == nil || k.bytes > planesBytes {
		k.of, k.bytes = map[int]*plane{}, p.bytes()
	}
	k.of[zoom] = p
	return p
}

func (p *plane) bytes() int { return len(p.signs)*signBytes + len(p.spots)*(4+wholeBytes/keptFrom) }

func planeOf(spots []spot, zoom int) *plane {
	at := make([]int32, len(spots)) // the sign of each, from 1
	number := map[cell]int32{}
	var cells []cell
	var sizes []int32
	placed := 0
	for i := range spots {
		if spots[i].radius == 0 {
			continue
		}
		c := spots[i].cell(zoom)
		n := number[c]
		if n == 0 {
			cells, sizes = append(cells, c), append(sizes, 0)
			n = int32(len(cells))
			number[c] = n
		}
		at[i] = n
		sizes[n-1]++
		placed++
	}
	p := &plane{zoom: zoom, signs: make([]sign, len(cells)), spots: make([]int32, placed)}
	next := int32(0)
	for i := range p.signs {
		s := &p.signs[i]
		s.cell, s.from, s.to = cells[i], next, next
		next += sizes[i]
	}
	for i := range spots {
		if at[i] == 0 {
			continue
		}
		s := &p.signs[at[i]-1]
		p.spots[s.to] = int32(i)
		s.to++
		s.past = s.past || !(spots[i].x >= 0 && spots[i].x < 1 && spots[i].y >= 0 && spots[i].y < 1)
	}
	return p
}

// cell is a part of the map: that of what is known exactly enough has level 0, each level above is twice as wide.
type cell struct {
	level uint8
	x, y  int32
}

// roughness gives how much wider than the cells of MaxZoom one is that is no narrower than what is known of the place, in halvings.
func (s *spot) roughness() (level uint8) {
	lat, _ := s.at.degrees()
	width := math.Ldexp(Equator*math.Cos(lat*math.Pi/180), -MaxZoom-halvings) // of a cell, in metres
	for ; float64(s.radius) > width/2 && level < MaxZoom+halvings; width *= 2 {
		level++
	}
	return level
}

// cell gives the cell of a zoom by which an incident is put together with others.
func (s *spot) cell(zoom int) cell {
	level := min(max(int(s.rough)-(MaxZoom-zoom), 0), zoom+halvings)
	wide := float64(int64(1) << (zoom + halvings - level))
	return cell{uint8(level), int32(s.x * wide), int32(s.y * wide)}
}
