package cli

import (
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/proofcheck"
)

type sectionJSON struct {
	Code  string     `json:"code"`
	Title string     `json:"title"`
	Lines []lineJSON `json:"lines"`
}

type lineJSON struct {
	Text   string   `json:"text"`
	Detail []string `json:"detail,omitempty"`
	Ref    string   `json:"ref,omitempty"`

	OneSource bool         `json:"one_source,omitempty"` // the grade rests on one source only
	Answers   []answerJSON `json:"answers,omitempty"`
}

// answerJSON is what a party said to a finding on the incident of a line, or that it was asked. It changes no status.
type answerJSON struct {
	Assessor string      `json:"assessor"`
	Party    string      `json:"party"`
	Asked    string      `json:"asked"`
	Until    string      `json:"until,omitempty"`
	Answered string      `json:"answered,omitempty"` // absent: no answer
	Stance   string      `json:"stance,omitempty"`
	Says     record.Text `json:"says,omitempty"`
	Earlier  bool        `json:"earlier,omitempty"` // the assessment was changed since
}

type explainJSON struct {
	Agreement string        `json:"agreement"`
	Reading   string        `json:"reading,omitempty"`
	Term      string        `json:"term,omitempty"`
	Text      string        `json:"text,omitempty"`
	Norms     []reasonsJSON `json:"norms,omitempty"`
	Claim     *reasonsJSON  `json:"claim,omitempty"`
	Check     *proofJSON    `json:"check,omitempty"`
}

type reasonsJSON struct {
	ID         string              `json:"id"`
	Understood string              `json:"understood"`
	Clauses    []string            `json:"clauses,omitempty"`
	Standards  map[string]laneJSON `json:"standards,omitempty"`
	Why        string              `json:"why"`
	Reasons    []sectionJSON       `json:"reasons"`
}

func explainData(c *call, v *views, found []target, faults [][]proofcheck.Fault) any {
	rd := board.Reader{Lang: c.words.Lang(), W: c.words.Bare()}
	out := []explainJSON{}
	for i, t := range found {
		run := web.RunOf(t.run)
		if t.claim != "" {
			v := run.ClaimPage(rd, t.agreement, t.claim)
			out = append(out, explainJSON{Agreement: t.agreement, Claim: &reasonsJSON{
				ID: t.claim, Understood: v.Row.Says, Why: v.Row.Why, Reasons: sectionsData(run, v.Reasons),
			}, Check: proofData(rd.W, faults, i)})
			continue
		}
		v := run.TermPage(rd, t.agreement, t.term, "", board.MaxDeciding)
		e := explainJSON{Agreement: t.agreement, Reading: t.run.Angle.Reading, Term: t.term, Check: proofData(rd.W, faults, i)}
		if len(v.Texts) > 0 {
			e.Text = v.Texts[0].Text
		}
		for k := range v.Norms {
			n := &v.Norms[k]
			if t.norm == "" || t.norm == n.ID {
				e.Norms = append(e.Norms, reasonsJSON{
					ID: n.ID, Understood: n.Back.Text, Clauses: n.Back.Clauses, Why: n.Why,
					Standards: normData(run, rd, &n.Line).Standards, Reasons: sectionsData(run, n.Reasons),
				})
			}
		}
		out = append(out, e)
	}
	data := map[string]any{"explained": out}
	if g := illustrationOf(v.angle); g != nil {
		data["illustration"] = g
	}
	return data
}

func sectionsData(run *board.Run, list []wording.Section) []sectionJSON {
	out := []sectionJSON{}
	for _, s := range list {
		section := sectionJSON{Code: s.Code, Title: s.Title, Lines: []lineJSON{}}
		for _, l := range s.Lines {
			line := lineJSON{Text: l.Text, Detail: l.Detail, Ref: l.Ref}
			if s.Code == "deciding" {
				line.OneSource = run.OneVoice(l.Ref)
				for _, a := range run.Answers(l.Ref) {
					line.Answers = append(line.Answers, answerJSON{a.Assessor, a.Party, a.Asked, a.Until, a.Answered, a.Stance, a.Answer, a.Earlier})
				}
			}
			section.Lines = append(section.Lines, line)
		}
		out = append(out, section)
	}
	return out
}
