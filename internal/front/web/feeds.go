package web

import (
	"errors"
	"net/http"

	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// feedRoutes are what other programs follow: a feed reader, a calendar.
func (s *server) feedRoutes() []route {
	return []route{
		{method: "GET", pattern: "/a/{agreement}/changes.atom", needs: anybody, plain: s.changes},
		{method: "GET", pattern: "/a/{agreement}/deadlines.ics", needs: anybody, plain: s.deadlines},
	}
}

// changes answers with the changes of a text's status as a feed.
func (s *server) changes(w http.ResponseWriter, r *request) {
	s.feed(w, r, "application/atom+xml; charset=utf-8", func(run *board.Run, rd board.Reader) ([]byte, error) {
		return run.Feed(rd, r.PathValue("agreement"), s.base(r.Request))
	})
}

// deadlines answers with the deadlines and windows of a text as a calendar.
func (s *server) deadlines(w http.ResponseWriter, r *request) {
	s.feed(w, r, "text/calendar; charset=utf-8", func(run *board.Run, rd board.Reader) ([]byte, error) {
		return run.Calendar(rd, r.PathValue("agreement"), s.base(r.Request)), nil
	})
}

// feed answers with what is made of the run, in the language that "lang" names.
func (s *server) feed(w http.ResponseWriter, r *request, kind string, of func(*board.Run, board.Reader) ([]byte, error)) {
	rd, err := r.langOf()
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	r.rd = rd
	p, err := s.keep(r, s.base(r.Request), func(r *request) (*page, error) {
		body, err := of(r.run, rd)
		if err == nil && body == nil {
			err = errNotFound
		}
		return plainPage(kind, body), err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	p.send(w, r, http.StatusOK)
}

// langOf gives the reader of the language that the address names with "lang"; without it, of the one that the program asks for.
func (r *request) langOf() (board.Reader, error) {
	tag := r.values.Get("lang")
	if tag == "" {
		return r.rd, nil
	}
	lang, err := locale.Parse(tag)
	if err != nil {
		return r.rd, &badValue{"board.error.lang", clip(tag)}
	}
	return r.rd.In(lang), nil
}

// refuse tells a program that what it asked for is not to be had.
func (s *server) refuse(w http.ResponseWriter, r *request, err error) {
	if r.Context().Err() != nil {
		return // nobody waits for the answer
	}
	var bad *badValue
	code := http.StatusInternalServerError
	switch {
	case errors.Is(err, errNotFound), errors.Is(err, record.ErrNotFound):
		code = http.StatusNotFound
	case errors.As(err, &bad):
		code = http.StatusBadRequest
	default:
		s.log.Error("feed", "path", r.URL.Path, "error", err)
	}
	http.Error(w, http.StatusText(code), code)
}

// base gives the address of this board as whoever asks knows it, without a slash at its end. The shield let the name pass.
func (s *server) base(r *http.Request) string {
	if s.secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
