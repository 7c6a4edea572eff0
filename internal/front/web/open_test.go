package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// certificate makes one for the name board.example.org.
func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "board"}, DNSNames: []string{"board.example.org"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	return cert, key, roots
}

// A board that is open to others answers over an encrypted line, by its own name, with a cookie that no other line carries.
func TestOpenToOthers(t *testing.T) {
	h := newHouse(t)
	code := h.invite(t, review.Reader)
	if r := h.post(t, "", "/en/welcome", "code", code, "password", goodPassword, "again", goodPassword); r.status != http.StatusSeeOther {
		t.Fatal(r.status)
	}
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{Hosts: []string{"board.example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	cert, key, roots := certificate(t)
	at := make(chan string, 1)
	go func() {
		if err := web.Serve(t.Context(), web.Listening{Addr: "127.0.0.1:0", Cert: cert, Key: key}, handler, func(url string) { at <- url }); err != nil {
			t.Error(err)
		}
	}()
	base := strings.TrimSuffix(<-at, "/")
	if !strings.HasPrefix(base, "https://127.0.0.1:") {
		t.Fatalf("it answers at %s", base)
	}
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "board.example.org"}},
		CheckRedirect: noRedirect.CheckRedirect,
	}
	t.Cleanup(client.CloseIdleConnections)
	ask := func(method, host, path, body, cookie string) *http.Response {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if cookie != "" {
			req.Header.Set("Cookie", cookie)
		}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return res
	}
	if res := ask("GET", "evil.example", "/en/", "", ""); res.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name: %d", res.StatusCode)
	}
	res := ask("GET", "board.example.org", "/en/", "", "")
	if res.StatusCode != 200 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the board: %d, HSTS %q", res.StatusCode, res.Header.Get("Strict-Transport-Security"))
	}
	res = ask("POST", "board.example.org", "/en/sign-in", "user=reader&password="+strings.ReplaceAll(goodPassword, " ", "+"), "")
	set := res.Header.Get("Set-Cookie")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(set, "__Host-mithaq=") || !strings.Contains(set, "Secure") {
		t.Fatalf("signing in: %d, %q", res.StatusCode, set)
	}
	token, _, _ := strings.Cut(strings.TrimPrefix(set, "__Host-mithaq="), ";")
	if res := ask("GET", "board.example.org", "/en/desk", "", "__Host-mithaq="+token); res.StatusCode != 200 {
		t.Errorf("signed in: %d", res.StatusCode)
	}
	if res := ask("GET", "board.example.org", "/en/desk", "", "mithaq="+token); res.StatusCode != http.StatusForbidden {
		t.Errorf("a cookie that an unencrypted page may have set: %d", res.StatusCode)
	}
}

// Behind a proxy it is the proxy's last word that tells who asks: a guesser cannot pass for many.
func TestBehindAProxy(t *testing.T) {
	h := newHouse(t)
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{Hosts: []string{"board.example.org"}, Proxied: true})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	defer srv.Close()
	try := func(user, forwarded string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/en/sign-in", strings.NewReader("user="+user+"&password=wrong"))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "board.example.org"
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", forwarded)
		return replyOf(t, req).status
	}
	slowed := 0
	for i := range 50 {
		if try("user"+itoa(i), "198.51.100."+itoa(i)+", 203.0.113.9") == http.StatusTooManyRequests {
			slowed++
		}
	}
	if slowed == 0 {
		t.Error("a guesser who writes other addresses before their own is not slowed down")
	}
	if try("another", "203.0.113.10") != http.StatusForbidden {
		t.Error("another address is slowed down too")
	}
}
