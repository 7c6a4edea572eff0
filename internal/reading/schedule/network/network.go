// Package network decides whether a timetable can be kept whatever others do: simple temporal networks with
// uncertainty (Vidal and Fargier 1999).
//
// Nodes are events. A link says that its second event comes between Min and Max after its first. The duration of an
// ordinary link is chosen by whoever keeps the timetable; that of a contingent link by others, within its bounds,
// and is seen once the second event has happened.
//
// A network is consistent when some choice of all durations satisfies every link. It is (dynamically) controllable
// when the keeper has a strategy that satisfies every ordinary link whatever the others choose, looking only at what
// has happened so far. The keeper may react at once: an event may be set to the very instant at which another was
// seen. Several events may share an instant, in any order; a contingent duration may be 0, and the keeper may
// then still react at that instant. These are the semantics of Morris 2006 and 2014. All numbers are
// whole; times may be, too: every rule by which bounds are derived holds against others who choose whole
// durations only, and a strategy needs no other times where all bounds are whole.
//
// Check is the cubic algorithm of P. Morris, "Dynamic Controllability and Dispatchability Relationships" (CPAIOR 2014).
// It also gives the reason: a cycle of links that asks for less time than it takes.
package network

import "mithaq/internal/base/source"

// Network is what is asked. Check takes any that Faults finds nothing wrong with.
type Network struct {
	Nodes []string
	Links []Link
}

// Link bounds the time from From to To, both positions in Nodes. Min may be negative where the link is not contingent.
type Link struct {
	From, To   int
	Min, Max   int64
	Open       bool // no upper bound; Max is not read
	Contingent bool
	Offset     int // where its text begins, in the file it was read from
}

// Side says which bound of a link a step uses.
type Side uint8

// The sides.
const (
	AtMost   Side = iota // To comes at most Max after From: the keeper's bound, or what the others keep to
	AtLeast              // To comes at least Min after From
	AsEarly              // contingent: To may come as early as Min after From
	AsLateAs             // contingent: To may come as late as Max after From
)

// String gives the side as it stands in JSON.
func (s Side) String() string { return [...]string{"at_most", "at_least", "as_early", "as_late"}[s] }

// Step is one step of a cycle: the time from node From to node To is at most Weight. For AtLeast and AsLateAs it goes
// against its link.
type Step struct {
	From, To int
	Link     int // position in Links
	Side     Side
	Weight   int64
}

// Result says whether a network can be kept, and if not, why.
type Result struct {
	Consistent   bool // with the help of those who choose the contingent durations it could be kept
	Controllable bool
	// Cycle leads from a node back to it in steps whose weights sum to Length, which is negative: the event would have
	// to come before itself. Where it is consistent, the cycle is semi-reducible (Morris 2006): each AsEarly is answered before it is seen.
	Cycle  []Step
	Length int64
	More   bool // the cycle has more steps than are listed: it can be exponentially long (Hunsberger 2013)
}

// maxSteps is how many steps of a cycle are listed.
const maxSteps = 1000

// Check decides a network without faults.
func Check(n *Network) Result {
	g := newGraph(n)
	if cycle := g.inconsistency(); cycle != nil {
		return g.result(false, cycle)
	}
	if cycle := g.uncontrollable(); cycle != nil {
		return g.result(true, cycle)
	}
	return Result{Consistent: true, Controllable: true}
}

// Span gives the place of a link in the file that it was read from.
func (l *Link) Span(f *source.File) source.Span { return f.Span(l.Offset, l.Offset+1) }
