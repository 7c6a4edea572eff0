package tsp

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1" // ESSCertID of RFC 2634 names the certificate by SHA-1 besides its signature
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
)

// Errors of Check that callers tell apart.
var (
	ErrOther       = errors.New("the time stamp is of something else")
	ErrSignature   = errors.New("the time stamp is not what its authority signed")
	ErrUnsupported = errors.New("a time stamp that this program cannot check")
	ErrWeak        = errors.New("a time stamp made with a broken algorithm")
	ErrUntrusted   = errors.New("the time stamp's authority does not lead to a root that was given")
)

// Options of Check.
type Options struct {
	// Digest gives the hash of what is held to have been stamped. It must be set.
	Digest func(crypto.Hash) []byte
	// Request is what the stamp answers: the nonces must agree. nil: not known.
	Request *Request
	// Roots are the authorities' roots that the user trusts. nil: the signature is checked and the chain is not, and Check gives ErrUntrusted
	// with the signer when all else is in order.
	Roots *x509.CertPool
	// More are certificates that the stamp does not bring: the signer's, intermediate ones.
	More []*x509.Certificate
}

// Check holds a stamp against what was stamped: its imprint, the authority's signature, that the signer may sign time stamps and, at the
// time that the stamp states, led to one of the roots. It gives the signer's certificate, also beside ErrUntrusted.
func (s *Stamp) Check(o Options) (*x509.Certificate, error) {
	if !bytes.Equal(o.Digest(s.Hash), s.Digest) {
		return nil, fmt.Errorf("%w: it names %s %x", ErrOther, s.Hash, s.Digest)
	}
	if o.Request != nil && o.Request.Nonce != nil && (s.Nonce == nil || s.Nonce.Cmp(o.Request.Nonce) != 0) {
		return nil, fmt.Errorf("%w: it answers another request (the nonces differ)", ErrOther)
	}
	all := append(append([]*x509.Certificate(nil), s.Certificates...), o.More...)
	cert := s.signer.signedBy(all)
	if cert == nil {
		return nil, fmt.Errorf("%w: the signer's certificate is not in it", ErrUntrusted)
	}
	if err := s.checkSignature(cert); err != nil {
		return nil, err
	}
	if err := maySign(cert); err != nil {
		return nil, err
	}
	if o.Roots == nil {
		return cert, fmt.Errorf("%w: no root was given", ErrUntrusted)
	}
	between := x509.NewCertPool()
	for _, c := range all {
		between.AddCert(c)
	}
	_, err := cert.Verify(x509.VerifyOptions{
		Roots: o.Roots, Intermediates: between, CurrentTime: s.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	if err != nil {
		return cert, fmt.Errorf("%w: %w", ErrUntrusted, err)
	}
	return cert, nil
}

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// maySign: the certificate is for time stamps and for nothing else, and says so critically (RFC 3161, 2.3).
func maySign(c *x509.Certificate) error {
	critical := false
	for _, e := range c.Extensions {
		critical = critical || e.Id.Equal(oidExtKeyUsage) && e.Critical
	}
	if !critical || len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(c.UnknownExtKeyUsage) > 0 {
		return fmt.Errorf("%w: the certificate of %q is not one for time stamps alone", ErrUntrusted, c.Subject)
	}
	return nil
}

var (
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCert   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12} // RFC 2634: SHA-1
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // RFC 5035
)

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// checkSignature follows RFC 5652, 5.4 and 5.6: the signature is over the signed attributes, which hold the hash of the content.
func (s *Stamp) checkSignature(cert *x509.Certificate) error {
	h, err := hashOf(s.signer.Digest)
	if err != nil {
		return err
	}
	attrs, err := s.attributes()
	if err != nil {
		return err
	}
	var kind asn1.ObjectIdentifier
	var digest []byte
	if err := errors.Join(attrs.one(oidContentType, &kind), attrs.one(oidMessageDigest, &digest)); err != nil {
		return err
	}
	if !kind.Equal(oidTSTInfo) || !bytes.Equal(digest, sum(h, s.content)) {
		return fmt.Errorf("%w: the content is not the one that was signed", ErrSignature)
	}
	if err := attrs.names(cert); err != nil {
		return err
	}
	// What is signed is the attributes as a SET OF; inside the message they carry the tag [0].
	set := bytes.Clone(s.signer.Signed.FullBytes)
	set[0] = 0x31
	return verify(cert.PublicKey, s.signer.Algorithm, h, set, s.signer.Signature)
}

type attributes []attribute

func (s *Stamp) attributes() (attributes, error) {
	if len(s.signer.Signed.FullBytes) == 0 {
		return nil, fmt.Errorf("%w: nothing says what was signed", ErrSignature)
	}
	var out attributes
	for rest := s.signer.Signed.Bytes; len(rest) > 0; {
		var a attribute
		var err error
		if rest, err = asn1.Unmarshal(rest, &a); err != nil {
			return nil, fmt.Errorf("%w: its signed attributes: %w", ErrMalformed, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// one reads the one value of an attribute that stands once.
func (as attributes) one(oid asn1.ObjectIdentifier, into any) error {
	found, ok := as.find(oid)
	if !ok {
		return fmt.Errorf("%w: the signed attribute %s does not stand in it once", ErrMalformed, oid)
	}
	return whole(found.FullBytes, into)
}

func (as attributes) find(oid asn1.ObjectIdentifier) (v asn1.RawValue, ok bool) {
	n := 0
	for _, a := range as {
		if a.Type.Equal(oid) {
			if n++; len(a.Values) == 1 {
				v, ok = a.Values[0], true
			}
		}
	}
	return v, ok && n == 1
}

// essCertID is ESSCertID (RFC 2634) and, with an algorithm, ESSCertIDv2 (RFC 5035; without one it is SHA-256).
type essCertID struct {
	Algorithm pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash      []byte
	Issuer    asn1.RawValue `asn1:"optional"`
}

// names holds the certificate against the hash of it that was signed: the first of SigningCertificate or SigningCertificateV2 (RFC 5816).
// Otherwise a certificate of another name with the same key could take its place.
func (as attributes) names(cert *x509.Certificate) error {
	var list struct {
		Certs    []essCertID
		Policies asn1.RawValue `asn1:"optional"`
	}
	got := []byte(nil)
	switch v2, ok := as.find(oidSigningCertV2); {
	case ok:
		if err := whole(v2.FullBytes, &list); err != nil {
			return err
		}
		if len(list.Certs) == 0 {
			break
		}
		h := crypto.SHA256
		if a := list.Certs[0].Algorithm; len(a.Algorithm) > 0 {
			var err error
			if h, err = hashOf(a); err != nil {
				return err
			}
		}
		got = sum(h, cert.Raw)
	default:
		v1, ok := as.find(oidSigningCert)
		if !ok {
			return fmt.Errorf("%w: it does not name its signer's certificate", ErrSignature)
		}
		if err := whole(v1.FullBytes, &list); err != nil {
			return err
		}
		one := sha1.Sum(cert.Raw) // a second certificate of the same SHA-1 is out of reach, and the signature is not made with it
		got = one[:]
	}
	if len(list.Certs) == 0 || !bytes.Equal(list.Certs[0].Hash, got) {
		return fmt.Errorf("%w: it names another certificate than its signer's", ErrSignature)
	}
	return nil
}

func sum(h crypto.Hash, b []byte) []byte {
	w := h.New()
	w.Write(b)
	return w.Sum(nil)
}

// oidRSA is RSA with PKCS #1 v1.5, the hash being that of the signer's digest algorithm (RFC 3370, 3.2).
var oidRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}

// Signature algorithms that name a hash (RFC 5754, 3.2 and 3.3).
var (
	rsaWith   = map[string]crypto.Hash{"1.2.840.113549.1.1.11": crypto.SHA256, "1.2.840.113549.1.1.12": crypto.SHA384, "1.2.840.113549.1.1.13": crypto.SHA512}
	ecdsaWith = map[string]crypto.Hash{"1.2.840.10045.4.3.2": crypto.SHA256, "1.2.840.10045.4.3.3": crypto.SHA384, "1.2.840.10045.4.3.4": crypto.SHA512}
)

// verify checks a signature. The hash is that of the signer's digest algorithm; a signature algorithm that names another is refused.
func verify(key any, alg pkix.AlgorithmIdentifier, h crypto.Hash, signed, signature []byte) error {
	ok := false
	switch k := key.(type) {
	case *rsa.PublicKey:
		if !alg.Algorithm.Equal(oidRSA) && rsaWith[alg.Algorithm.String()] != h {
			return fmt.Errorf("%w: signature algorithm %s with %s", ErrUnsupported, alg.Algorithm, h)
		}
		ok = rsa.VerifyPKCS1v15(k, h, sum(h, signed), signature) == nil
	case *ecdsa.PublicKey:
		if ecdsaWith[alg.Algorithm.String()] != h {
			return fmt.Errorf("%w: signature algorithm %s with %s", ErrUnsupported, alg.Algorithm, h)
		}
		ok = ecdsa.VerifyASN1(k, sum(h, signed), signature)
	default:
		return fmt.Errorf("%w: a key of the type %T", ErrUnsupported, key)
	}
	if !ok {
		return ErrSignature
	}
	return nil
}
