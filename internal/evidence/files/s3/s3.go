// Package s3 is a store of files in a bucket of an S3-compatible object store (AWS S3, MinIO, Garage, Ceph), under PREFIX/ab/cdef....
//
// A file is written to a local temporary file first, so that its hash, and with it its key, is known. It is then put with If-None-Match,
// so that nothing is ever overwritten (AWS S3 since 2024, MinIO, Ceph), and with its MD5 and SHA-256, which the server holds against
// what arrived. Reading hashes again.
//
// Neither keys nor what a server says in words ever stand in an error: a server may repeat the access key or the signed request.
package s3

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/record"
)

// Options say where the bucket is and who asks.
type Options struct {
	Endpoint  string // host or host:port
	Bucket    string
	Prefix    string // "": the bucket's root
	Region    string // "": found out
	Insecure  bool   // plain HTTP; only for this machine's own addresses
	AccessKey string
	SecretKey string
	Limit     int64             // bytes of a file; 0: files.DefaultLimit
	Temp      string            // folder for temporary files; "": the system's
	Transport http.RoundTripper // nil: the library's own
}

// maxSingle is how many bytes S3 takes in one request; more would need parts, which no condition protects.
const maxSingle = 5 << 30

// Store is a store of files in a bucket.
type Store struct {
	client *minio.Client
	opt    Options
}

var _ files.Store = (*Store)(nil)

// ParseURL reads "s3://bucket/prefix?endpoint=HOST&region=REGION&insecure=1". Keys do not belong in an address, where they would be
// seen: getenv gives them, as MITHAQ_S3_ACCESS_KEY and MITHAQ_S3_SECRET_KEY.
func ParseURL(address string, getenv func(string) string) (Options, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return Options{}, errors.New("s3: not an address") // the error of url.Parse repeats the address
	case u.Scheme != "s3" || u.Host == "":
		return Options{}, errors.New("s3: an address begins with s3://BUCKET")
	case u.User != nil:
		return Options{}, errors.New("s3: keys do not stand in an address: set MITHAQ_S3_ACCESS_KEY and MITHAQ_S3_SECRET_KEY")
	}
	q := u.Query()
	for name := range q {
		if name != "endpoint" && name != "region" && name != "insecure" {
			return Options{}, fmt.Errorf("s3: an address has no part %q; there are endpoint, region and insecure", name)
		}
	}
	opt := Options{
		Endpoint: q.Get("endpoint"), Bucket: u.Host, Prefix: strings.Trim(u.Path, "/"), Region: q.Get("region"), Insecure: q.Get("insecure") == "1",
		AccessKey: getenv("MITHAQ_S3_ACCESS_KEY"), SecretKey: getenv("MITHAQ_S3_SECRET_KEY"),
	}
	if opt.Endpoint == "" {
		opt.Endpoint = "s3.amazonaws.com"
	}
	if opt.AccessKey == "" || opt.SecretKey == "" {
		return Options{}, errors.New("s3: MITHAQ_S3_ACCESS_KEY and MITHAQ_S3_SECRET_KEY are not both set")
	}
	return opt, nil
}

// New makes a store. Nothing is asked of the server yet.
func New(opt Options) (*Store, error) {
	if opt.Limit <= 0 {
		opt.Limit = files.DefaultLimit
	}
	opt.Limit = min(opt.Limit, maxSingle)
	if opt.Insecure && !local(opt.Endpoint) {
		return nil, errors.New("s3: without TLS only a server on this machine is asked")
	}
	client, err := minio.New(opt.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(opt.AccessKey, opt.SecretKey, ""),
		Secure: !opt.Insecure, Region: opt.Region, Transport: opt.Transport,
		MaxRetries:      3,
		TrailingHeaders: true, // without it the library refuses to send a checksum
	})
	if err != nil {
		return nil, errors.New("s3: the endpoint is not a host")
	}
	return &Store{client, opt}, nil
}

func local(endpoint string) bool {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		host = endpoint
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *Store) key(h record.Hash) string { return path.Join(s.opt.Prefix, files.Name(h)) }

// Put implements files.Store.
func (s *Store) Put(ctx context.Context, r io.Reader) (b files.Blob, added bool, err error) {
	f, err := os.CreateTemp(s.opt.Temp, "mithaq-put-")
	if err != nil {
		return files.Blob{}, false, err
	}
	defer func() { // what was put stays put, whatever becomes of the temporary file
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	if b, err = files.Spool(ctx, f, r, s.opt.Limit); err != nil {
		return files.Blob{}, false, files.Told(err, s.opt.Limit)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return files.Blob{}, false, err
	}
	put := minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: true, SendContentMd5: true,
		UserMetadata: map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(b.SHA256[:])},
	}
	put.SetMatchETagExcept("*")
	put.DisableContentSha256 = b.Size == 0 // the library would sign nothing in chunks, and servers ask for the length; the two sums are enough
	info, err := s.client.PutObject(ctx, s.opt.Bucket, s.key(b.SHA256), f, b.Size, put)
	switch {
	case exists(err):
		if err := s.whole(ctx, b.SHA256); err != nil {
			return files.Blob{}, false, err
		}
		return b, false, nil
	case err != nil:
		return files.Blob{}, false, s.told("put", b.SHA256, err)
	case info.ChecksumSHA256 != "" && info.ChecksumSHA256 != base64.StdEncoding.EncodeToString(b.SHA256[:]):
		return files.Blob{}, false, fmt.Errorf("s3: put %s: %w", b.SHA256, files.ErrDamaged)
	}
	return b, true, nil
}

