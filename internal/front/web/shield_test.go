package web_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestAnswersItsOwnMachineAlone(t *testing.T) {
	base := exampleServer(t)
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	port := u.Port()
	for host, want := range map[string]int{
		"127.0.0.1:" + port:              200,
		"localhost:" + port:              200,
		"LOCALHOST:" + port:              200,
		"[::1]:" + port:                  200,
		"127.0.0.1:1":                    421, // another server of this machine
		"localhost":                      421,
		"evil.example:" + port:           421, // a name that somebody points here
		"localhost.evil.example:" + port: 421,
		"192.0.2.1:" + port:              421,
		"0.0.0.0:" + port:                421,
	} {
		if r := get(t, base+"/en/incidents", "Host", host); r.status != want {
			t.Errorf("Host %s: %d, want %d", host, r.status, want)
		}
	}
}

func TestOnlyReads(t *testing.T) {
	base := exampleServer(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE"} {
		if r := ask(t, method, base+"/en/"); r.status != 405 || r.header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, r.status, r.header.Get("Allow"))
		}
	}
	if r := ask(t, "HEAD", base+"/en/"); r.status != 200 || r.body != "" {
		t.Errorf("HEAD: %d %q", r.status, r.body)
	}
	if r := ask(t, "HEAD", base+"/en/nowhere"); r.status != 404 || r.body != "" {
		t.Errorf("HEAD of nothing: %d %q", r.status, r.body)
	}
}

func TestEveryAnswerIsSealed(t *testing.T) {
	base := exampleServer(t)
	for _, path := range []string{"/", "/en/", "/en/nowhere", "/assets/board.css", "/assets/none", "/ar/incidents?grade=x"} {
		r := get(t, base+path)
		policy := r.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self';", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %s", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") || strings.Contains(strings.ReplaceAll(policy, "img-src 'self' data:", ""), "data:") {
			t.Errorf("%s: policy %q", path, policy)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := r.header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}
