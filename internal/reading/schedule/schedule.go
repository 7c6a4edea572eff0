// Package schedule asks of a text whether each party can keep its deadlines, whatever the others lawfully do, and as late as they
// may.
//
// For each party the text becomes a simple temporal network with uncertainty (package network): its own acts are what it
// chooses; the acts of others on which its dates depend are contingent, anywhere in their lawful windows; a day that nothing bounds may
// come at any time. A limit that counts in days or months from an act is as short as the calendar ever makes it where the party
// must keep it, and as long as it ever is where others may use it. Where the law leaves others more ways than a
// network can say, the network has all of these and more: so a party that is found controllable always is, and one
// that is not may still be saved by what was left out. See Verdict.
package schedule

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/reading/run"
)

// Verdict is the answer for one party.
type Verdict uint8

// The verdicts.
const (
	// Controllable: there is a way to keep every deadline in Timed, whatever the others lawfully do. Never wrong, if what is Given is so.
	Controllable Verdict = iota
	// NotControllable: a fault has a run, confirmed by both judges, in which the others are lawful and the party, though it acts as
	// soon as it may, does not keep what it must.
	NotControllable
	// MayFail: there are faults; no run was found that shows one.
	MayFail
	// NotAnalysed: Left says what stands against an answer.
	NotAnalysed
)

// String gives the verdict as it stands in JSON.
func (v Verdict) String() string {
	return [...]string{"controllable", "not_controllable", "may_fail", "not_analysed"}[v]
}

// Schedule is what there is to say of one bundle: the text as written, or by one reading.
type Schedule struct {
	Reading string
	Program *norms.Program
	Depends []Dependence // dates that hang on something without a date, first of all
	Given   []string     // marks from which duties count: it is taken as given that their day is named by the time it comes
	Parties []Party      // in the order in which the texts first ask something dated of them
}

// Party is the schedule of one party.
type Party struct {
	ID      string
	Verdict Verdict
	Timed   []Timed // its dated duties, in the order of the texts
	Left    []Left  // its duties that no network holds, and why
	Faults  []Fault // why it is not controllable: each among other duties
	Path    []Stop  // the critical path: what its last act waits for, in order
	// TooMany: more ways to choose than are looked at (64).
	TooMany bool
}

// Fault is a set of bounds that others can bring into contradiction.
type Fault struct {
	Cycle  []Cause     // the bounds, in the order of the circle
	Run    *run.Judged // a run that shows it, confirmed; nil: none was found
	Failed string      // the norm (full name) that the run leaves undone
}

// Timed is a dated duty. Times are instants where the text fixes them.
type Timed struct {
	Norm *norms.Norm
	// Earliest and Latest bound when it has to be done if the others are as late as they may be. Known is false
	// where that hangs on something that may come at any time.
	Earliest, Latest int64
	Known            bool
	Reckoned         bool  // Room is; not where the bounds contradict each other
	Room             int64 // in seconds: from when it can be done to its deadline, at the least
	Ample            bool  // nothing bounds the room
}

// Why says why a duty is no part of the network.
type Why string

// The reasons. The sentence of each stands in front/wording under "schedule.left.WHY".
const (
	Undated   Why = "undated"   // it has no deadline
	Repeated  Why = "repeated"  // it asks for acts again and again
	Condition Why = "condition" // it asks for a state of affairs, not an act
	Judged    Why = "judged"    // a body's finding settles it
	ByOthers  Why = "by_others" // others are to act
	Breach    Why = "breach"    // it arises from a breach only
	Joint     Why = "joint"     // it takes all of several parties
	Forbidden Why = "forbidden" // what forbids the act before or after cannot be said as a bound
	Several   Why = "several"   // several rules forbid parts of the act
)

// Left is a duty that is left out.
type Left struct {
	Norm *norms.Norm
	Why  Why
	By   string // Forbidden, Several: the norm (full name) that stands against it
}

