package tsp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// ErrRejected tells that the authority refused: a response without a stamp.
var ErrRejected = errors.New("the authority gave no time stamp")

// Limits, so that a hostile file costs little.
const (
	maxSize         = 1 << 20
	maxCertificates = 32
)

// Stamp is a time stamp as it is written. Nothing in it counts before Check.
type Stamp struct {
	Time         time.Time     // UTC, to the fraction that the authority gives
	Accuracy     time.Duration // plus or minus; 0: the authority gives none
	Hash         crypto.Hash   // what the imprint was made with
	Digest       []byte        // the imprint: the hash that was stamped
	Policy       string        // the authority's policy, an object identifier
	Serial       *big.Int      // of this stamp, unique at the authority
	Nonce        *big.Int      // repeats that of the request; nil: none
	Certificates []*x509.Certificate

	content []byte // TSTInfo, as it was hashed
	signer  signerInfo
}

// The structures of RFC 3161 (2.4.2) and RFC 5652 (5.1, 5.3).
type (
	statusInfo struct {
		Status int
		Text   []asn1.RawValue `asn1:"optional"` // PKIFreeText: UTF8Strings
		Fail   asn1.BitString  `asn1:"optional"`
	}
	contentInfo struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"explicit,tag:0"`
	}
	signedData struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Encap        encapsulated
		Certificates asn1.RawValue `asn1:"optional,tag:0"`
		CRLs         asn1.RawValue `asn1:"optional,tag:1"`
		Signers      []signerInfo  `asn1:"set"`
	}
	encapsulated struct {
		Type    asn1.ObjectIdentifier
		Content []byte `asn1:"explicit,tag:0"`
	}
	signerInfo struct {
		Version   int
		ID        asn1.RawValue // IssuerAndSerialNumber, or [0] SubjectKeyIdentifier
		Digest    pkix.AlgorithmIdentifier
		Signed    asn1.RawValue `asn1:"optional,tag:0"`
		Algorithm pkix.AlgorithmIdentifier
		Signature []byte
		Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
	}
	tstInfo struct {
		Version    int
		Policy     asn1.ObjectIdentifier
		Imprint    imprint
		Serial     *big.Int
		Time       asn1.RawValue    // GeneralizedTime: time.go
		Accuracy   accuracy         `asn1:"optional"`
		Ordering   bool             `asn1:"optional"`
		Nonce      *big.Int         `asn1:"optional"`
		TSA        asn1.RawValue    `asn1:"optional,explicit,tag:0"`
		Extensions []pkix.Extension `asn1:"optional,tag:1"`
	}
	accuracy struct {
		Seconds int `asn1:"optional"`
		Millis  int `asn1:"optional,tag:0"`
		Micros  int `asn1:"optional,tag:1"`
	}
)

var (
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
)

// Parse reads a response or a bare token, in DER. ErrRejected: the authority refused; ErrMalformed, ErrWeak and ErrUnsupported say that the bytes
// are no stamp, or none that this program can check.
func Parse(der []byte) (*Stamp, error) {
	if len(der) > maxSize {
		return nil, fmt.Errorf("%w: %d bytes", ErrMalformed, len(der))
	}
	token, err := tokenOf(der)
	if err != nil {
		return nil, err
	}
	var info contentInfo
	if err := whole(token, &info); err != nil {
		return nil, err
	}
	if !info.Type.Equal(oidSignedData) {
		return nil, fmt.Errorf("%w: content of the type %s", ErrMalformed, info.Type)
	}
	var sd signedData
	if err := whole(info.Content.Bytes, &sd); err != nil {
		return nil, err
	}
	switch {
	case !sd.Encap.Type.Equal(oidTSTInfo):
		return nil, fmt.Errorf("%w: it signs content of the type %s", ErrMalformed, sd.Encap.Type)
	case len(sd.Signers) != 1: // RFC 3161, 2.4.2: no signature but the authority's
		return nil, fmt.Errorf("%w: %d signers", ErrMalformed, len(sd.Signers))
	}
	s := &Stamp{content: sd.Encap.Content, signer: sd.Signers[0]}
	if err := s.readInfo(); err != nil {
		return nil, err
	}
	if s.Certificates, err = certificates(sd.Certificates); err != nil {
		return nil, err
	}
	return s, nil
}

// tokenOf takes the token out of a response (TimeStampResp: a status, then the token); a bare token begins with an object identifier.
func tokenOf(der []byte) ([]byte, error) {
	var outer asn1.RawValue
	if err := whole(der, &outer); err != nil {
		return nil, err
	}
	var first asn1.RawValue
	rest, err := asn1.Unmarshal(outer.Bytes, &first)
	if err != nil || outer.Tag != asn1.TagSequence || outer.Class != asn1.ClassUniversal {
		return nil, fmt.Errorf("%w: neither a response nor a token", ErrMalformed)
	}
	if first.Tag == asn1.TagOID {
		return der, nil
	}
	var status statusInfo
	if err := whole(first.FullBytes, &status); err != nil {
		return nil, err
	}
	if status.Status != 0 && status.Status != 1 { // granted, granted with modifications
		return nil, fmt.Errorf("%w: %s", ErrRejected, status)
	}
	if len(rest) == 0 {
		return nil, fmt.Errorf("%w: granted, without a token", ErrMalformed)
	}
	return rest, nil
}

func (s statusInfo) String() string {
	words := []string{"status " + strconv.Itoa(s.Status)}
	for _, t := range s.Text {
		words = append(words, strconv.Quote(string(t.Bytes)))
	}
	for bit := range s.Fail.BitLength {
		if s.Fail.At(bit) == 1 {
			words = append(words, "failure "+strconv.Itoa(bit)) // RFC 3161, 2.4.2: 0 badAlg, 2 badRequest, 5 badDataFormat, 14 timeNotAvailable, ...
		}
	}
	return strings.Join(words, ", ")
}

func (s *Stamp) readInfo() error {
	var t tstInfo
	if err := whole(s.content, &t); err != nil {
		return err
	}
	if t.Version != 1 {
		return fmt.Errorf("%w: TSTInfo of version %d", ErrMalformed, t.Version)
	}
	for _, e := range t.Extensions {
		if e.Critical {
			return fmt.Errorf("%w: a critical extension %s", ErrUnsupported, e.Id)
		}
	}
	var err error
	if s.Hash, err = t.Imprint.hash(); err != nil {
		return err
	}
	if s.Time, err = generalizedTime(t.Time); err != nil {
		return err
	}
	if s.Accuracy, err = t.Accuracy.duration(); err != nil {
		return err
	}
	s.Digest, s.Policy, s.Serial, s.Nonce = t.Imprint.Digest, t.Policy.String(), t.Serial, t.Nonce
	return nil
}

func (a accuracy) duration() (time.Duration, error) {
	if a.Seconds < 0 || a.Seconds > 1<<30 || a.Millis < 0 || a.Millis > 999 || a.Micros < 0 || a.Micros > 999 {
		return 0, fmt.Errorf("%w: an accuracy of %d s, %d ms, %d µs", ErrMalformed, a.Seconds, a.Millis, a.Micros)
	}
	return time.Duration(a.Seconds)*time.Second + time.Duration(a.Millis)*time.Millisecond + time.Duration(a.Micros)*time.Microsecond, nil
}

// generalizedTime reads YYYYMMDDhhmmss[.f...]Z, without a trailing zero in the fraction (RFC 3161, 2.4.2).
func generalizedTime(v asn1.RawValue) (time.Time, error) {
	text := string(v.Bytes)
	bad := fmt.Errorf("%w: the time %q", ErrMalformed, text)
	if v.Class != asn1.ClassUniversal || v.Tag != asn1.TagGeneralizedTime {
		return time.Time{}, bad
	}
	base, fraction, has := strings.Cut(strings.TrimSuffix(text, "Z"), ".")
	if !strings.HasSuffix(text, "Z") || len(base) != 14 || has && (fraction == "" || strings.HasSuffix(fraction, "0") || len(fraction) > 9) {
		return time.Time{}, bad
	}
	layout := "20060102150405"
	if has {
		base, layout = base+"."+fraction, layout+"."+strings.Repeat("0", len(fraction))
	}
	t, err := time.Parse(layout, base)
	if err != nil {
		return time.Time{}, bad
	}
	return t.UTC(), nil
}

// certificates reads the certificates of CertificateSet; its other choices (attribute certificates) are passed over.
func certificates(set asn1.RawValue) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for rest := set.Bytes; len(rest) > 0; {
		var one asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &one); err != nil {
			return nil, fmt.Errorf("%w: its certificates: %w", ErrMalformed, err)
		}
		if one.Class != asn1.ClassUniversal || one.Tag != asn1.TagSequence {
			continue
		}
		if len(out) == maxCertificates {
			return nil, fmt.Errorf("%w: more than %d certificates", ErrMalformed, maxCertificates)
		}
		c, err := x509.ParseCertificate(one.FullBytes)
		if err != nil {
			return nil, fmt.Errorf("%w: a certificate: %w", ErrMalformed, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// signedBy finds the signer's certificate among those given.
func (i *signerInfo) signedBy(certs []*x509.Certificate) *x509.Certificate {
	var named struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	byKey := i.ID.Class == asn1.ClassContextSpecific && i.ID.Tag == 0
	if !byKey && whole(i.ID.FullBytes, &named) != nil {
		return nil
	}
	for _, c := range certs {
		if byKey && len(c.SubjectKeyId) > 0 && bytes.Equal(c.SubjectKeyId, i.ID.Bytes) ||
			!byKey && bytes.Equal(c.RawIssuer, named.Issuer.FullBytes) && c.SerialNumber.Cmp(named.Serial) == 0 {
			return c
		}
	}
	return nil
}
