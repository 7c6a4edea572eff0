package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"mithaq/internal/front/web"
)

// remote is a server that answers in place of a record's file (--server), by the API of its board.
type remote struct {
	c     *call
	base  string
	token string
	http  *http.Client
}

const (
	remotePatience = 2 * time.Minute // until an answer has come whole
	remoteTries    = 3               // what got no answer is asked again: a key says that it is the same
	remoteBytes    = 512 << 20
)

// remotePause is how long it waits before it asks again, longer each time.
var remotePause = 500 * time.Millisecond

// tokenForm is the form of a token.
var tokenForm = regexp.MustCompile(`^mithaq_[A-Za-z0-9_-]{43}$`)

// overServer runs a command against the server that --server names.
func (c *call) overServer() int {
	far := farVerbs[c.verb.name]
	if far.run == nil {
		return c.misuse(&usage{"cli.server.cannot." + near(c.verb.name), []any{"verb", c.verb.name}})
	}
	if c.set("record") {
		return c.misuse(&usage{"cli.server.both", nil})
	}
	for _, name := range sortedFlags(c.flags) {
		if !strings.Contains(" server lang json "+far.flags+" ", " "+name+" ") {
			return c.misuse(&usage{"cli.server.flag", []any{"flag", "--" + name}})
		}
	}
	r, code := c.remote()
	if r == nil {
		return code
	}
	return far.run(c, r)
}

// remote reads the address and the token. Over a line that others can read neither goes out.
func (c *call) remote() (*remote, int) {
	given := c.get("server", "")
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !web.Loopback(u.Hostname())) {
		if err == nil {
			u.User, u.RawQuery, u.Fragment = nil, "", "" // what may be secret in it is not told
			given = u.String()
		}
		return nil, c.misuse(&usage{"cli.server.url", []any{"value", given}})
	}
	token, code := c.token()
	if code != exitFine {
		return nil, code
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	if web.Loopback(u.Hostname()) {
		transport.Proxy = nil
	}
	return &remote{c, strings.TrimSuffix(u.String(), "/"), token, &http.Client{
		Transport: transport, Timeout: remotePatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a token goes nowhere else
	}}, exitFine
}

// token gives the token of $MITHAQ_TOKEN, or of the file that $MITHAQ_TOKEN_FILE names, which only its owner may read; "": there is none. A command line is
// read by others: it holds none.
func (c *call) token() (token string, code int) {
	token = strings.TrimSpace(c.getenv("MITHAQ_TOKEN"))
	if path := c.getenv("MITHAQ_TOKEN_FILE"); token == "" && path != "" {
		c.record = path
		info, err := os.Stat(path)
		if err != nil {
			return "", c.fail(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			c.complain("cli.server.token_file", "file", path)
			return "", exitInput
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return "", c.fail(err)
		}
		token = strings.TrimSpace(string(b))
	}
	if token != "" && !tokenForm.MatchString(token) {
		c.complain("cli.server.token_form")
		return "", exitInput
	}
	return token, exitFine
}

// reply is what a server answered.
type reply struct {
	status int
	kind   string
	body   []byte
}

// ask asks the server and tells what goes wrong; a nil reply: it was told, with the exit code. What got no answer is asked again, and done once.
func (r *remote) ask(method, path string, query url.Values, plain bool, kind string, body []byte) (*reply, int) {
	c := r.c
	query.Set("lang", string(c.words.Lang()))
	accept := "application/json"
	if plain {
		accept = "text/plain"
		query.Set("width", strconv.Itoa(min(max(c.width, 1), 1000)))
		if c.colour {
			query.Set("colour", "true")
		}
	}
	key := ""
	if method != http.MethodGet {
		key = rand.Text()
	}
	for try := 1; ; try++ {
		req, err := http.NewRequestWithContext(c.ctx, method, r.base+"/api/v1"+path+"?"+query.Encode(), bytes.NewReader(body))
		if err != nil {
			return nil, c.fail(err)
		}
		req.Header.Set("Accept", accept)
		req.Header.Set("User-Agent", "mithaq/"+Version())
		if r.token != "" {
			req.Header.Set("Authorization", "Bearer "+r.token)
		}
		if key != "" {
			req.Header.Set("Idempotency-Key", key)
			req.Header.Set("Content-Type", kind)
		}
		got, err := r.once(req)
		switch {
		case err == nil && got.status != http.StatusTooManyRequests && !(got.status == http.StatusConflict && bytes.Contains(got.body, []byte(`"key_busy"`))) || err == nil && try == remoteTries:
			return r.understood(got, plain)
		case err != nil && (try == remoteTries || errors.Is(err, errOther) || errors.Is(err, errLong) || untrusted(err) || c.ctx.Err() != nil):
			return nil, r.unreached(err)
		}
		select {
		case <-c.ctx.Done():
			return nil, exitInterrupted
		case <-time.After(time.Duration(try) * remotePause):
		}
	}
}

var (
	errOther = errors.New("no board of Mithaq")
	errLong  = errors.New("the answer is too long")
	errNewer = errors.New("a newer program")
)

func (r *remote) once(req *http.Request) (*reply, error) {
	res, err := r.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.Header.Get(web.APIHeader) == "" {
		return nil, errOther
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, remoteBytes+1))
	if err == nil && len(body) > remoteBytes {
		err = errLong
	}
	kind, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	return &reply{res.StatusCode, kind, body}, err
}