// stops says whether a reason leaves the whole verdict open: the duty is dated, and whether it can be kept is not known.
func (l *Left) stops() bool { return l.Why == Forbidden || l.Why == Several }

// Dependence says that a dated duty hangs on something that has no date.
type Dependence struct {
	Norm *norms.Norm
	End  *norms.Bound // its deadline counts from there; nil: the duty waits for it on a condition
	On   []string     // the norms (full names) that ask for it, none with a date
}

// CauseSort says what a step of a cycle is.
type CauseSort string

// The sorts. The sentence of each stands in front/wording under "schedule.cause.SORT".
const (
	Due        CauseSort = "due"         // the party must do Norm by its end
	NotBefore  CauseSort = "not_before"  // Norm counts from its opening on only
	LateOther  CauseSort = "late_other"  // others may do Norm as late as its end
	EarlyOther CauseSort = "early_other" // others may do Norm as early as its opening
	LateEvent  CauseSort = "late_event"  // the event may come as late as it likes
	EarlyEvent CauseSort = "early_event" // the event may come at once
	Forbids    CauseSort = "forbids"     // By forbids the act of Norm until its end
	ForbidsOn  CauseSort = "forbids_on"  // By forbids the act of Norm from its opening on
	OnlyOnce   CauseSort = "only_once"   // By allows the act of Norm only once its condition is so
	Counts     CauseSort = "counts"      // doing Norm is doing the act that a date counts from
)

// Cause is one step of a cycle, in terms of the text.
type Cause struct {
	Sort  CauseSort
	Norm  string       // full name; "" for an event
	By    string       // full name of the norm that forbids
	Event *norms.Point // LateEvent, EarlyEvent; the point with its agreement
	Agree string       // the agreement of Event
	At    int64        // LateOther, EarlyOther: the instant where the text fixes it, else 0
}

// Stop is one station of the critical path.
type Stop struct {
	Norm  string // full name; "" for the start or an event
	Own   bool
	Event *norms.Point // an event that is no norm; nil with Norm "": the start
	Agree string
	At    int64 // when at the earliest if the others are as late as they may; Forever: not bounded
}

// Of gives the schedule of a program and each of its readings. It does not look for runs: see Confirm.
func Of(p *norms.Program) []Schedule {
	var list []Schedule
	for _, b := range p.Bundles() {
		list = append(list, one(b.Program, b.Reading))
	}
	return list
}

func one(p *norms.Program, reading string) Schedule {
	t := newText(p)
	s := Schedule{Reading: reading, Program: p, Depends: t.dependences()}
	for _, id := range t.parties() {
		party, marks := t.party(id)
		for _, m := range marks {
			if !slices.Contains(s.Given, m) {
				s.Given = append(s.Given, m)
			}
		}
		if len(party.Timed)+len(party.Left) > 0 || party.TooMany {
			s.Parties = append(s.Parties, party)
		}
	}
	return s
}

// parties lists who bears a dated duty, in the order of the texts.
func (t *text) parties() (list []string) {
	seen := map[string]bool{}
	for _, n := range t.norms {
		if n.Modality != norms.Obligation || n.Window.End == nil {
			continue
		}
		for _, id := range Bearers(n) {
			if !seen[id] {
				seen[id] = true
				list = append(list, id)
			}
		}
	}
	return list
}

// Bearers lists who bears a norm, each of a family of parties too.
func Bearers(n *norms.Norm) []string {
	if n.ForEach != nil && n.ForEach.Source == norms.FromBearers && len(n.Bearers) == 0 {
		return n.ForEach.Members
	}
	return n.Bearers
}

// day is a day in seconds.
const day = 24 * 60 * 60

// start gives the first instant from which times count: that of the earliest text.
func start(p *norms.Program) int64 {
	first := int64(civil.Forever)
	for i := range p.Agreements {
		first = min(first, p.Agreements[i].Starts)
	}
	return first
}
