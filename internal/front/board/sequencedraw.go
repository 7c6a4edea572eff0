package board

import (
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/base/layered"
	"mithaq/internal/base/locale"
	"mithaq/internal/reading/order"
)

// Sizes of the drawing of a sequence, in pixels.
const (
	stepWidth  = 196
	stepHeight = 62
	stepAside  = 22 // between two steps of a layer
	stepBelow  = 40 // between two layers
	margin     = 6

	mostDrawn = 120 // steps in one drawing
	stepText  = 24  // cells of a line in a step
)

// SequenceDrawing is steps that hang together, from those that come first at the top.
type SequenceDrawing struct {
	Width, Height int
	Nodes         []SequenceNode
	Edges         []SequenceEdge
}

// SequenceNode is a step with its place.
type SequenceNode struct {
	SequenceStep
	X, Y, Middle int
	Word         string    // as much of that of its status as there is room for
	Lines        [2]string // as much of the title and of who does it as there is room for
}

// SequenceEdge leads from a step to one that comes after it.
type SequenceEdge struct {
	Path           string
	Any, Own, Ring bool
}

// Name is its number, with the text that it is of where that is another.
func (n *SequenceNode) Name() string {
	if n.Agreement != "" {
		return n.Agreement + "." + n.ID
	}
	return n.ID
}

// parts are the steps that hang together, without those that stand alone; in the order of the text.
func parts(n int, edges []layered.Edge) (list [][]int) {
	root := make([]int, n)
	for i := range root {
		root[i] = i
	}
	find := func(v int) int {
		for root[v] != v {
			root[v] = root[root[v]]
			v = root[v]
		}
		return v
	}
	linked := make([]bool, n)
	for _, e := range edges {
		linked[e.From], linked[e.To] = true, true
		a, b := find(e.From), find(e.To)
		root[max(a, b)] = min(a, b)
	}
	at := map[int]int{}
	for v := range n {
		if !linked[v] {
			continue
		}
		r := find(v)
		i, known := at[r]
		if !known {
			i = len(list)
			at[r] = i
			list = append(list, nil)
		}
		list[i] = append(list[i], v)
	}
	return list
}

// layoutOf names a layout of the steps of a text, by the reading of a run: of those of one drawing, or of all (-1).
type layoutOf struct {
	reading, agreement string
	drawing            int
}

// layout lays out steps: once for the texts, on which alone their order rests. Nobody changes it.
func (r *Run) layout(agreement string, drawing, n int, edges []layered.Edge) *layered.Layout {
	if r.OfTexts == nil {
		return layered.Of(n, edges)
	}
	return r.OfTexts(layoutOf{r.Reading, agreement, drawing}, func() any { return layered.Of(n, edges) }).(*layered.Layout)
}

// drawing draws steps that hang together. In Arabic what stands beside what is mirrored.
func (r *Run) drawing(rd Reader, agreement string, n int, steps []SequenceStep, waits []order.Wait, edges []layered.Edge, part []int, own func(order.Wait) bool) SequenceDrawing {
	at := map[int]int{}
	for i, v := range part {
		at[v] = i
	}
	var local []layered.Edge
	var of []int
	for i, e := range edges {
		if from, in := at[e.From]; in {
			local = append(local, layered.Edge{From: from, To: at[e.To]})
			of = append(of, i)
		}
	}
	l := r.layout(agreement, n, len(part), local)
	d := SequenceDrawing{Width: int(l.Width*(stepWidth+stepAside)) + stepWidth + 2*margin, Height: l.Layers*(stepHeight+stepBelow) - stepBelow + 2*margin}
	place := func(p layered.Point) (x, y int) {
		x = margin + int(p.X*(stepWidth+stepAside)) + stepWidth/2
		if locale.Dir(rd.Lang) == "rtl" {
			x = d.Width - x
		}
		return x, margin + p.Layer*(stepHeight+stepBelow)
	}
	for i, v := range part {
		middle, y := place(l.Nodes[i])
		node := SequenceNode{SequenceStep: steps[v], X: middle - stepWidth/2, Y: y, Middle: middle}
		node.Lines = [2]string{lineOf(steps[v].Title, stepText), lineOf(steps[v].Who, stepText)}
		node.Word = lineOf(steps[v].Cell.Word, stepText-locale.Width(node.Name())-3)
		d.Nodes = append(d.Nodes, node)
	}
	for i, path := range l.Paths {
		w := waits[of[i]]
		ring := steps[edges[of[i]].From].Ring && steps[edges[of[i]].To].Ring && slices.ContainsFunc(l.Knots, func(knot []int) bool {
			return slices.Contains(knot, local[i].From) && slices.Contains(knot, local[i].To)
		})
		d.Edges = append(d.Edges, SequenceEdge{curve(path, place), w.Any, own(w), ring})
	}
	return d
}

// curve writes the path of an edge as SVG has it: it leaves a step at its edge and comes to the next upright.
func curve(path []layered.Point, place func(layered.Point) (x, y int)) string {
	var b strings.Builder
	for i := 1; i < len(path); i++ {
		x0, y0 := place(path[i-1])
		x1, y1 := place(path[i])
		down := y1 > y0
		if down {
			y0 += stepHeight
		} else {
			y1 += stepHeight
		}
		if i == 1 {
			fmt.Fprintf(&b, "M%d %d", x0, y0)
		} else {
			fmt.Fprintf(&b, "L%d %d", x0, y0) // through the layer between
		}
		half := (y0 + y1) / 2
		fmt.Fprintf(&b, "C%d %d %d %d %d %d", x0, half, x1, half, x1, y1)
	}
	return b.String()
}

// lineOf gives as much of a text as one line of a step holds. The whole stands in the list beside the drawing.
func lineOf(s string, room int) string {
	if locale.Width(s) <= room {
		return s
	}
	var b strings.Builder
	width := 0
	for _, c := range s {
		if width += locale.Width(string(c)); width >= room {
			break
		}
		b.WriteRune(c)
	}
	return strings.TrimSpace(b.String()) + "…"
}
