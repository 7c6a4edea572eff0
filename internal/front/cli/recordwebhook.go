package cli

import (
	"errors"

	"mithaq/internal/app"
	"mithaq/internal/base/suggest"
	"mithaq/internal/front/web"
	"mithaq/internal/front/web/hooks"
)

var recordWebhook = &verb{name: "record webhook", min: 1, max: 2, run: runRecordWebhook, flags: []flag{
	{"sees", "", "cli.value.name"}, {"private", "", ""},
}}

// webhookJSON is a webhook as it is printed: without its secret, but the once.
type webhookJSON struct {
	ID      string     `json:"id"`
	URL     string     `json:"url"`
	Sees    string     `json:"sees"` // a user, "": the public
	Private bool       `json:"private"`
	By      string     `json:"by"`
	Added   int64      `json:"added"`
	Secret  string     `json:"secret,omitempty"`
	Waiting bool       `json:"waiting"`
	Stopped string     `json:"stopped,omitempty"`
	Calls   []app.Call `json:"calls"`
}

func webhookView(h *app.Webhook) webhookJSON {
	return webhookJSON{h.ID, h.URL, h.User, h.Private, h.By, h.Added, "", h.Waiting != nil, h.Stopped, append([]app.Call{}, h.Log...)}
}

func runRecordWebhook(c *call) int {
	what := c.args[0]
	do := map[string]func(*app.App) int{"add": c.addWebhook, "list": c.listWebhooks, "rotate": c.rotateWebhook, "end": c.endWebhook, "test": c.testWebhook}[what]
	switch {
	case do == nil:
		return c.misuse(&usage{"cli.usage.webhook_verb", []any{"value", what, "near", suggest.Nearest(what, []string{"add", "end", "list", "rotate", "test"})}})
	case what != "list" && len(c.args) < 2:
		return c.misuse(&usage{"cli.usage.webhook_which", []any{"verb", what}})
	}
	return c.withRecord(do)
}

// addWebhook keeps an address and prints its secret, this once. An address of a private network takes a word of whoever sits at the machine: the
// board takes none.
func (c *call) addWebhook(a *app.App) int {
	address := c.args[1]
	switch err := hooks.Check(address, c.set("private")); {
	case errors.Is(err, hooks.ErrPrivate):
		return c.misuse(&usage{"cli.usage.webhook_private", []any{"value", address}})
	case err != nil:
		return c.misuse(&usage{"cli.usage.webhook_address", []any{"value", address}})
	}
	secret, err := hooks.NewSecret()
	if err != nil {
		return c.fail(err)
	}
	h, err := a.AddWebhook(c.ctx, address, c.get("sees", ""), c.set("private"), secret)
	if err != nil {
		return c.fail(err)
	}
	return c.printSecret(h, secret, c.words.Text("cli.webhook.added", "id", h.ID))
}

// printSecret prints a secret, this once.
func (c *call) printSecret(h *app.Webhook, secret []byte, text string) int {
	if c.set("json") {
		v := webhookView(h)
		v.Secret = hooks.SecretText(secret)
		return c.json("webhooks", map[string]any{"webhooks": []webhookJSON{v}}, nil)
	}
	c.wrapped(0, text)
	c.line("  " + hooks.SecretText(secret))
	return exitFine
}

// rotateWebhook gives an address another secret; for some days messages are signed with the one before too.
func (c *call) rotateWebhook(a *app.App) int {
	secret, err := hooks.NewSecret()
	if err != nil {
		return c.fail(err)
	}
	h, err := a.RotateWebhook(c.ctx, c.args[1], secret)
	if err != nil {
		return c.fail(err)
	}
	return c.printSecret(h, secret, c.words.Text("cli.webhook.rotated", "id", h.ID, "until", c.stamp(h.FormerUntil())))
}

func (c *call) listWebhooks(a *app.App) int {
	list, err := a.Webhooks(c.ctx)
	if err != nil {
		return c.fail(err)
	}
	if c.set("json") {
		views := []webhookJSON{}
		for i := range list {
			views = append(views, webhookView(&list[i]))
		}
		return c.json("webhooks", map[string]any{"webhooks": views}, nil)
	}
	if len(list) == 0 {
		c.wrapped(0, c.words.Text("webhook.none"))
	}
	for i := range list {
		h := &list[i]
		state := c.words.Text("webhook.state.runs")
		switch {
		case h.Stopped != "":
			state = c.words.Text("webhook.stopped." + h.Stopped)
		case h.Waiting != nil && h.Waiting.Tries > 0:
			state = c.words.Text("webhook.state.waits", "when", c.stamp(h.Waiting.Next))
		}
		c.hanging("", c.words.Text("cli.webhook.line", "id", h.ID, "url", h.URL, "sees", phrase(web.SeesText(c.words, h.User)), "state", phrase(state)))
		if len(h.Log) > 0 {
			c.wrapped(2, c.words.Text("webhook.call", "when", c.stamp(h.Log[0].At), "how", phrase(web.CallText(c.words, h.Log[0].Code, h.Log[0].Fault))))
		}
	}
	return exitFine
}

func (c *call) endWebhook(a *app.App) int {
	if err := a.EndWebhook(c.ctx, c.args[1]); err != nil {
		return c.fail(err)
	}
	c.say("cli.webhook.ended", "id", c.args[1])
	return exitFine
}

// testWebhook calls an address once, at once, without a server.
func (c *call) testWebhook(a *app.App) int {
	h, err := a.Webhook(c.ctx, c.args[1])
	if err != nil {
		return c.fail(err)
	}
	out, err := web.TryWebhook(c.ctx, h, a.Now())
	if err != nil {
		return c.fail(err)
	}
	c.wrapped(0, c.words.Text("webhook.call", "when", c.stamp(a.Now().Unix()), "how", phrase(web.CallText(c.words, out.Code, out.Fault))))
	if out.Fault != "" {
		return exitUnfinished
	}
	return exitFine
}
