package hooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// The sample of the specification's reference libraries.
func TestSign(t *testing.T) {
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	if got := Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, []byte(`{"test": 2432232314}`)); got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signed %s", got)
	}
}

// No address that only this machine or its network can reach is called, in whatever form it is written.
func TestAddresses(t *testing.T) {
	for address, want := range map[string]error{
		"https://example.org/hook":       nil,
		"https://192.88.98.1:8443/":      nil,
		"https://[2606:4700::1111]/":     nil,
		"http://example.org/":            ErrAddress,
		"ftp://example.org/":             ErrAddress,
		"https://user:pw@example.org/":   ErrAddress,
		"https://user@example.org/":      ErrAddress,
		"https:///hook":                  ErrAddress,
		"https:example.org":              ErrAddress,
		"https://example.org/#a":         ErrAddress,
		"//example.org/":                 ErrAddress,
		"file:///etc/passwd":             ErrAddress,
		"https://localhost/":             ErrPrivate,
		"https://127.0.0.1/":             ErrPrivate,
		"http://127.0.0.1:8080/":         ErrPrivate,
		"https://[::1]/":                 ErrPrivate,
		"https://[::ffff:127.0.0.1]/":    ErrPrivate,
		"https://10.0.0.1/":              ErrPrivate,
		"https://172.16.3.4/":            ErrPrivate,
		"https://192.168.1.1/":           ErrPrivate,
		"https://169.254.169.254/latest": ErrPrivate,
		"https://100.64.0.1/":            ErrPrivate,
		"https://0.0.0.0/":               ErrPrivate,
		"https://224.0.0.1/":             ErrPrivate,
		"https://255.255.255.255/":       ErrPrivate,
		"https://[fe80::1]/":             ErrPrivate,
		"https://[fd00::1]/":             ErrPrivate,
		"https://[64:ff9b::7f00:1]/":     ErrPrivate,
		"https://[2002:7f00:1::]/":       ErrPrivate,
		"https://[::7f00:1]/":            ErrPrivate,
		"https://[fe80::1%25eth0]/":      ErrPrivate,
		"https://[::ffff:0:7f00:1]/":     ErrPrivate,
		"https://[4000::1]/":             ErrPrivate,
	} {
		if err := Check(address, false); err != want {
			t.Errorf("%s: %v, not %v", address, err, want)
		}
	}
	for _, address := range []string{"http://127.0.0.1:1/", "http://localhost/", "https://10.0.0.1/"} {
		if err := Check(address, true); err != nil {
			t.Errorf("%s, allowed: %v", address, err)
		}
	}
	if Check("http://10.0.0.1/", true) == nil {
		t.Error("an open line beyond this machine")
	}
	for _, ip := range []string{"8.8.8.8", "2606:4700::1111"} {
		if !public(netip.MustParseAddr(ip)) {
			t.Errorf("%s is taken as private", ip)
		}
	}
}

// A name is judged by the address that it stands for when the line is opened, not by how it looks: 2130706433 is 127.0.0.1 to some resolvers, and a
// name may point anywhere. Redirects are not followed.
func TestCallsNothingPrivate(t *testing.T) {
	reached := 0
	inner := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer inner.Close()
	port := inner.URL[strings.LastIndex(inner.URL, ":"):]
	for _, host := range []string{"https://localhost.", "https://2130706433", "https://0x7f.1", "https://127.1"} {
		c := Call{URL: host + port, Secrets: [][]byte{[]byte("s")}, ID: "msg_1", At: time.Unix(1, 0), Body: []byte("{}")}
		if out := c.Do(t.Context()); out.Fault != FaultPrivate && out.Fault != FaultLine {
			t.Errorf("%s: %+v", host, out)
		}
	}
	for _, address := range []string{inner.URL, "https://localhost" + port} { // the line itself asks, whatever was said of the name
		if res, err := client(false).Get(address); fault(err) != FaultPrivate {
			t.Errorf("%s: %v %v", address, res, err)
		}
	}
	away := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inner.URL, http.StatusTemporaryRedirect)
	}))
	defer away.Close()
	if out := (&Call{URL: away.URL, Private: true, Secrets: [][]byte{[]byte("s")}, ID: "msg_1", At: time.Unix(1, 0)}).Do(t.Context()); out.Fault != FaultAnswer || out.Code != http.StatusTemporaryRedirect {
		t.Errorf("a redirect: %+v", out)
	}
	if out := (&Call{URL: inner.URL, Private: true, Secrets: [][]byte{[]byte("s")}, ID: "msg_1", At: time.Unix(1, 0)}).Do(t.Context()); out.Fault != FaultTLS {
		t.Errorf("a certificate that nobody vouches for: %+v", out)
	}
	if reached > 0 {
		t.Errorf("%d calls reached what only this machine can", reached)
	}
}

// What is sent can be checked by the specification alone.
func TestCall(t *testing.T) {
	secret := []byte("0123456789abcdef0123456789abcdef")
	body := `{"type":"record.changed"}`
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "." + string(got)))
		if r.Header.Get("webhook-signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) || string(got) != body || r.Header.Get("webhook-timestamp") != "1700000000" {
			t.Errorf("%v %s", r.Header, got)
		}
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		code := http.StatusNoContent
		if r.URL.Path == "/gone" {
			code = http.StatusGone
		}
		w.WriteHeader(code)
	}))
	defer srv.Close()
	c := Call{URL: srv.URL, Private: true, Secrets: [][]byte{secret}, ID: "msg_1", At: time.Unix(1_700_000_000, 0), Body: []byte(body)}
	if out := c.Do(t.Context()); out != (Outcome{Code: http.StatusNoContent}) {
		t.Errorf("%+v", out)
	}
	if c.URL += "/gone"; c.Do(t.Context()).Fault != FaultGone {
		t.Error("gone is not told")
	}
	for tries, pause := range []time.Duration{0, 5 * time.Second, 5 * time.Minute} {
		if got, more := Wait(tries); got != pause || more != (tries > 0) {
			t.Errorf("after %d: %s %v", tries, got, more)
		}
	}
	if _, more := Wait(len(waits) + 1); more {
		t.Error("it never ends")
	}
}
