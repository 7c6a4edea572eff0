package board

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// Disputed is a norm of which some reading says something else, or that stands otherwise by one: the text as written, then each reading.
type Disputed struct {
	ID, Term string
	Ways     []Way
}

// Way is one way to read a norm. Ways are shown side by side and never merged.
type Way struct {
	Reading string // "": as written
	Title   string // the reading's own, shown as a quotation
	By      string // who reads so
	Own     bool   // its words are this way's own; otherwise they are those as written
	Absent  bool   // this way has no such norm
	Norm    NormView
}

// disputed lists the disputed norms of an agreement, of one of its terms where one is named, in the order of the text. lines are
// the rows of the text as written.
func (r *Run) disputed(rd Reader, a *norms.Agreement, lines []Line, term string) (out []Disputed) {
	type side struct {
		run     *Run
		reading *norms.Reading
		text    *norms.Agreement
		lines   []Line
	}
	sides := []side{{run: r, text: a, lines: lines}}
	var ids []string
	put := func(lines []Line) {
		for i := range lines {
			if !slices.Contains(ids, lines[i].ID) {
				ids = append(ids, lines[i].ID)
			}
		}
	}
	if len(r.Readings) == 0 {
		return nil
	}
	put(lines)
	for _, run := range r.Readings {
		i := slices.IndexFunc(a.Readings, func(x norms.Reading) bool { return x.ID == run.Reading })
		if i < 0 {
			continue
		}
		text, _ := run.Agreement(a.ID)
		s := side{run, &a.Readings[i], text, run.Lines(rd, a.ID)}
		sides = append(sides, s)
		put(s.lines)
	}
	for _, id := range ids {
		d := Disputed{ID: id}
		var first *Line // as written
		differs := false
		for i, s := range sides {
			w := Way{Absent: true}
			if s.reading != nil {
				w.Reading, w.Title = s.reading.ID, wording.Name(rd.Lang, s.reading.Names, s.reading.ID)
				w.By = rd.W.And(r.lookup(rd).Parties(s.reading.By))
				w.Own = slices.ContainsFunc(s.reading.Norms, func(n norms.Norm) bool { return n.ID == id })
			}
			at := slices.IndexFunc(s.lines, func(l Line) bool { return l.ID == id })
			if at >= 0 {
				line := s.lines[at]
				d.Term, w.Absent, w.Norm.Line = line.Term, false, line
				if i == 0 {
					first = &line
				}
				differs = differs || i > 0 && (first == nil || states(first.Status) != states(line.Status))
			}
			differs = differs || w.Own || (first != nil && w.Absent)
			d.Ways = append(d.Ways, w)
		}
		if !differs || term != "" && d.Term != term {
			continue
		}
		for i, s := range sides {
			if w := &d.Ways[i]; !w.Absent {
				w.Norm = s.run.norm(rd, s.text, w.Norm.Line, MaxDeciding)
			}
		}
		out = append(out, d)
	}
	return out
}

func states(n *status.Norm) (sets [status.Lanes]status.Set) {
	for i := range n.Lanes {
		sets[i] = n.Lanes[i].States
	}
	return sets
}
