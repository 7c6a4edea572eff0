package tsp

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"testing"
)

// resign makes a token of the content of another, signed by the authority's key: what openssl refuses to make, an attacker makes. named is the
// certificate that the signed attributes name; edit changes the message at last.
func (a *authority) resign(tsr []byte, named *x509.Certificate, edit func(*signedData)) []byte {
	a.t.Helper()
	t := a.t
	s, err := Parse(tsr)
	if err != nil {
		t.Fatal(err)
	}
	var attrs [][]byte
	for _, at := range []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{
		{oidContentType, oidTSTInfo},
		{oidMessageDigest, sum(crypto.SHA256, s.content)},
		{oidSigningCertV2, struct{ Certs []struct{ Hash []byte } }{[]struct{ Hash []byte }{{sum(crypto.SHA256, named.Raw)}}}},
	} {
		attrs = append(attrs, der(t, attribute{at.oid, []asn1.RawValue{{FullBytes: der(t, at.value)}}}))
	}
	slices.SortFunc(attrs, slices.Compare) // DER: a SET OF is sorted
	set := slices.Concat(attrs...)
	signed := asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagSet, IsCompound: true, Bytes: set}
	signature, err := a.key.Sign(rand.Reader, sum(crypto.SHA256, der(t, signed)), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	raw := slices.Concat(a.signer.Raw, a.mid.Raw)
	sha256 := pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	sd := signedData{
		Version: 3, Digests: []pkix.AlgorithmIdentifier{sha256}, Encap: encapsulated{oidTSTInfo, s.content},
		Certificates: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: raw},
		Signers: []signerInfo{{
			Version: 1,
			ID: asn1.RawValue{FullBytes: der(t, struct {
				Issuer asn1.RawValue
				Serial any
			}{asn1.RawValue{FullBytes: a.signer.RawIssuer}, a.signer.SerialNumber})},
			Digest: sha256, Signed: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: set},
			Algorithm: pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}, Signature: signature,
		}},
	}
	if edit != nil {
		edit(&sd)
	}
	return der(t, struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der(t, sd)}})
}

func der(t testing.TB, v any) []byte {
	t.Helper()
	b, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
