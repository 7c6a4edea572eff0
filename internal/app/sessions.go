package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// ErrNoSession says that a token opens nothing: it never did, it has expired, it was ended, or its user no longer works here.
var ErrNoSession = errors.New("the session does not stand")

// tokenBytes is the length of a token: 256 bits.
const tokenBytes = 32

// SignIn begins a session of a user and gives its token, which is kept nowhere: the record holds its SHA-256. How the user showed who they are is
// for the caller.
func (a *App) SignIn(ctx context.Context, user string, stay time.Duration) (token string, err error) {
	raw := make([]byte, tokenBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	_, err = a.decide(ctx, func() ([]any, error) {
		us, err := a.users(ctx)
		if err != nil {
			return nil, err
		}
		who, refused := us.Principal(user)
		if refused = append(refused, who.Require(review.OwnSession, review.State{})...); refused != nil {
			return nil, refused
		}
		now := a.Now().Unix()
		return []any{record.Session{ID: sessionID(token), User: user, Started: now, Expires: now + int64(stay/time.Second)}}, nil
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// sessionID gives the id of a session from its token.
func sessionID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// SessionOf gives the session that a token opens now. Error: ErrNoSession.
func (a *App) SessionOf(ctx context.Context, token string) (record.Session, error) {
	st, err := a.store.Standing(ctx, record.KindSession, sessionID(token))
	if errors.Is(err, record.ErrNotFound) {
		return record.Session{}, ErrNoSession
	}
	if err != nil {
		return record.Session{}, err
	}
	s, ok := st.Payload.(record.Session)
	if !ok || s.Ended != 0 || a.Now().Unix() >= s.Expires {
		return record.Session{}, ErrNoSession
	}
	us, err := a.users(ctx)
	if err != nil {
		return record.Session{}, err
	}
	if _, refused := us.Principal(s.User); refused != nil {
		return record.Session{}, ErrNoSession
	}
	return s, nil
}

// Sessions gives those that stand now, of one user or ("") of all, sorted by id. Of others only an administrator is told.
func (a *App) Sessions(ctx context.Context, user string) (out []record.Session, err error) {
	if user == "" || user != a.who.ID {
		if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil {
			return nil, refused
		}
	}
	now := a.Now().Unix()
	for st, err := range a.store.Each(ctx, record.KindSession, "") {
		if err != nil {
			return nil, err
		}
		if s, ok := st.Payload.(record.Session); ok && s.Ended == 0 && now < s.Expires && (user == "" || s.User == user) {
			out = append(out, s)
		}
	}
	return out, nil
}

// EndSession ends a session: one's own, or as an administrator another's. Ending one that has ended changes nothing.
func (a *App) EndSession(ctx context.Context, id string) error {
	return a.endSessions(ctx, func(s *record.Session) bool { return s.ID == id })
}

// EndSessions ends all sessions of a user.
func (a *App) EndSessions(ctx context.Context, user string) error {
	return a.endSessions(ctx, func(s *record.Session) bool { return s.User == user })
}

func (a *App) endSessions(ctx context.Context, which func(*record.Session) bool) error {
	_, err := a.decide(ctx, func() ([]any, error) {
		var out []any
		for st, err := range a.store.Each(ctx, record.KindSession, "") {
			if err != nil {
				return nil, err
			}
			s, ok := st.Payload.(record.Session)
			if !ok || s.Ended != 0 || !which(&s) {
				continue
			}
			if s.User != a.who.ID {
				if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil {
					return nil, refused
				}
				s.By = a.who.ID
			}
			s.Ended = a.Now().Unix()
			out = append(out, s)
		}
		return out, nil
	})
	return err
}
