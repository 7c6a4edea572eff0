package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// visitor is somebody at a browser: with cookies, and the board at the name localhost.
type visitor struct {
	base   string
	client *http.Client
}

// somebody opens a browser, with a session's token or none.
func (h *house) somebody(t *testing.T, token string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{strings.Replace(h.base, "127.0.0.1", "localhost", 1), &http.Client{Jar: jar, CheckRedirect: noRedirect.CheckRedirect}}
	t.Cleanup(v.client.CloseIdleConnections)
	if token != "" {
		v.setCookie(t, "mithaq", token)
	}
	return v
}

func (v *visitor) url(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse(v.base)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (v *visitor) setCookie(t *testing.T, name, value string) {
	t.Helper()
	v.client.Jar.SetCookies(v.url(t), []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func (v *visitor) cookie(t *testing.T, name string) string {
	t.Helper()
	for _, c := range v.client.Jar.Cookies(v.url(t)) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (v *visitor) get(t *testing.T, path string) reply {
	t.Helper()
	return v.do(t, http.MethodGet, path, "")
}

func (v *visitor) post(t *testing.T, path string, pairs ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return v.do(t, http.MethodPost, path, form.Encode())
}

func (v *visitor) do(t *testing.T, method, path, body string) reply {
	t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = v.base + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return replyBy(t, v.client, req)
}

// in says whether the visitor is signed in.
func (v *visitor) in(t *testing.T) bool {
	t.Helper()
	return v.get(t, "/en/me").status == http.StatusOK
}

// authenticator is one that signs whatever it is asked, as the specification says and, where a test wants it, otherwise.
type authenticator struct {
	id, handle []byte
	key        *ecdsa.PrivateKey
	count      uint32
	site       string // what it takes the site's id to be; "": what it is told
	origin     string // and the page's origin
	flags      byte
}

// Flags of an answer (WebAuthn, section 6.1).
const (
	present  = 1 << 0
	verified = 1 << 2
	attested = 1 << 6
)

func newAuthenticator(t *testing.T, v *visitor) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &authenticator{id: id, key: key, origin: v.base, flags: present | verified}
}

var b64 = base64.RawURLEncoding

type asked struct {
	Challenge string
	RP        struct{ ID string }
	RPID      string `json:"rpId"`
	User      struct{ ID string }
}

func askedIn(t *testing.T, options string) (a asked) {
	t.Helper()
	if err := json.Unmarshal([]byte(options), &a); err != nil {
		t.Fatalf("%v: %q", err, options)
	}
	return a
}

func (a *authenticator) data(site string, flags byte) []byte {
	if a.site != "" {
		site = a.site
	}
	sum := sha256.Sum256([]byte(site))
	out := append(sum[:], flags)
	return binary.BigEndian.AppendUint32(out, a.count)
}

func (a *authenticator) client(t *testing.T, kind, challenge string) []byte {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (a *authenticator) answer(t *testing.T, response map[string]string) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"id": b64.EncodeToString(a.id), "rawId": b64.EncodeToString(a.id), "type": "public-key", "response": response})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// create answers with a new public key.
func (a *authenticator) create(t *testing.T, options string) string {
	t.Helper()
	to := askedIn(t, options)
	a.handle, _ = b64.DecodeString(to.User.ID)
	public, err := a.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	key, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]})
	if err != nil {
		t.Fatal(err)
	}
	data := append(a.data(to.RP.ID, a.flags|attested), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), key...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string]string{
		"clientDataJSON": b64.EncodeToString(a.client(t, "webauthn.create", to.Challenge)), "attestationObject": b64.EncodeToString(object),
	})
}

// get answers with a signature.
func (a *authenticator) get(t *testing.T, options string) string {
	t.Helper()
	to := askedIn(t, options)
	client := a.client(t, "webauthn.get", to.Challenge)
	data := a.data(to.RPID, a.flags)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string]string{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data), "signature": b64.EncodeToString(signature),
		"userHandle": b64.EncodeToString(a.handle),
	})
}
