package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
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
// again, and what was given out before invites nobody any more. An administrator invites, or the holder of the file. The code is kept nowhere: its
// SHA-256 is.
func (a *App) Invite(ctx context.Context, user string) (code string, err error) {
	if err := a.require(review.ManageUsers); err != nil {
		return "", err
	}
	us, err := a.users(ctx)
	if err != nil {
		return "", err
	}
	if len(us[user].Roles) == 0 {
		return "", fmt.Errorf("%s: %w", user, ErrNoUser)
	}
	if _, err := a.Aside().DropOld(ctx, a.Now().Unix()); err != nil {
		return "", err
	}
	raw := make([]byte, 20)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	code = base64.RawURLEncoding.EncodeToString(raw)
	if err := a.access(ctx, "invited", record.KindUser, user, ""); err != nil {
		return "", err
	}
	return code, a.put(ctx, record.Kept{Shelf: inviteShelf, Key: user, Value: []byte(sessionID(code)), Until: a.Now().Add(InvitationStay).Unix()})
}

// Invited gives the user whom a code invites. Error: ErrNoInvitation.
func (d *Door) Invited(ctx context.Context, code string) (user string, err error) {
	k, err := d.invitation(ctx, code)
	return k.Key, err
}

func (d *Door) invitation(ctx context.Context, code string) (record.Kept, error) {
	all, err := d.root.Aside().AllKept(ctx, inviteShelf, "")
	if err != nil {
		return record.Kept{}, err
	}
	us, err := d.root.users(ctx)
	if err != nil {
		return record.Kept{}, err
	}
	hash := sessionID(code)
	for _, k := range all {
		if string(k.Value) == hash && d.root.Now().Unix() < k.Until && len(us[k.Key].Roles) > 0 {
			return k, nil
		}
	}
	return record.Kept{}, ErrNoInvitation
}

// Accept sets the password of the user whom a code invites; the code then invites nobody any more, the user's sessions and tokens end, and nothing
// from before signs them in. Errors: ErrNoInvitation, ErrWeakPassword.
func (d *Door) Accept(ctx context.Context, code, password string) (user string, err error) {
	return d.accept(ctx, code, func(user string) (string, *ways, error) {
		if err := checkPassword(user, password); err != nil {
			return "", nil, err
		}
		phc, err := hashPassword(ctx, password)
		return phc, &ways{Handle: newHandle()}, err
	})
}

// accept gives the user whom a code invites a new way to sign in: the hash of a password ("": none), and others. It takes the place of all that were: whoever is
// invited anew may have lost them to somebody else. Error: ErrNoInvitation.
func (d *Door) accept(ctx context.Context, code string, way func(user string) (phc string, w *ways, err error)) (user string, err error) {
	invitation, err := d.invitation(ctx, code)
	if err != nil {
		return "", err
	}
	user = invitation.Key
	phc, w, err := way(user)
	if err != nil {
		return "", err
	}
	invitation.Value = nil // from here on it is this caller's: of two who come at the same time one finds it taken
	if _, err := d.root.Aside().Keep(ctx, invitation); errors.Is(err, record.ErrHeadMoved) {
		return "", ErrNoInvitation
	} else if err != nil {
		return "", err
	}
	if err := d.replaceWays(ctx, user, phc, w); err != nil {
		return "", err
	}
	a, err := d.as(ctx, user)
	if err != nil {
		return "", err
	}
	return user, errors.Join(d.tell(ctx, user, "ways_replaced", ""), a.EndSessions(ctx, user), a.endTokens(ctx), d.root.Aside().Drop(ctx, inviteShelf, user))
}

// endTokens revokes all tokens of whoever acts.
func (a *App) endTokens(ctx context.Context) error {
	list, err := a.tokens(ctx, a.who.ID)
	for i := range list {
		err = errors.Join(err, a.EndToken(ctx, list[i].ID))
	}
	return err
}

// replaceWays puts the hash of a password and other ways in the place of what a user had. The ways have a new handle: what an authenticator was asked
// before is answered too late.
func (d *Door) replaceWays(ctx context.Context, user, phc string, w *ways) error {
	if phc == "" {
		if err := d.root.Aside().Drop(ctx, passwordShelf, user); err != nil {
			return err
		}
	} else if err := d.root.put(ctx, record.Kept{Shelf: passwordShelf, Key: user, Value: []byte(phc)}); err != nil {
		return err
	}
	k, err := w.kept(user)
	if err != nil {
		return err
	}
	return d.root.put(ctx, k)
}

// SetPassword gives a first password to a user who signs in otherwise. Errors: ErrWeakPassword; ErrCredentials, there is one already.
func (d *Door) SetPassword(ctx context.Context, user, password string) error {
	kept, err := passwordKept(ctx, user, password)
	if err != nil {
		return err
	}
	if _, err := d.root.Aside().Keep(ctx, kept); errors.Is(err, record.ErrHeadMoved) {
		return ErrCredentials
	} else if err != nil {
		return err
	}
	return d.tell(ctx, user, "password_set", "")
}

// ChangePassword changes one's own password; the old one is asked for. Other sessions than the present one end, and so does an invitation.
// Where the password was changed meanwhile, the old one is no longer right. Errors: ErrCredentials, ErrWeakPassword.
func (d *Door) ChangePassword(ctx context.Context, user, old, password, session string) error {
	version, err := d.passwordOf(ctx, user, old)
	if err != nil {
		return err
	}
	kept, err := passwordKept(ctx, user, password)
	if err != nil {
		return err
	}
	kept.Version = version
	if _, err := d.root.Aside().Keep(ctx, kept); errors.Is(err, record.ErrHeadMoved) {
		return ErrCredentials
	} else if err != nil {
		return err
	}
	a, err := d.as(ctx, user)
	if err != nil {
		return err
	}
	return errors.Join(d.tell(ctx, user, "password_set", ""), a.endSessions(ctx, func(s *record.Session) bool { return s.User == user && s.ID != session }), d.root.Aside().Drop(ctx, inviteShelf, user))
}

// SignIn begins a session of a user who showed who they are, as App.SignIn.
func (d *Door) SignIn(ctx context.Context, user string, stay time.Duration) (token string, err error) {
	a, err := d.as(ctx, user)
	if err != nil {
		return "", err
	}
	return a.SignIn(ctx, user, stay)
}
