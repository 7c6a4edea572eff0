package web

import (
	"errors"
	"net/http"
	"strconv"

	"mithaq/internal/app"
	"mithaq/internal/front/answers"
)

// apiFollowUps lists what whoever asks must follow up.
func apiFollowUps(q *apiRequest) (*apiAnswer, error) {
	list, err := q.app.FollowUps(q.Context(), q.one("incident"))
	return &apiAnswer{data: answers.FollowUpsOf(list)}, err
}

// apiFollowUp makes a note to follow an incident up.
func apiFollowUp(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		Incident string `json:"incident"`
		Note     string `json:"note"`
		Due      string `json:"due"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	wrong.must("incident", body.Incident)
	wrong.day("due", body.Due)
	if len(body.Note) > app.MostNote {
		wrong.add("bad_value", "note", strconv.Itoa(len(body.Note)), "")
	}
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	f, err := q.app.FollowUp(q.Context(), body.Incident, body.Note, body.Due)
	if errors.Is(err, app.ErrFollowMany) {
		err = errTooLarge
	}
	return &apiAnswer{data: answers.FollowUpsOf([]app.FollowUp{f}), status: http.StatusCreated}, err
}

// apiFollowed closes one, and gives what it was.
func apiFollowed(q *apiRequest) (*apiAnswer, error) {
	var body struct{}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	f, err := q.app.CloseFollowUp(q.Context(), q.PathValue("followup"))
	return &apiAnswer{data: answers.FollowUpsOf([]app.FollowUp{f})}, err
}
