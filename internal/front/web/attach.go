package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// fieldBytes is how long one field of a form with a file may be.
const fieldBytes = 16 << 10

func (s *server) attachRoutes() []route {
	enter := right(review.Enter)
	return []route{
		{method: "GET", pattern: "/i/{incident}/attach", needs: enter, page: s.attachForm},
		{method: "POST", pattern: "/i/{incident}/attach", needs: enter, page: s.attach, stream: app.MaxEvidence + 1<<20},
	}
}

// attachForm answers with the form by which a file is put to an account of an incident.
func (s *server) attachForm(r *request) (*answer, error) {
	return s.attachPage(r, url.Values{}, nil, 0)
}

func (s *server) attachPage(r *request, form url.Values, wrong map[string][]string, code int, whole ...string) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	b, err := r.app.Store().Bundle(r.Context(), r.PathValue("incident"))
	if err != nil {
		return nil, err
	}
	v := &board.AttachView{Incident: b.Incident.ID, Title: run.IncidentName(r.rd, b.Incident.ID), Most: r.rd.Bytes(app.MaxEvidence), Wrong: whole}
	if len(wrong) > 0 {
		v.Wrong = append(v.Wrong, r.rd.W.Plural("board.enter.wrong", int64(len(wrong))))
	}
	run.AttachForm(r.rd, v, b, form.Get, wrong)
	return &answer{page: "attach", section: "incidents", title: r.rd.W.Bare().Text("board.attach.title"), body: v, run: run, status: code}, nil
}

// attach takes a file in, keeps it by its hash as it came, and enters it on an account: an existing one, or a new one of a source that the record knows.
func (s *server) attach(r *request) (*answer, error) {
	if err := r.app.HasAccount(r.Context(), r.PathValue("incident"), ""); err != nil {
		return nil, err // nothing is taken in for what is not there
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, &badValue{"board.error.form", clip(err.Error())}
	}
	form := url.Values{}
	name, path, err := s.readParts(r, parts, form)
	if path != "" {
		defer func() {
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				s.log.Error("attach", "error", err)
			}
		}()
	}
	w := r.rd.W
	switch {
	case errors.Is(err, app.ErrUploadSize), errors.Is(err, errTooLarge):
		return s.attachPage(r, form, map[string][]string{"file": {w.Text("board.attach.large", "size", r.rd.Bytes(app.MaxEvidence))}}, http.StatusRequestEntityTooLarge)
	case errors.Is(err, app.ErrUploadEmpty):
		return s.attachPage(r, form, map[string][]string{"file": {w.Text("board.import.empty")}}, http.StatusUnprocessableEntity)
	case err != nil:
		return nil, err
	case path == "":
		return s.attachPage(r, form, map[string][]string{"file": {w.Text("board.import.none")}}, http.StatusUnprocessableEntity)
	}
	field := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	n := app.NewFile{
		Path: path, Name: name, Account: field("account"), URL: field("url"), Obtained: field("obtained"), Note: field("note"), Graphic: form.Get("graphic") != "",
	}
	if n.Account == "" {
		n.Incident, n.Source = r.PathValue("incident"), field("source")
	} else if err := r.app.HasAccount(r.Context(), r.PathValue("incident"), n.Account); err != nil {
		return nil, err
	}
	_, err = r.app.AddFile(r.Context(), n)
	var bad *app.FileError
	var large *files.TooLargeError
	var refused review.Refusals
	switch {
	case errors.As(err, &bad):
		at := fileField(bad)
		return s.attachPage(r, form, map[string][]string{at: {w.Text("board.attach.wrong."+at, "value", clip(bad.Value))}}, http.StatusUnprocessableEntity)
	case errors.As(err, &large):
		return s.attachPage(r, form, map[string][]string{"file": {w.Text("board.attach.large", "size", r.rd.Bytes(large.Limit))}}, http.StatusRequestEntityTooLarge)
	case errors.As(err, &refused):
		var list []string
		for _, x := range refused {
			list = append(list, w.Refusal(x))
		}
		return s.attachPage(r, form, nil, http.StatusForbidden, list...)
	case errors.Is(err, app.ErrNoFiles):
		return s.attachPage(r, form, nil, http.StatusConflict, w.Text("board.attach.nowhere"))
	case err != nil:
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/i/" + board.Segment(r.PathValue("incident"))}, nil
}

// readParts reads the fields of a form and its file, in whatever order they come. path "": no file came.
func (s *server) readParts(r *request, parts *multipart.Reader, form url.Values) (name, path string, err error) {
	fields := 0
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return name, path, nil
		case err != nil:
			return name, path, uploadError(err)
		case part.FileName() != "" && path == "":
			if name, path, err = r.app.Receive(part.FileName(), part); err != nil {
				return name, path, uploadOr(err)
			}
		case part.FileName() == "":
			value, err := io.ReadAll(io.LimitReader(part, fieldBytes+1))
			if err != nil {
				return name, path, uploadError(err)
			}
			if len(value) > fieldBytes {
				return name, path, &badValue{"board.error.form", clip(part.FormName())}
			}
			if fields++; fields > 40 {
				return name, path, &badValue{"board.error.form", "40"}
			}
			form.Set(part.FormName(), string(value))
		}
	}
}

// uploadOr leaves an error of ours as it is, and tells a body that is too large.
func uploadOr(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errTooLarge
	}
	return err
}
