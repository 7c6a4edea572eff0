// Package whatif asks what would follow from acts that nobody has recorded: what falls due, for whom and by when, what
// comes into force, what is done or breached by them; and by which few acts a goal could lawfully be reached.
//
// It works on a copy of what is on record. Nothing that it supposes is ever stored.
package whatif

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
	"mithaq/internal/reading/scenario"
)

// Question is what is supposed, and as of when its effects are told.
type Question struct {
	Program *norms.Program
	Record  *fact.Set // what is on record; empty: nothing
	Steps   []scenario.Step
	At      int64 // as of; 0: the last supposed act
}

// Answer is what follows.
type Answer struct {
	At            int64
	Facts         *fact.Set // the record with what is supposed
	Before, After *status.Result
	Changes       []Change // in the order of the texts
}

// Sort says what a change amounts to.
type Sort uint8

// The sorts of change, in the order in which they are told.
const (
	Breach  Sort = iota // something is breached by it
	FallDue             // a duty is now to be done
	Unlock              // a permission, a power, a prohibition or an aim comes into force
	Done                // it is done by it
	Made                // an instance that was not there before
	Other               // any other change
	numSorts
)

var sorts = [numSorts]string{"breach", "due", "unlocked", "done", "new", "other"}

// String gives the sort's code.
func (s Sort) String() string { return sorts[s] }

// Change is one instance that stands otherwise than without the acts, at its agreement's standard.
type Change struct {
	Key           status.Key
	Norm          *norms.Norm
	Bearers       []string
	Sort          Sort
	Before, After status.Set // Before 0: there was no such instance
	By            int64      // until when it is to be done: the first instant too late; Forever: no date
	Status        *status.Norm
	Lane          status.Lane
	Was           status.Lane
	Waited        []status.Wait // what it waited on before
	Counted       bool          // it stands as before; the number of acts that decide is another
}

// Ask judges twice, as of one instant: as the record stands, and with what is supposed.
func Ask(q *Question) (*Answer, error) {
	a := &Answer{At: q.At, Facts: &fact.Set{}}
	if q.Record != nil {
		*a.Facts = *q.Record
	}
	before := *a.Facts
	last := int64(0)
	for i := range q.Steps {
		s := &q.Steps[i]
		s.Enter(a.Facts)
		switch {
		case s.Fact != nil:
			last = max(last, s.Fact.When.Hi)
		case s.Position != nil:
			last = max(last, s.Position.When.Hi)
		}
	}
	if q.At == 0 {
		a.At = last
	}
	var err error
	if a.Before, err = monitor.Judge(q.Program, &before, a.At); err != nil {
		return nil, err
	}
	if a.After, err = monitor.Judge(q.Program, a.Facts, a.At); err != nil {
		return nil, err
	}
	a.compare(q.Program)
	return a, nil
}

// compare lists what stands otherwise.
func (a *Answer) compare(prog *norms.Program) {
	for i := range a.After.Agreements {
		lane := prog.Agreement(a.After.Agreements[i].ID).Standard.Lane()
		for k := range a.After.Agreements[i].Norms {
			was, is := &a.Before.Agreements[i].Norms[k], &a.After.Agreements[i].Norms[k]
			n := prog.Norm(is.Key.Norm)
			if n.ForEach == nil {
				a.change(Change{Key: is.Key, Norm: n, Bearers: is.Bearers, Status: is, Lane: is.Lanes[lane], Was: was.Lanes[lane], By: is.Window.End.Lo, Waited: was.Reasons.Waits}, was.Lanes[lane].States, true)
				continue
			}
			for l := range is.Instances {
				in := &is.Instances[l]
				old := slices.IndexFunc(was.Instances, func(x status.Instance) bool { return x.Key == in.Key })
				c := Change{Key: in.Key, Norm: n, Bearers: is.Bearers, Status: is, Lane: in.Lanes[lane], By: in.Window.End.Lo}
				if in.Bearer != "" {
					c.Bearers = []string{in.Bearer}
				}
				if old >= 0 {
					c.Was = was.Instances[old].Lanes[lane]
				}
				a.change(c, c.Was.States, old >= 0)
			}
		}
	}
	slices.SortStableFunc(a.Changes, func(x, y Change) int { return int(x.Sort) - int(y.Sort) })
}

var (
	breached = status.Of(status.Breached, status.Cured, status.UsedTooEarly)
	todo     = status.Of(status.Due, status.Open)
	inForce  = status.Of(status.Due, status.Open, status.NoBreachSeen, status.NotObserved, status.NotAssessed)
	finished = status.Of(status.Kept, status.Used, status.Reached, status.Cured)
)

