package run

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// Quest says what Search looks for, and how far.
type Quest struct {
	Goal  func(*Judged) bool // what must be so at the end of the run
	Takes func(*Move) bool   // which moves are tried; nil: all
	// Breaching goes on with runs in which something is breached; otherwise nothing may be breached that was not at the start.
	Breaching bool
	Manners   []Manner // nil: Early
	Choices   bool     // every value wanted is tried, not only the first
	MaxActs   int      // 0: 6
	MaxNodes  int      // how many runs are judged; 0: 2,000
	Until     int64    // time moves on no further than this; 0: no bound
}

// Found is what a search came to.
type Found struct {
	Run    *Run // nil: none was found
	Nodes  int  // how many runs were judged
	Whole  bool // every run within MaxActs was tried
	Judged *Judged
}

// Search looks for a run with as few acts as can be that reaches the goal, beginning with one: breadth first, each act by the
// policy's manners, time moving on where nothing is done. Runs in which the same was done and everything stands alike count as
// one. It is a search: that it finds none says nothing beyond the runs tried. The run found is not judged by the oracle yet.
func Search(prog *norms.Program, begun *Run, q *Quest) (found *Found, err error) {
	defer guard(&err)
	manners := q.Manners
	if manners == nil {
		manners = []Manner{Early}
	}
	maxActs, maxNodes := cmp.Or(q.MaxActs, 6), cmp.Or(q.MaxNodes, 2000)
	found = &Found{Whole: true}
	start, err := look(prog, begun)
	if err != nil {
		return nil, err
	}
	had := start.Breaches()
	seen := map[string]bool{}
	level := []*Run{begun}
	for acts := 0; acts <= maxActs; acts++ {
		var next []*Run
		for i := 0; i < len(level); i++ { // grows while time moves on
			r := level[i]
			if found.Nodes == maxNodes {
				found.Whole = false
				return found, nil
			}
			found.Nodes++
			j, err := look(prog, r)
			if err != nil {
				return nil, err
			}
			if !q.Breaching && slices.ContainsFunc(j.Breaches(), func(k status.Key) bool { return !slices.Contains(had, k) }) {
				continue
			}
			if key := j.print(); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			if q.Goal(j) {
				found.Run, found.Judged = r, j
				return found, nil
			}
			level, next = expand(j, q, manners, level, next)
		}
		level = next
	}
	return found, nil
}

// expand adds the runs that go on with one act, and the one in which time moves on.
func expand(j *Judged, q *Quest, manners []Manner, level, next []*Run) ([]*Run, []*Run) {
	pl := &player{prog: j.Program, policy: &Policy{}, run: j.Run}
	for i := range j.Program.Agreements {
		conditions(&j.Program.Agreements[i], func(c norms.Cond) {
			if c, ok := c.(norms.Reached); ok {
				pl.reached = append(pl.reached, &c.Bound)
			}
		})
	}
	for _, m := range j.Moves() {
		if q.Takes != nil && !q.Takes(&m) {
			continue
		}
		choices := 1
		if q.Choices {
			choices = m.Choices()
		}
		for _, manner := range manners {
			at := pl.time(&m, manner)
			if at >= civil.Forever {
				at = pl.soon(&m, j.Run.End)
			}
			if manner == Never || at < 0 || q.Until > 0 && at > q.Until {
				continue
			}
			for c := range choices {
				m.day = pl.zone(&m).DateOf(at).AddDays(markAhead)
				act, ok := m.Make(j.Program, c)
				if !ok {
					continue
				}
				r := j.Run.Clone()
				act.ID, act.At = fmt.Sprintf("%sact%d", made, len(r.Acts)+1), at
				r.Acts, r.End = append(r.Acts, act), at
				next = append(next, r)
			}
		}
	}
	if t := pl.turn(j, true); t < civil.Forever && (q.Until == 0 || t <= q.Until) {
		r := j.Run.Clone()
		r.End = t
		level = append(level, r)
	}
	return level, next
}

// Clean says whether a run breaches nothing in a program that was not breached at an instant of it.
func Clean(prog *norms.Program, r *Run, since int64) (clean bool, err error) {
	before, err := look(prog, r.Until(since))
	if err != nil {
		return false, err
	}
	after, err := look(prog, r)
	if err != nil {
		return false, err
	}
	had := before.Breaches()
	return !slices.ContainsFunc(after.Breaches(), func(k status.Key) bool { return !slices.Contains(had, k) }), nil
}

// print tells runs apart: by what was done, whatever the order, and where everything stands.
func (j *Judged) print() string {
	var acts []string
	for i := range j.Run.Acts {
		a := &j.Run.Acts[i]
		acts = append(acts, fmt.Sprint(a.Act, a.Doers, a.Roles, a.Amounts, a.Zones))
	}
	slices.Sort(acts)
	var b strings.Builder
	b.WriteString(strings.Join(acts, "\n"))
	for i := range j.list {
		fmt.Fprintf(&b, "|%x", j.list[i].States)
	}
	for i := range j.list { // what may still open or end by itself
		if w := &j.list[i].Window; w.Start.Lo > j.Run.End || w.End.Lo > j.Run.End {
			fmt.Fprintf(&b, ",%d", i)
		}
	}
	return b.String()
}
