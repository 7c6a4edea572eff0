package tsp

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// authority is a time-stamping authority: a root, an intermediate certificate and a signer. openssl makes its stamps.
type authority struct {
	t           testing.TB
	dir         string
	roots       *x509.CertPool
	key         crypto.Signer
	signer, mid *x509.Certificate
}

const conf = `
[tsaconf]
serial = serial
crypto_device = builtin
signer_cert = tsa.crt
signer_key = tsa.key
certs = chain.crt
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512, sha1
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = no
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
`

var (
	ec256 = []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"}
	ec384 = []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"}
	rsa2k = []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"}
)

// usages are kinds of signer's certificate: the key purposes, and whether they are critical.
var usages = map[string]struct {
	purposes []asn1.ObjectIdentifier
	critical bool
}{
	"right":        {[]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}}, true},
	"not critical": {[]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}}, false},
	"two purposes": {[]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}, {1, 3, 6, 1, 5, 5, 7, 3, 3}}, true},
	"code signing": {[]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 3}}, true},
}

// newAuthority makes an authority whose signer has a key as genpkey wants it described, and a certificate of a kind of usages.
func newAuthority(t testing.TB, usage string, how []string) *authority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("openssl is not installed (a skipped test is a failure in CI)")
		}
		t.Skip("openssl is not installed")
	}
	a := &authority{t: t, dir: t.TempDir()}
	a.write("conf", []byte(conf))
	a.write("serial", []byte("01\n"))
	rootKey, midKey := a.newKey("root.key", ec256), a.newKey("mid.key", ec256)
	a.key = a.newKey("tsa.key", how)
	root := a.certificate("root", nil, rootKey, rootKey, nil)
	a.mid = a.certificate("mid", root, midKey, rootKey, nil)
	u := usages[usage]
	eku, err := asn1.Marshal(u.purposes)
	if err != nil {
		t.Fatal(err)
	}
	a.signer = a.certificate("tsa", a.mid, a.key, midKey, &pkix.Extension{Id: oidExtKeyUsage, Critical: u.critical, Value: eku})
	a.write("chain.crt", slices.Concat(a.read("mid.crt"), a.read("tsa.crt")))
	a.roots = x509.NewCertPool()
	a.roots.AddCert(root)
	return a
}

func (a *authority) newKey(name string, how []string) crypto.Signer {
	a.t.Helper()
	a.run("genpkey", append(slices.Clone(how), "-out", name)...)
	block, _ := pem.Decode(a.read(name))
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		a.t.Fatal(err)
	}
	return k.(crypto.Signer)
}

// certificate makes one that begins an hour ago; by nil: signed by itself. With an extension it is a signer's, else an issuer's.
func (a *authority) certificate(name string, by *x509.Certificate, key, byKey crypto.Signer, ext *pkix.Extension) *x509.Certificate {
	a.t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "Made-up " + name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
		IsCA: ext == nil, KeyUsage: x509.KeyUsageCertSign,
	}
	if ext != nil {
		c.KeyUsage, c.ExtraExtensions = x509.KeyUsageDigitalSignature, []pkix.Extension{*ext}
	}
	if by == nil {
		by = c
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, by, key.Public(), byKey)
	if err != nil {
		a.t.Fatal(err)
	}
	a.write(name+".crt", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		a.t.Fatal(err)
	}
	return made
}

// stamp answers a request: openssl ts -reply.
func (a *authority) stamp(request []byte, more ...string) []byte {
	a.t.Helper()
	a.write("q.tsq", request)
	a.run("ts", append([]string{"-reply", "-config", "conf", "-section", "tsaconf", "-queryfile", "q.tsq", "-out", "r.tsr"}, more...)...)
	return a.read("r.tsr")
}

// stampOf has openssl make the request too.
func (a *authority) stampOf(hash, content string) []byte {
	a.t.Helper()
	a.write("content", []byte(content))
	a.run("ts", "-query", "-data", "content", hash, "-cert", "-out", "own.tsq")
	return a.stamp(a.read("own.tsq"))
}

func (a *authority) run(verb string, args ...string) {
	a.t.Helper()
	cmd := exec.Command("openssl", append([]string{verb}, args...)...)
	cmd.Dir = a.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		a.t.Fatalf("openssl %s %s: %v\n%s", verb, strings.Join(args, " "), err, out)
	}
}

func (a *authority) read(name string) []byte {
	a.t.Helper()
	b, err := os.ReadFile(filepath.Join(a.dir, name))
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

func (a *authority) write(name string, b []byte) {
	a.t.Helper()
	if err := os.WriteFile(filepath.Join(a.dir, name), b, 0o600); err != nil {
		a.t.Fatal(err)
	}
}

// digestOf is what Options.Digest gives for a content.
func digestOf(content string) func(crypto.Hash) []byte {
	return func(h crypto.Hash) []byte { return sum(h, []byte(content)) }
}

func request(h crypto.Hash, content string, nonce int64) *Request {
	return &Request{Hash: h, Digest: sum(h, []byte(content)), Nonce: big.NewInt(nonce)}
}
