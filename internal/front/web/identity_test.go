package web_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mithaq/internal/front/web"
)

const (
	idClient = "board"
	idSecret = "a secret of the board / with=signs"
)

// identity is a small provider of OpenID Connect on this machine. It does what the specification says, and otherwise what a test has it do.
type identity struct {
	*httptest.Server
	key     *rsa.PrivateKey
	subject string // who is signed in there
	back    string // the one address where it sends browsers back

	claims func(map[string]any) // changes an ID token
	header map[string]any       // of an ID token
	sign   *rsa.PrivateKey      // signs in place of key
	answer func(url.Values)     // changes what the browser brings back

	mu    sync.Mutex
	codes map[string]url.Values // what each code was given for
	taken int                   // how often somebody wanted to exchange a code
}

var idKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func newIdentity(t *testing.T) *identity {
	t.Helper()
	key, err := idKey()
	if err != nil {
		t.Fatal(err)
	}
	p := &identity{key: key, subject: "u-17", codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	give := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(v); err != nil {
			t.Error(err)
		}
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		give(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "none"}, "authorization_response_iss_parameter_supported": true,
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		give(w, map[string]any{"keys": []any{map[string]string{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": b64.EncodeToString(key.N.Bytes()), "e": "AQAB",
		}}})
	})
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("client_id") != idClient || q.Get("redirect_uri") != p.back || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("scope") != "openid" {
			t.Errorf("the browser was sent with %v", q)
			http.Error(w, "400", http.StatusBadRequest)
			return
		}
		code := rand.Text()
		p.mu.Lock()
		p.codes[code] = q
		p.mu.Unlock()
		back := url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {p.URL}}
		if p.answer != nil {
			p.answer(back)
		}
		http.Redirect(w, r, p.back+"?"+back.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		p.taken++
		user, secret, _ := r.BasicAuth()
		user, _ = url.QueryUnescape(user)
		secret, _ = url.QueryUnescape(secret)
		p.mu.Lock()
		q := p.codes[r.FormValue("code")]
		delete(p.codes, r.FormValue("code"))
		p.mu.Unlock()
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if user != idClient || secret != idSecret || q == nil || r.FormValue("redirect_uri") != q.Get("redirect_uri") || b64.EncodeToString(sum[:]) != q.Get("code_challenge") {
			w.WriteHeader(http.StatusBadRequest)
			give(w, map[string]string{"error": "invalid_grant"})
			return
		}
		now := time.Now()
		claims := map[string]any{"iss": p.URL, "aud": idClient, "sub": p.subject, "nonce": q.Get("nonce"), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}
		if p.claims != nil {
			p.claims(claims)
		}
		give(w, map[string]any{"access_token": "opaque", "token_type": "Bearer", "expires_in": 60, "id_token": p.token(t, claims)})
	})
	return p
}

// token signs an ID token.
func (p *identity) token(t *testing.T, claims map[string]any) string {
	t.Helper()
	header := map[string]any{"alg": "RS256", "kid": "1", "typ": "JWT"}
	maps.Copy(header, p.header)
	part := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	said := part(header) + "." + part(claims)
	if header["alg"] == "none" {
		return said + "."
	}
	key := p.key
	if p.sign != nil {
		key = p.sign
	}
	sum := sha256.Sum256([]byte(said))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return said + "." + b64.EncodeToString(signature)
}

// withIdentity makes a board with users that asks a provider.
func withIdentity(t *testing.T) (*house, *identity) {
	t.Helper()
	h, p := newHouse(t), newIdentity(t)
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{Log: slog.New(slog.DiscardHandler), Provider: &web.Provider{Issuer: p.URL, Client: idClient, Secret: idSecret, Name: "The Mission"}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	h.base = srv.URL
	p.back = strings.Replace(h.base, "127.0.0.1", "localhost", 1) + "/provider/back"
	return h, p
}

// leaves has a visitor press a button that leads to the provider, and gives the address there.
func (v *visitor) leaves(t *testing.T, path string, pairs ...string) string {
	t.Helper()
	r := v.post(t, path, pairs...)
	_, to, ok := strings.Cut(r.header.Get("Refresh"), "url=")
	if r.status != http.StatusOK || !ok {
		t.Fatalf("%s: %d, it leads to %q", path, r.status, r.header.Get("Refresh"))
	}
	return to
}

// comes has the provider send the visitor back, and gives the address with what it brings.
func (v *visitor) comes(t *testing.T, to string) string {
	t.Helper()
	r := v.get(t, to)
	if r.status != http.StatusFound {
		t.Fatalf("the provider: %d", r.status)
	}
	return r.header.Get("Location")
}

// through goes to the provider and back, and gives where it ends.
func (v *visitor) through(t *testing.T, path string, pairs ...string) string {
	t.Helper()
	return v.get(t, v.comes(t, v.leaves(t, path, pairs...))).header.Get("Location")
}
