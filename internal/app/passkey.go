package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Errors of passkeys.
var (
	ErrPasskey       = errors.New("the passkey was not accepted")                   // whatever the reason: who tries learns nothing
	ErrPasskeyCopied = errors.New("the passkey may have been copied")               // its signature was good and its counter went back
	ErrManyPasskeys  = errors.New("the user has as many passkeys as are kept")      // mostPasskeys
	ErrNoSite        = errors.New("passkeys are not bound to an address like this") // an IP address is no name (WebAuthn, section 5.1.2)
)

// mostPasskeys is how many a user may have.
const mostPasskeys = 20

// AskStay is how long an authenticator may take to answer.
const AskStay = 5 * time.Minute

// Site is a board as authenticators know it.
type Site struct {
	ID     string // the name of its host
	Origin string // "https://board.example.org"
}

// passkey is one public key of a user, as it is kept.
type passkey struct {
	Name       string              `json:"name"`
	Site       string              `json:"site"`
	Made       int64               `json:"made"` // seconds UTC
	Used       int64               `json:"used,omitempty"`
	Copied     bool                `json:"copied,omitempty"` // its counter went back: it signs in nobody any more
	Credential webauthn.Credential `json:"credential"`
}

func (p *passkey) id() string { return base64.RawURLEncoding.EncodeToString(p.Credential.ID) }

func (p *passkey) shown() Passkey {
	return Passkey{ID: p.id(), Name: p.Name, Site: p.Site, Made: p.Made, Used: p.Used, Copied: p.Copied}
}

// Passkey is what is told of one.
type Passkey struct {
	ID, Name, Site string
	Made, Used     int64 // seconds UTC; 0: never
	Copied         bool
}

// Ceremony is a question to an authenticator that waits for its one answer. Whoever asked keeps it for the very browser that was asked.
type Ceremony struct {
	site    Site
	session webauthn.SessionData
	user    string // whose passkey is made; "": whoever can sign in with one is asked
	code    string // of the invitation that is accepted with it
	name    string // of the user
	handle  []byte
	done    atomic.Bool
}

