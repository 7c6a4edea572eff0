package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"mithaq/internal/evidence/record"
)

// Errors of accounts at a provider.
var (
	ErrNoAccount    = errors.New("the account at the provider is nobody's here")
	ErrAccountTaken = errors.New("the account at the provider is another user's")
)

// Account is an account at a provider that says who a user is. What the provider says of its name or its address counts for nothing: an address may be
// given to somebody else.
type Account struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
	Made    int64  `json:"made"` // seconds UTC
	Used    int64  `json:"used,omitempty"`
}

func (a Account) is(b Account) bool { return a.Issuer == b.Issuer && a.Subject == b.Subject }

// accountShelf says whose an account is, under a hash of it: nobody can have what another has. It holds as long as the user's ways say the same.
const accountShelf = "account"

func (a Account) key() string {
	sum := sha256.Sum256([]byte(a.Issuer + "\x00" + a.Subject))
	return hex.EncodeToString(sum[:])
}

// claim makes an account a user's. Error: ErrAccountTaken.
func (d *Door) claim(ctx context.Context, a Account, user string) error {
	aside := d.root.Aside()
	k, err := aside.Kept(ctx, accountShelf, a.key())
	switch {
	case errors.Is(err, record.ErrNotFound):
		k = record.Kept{Shelf: accountShelf, Key: a.key()}
	case err != nil:
		return err
	case string(k.Value) == user:
		return nil
	default:
		w, _, err := d.waysOf(ctx, string(k.Value))
		if err != nil {
			return err
		}
		if slices.ContainsFunc(w.Accounts, a.is) {
			return ErrAccountTaken
		}
	}
	k.Value = []byte(user)
	if _, err = aside.Keep(ctx, k); errors.Is(err, record.ErrHeadMoved) {
		return ErrAccountTaken
	}
	return err
}

// LinkAccount adds an account to how a user signs in. Error: ErrAccountTaken.
func (d *Door) LinkAccount(ctx context.Context, user string, a Account) error {
	if err := d.claim(ctx, a, user); err != nil {
		return err
	}
	a.Made = d.root.Now().Unix()
	err := d.changeWays(ctx, user, func(w *ways) error {
		if !slices.ContainsFunc(w.Accounts, a.is) {
			w.Accounts = append(w.Accounts, a)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.tell(ctx, user, "account_linked", a.Issuer)
}

// AcceptAccount accepts an invitation with an account: from then on the user signs in with it, and with nothing from before.
// Errors: ErrNoInvitation, ErrAccountTaken.
func (d *Door) AcceptAccount(ctx context.Context, code string, a Account) (user string, err error) {
	return d.accept(ctx, code, func(user string) (string, *ways, error) {
		a.Made = d.root.Now().Unix()
		return "", &ways{Handle: newHandle(), Accounts: []Account{a}}, d.claim(ctx, a, user)
	})
}

// CheckAccount gives the user whose an account is. Error: ErrNoAccount, also where the user no longer works here.
func (d *Door) CheckAccount(ctx context.Context, a Account) (user string, err error) {
	k, err := d.root.Aside().Kept(ctx, accountShelf, a.key())
	if errors.Is(err, record.ErrNotFound) {
		return "", ErrNoAccount
	}
	if err != nil {
		return "", err
	}
	user = string(k.Value)
	if here, err := d.works(ctx, user); err != nil || !here {
		return "", errors.Join(ErrNoAccount, err)
	}
	return user, d.changeWays(ctx, user, func(w *ways) error {
		i := slices.IndexFunc(w.Accounts, a.is)
		if i < 0 {
			return ErrNoAccount
		}
		w.Accounts[i].Used = d.root.Now().Unix()
		return nil
	})
}

// DropAccount takes the accounts at a provider away from how a user signs in. Errors: ErrLastWay, ErrNoWay.
func (d *Door) DropAccount(ctx context.Context, user string, here Here) error {
	var gone []Account
	err := d.dropWay(ctx, user, here, func(w *ways) bool {
		gone = nil
		w.Accounts = slices.DeleteFunc(w.Accounts, func(a Account) bool {
			if a.Issuer == here.Issuer {
				gone = append(gone, a)
			}
			return a.Issuer == here.Issuer
		})
		return len(gone) > 0
	})
	if err != nil {
		return err
	}
	for _, a := range gone {
		if err := d.root.Aside().Drop(ctx, accountShelf, a.key()); err != nil {
			return err
		}
	}
	return d.tell(ctx, user, "account_unlinked", here.Issuer)
}
