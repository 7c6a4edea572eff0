package board

import (
	"sync"

	"mithaq/internal/front/wording"
	"mithaq/internal/judge/fact"
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

// voices keeps, of what decides the status of a key, the incidents of which the grade rests on one source only.
type voices struct{ of sync.Map } // status.Key to []string

// OneVoice says whether the grade of an incident rests on one source only, though a finding of the record's own calls it corroborated.
func (r *Run) OneVoice(incident string) bool { return r.told().oneVoice[incident] }

// OneVoiced gives, of the incidents that decide the status of a key, those whose grade rests on one source only. reasons are those of its status.
func (r *Run) OneVoiced(key status.Key, reasons *status.Reasons) (ids []string) {
	if b := reasons.Brief; b != nil {
		return b.OneVoice
	}
	one := r.told().oneVoice
	if len(one) == 0 {
		return nil
	}
	if ids, known := r.voices.of.Load(key); known {
		return ids.([]string)
	}
	seen := map[string]bool{}
	for _, d := range reasons.Deciding {
		if one[d.Fact] && !seen[d.Fact] && d.Truth.May|d.Truth.Must != 0 {
			ids = append(ids, d.Fact)
			seen[d.Fact] = true
		}
	}
	r.voices.of.Store(key, ids)
	return ids
}

// listed gives the reasons of a status with the first and the last of the incidents that decide it.
func (r *Run) listed(key status.Key, reasons *status.Reasons) status.Reasons {
	if reasons.Brief == nil {
		return *reasons
	}
	return r.Listed(key)
}

// decided gives the incidents that decide a status, of very many the first and the last: each once for each part that it plays.
func (r *Run) decided(key status.Key, reasons *status.Reasons) (facts []*fact.Fact) {
	if reasons.Brief != nil {
		return r.Decided(key)
	}
	for i := range reasons.Deciding {
		if f, ok := r.Fact(reasons.Deciding[i].Fact); ok {
			facts = append(facts, f)
		}
	}
	return facts
}

// because adds to the reason of a status the remark on how many of the incidents that decide it have a grade that rests on one source only.
func (r *Run) because(rd Reader, why string, key status.Key, reasons *status.Reasons) string {
	n := len(r.OneVoiced(key, reasons))
	if n == 0 {
		return why
	}
	remark := rd.W.Plural("why.one_voice", int64(n))
	if why == "" {
		return remark
	}
	return rd.W.Join([]string{why, remark})
}
