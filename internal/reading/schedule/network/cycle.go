package network

// result tells a cycle of edges in the links of the network.
func (g *graph) result(consistent bool, cycle []int32) Result {
	r := Result{Consistent: consistent}
	for _, i := range cycle {
		r.Length += g.edges[i].weight
	}
	leaves, more := g.leaves(cycle, 3*maxSteps)
	r.Cycle = g.steps(leaves, more)
	if r.More = more || len(r.Cycle) > maxSteps; r.More {
		r.Cycle = r.Cycle[:min(len(r.Cycle), maxSteps)]
	}
	return r
}

// leaves gives the edges of the normal form that a path is made of, at most so many.
func (g *graph) leaves(path []int32, most int) (leaves []int32, more bool) {
	stack := [][]int32{path}
	for len(stack) > 0 {
		top := len(stack) - 1
		if len(stack[top]) == 0 {
			stack = stack[:top]
			continue
		}
		i := stack[top][0]
		stack[top] = stack[top][1:]
		if g.edges[i].kind == derived {
			stack = append(stack, g.path(g.edges[i].from, g.edges[i].to))
			continue
		}
		if len(leaves) == most {
			return leaves, true
		}
		leaves = append(leaves, i)
	}
	return leaves, false
}

// steps joins what leads over the node A' of a contingent link into one step of that link. Going to A' and
// back again is no step.
func (g *graph) steps(leaves []int32, cut bool) (steps []Step) {
	if !cut && len(leaves) > 1 && g.own[g.edges[leaves[0]].from] >= 0 { // the cycle begins in an A': begin one later
		leaves = append(leaves[1:len(leaves):len(leaves)], leaves[0])
	}
	for i := 0; i < len(leaves); i++ {
		in := &g.edges[leaves[i]]
		if g.own[in.to] < 0 { // also where a cut path begins in an A'
			if g.own[in.from] < 0 {
				steps = append(steps, Step{int(in.from), int(in.to), int(in.link), in.side, in.weight})
			}
			continue
		}
		if i++; i == len(leaves) {
			break
		}
		out := &g.edges[leaves[i]]
		into, away := side(in, AtLeast), side(out, AtMost)
		switch {
		case in.from != out.to && in.kind == fixed:
			steps = append(steps, Step{int(in.from), int(out.to), int(in.link), away, in.weight + out.weight})
		case in.from != out.to:
			steps = append(steps, Step{int(in.from), int(out.to), int(in.link), into, in.weight + out.weight})
		case in.weight+out.weight != 0: // from C over A' to C: to A and back
			l := &g.net.Links[in.link]
			back, forth := -l.Min, l.Max
			if into == AsLateAs {
				back = -l.Max
			}
			if away == AsEarly {
				forth = l.Min
			}
			steps = append(steps, Step{int(in.from), l.From, int(in.link), into, back}, Step{l.From, int(out.to), int(in.link), away, forth})
		}
	}
	return steps
}

// side says which bound of its link an edge to or from A' is.
func side(e *edge, otherwise Side) Side {
	switch e.kind {
	case lower:
		return AsEarly
	case upper:
		return AsLateAs
	}
	return otherwise
}
