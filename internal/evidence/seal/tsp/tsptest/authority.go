// Package tsptest is a time-stamping authority for tests: it makes tokens of RFC 3161 with a key of its own.
package tsptest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"

	"mithaq/internal/evidence/seal/tsp"
)

// Authority signs with one key, whose certificate is its own root.
type Authority struct {
	Roots *x509.CertPool
	key   *ecdsa.PrivateKey
	cert  *x509.Certificate
}

// New makes an authority.
func New(t testing.TB) *Authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	usage := encode(t, []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}}) // timeStamping
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Made-up authority"},
		NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(t, err)
	cert, err := x509.ParseCertificate(raw)
	must(t, err)
	a := &Authority{Roots: x509.NewCertPool(), key: key, cert: cert}
	a.Roots.AddCert(cert)
	return a
}

// Stamp answers a request with a bare token.
func (a *Authority) Stamp(t testing.TB, request []byte, at time.Time) []byte {
	t.Helper()
	r, err := tsp.ParseRequest(request)
	must(t, err)
	sha := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}
	if r.Hash != crypto.SHA256 {
		t.Fatalf("this authority stamps SHA-256, not %s", r.Hash)
	}
	type imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	content := encode(t, struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint imprint
		Serial  int
		Time    time.Time `asn1:"generalized"`
		Nonce   *big.Int  `asn1:"optional"`
	}{1, asn1.ObjectIdentifier{1, 2, 3}, imprint{sha, r.Digest}, 7, at.UTC().Truncate(time.Second), r.Nonce})
	infoType := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	digest, named := sha256.Sum256(content), sha256.Sum256(a.cert.Raw)
	attributes := [][]byte{
		attribute(t, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}, infoType),
		attribute(t, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, digest[:]),
		attribute(t, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}, struct{ Certs []struct{ Hash []byte } }{[]struct{ Hash []byte }{{named[:]}}}),
	}
	slices.SortFunc(attributes, bytes.Compare)
	set := slices.Concat(attributes...)
	signed := sha256.Sum256(encode(t, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: set}))
	signature, err := a.key.Sign(rand.Reader, signed[:], crypto.SHA256)
	must(t, err)
	type encapsulated struct {
		Type    asn1.ObjectIdentifier
		Content []byte `asn1:"explicit,tag:0"`
	}
	type issuerAndSerial struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	type signerInfo struct {
		Version    int
		ID         issuerAndSerial
		Digest     pkix.AlgorithmIdentifier
		Attributes asn1.RawValue
		Algorithm  pkix.AlgorithmIdentifier
		Signature  []byte
	}
	data := encode(t, struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      encapsulated
		Certificates asn1.RawValue
		Signers      []signerInfo `asn1:"set"`
	}{
		3,
		[]pkix.AlgorithmIdentifier{sha},
		encapsulated{infoType, content},
		tagged(a.cert.Raw),
		[]signerInfo{{
			1,
			issuerAndSerial{asn1.RawValue{FullBytes: a.cert.RawIssuer}, a.cert.SerialNumber},
			sha, tagged(set),
			pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}},
			signature, // ECDSA with SHA-256
		}},
	})
	return encode(t, struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, tagged(data)})
}

func tagged(b []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: b}
}

func attribute(t testing.TB, oid asn1.ObjectIdentifier, value any) []byte {
	t.Helper()
	return encode(t, struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}{oid, []asn1.RawValue{{FullBytes: encode(t, value)}}})
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	b, err := asn1.Marshal(v)
	must(t, err)
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
