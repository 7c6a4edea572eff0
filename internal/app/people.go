package app

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Who gives whoever acts.
func (a *App) Who() review.Principal { return a.who }

// enterAs makes the App that of a user. On a single person's file everybody is who they say; where there are users, nobody said is the public.
func (a *App) enterAs(ctx context.Context, user string) error {
	us, err := a.users(ctx)
	if err != nil {
		return err
	}
	id := user
	if us.Single() {
		id = cmp.Or(user, a.opts.Actor)
	}
	who, refused := us.Principal(id)
	if refused != nil {
		return refused
	}
	a.who, a.view = who, guard.View(a.store, who, a.today)
	a.opts.Actor = cmp.Or(id, a.opts.Actor)
	return nil
}

// As gives the same record to another user; "" is the public. Close of it ends its runs, the record stays open.
func (a *App) As(ctx context.Context, user string) (*App, error) {
	other := newApp(borrowed{a.store}, a.path, a.opts)
	if err := other.enterAs(ctx, user); err != nil {
		return nil, errors.Join(err, other.Close())
	}
	return other, nil
}

// borrowed is a store that another App will close.
type borrowed struct{ record.Store }

func (borrowed) Close() error { return nil }

// users reads who works on the record, whoever asks.
func (a *App) users(ctx context.Context) (review.Users, error) {
	us := review.Users{}
	for st, err := range a.store.Each(ctx, record.KindUser, "") {
		if err != nil {
			return nil, err
		}
		if u, ok := st.Payload.(record.User); ok {
			us[u.ID] = u
		}
	}
	return us, nil
}

// Users gives who works on the record, to those who may read it whole and to administrators.
func (a *App) Users(ctx context.Context) (review.Users, error) {
	if refused := a.who.Require(review.ManageUsers, review.State{}); refused != nil && !a.who.Whole() {
		return nil, refused
	}
	return a.users(ctx)
}

// Single says that the record has no users: whoever holds its file may do everything.
func (a *App) Single(ctx context.Context) (bool, error) {
	us, err := a.users(ctx)
	return us.Single(), err
}

// SetUser makes or changes a user. Whoever is no administrator may change their own keys.
func (a *App) SetUser(ctx context.Context, id, why string, change func(*record.User)) (record.Head, error) {
	ended := false
	head, err := a.decide(ctx, func() ([]any, error) {
		us, err := a.users(ctx)
		if err != nil {
			return nil, err
		}
		u := us[id]
		was := u
		u.ID = id
		change(&u)
		ended = len(u.Roles) == 0
		u.By, u.Why = a.who.ID, why
		if !slices.Contains(u.Roles, review.Observer) {
			u.Party = "" // only an observer observes for one
		}
		action := review.ManageUsers
		if id == a.who.ID && onlyKeys(was, u) {
			action = review.Sign
		}
		refused := a.who.Require(action, review.State{})
		return []any{u}, append(refused, us.Change(u)...).OrNil()
	})
	if err == nil && ended {
		err = a.shutOut(ctx, id)
	}
	return head, err
}

// shutOut takes from a user whose work has ended all that would let them in if they came back: they are invited anew then.
func (a *App) shutOut(ctx context.Context, user string) error {
	err := errors.Join(a.dropTokens(ctx, user), a.EndSessions(ctx, user))
	for _, shelf := range []string{inviteShelf, passwordShelf, waysShelf} {
		err = errors.Join(err, a.Aside().Drop(ctx, shelf, user))
	}
	return err
}

// onlyKeys says that nothing but keys is new.
func onlyKeys(was, now record.User) bool {
	was.Keys, now.Keys, was.By, now.By, was.Why, now.Why = nil, nil, "", "", "", ""
	return len(review.Changes(was, now)) == 0
}

// tries is how often a decision is made anew because somebody else wrote meanwhile.
const tries = 32

// decide appends what make says, on the very record that make has seen: when somebody wrote meanwhile, it is asked again. So no rule is passed
// on the strength of what is no longer so, and no change of another is written over unseen.
func (a *App) decide(ctx context.Context, make func() ([]any, error)) (record.Head, error) {
	for n := 1; ; n++ {
		was, err := a.store.Head(ctx)
		if err != nil {
			return record.Head{}, err
		}
		payloads, err := make()
		if err != nil {
			return record.Head{}, err
		}
		for _, p := range payloads {
			if _, subject, err := record.SubjectOf(p); err == nil && record.Dots(subject) {
				return record.Head{}, review.Refusals{{Code: "dots", Args: diagArgs("id", subject)}}
			}
		}
		head, err := a.store.Append(ctx, &was, a.drafts(payloads))
		if n < tries && errors.Is(err, record.ErrHeadMoved) {
			continue
		}
		return head, err
	}
}

// drafts makes drafts of payloads, all entered now by whoever acts.
func (a *App) drafts(payloads []any) iter.Seq2[record.Draft, error] {
	now := a.Now().Unix()
	return func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: now, Actor: a.who.ID, Payload: p}, nil) {
				return
			}
		}
	}
}