// exists says whether the server refused because the key is taken, or is being taken by another request.
func exists(err error) bool {
	var e minio.ErrorResponse
	return errors.As(err, &e) && (e.StatusCode == http.StatusPreconditionFailed || e.Code == "PreconditionFailed" || e.Code == "ConditionalRequestConflict")
}

// whole reads what is there already.
func (s *Store) whole(ctx context.Context, h record.Hash) error {
	r, _, err := s.Open(ctx, h)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// Open implements files.Store.
func (s *Store) Open(ctx context.Context, h record.Hash) (io.ReadCloser, int64, error) {
	o, err := s.client.GetObject(ctx, s.opt.Bucket, s.key(h), minio.GetObjectOptions{})
	if err != nil {
		return nil, 0, s.told("get", h, err)
	}
	st, err := o.Stat()
	if err != nil {
		_ = o.Close()
		return nil, 0, s.told("get", h, err)
	}
	return files.Verified(&body{o, s, h}, h, st.Size), st.Size, nil
}

// body keeps the errors of a body as silent as the others.
type body struct {
	*minio.Object
	s *Store
	h record.Hash
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.Object.Read(p)
	if err != nil && err != io.EOF {
		err = b.s.told("get", b.h, err)
	}
	return n, err
}

// Stat implements files.Store.
func (s *Store) Stat(ctx context.Context, h record.Hash) (files.Blob, error) {
	st, err := s.client.StatObject(ctx, s.opt.Bucket, s.key(h), minio.StatObjectOptions{})
	if err != nil {
		return files.Blob{}, s.told("stat", h, err)
	}
	return files.Blob{SHA256: h, Size: st.Size}, nil
}

// List implements files.Store: S3 lists keys in the order of their bytes.
func (s *Store) List(ctx context.Context) iter.Seq2[files.Blob, error] {
	return func(yield func(files.Blob, error) bool) {
		prefix := ""
		if s.opt.Prefix != "" {
			prefix = s.opt.Prefix + "/"
		}
		for o := range s.client.ListObjectsIter(ctx, s.opt.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
			if o.Err != nil {
				yield(files.Blob{}, s.told("list", record.Hash{}, o.Err))
				return
			}
			h, ok := files.ParseName(strings.TrimPrefix(o.Key, prefix))
			if ok && !yield(files.Blob{SHA256: h, Size: o.Size}, nil) {
				return
			}
		}
	}
}

// Remove implements files.Store. S3 itself does not say whether there was anything to remove.
func (s *Store) Remove(ctx context.Context, h record.Hash) error {
	if _, err := s.Stat(ctx, h); err != nil {
		return err
	}
	if err := s.client.RemoveObject(ctx, s.opt.Bucket, s.key(h), minio.RemoveObjectOptions{}); err != nil {
		return s.told("remove", h, err)
	}
	return nil
}

// told makes an error of what the library says, without anything that the server or the request said in words.
func (s *Store) told(op string, h record.Hash, err error) error {
	what := op
	if !h.IsZero() {
		what += " " + hex.EncodeToString(h[:])
	}
	var answer minio.ErrorResponse
	var network net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("s3: %s: %w", what, context.Canceled)
	case errors.As(err, &answer):
		return fmt.Errorf("s3: %s: %w", what, meaning(answer))
	case errors.As(err, &network):
		return fmt.Errorf("s3: %s: %w", what, ErrUnreachable)
	}
	return fmt.Errorf("s3: %s: %w", what, ErrAnswer)
}

// Errors that callers tell apart.
var (
	ErrUnreachable = errors.New("the server cannot be reached")
	ErrDenied      = errors.New("the server denies access")
	ErrAnswer      = errors.New("the server answered with an error")
)

func meaning(e minio.ErrorResponse) error {
	switch e.Code {
	case "NoSuchKey":
		return files.ErrNotFound
	case "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed":
		return ErrDenied
	case "XMinioStorageFull", "InsufficientStorage", "QuotaExceeded":
		return record.ErrDiskFull
	case "BadDigest", "XAmzContentChecksumMismatch", "InvalidDigest", "XAmzContentSHA256Mismatch":
		return files.ErrDamaged
	case "NoSuchBucket":
		return fmt.Errorf("%w: there is no such bucket", ErrAnswer)
	}
	return fmt.Errorf("%w: status %d", ErrAnswer, e.StatusCode)
}
