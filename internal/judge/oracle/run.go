// Package oracle is the slow, obvious evaluator of spec/norms.md: one plain
// run, read at one reading, rule by rule. It exists to be compared with
// judge/monitor, from which it shares nothing but the page.
//
// Nothing here is clever. Whatever the page says of "some reading" is tried at
// every reading at which anything can change (see turns.go); whatever it says
// of "some act" is tried on every act.
package oracle

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/geo"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Run is one plain run: everything in it happened, exactly so (section 1).
type Run struct {
	Acts      []Act
	Coverage  []fact.Coverage
	Rosters   []Roster
	Positions []fact.Position
	Tallies   []fact.Tally // those that count at the standard of the run
	Work      int          // how often it may derive a norm at a reading before it gives up, by a panic; 0: without bound
}

// Act is one incident of a plain run.
type Act struct {
	ID     string
	Act    string
	At     int64
	N      int64               // how many acts it stands for, 1 or more
	Roles  map[string][]string // by role; the doers too. A value that no vocabulary knows stands for anything outside it
	Zones  []string            // the zones that it is bound to by name
	Point  *geo.Point
	Near   map[Near]bool // without a point: which of these places it is near to
	Amount map[string]int64
}

// Near is a place to be near to: within so many metres of a zone or line.
type Near struct {
	Zone   string
	Metres int64
}

// Roster is a list of members in a plain run.
type Roster struct {
	ID       string
	Members  []Member
	Complete bool
	Declared int64
}

// Member is one member, for whom the roster's state holds from At on.
type Member struct {
	ID    string
	Roles map[string][]string
	At    int64
}

// Result is what one plain run says at one reading.
type Result struct {
	Norms     map[string]status.Set     // by full name; of a family: the family's
	Instances map[status.Key]status.Set // Key holds the norm and the member; Member "" where there is no family
	Claims    map[string]Claim          // by agreement and claim, "khatib.hospitals"
	Turns     []int64                   // the readings at which anything could change, sorted
}

// Claim is a claim in one plain run.
type Claim struct {
	Number   fact.Range // of what is on record
	NoAuthor fact.Range
	States   status.Set
}

// Plain evaluates one plain run at reading r: everything before r is seen.
func Plain(prog *norms.Program, run *Run, r int64) Result {
	ev := newEvaluator(prog, run, r)
	for range maxPasses {
		res := ev.result(r)
		if !ev.learnt() {
			res.Turns = ev.turns
			return res
		}
	}
	panic("oracle: more and more readings turn")
}

// maxPasses is how often everything may be evaluated again because a bound rests on a bound.
const maxPasses = 60

// result evaluates everything once.
func (ev *evaluator) result(r int64) Result {
	res := Result{
		Norms:     map[string]status.Set{},
		Instances: map[status.Key]status.Set{},
		Claims:    map[string]Claim{},
	}
	for i := range ev.prog.Agreements {
		ag := &ev.prog.Agreements[i]
		for j := range ag.Norms {
			n := &ag.Norms[j]
			set, members := ev.norm(ag, n, r)
			res.Norms[n.Name()] = set
			for _, m := range members {
				res.Instances[status.Key{Norm: n.Name(), Member: m.id}] = m.set
			}
		}
		for j := range ag.Claims {
			c := &ag.Claims[j]
			res.Claims[ag.ID+"."+c.ID] = ev.claim(ag, c, r)
		}
	}
	return res
}
