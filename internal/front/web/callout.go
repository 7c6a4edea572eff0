package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web/hooks"
	"mithaq/internal/judge/status"
)

// callEvery is how often webhooks are looked at; tests wait less.
var callEvery = time.Second

// lease is for how long nobody else makes a call that was begun; whoever died over it is followed then.
const lease = 60 * time.Second

// callout tells other programs what changes. What each is to be told is worked out from what it was told last, and kept until it has arrived:
// a server that stops or dies goes on where it was. A message may arrive twice (with the same id), none is lost.
type callout struct {
	s *server

	mu   sync.Mutex
	busy map[string]bool
	seen map[string]looked // by webhook
}

// looked is when there is something to look at again.
type looked struct {
	head  record.Head
	texts string
	next  int64
}

// Call tells webhooks what changes until ctx ends.
func (h *Handler) Call(ctx context.Context) {
	c := &callout{s: h.s, busy: map[string]bool{}, seen: map[string]looked{}}
	var calls sync.WaitGroup
	defer calls.Wait()
	tick := time.NewTicker(callEvery)
	defer tick.Stop()
	for {
		if err := c.round(ctx, &calls); err != nil && ctx.Err() == nil {
			h.s.log.Warn("webhooks", "error", err) // the next round tries again
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// round takes each webhook a step further, none twice at a time.
func (c *callout) round(ctx context.Context, calls *sync.WaitGroup) error {
	list, err := c.s.door.Webhooks(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		h := &list[i]
		if h.Stopped != "" || !c.begin(h.ID) {
			continue
		}
		calls.Go(func() {
			defer c.end(h.ID)
			if err := c.step(ctx, h); err != nil && !errors.Is(err, app.ErrMoved) && ctx.Err() == nil {
				c.s.log.Warn("webhook", "id", h.ID, "error", err)
			}
		})
	}
	return nil
}

func (c *callout) begin(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[id] {
		return false
	}
	c.busy[id] = true
	return true
}

func (c *callout) end(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, id)
}

// step looks for what is to be told, and tells what waits. A fault of the program is an error: behind it stands no request that would catch it.
func (c *callout) step(ctx context.Context, h *app.Webhook) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault: %v", fault)
		}
	}()
	waited := h.Waiting != nil
	if !waited {
		if err := c.look(ctx, h); err != nil || h.Waiting == nil {
			return err
		}
	}
	now := c.s.door.Now()
	if now.Unix() < h.Waiting.Next {
		return nil
	}
	var refused review.Refusals
	a, err := c.s.door.Sees(ctx, h.User)
	switch {
	case errors.As(err, &refused): // with the user's work ends what is told in their sight
		h.Stopped, h.Waiting = "user", nil
		return c.s.door.KeepWebhook(ctx, h)
	case err != nil:
		return err
	case h.Told.Sight != "" && h.Told.Sight != a.Sight(): // what waits was made for somebody who saw more, or less
		h.Waiting = nil
		return c.s.door.KeepWebhook(ctx, h)
	case waited:
		if known, err := c.hold(ctx, a, h); err != nil || !known {
			return err
		}
		if h.Waiting == nil {
			return c.s.door.KeepWebhook(ctx, h)
		}
	}
	h.Waiting.Tries++
	h.Waiting.Next = now.Add(lease).Unix()
	if err := c.s.door.KeepWebhook(ctx, h); err != nil { // ErrMoved: another server was first
		return err
	}
	call := hooks.Call{URL: h.URL, Private: h.Private, Secrets: h.Secrets(now), ID: h.Waiting.ID, At: now, Body: h.Waiting.Body}
	out := call.Do(ctx)
	if ctx.Err() != nil {
		return nil // the server stops: the attempt is made again
	}
	h.Called(app.Call{At: now.Unix(), ID: h.Waiting.ID, Code: out.Code, Fault: out.Fault})
	wait, more := hooks.Wait(h.Waiting.Tries)
	switch {
	case out.Fault == "":
		h.Waiting = nil
	case out.Fault == hooks.FaultGone:
		h.Stopped = "gone"
	case !more:
		h.Stopped = "failed"
	default:
		h.Waiting.Next = c.s.door.Now().Add(max(wait-rand.N(wait/10+1), out.After)).Unix() // not at the same moment as all others that failed with it
	}
	return c.s.door.KeepWebhook(ctx, h)
}

