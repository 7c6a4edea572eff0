package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/files/s3"
	"mithaq/internal/evidence/record"
)

const (
	accessKey = "AKIDMADEUPACCESSKEY0"
	secretKey = "made-up-secret-key-of-the-test"
)

// serve answers on this machine as an S3 server would.
func serve(t *testing.T, h http.Handler) (endpoint string) {
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func open(t *testing.T, endpoint, prefix string) *s3.Store {
	t.Helper()
	s, err := s3.New(s3.Options{
		Endpoint: endpoint, Bucket: "evidence", Prefix: prefix, Region: "us-east-1", Insecure: true, AccessKey: accessKey, SecretKey: secretKey,
		Limit: filestest.Limit, Temp: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	for _, prefix := range []string{"", "cases/1"} {
		t.Run("prefix "+prefix, func(t *testing.T) {
			filestest.Run(t, func(t *testing.T) filestest.Opened {
				backend := s3mem.New()
				if err := backend.CreateBucket("evidence"); err != nil {
					t.Fatal(err)
				}
				endpoint := serve(t, gofakes3.New(backend).Server())
				return filestest.Opened{Store: open(t, endpoint, prefix), Damage: func(t *testing.T, h record.Hash, content []byte) {
					key := files.Name(h)
					if prefix != "" {
						key = prefix + "/" + key
					}
					if _, err := backend.PutObject("evidence", key, map[string]string{}, bytes.NewReader(content), int64(len(content)), nil); err != nil {
						t.Fatal(err)
					}
				}}
			})
		})
	}
}

// TestForeignKeys: what others keep in the bucket is not taken for files of ours.
func TestForeignKeys(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("evidence"); err != nil {
		t.Fatal(err)
	}
	if _, err := backend.PutObject("evidence", "readme.txt", map[string]string{}, strings.NewReader("x"), 1, nil); err != nil {
		t.Fatal(err)
	}
	for b, err := range open(t, serve(t, gofakes3.New(backend).Server()), "").List(context.Background()) {
		t.Errorf("listed: %v, %v", b, err)
	}
}

// TestSilence: whatever a server answers, even the keys themselves, no error repeats it.
func TestSilence(t *testing.T) {
	for _, code := range []string{"InvalidAccessKeyId", "SignatureDoesNotMatch", "InternalErrorNot", secretKey} {
		endpoint := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s %s %s</Message><AWSAccessKeyId>%s</AWSAccessKeyId></Error>",
				code, accessKey, secretKey, r.Header.Get("Authorization"), accessKey)
		}))
		s := open(t, endpoint, "")
		errs := allErrors(s)
		for op, err := range errs {
			if err == nil {
				t.Errorf("%s: no error", op)
				continue
			}
			for _, secret := range []string{accessKey, secretKey, "Signature="} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%s: the error repeats it: %v", op, err)
				}
			}
		}
		if code == "InvalidAccessKeyId" && !errors.Is(errs["put"], s3.ErrDenied) {
			t.Errorf("put: %v", errs["put"])
		}
	}
}

// TestUnreachable: a server that is not there is told as such.
func TestUnreachable(t *testing.T) {
	server := httptest.NewServer(nil)
	endpoint := strings.TrimPrefix(server.URL, "http://")
	server.Close()
	s, err := s3.New(s3.Options{
		Endpoint: endpoint, Bucket: "evidence", Region: "us-east-1", Insecure: true, AccessKey: accessKey, SecretKey: secretKey, Temp: t.TempDir(),
		Transport: refusing{},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Stat(context.Background(), record.Hash{1}); !errors.Is(err, s3.ErrUnreachable) {
		t.Errorf("%v", err)
	}
}

// refusing refuses each connection for a reason that is not worth another try.
type refusing struct{}

func (refusing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("tls: failed to verify certificate: x509: certificate signed by unknown authority " + secretKey)
}

func allErrors(s *s3.Store) map[string]error {
	ctx := context.Background()
	_, _, put := s.Put(ctx, strings.NewReader("x"))
	_, _, get := s.Open(ctx, record.Hash{1})
	_, stat := s.Stat(ctx, record.Hash{1})
	remove := s.Remove(ctx, record.Hash{1})
	var list error
	for _, err := range s.List(ctx) {
		list = err
	}
	return map[string]error{"put": put, "open": get, "stat": stat, "remove": remove, "list": list}
}

func TestParseURL(t *testing.T) {
	env := func(name string) string {
		return map[string]string{"MITHAQ_S3_ACCESS_KEY": accessKey, "MITHAQ_S3_SECRET_KEY": secretKey}[name]
	}
	opt, err := s3.ParseURL("s3://evidence/cases/1/?endpoint=127.0.0.1:9000&region=eu&insecure=1", env)
	if want := (s3.Options{
		Endpoint: "127.0.0.1:9000", Bucket: "evidence", Prefix: "cases/1", Region: "eu", Insecure: true, AccessKey: accessKey, SecretKey: secretKey,
	}); err != nil || opt != want {
		t.Errorf("%+v, %v", opt, err)
	}
	for _, bad := range []string{
		"http://evidence", "s3:", "s3://", "s3://user:" + secretKey + "@evidence", "s3://evidence?secret=" + secretKey, "s3://evidence\x00" + secretKey,
	} {
		if _, err := s3.ParseURL(bad, env); err == nil || strings.Contains(err.Error(), secretKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := s3.ParseURL("s3://evidence", func(string) string { return "" }); err == nil {
		t.Error("no keys, no error")
	}
}

// TestPlain: keys and files cross no network in the clear.
func TestPlain(t *testing.T) {
	for _, endpoint := range []string{"example.org", "10.0.0.1:9000", "127.0.0.1.example.org"} {
		if _, err := s3.New(s3.Options{Endpoint: endpoint, Bucket: "evidence", Insecure: true}); err == nil {
			t.Errorf("%s is asked without TLS", endpoint)
		}
	}
}

// TestOnTheWay: a byte that changes between here and the server is found by the server, and nothing is kept.
func TestOnTheWay(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("evidence"); err != nil {
		t.Fatal(err)
	}
	s, err := s3.New(s3.Options{
		Endpoint: serve(t, gofakes3.New(backend).Server()), Bucket: "evidence", Region: "us-east-1", Insecure: true,
		AccessKey: accessKey, SecretKey: secretKey, Temp: t.TempDir(), Transport: garbling{},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Put(context.Background(), strings.NewReader("the content of a file")); !errors.Is(err, files.ErrDamaged) {
		t.Errorf("%v", err)
	}
	for b := range s.List(context.Background()) {
		t.Errorf("kept: %v", b)
	}
}

// garbling changes a byte of each body.
type garbling struct{}

func (garbling) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(bytes.Replace(b, []byte("content"), []byte("kontent"), 1)))
	}
	return http.DefaultTransport.RoundTrip(r)
}

func init() { log.SetOutput(io.Discard) } // gofakes3 logs what it refuses