// holder is a user as authenticators know one.
type holder struct {
	handle   []byte
	id, name string
	keys     []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte                         { return h.handle }
func (h *holder) WebAuthnName() string                       { return h.id }
func (h *holder) WebAuthnDisplayName() string                { return cmp.Or(h.name, h.id) }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func holderOf(w *ways, id, name string) *holder {
	h := &holder{handle: w.Handle, id: id, name: name}
	for i := range w.Passkeys {
		if !w.Passkeys[i].Copied {
			h.keys = append(h.keys, w.Passkeys[i].Credential)
		}
	}
	return h
}

// party gives the checks of a site. Every passkey can be found by its authenticator alone and asks whoever uses it for a sign, a finger or a number:
// it stands for both something held and something known.
func (site Site) party() (*webauthn.WebAuthn, error) {
	if site.ID == "" {
		return nil, ErrNoSite
	}
	stay := webauthn.TimeoutConfig{Enforce: true, Timeout: AskStay, TimeoutUVD: AskStay}
	resident := true
	return webauthn.New(&webauthn.Config{
		RPID: site.ID, RPDisplayName: "Mithaq", RPOrigins: []string{site.Origin}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &resident, ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: stay, Registration: stay},
		// Keepers of passwords that stand in for an authenticator answer more than was asked; nothing of it is read.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
}

// BeginPasskey asks an authenticator for a new passkey of a user. The options are for the browser (JSON).
func (d *Door) BeginPasskey(ctx context.Context, site Site, user string) (options []byte, c *Ceremony, err error) {
	w, _, err := d.waysOf(ctx, user)
	if err != nil {
		return nil, nil, err
	}
	if len(w.Passkeys) >= mostPasskeys {
		return nil, nil, ErrManyPasskeys
	}
	return d.beginPasskey(ctx, site, &w, user, "")
}

// BeginInvited asks an authenticator for the passkey with which an invitation is to be accepted. Error: ErrNoInvitation.
func (d *Door) BeginInvited(ctx context.Context, site Site, code string) (options []byte, c *Ceremony, err error) {
	user, err := d.Invited(ctx, code)
	if err != nil {
		return nil, nil, err
	}
	return d.beginPasskey(ctx, site, &ways{}, user, code)
}

func (d *Door) beginPasskey(ctx context.Context, site Site, w *ways, user, code string) (options []byte, c *Ceremony, err error) {
	us, err := d.root.users(ctx)
	if err != nil {
		return nil, nil, err
	}
	party, err := site.party()
	if err != nil {
		return nil, nil, err
	}
	if w.Handle == nil {
		w.Handle = newHandle()
	}
	h := holderOf(w, user, us[user].Name)
	creation, session, err := party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("passkey: %w", err)
	}
	options, err = json.Marshal(creation.Response)
	return options, &Ceremony{site: site, session: *session, user: user, code: code, name: us[user].Name, handle: w.Handle}, err
}

// made checks the answer to a question for a new passkey.
func (c *Ceremony) made(name string, answer []byte, now int64) (passkey, error) {
	if c.user == "" || !c.done.CompareAndSwap(false, true) {
		return passkey{}, ErrPasskey
	}
	party, err := c.site.party()
	if err != nil {
		return passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return passkey{}, fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	key, err := party.CreateCredential(&holder{handle: c.handle, id: c.user, name: c.name}, c.session, parsed)
	if err != nil {
		return passkey{}, fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	key.Attestation = webauthn.CredentialAttestation{} // who made the authenticator is not asked, and not kept
	return passkey{Name: name, Site: c.site.ID, Made: now, Credential: *key}, nil
}

// KeepPasskey takes the answer to BeginPasskey. Errors: ErrPasskey, ErrManyPasskeys.
func (d *Door) KeepPasskey(ctx context.Context, c *Ceremony, user, name string, answer []byte) error {
	if c.code != "" || c.user != user {
		return ErrPasskey
	}
	p, err := c.made(name, answer, d.root.Now().Unix())
	if err != nil {
		return err
	}
	if err := d.unknown(ctx, &p); err != nil {
		return err
	}
	err = d.changeWays(ctx, user, func(w *ways) error {
		switch {
		case len(w.Passkeys) >= mostPasskeys:
			return ErrManyPasskeys
		case w.Handle == nil:
			w.Handle = c.handle
		case !bytes.Equal(w.Handle, c.handle):
			return ErrPasskey // an invitation was accepted meanwhile
		}
		w.Passkeys = append(w.Passkeys, p)
		return nil
	})
	if err != nil {
		return err
	}
	return d.tell(ctx, user, "passkey_added", p.Name)
}

// AcceptPasskey takes the answer to BeginInvited: from then on the user signs in with it, and with nothing from before.
// Errors: ErrNoInvitation, ErrPasskey.
func (d *Door) AcceptPasskey(ctx context.Context, c *Ceremony, name string, answer []byte) (user string, err error) {
	if c.code == "" {
		return "", ErrPasskey
	}
	return d.accept(ctx, c.code, func(user string) (string, *ways, error) {
		if user != c.user {
			return "", nil, ErrPasskey
		}
		p, err := c.made(name, answer, d.root.Now().Unix())
		if err != nil {
			return "", nil, err
		}
		return "", &ways{Handle: c.handle, Passkeys: []passkey{p}}, d.unknown(ctx, &p)
	})
}

// unknown refuses a passkey with an id that stands already, whoever's it is (WebAuthn, section 7.1, step 26).
func (d *Door) unknown(ctx context.Context, p *passkey) error {
	_, _, err := d.holder(ctx, func(w *ways) bool {
		for i := range w.Passkeys {
			if bytes.Equal(w.Passkeys[i].Credential.ID, p.Credential.ID) {
				return true
			}
		}
		return false
	})
	switch {
	case errors.Is(err, ErrPasskey):
		return nil
	case err != nil:
		return err
	}
	return ErrPasskey
}

// holder finds the user to whose ways something applies. Error: ErrPasskey, nobody.
func (d *Door) holder(ctx context.Context, which func(*ways) bool) (user string, w ways, err error) {
	all, err := d.root.Aside().AllKept(ctx, waysShelf, "")
	if err != nil {
		return "", ways{}, err
	}
	for _, k := range all {
		var w ways
		if err := json.Unmarshal(k.Value, &w); err != nil {
			return "", ways{}, err
		}
		if which(&w) {
			return k.Key, w, nil
		}
	}
	return "", ways{}, ErrPasskey
}

// AskPasskey asks whatever authenticator is at hand who is there.
func (d *Door) AskPasskey(site Site) (options []byte, c *Ceremony, err error) {
	party, err := site.party()
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := party.BeginDiscoverableLogin()
	if err != nil {
		return nil, nil, fmt.Errorf("passkey: %w", err)
	}
	options, err = json.Marshal(assertion.Response)
	return options, &Ceremony{site: site, session: *session}, err
}

// CheckPasskey takes the answer to AskPasskey and gives the user whose passkey gave it. A passkey whose counter went back may stand in two places: it
// signs in nobody from then on, and administrators find it among the accesses. Errors: ErrPasskey, ErrPasskeyCopied.
func (d *Door) CheckPasskey(ctx context.Context, c *Ceremony, answer []byte) (user string, err error) {
	if c.user != "" || !c.done.CompareAndSwap(false, true) {
		return "", ErrPasskey
	}
	party, err := c.site.party()
	if err != nil {
		return "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	user, _, err = d.holder(ctx, func(w *ways) bool { return len(w.Handle) > 0 && bytes.Equal(w.Handle, parsed.Response.UserHandle) })
	if err != nil {
		return "", err
	}
	if here, err := d.works(ctx, user); err != nil || !here {
		return "", errors.Join(ErrPasskey, err)
	}
	copied := false
	err = d.changeWays(ctx, user, func(w *ways) error {
		_, key, err := party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			if !bytes.Equal(handle, w.Handle) {
				return nil, ErrPasskey
			}
			return holderOf(w, user, ""), nil
		}, c.session, parsed)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrPasskey, err)
		}
		for i := range w.Passkeys {
			if p := &w.Passkeys[i]; bytes.Equal(p.Credential.ID, key.ID) {
				p.Credential, p.Used = *key, d.root.Now().Unix()
				p.Copied = key.Authenticator.CloneWarning
				copied = p.Copied
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if copied {
		return "", errors.Join(ErrPasskeyCopied, d.tell(ctx, user, "passkey_copied", ""))
	}
	return user, nil
}