// change notes an instance, where it stands otherwise.
func (a *Answer) change(c Change, before status.Set, known bool) {
	c.Before, c.After = before, c.Lane.States
	c.Counted = known && c.Before == c.After
	if c.Counted && c.Was.Acts == c.Lane.Acts {
		return
	}
	if !known {
		c.Before = 0
	}
	came := func(set status.Set) bool { return c.After.Within(set) && (c.Before == 0 || !c.Before.Within(set)) }
	switch {
	case c.After&breached != 0 && (c.Before&breached == 0 || c.Counted): // even where it may only be
		c.Sort = Breach
	case c.Norm.Modality == norms.Obligation && came(todo):
		c.Sort = FallDue
	case came(finished):
		c.Sort = Done
	case came(inForce):
		c.Sort = Unlock
	case !known:
		c.Sort = Made
	default:
		c.Sort = Other
	}
	if c.After&todo == 0 {
		c.By = civil.Forever
	}
	a.Changes = append(a.Changes, c)
}

// Path is a way to a goal.
type Path struct {
	Goal      []string // full names of norms
	Within    int      // at most so many acts
	Run       *run.Run // nil: none was found
	Program   *norms.Program
	Tried     int  // runs looked at
	Whole     bool // within these acts and the moves that are known, nothing was left untried
	Confirmed bool // the oracle finds nothing that speaks against it
}

// mostRuns bounds the runs that are looked at; where the record is long, each takes its time.
func mostRuns(facts int) int {
	switch {
	case facts > 5000:
		return 40
	case facts > 200:
		return 300
	}
	return 1500
}

// confirmUpTo is how many facts a record may have for the oracle to go over its completions.
const confirmUpTo = 40

// Reach looks for the shortest lawful way from where the answer stands to the goal: duties kept, aims reached, what is allowed open to be
// used, what is forbidden in force. Nothing may be breached by it that was not before.
func Reach(prog *norms.Program, a *Answer, goal []string, within int) (*Path, error) {
	// What bears on the goal alone is few moves, so that the search gets far; whether the way breaches something else of the text is asked
	// of the whole. Only where it does, the whole is searched.
	small, part := run.Only(prog, goal...)
	p, err := reach(small, a, goal, within)
	if err != nil {
		return nil, err
	}
	if p.Run != nil && part {
		fine, err := run.Clean(prog, p.Run, a.At)
		if err != nil {
			return nil, err
		}
		if !fine {
			tried := p.Tried
			if p, err = reach(prog, a, goal, within); err != nil {
				return nil, err
			}
			p.Tried += tried
		}
	}
	small = p.Program
	if p.Run != nil && len(a.Facts.Facts) <= confirmUpTo {
		if _, err := run.Judge(small, p.Run); err != nil {
			return nil, err
		}
		p.Confirmed = true
	}
	return p, nil
}

// reach searches in one program.
func reach(prog *norms.Program, a *Answer, goal []string, within int) (*Path, error) {
	f, err := run.Search(prog, &run.Run{Record: a.Facts, End: a.At}, &run.Quest{
		Goal: func(j *run.Judged) bool { return reached(j, goal) }, MaxActs: within, MaxNodes: mostRuns(len(a.Facts.Facts)), Choices: true,
	})
	if err != nil {
		return nil, err
	}
	return &Path{Goal: goal, Within: within, Program: prog, Run: f.Run, Tried: f.Nodes, Whole: f.Whole}, nil
}

// reached says whether every instance of the norms stands where the goal wants it, at its agreement's standard.
func reached(j *run.Judged, goal []string) bool {
	for _, name := range goal {
		n := j.Program.Norm(name)
		lane := j.Program.Agreement(n.Agree).Standard.Lane()
		want := finished
		switch n.Modality {
		case norms.Permission, norms.Power:
			want |= status.Of(status.Open)
		case norms.Prohibition:
			want = status.Of(status.NoBreachSeen, status.NotObserved)
		}
		some := false
		for i := range j.Result.Agreements {
			for k := range j.Result.Agreements[i].Norms {
				st := &j.Result.Agreements[i].Norms[k]
				if st.Key.Norm != name {
					continue
				}
				if n.ForEach == nil {
					some = st.Lanes[lane].States.Within(want)
					continue
				}
				some = len(st.Instances) > 0
				for l := range st.Instances {
					some = some && st.Instances[l].Lanes[lane].States.Within(want)
				}
			}
		}
		if !some {
			return false
		}
	}
	return true
}
