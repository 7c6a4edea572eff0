package cli

import (
	"net"
	"net/url"
	"os"
	"strings"

	"mithaq/internal/front/web"
)

// provider reads who else says who a user is; nil: nobody was named. The secret comes from a file: what stands in a command line is read by every
// process of the machine.
func (c *call) provider(single bool) (*web.Provider, int, bool) {
	p := &web.Provider{Issuer: c.get("oidc-issuer", ""), Client: c.get("oidc-client", ""), Name: c.get("oidc-name", "")}
	file := c.get("oidc-secret-file", "")
	if p.Issuer == "" && p.Client == "" && p.Name == "" && file == "" {
		return nil, exitFine, true
	}
	if p.Issuer == "" || p.Client == "" || file == "" {
		return nil, c.misuse(&usage{"cli.usage.oidc", nil}), false
	}
	if !issuer(p.Issuer) {
		return nil, c.misuse(&usage{"cli.usage.oidc_issuer", []any{"value", p.Issuer}}), false
	}
	if single {
		return nil, c.misuse(&usage{"cli.usage.serve_users", nil}), false
	}
	secret, err := os.ReadFile(file)
	if err != nil {
		return nil, c.fail(err), false
	}
	if p.Secret = strings.TrimSpace(string(secret)); p.Secret == "" {
		return nil, c.misuse(&usage{"cli.usage.oidc", nil}), false
	}
	return p, exitFine, true
}

// issuer says whether an address can be that of a provider: encrypted, or on this machine, and without anything that is no part of a name
// (OpenID Connect Discovery, section 3).
func issuer(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
