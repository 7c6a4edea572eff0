package web_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/web"
)

func TestServesLoopbackOnly(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.org:0"} {
		err := web.Serve(t.Context(), web.Listening{Addr: addr}, http.NotFoundHandler(), func(string) { t.Errorf("%s is served", addr) })
		if !errors.Is(err, web.ErrNotLocal) {
			t.Errorf("%s: %v", addr, err)
		}
	}
	if err := web.Serve(t.Context(), web.Listening{Addr: "nonsense"}, nil, nil); err == nil || errors.Is(err, web.ErrNotLocal) {
		t.Errorf("nonsense: %v", err)
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	if err := web.Serve(t.Context(), web.Listening{Addr: busy.Addr().String()}, nil, nil); err == nil {
		t.Error("an address in use is served")
	}
}

// A page that was begun is finished before the server ends.
func TestStopsGracefully(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	begun := make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		time.Sleep(200 * time.Millisecond)
		io.WriteString(w, "whole")
	})
	url, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- web.Serve(ctx, web.Listening{Addr: "127.0.0.1:0"}, slow, func(at string) { url <- at })
	}()
	address := <-url
	body := make(chan string, 1)
	go func() {
		res, err := http.Get(address)
		if err != nil {
			body <- err.Error()
			return
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		body <- string(b)
	}()
	<-begun
	stop()
	if got := <-body; got != "whole" {
		t.Errorf("the reader got %q", got)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the server does not end")
	}
}

// A record in which nothing stands yet has its pages, and each says what the next step is.
func TestEmptyRecord(t *testing.T) {
	base := emptyServer(t)
	for _, lang := range locale.Langs {
		for path, says := range map[string]string{"/": "mithaq record add text", "/incidents": "<h1>", "/desk": "<h1>", "/report": "<h1>", "/duplicates": "<h1>", "/me": "mithaq record user add"} {
			if r := get(t, base+"/"+string(lang)+path); r.status != http.StatusOK || !r.has(says) {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
		}
	}
}
