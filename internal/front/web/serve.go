package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// ErrNotLocal tells that an address is not one of this machine's own, and nothing was said of how others are let in.
var ErrNotLocal = errors.New("the board is served to its own machine alone")

// CertificateError tells that a certificate and its key cannot be used.
type CertificateError struct {
	Cert, Key string
	Err       error
}

func (e *CertificateError) Error() string {
	return fmt.Sprintf("web: certificate %s with the key %s: %v", e.Cert, e.Key, e.Err)
}

func (e *CertificateError) Unwrap() error { return e.Err }

// Listening is where and how a board is served.
type Listening struct {
	Addr      string // "127.0.0.1:8473"; port 0: any that is free
	Cert, Key string // files (PEM) of the certificate and its key: the board is served encrypted, and to others than its own machine
}

// How long a client may take. A page of a large record that is judged for the first time may need some seconds.
const (
	readTimeout  = 10 * time.Second
	writeTimeout = 2 * time.Minute
	idleTimeout  = 2 * time.Minute
	stopTimeout  = 5 * time.Second
)

// newServer makes a server that waits for no client longer than it must: one who sends or reads by drops holds a line, and nobody else's.
func newServer(ctx context.Context, h http.Handler) *http.Server {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10}
	srv.BaseContext = func(net.Listener) context.Context { // open lines end when the server begins to stop; pages that were begun do not
		return context.WithValue(context.WithoutCancel(ctx), stopping{}, ctx.Done())
	}
	return srv
}

// Serve answers until ctx ends, then finishes what it began. ready is told the address once it can be reached. Without a certificate an address
// that is not of this machine is ErrNotLocal: a session must not go over a line that others read.
func Serve(ctx context.Context, on Listening, h http.Handler, ready func(url string)) error {
	host, _, err := net.SplitHostPort(on.Addr)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	scheme, open := "http", on.Cert != ""
	var secret *tls.Config
	if open {
		pair, err := tls.LoadX509KeyPair(on.Cert, on.Key)
		if err != nil {
			return &CertificateError{on.Cert, on.Key, err}
		}
		scheme, secret = "https", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	}
	if !open && !loopback(host) {
		return fmt.Errorf("web: %s: %w", on.Addr, ErrNotLocal)
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", on.Addr)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	at := ln.Addr().String()
	// The name may have meant something else to the resolver than to the eye.
	if a, ok := ln.Addr().(*net.TCPAddr); !open && (!ok || !a.IP.IsLoopback()) {
		return errors.Join(fmt.Errorf("web: %s: %w", at, ErrNotLocal), ln.Close())
	}
	if open {
		ln = tls.NewListener(ln, secret)
	}
	srv := newServer(ctx, h)
	var beside sync.WaitGroup
	going, end := context.WithCancel(ctx)
	defer beside.Wait()
	defer end()
	if board, ok := h.(*Handler); ok {
		beside.Go(func() { board.Call(going) })
		beside.Go(func() { board.Prepare(going) })
	}
	stopped := make(chan error, 1)
	done := make(chan struct{})
	go func() {
		select {
		case <-ctx.Done():
		case <-done:
		}
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		err := srv.Shutdown(last)
		if err != nil {
			err = errors.Join(err, srv.Close())
		}
		if b, ok := h.(*Handler); ok && ctx.Err() != nil {
			b.rest()
		}
		stopped <- err
	}()
	if ready != nil {
		ready(scheme + "://" + at + "/")
	}
	err = srv.Serve(ln)
	close(done)
	if shut := <-stopped; errors.Is(err, http.ErrServerClosed) {
		err = shut
	}
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	return nil
}
