package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// ErrNoInvitation tells that a code invites nobody: it never did, it was used, it is too old, or its user no longer works here.
var ErrNoInvitation = errors.New("the invitation does not stand")

// InvitationStay is for how long an invitation stands.
const InvitationStay = 72 * time.Hour

const inviteShelf = "invitation"

// Invite gives a code with which a user may say once, within InvitationStay, how they show who they are: whoever forgot a password is invited
// again. An administrator invites, or the holder of the file. The code is kept nowhere: its SHA-256 is.
func (a *App) Invite(ctx context.Context, user string) (code string, err error) {
	if !a.who.Single {
		if err := a.require(review.ManageUsers); err != nil {
			return "", err
		}
	}
	us, err := a.users(ctx)
	if err != nil {
		return "", err
	}
	if len(us[user].Roles) == 0 {
		return "", ErrNoUser
	}
	raw := make([]byte, 20)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	code = base64.RawURLEncoding.EncodeToString(raw)
	return code, a.put(ctx, record.Kept{Shelf: inviteShelf, Key: sessionID(code), Value: []byte(user), Until: a.Now().Add(InvitationStay).Unix()})
}

// Invited gives the user whom a code invites. Error: ErrNoInvitation.
func (d *Door) Invited(ctx context.Context, code string) (user string, err error) {
	k, err := d.root.Aside().Kept(ctx, inviteShelf, sessionID(code))
	if errors.Is(err, record.ErrNotFound) || err == nil && d.root.Now().Unix() >= k.Until {
		return "", ErrNoInvitation
	}
	if err != nil {
		return "", err
	}
	us, err := d.root.users(ctx)
	if err != nil {
		return "", err
	}
	if user = string(k.Value); len(us[user].Roles) == 0 {
		return "", ErrNoInvitation
	}
	return user, nil
}

// Accept sets the password of the user whom a code invites; the code then invites nobody any more, and the user's sessions end.
// Errors: ErrNoInvitation, ErrWeakPassword.
func (d *Door) Accept(ctx context.Context, code, password string) (user string, err error) {
	if user, err = d.Invited(ctx, code); err != nil {
		return "", err
	}
	if err := d.root.setPassword(ctx, user, password); err != nil {
		return "", err
	}
	if err := d.root.Aside().Drop(ctx, inviteShelf, sessionID(code)); err != nil {
		return "", err
	}
	a, err := d.as(ctx, user)
	if err != nil {
		return "", err
	}
	return user, a.EndSessions(ctx, user)
}

// ChangePassword changes one's own password; the old one is asked for. Other sessions than the present one end.
func (d *Door) ChangePassword(ctx context.Context, user, old, password, session string) error {
	if err := d.CheckPassword(ctx, user, old); err != nil {
		return err
	}
	if err := d.root.setPassword(ctx, user, password); err != nil {
		return err
	}
	a, err := d.as(ctx, user)
	if err != nil {
		return err
	}
	return a.endSessions(ctx, func(s *record.Session) bool { return s.User == user && s.ID != session })
}

// SignIn begins a session of a user who showed who they are, as App.SignIn.
func (d *Door) SignIn(ctx context.Context, user string, stay time.Duration) (token string, err error) {
	a, err := d.as(ctx, user)
	if err != nil {
		return "", err
	}
	return a.SignIn(ctx, user, stay)
}
