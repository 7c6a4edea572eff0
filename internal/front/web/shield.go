package web

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// policy allows a page nothing but the style, fonts, scripts, forms and answers of this server: no script or style within the page, no frame, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// shield lets through only what a browser asks of this server by its own name, and what a page of this server sends to it, and seals
// every answer. A page elsewhere that has its own name point at 127.0.0.1 (DNS rebinding) is told apart by the Host header.
func (s *server) shield(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ease.ask()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store") // whoever answers with what may be kept says so
		if s.secure(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !s.meant(r) {
			s.turnAway(w, r, errOtherName, "421: this server does not answer to that name", http.StatusMisdirectedRequest)
			return
		}
		if err := origin.Check(r); err != nil {
			s.turnAway(w, r, errOtherSite, "403: only a page of this server may send it anything", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// turnAway answers what is not let through.
func (s *server) turnAway(w http.ResponseWriter, r *http.Request, err error, text string, status int) {
	if ofAPI(r) {
		s.problem(w, s.apiRequest(r), err)
		return
	}
	http.Error(w, text, status)
}

// secure says whether the browser's connection is encrypted.
func (s *server) secure(r *http.Request) bool { return r.TLS != nil || s.opts.Proxied }

// meant says whether the Host header names this server: by one of the names that it is known by, or by a loopback name and the port that was connected to.
func (s *server) meant(r *http.Request) bool {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = strings.Trim(r.Host, "[]"), "80"
	}
	if slices.ContainsFunc(s.opts.Hosts, func(name string) bool { return strings.EqualFold(name, host) }) {
		return true
	}
	if !loopback(host) {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false // not from a server: nothing is known of where the request came in
	}
	_, want, err := net.SplitHostPort(local.String())
	return err == nil && port == want
}

// Loopback says whether a name or address can only mean this machine.
func Loopback(host string) bool { return loopback(host) }

// loopback says whether a name or address can only mean this machine.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
