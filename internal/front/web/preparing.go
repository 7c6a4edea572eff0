package web

import (
	"context"
	"net/http"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// How long an answer waits for what is being worked out before it says how far that is; and after how many seconds a page that says so loads again by itself.
const (
	pageWaits  = 100 * time.Millisecond
	callWaits  = 10 * time.Second // of the API: who calls it has nobody at the screen
	loadsAgain = 2
)

// impatient is the request's context for what a page need not wait for. What was typed into a form is not lost for that: it waits.
func (r *request) impatient() context.Context {
	if r.Method == http.MethodPost {
		return r.Context()
	}
	return app.Impatient(r.Context(), pageWaits)
}

// preparing answers with how far something is.
func preparing(r *request, p *app.Preparing) *answer {
	return &answer{
		page: "preparing", section: "desk", title: r.rd.W.Bare().Text("board.preparing.title"), body: &board.PreparingView{Percent: p.Percent, At: r.URL.RequestURI()}, again: loadsAgain, unkept: true,
	}
}
