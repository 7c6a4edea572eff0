package tsp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"os"
	"testing"
	"time"
)

// TestOpenSSL: what openssl stamps is checked, with each kind of key and hash.
func TestOpenSSL(t *testing.T) {
	const content = "what was stamped"
	for _, c := range []struct {
		name string
		key  []string
		hash crypto.Hash
		conf [2]string // replaced in the authority's configuration
	}{
		{"EC P-256", ec256, crypto.SHA256, [2]string{}},
		{"EC P-384", ec384, crypto.SHA384, [2]string{"signer_digest = sha256", "signer_digest = sha384"}},
		{"RSA", rsa2k, crypto.SHA512, [2]string{"clock_precision_digits = 3", "clock_precision_digits = 0"}},
		{"certificate named by SHA-1", ec256, crypto.SHA256, [2]string{"ess_cert_id_alg = sha256", "ess_cert_id_alg = sha1"}},
		{"certificate named by SHA-512", ec256, crypto.SHA256, [2]string{"ess_cert_id_alg = sha256", "ess_cert_id_alg = sha512"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newAuthority(t, "right", c.key)
			if c.conf[0] != "" {
				a.write("conf", bytes.ReplaceAll(a.read("conf"), []byte(c.conf[0]), []byte(c.conf[1])))
			}
			req := request(c.hash, content, 0x1234567890)
			der, err := req.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			for _, form := range [][]string{nil, {"-token_out"}} {
				s, err := Parse(a.stamp(der, form...))
				if err != nil {
					t.Fatal(err)
				}
				signer, err := s.Check(Options{Digest: digestOf(content), Request: req, Roots: a.roots})
				if err != nil {
					t.Fatal(err)
				}
				if signer.Subject.CommonName != "Made-up tsa" {
					t.Errorf("signed by %s", signer.Subject)
				}
				if d := time.Since(s.Time); d < -2*time.Second || d > time.Minute {
					t.Errorf("stamped at %s, %s ago", s.Time, d)
				}
				if s.Accuracy != 1500100*time.Microsecond || s.Policy != "1.2.3.4.1" || s.Hash != c.hash {
					t.Errorf("%+v", s)
				}
			}
		})
	}
}

