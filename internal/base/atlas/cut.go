package atlas

import "math"

// Frame is a part of the map, in degrees.
type Frame struct{ West, South, East, North float64 }

// Cut gives what of the country lies in the frame; where an area is cut its outline follows the frame.
func (c *Country) Cut(f Frame) Country {
	out := Country{Code: c.Code, Title: c.Title}
	for _, area := range c.Areas {
		if len(area) == 0 || !f.meets(area[0]) {
			continue
		}
		var cut Polygon
		for _, ring := range area {
			if ring = f.ring(ring); len(ring) >= 3 {
				cut = append(cut, ring)
			}
		}
		if len(cut) > 0 {
			out.Areas = append(out.Areas, cut)
		}
	}
	lines := Country{Lines: c.Lines}
	out.Lines = lines.Borders(f)
	return out
}

// Borders gives the outlines of the country in the frame, as lines that end where they leave it: unlike that of Cut they do not follow the frame.
func (c *Country) Borders(f Frame) (out [][]Position) {
	for _, path := range c.paths() {
		if !f.meets(path) {
			continue
		}
		var line []Position
		for i := range path {
			if i > 0 && f.meets(path[i-1:i+1]) {
				if line == nil {
					line = append(line, path[i-1])
				}
				line = append(line, path[i])
			} else if line != nil {
				out, line = append(out, line), nil
			}
		}
		if line != nil {
			out = append(out, line)
		}
	}
	return out
}

// meets says whether a path may reach into the frame.
func (f *Frame) meets(path []Position) bool {
	if len(path) == 0 {
		return false
	}
	w, s, e, n := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range path {
		w, e, s, n = min(w, p[0]), max(e, p[0]), min(s, p[1]), max(n, p[1])
	}
	return w <= f.East && e >= f.West && s <= f.North && n >= f.South
}

// ring cuts a ring at the four sides, one after another (Sutherland and Hodgman, 1974).
func (f *Frame) ring(ring []Position) []Position {
	for _, side := range []struct {
		axis  int
		at    float64
		below bool // what lies below it is kept
	}{{0, f.West, false}, {0, f.East, true}, {1, f.South, false}, {1, f.North, true}} {
		in := func(p Position) bool { return p[side.axis] >= side.at != side.below || p[side.axis] == side.at }
		var out []Position
		for i, p := range ring {
			last := ring[(i+len(ring)-1)%len(ring)]
			if in(p) != in(last) {
				part := (side.at - last[side.axis]) / (p[side.axis] - last[side.axis])
				cross := Position{last[0] + part*(p[0]-last[0]), last[1] + part*(p[1]-last[1])}
				cross[side.axis] = side.at
				out = append(out, cross)
			}
			if in(p) {
				out = append(out, p)
			}
		}
		ring = out
	}
	return ring
}

// Middle gives the middle of the largest area, where a name may stand, and how large it is, in square degrees; 0: there is none.
func (c *Country) Middle() (at Position, size float64) {
	for _, area := range c.Areas {
		if len(area) == 0 {
			continue
		}
		var twice, x, y float64 // of the ring, by the shoelace formula
		ring := area[0]
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			cross := p[0]*q[1] - q[0]*p[1]
			twice, x, y = twice+cross, x+(p[0]+q[0])*cross, y+(p[1]+q[1])*cross
		}
		if s := math.Abs(twice) / 2; s > size {
			at, size = Position{x / (3 * twice), y / (3 * twice)}, s
		}
	}
	return at, size
}
