package answers

import (
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
)

// Explained is why norms or claims stand as they do (spec/schema/explain.json).
type Explained struct {
	Explained    []explained   `json:"explained"`
	Illustration *illustration `json:"illustration,omitempty"`
}

type section struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Lines []line `json:"lines"`
}

type line struct {
	Text   string   `json:"text"`
	Detail []string `json:"detail,omitempty"`
	Ref    string   `json:"ref,omitempty"`

	OneSource bool          `json:"one_source,omitempty"` // the grade rests on one source only
	Answers   []partyAnswer `json:"answers,omitempty"`
}

// partyAnswer is what a party said to a finding on the incident of a line, or that it was asked. It changes no status.
type partyAnswer struct {
	Assessor string      `json:"assessor"`
	Party    string      `json:"party"`
	Asked    string      `json:"asked"`
	Until    string      `json:"until,omitempty"`
	Answered string      `json:"answered,omitempty"` // absent: no answer
	Stance   string      `json:"stance,omitempty"`
	Says     record.Text `json:"says,omitempty"`
	Earlier  bool        `json:"earlier,omitempty"` // the assessment was changed since
}

type explained struct {
	Agreement string    `json:"agreement"`
	Reading   string    `json:"reading,omitempty"`
	Term      string    `json:"term,omitempty"`
	Text      string    `json:"text,omitempty"`
	Norms     []reasons `json:"norms,omitempty"`
	Claim     *reasons  `json:"claim,omitempty"`
	Check     any       `json:"check,omitempty"`
}

type reasons struct {
	ID         string          `json:"id"`
	Understood string          `json:"understood"`
	Clauses    []string        `json:"clauses,omitempty"`
	Standards  map[string]lane `json:"standards,omitempty"`
	Why        string          `json:"why"`
	Reasons    []section       `json:"reasons"`
}

// ExplainedOf makes the answer of why something stands as it does. check gives what an independent checker says of one of them; nil: it was not asked.
func ExplainedOf(v Views, rd board.Reader, found []Target, check func(i int) any) Explained {
	rd.W = rd.W.Bare()
	out := Explained{Explained: []explained{}, Illustration: illustrationOf(v.Angle)}
	for i, t := range found {
		run := v.Of(t.Run)
		e := explained{Agreement: t.Agreement}
		if check != nil {
			e.Check = check(i)
		}
		if t.Claim != "" {
			page := run.ClaimPage(rd, t.Agreement, t.Claim)
			e.Claim = &reasons{ID: t.Claim, Understood: page.Row.Says, Why: page.Row.Why, Reasons: sectionsData(run, page.Reasons)}
			out.Explained = append(out.Explained, e)
			continue
		}
		page := run.TermPage(rd, t.Agreement, t.Term, "", board.MaxDeciding)
		e.Reading, e.Term = t.Run.Angle.Reading, t.Term
		if len(page.Texts) > 0 {
			e.Text = page.Texts[0].Text
		}
		for k := range page.Norms {
			n := &page.Norms[k]
			if t.Norm == "" || t.Norm == n.ID {
				e.Norms = append(e.Norms, reasons{
					ID: n.ID, Understood: n.Back.Text, Clauses: n.Back.Clauses, Why: n.Why,
					Standards: normData(run, rd, &n.Line).Standards, Reasons: sectionsData(run, n.Reasons),
				})
			}
		}
		out.Explained = append(out.Explained, e)
	}
	return out
}

func sectionsData(run *board.Run, list []wording.Section) []section {
	out := []section{}
	for _, s := range list {
		one := section{Code: s.Code, Title: s.Title, Lines: []line{}}
		for _, l := range s.Lines {
			said := line{Text: l.Text, Detail: l.Detail, Ref: l.Ref}
			if s.Code == "deciding" {
				said.OneSource = run.OneVoice(l.Ref)
				for _, a := range run.Answers(l.Ref) {
					said.Answers = append(said.Answers, partyAnswer{a.Assessor, a.Party, a.Asked, a.Until, a.Answered, a.Stance, a.Answer, a.Earlier})
				}
			}
			one.Lines = append(one.Lines, said)
		}
		out = append(out, one)
	}
	return out
}
