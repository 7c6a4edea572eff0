package board

import (
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// beside tells what stands beside a finding on an incident wherever it decides: that its grade rests on one source, and what the parties answered to whom it was put.
func (r *Run) beside(rd Reader, id string) (lines []string) {
	if r.OneVoice(id) {
		lines = append(lines, rd.W.Text("board.roots.one"))
	}
	l := wording.Lookup{Program: r.Program}.In(rd.W)
	for _, a := range r.Answers(id) {
		line := rd.W.Put(&a.Put, l.Party(a.Party), r.Today(), rd.When)
		if a.Earlier {
			line = rd.W.Text("review.answer_earlier", "line", wording.Phrase(line))
		}
		lines = append(lines, line)
	}
	return lines
}

// OneVoice says whether the grade of an incident rests on one source only, though a finding of the record's own calls it corroborated.
func (r *Run) OneVoice(incident string) bool {
	if one, known := r.voices.Load(incident); known {
		return one.(bool)
	}
	f, ok := r.Fact(incident)
	one := ok && f.OneVoice
	r.voices.Store(incident, one)
	return one
}

// OneVoiced gives, of the incidents that decide something, those whose grade rests on one source only.
func (r *Run) OneVoiced(reasons *status.Reasons) (ids []string) {
	seen := map[string]bool{}
	for _, d := range reasons.Deciding {
		if !seen[d.Fact] && d.Truth.May|d.Truth.Must != 0 && r.OneVoice(d.Fact) {
			ids = append(ids, d.Fact)
		}
		seen[d.Fact] = true
	}
	return ids
}

// because adds to the reason of a status the remark on how many of the incidents that decide it have a grade that rests on one source only.
func (r *Run) because(rd Reader, why string, reasons *status.Reasons) string {
	n := len(r.OneVoiced(reasons))
	if n == 0 {
		return why
	}
	remark := rd.W.Plural("why.one_voice", int64(n))
	if why == "" {
		return remark
	}
	return rd.W.Join([]string{why, remark})
}
