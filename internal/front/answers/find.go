package answers

import (
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// Views are runs of the same texts: the text as written, and each disputed reading of it.
type Views struct {
	Angle    app.Angle
	Run      *app.Judged
	Readings []*app.Judged
	Of       func(*app.Judged) *board.Run // gives the pages' side of a run
}

// All gives every run, for what must be found in one of them.
func (v Views) All() []*app.Judged { return append([]*app.Judged{v.Run}, v.Readings...) }

// Target is what can be explained: a term or a claim of an agreement, or one norm of a term.
type Target struct {
	Agreement, Term, Norm, Claim string
	Run                          *app.Judged
	Reading                      *norms.Reading // nil: the text as written
}

// Find looks for norms, terms and claims by their label, with or without the agreement's name before it; of each reading for the norms that are its own.
func (v Views) Find(what string) []Target {
	found := find(v.Run, what)
	for _, r := range v.Readings {
		found = append(found, ofReading(r, find(r, what))...)
	}
	return found
}

// Labels are the names of all that Find finds.
func (v Views) Labels() (names []string) {
	for _, j := range v.All() {
		for i := range j.Program.Agreements {
			a := &j.Program.Agreements[i]
			for k := range a.Norms {
				names = append(names, a.Norms[k].ID)
			}
			for k := range a.Claims {
				names = append(names, a.Claims[k].ID)
			}
			for k := range a.Terms {
				names = append(names, a.Terms[k].ID)
			}
		}
	}
	return names
}

func find(j *app.Judged, what string) (found []Target) {
	for i := range j.Program.Agreements {
		a := &j.Program.Agreements[i]
		label := what
		if rest, ok := strings.CutPrefix(what, a.ID+"."); ok {
			label = rest
		}
		for k := range a.Terms {
			if a.Terms[k].ID == label {
				found = append(found, Target{Agreement: a.ID, Term: label, Run: j})
			}
		}
		for k := range a.Norms {
			if a.Norms[k].ID == label {
				found = append(found, Target{Agreement: a.ID, Term: a.Norms[k].Term, Norm: label, Run: j})
			}
		}
		for k := range a.Claims {
			if a.Claims[k].ID == label {
				found = append(found, Target{Agreement: a.ID, Claim: label, Run: j})
			}
		}
	}
	return found
}

// ofReading keeps of what was found in the run of a reading the norms that are the reading's own; of a term each of these.
func ofReading(j *app.Judged, found []Target) (out []Target) {
	for _, t := range found {
		r := ReadingOf(j.Program.Agreement(t.Agreement), j.Angle.Reading)
		if r == nil || t.Claim != "" {
			continue
		}
		for k := range r.Norms {
			if n := &r.Norms[k]; n.ID == t.Norm || t.Norm == "" && n.Term == t.Term {
				own := t
				own.Norm, own.Reading = n.ID, r
				out = append(out, own)
			}
		}
	}
	return out
}
