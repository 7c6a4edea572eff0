package wacz

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/seal/tsp"
	"mithaq/internal/evidence/seal/tsp/tsptest"
)

func hashed(content string) string {
	h := sha256.Sum256([]byte(content))
	return "sha256:" + hex.EncodeToString(h[:])
}

// made is a made-up WACZ, before it is packed.
type made struct {
	files  map[string]string
	listed map[string]string // hashes
	digest map[string]any
	signed map[string]any
}

func plain() *made {
	m := &made{files: map[string]string{"archive/data.warc.gz": "WARC/1.1 made up", "pages/pages.jsonl": `{"url":"https://example.org/"}`, "indexes/index.cdx": "org,example)/"}}
	m.listed = map[string]string{}
	for name, content := range m.files {
		m.listed[name] = hashed(content)
	}
	return m
}

// list gives datapackage.json.
func (m *made) list() string {
	var resources []map[string]any
	for _, name := range slices.Sorted(keys(m.listed)) {
		resources = append(resources, map[string]any{"name": name, "path": name, "hash": m.listed[name]})
	}
	b, _ := json.Marshal(map[string]any{"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
	return string(b)
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// signs makes datapackage-digest.json of the list as it is now.
func (m *made) signs(signed map[string]any) {
	m.signed = signed
	m.digest = map[string]any{"path": listName, "hash": hashed(m.list())}
	if signed != nil {
		m.digest["signedData"] = signed
	}
}

func (m *made) pack(t testing.TB) []byte {
	t.Helper()
	all := map[string]string{listName: m.list()}
	if m.digest != nil {
		b, err := json.Marshal(m.digest)
		if err != nil {
			t.Fatal(err)
		}
		all[digestName] = string(b)
	}
	for name, content := range m.files {
		all[name] = content
	}
	return packed(t, all)
}

func packed(t testing.TB, all map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(keys(all)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func check(b []byte, trust stamp.Trust) *Report {
	return Check(bytes.NewReader(b), int64(len(b)), trust)
}

func whys(r *Report) (out []string) {
	for _, m := range r.Remarks {
		out = append(out, m.Why)
	}
	return out
}

// TestFiles: what is changed, taken away, put in or listed without a hash that shows anything is told; the rest of the list is held all the same.
func TestFiles(t *testing.T) {
	const warc = "archive/data.warc.gz"
	for _, c := range []struct {
		name   string
		change func(*made)
		want   []Remark
	}{
		{"as it was made", func(*made) {}, nil},
		{"a file changed", func(m *made) { m.files[warc] = "WARC/1.1 other" }, []Remark{{Differs, warc, hashed("WARC/1.1 made up"), hashed("WARC/1.1 other")}}},
		{"a file taken away", func(m *made) { delete(m.files, warc) }, []Remark{{Why: Absent, Name: warc}}},
		{"a file put in", func(m *made) { m.files["archive/more.warc.gz"] = "x" }, []Remark{{Why: Unlisted, Name: "archive/more.warc.gz"}}},
		{"a hash of MD5", func(m *made) { m.listed[warc] = "md5:d41d8cd98f00b204e9800998ecf8427e" }, []Remark{{Why: Unusable, Name: warc, Want: "md5:d41d8cd98f00b204e9800998ecf8427e"}}},
		{"no hash", func(m *made) { m.listed[warc] = "" }, []Remark{{Why: Unusable, Name: warc}}},
		{"a bare hash", func(m *made) { m.listed[warc] = strings.TrimPrefix(m.listed[warc], "sha256:") }, nil},
		{"nothing listed", func(m *made) { m.listed = nil }, []Remark{{Why: NoList, Name: listName}}},
		{"two at once", func(m *made) { m.files[warc], m.files["x\u202e"] = "y", "" }, []Remark{{Differs, warc, hashed("WARC/1.1 made up"), hashed("y")}, {Why: Unlisted, Name: `x\u202e`}}},
	} {
		m := plain()
		c.change(m)
		r := check(m.pack(t), stamp.Trust{})
		for i := range r.Remarks {
			r.Remarks[i].Name = strings.ReplaceAll(r.Remarks[i].Name, "\u2068", "")
		}
		if !slices.Equal(r.Remarks, c.want) || r.Faults != nil || r.Signed != nil {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	if r := check(packed(t, map[string]string{"a": "x"}), stamp.Trust{}); !slices.Equal(whys(r), []string{NoList}) {
		t.Errorf("no list: %+v", r)
	}
	if r := check(packed(t, map[string]string{listName: "{"}), stamp.Trust{}); !slices.Equal(whys(r), []string{NoList}) {
		t.Errorf("a list that is none: %+v", r)
	}
}

// TestRefused: what could do harm is not opened, and what there is too much of is counted.
func TestRefused(t *testing.T) {
	m := plain()
	m.files["../../evil"] = "x"
	if r := check(m.pack(t), stamp.Trust{}); len(r.Faults) != 1 || r.Faults[0].Why != archive.Outside || r.Remarks != nil {
		t.Errorf("%+v", r)
	}
	if r := check([]byte("nothing"), stamp.Trust{}); len(r.Faults) != 1 || r.Faults[0].Why != archive.Broken {
		t.Errorf("%+v", r)
	}
	m = plain()
	m.files["bomb"] = strings.Repeat("\x00", 4<<20)
	if r := check(m.pack(t), stamp.Trust{}); len(r.Faults) != 1 || r.Faults[0].Why != archive.Ratio {
		t.Errorf("%+v", r)
	}
	m = plain()
	for i := range maxRemarks + 5 {
		m.files[fmt.Sprint(i)] = "x"
	}
	if r := check(m.pack(t), stamp.Trust{}); len(r.Remarks) != maxRemarks+1 || r.Remarks[maxRemarks] != (Remark{Why: More, Got: "5"}) {
		t.Errorf("%+v", r.Remarks)
	}
}

// raw signs as a browser does: two numbers one after the other.
func raw(t testing.TB, key *ecdsa.PrivateKey, text string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	n := (key.Params().BitSize + 7) / 8
	out := make([]byte, 2*n)
	r.FillBytes(out[:n])
	s.FillBytes(out[n:])
	return base64.StdEncoding.EncodeToString(out)
}

func newKey(t testing.TB, c elliptic.Curve) (*ecdsa.PrivateKey, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return key, base64.StdEncoding.EncodeToString(der)
}

// TestKey: a signature by a bare key, as archiveweb.page makes it.
func TestKey(t *testing.T) {
	key, public := newKey(t, elliptic.P384())
	_, other := newKey(t, elliptic.P384())
	for _, c := range []struct {
		name   string
		change func(*made)
		want   []string
	}{
		{"as it was made", func(*made) {}, nil},
		{"another key", func(m *made) { m.signed["publicKey"] = other }, []string{Signature}},
		{"no key", func(m *made) { m.signed["publicKey"] = "AAAA" }, []string{Key}},
		{"no signature", func(m *made) { delete(m.signed, "signature") }, []string{Signature}},
		{"the list changed", func(m *made) {
			m.listed["archive/data.warc.gz"] = strings.Replace(m.listed["archive/data.warc.gz"], "sha256:", "SHA-256:", 1)
		}, []string{Digest}},
		{"another list signed", func(m *made) { m.signed["hash"] = hashed("x"); m.signed["signature"] = raw(t, key, hashed("x")) }, []string{Digest}},
		{"of another file", func(m *made) { m.digest["path"] = "other.json" }, []string{NoDigest}},
		{"a hash of SHA-1", func(m *made) { m.digest["hash"] = "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709" }, []string{Unusable}},
		{"of another form", func(m *made) { m.digest["signedData"] = "x" }, []string{NoDigest}},
		{"a file changed", func(m *made) { m.files["archive/data.warc.gz"] = "x" }, []string{Differs}},
	} {
		m := plain()
		m.signs(map[string]any{"hash": hashed(m.list()), "created": "2016-03-01T10:00:00Z", "software": "made up", "signature": raw(t, key, hashed(m.list())), "publicKey": public})
		c.change(m)
		r := check(m.pack(t), stamp.Trust{})
		if signed := r.Signed != nil; !slices.Equal(whys(r), c.want) || signed != (c.want == nil || c.want[0] == Differs) {
			t.Errorf("%s: %+v, %+v", c.name, r.Remarks, r.Signed)
		}
		if r.Signed != nil && (r.Signed.Domain != "" || len(r.Signed.Key) != 64 || !r.Signed.Time.IsZero()) {
			t.Errorf("%s: %+v", c.name, r.Signed)
		}
	}
}

// certified makes a certificate of a domain and that of its authority, as PEM.
func certified(t testing.TB, domain string, from, to time.Time) (key *ecdsa.PrivateKey, chain [2]string) {
	t.Helper()
	root, _ := newKey(t, elliptic.P256())
	key, _ = newKey(t, elliptic.P256())
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Made-up authority"}, NotBefore: from, NotAfter: to, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: domain}, DNSNames: []string{domain}, NotBefore: from, NotAfter: to}
	for i, c := range []*x509.Certificate{leaf, ca} {
		public := root.Public()
		if i == 0 {
			public = key.Public()
		}
		der, err := x509.CreateCertificate(rand.Reader, c, ca, public, root)
		if err != nil {
			t.Fatal(err)
		}
		chain[i] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	return key, chain
}

// TestDomain: a signature by the key of a domain's certificate, with a time stamp, as authsign makes it.
func TestDomain(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	key, chain := certified(t, "observer.example", now.Add(-time.Hour), now.Add(time.Hour))
	_, strangers := certified(t, "observer.example", now.Add(-time.Hour), now.Add(time.Hour))
	late, lateChain := certified(t, "observer.example", now.Add(-3*time.Hour), now.Add(-2*time.Hour))
	authority := tsptest.New(t)
	stamped := func(text string, at time.Time) string {
		sum := sha256.Sum256([]byte(text))
		request, err := (&tsp.Request{Hash: crypto.SHA256, Digest: sum[:]}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		return base64.StdEncoding.EncodeToString(authority.Stamp(t, request, at))
	}
	sign := func(key *ecdsa.PrivateKey, text string) string {
		sum := sha256.Sum256([]byte(text))
		der, err := ecdsa.SignASN1(rand.Reader, key, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		return base64.StdEncoding.EncodeToString(der)
	}
	for _, c := range []struct {
		name   string
		change func(*made)
		trust  stamp.Trust
		want   []string
	}{
		{"as it was made", func(*made) {}, stamp.Trust{Roots: authority.Roots}, nil},
		{"without a root", func(*made) {}, stamp.Trust{}, nil},
		{"without a time stamp", func(m *made) { delete(m.signed, "timeSignature") }, stamp.Trust{}, nil},
		{"of another domain", func(m *made) { m.signed["domain"] = "other.example" }, stamp.Trust{}, []string{Domain}},
		{"of no domain", func(m *made) { delete(m.signed, "domain") }, stamp.Trust{}, []string{Domain}},
		{"another's certificate", func(m *made) { m.signed["domainCert"] = strangers[0] + strangers[1] }, stamp.Trust{}, []string{Signature}},
		{"another's authority", func(m *made) { m.signed["domainCert"] = chain[0] + strangers[1] }, stamp.Trust{}, []string{Chain}},
		{"no certificate", func(m *made) { m.signed["domainCert"] = "x" }, stamp.Trust{}, []string{Key}},
		{"a certificate that had run out", func(m *made) {
			m.signed["domainCert"] = lateChain[0] + lateChain[1]
			m.signed["signature"] = sign(late, m.signed["hash"].(string))
			m.signed["timeSignature"] = stamped(m.signed["signature"].(string), now)
		}, stamp.Trust{}, []string{Validity}},
		{"a time stamp of something else", func(m *made) { m.signed["timeSignature"] = stamped("x", now) }, stamp.Trust{Roots: authority.Roots}, []string{Time}},
		{"a time stamp that is none", func(m *made) { m.signed["timeSignature"] = "AAAA" }, stamp.Trust{}, []string{TimeUnread}},
		{"a time stamp of an hour before", func(m *made) {
			m.signed["timeSignature"] = stamped(m.signed["signature"].(string), now.Add(-30*time.Minute))
		}, stamp.Trust{}, []string{TimeApart}},
	} {
		m := plain()
		m.signs(map[string]any{
			"hash": hashed(m.list()), "created": now.Format(time.RFC3339), "signature": sign(key, hashed(m.list())), "domain": "observer.example", "domainCert": chain[0] + chain[1],
		})
		m.signed["timeSignature"] = stamped(m.signed["signature"].(string), now)
		c.change(m)
		r := check(m.pack(t), c.trust)
		if !slices.Equal(whys(r), c.want) || (r.Signed != nil) != (c.want == nil) {
			t.Errorf("%s: %+v, %+v", c.name, r.Remarks, r.Signed)
			continue
		}
		if s := r.Signed; s != nil && (s.Domain != "observer.example" || s.Trusted != (c.trust.Roots != nil) || s.Time.IsZero() != (m.signed["timeSignature"] == nil)) {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

// FuzzDigest: whatever stands in the two files, there is an answer of a kind that is known, nothing unseen in it, and never a signature that nobody made.
func FuzzDigest(f *testing.F) {
	m := plain()
	key, public := newKey(f, elliptic.P256())
	m.signs(map[string]any{"hash": hashed(m.list()), "signature": raw(f, key, hashed(m.list())), "publicKey": public})
	good, err := json.Marshal(m.digest)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(m.list()), good)
	f.Add([]byte(`{"resources":[{"path":"../a","hash":"sha256:00"},{}]}`), []byte(`{"signedData":{"domainCert":"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"}}`))
	f.Fuzz(func(t *testing.T, list, digest []byte) {
		r := check(packed(t, map[string]string{listName: string(list), digestName: string(digest), "archive/data.warc.gz": "WARC/1.1 made up"}), stamp.Trust{})
		for _, m := range r.Remarks {
			if !slices.Contains(Reasons, m.Why) || strings.ContainsAny(m.Name+m.Want+m.Got, "\n\x1b\u202e") {
				t.Errorf("%+v", m)
			}
		}
		if r.Signed != nil && !bytes.Equal(list, []byte(m.list())) && bytes.Contains(digest, []byte(public)) {
			t.Errorf("another list is signed: %+v", r.Signed)
		}
	})
}

// FuzzCheck: whatever the bytes are, there is an answer.
func FuzzCheck(f *testing.F) {
	f.Add(plain().pack(f))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r := check(b, stamp.Trust{}); r.Faults == nil && len(r.Remarks) > maxRemarks+1 {
			t.Errorf("%d remarks", len(r.Remarks))
		}
	})
}