// untrusted says that the server's certificate is not trusted.
func untrusted(err error) bool {
	var verify *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verify) || errors.As(err, &unknown) || errors.As(err, &host) || errors.As(err, &invalid)
}

// unreached tells that no answer came, and why.
func (r *remote) unreached(err error) int {
	var at *url.Error
	if errors.As(err, &at) { // its text holds the whole address
		err = at.Err
	}
	switch {
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errOther):
		r.c.complain("cli.server.other", "url", r.base)
		return exitInput
	case errors.Is(err, errLong):
		r.c.complain("cli.server.large", "url", r.base)
	case untrusted(err):
		r.c.complain("cli.server.certificate", "url", r.base, "error", err.Error())
	default:
		var op *net.OpError
		if errors.As(err, &op) && op.Err != nil {
			err = op.Err
		}
		r.c.complain("cli.server.unreached", "url", r.base, "error", err.Error())
	}
	return exitUnfinished
}

// understood gives an answer that was made, and tells a problem.
func (r *remote) understood(got *reply, plain bool) (*reply, int) {
	switch {
	case got.status >= 400 && got.kind == "application/problem+json":
		return nil, r.problem(got)
	case got.status >= 300, plain && got.kind != "text/plain", !plain && got.kind != "application/json":
		r.c.complain("cli.server.other", "url", r.base)
		return nil, exitInput
	}
	return got, exitFine
}

// print prints an answer: as it came.
func (r *remote) print(got *reply) int {
	if _, err := r.c.out.Write(got.body); err != nil {
		return r.c.fail(err)
	}
	return exitFine
}

// decode reads the data of an answer of a schema. One of a later version is not guessed at.
func (r *remote) decode(got *reply, schema string, data any) int {
	var env struct {
		Schema string          `json:"schema"`
		Data   json.RawMessage `json:"data"`
	}
	err := json.Unmarshal(got.body, &env)
	if err == nil && env.Schema != "mithaq/"+schema+"/1" {
		err = errNewer
	}
	if err == nil {
		err = json.Unmarshal(env.Data, data)
	}
	if err != nil {
		r.c.complain("cli.server.newer", "url", r.base, "schema", fmt.Sprintf("%.60q", env.Schema))
		return exitInput
	}
	return exitFine
}

// readFar reads a file that is to be sent.
func (c *call) readFar(path string) ([]byte, int) {
	if path != "-" {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			c.record = path
			return nil, c.fail(&fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR})
		}
	}
	return c.readTable(path)
}
