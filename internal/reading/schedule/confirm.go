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
// soon as it may, and a duty of the fault stays undone. Both judges have to agree on it: a run of which they do not shows nothing.
// A run that is not found changes nothing.
func (s *Schedule) Confirm() {
	for i := range s.Parties {
		p := &s.Parties[i]
		if !s.worthPlaying(p) {
			continue
		}
		for _, others := range []run.Manner{run.Late, run.Early} {
			j := s.play(p, others)
			for k := range p.Faults {
				if f := &p.Faults[k]; j != nil && f.Run == nil {
					f.Run, f.Failed = shown(j, p.ID, f.Cycle)
				}
			}
		}
		if slices.ContainsFunc(p.Faults, func(f Fault) bool { return f.Run != nil }) {
			p.Verdict = NotControllable
		}
	}
}

// worthPlaying says whether runs are looked for. Of a long text each takes seconds: there, not for faults that turn on what may come at any time.
func (s *Schedule) worthPlaying(p *Party) bool {
	n := 0
	for i := range s.Program.Agreements {
		n += len(s.Program.Agreements[i].Norms)
	}
	return slices.ContainsFunc(p.Faults, func(f Fault) bool {
		return n <= longText || !slices.ContainsFunc(f.Cycle, func(c Cause) bool { return c.Sort == LateEvent || c.Sort == EarlyEvent })
	})
}

// longText is how many norms make a text long.
const longText = 120

// play makes a run in which the party acts soon and the others in a manner; nil: it is cut off, or somebody else is not lawful.
func (s *Schedule) play(p *Party, others run.Manner) *run.Judged {
	policy := run.Policy{Free: true, MaxActs: maxActs, Manner: func(m *run.Move) run.Manner {
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
		return nil
	}
	j, err := run.Judge(s.Program, played.Run)
	if err != nil || !j.LawfulBut([]string{p.ID}) {
		return nil
	}
	return j
}

// shown gives the run up to where a duty of the cycle is past its end and undone; nil: it shows none.
func shown(j *run.Judged, id string, cycle []Cause) (*run.Judged, string) {
	for _, in := range j.Instances() {
		name := in.Norm.Name()
		if in.States&^undone != 0 || !slices.Contains(in.Bearers(), id) || in.Norm.Modality != norms.Obligation ||
			!slices.ContainsFunc(cycle, func(c Cause) bool { return c.Norm == name }) {
			continue
		}
		short, err := run.Judge(j.Program, j.Run.Until(min(j.Run.End, in.Window.End.Hi)))
		if err == nil && short.State(in.Key)&^undone == 0 && short.LawfulBut([]string{id}) {
			return short, name
		}
		return j, name
	}
	return nil, ""
}

// maxActs bounds the runs that are made.
const maxActs = 100
