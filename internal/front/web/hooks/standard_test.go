package hooks

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// vectors are messages with the signature that the specification asks for (Standard Webhooks 1.0.0, "Signature scheme"): the HMAC-SHA256 of id, time and
// body, joined by full stops, under the bytes of which the secret is the base64 text. They were worked out with another program than this one.
var vectors = []struct {
	secret, id string
	at         int64
	body, want string
}{
	{"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "msg_0123456789abcdef0123456789abcdef", 1459296000, `{"type":"record.changed","timestamp":"2016-03-30T00:00:00Z","data":{"came":2}}`, "v1,9P80AWkih700YoVuGdBFtcfd6MgK0wbSYRO1inj8eZM="},
	{"whsec_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaHiImKi4yNjo+QkZKTlJWWl5iZmpucnZ6foKGiow==", "msg_ffffffffffffffffffffffffffffffff", 1, `{"type":"record.changed","data":{"say":"حالة 1a الآن: مخروق"}}`, "v1,zr/2h26Ulqmcrp+b7CwvzRS3igYU6rsoW1E9k+oBjLs="},
	{"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "msg_1", 1459296000, ``, "v1,coZqxBAv56rmjTcPdjOpRZCUHgCU7IxLqXSFYjCaw+w="},
}

func TestSignatures(t *testing.T) {
	for _, v := range vectors {
		secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(v.secret, "whsec_"))
		if err != nil {
			t.Fatal(err)
		}
		if SecretText(secret) != v.secret {
			t.Errorf("%s is written %s", v.secret, SecretText(secret))
		}
		if got := Sign(secret, v.id, v.at, []byte(v.body)); got != v.want {
			t.Errorf("%s %d %s: %s, not %s", v.id, v.at, v.body, got, v.want)
		}
	}
	secret, err := NewSecret()
	if err != nil || len(secret) < 24 || len(secret) > 64 {
		t.Errorf("a secret of %d bytes: %v", len(secret), err)
	}
	if id, err := NewID(); err != nil || strings.Contains(id, ".") {
		t.Errorf("%q %v", id, err)
	}
}

// While a secret is changed, each message is signed with both, so that a receiver that knows either takes it.
func TestTwoSecrets(t *testing.T) {
	sent := make(chan http.Header, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { sent <- r.Header }))
	defer srv.Close()
	now, before := []byte("a secret of 24 bytes, no"), []byte("a secret that was before")
	c := Call{URL: srv.URL, Private: true, Secrets: [][]byte{now, before}, ID: "msg_1", At: time.Unix(1_700_000_000, 0), Body: []byte("{}")}
	if out := c.Do(t.Context()); out.Fault != "" {
		t.Fatalf("%+v", out)
	}
	h := <-sent
	if got, want := h.Get("webhook-signature"), Sign(now, "msg_1", 1_700_000_000, c.Body)+" "+Sign(before, "msg_1", 1_700_000_000, c.Body); got != want {
		t.Errorf("signed %q, not %q", got, want)
	}
	if h.Get("webhook-id") != "msg_1" || h.Get("webhook-timestamp") != "1700000000" {
		t.Errorf("%v", h)
	}
}

// A receiver that asks to be left alone for a while is, up to a day.
func TestRetryAfter(t *testing.T) {
	now := time.Date(2016, 3, 30, 0, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "soon": 0, "-5": 0, "0": 0, "120": 2 * time.Minute, "99999999999999999999": 0, "9999999999": 24 * time.Hour,
		"Wed, 30 Mar 2016 01:00:00 GMT": time.Hour, "Tue, 29 Mar 2016 01:00:00 GMT": 0, "Wed, 30 Mar 2026 01:00:00 GMT": 24 * time.Hour,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: %s, not %s", value, got, want)
		}
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "900")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer srv.Close()
	c := Call{URL: srv.URL, Private: true, Secrets: [][]byte{[]byte("s")}, ID: "msg_1", At: now}
	if out := c.Do(t.Context()); out != (Outcome{http.StatusTooManyRequests, FaultAnswer, 15 * time.Minute}) {
		t.Errorf("%+v", out)
	}
}
