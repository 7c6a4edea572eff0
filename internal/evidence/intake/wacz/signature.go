package wacz

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/stamp"
)

// Signed says by what a WACZ's list is signed, as far as that can be seen offline.
type Signed struct {
	Key     string    // SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal
	Domain  string    // whose certificate holds the key; "": a bare key, which names nobody
	Time    time.Time // of the time stamp; zero: there is none
	Trusted bool      // the time stamp's authority leads to a root that the user gave
}

// signedData is what stands in datapackage-digest.json of the signature (wacz-auth 0.1.0).
type signedData struct {
	Hash          string `json:"hash"` // the text that is signed, in ASCII
	Created       string `json:"created"`
	Signature     string `json:"signature"`
	PublicKey     string `json:"publicKey"`
	Domain        string `json:"domain"`
	DomainCert    string `json:"domainCert"` // PEM, the domain's first
	TimeSignature string `json:"timeSignature"`
}

// apart is how far the time stamp may be from when the signature says that it was made (wacz-auth 0.1.0, Verification, 6).
const apart = 10 * time.Minute

// maxChain is how many certificates are read.
const maxChain = 10

// digest looks at datapackage-digest.json, which need not be there.
func (r *Report) digest(all *archive.Archive, list []byte, trust stamp.Trust) {
	if all.Get(digestName) == nil {
		return
	}
	var d struct {
		Path   string      `json:"path"`
		Hash   string      `json:"hash"`
		Signed *signedData `json:"signedData"`
	}
	b, ok := r.read(all, digestName, maxDigest)
	if !ok || unmarshal(b, &d) != nil || d.Path != "" && d.Path != listName {
		r.remark(NoDigest, digestName, "", "")
		return
	}
	stated := []string{d.Hash}
	if d.Signed != nil {
		stated = append(stated, d.Signed.Hash)
	}
	for _, s := range stated {
		algorithm, want, ok := parseHash(s)
		if !ok {
			r.remark(Unusable, listName, s, "")
			return
		}
		h := stamp.New(algorithm)
		h.Write(list)
		if got := h.Sum(nil); !bytes.Equal(got, want) {
			r.remark(Digest, listName, s, algorithm+":"+hex.EncodeToString(got))
			return
		}
	}
	if d.Signed != nil {
		r.signature(d.Signed, trust)
	}
}

// signature looks at the signature. Signed is set only where nothing about it is wrong.
func (r *Report) signature(s *signedData, trust stamp.Trust) {
	before := len(r.Remarks) + r.more
	chain, key := s.key()
	if key == nil {
		r.remark(Key, digestName, "", "")
		return
	}
	sig, err := base64.StdEncoding.DecodeString(s.Signature)
	if err != nil || !verifies(key, s.Hash, sig) {
		r.remark(Signature, digestName, "", "")
		return
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		r.remark(Key, digestName, "", "")
		return
	}
	id := sha256.Sum256(der)
	out := &Signed{Key: hex.EncodeToString(id[:])}
	created, _ := time.Parse(time.RFC3339, s.Created)
	if s.TimeSignature != "" {
		out.Time, out.Trusted = r.time(s, created, trust)
	}
	if len(chain) > 0 {
		out.Domain = s.Domain
		at := out.Time
		if at.IsZero() {
			at = created
		}
		r.certificates(chain, s.Domain, at)
	}
	if len(r.Remarks)+r.more == before {
		r.Signed = out
	}
}

// key gives the key that is to have signed, and the certificates that hold it; nil: none that can be read.
func (s *signedData) key() (chain []*x509.Certificate, key *ecdsa.PublicKey) {
	if s.DomainCert == "" {
		der, err := base64.StdEncoding.DecodeString(s.PublicKey)
		if err != nil {
			return nil, nil
		}
		k, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			return nil, nil
		}
		key, _ = k.(*ecdsa.PublicKey)
		return nil, key
	}
	rest := []byte(s.DomainCert)
	for len(chain) < maxChain {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, nil
		}
		chain = append(chain, c)
	}
	if len(chain) == 0 {
		return nil, nil
	}
	key, _ = chain[0].PublicKey.(*ecdsa.PublicKey)
	return chain, key
}

// verifies checks ECDSA with SHA-256 over the text: the signature in DER (authsign), or as the two numbers one after the other (a browser's).
func verifies(key *ecdsa.PublicKey, text string, sig []byte) bool {
	sum := sha256.Sum256([]byte(text))
	if ecdsa.VerifyASN1(key, sum[:], sig) {
		return true
	}
	n := (key.Curve.Params().BitSize + 7) / 8
	if len(sig) != 2*n {
		return false
	}
	return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(sig[:n]), new(big.Int).SetBytes(sig[n:]))
}

// certificates looks whether the first is one of the domain and was valid, and whether each is signed by the next.
func (r *Report) certificates(chain []*x509.Certificate, domain string, at time.Time) {
	first := chain[0]
	if first.VerifyHostname(domain) != nil && (domain == "" || !strings.EqualFold(first.Subject.CommonName, domain)) {
		r.remark(Domain, digestName, domain, "")
	}
	if at.IsZero() || at.Before(first.NotBefore) || at.After(first.NotAfter) {
		r.remark(Validity, digestName, "", instant(at))
	}
	for i, c := range chain[1:] {
		if chain[i].CheckSignatureFrom(c) != nil {
			r.remark(Chain, digestName, "", "")
			return
		}
	}
}

// time looks at the time stamp, which is of the signature's text.
func (r *Report) time(s *signedData, created time.Time, trust stamp.Trust) (at time.Time, trusted bool) {
	token, err := base64.StdEncoding.DecodeString(s.TimeSignature)
	if err != nil {
		r.remark(TimeUnread, digestName, "", "")
		return at, false
	}
	got := stamp.RFC3161(token, stamp.DigestsOf([]byte(s.Signature)), trust)
	switch got.State {
	case stamp.Checked, stamp.Sound:
	case stamp.Fails:
		r.remark(Time, digestName, "", "")
		return at, false
	default:
		r.remark(TimeUnread, digestName, "", "")
		return at, false
	}
	if d := got.Time.Sub(created); d > apart || d < -apart {
		r.remark(TimeApart, digestName, s.Created, instant(got.Time))
	}
	return got.Time, got.State == stamp.Checked
}

func instant(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.UTC().Format(time.RFC3339)
}

func count(n int) string { return strconv.Itoa(n) }
