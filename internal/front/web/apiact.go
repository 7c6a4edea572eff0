package web

import (
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
)

// bodyFaults are all that is wrong with the fields of a body.
type bodyFaults []*badJSON

func (e bodyFaults) Error() string { return "the body is not understood" }

// orNil is nil where nothing is wrong.
func (e bodyFaults) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

func (e *bodyFaults) add(code, field, value, near string) {
	*e = append(*e, &badJSON{code: code, field: field, value: clip(value), near: near, line: 1, column: 1})
}

// must asks for a field.
func (e *bodyFaults) must(field, value string) {
	if strings.TrimSpace(value) == "" {
		e.add("missing", field, "", "")
	}
}

// day asks that a field, where it is given, is a day.
func (e *bodyFaults) day(field, value string) {
	if _, ok := (&apiParam{kind: aDay}).takes(value); !ok {
		e.add("bad_value", field, value, "")
	}
}

// word asks that a field, where it is given, is one of some words.
func (e *bodyFaults) word(field, value string, words []string) {
	if value != "" && !slices.Contains(words, value) {
		e.add("bad_value", field, value, suggest.Nearest(clip(value), words))
	}
}

// text asks that a field is in languages that there are.
func (e *bodyFaults) text(field string, t record.Text) {
	for lang := range t {
		if _, err := locale.Parse(lang); err != nil || lang == "" {
			e.add("bad_value", field, lang, "")
		}
	}
}

func apiStep(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		Stage    string   `json:"stage"`
		Assessor string   `json:"assessor"`
		Second   string   `json:"second"`
		Why      string   `json:"why"`
		Parties  []string `json:"parties"`
		Asked    string   `json:"asked"`
		Until    string   `json:"until"`
		Last     int64    `json:"last"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	wrong.must("stage", body.Stage)
	wrong.word("stage", body.Stage, record.Stages)
	wrong.day("asked", body.Asked)
	wrong.day("until", body.Until)
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	step := app.Step{Incident: q.PathValue("incident"), Stage: body.Stage, Assessor: body.Assessor, Second: body.Second, Why: strings.TrimSpace(body.Why), Parties: body.Parties, Last: body.Last}
	if body.Until != "" || body.Asked != "" || len(body.Parties) > 0 {
		asked := body.Asked
		if asked == "" {
			asked = q.app.Today().String()
		}
		step.Put = func(p *record.Put) { p.Asked, p.Until = asked, body.Until }
	}
	head, err := q.app.TakeStep(q.Context(), step)
	return q.entered(head, err)
}

// apiSecond enters that whoever acts stands behind a finding as its second person.
func apiSecond(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		Assessor string `json:"assessor"`
		Last     int64  `json:"last"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	head, err := q.app.Confirm(q.Context(), q.PathValue("incident"), body.Assessor, body.Last)
	return q.entered(head, err)
}

// apiPartyAnswer enters what a party answered.
func apiPartyAnswer(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		Party    string      `json:"party"`
		Assessor string      `json:"assessor"`
		On       string      `json:"on"`
		Stance   string      `json:"stance"`
		Says     record.Text `json:"says"`
		Last     int64       `json:"last"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	wrong.must("party", body.Party)
	wrong.day("on", body.On)
	wrong.word("stance", body.Stance, record.Stances)
	wrong.text("says", body.Says)
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	head, err := q.app.EnterAnswer(q.Context(), app.Answer{
		Incident: q.PathValue("incident"), Assessor: body.Assessor, Parties: []string{body.Party}, On: body.On, Stance: body.Stance, Says: body.Says, Last: body.Last,
	})
	return q.entered(head, err)
}

// apiAdopt makes another's assessment one of whoever acts.
func apiAdopt(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		From     string `json:"from"`
		Assessor string `json:"assessor"`
		Why      string `json:"why"`
		Last     int64  `json:"last"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	wrong.must("from", body.From)
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	head, err := q.app.Adopt(q.Context(), q.PathValue("incident"), body.From, body.Assessor, strings.TrimSpace(body.Why), body.Last)
	return q.entered(head, err)
}

func apiDissent(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		Assessor string      `json:"assessor"`
		Says     record.Text `json:"says"`
		Last     int64       `json:"last"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	if len(body.Says) == 0 {
		wrong.add("missing", "says", "", "")
	}
	wrong.text("says", body.Says)
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	head, err := q.app.Dissent(q.Context(), q.PathValue("incident"), body.Assessor, body.Says, body.Last)
	return q.entered(head, err)
}
