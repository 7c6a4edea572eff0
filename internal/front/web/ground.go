package web

import (
	"context"
	"strings"
	"sync"
	"weak"

	"mithaq/internal/evidence/ground"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// keptGrounds is of how many kinds of visitor the ground of the map is kept, keptSelections how many bytes of what filters select from each.
const (
	keptGrounds    = 6
	keptSelections = 4 << 20
)

// grounds keeps the ground of the map for each kind of visitor, made from what they see and from nothing else. The zero value is ready.
type grounds struct {
	mu    sync.Mutex
	of    map[string]*keptGround // by app.Sight
	order []string               // the one that was asked for last at the end

	then record.Reader // a record as it was on a day, the one that was asked for last
	past *keptGround   // of it
}

// at gives the ground of a record as it was on a day.
func (g *grounds) at(store record.Reader) *keptGround {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.then != store {
		g.then, g.past = store, &keptGround{}
	}
	return g.past
}

// keptGround is the ground of all who see the same, with what was selected from it.
type keptGround struct {
	mu         sync.Mutex
	ground     *ground.Ground // nil: not read yet
	day        string         // on which it was read: with the day a consent ends, and what outsiders see changes
	selections map[selectionKey]*ground.Selection
	bytes      int // of the selections
}

// selectionKey is all on which a selection rests, beside the ground. A run is named only where its judgement counts: for the incidents that bear on a text.
type selectionKey struct {
	filters   string
	agreement string
	run       weak.Pointer[board.Run]
}

// groundOf gives the ground of all who see what the visitor sees.
func (s *server) groundOf(r *request) *keptGround {
	g, seen := &s.grounds, r.app.Sight()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.of == nil {
		g.of = map[string]*keptGround{}
	}
	if g.of[seen] == nil {
		g.of[seen] = &keptGround{}
	}
	for i := range g.order {
		if g.order[i] == seen {
			g.order = append(g.order[:i], g.order[i+1:]...)
			break
		}
	}
	if g.order = append(g.order, seen); len(g.order) > keptGrounds {
		delete(g.of, g.order[0])
		g.order = g.order[1:]
	}
	return g.of[seen]
}

// selection gives the incidents that meet a query, and bear on a text where one is named, as of now.
func (k *keptGround) selection(r *request, store record.Reader, q *record.Query, run *board.Run, agreement string) (*ground.Selection, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.renew(r, store); err != nil {
		return nil, err
	}
	key := selectionKey{filters: filtersOf(q), agreement: agreement}
	var of func(string) bool
	if agreement != "" {
		key.run, of = weak.Make(run), run.Bears(agreement)
	}
	if known := k.selections[key]; known != nil {
		return known, nil
	}
	s, err := k.ground.Select(r.Context(), store, q, of)
	if err != nil {
		return nil, err
	}
	if k.bytes += s.Bytes() + perSelection; k.bytes > keptSelections {
		clear(k.selections)
		k.bytes = s.Bytes() + perSelection
	}
	k.selections[key] = s
	return s, nil
}

// perSelection is how many bytes a kept selection takes beside its own, with the longest filters.
const perSelection = 2 << 10

// renew brings the ground to the head of the record.
func (k *keptGround) renew(r *request, store record.Reader) (err error) {
	ctx, today := context.WithoutCancel(r.Context()), r.app.Today().String() // it is made for all who see the same, not for who asked
	var next *ground.Ground
	if k.ground == nil || k.day != today {
		next, err = ground.Read(ctx, store)
	} else {
		next, err = k.ground.Refresh(ctx, store)
	}
	if err != nil {
		return err // what was kept is brought up to date by the next who asks
	}
	if k.ground == nil || !next.Same(k.ground) {
		k.selections, k.bytes = map[selectionKey]*ground.Selection{}, 0
	}
	k.ground, k.day = next, today
	return nil
}

// filtersOf writes what a query asks of the map, one way.
func filtersOf(q *record.Query) string {
	g := ""
	if q.Grade != nil {
		g = q.Grade.String()
	}
	return record.Key(q.From, q.To, q.Act, q.Party, q.Place, g, strings.TrimSpace(q.Text))
}
