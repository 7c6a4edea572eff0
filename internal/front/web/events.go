package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"
)

// How many lines may be open: of one user, or of one address that nobody is signed in from, and in all.
const (
	streamsOfOne  = 60
	streamsAtMost = 10_000
	sendTimeout   = 10 * time.Second // a client that takes no more is gone
)

const eventStream = "text/event-stream; charset=utf-8"

// liveRoutes tell open pages what changed.
func (s *server) liveRoutes() []route {
	return []route{{method: "GET", pattern: "/events", needs: anybody, plain: s.events}}
}

// stopping is the key under which a request's context holds the channel that is closed when the server begins to stop.
type stopping struct{}

// events keeps a line open on which the visitor's pages are told what changed of what they show (server-sent events, WHATWG HTML, section
// 9.2). It begins with an event "hello", whose id is the mark of what is seen; each "change" has another. Whoever comes back with
// the id of the last event that they got, or with the mark of the page that they show in "since", is told what they missed.
func (s *server) events(w http.ResponseWriter, r *request) {
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", eventStream)
		return
	}
	ctx, end := context.WithCancel(r.Context())
	defer end()
	st := &stream{token: s.tokenOf(r.Request), sight: r.app.Sight(), key: "address " + s.remote(r.Request), frames: make(chan []byte, streamQueue), end: end}
	if r.stale {
		st.token = ""
	}
	if r.session.User != "" {
		st.key = "user " + r.session.User
	}
	first, err := s.hub.open(ctx, r.app, st, clip(cmp.Or(r.Header.Get("Last-Event-ID"), r.values.Get("since"))))
	if errors.Is(err, errTooOften) {
		w.Header().Set("Retry-After", "60")
		http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
		return
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer s.hub.remove(st)
	h := w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // some servers before this one hold back what is small
	line := http.NewResponseController(w)
	send := func(frame []byte) bool {
		// The server's own time limits are those of pages. They do not hold here; each write has one of its own.
		if line.SetWriteDeadline(time.Now().Add(sendTimeout)) != nil {
			return false
		}
		_, err := w.Write(frame)
		return err == nil && line.Flush() == nil
	}
	if line.SetReadDeadline(time.Time{}) != nil { // or the connection ends when a request should have been read
		return
	}
	for _, frame := range first {
		if !send(frame) {
			return
		}
	}
	stop, _ := r.Context().Value(stopping{}).(<-chan struct{})
	for {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			return
		case frame := <-st.frames:
			if !send(frame) {
				return
			}
		}
	}
}
