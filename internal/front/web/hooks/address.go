// Package hooks calls addresses of other programs and signs what it tells them (Standard Webhooks 1.0.0).
//
// Whoever names an address has this server ask for it. So that nobody reaches through it what only this server can reach, the address that
// a name stands for is looked at when the line is opened, no redirect is followed, and no answer is shown.
package hooks

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Reasons for which an address is not called.
var (
	ErrAddress = errors.New("hooks: not an address to call: https, a host, no name or password in it")
	ErrPrivate = errors.New("hooks: the address is one of a network of its own, which is not allowed")
)

// Check says whether an address may be called. A name that stands for an address of a private network is found out only when it is called.
func Check(address string, private bool) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" || len(address) > 2000 {
		return ErrAddress
	}
	ip, ipErr := netip.ParseAddr(u.Hostname())
	own := strings.EqualFold(u.Hostname(), "localhost") || ipErr == nil && !public(ip)
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return ErrAddress
	case own && !private:
		return ErrPrivate
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// special are the networks that are not of the public internet, though their addresses look so (IANA special-purpose address registries), and those
// through which another address is meant.
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
)

// given are the addresses of IPv6 that are given out at all; through others a network may mean what it likes (IANA IPv6 address space).
var given = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) (out []netip.Prefix) {
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// public says whether an address is one of the public internet.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Zone() != "" || ip.Is6() && !given.Contains(ip) {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// callTimeout is how long a call may take in all.
const callTimeout = 20 * time.Second

// client makes the client for calls. Proxies of the surroundings are not used: they would open the line in place of the check.
func client(private bool) *http.Client {
	dialer := &net.Dialer{Timeout: callTimeout, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return ErrAddress
		}
		if !private && !public(at.Addr()) {
			return ErrPrivate
		}
		return nil
	}}
	return &http.Client{
		Timeout:       callTimeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, DisableKeepAlives: true, TLSHandshakeTimeout: callTimeout, MaxResponseHeaderBytes: 32 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
