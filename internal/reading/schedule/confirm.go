package schedule

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// undone are the states of a duty that was not kept within its window.
var undone = status.Of(status.Breached, status.Cured, status.Impossible, status.Overtaken)

// Confirm looks, for each fault, for a run that shows it: the others are lawful, as late or as early as they may be, the party acts as
// soon as it may, and a duty of the fault stays undone. Both judges have to agree on it. A run that is not found changes nothing.
func (s *Schedule) Confirm() error {
	for i := range s.Parties {
		p := &s.Parties[i]
		if len(p.Faults) == 0 {
			continue
		}
		for _, others := range []run.Manner{run.Late, run.Early} {
			j, err := s.play(p, others)
			if err != nil {
				return err
			}
			for k := range p.Faults {
				if f := &p.Faults[k]; j != nil && f.Run == nil {
					if f.Run, f.Failed, err = shown(j, p.ID, f.Cycle); err != nil {
						return err
					}
				}
			}
		}
		if slices.ContainsFunc(p.Faults, func(f Fault) bool { return f.Run != nil }) {
			p.Verdict = NotControllable
		}
	}
	return nil
}

// play makes a run in which the party acts soon and the others in a manner; nil: it is cut off, or somebody else is not lawful.
func (s *Schedule) play(p *Party, others run.Manner) (*run.Judged, error) {
	policy := run.Policy{Free: true, Manner: func(m *run.Move) run.Manner {
		if m.Norm != nil && slices.Contains(Bearers(m.Norm), p.ID) {
			return run.Early
		}
		return others
	}}
	for _, t := range p.Timed {
		if b := t.Norm.Window.End; b != nil {
			if at, ok := s.Program.Agreement(t.Norm.Agree).Fixed(b); ok && at < start(s.Program)+century {
				policy.Until = max(policy.Until, at)
			}
		}
	}
	played, err := run.Play(s.Program, run.Suppose(s.Program), &policy)
	if err != nil || played.Bounded {
		return nil, err
	}
	j, err := run.Judge(s.Program, played.Run)
	if err != nil || !j.LawfulBut([]string{p.ID}) {
		return nil, err
	}
	return j, nil
}

// shown gives the run up to where a duty of the cycle is past its end and undone; nil: it shows none.
func shown(j *run.Judged, id string, cycle []Cause) (*run.Judged, string, error) {
	for _, in := range j.Instances() {
		name := in.Norm.Name()
		if in.States&^undone != 0 || !slices.Contains(in.Bearers(), id) || in.Norm.Modality != norms.Obligation ||
			!slices.ContainsFunc(cycle, func(c Cause) bool { return c.Norm == name }) {
			continue
		}
		short, err := run.Judge(j.Program, j.Run.Until(min(j.Run.End, in.Window.End.Hi)))
		if err != nil {
			return nil, "", err
		}
		if short.State(in.Key)&^undone == 0 && short.LawfulBut([]string{id}) {
			return short, name, nil
		}
		return j, name, nil
	}
	return nil, "", nil
}
