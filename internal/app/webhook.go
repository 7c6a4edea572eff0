package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// ErrNoWebhook tells that no webhook has an id.
var ErrNoWebhook = errors.New("there is no such webhook")

// ErrMoved tells that another changed the same meanwhile.
var ErrMoved = record.ErrHeadMoved

const (
	webhookShelf = "webhook"
	keptAttempts = 20
)

// BothSecrets is for how long messages are also signed with a secret that another replaced: a receiver has so long to take the new one.
const BothSecrets = 72 * time.Hour

// mostFormer is how many former secrets are kept: each makes the head of a message longer.
const mostFormer = 8

// Webhook is an address of another program that is told what changes, as far as a user, or the public, may see it. It is kept beside the
// record, with what is to be told: a server that stops goes on where it was.
type Webhook struct {
	ID      string   `json:"id"`
	URL     string   `json:"url"`
	User    string   `json:"user,omitempty"`    // whose sight it has; "": the public's
	Private bool     `json:"private,omitempty"` // the address may be one of a private network
	By      string   `json:"by"`
	Added   int64    `json:"added"`
	Secret  []byte   `json:"secret"`
	Former  []Former `json:"former,omitempty"` // the secrets before this one that are still taken, the last one last
	Told    Seen     `json:"told"`
	Before  Seen     `json:"before,omitzero"`   // what it was told before that: what waits tells what changed since
	Waiting *Message `json:"waiting,omitempty"` // what has not arrived yet; while it waits, nothing else is told
	Log     []Call   `json:"log,omitempty"`     // the last ones, the newest first
	Stopped string   `json:"stopped,omitempty"` // why it is called no more: "failed", "gone", "user"

	version int64
}

// Former is a secret that another one replaced: until it is taken no more, messages are signed with it too.
type Former struct {
	Secret []byte `json:"secret"`
	Until  int64  `json:"until"`
}

// Seen is what a webhook was told last.
type Seen struct {
	Texts  string              `json:"texts,omitempty"` // which texts were judged
	Glance Glance              `json:"glance"`
	Sets   map[string][]uint32 `json:"sets,omitempty"`  // the states still possible at each standard, by norm or claim
	Sight  string              `json:"sight,omitempty"` // as whom it was looked at (App.Sight); "": an earlier version of the program did not say
}

// Message is what is to be told.
type Message struct {
	ID    string          `json:"id"`
	Body  json.RawMessage `json:"body"`
	Tries int             `json:"tries,omitempty"`
	Next  int64           `json:"next"` // when it is tried next
}

// Call is one attempt.
type Call struct {
	At    int64  `json:"at"`
	ID    string `json:"id"`
	Code  int    `json:"code,omitempty"`
	Fault string `json:"fault,omitempty"` // "": it arrived
}

// Called adds an attempt to the log.
func (h *Webhook) Called(c Call) {
	h.Log = append([]Call{c}, h.Log...)
	h.Log = h.Log[:min(len(h.Log), keptAttempts)]
}

// AddWebhook keeps an address with its secret. user is whose sight it has, "" the public's. Errors: ErrNoUser, refusals of rights.
func (a *App) AddWebhook(ctx context.Context, address, user string, private bool, secret []byte) (*Webhook, error) {
	if err := a.require(review.ManageUsers); err != nil {
		return nil, err
	}
	us, err := a.users(ctx)
	if err != nil {
		return nil, err
	}
	if known := user == "" || len(us[user].Roles) > 0 || us.Single() && user == a.opts.Actor; !known {
		return nil, fmt.Errorf("%s: %w", user, ErrNoUser)
	}
	raw := make([]byte, 6)
	if _, err := rand.Read(raw); err != nil {
		return nil, err
	}
	h := &Webhook{ID: hex.EncodeToString(raw), URL: address, User: user, Private: private, By: a.opts.Actor, Added: a.Now().Unix(), Secret: secret}
	if err := a.access(ctx, "webhook_added", "", h.ID, h.about()); err != nil { // before anything is told: an address of which the record does not know must not be
		return nil, err
	}
	return h, a.keepWebhook(ctx, h)
}

// about is what the record is told of a webhook: whom it is called at, and whose sight it has. The rest of an address may be a secret.
func (h *Webhook) about() string {
	host := "?"
	if u, err := url.Parse(h.URL); err == nil {
		host = u.Host
	}
	return strings.TrimSpace(host + " " + h.User)
}

