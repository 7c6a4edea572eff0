package app

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// Errors of what is not made now.
var (
	ErrMany  = errors.New("whoever asks waits for many other days already")
	ErrQueue = errors.New("many wait for other days already")
)

// How many may wait for runs of other days: for one who asks, and for all together.
const (
	waitingOfOne = 60
	waitingOfAll = 240
)

// turns lets one at a time make what takes long, and those who wait come by turns: whoever asks for many holds up another for no more than one. The zero value is ready.
type turns struct {
	mu      sync.Mutex
	taken   bool
	n       int                        // all who wait
	waiting map[string][]chan struct{} // by who asks; each closed when its turn comes
	order   []string                   // who comes next
}

// enter waits for a turn, which leave ends. Error: ErrMany, ErrQueue, or that of the context.
func (t *turns) enter(ctx context.Context, who string) (leave func(), err error) {
	t.mu.Lock()
	if !t.taken {
		t.taken = true
		t.mu.Unlock()
		return t.leave, nil
	}
	switch {
	case len(t.waiting[who]) >= waitingOfOne:
		err = ErrMany
	case t.n >= waitingOfAll:
		err = ErrQueue
	}
	if err != nil {
		t.mu.Unlock()
		return nil, err
	}
	if t.waiting == nil {
		t.waiting = map[string][]chan struct{}{}
	}
	turn := make(chan struct{})
	if len(t.waiting[who]) == 0 {
		t.order = append(t.order, who)
	}
	t.waiting[who] = append(t.waiting[who], turn)
	t.n++
	t.mu.Unlock()
	select {
	case <-turn:
		return t.leave, nil
	case <-ctx.Done():
	}
	if !t.giveUp(who, turn) { // it came at the same time
		t.leave()
	}
	return nil, ctx.Err()
}

// giveUp takes one who waits out of the queue; false: the turn has come.
func (t *turns) giveUp(who string, turn chan struct{}) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.Index(t.waiting[who], turn)
	if i < 0 {
		return false
	}
	t.n--
	if t.waiting[who] = slices.Delete(t.waiting[who], i, i+1); len(t.waiting[who]) == 0 {
		delete(t.waiting, who)
		t.order = slices.DeleteFunc(t.order, func(x string) bool { return x == who })
	}
	return true
}

// leave gives the turn to the next.
func (t *turns) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.order) == 0 {
		t.taken = false
		return
	}
	who := t.order[0]
	t.order = t.order[1:]
	turn := t.waiting[who][0]
	t.n--
	if t.waiting[who] = t.waiting[who][1:]; len(t.waiting[who]) > 0 {
		t.order = append(t.order, who)
	} else {
		delete(t.waiting, who)
	}
	close(turn)
}

type askingKey struct{}

// Asking notes who asks, so that one who asks for much waits behind those who ask for little. Without it all are one.
func Asking(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, askingKey{}, who)
}

func asking(ctx context.Context) string {
	who, _ := ctx.Value(askingKey{}).(string)
	return who
}

// turn waits until whoever asks may make what takes long.
func (a *App) turn(ctx context.Context, who string) (leave func(), err error) {
	return a.kin.turns.enter(ctx, who)
}
