package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"mithaq/internal/app"
)

// Provider is somebody else who says who a user is: a provider of OpenID Connect.
type Provider struct {
	Issuer string // "https://id.example.org"
	Client string // the board's name at the provider
	Secret string // and its secret; it goes to the provider's token endpoint and nowhere else
	Name   string // as users know it; "": the issuer's host
}

// backPath is where the provider sends the browser back, below the board's origin. The provider must know the whole address.
const backPath = "/provider/back"

// providerTimeout is how long the provider may take for one answer.
const providerTimeout = 10 * time.Second

// errProvider tells that the provider could not be asked, or that its answer was not to be trusted.
var errProvider = errors.New("the provider's answer was not accepted")

// provider asks a provider. What it publishes of itself is read when somebody first wants to sign in by it: the board stands without it.
type provider struct {
	of     Provider
	client *http.Client

	mu    sync.Mutex
	known *knownProvider
}

// knownProvider is what a provider publishes of itself.
type knownProvider struct {
	endpoint oauth2.Endpoint
	verifier *oidc.IDTokenVerifier
	signs    bool // it says in each answer that the answer is its own (RFC 9207)
}

func newProvider(of *Provider) *provider {
	if of == nil {
		return nil
	}
	return &provider{of: *of, client: &http.Client{Timeout: providerTimeout}}
}

// providerName gives how the provider is called, "" where there is none.
func (s *server) providerName() string {
	if s.provider == nil {
		return ""
	}
	host := s.provider.of.Issuer
	if u, err := url.Parse(host); err == nil {
		host = u.Host
	}
	return cmp.Or(s.provider.of.Name, host)
}

// know reads what the provider publishes. Whoever answers under another issuer's name is refused (OpenID Connect Discovery, section 4.3).
func (p *provider) know(ctx context.Context) (*knownProvider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// The keys are fetched again when new ones come: not for this request alone.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.of.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errProvider, err)
	}
	var says struct {
		Signs bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := found.Claims(&says); err != nil {
		return nil, fmt.Errorf("%w: %w", errProvider, err)
	}
	p.known = &knownProvider{found.Endpoint(), found.Verifier(&oidc.Config{ClientID: p.of.Client}), says.Signs}
	return p.known, nil
}

func (p *provider) config(k *knownProvider, origin string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.of.Client, ClientSecret: p.of.Secret, Endpoint: k.endpoint, RedirectURL: origin + backPath,
		Scopes: []string{oidc.ScopeOpenID}, // neither name nor address is asked for: nothing rests on them
	}
}

// journey is a browser's way to the provider and back.
type journey struct {
	state, nonce, verifier string
	origin                 string // of the board, where it began
}

// begin gives a new journey and the address at the provider where it leads.
func (p *provider) begin(ctx context.Context, origin string) (*journey, string, error) {
	k, err := p.know(ctx)
	if err != nil {
		return nil, "", err
	}
	j := &journey{state: rand.Text(), nonce: rand.Text(), verifier: oauth2.GenerateVerifier(), origin: origin}
	return j, p.config(k, origin).AuthCodeURL(j.state, oidc.Nonce(j.nonce), oauth2.S256ChallengeOption(j.verifier)), nil
}

// end takes what the browser brought back and gives the account that the provider answers for.
func (p *provider) end(ctx context.Context, j *journey, back url.Values) (app.Account, error) {
	refuse := func(why error) (app.Account, error) { return app.Account{}, fmt.Errorf("%w: %w", errProvider, why) }
	if !same(back.Get("state"), j.state) {
		return refuse(errors.New("the state is another"))
	}
	k, err := p.know(ctx)
	if err != nil {
		return app.Account{}, err
	}
	// Whoever mixes up providers has the board take one's code to another (RFC 9207).
	if iss := back.Get("iss"); iss != p.of.Issuer && (iss != "" || k.signs) {
		return refuse(errors.New("the answer is another issuer's"))
	}
	if code := back.Get("error"); code != "" {
		return refuse(fmt.Errorf("it says %q", clip(code)))
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.client), 2*providerTimeout)
	defer cancel()
	token, err := p.config(k, j.origin).Exchange(ctx, back.Get("code"), oauth2.VerifierOption(j.verifier))
	if err != nil {
		return refuse(exchangeError(err))
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return refuse(errors.New("there is no ID token"))
	}
	id, err := k.verifier.Verify(ctx, raw)
	if err != nil {
		return refuse(err)
	}
	if !same(id.Nonce, j.nonce) {
		return refuse(errors.New("the nonce is another"))
	}
	var says struct {
		For string `json:"azp"`
	}
	if err := id.Claims(&says); err != nil {
		return refuse(err)
	}
	if says.For != p.of.Client && (says.For != "" || len(id.Audience) > 1) { // OpenID Connect Core, section 3.1.3.7, steps 4 and 5
		return refuse(errors.New("the ID token was given to another client"))
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return refuse(err)
		}
	}
	if id.Subject == "" || len(id.Subject) > 255 || !slices.Contains(id.Audience, p.of.Client) {
		return refuse(errors.New("the ID token names nobody"))
	}
	return app.Account{Issuer: id.Issuer, Subject: id.Subject}, nil
}

// exchangeError gives what the provider said of a code, without the answer's body: it may hold tokens.
func exchangeError(err error) error {
	var told *oauth2.RetrieveError
	if errors.As(err, &told) && told.Response != nil {
		return fmt.Errorf("the code was answered with %s %q", told.Response.Status, clip(told.ErrorCode))
	}
	return err
}

// same compares two secrets; an empty one is none.
func same(a, b string) bool { return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
