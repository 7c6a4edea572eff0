package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// ErrNotLocal tells that an address is not one of this machine's own: the board has no accounts yet, so that nobody else may read it.
var ErrNotLocal = errors.New("the board is served to its own machine alone")

// How long a client may take. A page of a large record that is judged for the first time may need some seconds.
const (
	readTimeout  = 10 * time.Second
	writeTimeout = 2 * time.Minute
	idleTimeout  = 2 * time.Minute
	stopTimeout  = 5 * time.Second
)

// Serve answers at a loopback address ("127.0.0.1:8473"; port 0: any that is free) until ctx ends, then finishes what it
// began. ready is told the address once it can be reached. Another address is ErrNotLocal.
func Serve(ctx context.Context, addr string, h http.Handler, ready func(url string)) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	if !loopback(host) {
		return fmt.Errorf("web: %s: %w", addr, ErrNotLocal)
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	// The name may have meant something else to the resolver than to the eye.
	if a, ok := ln.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return errors.Join(fmt.Errorf("web: %s: %w", ln.Addr(), ErrNotLocal), ln.Close())
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10}
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
		stopped <- err
	}()
	if ready != nil {
		ready("http://" + ln.Addr().String() + "/")
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
