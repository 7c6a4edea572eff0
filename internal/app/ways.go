package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"

	"mithaq/internal/evidence/record"
)

// Errors of ways to sign in.
var (
	ErrLastWay = errors.New("nothing would be left with which the user can sign in") // taking it away would shut the user out
	ErrNoWay   = errors.New("the user has no such way to sign in")
)

// waysShelf holds how users sign in besides by password, under the user. It is one value, so that two who each take away one of the last two cannot
// both succeed.
const waysShelf = "ways"

// ways are how a user shows who they are, besides a password. Only what is public stands here: who reads it can sign in as nobody.
type ways struct {
	Handle   []byte    `json:"handle,omitempty"` // by which authenticators know the user: random, it tells nothing of them
	Passkeys []passkey `json:"passkeys,omitempty"`
	Accounts []Account `json:"accounts,omitempty"`
}

// handleBytes is the length of a handle. The specification allows 64 and asks that nothing personal stands in it (WebAuthn, section 14.6.1).
const handleBytes = 32

func newHandle() []byte {
	raw := make([]byte, handleBytes)
	_, _ = rand.Read(raw) // crypto/rand ends the program rather than fail
	return raw
}

// Ways are how a user can sign in, as the user is told.
type Ways struct {
	Password bool
	Passkeys []Passkey
	Accounts []Account
}

// Here is where a board is: what counts as a way to sign in depends on it.
type Here struct {
	Site   string // the name of the host, to which passkeys are bound; "": none work here
	Issuer string // the provider that the board asks; "": none
}

// left counts what signs a user in at a place.
func (w *ways) left(password bool, here Here) (n int) {
	if password {
		n++
	}
	for i := range w.Passkeys {
		if p := &w.Passkeys[i]; p.Site == here.Site && !p.Copied {
			n++
		}
	}
	for _, a := range w.Accounts {
		if a.Issuer == here.Issuer {
			n++
		}
	}
	return n
}

// waysOf gives how a user signs in, with the version that was looked at. Nothing kept is no error.
func (d *Door) waysOf(ctx context.Context, user string) (w ways, version int64, err error) {
	k, err := d.root.Aside().Kept(ctx, waysShelf, user)
	if errors.Is(err, record.ErrNotFound) {
		return ways{}, 0, nil
	}
	if err != nil {
		return ways{}, 0, err
	}
	return w, k.Version, json.Unmarshal(k.Value, &w)
}

// changeWays changes how a user signs in; change is asked again where another came first.
func (d *Door) changeWays(ctx context.Context, user string, change func(*ways) error) error {
	for n := 1; ; n++ {
		w, version, err := d.waysOf(ctx, user)
		if err != nil {
			return err
		}
		if err := change(&w); err != nil {
			return err
		}
		k, err := w.kept(user)
		if err != nil {
			return err
		}
		k.Version = version
		if _, err = d.root.Aside().Keep(ctx, k); n == tries || !errors.Is(err, record.ErrHeadMoved) {
			return err
		}
	}
}

// kept gives the ways of a user as they are kept.
func (w *ways) kept(user string) (record.Kept, error) {
	value, err := json.Marshal(w)
	return record.Kept{Shelf: waysShelf, Key: user, Value: value}, err
}

// hasPassword says whether a user has a password.
func (d *Door) hasPassword(ctx context.Context, user string) (bool, error) {
	_, err := d.root.Aside().Kept(ctx, passwordShelf, user)
	if errors.Is(err, record.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Ways gives how a user can sign in.
func (d *Door) Ways(ctx context.Context, user string) (Ways, error) {
	w, _, err := d.waysOf(ctx, user)
	if err != nil {
		return Ways{}, err
	}
	out := Ways{Accounts: w.Accounts}
	for i := range w.Passkeys {
		out.Passkeys = append(out.Passkeys, w.Passkeys[i].shown())
	}
	out.Password, err = d.hasPassword(ctx, user)
	return out, err
}

// dropWay takes away one way of a user, unless the user could then sign in no more. Errors: ErrLastWay, ErrNoWay.
func (d *Door) dropWay(ctx context.Context, user string, here Here, drop func(*ways) bool) error {
	password, err := d.hasPassword(ctx, user)
	if err != nil {
		return err
	}
	return d.changeWays(ctx, user, func(w *ways) error {
		before := w.left(password, here)
		switch {
		case !drop(w):
			return ErrNoWay
		case before > 0 && w.left(password, here) == 0:
			return ErrLastWay
		}
		return nil
	})
}

// DropPasskey takes away a passkey of a user by its id. Errors: ErrLastWay, ErrNoWay.
func (d *Door) DropPasskey(ctx context.Context, user, id string, here Here) error {
	name := ""
	err := d.dropWay(ctx, user, here, func(w *ways) bool {
		n := len(w.Passkeys)
		w.Passkeys = slices.DeleteFunc(w.Passkeys, func(p passkey) bool {
			if p.id() == id {
				name = p.Name
			}
			return p.id() == id
		})
		return len(w.Passkeys) < n
	})
	if err != nil {
		return err
	}
	return d.tell(ctx, user, "passkey_removed", name)
}

// tell enters that how a user signs in has changed: administrators find it among the accesses.
func (d *Door) tell(ctx context.Context, user, what, why string) error {
	a, err := d.as(ctx, user)
	if err != nil {
		return err
	}
	return a.access(ctx, what, record.KindUser, user, why)
}

// works says whether somebody works on the record.
func (d *Door) works(ctx context.Context, user string) (bool, error) {
	us, err := d.root.users(ctx)
	return len(us[user].Roles) > 0, err
}
