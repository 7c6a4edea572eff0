package postgres

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"
)

// proxy stands between a store and its server, and can cut connections when a commit is asked for.
type proxy struct {
	net.Listener
	server string

	mu   sync.Mutex
	when cut
	all  map[net.Conn]bool
}

// cut says what is done with the next commit.
type cut int

const (
	never       cut = iota
	before          // the connection is cut, the server never sees it
	after           // the server gets it, its answer is lost
	afterAndNo      // likewise, and no new connection is let through
	beforePanic     // the server never sees it, and its answer is a panic over a full disk
	afterPanic      // the server gets it, and its answer is such a panic
)

// noRoom is what a server says that cannot begin a new file of its write-ahead log.
var noRoom = func() []byte {
	b, err := (&pgproto3.ErrorResponse{Severity: "PANIC", SeverityUnlocalized: "PANIC", Code: "53100", Message: "could not write to file: No space left on device"}).Encode(nil)
	if err != nil {
		panic(err)
	}
	return b
}()

// proxied gives an address that leads through a proxy.
func proxied(t *testing.T, address string) (*proxy, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: l, server: u.Host, all: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = p.Close(); p.cutAll() })
	go p.serve()
	u.Host = l.Addr().String()
	return p, u.String()
}

func (p *proxy) serve() {
	for {
		client, err := p.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.keep(client, server)
		go func() { _, _ = io.Copy(client, server); p.end(client, server) }()
		go func() { p.forward(server, client); p.end(client, server) }()
	}
}

// forward passes on what the client says, and looks for commits. A message of pgx comes in one write.
func (p *proxy) forward(server, client net.Conn) {
	b := make([]byte, 1<<16)
	for {
		n, err := client.Read(b)
		if err != nil {
			return
		}
		when := never
		if bytes.Contains(b[:n], []byte("commit\x00")) {
			when = p.take()
		}
		if when == beforePanic || when == afterPanic {
			_, _ = client.Write(noRoom)
		}
		if when == before || when == beforePanic {
			return
		}
		if when != never { // the answer is lost from now on
			_ = client.Close()
		}
		if when == afterAndNo {
			_ = p.Close()
		}
		if _, err := server.Write(b[:n]); err != nil {
			return
		}
		if when != never {
			_, _ = io.Copy(io.Discard, server) // it ends with the answer
			return
		}
	}
}

func (p *proxy) next(when cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.when = when
}

func (p *proxy) take() cut {
	p.mu.Lock()
	defer p.mu.Unlock()
	when := p.when
	p.when = never
	return when
}

func (p *proxy) keep(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		p.all[c] = true
	}
}

func (p *proxy) end(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(p.all, c)
	}
}

// cutAll cuts every connection.
func (p *proxy) cutAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.all {
		_ = c.Close()
	}
}
