package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"mithaq/internal/evidence/review"
)

// openLine opens a line of an editor, as a page of some origin does; status is that of the answer.
func openLine(t *testing.T, base, origin, token string) (line *websocket.Conn, status int) {
	t.Helper()
	h := http.Header{}
	if origin != "" {
		h.Set("Origin", origin)
	}
	if token != "" {
		h.Set("Cookie", "mithaq="+token)
	}
	line, res, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(base, "http")+"/draft/lsp?lang=en", &websocket.DialOptions{HTTPHeader: h})
	if err != nil {
		if res == nil {
			t.Fatal(err)
		}
		return nil, res.StatusCode
	}
	t.Cleanup(func() { line.CloseNow() })
	line.SetReadLimit(16 << 20)
	return line, res.StatusCode
}

func send(t *testing.T, line *websocket.Conn, message any) error {
	t.Helper()
	b, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return line.Write(t.Context(), websocket.MessageText, b)
}

type object = map[string]any

// hello opens a text in the language server of a line.
func hello(t *testing.T, line *websocket.Conn, uri, text string) {
	t.Helper()
	for _, m := range []object{
		{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": object{"capabilities": object{}, "initializationOptions": object{"lang": "en"}}},
		{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": object{"textDocument": object{"uri": uri, "version": 1, "text": text}}},
	} {
		if err := send(t, line, m); err != nil {
			t.Fatal(err)
		}
	}
}

// remarked reads a line until remarks come, and gives them as they were sent.
func remarked(t *testing.T, line *websocket.Conn) string {
	t.Helper()
	for {
		_, b, err := line.Read(t.Context())
		if err != nil {
			t.Fatalf("%v", err)
		}
		if strings.Contains(string(b), "publishDiagnostics") {
			return string(b)
		}
	}
}

// Only a page of this very server opens the line, and only for who may draft.
func TestDraftLineIsOurs(t *testing.T) {
	h := newHouse(t)
	token := h.token[review.Reader]
	for _, at := range []struct {
		origin, token string
		want          int
	}{
		{"", token, http.StatusForbidden},
		{"null", token, http.StatusForbidden},
		{"https://elsewhere.example", token, http.StatusForbidden},
		{"http://127.0.0.1:1", token, http.StatusForbidden},
		{h.base + ".elsewhere.example", token, http.StatusForbidden},
		{h.base, "", http.StatusForbidden},
		{h.base, "made-up", http.StatusForbidden},
		{h.base, token, http.StatusSwitchingProtocols},
	} {
		if _, status := openLine(t, h.base, at.origin, at.token); status != at.want {
			t.Errorf("from %q with the token %q: %d, want %d", at.origin, at.token, status, at.want)
		}
	}
}

// Two tabs do not mix, no file of this machine is read, and a text's words are those of the board alone.
func TestDraftLinesAreApart(t *testing.T) {
	base := exampleServer(t)
	dir := t.TempDir()
	beside := "vocabulary hidden_words\nparty hidden_party\n"
	if err := os.WriteFile(filepath.Join(dir, "other.mithaq"), []byte(beside), 0o600); err != nil {
		t.Fatal(err)
	}
	uri := "file://" + filepath.ToSlash(filepath.Join(dir, "draft.mithaq"))
	a, _ := openLine(t, base, base, "")
	b, _ := openLine(t, base, base, "")
	hello(t, a, uri, "agreement first\n  uses hidden_words\n")
	hello(t, b, uri, "agreement second\n  uses syria\n  agreed between government and nobody_of_that_name\n  dated 2020-01-01\n")
	if got := remarked(t, a); !strings.Contains(got, "hidden_words") || strings.Contains(got, "second") {
		t.Errorf("the first tab: %s", got)
	}
	if got := remarked(t, b); strings.Contains(got, "first") || strings.Contains(got, "hidden") || !strings.Contains(got, "nobody_of_that_name") || strings.Contains(got, "syria") {
		t.Errorf("the second tab: %s", got)
	}
}

// What is too much ends the line: more editors than one may have, a message or a text that is too long, too many messages. Others go on.
func TestDraftLineLimits(t *testing.T) {
	h := newHouse(t)
	token := h.token[review.Reader]
	closed := func(line *websocket.Conn) websocket.StatusCode {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // a line that is not ended fails the test and does not hold it up for ever
		defer cancel()
		for {
			if _, _, err := line.Read(ctx); err != nil {
				var end websocket.CloseError
				if !errors.As(err, &end) {
					t.Errorf("the line ended without a word: %v", err)
				}
				return end.Code
			}
		}
	}
	long, _ := openLine(t, h.base, h.base, token)
	_ = send(t, long, object{"jsonrpc": "2.0", "method": strings.Repeat("x", 600<<10)})
	if code := closed(long); code != websocket.StatusMessageTooBig {
		t.Errorf("a message that is too long: %d", code)
	}
	grown, _ := openLine(t, h.base, h.base, token)
	hello(t, grown, "draft:/draft.mithaq", strings.Repeat("# a line of a comment\n", 15_000))
	if code := closed(grown); code != 4001 {
		t.Errorf("a text that is too long: %d", code)
	}
	flood, _ := openLine(t, h.base, h.base, token)
	go func() {
		for range 5000 {
			if flood.Write(context.WithoutCancel(t.Context()), websocket.MessageText, []byte(`{"jsonrpc":"2.0","method":"$/setTrace","params":{}}`)) != nil {
				return
			}
		}
	}()
	if code := closed(flood); code != 4002 {
		t.Errorf("too many messages: %d", code)
	}
	statuses := map[int]int{}
	for range 8 {
		_, status := openLine(t, h.base, h.base, token)
		statuses[status]++
	}
	if statuses[http.StatusTooManyRequests] < 4 || statuses[http.StatusSwitchingProtocols] < 1 {
		t.Errorf("eight editors of one user: %v", statuses)
	}
	if _, status := openLine(t, h.base, h.base, h.token[review.Recorder]); status != http.StatusSwitchingProtocols {
		t.Errorf("another user: %d", status)
	}
}
