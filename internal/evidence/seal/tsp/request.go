package tsp

import (
	"bytes"
	"crypto"
	_ "crypto/sha256" // the hashes of imprints
	_ "crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// ErrMalformed tells that bytes are not what RFC 3161 describes.
var ErrMalformed = errors.New("not a time stamp of RFC 3161")

// imprint is MessageImprint (RFC 3161, 2.4.1).
type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Digest    []byte
}

// timeStampReq is TimeStampReq (RFC 3161, 2.4.1).
type timeStampReq struct {
	Version    int
	Imprint    imprint
	Policy     asn1.ObjectIdentifier `asn1:"optional"`
	Nonce      *big.Int              `asn1:"optional"`
	CertReq    bool                  `asn1:"optional"`
	Extensions []pkix.Extension      `asn1:"optional,tag:0"`
}

// Request asks an authority for a time stamp of a hash. The content itself never goes there.
type Request struct {
	Hash   crypto.Hash // SHA-256, SHA-384 or SHA-512
	Digest []byte
	Nonce  *big.Int // random; nil: none. The stamp must repeat it, so that an old one cannot pass for the answer
}

// Marshal writes the request in DER (a .tsq file). It asks for the authority's certificate, so that the answer can be checked offline.
func (r *Request) Marshal() ([]byte, error) {
	alg, ok := oidOf[r.Hash]
	if !ok || len(r.Digest) != r.Hash.Size() {
		return nil, fmt.Errorf("a digest of %d bytes: a request takes SHA-256, SHA-384 or SHA-512", len(r.Digest))
	}
	return asn1.Marshal(timeStampReq{
		Version: 1,
		Imprint: imprint{pkix.AlgorithmIdentifier{Algorithm: alg, Parameters: asn1.NullRawValue}, r.Digest},
		Nonce:   r.Nonce, CertReq: true,
	})
}

// ParseRequest reads a request that Marshal, or any other program, wrote.
func ParseRequest(der []byte) (*Request, error) {
	var req timeStampReq
	if err := whole(der, &req); err != nil {
		return nil, err
	}
	if req.Version != 1 {
		return nil, fmt.Errorf("%w: a request of version %d", ErrMalformed, req.Version)
	}
	h, err := req.Imprint.hash()
	if err != nil {
		return nil, err
	}
	return &Request{Hash: h, Digest: req.Imprint.Digest, Nonce: req.Nonce}, nil
}

var (
	oidSHA1   = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}

	oidOf = map[crypto.Hash]asn1.ObjectIdentifier{crypto.SHA256: oidSHA256, crypto.SHA384: oidSHA384, crypto.SHA512: oidSHA512}
)

// hashOf reads a hash algorithm. Its parameters are absent or NULL (RFC 5754, 2).
func hashOf(a pkix.AlgorithmIdentifier) (crypto.Hash, error) {
	if p := a.Parameters.FullBytes; len(p) > 0 && !bytes.Equal(p, asn1.NullBytes) {
		return 0, fmt.Errorf("%w: a hash algorithm with parameters", ErrMalformed)
	}
	if a.Algorithm.Equal(oidSHA1) {
		return 0, fmt.Errorf("%w: SHA-1", ErrWeak)
	}
	for h, oid := range oidOf {
		if a.Algorithm.Equal(oid) {
			return h, nil
		}
	}
	return 0, fmt.Errorf("%w: hash algorithm %s", ErrUnsupported, a.Algorithm)
}

func (i imprint) hash() (crypto.Hash, error) {
	h, err := hashOf(i.Algorithm)
	if err != nil {
		return 0, err
	}
	if len(i.Digest) != h.Size() {
		return 0, fmt.Errorf("%w: an imprint of %d bytes for %s", ErrMalformed, len(i.Digest), h)
	}
	return h, nil
}

// whole reads one value from all of der; what is left over is an error.
func whole(der []byte, into any) error {
	rest, err := asn1.Unmarshal(der, into)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if len(rest) > 0 {
		return fmt.Errorf("%w: %d bytes after its end", ErrMalformed, len(rest))
	}
	return nil
}
