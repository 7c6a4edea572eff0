package app

import (
	"sync"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
)

// holding is the machine that holds some facts against some texts. All runs on these share it: what is asked as of another day is asked of it, and nothing is
// held or derived again.
type holding struct {
	program *norms.Program
	facts   *fact.Set
	later   []*fact.Fact // what came after facts, or stands in the place of one of them (advance.go)

	mu      sync.Mutex       // guards machine
	machine *monitor.Machine // nil: not asked yet, or a later run has taken it over
}

// aDay is how far ahead the machine is ready: within it the present moment moves on without anything being derived again.
const aDay = 86400

// ask gives the machine to fn, made where it is not there.
func (h *holding) ask(fn func(*monitor.Machine)) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.machine == nil {
		machine, err := monitor.New(h.program, monitor.Options{Ahead: aDay})
		if err != nil {
			return err
		}
		machine.Load(h.facts)
		for _, f := range h.later {
			machine.Step(monitor.Event{Fact: f})
		}
		h.machine = machine
	}
	fn(h.machine)
	return nil
}

// handOver gives the machine away; nil: it is gone.
func (h *holding) handOver() *monitor.Machine {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := h.machine
	h.machine = nil
	return m
}
