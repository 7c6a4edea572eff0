package web

import (
	"bytes"
	"net/http"
	"net/url"

	"mithaq/internal/front/answers"
)

// kept gives the answer of a call that rests on nothing but what pageKey names, as the pages of the board are kept: made once for all who see the same and ask the same.
func (q *apiRequest) kept() (*apiAnswer, error) {
	if _, err := q.texts(); err != nil { // there is no run by which it could be kept
		return q.call.do(q)
	}
	r := *q.request
	r.same = url.Values(q.given).Encode()
	p, err := q.s.keep(&r, "api", func(r *request) (*page, error) {
		all := *q
		all.request = r
		a, err := all.call.do(&all)
		if err != nil {
			return nil, err
		}
		text, err := all.encode(a)
		return plainPage(apiMedia, text), err
	})
	return &apiAnswer{page: p}, err
}

// apiMedia is the media type of answers.
const apiMedia = "application/json; charset=utf-8"

// encode writes an answer in its envelope.
func (q *apiRequest) encode(a *apiAnswer) ([]byte, error) {
	env := answers.In(q.call.gives, a.data, a.run)
	if !q.app.Who().Whole() {
		env.Record = nil // how much more there is than they see is not for everybody
	}
	var b bytes.Buffer
	err := env.Write(&b)
	return b.Bytes(), err
}

// sendPage sends an answer that is kept.
func (q *apiRequest) sendPage(w http.ResponseWriter, p *page) {
	h := w.Header()
	h.Set("Content-Type", p.kind)
	h.Set("Content-Language", string(q.rd.Lang))
	h.Set("ETag", p.tag)
	sendBytes(w, q.Request, p.text, p.packed)
}
