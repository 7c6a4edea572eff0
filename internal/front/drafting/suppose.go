package drafting

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
	"mithaq/internal/reading"
	"mithaq/internal/reading/run"
	"mithaq/internal/reading/whatif"
)

// Supposal is what is supposed of a text, or of the record that goes with it.
type Supposal struct {
	Acts   []string  // each as "mithaq whatif --act" takes it
	Goal   string    // a norm or a term; "": none
	Within int       // at most so many acts lead to it
	Record *fact.Set // nil: no record
	At     int64     // as of, on a record; 0: the last supposed act
}

// mostWithin bounds the acts that lead to a goal: each one more multiplies the runs that there are.
const mostWithin = 6

// suppose tells what would follow.
func (q *Question) suppose(rd board.Reader, whole *reading.Whole) *board.DraftWhatIf {
	if whole.Program == nil {
		return &board.DraftWhatIf{Wrong: []string{rd.W.Text("draft.whatif.errors")}}
	}
	return q.Suppose.answer(rd, whole.Program)
}

// onRecord tells what would follow on a record, from the texts of its board.
func (q *Question) onRecord(rd board.Reader) *board.DraftWhatIf {
	texts, _ := q.texts()
	whole := reading.Glance(texts, q.load)
	if whole.Program == nil {
		return &board.DraftWhatIf{Wrong: []string{rd.W.Text("draft.whatif.errors")}}
	}
	return q.Suppose.answer(rd, whole.Program)
}

func (s *Supposal) answer(rd board.Reader, prog *norms.Program) *board.DraftWhatIf {
	steps, _, ds := whatif.Suppose(prog, s.Acts)
	if diag.HasErrors(ds) {
		v := &board.DraftWhatIf{}
		for _, d := range ds {
			if d.Severity == diag.Error {
				v.Wrong = append(v.Wrong, rd.W.Diagnostic(d).Title)
			}
		}
		return v
	}
	ask := &whatif.Question{Program: prog, Record: s.Record, Steps: steps, At: s.At}
	if s.Record == nil {
		ask.Record = run.Nothing(prog)
		if len(steps) == 0 && len(prog.Agreements) > 0 {
			ask.At = prog.Agreements[0].Starts
		}
	}
	failed := func(err error) *board.DraftWhatIf {
		return &board.DraftWhatIf{Wrong: []string{rd.W.Text("draft.whatif.failed", "error", err.Error())}}
	}
	a, err := whatif.Ask(ask)
	if err != nil {
		return failed(err)
	}
	var path *whatif.Path
	if s.Goal != "" {
		goal := whatif.Find(prog, s.Goal)
		if len(goal) == 0 {
			return &board.DraftWhatIf{Wrong: []string{rd.W.Text("draft.whatif.goal", "goal", s.Goal)}}
		}
		if path, err = whatif.Reach(prog, a, goal, max(1, min(s.Within, mostWithin))); err != nil {
			return failed(err)
		}
	}
	v := board.WhatIfOf(rd, wording.Lookup{Program: prog}, steps, a, path, s.Goal)
	if a.At == civil.Forever {
		v.AsOf = ""
	}
	return v
}
