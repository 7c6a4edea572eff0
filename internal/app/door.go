package app

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"mithaq/internal/evidence/guard"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Door lets people in: each gets the record as they may see it. What was judged is kept for all who see the same.
type Door struct {
	root *App

	mu    sync.Mutex
	head  record.Head // at which users were read
	users review.Users
	apps  map[string]*App          // by user, and the scopes of a token
	seen  map[string]memo          // by what is seen
	views map[string]record.Reader // of outsiders, by party: each holds a form of all that it shows
}

// NewDoor makes the door of a record. Closing the App that it was made of closes it.
func NewDoor(a *App) *Door {
	return &Door{root: a, apps: map[string]*App{}, seen: map[string]memo{}, views: map[string]record.Reader{}}
}

// Head gives the head of the record, whoever asks: it is for watching, not for telling.
func (d *Door) Head(ctx context.Context) (record.Head, error) { return d.root.store.Head(ctx) }

// Now reads the clock.
func (d *Door) Now() time.Time { return d.root.Now() }

// Enter gives the record to whoever holds a token, with the session that it opens; "" is the public or, where there are no
// users, the holder of the file. Error: ErrNoSession.
func (d *Door) Enter(ctx context.Context, token string) (*App, record.Session, error) {
	var session record.Session
	if token != "" {
		var err error
		if session, err = d.root.SessionOf(ctx, token); err != nil {
			return nil, record.Session{}, err
		}
	}
	a, err := d.as(ctx, session.User)
	return a, session, err
}

// as gives the record to a user, the same App as long as the user's roles are the same.
func (d *Door) as(ctx context.Context, user string) (*App, error) { return d.within(ctx, user, nil) }

// within is as for the holder of a token; nil scopes: not by a token.
func (d *Door) within(ctx context.Context, user string, scopes []review.Scope) (*App, error) {
	head, err := d.root.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.users == nil || d.head != head {
		users, err := d.root.users(ctx)
		if err != nil {
			return nil, err
		}
		d.head, d.users = head, users
	}
	if d.users.Single() {
		user = cmp.Or(user, d.root.opts.Actor)
	}
	who, refused := d.users.Principal(user)
	if refused != nil {
		return nil, refused
	}
	key := user
	if scopes != nil {
		who = who.Within(scopes)
		for _, one := range scopes {
			key += "\x00" + string(one)
		}
	}
	return d.appOf(key, user, who), nil
}

// public gives the record to the public, also where nobody but its holder comes in.
func (d *Door) public() *App {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.appOf("", "", review.Public)
}

// appOf gives the App of a principal that is kept under a key, the same one as long as the rights are the same. d.mu is held.
func (d *Door) appOf(key, user string, who review.Principal) *App {
	if known := d.apps[key]; known != nil && known.who.Same(who) {
		return known
	}
	opts := d.root.opts
	opts.Actor = cmp.Or(user, opts.Actor)
	k := d.keptOf(sight(who))
	a := &App{store: borrowed{d.root.store}, who: who, path: d.root.path, opts: opts, runs: k.runs, queue: k.queue, works: k.works, heads: k.heads, previews: k.previews, pasts: k.pasts, kin: d.root.kin, looks: d.root.looks}
	a.view = d.view(who)
	d.apps[key] = a
	return a
}

// view gives the record as a principal may see it: outsiders of one party, and the public, read the same one. d.mu is held.
func (d *Door) view(who review.Principal) record.Reader {
	party, outside := guard.Outside(who)
	if !outside {
		return guard.View(d.root.store, who, d.root.today)
	}
	v, made := d.views[party]
	if !made {
		v = guard.View(d.root.store, who, d.root.today)
		d.views[party] = v
	}
	return v
}

// keptOf gives what all keep together who see the same.
func (d *Door) keptOf(seen string) memo {
	k, ok := d.seen[seen]
	if !ok {
		k = memo{newRuns(), newQueue(), newWorks(), &heads{}, &pasts{}, &previews{}}
		d.seen[seen] = k
		d.root.kin.join(k)
	}
	return k
}

// Sight names what whoever acts sees of incidents: who has the same sight sees the same.
func (a *App) Sight() string { return sight(a.who) }

// deskSight begins the names of the sights of recorders.
const deskSight = "desk "

func sight(who review.Principal) string {
	switch {
	case who.Single:
		return "single"
	case who.Whole():
		return "whole"
	case who.May(review.Read, review.State{Entered: true}):
		return deskSight + who.ID
	case who.Party != "" && who.May(review.ReadOpen, review.State{PutToOwn: true}):
		return "party " + who.Party
	}
	return "public"
}

// memo is what need not be made again for all who see the same.
type memo struct {
	runs  *runs
	queue *queue
	works *works
	heads *heads
	pasts *pasts

	previews *previews
}

func (k memo) close() {
	k.runs.close()
	k.queue.close()
}

func (k memo) forget() {
	k.runs.forget()
	k.queue.forget()
	k.works.forget()
	k.heads.forget()
	k.previews.forget()
	k.pasts.forget()
}

// kin is what is kept of one record beside the first.
type kin struct {
	mu    sync.Mutex
	kept  []memo
	turns turns // of all who ask for what takes long
}

func (k *kin) join(one memo) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, one)
}

func (k *kin) each(do func(memo)) {
	k.mu.Lock()
	list := slices.Clone(k.kept) // what is done may wait for long: nobody who comes in waits with it
	k.mu.Unlock()
	for _, one := range list {
		do(one)
	}
}

// forget lets go what was made of the record, whoever keeps it: the record held things that are removed.
func (a *App) forget() {
	memo{a.runs, a.queue, a.works, a.heads, a.pasts, a.previews}.forget()
	a.kin.each(memo.forget)
}
