package web

import (
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/answers"
)

// apiPublication is what of a subject is to go out, or to be taken back.
type apiPublication struct {
	Kind     string   `json:"kind"`
	Subject  string   `json:"subject"`
	Accounts []string `json:"accounts"`
	Files    []string `json:"files"`
	Radius   int64    `json:"radius"`
	Date     string   `json:"date"`
	Hide     []string `json:"hide"`
	Second   string   `json:"second"`
	Why      string   `json:"why"`
	Withdraw bool     `json:"withdraw"`
	Dated    bool     `json:"dated"`
	Looked   string   `json:"looked"`
}

// publication reads what is to go out.
func (q *apiRequest) publication() (record.Publication, *apiPublication, error) {
	var body apiPublication
	if err := q.json(&body); err != nil {
		return record.Publication{}, nil, err
	}
	var wrong bodyFaults
	wrong.must("kind", body.Kind)
	wrong.word("kind", body.Kind, app.PublishedKinds)
	wrong.must("subject", body.Subject)
	wrong.word("date", body.Date, []string{"month", "year"})
	if body.Radius < 0 || body.Radius > app.MostRadius {
		wrong.add("bad_value", "radius", strconv.FormatInt(body.Radius, 10), "")
	}
	p := record.Publication{
		Kind: record.Kind(body.Kind), Subject: body.Subject, Public: !body.Withdraw, Accounts: chosen(body.Accounts), Hide: chosen(body.Hide),
		Radius: body.Radius, Date: body.Date, Second: strings.TrimSpace(body.Second), Why: strings.TrimSpace(body.Why),
	}
	for _, word := range chosen(body.Files) {
		var h record.Hash
		if err := h.UnmarshalText([]byte(word)); err != nil {
			wrong.add("bad_value", "files", word, "")
		}
		p.Files = append(p.Files, h)
	}
	return p, &body, wrong.orNil()
}

// apiLook tells what a publication would let out, and enters nothing.
func apiLook(q *apiRequest) (*apiAnswer, error) {
	p, _, err := q.publication()
	if err != nil {
		return nil, err
	}
	reading, err := q.s.reads.read(q.Context(), q.s.texts)
	if err != nil {
		return nil, err
	}
	pre, err := q.app.PreviewPublication(q.Context(), p, reading)
	if err != nil {
		return nil, notHidden(err)
	}
	return &apiAnswer{data: answers.PublicationOf(pre)}, nil
}

// apiPublish lets out what somebody looked at, or takes back what was let out.
func apiPublish(q *apiRequest) (*apiAnswer, error) {
	p, body, err := q.publication()
	if err != nil {
		return nil, err
	}
	reading, err := q.s.reads.read(q.Context(), q.s.texts)
	if err != nil {
		return nil, err
	}
	head, err := q.app.PublishLooked(q.Context(), p, body.Dated, body.Looked, reading)
	return q.entered(head, notHidden(err))
}

// notHidden tells a word that hides nothing, and ids that tell a date, as a fault of the body.
func notHidden(err error) error {
	var wrong bodyFaults
	if dated, ok := err.(*app.DatedError); ok {
		for _, id := range dated.IDs {
			wrong.add("tells_date", "date", clip(id), "")
		}
		return wrong
	}
	hide, ok := err.(*app.HideError)
	if !ok {
		return err
	}
	wrong.add("bad_value", "hide", hide.Word, suggest.Nearest(clip(hide.Word), hide.Known))
	return wrong
}

// apiBundle gives all that is public as one archive.
func apiBundle(q *apiRequest) (*apiAnswer, error) {
	f, err := q.app.BundleFile(q.Context(), q.s.program(), q.s.still)
	return &apiAnswer{file: f}, err
}
