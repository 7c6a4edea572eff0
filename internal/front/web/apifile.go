package web

import (
	"bytes"
	"errors"
	"net/http"
	"os"

	"mithaq/internal/app"
	"mithaq/internal/evidence/files"
)

// apiAttach keeps a file of evidence as it came and enters it on an account of an incident: one that stands, or a new one of a source.
func apiAttach(q *apiRequest) (_ *apiAnswer, err error) {
	n := app.NewFile{Account: q.one("account"), URL: q.one("url"), Obtained: q.one("obtained"), Note: q.one("note"), Graphic: q.one("graphic") != ""}
	if n.Account == "" {
		n.Incident, n.Source = q.PathValue("incident"), q.one("source")
	}
	if err := q.app.HasAccount(q.Context(), q.PathValue("incident"), n.Account); err != nil {
		return nil, err // nothing is taken in for what is not there
	}
	n.Name, n.Path, err = q.app.Receive(q.one("file"), bytes.NewReader(q.content))
	if errors.Is(err, app.ErrUploadEmpty) {
		return nil, &badJSON{code: "missing", field: "body", line: 1, column: 1}
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if gone := os.Remove(n.Path); gone != nil && !errors.Is(gone, os.ErrNotExist) {
			q.s.log.Error("attach", "error", gone)
		}
	}()
	added, err := q.app.AddFile(q.Context(), n)
	var bad *app.FileError
	var large *files.TooLargeError
	switch {
	case errors.As(err, &bad):
		return nil, badParams{{code: "bad_value", field: fileField(bad), value: clip(bad.Value)}}
	case errors.As(err, &large):
		return nil, errTooLarge
	case err != nil:
		return nil, err
	}
	a := &apiAnswer{data: added}
	if added.Changed {
		a.status = http.StatusCreated
	}
	return a, nil
}

// fileField names the field of a form, or the parameter of the API, of which something is not right.
func fileField(bad *app.FileError) string {
	switch bad.What {
	case "no_source", "no_source_given":
		return "source"
	case "no_account":
		return "account"
	}
	return bad.What
}