// RotateWebhook gives a webhook another secret. For BothSecrets messages are signed with the one before too, also where
// another follows meanwhile: the receiver may have been given any of them (Standard Webhooks, "Webhook headers").
// Error: ErrNoWebhook.
func (a *App) RotateWebhook(ctx context.Context, id string, secret []byte) (*Webhook, error) {
	for n := 1; ; n++ {
		h, err := a.Webhook(ctx, id)
		if err != nil {
			return nil, err
		}
		now := a.Now()
		h.Former = append(slices.DeleteFunc(h.Former, func(f Former) bool { return f.Until <= now.Unix() }), Former{h.Secret, now.Add(BothSecrets).Unix()})
		h.Former = h.Former[max(0, len(h.Former)-mostFormer):]
		h.Secret = secret
		if err = a.keepWebhook(ctx, h); n < tries && errors.Is(err, ErrMoved) {
			continue // it was called meanwhile
		}
		if err != nil {
			return nil, err
		}
		return h, a.access(ctx, "webhook_rotated", "", h.ID, h.about())
	}
}

// Secrets gives those with which a message is signed at a time.
func (h *Webhook) Secrets(at time.Time) [][]byte {
	out := [][]byte{h.Secret}
	for i := len(h.Former) - 1; i >= 0; i-- {
		if at.Unix() < h.Former[i].Until {
			out = append(out, h.Former[i].Secret)
		}
	}
	return out
}

// FormerUntil gives when the secret before this one is taken no more; 0: there is none.
func (h *Webhook) FormerUntil() int64 {
	if len(h.Former) == 0 {
		return 0
	}
	return h.Former[len(h.Former)-1].Until
}

// Webhooks lists what is told to other programs, in the order in which it was added, without secrets.
func (a *App) Webhooks(ctx context.Context) ([]Webhook, error) {
	if err := a.require(review.ManageUsers); err != nil {
		return nil, err
	}
	list, err := a.webhooks(ctx)
	for i := range list {
		list[i].Secret, list[i].Former = nil, nil
	}
	return list, err
}

// Webhook gives one, with its secret, to call it. Error: ErrNoWebhook.
func (a *App) Webhook(ctx context.Context, id string) (*Webhook, error) {
	if err := a.require(review.ManageUsers); err != nil {
		return nil, err
	}
	k, err := a.Aside().Kept(ctx, webhookShelf, id)
	if errors.Is(err, record.ErrNotFound) {
		return nil, ErrNoWebhook
	}
	if err != nil {
		return nil, err
	}
	return webhookOf(k)
}

// EndWebhook forgets an address and what was to be told to it. Error: ErrNoWebhook.
func (a *App) EndWebhook(ctx context.Context, id string) error {
	h, err := a.Webhook(ctx, id)
	if err != nil {
		return err
	}
	if err := a.Aside().Drop(ctx, webhookShelf, id); err != nil {
		return err
	}
	return a.access(ctx, "webhook_ended", "", h.ID, h.about())
}

func (a *App) webhooks(ctx context.Context) ([]Webhook, error) {
	kept, err := a.Aside().AllKept(ctx, webhookShelf, "")
	if err != nil {
		return nil, err
	}
	var list []Webhook
	for _, k := range kept {
		h, err := webhookOf(k)
		if err != nil {
			return nil, err
		}
		list = append(list, *h)
	}
	slices.SortStableFunc(list, func(a, b Webhook) int { return int(a.Added - b.Added) })
	return list, nil
}

func webhookOf(k record.Kept) (*Webhook, error) {
	h := &Webhook{version: k.Version}
	if err := json.Unmarshal(k.Value, h); err != nil {
		return nil, fmt.Errorf("webhook %s: %w", k.Key, err)
	}
	return h, nil
}

func (a *App) keepWebhook(ctx context.Context, h *Webhook) error {
	value, err := json.Marshal(h)
	if err != nil {
		return err
	}
	h.version, err = a.Aside().Keep(ctx, record.Kept{Shelf: webhookShelf, Key: h.ID, Version: h.version, Value: value})
	return err
}

// Webhooks gives all addresses that are told what changes, with their secrets: for whoever calls them.
func (d *Door) Webhooks(ctx context.Context) ([]Webhook, error) { return d.root.webhooks(ctx) }

// KeepWebhook keeps what became of a webhook. Error: ErrMoved, somebody ended or changed it meanwhile.
func (d *Door) KeepWebhook(ctx context.Context, h *Webhook) error {
	if h.version == 0 {
		return ErrMoved
	}
	return d.root.keepWebhook(ctx, h)
}

// Sees gives the record as a user sees it, or as the public does (""), also where there are no users. An error that is a review.Refusals:
// the user works here no more.
func (d *Door) Sees(ctx context.Context, user string) (*App, error) {
	if user != "" {
		return d.as(ctx, user)
	}
	return d.public(), nil
}