// look finds what a webhook is to be told. The first time it only takes in how things stand.
func (c *callout) look(ctx context.Context, h *app.Webhook) error {
	head, err := c.s.door.Head(ctx)
	if err != nil {
		return err
	}
	reading, err := c.s.reads.read(ctx, c.s.texts)
	if err != nil || reading.Program == nil {
		return err // pages say that the texts have errors, and what was judged before them stands
	}
	texts := textsOf(reading)
	now := c.s.door.Now().Unix()
	c.mu.Lock()
	l, known := c.seen[h.ID]
	c.mu.Unlock()
	if known && l.head == head && l.texts == texts && now < l.next {
		return nil
	}
	a, err := c.s.door.Sees(ctx, h.User)
	var refused review.Refusals
	if errors.As(err, &refused) {
		h.Stopped = "user"
		return c.s.door.KeepWebhook(ctx, h)
	}
	if err != nil {
		return err
	}
	first, other := !h.Told.Glance.Looked, h.Told.Sight != "" && h.Told.Sight != a.Sight()
	if other { // its user sees more or less than when they were told last: how things stand is taken in anew
		h.Told = app.Seen{}
	}
	day := a.Today()
	n, seen, j, err := c.since(ctx, a, reading, h.Told)
	if err != nil {
		return err
	}
	n.Reload = n.Reload || other
	if first || n.tells(a) {
		if h.Before = h.Told; !first {
			if h.Waiting, err = message("record.changed", now, n); err != nil {
				return err
			}
		}
		h.Told = seen
		if err := c.s.door.KeepWebhook(ctx, h); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[h.ID] = looked{head, texts, min(nextEdge(j), civil.UTC.Start(day.AddDays(1)))}
	return nil
}

// since finds what there is to tell of how things stand, to whoever was told last how they stood before.
func (c *callout) since(ctx context.Context, a *app.App, reading *app.Reading, before app.Seen) (*news, app.Seen, *app.Judged, error) {
	glance, came, err := a.Glance(ctx, before.Glance)
	if err != nil {
		return nil, app.Seen{}, nil, err
	}
	day := a.Today()
	j, others, err := judged(ctx, a, reading, app.Cuts{})
	if err != nil {
		return nil, app.Seen{}, nil, err
	}
	kept := c.s.runsFor(a.Sight())
	kept.put(j, others, reading, day)
	n := &news{Came: came.N, About: came.Incidents, AsOf: asOfText(j)}
	if who := a.Who(); came.N > 0 && (who.Single || who.Whole()) { // how much more there is than they see is not for everybody
		n.Head = glance.Seq
	}
	texts := textsOf(reading)
	if n.Reload = before.Texts != texts || glance.Incidents < before.Glance.Incidents || came.Else; before.Texts == texts {
		n.Changed, n.More = differences(setsOf(before.Sets), j)
		say(n.Changed, kept.wrap(j))
	}
	return n, app.Seen{Texts: texts, Glance: glance, Sets: setsText(sets(j)), Sight: a.Sight()}, j, nil
}

// hold holds what waits against what may be told now. Where it names an incident that is shown no more, or a status that is another one now, what there is to
// tell of the same time is told in its place, under an id of its own, or nothing. false: that cannot be said now.
func (c *callout) hold(ctx context.Context, a *app.App, h *app.Webhook) (bool, error) {
	reading, err := c.s.reads.read(ctx, c.s.texts)
	if err != nil || reading.Program == nil {
		return false, err
	}
	n, seen, _, err := c.since(ctx, a, reading, h.Before)
	if err != nil {
		return false, err
	}
	var waits struct{ Data news }
	if err := json.Unmarshal(h.Waiting.Body, &waits); err != nil {
		return false, err
	}
	holds, err := n.covers(ctx, a, &waits.Data)
	if err != nil || holds {
		return err == nil, err
	}
	n.Reload = n.Reload || !h.Before.Glance.Looked // an earlier version of the program did not keep what came before
	was := h.Waiting
	if h.Waiting, h.Told = nil, seen; n.tells(a) {
		if h.Waiting, err = message("record.changed", c.s.door.Now().Unix(), n); err != nil {
			return false, err
		}
		h.Waiting.Tries, h.Waiting.Next = was.Tries, was.Next
	}
	return true, nil
}

// message makes what is told (Standard Webhooks, "Payload structure").
func message(kind string, at int64, data any) (*app.Message, error) {
	id, err := hooks.NewID()
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(struct {
		Type      string `json:"type"`
		Timestamp string `json:"timestamp"`
		Data      any    `json:"data"`
	}{kind, time.Unix(at, 0).UTC().Format(time.RFC3339), data})
	return &app.Message{ID: id, Body: body, Next: at}, err
}

// TryWebhook tells an address that it is tried, and says what came of it.
func TryWebhook(ctx context.Context, h *app.Webhook, at time.Time) (hooks.Outcome, error) {
	m, err := message("webhook.test", at.Unix(), struct{}{})
	if err != nil {
		return hooks.Outcome{}, err
	}
	call := hooks.Call{URL: h.URL, Private: h.Private, Secrets: h.Secrets(at), ID: m.ID, At: at, Body: m.Body}
	return call.Do(ctx), nil
}

// textsOf names texts by what they say.
func textsOf(r *app.Reading) string {
	sum := sha256.New()
	for _, t := range r.Texts {
		fmt.Fprintf(sum, "%q %q\n", t.Name, t.Content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// setsText writes sets as they are kept, setsOf reads them.
func setsText(all map[status.Key]lanes) map[string][]uint32 {
	out := map[string][]uint32{}
	for key, sets := range all {
		name, err := json.Marshal(key)
		if err != nil {
			panic("web: " + err.Error()) // strings alone
		}
		for _, s := range sets {
			out[string(name)] = append(out[string(name)], uint32(s))
		}
	}
	return out
}

func setsOf(kept map[string][]uint32) map[status.Key]lanes {
	out := map[status.Key]lanes{}
	for name, list := range kept {
		var key status.Key
		if json.Unmarshal([]byte(name), &key) != nil || len(list) != status.Lanes {
			continue // of another version: it counts as changed
		}
		var sets lanes
		for i, s := range list {
			sets[i] = status.Set(s)
		}
		out[key] = sets
	}
	return out
}