// TestRefused: each thing that can be wrong with a stamp is told apart.
func TestRefused(t *testing.T) {
	const content = "what was stamped"
	a := newAuthority(t, "right", ec256)
	req := request(crypto.SHA256, content, 7)
	der, err := req.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	good := a.stamp(der)
	another := newAuthority(t, "right", ec256)

	check := func(name string, tsr []byte, o Options, want error) {
		t.Helper()
		s, err := Parse(tsr)
		if err == nil {
			_, err = s.Check(o)
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	right := Options{Digest: digestOf(content), Request: req, Roots: a.roots}
	check("in order", good, right, nil)
	check("of something else", good, Options{Digest: digestOf("something else"), Roots: a.roots}, ErrOther)
	check("of another request", good, Options{Digest: digestOf(content), Request: &Request{Nonce: big.NewInt(8)}, Roots: a.roots}, ErrOther)
	check("another root", good, Options{Digest: digestOf(content), Roots: another.roots}, ErrUntrusted)
	check("no root", good, Options{Digest: digestOf(content)}, ErrUntrusted)
	check("bytes after its end", append(bytes.Clone(good), 0), right, ErrMalformed)
	check("nothing", nil, right, ErrMalformed)
	check("a request", der, right, ErrMalformed)

	for usage := range usages { // openssl itself refuses to stamp with most of these certificates: the stamp is signed anew by their keys
		b := newAuthority(t, usage, ec256)
		want := ErrUntrusted
		if usage == "right" {
			want = nil
			check("another certificate named", b.resign(good, b.mid, nil), Options{Digest: digestOf(content), Roots: b.roots}, ErrSignature)
			check("two signers", b.resign(good, b.signer, func(sd *signedData) { sd.Signers = append(sd.Signers, sd.Signers[0]) }), Options{Digest: digestOf(content), Roots: b.roots}, ErrMalformed)
			check("no signer", b.resign(good, b.signer, func(sd *signedData) { sd.Signers = nil }), Options{Digest: digestOf(content), Roots: b.roots}, ErrMalformed)
		}
		check("a certificate that is "+usage, b.resign(good, b.signer, nil), Options{Digest: digestOf(content), Roots: b.roots}, want)
	}
	check("a hash by SHA-1", a.stampOf("-sha1", content), right, ErrWeak)

	early, err := Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	early.Time = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC) // the certificates are held against the time of the stamp, not against today
	if _, err := early.Check(right); !errors.Is(err, ErrUntrusted) {
		t.Errorf("stamped before its certificate: %v", err)
	}

	refused, err := asn1.Marshal(struct{ Status statusInfo }{statusInfo{Status: 2, Fail: asn1.BitString{Bytes: []byte{0x20}, BitLength: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	check("a refusal", refused, right, ErrRejected)
}

// TestEveryByteCounts: whichever byte of what is signed or of the signature is changed, the stamp is refused. What a change may leave in
// order is what nobody signed: the response's status text, certificates that are not used.
func TestEveryByteCounts(t *testing.T) {
	tsr, roots := fixture(t)
	s, err := Parse(tsr)
	if err != nil {
		t.Fatal(err)
	}
	check := func(b []byte) error {
		s, err := Parse(b)
		if err == nil {
			_, err = s.Check(Options{Digest: digestOf("a made-up file\n"), Roots: roots})
		}
		return err
	}
	if err := check(tsr); err != nil {
		t.Fatal(err)
	}
	for _, part := range [][]byte{s.content, s.signer.Signed.Bytes, s.signer.Signature} {
		at := bytes.Index(tsr, part)
		for i := at; i < at+len(part); i++ {
			for _, bit := range []byte{1, 0x80} {
				changed := bytes.Clone(tsr)
				changed[i] ^= bit
				if check(changed) == nil {
					t.Errorf("byte %d of %d changed, and nothing was wrong", i, len(tsr))
				}
			}
		}
	}
}

// fixture is a response that openssl made once, over "a made-up file\n", and its root.
func fixture(t testing.TB) ([]byte, *x509.CertPool) {
	t.Helper()
	tsr, err := os.ReadFile("testdata/made-up.tsr")
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.ReadFile("testdata/root.pem")
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(root) {
		t.Fatal("testdata/root.pem holds no certificate")
	}
	return tsr, pool
}

// TestRequest: the request that is written is the one that is read, and openssl reads it.
func TestRequest(t *testing.T) {
	want := request(crypto.SHA384, "x", 99)
	der, err := want.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseRequest(der)
	if err != nil || got.Hash != want.Hash || !bytes.Equal(got.Digest, want.Digest) || got.Nonce.Cmp(want.Nonce) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := (&Request{Hash: crypto.SHA256, Digest: []byte{1}}).Marshal(); err == nil {
		t.Error("a digest of one byte was written")
	}
	for _, bad := range [][]byte{nil, {0x30, 0}, der[:len(der)-1], append(bytes.Clone(der), 0)} {
		if _, err := ParseRequest(bad); !errors.Is(err, ErrMalformed) {
			t.Errorf("%x: %v", bad, err)
		}
	}
}

func TestGeneralizedTime(t *testing.T) {
	for text, want := range map[string]string{
		"20151101120000Z":      "2015-11-01T12:00:00Z",
		"20151101120000.25Z":   "2015-11-01T12:00:00.25Z",
		"20151101120000.250Z":  "",
		"20151101120000.Z":     "",
		"20151101120000":       "",
		"201511011200Z":        "",
		"20151101120000+0100":  "",
		"20151301120000Z":      "",
		"20151101120000,25Z":   "",
		"20151101120000.0x25Z": "",
	} {
		got, err := generalizedTime(asn1.RawValue{Tag: asn1.TagGeneralizedTime, Bytes: []byte(text)})
		switch {
		case want == "" && err == nil:
			t.Errorf("%s was read as %s", text, got)
		case want != "" && (err != nil || got.Format(time.RFC3339Nano) != want):
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
}

// FuzzParse: no bytes make the reader fail in any way but an error; what is read and checked is over the content that it names.
func FuzzParse(f *testing.F) {
	tsr, roots := fixture(f)
	f.Add(tsr)
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x02})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Parse(b)
		if err != nil {
			return
		}
		_, err = s.Check(Options{Digest: digestOf("something that was never stamped"), Roots: roots})
		if err == nil {
			t.Fatal("checked against what was never stamped")
		}
		_, _ = s.Check(Options{Digest: func(crypto.Hash) []byte { return s.Digest }, Roots: roots})
	})
}
