package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
	"mithaq/internal/front/web/hooks"
	"mithaq/internal/front/wording"
)

func (s *server) webhookRoutes() []route {
	manages := right(review.ManageUsers)
	return []route{
		{method: "GET", pattern: "/webhooks", needs: manages, page: s.webhooks},
		{method: "POST", pattern: "/webhooks", needs: manages, page: s.addWebhook},
		{method: "POST", pattern: "/webhooks/rotate", needs: manages, page: s.rotateWebhook},
		{method: "POST", pattern: "/webhooks/end", needs: manages, page: s.endWebhook},
		{method: "POST", pattern: "/webhooks/test", needs: manages, page: s.testWebhook},
	}
}

// webhooks answers with the programs that are told what changes.
func (s *server) webhooks(r *request) (*answer, error) {
	return s.webhooksPage(r, &board.WebhooksView{})
}

func (s *server) webhooksPage(r *request, v *board.WebhooksView) (*answer, error) {
	list, err := r.app.Webhooks(r.Context())
	if err != nil {
		return nil, err
	}
	when := func(at int64) string { return locale.DateTime(r.rd.Lang, at, civil.UTC) }
	for i := range list {
		h := &list[i]
		row := board.WebhookRow{ID: h.ID, URL: h.URL, Sees: SeesText(r.rd.W, h.User), By: h.By, Added: when(h.Added), State: r.rd.W.Text("webhook.state.runs")}
		switch {
		case h.Stopped != "":
			row.State, row.Stopped = r.rd.W.Text("webhook.stopped."+h.Stopped), true
		case h.Waiting != nil && h.Waiting.Tries > 0:
			row.State = r.rd.W.Text("webhook.state.waits", "when", when(h.Waiting.Next))
		}
		for _, c := range h.Log {
			row.Calls = append(row.Calls, board.WebhookCall{When: when(c.At), ID: c.ID, How: CallText(r.rd.W, c.Code, c.Fault), Failed: c.Fault != ""})
		}
		v.Rows = append(v.Rows, row)
	}
	users, err := r.app.Users(r.Context())
	if err != nil {
		return nil, err
	}
	for id := range users {
		if len(users[id].Roles) > 0 {
			v.Users = append(v.Users, id)
		}
	}
	slices.Sort(v.Users)
	if users.Single() {
		v.Users = []string{r.app.Who().ID}
	}
	a := &answer{page: "webhooks", at: "/webhooks", section: "people", title: r.rd.W.Text("board.webhooks.title"), body: v, unkept: v.Secret != ""}
	if v.Wrong != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a, nil
}

// addWebhook keeps an address and shows its secret, this once. An address of a private network is taken from whoever sits at the machine alone.
func (s *server) addWebhook(r *request) (*answer, error) {
	v := &board.WebhooksView{URL: strings.TrimSpace(r.form.Get("url")), User: r.form.Get("sees")}
	switch err := hooks.Check(v.URL, false); {
	case errors.Is(err, hooks.ErrPrivate):
		v.Wrong = r.rd.W.Text("board.webhooks.private", "command", wording.Phrase("mithaq record webhook add URL --private"))
	case err != nil:
		v.Wrong = r.rd.W.Text("board.webhooks.address")
	}
	if v.Wrong != "" {
		return s.webhooksPage(r, v)
	}
	secret, err := hooks.NewSecret()
	if err != nil {
		return nil, err
	}
	_, err = r.app.AddWebhook(r.Context(), v.URL, v.User, false, secret)
	if errors.Is(err, app.ErrNoUser) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.webhooksPage(r, &board.WebhooksView{Added: v.URL, Secret: hooks.SecretText(secret)})
}

// rotateWebhook gives an address another secret and shows it, this once.
func (s *server) rotateWebhook(r *request) (*answer, error) {
	secret, err := hooks.NewSecret()
	if err != nil {
		return nil, err
	}
	h, err := r.app.RotateWebhook(r.Context(), r.form.Get("id"), secret)
	if errors.Is(err, app.ErrNoWebhook) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.webhooksPage(r, &board.WebhooksView{Rotated: h.URL, Secret: hooks.SecretText(secret), Until: locale.DateTime(r.rd.Lang, h.FormerUntil(), civil.UTC)})
}

func (s *server) endWebhook(r *request) (*answer, error) {
	err := r.app.EndWebhook(r.Context(), r.form.Get("id"))
	if errors.Is(err, app.ErrNoWebhook) {
		return nil, errNotFound
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/webhooks"}, err
}

// testWebhook calls an address once and says what came of it: not what was answered.
func (s *server) testWebhook(r *request) (*answer, error) {
	h, err := r.app.Webhook(r.Context(), r.form.Get("id"))
	if errors.Is(err, app.ErrNoWebhook) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	out, err := TryWebhook(r.Context(), h, r.app.Now())
	if err != nil {
		return nil, err
	}
	return s.webhooksPage(r, &board.WebhooksView{Tried: h.URL, Outcome: CallText(r.rd.W, out.Code, out.Fault)})
}

// stoppedWebhooks is how many are called no more without somebody having ended them; only administrators are told.
func stoppedWebhooks(r *request) (n int, err error) {
	if !r.app.Who().May(review.ManageUsers, review.State{}) {
		return 0, nil
	}
	list, err := r.app.Webhooks(r.Context())
	for i := range list {
		if list[i].Stopped != "" {
			n++
		}
	}
	return n, err
}

// SeesText tells whose sight a webhook has.
func SeesText(w *wording.Words, user string) string {
	if user == "" {
		return w.Text("webhook.sees.public")
	}
	return w.Text("webhook.sees.user", "user", user)
}

// CallText tells what came of a call: a code that was answered, or why nothing was.
func CallText(w *wording.Words, code int, fault string) string {
	if fault == "" || fault == hooks.FaultAnswer || fault == hooks.FaultGone {
		key := "webhook.arrived"
		if fault != "" {
			key = "webhook.answered"
		}
		return w.Text(key, "code", code)
	}
	return w.Text("webhook.fault." + fault)
}
