package compare

import (
	"cmp"
	"hash/fnv"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/reading/run"
)

// tries is how many runs are made up in search of one that leaves a norm unmet.
const tries = 400

// seed makes a number of the names of what is compared.
func seed(c *Cell) uint64 {
	h := fnv.New64a()
	h.Write([]byte(c.Norm + " " + c.Initiative))
	return h.Sum64()
}

// refute looks for a complete lawful run of the initiative in which the norm is breached or left open. What is found is confirmed by
// engine and oracle; where these differ it is no answer.
func (x *pair) refute(c *Cell, t side) {
	if faults(t.n) == 0 || t.n.Modality == norms.Permission && !t.n.OnlyOnce {
		return
	}
	m := x.newMaker(t, t.n.Modality == norms.Aim)
	for k := range tries {
		j := m.make(seed(c) + uint64(k))
		c.Bound.Runs++
		if j == nil {
			continue
		}
		c.Bound.Acts = max(c.Bound.Acts, len(j.Run.Acts))
		if _, ok := fault(j, c.Norm); !ok {
			continue
		}
		j = m.shorten(j, func(j *run.Judged) bool { _, ok := fault(j, c.Norm); return ok })
		if sure, err := run.Judge(m.prog, j.Run); err == nil && x.keeps(sure, m.aims) {
			if member, ok := fault(sure, c.Norm); ok {
				c.Answer, c.Run, c.Member, c.Partial = NotMet, sure, member, x.partial()
				return
			}
		}
	}
}

// witness looks for a complete lawful run in which a norm that is met comes to bear.
func (x *pair) witness(c *Cell, t side) {
	m := x.newMaker(t, t.n.Modality == norms.Aim)
	for k := range tries / 4 {
		j := m.make(seed(c) + uint64(k))
		if j == nil || !borne(j, c.Norm) {
			continue
		}
		j = m.shorten(j, func(j *run.Judged) bool { return borne(j, c.Norm) })
		if sure, err := run.Judge(m.prog, j.Run); err == nil && x.keeps(sure, m.aims) && borne(sure, c.Norm) {
			c.Run = sure
			return
		}
	}
}

// shorten leaves out acts, and members of lists, without which the run is still what it is shown for; what is left stands in the
// order in which it happens.
func (m *maker) shorten(j *run.Judged, still func(*run.Judged) bool) *run.Judged {
	try := func(r *run.Run) bool {
		fewer, err := m.look(r)
		if err != nil || !m.x.keeps(fewer, m.aims) || !still(fewer) {
			return false
		}
		j = fewer
		return true
	}
	for k := range j.Run.Rosters {
		if len(j.Run.Rosters[k].Members) > 0 {
			r := j.Run.Clone()
			r.Rosters = slices.Clone(r.Rosters)
			r.Rosters[k].Members = nil
			try(r)
		}
	}
	for k := len(j.Run.Acts) - 1; k >= 0; k-- {
		r := j.Run.Clone()
		r.Acts = append(r.Acts[:k:k], r.Acts[k+1:]...)
		try(r)
	}
	last := m.from // nothing is gained by a run that goes on when all has happened
	for _, a := range j.Run.Acts {
		last = max(last, a.At)
	}
	for i := range m.prog.Agreements {
		last = max(last, m.prog.Agreements[i].Starts)
	}
	for _, days := range []int64{2, 40, 400} {
		if r := j.Run.Clone(); last+days*86400 < r.End {
			r.End = last + days*86400
			if try(r) {
				break
			}
		}
	}
	r := j.Run.Clone()
	slices.SortFunc(r.Acts, func(a, b run.Act) int { return cmp.Compare(a.At, b.At) })
	try(r)
	return j
}
