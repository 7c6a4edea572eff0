package web_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mithaq/internal/front/web"
)

// pipes is a listener without a network, so that a test's clock is the only one.
type pipes struct {
	lines  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.lines:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { close(p.closed); return nil }

func (p *pipes) Addr() net.Addr { return at }

func (p *pipes) dial() net.Conn {
	here, there := net.Pipe()
	p.lines <- there
	return here
}

// A client that sends its head, or its body, drop by drop, or does not read what it asked for, or only holds its line, is let go within the times that the
// server gives; so many bytes of a head are read and no more. The clock is the test's.
func TestSlowClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		read, wrote := make(chan error, 1), make(chan error, 1)
		mux := http.NewServeMux()
		mux.HandleFunc("POST /form", func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.ReadAll(r.Body)
			read <- err
		})
		mux.HandleFunc("GET /long", func(w http.ResponseWriter, _ *http.Request) {
			_, err := io.Copy(w, io.LimitReader(&counting{}, 64<<20))
			wrote <- err
		})
		mux.HandleFunc("GET /short", func(http.ResponseWriter, *http.Request) {})
		srv, ln := web.NewServer(t.Context(), mux), &pipes{make(chan net.Conn), make(chan struct{})}
		ended := make(chan error, 1)
		go func() { ended <- srv.Serve(ln) }()

		// drops sends something every second until the line is closed, and says how long that took.
		drops := func(c net.Conn, drop string) time.Duration {
			begun := time.Now()
			for time.Since(begun) < time.Hour {
				if _, err := io.WriteString(c, drop); err != nil {
					break
				}
				time.Sleep(time.Second)
			}
			return time.Since(begun)
		}
		within := func(what string, took, most time.Duration) {
			t.Helper()
			if took > most {
				t.Errorf("%s: the line was held for %v", what, took)
			}
		}
		open := func(head string) net.Conn {
			t.Helper()
			c := ln.dial()
			if _, err := io.WriteString(c, head); err != nil {
				t.Fatal(err)
			}
			return c
		}

		c := open("GET /short HTTP/1.1\r\nHost: x\r\n")
		go io.Copy(io.Discard, c)
		within("a head without end", drops(c, "X-Drop: 1\r\n"), 12*time.Second)

		c = open("POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
		go io.Copy(io.Discard, c)
		within("a body without end", drops(c, "a"), 12*time.Second)
		if err := <-read; err == nil {
			t.Error("a body that never came was read whole")
		}

		c, begun := open("GET /long HTTP/1.1\r\nHost: x\r\n\r\n"), time.Now()
		if err := <-wrote; err == nil {
			t.Error("an answer that nobody reads was written whole")
		}
		within("an answer that nobody reads", time.Since(begun), 3*time.Minute)
		c.Close()

		c, begun = open("GET /short HTTP/1.1\r\nHost: x\r\n\r\n"), time.Now()
		lines := bufio.NewReader(c)
		res, err := http.ReadResponse(lines, nil)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res, err)
		}
		if _, err := lines.ReadByte(); !errors.Is(err, io.EOF) {
			t.Errorf("a line that is only held: %v", err)
		}
		within("a line that is only held", time.Since(begun), 3*time.Minute)

		c = open("GET /short HTTP/1.1\r\nHost: x\r\n")
		go io.WriteString(c, "X-Long: "+strings.Repeat("a", 1<<20)+"\r\n\r\n")
		if res, err = http.ReadResponse(bufio.NewReader(c), nil); err != nil || res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("a long head: %v %v", res, err)
		}
		c.Close()
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		<-ended
		time.Sleep(time.Second) // of the test's clock: lines that were refused are closed a little later
	})
}
