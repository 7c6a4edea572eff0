package app

import "mithaq/internal/judge/fact"

// EachFact tells every fact of the run, each as it was last told, in no certain order.
func (j *Judged) EachFact(visit func(*fact.Fact)) {
	if len(j.held.later) == 0 {
		for i := range j.Facts.Facts {
			visit(&j.Facts.Facts[i])
		}
		return
	}
	last := make(map[string]*fact.Fact, len(j.held.later))
	for _, f := range j.held.later {
		last[f.ID] = f
	}
	for i := range j.Facts.Facts {
		if f := &j.Facts.Facts[i]; last[f.ID] == nil {
			visit(f)
		}
	}
	for _, f := range j.held.later {
		if last[f.ID] == f {
			visit(f)
		}
	}
}
