package schedule

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// undone are the states of a duty that was not kept within its window.
var undone = status.Of(status.Breached, status.Cured, status.Impossible, status.Overtaken)

// Confirm looks, for each party that may fail, for a run that shows it: the others are lawful, as late or as early as they may be,
// the party acts as soon as it may, and a duty of its cycle stays undone. Both judges have to agree on it. A run that is not found
// changes nothing.
func (s *Schedule) Confirm() error {
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.Verdict != MayFail {
			continue
		}
		for _, others := range []run.Manner{run.Late, run.Early} {
			j, failed, err := s.shown(p, others)
			if err != nil {
				return err
			}
			if j != nil {
				p.Verdict, p.Run, p.Failed = NotControllable, j, failed
				break
			}
		}
	}
	return nil
}

// shown plays one such run.
func (s *Schedule) shown(p *Party, others run.Manner) (*run.Judged, string, error) {
	policy := run.Policy{Free: true, Manner: func(m *run.Move) run.Manner {
		if m.Norm != nil && slices.Contains(Bearers(m.Norm), p.ID) {
			return run.Early
		}
		return others
	}}
	for _, t := range p.Timed {
		if t.Known && t.Latest < s.end() {
			policy.Until = max(policy.Until, t.Latest+2*day)
		}
	}
	played, err := run.Play(s.Program, run.Suppose(s.Program), &policy)
	if err != nil {
		return nil, "", err
	}
	if played.Bounded {
		return nil, "", nil
	}
	j, err := run.Judge(s.Program, played.Run)
	if err != nil {
		return nil, "", err
	}
	if !j.LawfulBut([]string{p.ID}) {
		return nil, "", nil
	}
	for _, in := range j.Instances() {
		name := in.Norm.Name()
		if in.States&^undone != 0 || !slices.Contains(in.Bearers(), p.ID) || in.Norm.Modality != norms.Obligation {
			continue
		}
		if slices.ContainsFunc(p.Cycle, func(c Cause) bool { return c.Norm == name }) {
			return j, name, nil
		}
	}
	return nil, "", nil
}

// end is beyond every instant that a run is played to.
func (s *Schedule) end() int64 { return start(s.Program) + century }
