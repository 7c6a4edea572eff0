package network

import "math"

// FaultSort says what is wrong with a link.
type FaultSort uint8

// The faults.
const (
	BadNode    FaultSort = iota // an end is no node
	Empty                       // contingent: its least duration is above its greatest
	NoMax                       // contingent: no greatest duration
	Negative                    // contingent: a duration below 0
	ToItself                    // contingent: it leads from a node to the same
	SecondInto                  // contingent: Other is contingent too and leads into the same node
	Circle                      // contingent links lead from this link's end back to its beginning: none of them can begin
	TooLarge                    // its numbers and those of the links before sum to more than distances can hold
)

// Fault is one thing that is wrong with a network.
type Fault struct {
	Sort  FaultSort
	Link  int
	Other int // SecondInto: the first
}

// Faults finds all that is wrong with a network, in the order of its links. An ordinary link whose Min is
// above its Max is no fault: nothing can keep it, and the network is not controllable.
func Faults(n *Network) (found []Fault) {
	report := func(s FaultSort, link, other int) { found = append(found, Fault{s, link, other}) }
	into := make([]int, len(n.Nodes)) // the contingent link that leads into a node, from 1
	for i, l := range n.Links {
		if min(l.From, l.To) < 0 || max(l.From, l.To) >= len(n.Nodes) {
			report(BadNode, i, 0)
			continue
		}
		if !l.Contingent {
			continue
		}
		if l.Open {
			report(NoMax, i, 0)
		}
		if l.Min < 0 {
			report(Negative, i, 0)
		}
		if !l.Open && l.Min > l.Max {
			report(Empty, i, 0)
		}
		switch {
		case l.From == l.To:
			report(ToItself, i, 0)
		case into[l.To] > 0:
			report(SecondInto, i, into[l.To]-1)
		default:
			into[l.To] = i + 1
			for at := n.Links[i].From; into[at] > 0; at = n.Links[into[at]-1].From {
				if at == l.To {
					into[l.To] = 0 // so that no later link runs round for ever
					report(Circle, i, 0)
					break
				}
			}
		}
	}
	if len(found) == 0 && tooLarge(n) {
		report(TooLarge, largest(n), 0)
	}
	return found
}

// largest finds the link with the number furthest from 0.
func largest(n *Network) (at int) {
	most := int64(-1)
	for i, l := range n.Links {
		size := max(l.Min, -max(l.Min, -math.MaxInt64))
		if !l.Open {
			size = max(size, l.Max, -max(l.Max, -math.MaxInt64))
		}
		if size > most {
			most, at = size, i
		}
	}
	return at
}
