package atlas

import (
	"encoding/json"
	"errors"
)

// transform turns the whole numbers of a quantized topology into degrees (TopoJSON 1.0, section 2.1.2).
type transform struct {
	Scale     [2]float64 `json:"scale"`
	Translate [2]float64 `json:"translate"`
}

// topology holds the arcs of a file, each as its positions. Neighbours share the arc of their border.
type topology [][]Position

func lines(arcs [][][2]float64, t *transform) topology {
	out := make(topology, len(arcs))
	for i, arc := range arcs {
		var x, y float64
		for _, p := range arc {
			if t == nil {
				out[i] = append(out[i], Position(p))
				continue
			}
			x, y = x+p[0], y+p[1] // each position is told by its step from the one before
			out[i] = append(out[i], Position{x*t.Scale[0] + t.Translate[0], y*t.Scale[1] + t.Translate[1]})
		}
	}
	return out
}

var errArc = errors.New("an arc that is not there")

// of reads a shape, told by numbers of arcs: a polygon or several, a line or several.
func (t topology) of(raw json.RawMessage, into any) (err error) {
	switch into := into.(type) {
	case *[]Polygon:
		var arcs [][][]int
		if err := json.Unmarshal(raw, &arcs); err != nil {
			return err
		}
		*into = make([]Polygon, len(arcs))
		for i := range arcs {
			if (*into)[i], err = t.paths(arcs[i]); err != nil {
				return err
			}
		}
	case *Polygon:
		var arcs [][]int
		if err := json.Unmarshal(raw, &arcs); err != nil {
			return err
		}
		*into, err = t.paths(arcs)
	case *[][]Position:
		var arcs [][]int
		if err := json.Unmarshal(raw, &arcs); err != nil {
			return err
		}
		*into, err = t.paths(arcs)
	case *[]Position:
		var arcs []int
		if err := json.Unmarshal(raw, &arcs); err != nil {
			return err
		}
		*into, err = t.path(arcs)
	}
	return err
}

func (t topology) paths(arcs [][]int) (out [][]Position, err error) {
	out = make([][]Position, len(arcs))
	for i := range arcs {
		if out[i], err = t.path(arcs[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// path joins arcs: where the last one ends the next begins. A number below 0 is the arc of its complement, backwards.
func (t topology) path(arcs []int) (out []Position, err error) {
	for _, n := range arcs {
		i := n
		if n < 0 {
			i = ^n
		}
		if i < 0 || i >= len(t) {
			return nil, errArc
		}
		arc := t[i]
		for k := range arc {
			p := arc[k]
			if n < 0 {
				p = arc[len(arc)-1-k]
			}
			if k > 0 || len(out) == 0 {
				out = append(out, p)
			}
		}
	}
	return out, nil
}
