package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/drafting"
)

// What an editor may send.
const (
	mostEditorMessage = 2 * drafting.MostBytes // a whole text in JSON, with what is escaped in it
	messagesEach      = 40 * time.Millisecond
	messagesAtOnce    = 400
	editorBeat        = 20 * time.Second // the session is looked at again, and a browser that is gone is noticed
	editorWrite       = 10 * time.Second
)

// Why a line to an editor ends, beside what the protocol itself knows (RFC 6455, section 7.4.2: 4000 and above are ours).
const (
	closedByBound websocket.StatusCode = 4001 // the text made the checker work too long, or take too much
	closedByFlood websocket.StatusCode = 4002 // too many messages
)

// draftEditor joins an editor to a language server of its own. Only a page of this server may open the line: the browser says in Origin whose page
// asks, and a line that does not say it is refused.
func (s *server) draftEditor(w http.ResponseWriter, r *request) {
	w.Header().Set("Cache-Control", "no-store")
	if !sameOrigin(r.Request) {
		http.Error(w, "403: only a page of this server may open this", http.StatusForbidden)
		return
	}
	lang, err := locale.Parse(r.values.Get("lang"))
	if err != nil {
		lang = r.rd.Lang
	}
	beside, err := s.besideDraft(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	desk, err := s.drafts.open()
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	ctx, end := context.WithCancel(r.Context())
	defer end()
	if stop, ok := r.Context().Value(stopping{}).(<-chan struct{}); ok {
		go func() {
			select {
			case <-stop:
				end()
			case <-ctx.Done():
			}
		}()
	}
	editor, err := desk.Open(ctx, s.draftKeyOf(r), &drafting.Opening{Lang: lang, Beside: beside})
	if errors.Is(err, drafting.ErrBusy) {
		w.Header().Set("Retry-After", "60")
		http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
		return
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer editor.Close()
	line, err := websocket.Accept(w, r.Request, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled, InsecureSkipVerify: true}) // sameOrigin said so, and more strictly
	if err != nil {
		return // it was answered
	}
	defer line.CloseNow()
	line.SetReadLimit(mostEditorMessage)
	go s.watchEditor(ctx, end, line, s.tokenOf(r.Request), r.app.Who().ID)
	go func() { // what the server of the language says
		defer end()
		for {
			message, err := editor.Receive()
			if err != nil {
				line.Close(closedByBound, "")
				return
			}
			if writeWithin(ctx, line, message) != nil {
				return
			}
		}
	}()
	pace := rate.NewLimiter(rate.Every(messagesEach), messagesAtOnce)
	for {
		kind, message, err := line.Read(ctx)
		switch {
		case err != nil:
			return
		case !pace.Allow():
			line.Close(closedByFlood, "")
			return
		case kind != websocket.MessageText:
			line.Close(websocket.StatusUnsupportedData, "")
			return
		}
		if editor.Send(message) != nil {
			<-ctx.Done() // it has ended: the other side says how
			return
		}
	}
}

// sameOrigin says whether a page of this very server asks. Who does not say so is taken for another.
func sameOrigin(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, r.Host)
}

func writeWithin(ctx context.Context, line *websocket.Conn, message []byte) error {
	ctx, cancel := context.WithTimeout(ctx, editorWrite)
	defer cancel()
	return line.Write(ctx, websocket.MessageText, message)
}

// watchEditor ends a line whose session has ended, or whose browser is gone.
func (s *server) watchEditor(ctx context.Context, end func(), line *websocket.Conn, token, user string) {
	defer end()
	beat := time.NewTicker(editorBeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		}
		if !s.stillIs(ctx, token, user) {
			line.Close(websocket.StatusPolicyViolation, "")
			return
		}
		within, cancel := context.WithTimeout(ctx, editorWrite)
		err := line.Ping(within)
		cancel()
		if err != nil {
			return
		}
	}
}

// stillIs says whether a token still is that of a user.
func (s *server) stillIs(ctx context.Context, token, user string) bool {
	a, _, err := s.door.Enter(ctx, token)
	if errors.Is(err, app.ErrNoSession) {
		a, _, err = s.door.Enter(ctx, "")
	}
	return err == nil && a.Who().ID == user && signedIn.meets(a.Who())
}
