package cli

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"

	"mithaq/internal/app"
	"mithaq/internal/base/atlas"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/web"
)

// defaultAddress is where the board is served.
const defaultAddress = "127.0.0.1:8473"

var (
	serveVerb = &verb{name: "serve", plain: true, max: -1, run: runServe, flags: []flag{
		{"addr", "", "cli.value.address"},
		{"host", "", "cli.value.name"},
		{"cert", "", "cli.value.file"},
		{"key", "", "cli.value.file"},
		{"proxied", "", ""},
		{"borders", "", "cli.value.file"},
		{"oidc-issuer", "", "cli.value.address"},
		{"oidc-client", "", "cli.value.id"},
		{"oidc-secret-file", "", "cli.value.file"},
		{"oidc-name", "", "cli.value.name"},
	}}
	demoVerb = &verb{name: "demo", run: runDemo, flags: []flag{{"no-serve", "", ""}, {"addr", "", "cli.value.address"}}}
)

func runServe(c *call) int {
	return c.withRecord(func(a *app.App) int {
		if len(c.args) == 0 { // a record may be worked on before it holds a text; the pages say where one has errors
			return c.serve(a, a.RecordTexts)
		}
		r, code, ok := c.read(a, c.args)
		if !ok {
			return code
		}
		return c.serve(a, func(context.Context) ([]app.Text, error) { return r.Texts, nil })
	})
}

// serve serves the board until it is interrupted.
func (c *call) serve(a *app.App, texts func(context.Context) ([]app.Text, error)) int {
	on := web.Listening{Addr: c.get("addr", defaultAddress), Cert: c.get("cert", ""), Key: c.get("key", "")}
	hosts := c.flags["host"]
	single, err := a.Single(c.ctx)
	if err != nil {
		return c.fail(err)
	}
	if u := c.openTo(on, hosts, single); u != nil {
		return c.misuse(u)
	}
	provider, code, ok := c.provider(single)
	if !ok {
		return code
	}
	opts := web.Options{Hosts: hosts, Proxied: c.set("proxied"), Print: printed, Provider: provider, Program: Version()}
	if path := c.get("borders", ""); path != "" {
		if opts.Borders, err = os.ReadFile(path); err != nil {
			return c.fail(err)
		}
	}
	h, err := web.New(a, texts, opts)
	if errors.Is(err, atlas.ErrForm) {
		c.complain("cli.error.borders", "file", c.get("borders", ""), "error", err.Error())
		return exitInput
	}
	if err != nil {
		return c.fail(err)
	}
	roomy, err := makeServeRoom(c.ctx, a)
	if err != nil {
		return c.fail(err)
	}
	defer roomy()
	err = web.Serve(c.ctx, on, h, func(url string) {
		c.say("cli.serve.ready", "url", url)
	})
	var pair *web.CertificateError
	switch {
	case errors.As(err, &pair) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission):
		c.complain("cli.error.certificate", "cert", pair.Cert, "key", pair.Key, "error", pair.Err.Error())
		return exitInput
	case errors.Is(err, web.ErrNotLocal):
		return c.misuse(&usage{"cli.usage.address", []any{"value", c.get("addr", defaultAddress)}})
	case err != nil:
		return c.fail(err)
	}
	return exitFine
}

// hostName is a name of a host, or its address, without a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$`)

// openTo says what is missing before a board may be opened to others than its own machine: names, an encrypted line, and users.
func (c *call) openTo(on web.Listening, hosts []string, single bool) *usage {
	proxied := c.set("proxied")
	if _, _, err := net.SplitHostPort(on.Addr); err != nil {
		return &usage{"cli.usage.host_port", []any{"value", on.Addr}}
	}
	for _, h := range hosts {
		if !hostName.MatchString(h) {
			return &usage{"cli.usage.host_name", []any{"value", h}}
		}
	}
	switch {
	case (on.Cert == "") != (on.Key == ""):
		return &usage{"cli.usage.cert_and_key", nil}
	case on.Cert != "" && proxied:
		return &usage{"cli.usage.cert_or_proxied", nil}
	case on.Cert == "" && !proxied && len(hosts) == 0:
		return nil
	case len(hosts) == 0:
		return &usage{"cli.usage.serve_host", nil}
	case on.Cert == "" && !proxied:
		return &usage{"cli.usage.serve_plain", nil}
	}
	if single {
		return &usage{"cli.usage.serve_users", nil}
	}
	return nil
}

// runDemo loads the embedded example into a file, prints where its agreements stand, and serves its board.
func runDemo(c *call) int {
	path := c.get("record", "")
	if path == "" {
		dir, err := os.MkdirTemp("", "mithaq-demo-")
		if err != nil {
			return c.fail(err)
		}
		defer os.RemoveAll(dir)
		path = filepath.Join(dir, "demo.db")
	}
	a, err := c.open(path, app.Open)
	if errors.Is(err, app.ErrNoRecord) {
		a, err = c.open(path, app.Create)
	}
	if err != nil {
		return c.fail(err)
	}
	defer a.Close()
	if err := a.LoadExample(c.ctx); err != nil {
		return c.fail(err)
	}
	j, code, ok := c.judge(a, nil)
	if !ok {
		return code
	}
	v := &views{Views: answers.Views{Run: j, Of: runOf}}
	if c.set("json") {
		code = c.json("status", answers.StatusOf(v.Views, c.reader(), ""), j)
	} else {
		c.statusTables(v, "")
	}
	if code != exitFine || c.set("no-serve") {
		return code
	}
	return c.serve(a, a.RecordTexts)
}
