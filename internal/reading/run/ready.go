package run

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
)

// Ready is a program made ready to be judged on many runs: what rests on the program alone is made once, when it is first needed. It says of each run
// what Look says. It is for one goroutine.
type Ready struct {
	Program *norms.Program
	machine *monitor.Machine
	scene   *scene
}

// Look judges a run by the engine alone.
func (p *Ready) Look(r *Run) (*Judged, error) {
	return p.judge(r, func(s *scene) *fact.Set { return r.facts(p.Program, s) })
}

// Idle judges, by the engine alone, the run in which nobody does anything until end, and nothing could be seen that a run in which acts happen from the
// instant on could not see. Nobody accepts anything, and no list has a member.
func (p *Ready) Idle(from, end int64) (*Judged, error) {
	return p.judge(&Run{End: end}, func(s *scene) *fact.Set {
		return &fact.Set{Coverage: during(slices.Clone(s.whole), from, max(end+1, s.starts, 0))}
	})
}

func (p *Ready) judge(r *Run, facts func(*scene) *fact.Set) (j *Judged, err error) {
	defer func() {
		if err != nil { // what a judge that gave up has left behind is worth nothing
			p.machine = nil
		}
	}()
	defer guard(&err)
	if p.machine == nil {
		if p.machine, err = monitor.New(p.Program, monitor.Options{}); err != nil {
			return nil, err
		}
		p.scene = sceneOf(p.Program)
	}
	return judged(p.Program, r, p.machine.Judge(facts(p.scene), r.End)), nil
}
