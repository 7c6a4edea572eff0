package app

import (
	"sync"

	"mithaq/internal/reading/order"
)

// ordered keeps what was found of the order of steps: it rests on the texts alone, and runs are played for it.
type ordered struct {
	mu       sync.Mutex
	of       map[string]*order.Whole // by reading
	disputes []order.Dispute
	searched bool // disputes is what was found
}

// Order gives what is found of the order of the texts' steps by a reading, "" as written; nil when there is none of the name.
func (r *Reading) Order(reading string) *order.Whole {
	r.ordered.mu.Lock()
	defer r.ordered.mu.Unlock()
	if whole, known := r.ordered.of[reading]; known {
		return whole
	}
	prog := bundle(r.Program, reading)
	if prog == nil {
		return nil
	}
	if r.ordered.of == nil {
		r.ordered.of = map[string]*order.Whole{}
	}
	r.ordered.of[reading] = order.Of(prog)
	return r.ordered.of[reading]
}

// Disputes gives the steps that readings of the texts put in different orders.
func (r *Reading) Disputes() []order.Dispute {
	r.ordered.mu.Lock()
	defer r.ordered.mu.Unlock()
	if !r.ordered.searched {
		r.ordered.disputes, r.ordered.searched = order.Disputes(r.Program), true
	}
	return r.ordered.disputes
}
