package app

import (
	"errors"
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// holding is the machine that holds some facts against some texts. All runs on these share it: what is asked as of another day is asked of it, and nothing is
// held or derived again.
type holding struct {
	program *norms.Program
	facts   *fact.Set
	later   []*fact.Fact // what came after facts, or stands in the place of one of them (advance.go)

	mu      sync.RWMutex     // guards machine; held for reading by whoever asks something small of it
	machine *monitor.Machine // nil: not asked yet, or a later run has taken it over

	pasts sync.Map // of what was asked: status.Key to past
}

// past is a history, with what comes after it up to a reading.
type past struct {
	changes []monitor.Change
	until   int64
}

// aDay is how far ahead the machine is ready: within it the present moment moves on without anything being derived again.
const aDay = 86400

// errOvertaken tells that a run on a later record has taken the machine over meanwhile.
var errOvertaken = errors.New("the record went on")

// make makes the machine where it is not there. h.mu is held for writing.
func (h *holding) make() error {
	if h.machine != nil {
		return nil
	}
	machine, err := monitor.New(h.program, monitor.Options{Ahead: aDay, Brief: true})
	if err != nil {
		return err
	}
	machine.Load(h.facts)
	for _, f := range h.later {
		machine.Step(monitor.Event{Fact: f})
	}
	h.machine = machine
	return nil
}

// reading gives the machine, made where it is not there, which nobody takes over until done is called.
func (h *holding) reading() (m *monitor.Machine, done func(), err error) {
	for {
		h.mu.RLock()
		if h.machine != nil {
			return h.machine, h.mu.RUnlock, nil
		}
		h.mu.RUnlock()
		h.mu.Lock()
		err := h.make()
		h.mu.Unlock()
		if err != nil {
			return nil, nil, err
		}
	}
}

// ask gives the machine to fn, which asks something small of it.
func (h *holding) ask(fn func(*monitor.Machine)) error {
	m, done, err := h.reading()
	if err != nil {
		return err
	}
	defer done()
	fn(m)
	return nil
}

// judge gives the machine to fn, which judges. Whoever takes it over does not wait for that; then it is errOvertaken, and what fn made is worth nothing.
func (h *holding) judge(fn func(*monitor.Machine)) error {
	m, done, err := h.reading()
	if err != nil {
		return err
	}
	done()
	fn(m)
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.machine != m {
		return errOvertaken
	}
	return nil
}

// history gives the changes of a status up to a reading. They are not to be changed.
func (h *holding) history(key status.Key, at int64) ([]monitor.Change, error) {
	p, known := h.pasts.Load(key)
	if !known || p.(past).until <= at {
		var made past
		if err := h.ask(func(m *monitor.Machine) { made.changes, made.until = m.AsOf(at).HistoryAhead(key) }); err != nil {
			return nil, err
		}
		h.pasts.Store(key, made)
		p = made
	}
	changes := p.(past).changes
	n := len(changes)
	for n > 1 && changes[n-1].Reading > at+1 {
		n--
	}
	return changes[:n:n], nil
}

// handOver gives the machine away; nil: it is gone.
func (h *holding) handOver() *monitor.Machine {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := h.machine
	h.machine = nil
	return m
}
